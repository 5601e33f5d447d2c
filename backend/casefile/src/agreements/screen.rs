//! The clause screen (§2.6): reads every clause for what the law forbids and for what will not hold in court.

use platform::ids::PartyId;

use super::screen_rules::{RULES, ScreenRule};
use super::text::{Phrase, Sentence, any, sentences, then};
use super::{Clause, ClauseId, ClauseKind};
use crate::cases::{Dossier, Party};
use crate::papers::Acknowledgement;
use crate::vocabulary::{PartyRole, Sex};

/// Something the screen found in one clause.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// L1–L10 or W1–W7.
    pub code: &'static str,
    /// A hard stop: no acknowledgement and no director lifts it.
    pub hard: bool,
    pub clause_id: ClauseId,
    /// The sentence that gave it away, as written.
    pub excerpt: String,
    pub title_zh: &'static str,
    pub title_en: &'static str,
    pub basis_zh: &'static str,
    pub advice_zh: &'static str,
}

impl Finding {
    /// Whether the mediator acknowledged this warning: for this clause, or for all clauses at once.
    pub fn is_acknowledged_by(&self, acknowledgement: &Acknowledgement) -> bool {
        !self.hard && acknowledgement.code == self.code && acknowledgement.clause_id.is_none_or(|clause| clause == self.clause_id)
    }
}

/// Everything there is to say against the clauses of an agreement.
pub fn screen(clauses: &[Clause], dossier: &Dossier) -> Vec<Finding> {
    let mut findings = Vec::new();
    for clause in clauses {
        let sentences = sentences(&clause.text);
        for rule in RULES {
            if let Some(excerpt) = offence(rule, clause, &sentences, dossier) {
                findings.push(Finding {
                    code: rule.code,
                    hard: rule.hard,
                    clause_id: clause.id,
                    excerpt,
                    title_zh: rule.title_zh,
                    title_en: rule.title_en,
                    basis_zh: rule.basis_zh,
                    advice_zh: rule.advice_zh,
                });
            }
        }
    }
    findings
}

/// The sentence by which a clause breaks a rule; first by its words, then by its fields.
fn offence(rule: &ScreenRule, clause: &Clause, sentences: &[Sentence<'_>], d: &Dossier) -> Option<String> {
    let by_words = sentences.iter().find(|sentence| rule.phrases.iter().any(|phrase| sentence.says(phrase)));
    if let Some(sentence) = by_words.filter(|_| !is_waived(rule.code, d)) {
        return Some(sentence.excerpt());
    }
    let by_fields = match rule.code {
        "L5" => clause.kind == ClauseKind::ElderSupport && !elder_consents(clause, d),
        "W1" => clause.kind == ClauseKind::SupportWaiver,
        "W3" => clause.kind == ClauseKind::RealEstate,
        "W4" => is_unclear(clause),
        "W7" => sentences.iter().any(|sentence| is_kept_by_payer(sentence, clause, d)),
        _ => false,
    };
    by_fields.then(|| clause.text.chars().take(80).collect())
}

/// A third person's property is no longer a stranger's when the third person sits at the table and signs.
fn is_waived(code: &str, d: &Dossier) -> bool {
    code == "L7" && d.signing_parties().any(|party| party.role == PartyRole::ThirdParty)
}

/// The elder signs, is named as consenting, or is plainly one of the signing parties.
fn elder_consents(clause: &Clause, d: &Dossier) -> bool {
    let signs = |id: PartyId| d.party(id).is_some_and(Party::signs);
    let consents = d.agreement().is_some_and(|agreement| !agreement.elders_consent.is_empty());
    let elder_at_table = || d.signing_parties().any(|party| party.particulars.age_on(d.act.on).is_some_and(|age| age >= 60));
    consents || clause.payee_party_id.map_or_else(elder_at_table, signs)
}

/// A payment without amount, day or method: the court will not confirm it.
fn is_unclear(clause: &Clause) -> bool {
    let has_method = clause.method.as_ref().is_some_and(|method| !method.trim().is_empty());
    let is_owed = clause.kind.is_payment() || clause.amount_fen.is_some();
    is_owed && (clause.amount_fen.is_none() || clause.first_due_on.is_none() || !has_method)
}

/// W7: the payer, by name, part or sex, keeps the account of the child that he pays into.
fn is_kept_by_payer(sentence: &Sentence<'_>, clause: &Clause, d: &Dossier) -> bool {
    const INTO_CHILDS_ACCOUNT: Phrase = Phrase::of(&[
        any(&["打入", "汇入", "存入", "转入", "支付到", "支付至", "打到", "汇至"]),
        then(8, &["孩子", "子女", "儿子", "女儿", "婚生子", "婚生女"]),
        then(8, &["账户", "卡", "存折"]),
    ]);
    const KEPT_BY_HIM: Phrase = Phrase::of(&[any(&["由男方", "由父亲", "由爸爸"]), then(3, KEEPING)]);
    const KEPT_BY_HER: Phrase = Phrase::of(&[any(&["由女方", "由母亲", "由妈妈"]), then(3, KEEPING)]);
    const KEPT_BY_APPLICANT: Phrase = Phrase::of(&[any(&["由申请人"]), then(3, KEEPING)]);
    const KEPT_BY_RESPONDENT: Phrase = Phrase::of(&[any(&["由被申请人"]), then(3, KEEPING)]);
    const KEEPING: &[&str] = &["保管", "管理", "掌握", "控制", "支取", "持有"];

    let Some(payer) = clause.payer_party_id.and_then(|id| d.party(id)) else { return false };
    let kept = match payer.particulars.sex {
        Some(Sex::Male) => sentence.says(&KEPT_BY_HIM),
        Some(Sex::Female) => sentence.says(&KEPT_BY_HER),
        None => false,
    } || match payer.role {
        PartyRole::Applicant => sentence.says(&KEPT_BY_APPLICANT),
        PartyRole::Respondent => sentence.says(&KEPT_BY_RESPONDENT),
        PartyRole::ThirdParty | PartyRole::Child => false,
    } || (sentence.has(&[payer.name()]) && sentence.has(KEEPING));
    kept && sentence.says(&INTO_CHILDS_ACCOUNT)
}

/// Whether a sentence promises what can only be promised on paper: a property regime, a renunciation of inheritance,
/// real estate, or the terms of a divorce (G12).
pub fn speaks_of_writing_matters(text: &str) -> bool {
    const MATTERS: &[Phrase] = &[
        Phrase::of(&[any(&["放弃", "抛弃"]), then(4, &["继承", "遗产"])]),
        Phrase::of(&[
            any(&["婚前财产", "婚后财产", "婚姻关系存续期间所得", "夫妻财产"]),
            then(12, &["归各自", "各自所有", "共同所有", "约定"]),
        ]),
        Phrase::of(&[any(&["离婚协议"])]),
        Phrase::of(&[any(&["房屋", "住房", "房产", "宅基地", "商铺"]), then(10, &["归", "过户", "所有权", "产权"])]).not_before(&["还"]),
    ];
    sentences(text).iter().any(|sentence| MATTERS.iter().any(|phrase| sentence.says(phrase)))
}

#[cfg(test)]
#[path = "screen_tests.rs"]
mod tests;
