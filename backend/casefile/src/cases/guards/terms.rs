//! Guards about what is agreed: lawful clauses, the right form, the child, the divorce, the marks.

use platform::ids::PartyId;

use super::super::guard::{Details, Guard, naming, unless_empty};
use crate::agreements::{Clause, ClauseKind, Cycle, conditional_on_divorce, fee, screen};
use crate::cases::{Dossier, Party};
use crate::papers::PaperContent;
use crate::vocabulary::{FormCode, MarkRole};

/// G10: the clause screen found no hard stop, and every warning was acknowledged.
pub const CLAUSES_LAWFUL: Guard = Guard {
    guard: "G10",
    code: "mediation.case.unlawful-clause",
    title_zh: "协议条款违法，或者风险提示尚未确认",
    title_en: "A clause is unlawful, or a warning is not acknowledged",
    basis_zh: "《人民调解法》第3条；《民法典》第153、154条；《民诉法解释》第358条",
    check: clauses_lawful,
};

fn clauses_lawful(d: &Dossier) -> Option<Details> {
    let agreement = d.agreement()?;
    let mut stops = Vec::new();
    let mut warnings = Vec::new();
    for finding in screen::screen(agreement.clauses, d) {
        let label = format!("{} {}", finding.code, finding.title_zh);
        if finding.hard {
            stops.push(label);
        } else if !agreement.acknowledged.iter().any(|one| finding.is_acknowledged_by(one)) {
            warnings.push(label);
        }
    }
    let mut found = Details::new();
    if !stops.is_empty() {
        found.insert("hardStops".to_owned(), stops.into());
    }
    if !warnings.is_empty() {
        found.insert("warnings".to_owned(), warnings.into());
    }
    unless_empty(found)
}

/// G11: the seal comes last, and it is the registered committee's.
pub const READY_FOR_SEAL: Guard = Guard {
    guard: "G11",
    code: "mediation.case.not-ready-for-seal",
    title_zh: "当事人或者调解员尚未签署，或者所盖印章不是依法设立的人民调解委员会印章",
    title_en: "A mark is missing, or the seal is not that of a registered committee",
    basis_zh: "《人民调解法》第29、34条",
    check: ready_for_seal,
};

fn ready_for_seal(d: &Dossier) -> Option<Details> {
    let paper = d.papers_of(FormCode::F11).max_by_key(|paper| match &paper.content {
        PaperContent::Agreement(sheet) => sheet.version_no,
        _ => 0,
    })?;
    let mut found = Details::new();
    let missing = d.parties_without_mark(paper);
    if !missing.is_empty() {
        found.insert("parties".to_owned(), d.names(&missing).into());
    }
    if !d.standing_marks(paper).any(|mark| mark.role == MarkRole::Mediator) {
        found.insert("mediatorMissing".to_owned(), true.into());
    }
    let seals: Vec<_> = d.standing_marks(paper).filter(|mark| mark.role == MarkRole::Committee).collect();
    let is_foreign = seals.iter().any(|seal| !seal.by_sealing_committee || seal.org_id != Some(d.committee.org_id));
    if !d.committee.is_sealing_committee || is_foreign {
        found.insert("stationStamp".to_owned(), true.into());
    }
    unless_empty(found)
}

/// G12: orally only if everybody declines paper, nothing in it needs paper, and the content is written down.
pub const ORAL_FORM_ALLOWED: Guard = Guard {
    guard: "G12",
    code: "mediation.case.writing-required",
    title_zh: "有当事人要求书面协议，或者协议内容依法须采用书面形式",
    title_en: "A party wants paper, or the law wants it for one of the clauses",
    basis_zh: "《人民调解法》第28条；《民法典》第1065、1076、1124条",
    check: oral_form_allowed,
};

fn oral_form_allowed(d: &Dossier) -> Option<Details> {
    let PaperContent::OralAgreement(oral) = &d.brought(FormCode::F12)?.content else { return None };
    let mut found = Details::new();
    let want: Vec<PartyId> = d.signing_parties().map(|party| party.id).filter(|id| !oral.declined_paper.contains(id)).collect();
    if !want.is_empty() {
        found.insert("wantPaper".to_owned(), d.names(&want).into());
    }
    let on_paper: Vec<&str> = oral.clauses.iter().filter(|clause| needs_writing(clause)).map(|clause| clause.kind.label_zh()).collect();
    if !on_paper.is_empty() {
        found.insert("clauses".to_owned(), on_paper.into());
    }
    if d.case.category.leaf().writing_required {
        found.insert("category".to_owned(), d.case.category.label_zh().into());
    }
    if oral.clauses.iter().any(|clause| clause.text.trim().is_empty()) {
        found.insert("contentMissing".to_owned(), true.into());
    }
    unless_empty(found)
}

/// Whether a clause must be on paper, by its kind or by what it says.
fn needs_writing(clause: &Clause) -> bool {
    clause.kind.needs_writing() || screen::speaks_of_writing_matters(&clause.text)
}

/// G13: a child of eight is heard before it is decided where it lives and whom it sees; its support is definite.
pub const CHILD_HEARD: Guard = Guard {
    guard: "G13",
    code: "mediation.case.child-not-heard",
    title_zh: "未听取八周岁以上子女的真实意愿，或者抚养费约定不完整",
    title_en: "A child of eight or older was not heard, or its support is incomplete",
    basis_zh: "《民法典》第1084、1085条；《未成年人保护法》第24条",
    check: child_heard,
};

fn child_heard(d: &Dossier) -> Option<Details> {
    let agreement = d.agreement()?;
    let mut found = Details::new();
    let on_child: Vec<&Clause> = agreement.clauses.iter().filter(|clause| clause.kind.needs_child_view()).collect();
    if !on_child.is_empty() {
        let concerned = children_concerned(d, &on_child);
        if concerned.is_empty() {
            found.insert("childNotOnFile".to_owned(), true.into());
        }
        // An unknown birth date is no excuse for not hearing the child.
        let unheard: Vec<PartyId> = concerned
            .iter()
            .filter(|child| child.particulars.age_on(agreement.dated_on).is_none_or(|age| age >= HEARD_FROM_AGE))
            .map(|child| child.id)
            .filter(|id| !is_heard(d, *id))
            .collect();
        if !unheard.is_empty() {
            found.insert("children".to_owned(), d.names(&unheard).into());
        }
    }
    let incomplete = agreement.clauses.iter().filter(|clause| clause.kind == ClauseKind::SupportPayment).any(|clause| {
        let has_end = clause.cycle == Some(Cycle::Once) || clause.end_on.is_some();
        clause.amount_fen.is_none() || clause.cycle.is_none() || !has_end
    });
    if incomplete {
        found.insert("supportIncomplete".to_owned(), true.into());
    }
    let has = |kind: ClauseKind| agreement.clauses.iter().any(|clause| clause.kind == kind);
    if has(ClauseKind::Custody) && !has(ClauseKind::SupportPayment) && !has(ClauseKind::SupportWaiver) {
        found.insert("supportMissing".to_owned(), true.into());
    }
    unless_empty(found)
}

/// From this age on a child's true wishes must be respected (CC 1084).
pub const HEARD_FROM_AGE: u32 = 8;

fn children_concerned<'a>(d: &'a Dossier, clauses: &[&Clause]) -> Vec<&'a Party> {
    let named: Vec<PartyId> = clauses.iter().filter_map(|clause| clause.child_party_id).collect();
    let all_name_one = clauses.iter().all(|clause| clause.child_party_id.is_some());
    d.children().filter(|child| !all_name_one || named.contains(&child.id)).collect()
}

fn is_heard(d: &Dossier, child: PartyId) -> bool {
    d.papers_of(FormCode::FChild).any(|paper| matches!(&paper.content, PaperContent::ChildView(view) if view.child_party_id == child))
}

/// Children under eight whose wishes nobody asked, though a clause decides about them: advice, not a bar.
pub fn younger_children_unheard(d: &Dossier) -> Vec<PartyId> {
    let Some(agreement) = d.agreement() else { return Vec::new() };
    let on_child: Vec<&Clause> = agreement.clauses.iter().filter(|clause| clause.kind.needs_child_view()).collect();
    if on_child.is_empty() {
        return Vec::new();
    }
    children_concerned(d, &on_child)
        .into_iter()
        .filter(|child| child.particulars.age_on(agreement.dated_on).is_some_and(|age| age < HEARD_FROM_AGE))
        .map(|child| child.id)
        .filter(|id| !is_heard(d, *id))
        .collect()
}

/// G14: property and debt terms of a couple still married carry the condition of divorce.
pub const CONDITION_FLAGGED: Guard = Guard {
    guard: "G14",
    code: "mediation.case.condition-not-flagged",
    title_zh: "未离婚夫妻的财产、债务条款未标明以离婚为条件",
    title_en: "A property or debt term of a couple still married lacks the condition of divorce",
    basis_zh: "《民法典婚姻家庭编解释（一）》第69条",
    check: condition_flagged,
};

fn condition_flagged(d: &Dossier) -> Option<Details> {
    let agreement = d.agreement()?;
    let denied = agreement
        .clauses
        .iter()
        .filter(|clause| clause.conditional_on_divorce == Some(false) && conditional_on_divorce(d, clause))
        .map(|clause| clause.kind.label_zh().to_owned());
    naming("clauses", denied.collect())
}

/// G21: mediation costs nothing.
pub const NO_FEE: Guard = Guard {
    guard: "G21",
    code: "mediation.case.fee",
    title_zh: "人民调解不收取任何费用：不得约定向调委会、调解员、律师付费",
    title_en: "Mediation is free: nothing may be payable to the committee, a mediator or a lawyer",
    basis_zh: "《人民调解法》第4条；《法律援助法》第20条",
    check: no_fee,
};

fn no_fee(d: &Dossier) -> Option<Details> {
    let clauses = d.agreement().map(|agreement| agreement.clauses).unwrap_or_default();
    let found = clauses.iter().filter_map(|clause| fee::fee_in(&clause.text));
    naming("excerpts", found.collect())
}
