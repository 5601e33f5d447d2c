//! Guards about people: the parties' capacity and will, the mediators' appointment and neutrality.

use platform::ids::{AccountId, PartyId};

use super::super::guard::{Details, Guard, details, naming, unless_empty};
use super::super::{DuplicateVerdict, MediatorOnFile, Party};
use crate::cases::Dossier;
use crate::papers::PaperContent;
use crate::vocabulary::{ConflictKind, Difficulty, EarlierRole, FormCode, RepresentativeKind, RoleInCase};

/// G01: mediation stops where a party has said no.
pub const NOBODY_REFUSED: Guard = Guard {
    guard: "G01",
    code: "mediation.case.refused",
    title_zh: "有当事人明确拒绝调解",
    title_en: "A party has explicitly refused mediation",
    basis_zh: "《人民调解法》第3、17、23条",
    check: nobody_refused,
};

fn nobody_refused(d: &Dossier) -> Option<Details> {
    let refusers: Vec<PartyId> =
        d.refusals.iter().filter(|refusal| refusal.withdrawn_at.is_none()).map(|refusal| refusal.party_id).collect();
    naming("parties", d.names(&refusers))
}

/// C01: a dispute has two sides.
pub const TWO_SIDES: Guard = Guard {
    guard: "C01",
    code: "mediation.case.one-sided",
    title_zh: "缺少对立的双方当事人",
    title_en: "Two different parties on two sides are needed",
    basis_zh: "《人民调解法》第17条；《人民调解委员会组织条例》第5条",
    check: two_sides,
};

fn two_sides(d: &Dossier) -> Option<Details> {
    let parties: Vec<&Party> = d.signing_parties().collect();
    let opposed = |a: &Party, b: &Party| a.side != b.side && !is_same_person(a, b);
    let found = parties.iter().any(|a| parties.iter().any(|b| opposed(a, b)));
    if found { None } else { Some(details("parties", parties.len())) }
}

fn is_same_person(a: &Party, b: &Party) -> bool {
    let number = |party: &Party| party.particulars.id_document.number.as_ref().map(|n| n.trim().to_uppercase());
    match (number(a), number(b)) {
        (Some(a), Some(b)) => !a.is_empty() && a == b,
        _ => false,
    }
}

/// G04: a minor or incapable party is represented by somebody proven and not adverse.
pub const PARTIES_CAPABLE: Guard = Guard {
    guard: "G04",
    code: "mediation.case.not-represented",
    title_zh: "未成年人或者限制、无民事行为能力的当事人没有适格的法定代理人",
    title_en: "A party without full capacity has no proven guardian free of adverse interest",
    basis_zh: "《民法典》第18—23、35、145条",
    check: parties_capable,
};

fn parties_capable(d: &Dossier) -> Option<Details> {
    let mut unproven = Vec::new();
    let mut adverse = Vec::new();
    for party in d.signing_parties().filter(|party| party.needs_guardian_on(d.act.on)) {
        let guardians: Vec<_> = d.representatives_of(party.id).filter(|one| one.kind == RepresentativeKind::LegalGuardian).collect();
        let is_opponent = |guardian: &super::super::Representative| {
            d.signing_parties().any(|other| other.side != party.side && guardian.is_same_person_as(other))
        };
        if guardians.iter().any(|one| one.is_proven() && !is_opponent(one)) {
            continue;
        }
        if guardians.iter().any(|one| is_opponent(one)) { adverse.push(party.id) } else { unproven.push(party.id) }
    }
    let mut found = Details::new();
    if !unproven.is_empty() {
        found.insert("withoutGuardian".to_owned(), d.names(&unproven).into());
    }
    if !adverse.is_empty() {
        found.insert("adverseGuardian".to_owned(), d.names(&adverse).into());
    }
    unless_empty(found)
}

/// G05: every mediator who acts holds an active appointment on the day of the act.
pub const MEDIATORS_APPOINTED: Guard = Guard {
    guard: "G05",
    code: "mediation.case.not-appointed",
    title_zh: "调解员聘任无效（未聘、已届满、被暂停或者未成年）",
    title_en: "A mediator has no active appointment on that day",
    basis_zh: "《人民调解法》第13、14条",
    check: mediators_appointed,
};

/// Those who act: the mediators the brought minutes name, else all mediators of the file on that day.
fn acting(d: &Dossier) -> Vec<AccountId> {
    let named = d.brought(FormCode::F10).and_then(|paper| match &paper.content {
        PaperContent::Minutes(minutes) => Some(minutes.mediators.clone()),
        _ => None,
    });
    let mut acting = named.unwrap_or_else(|| d.mediators_on(d.act.on).map(|tie| tie.account_id).collect());
    if d.ties.iter().any(|tie| tie.account_id == d.act.by && tie.role == RoleInCase::Mediator) && !acting.contains(&d.act.by) {
        acting.push(d.act.by);
    }
    acting
}

fn mediators_appointed(d: &Dossier) -> Option<Details> {
    let acting = acting(d);
    if acting.is_empty() {
        return Some(details("mediators", Vec::<String>::new()));
    }
    let is_fit = |one: &MediatorOnFile| {
        let adult = one.birth_date.is_none_or(|born| platform::identity_document::age_at(born, d.act.on) >= 18);
        adult && one.appointments.iter().any(|appointment| appointment.is_active_on(d.act.on))
    };
    let unfit = acting.into_iter().filter(|id| !d.mediator(*id).is_some_and(is_fit)).map(|id| name_of(d, id)).collect();
    naming("mediators", unfit)
}

fn name_of(d: &Dossier, account: AccountId) -> String {
    d.mediator(account)
        .map(|one| one.name.clone())
        .or_else(|| d.ties.iter().find(|tie| tie.account_id == account).map(|tie| tie.name.clone()))
        .unwrap_or_else(|| account.to_string())
}

/// G06: no recusal request waits, and no tie of a mediator makes her partial.
pub const MEDIATORS_NEUTRAL: Guard = Guard {
    guard: "G06",
    code: "mediation.case.not-neutral",
    title_zh: "回避事项未处理，或者调解员与当事人存在可能影响公正的关系",
    title_en: "A recusal is undecided or a mediator has a tie to a party",
    basis_zh: "《人民调解工作若干规定》第25条；《最高人民法院关于人民法院特邀调解的规定》第15条",
    check: mediators_neutral,
};

fn mediators_neutral(d: &Dossier) -> Option<Details> {
    let mut found = Details::new();
    let current: Vec<AccountId> = d.current_mediators().map(|tie| tie.account_id).collect();

    let undecided = d.papers_of(FormCode::F23).filter(|paper| match &paper.content {
        PaperContent::Recusal(recusal) => recusal.decision.is_none() && current.contains(&recusal.against),
        _ => false,
    });
    let undecided = undecided.count();
    if undecided > 0 {
        found.insert("undecidedRecusals".to_owned(), undecided.into());
    }

    let recused: Vec<String> = current
        .iter()
        .filter(|id| d.ties.iter().any(|tie| tie.account_id == **id && tie.role == RoleInCase::Recused))
        .map(|id| name_of(d, *id))
        .collect();
    if !recused.is_empty() {
        found.insert("recused".to_owned(), recused.into());
    }

    let everybody: Vec<PartyId> = d.signing_parties().map(|party| party.id).collect();
    let conflicts: Vec<String> = current
        .iter()
        .flat_map(|id| conflicts_of(d, *id).into_iter().map(|kind| (*id, kind)))
        .filter(|(id, kind)| !is_accepted(d, *id, *kind, &everybody))
        .map(|(id, kind)| format!("{}：{}", name_of(d, id), kind.label_zh()))
        .collect();
    if !conflicts.is_empty() {
        found.insert("conflicts".to_owned(), conflicts.into());
    }
    unless_empty(found)
}

/// Every kind of conflict of an account with the parties: declared ones, and those that show in the records.
pub fn conflicts_of(d: &Dossier, account: AccountId) -> Vec<ConflictKind> {
    let mut kinds: Vec<ConflictKind> =
        d.conflicts.iter().filter(|conflict| conflict.account_id == account).map(|conflict| conflict.kind).collect();
    if let Some(mediator) = d.mediator(account) {
        let surname = |name: &str| name.trim().chars().next();
        let same = |a: &Option<String>, b: &Option<String>| match (a, b) {
            (Some(a), Some(b)) => !a.trim().is_empty() && a.trim() == b.trim(),
            _ => false,
        };
        for party in &d.parties {
            let there = &party.particulars;
            if surname(&mediator.name) == surname(&there.name)
                && (same(&mediator.residence_address, &there.residence_address)
                    || same(&mediator.residence_address, &there.household_address))
            {
                kinds.push(ConflictKind::SameNameAndAddress);
            }
            if same(&mediator.household_number, &there.household_number) {
                kinds.push(ConflictKind::SameHousehold);
            }
        }
        // A lawyer's earlier client is a bar of its own (G27) that consent does not lift.
        if !mediator.is_lawyer && mediator.earlier.iter().any(|tie| tie.role == EarlierRole::Agent) {
            kinds.push(ConflictKind::EarlierClient);
        }
    }
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn is_accepted(d: &Dossier, account: AccountId, kind: ConflictKind, everybody: &[PartyId]) -> bool {
    d.conflicts
        .iter()
        .filter(|conflict| conflict.account_id == account && conflict.kind == kind)
        .any(|conflict| everybody.iter().all(|party| conflict.accepted_by.contains(party)))
}

/// C14: there is a recusal request to decide on.
pub const RECUSAL_WAITS: Guard = Guard {
    guard: "C14",
    code: "mediation.case.no-recusal-request",
    title_zh: "没有待决定的回避申请",
    title_en: "No recusal request waits for a decision",
    basis_zh: "《人民调解工作若干规定》第25条",
    check: recusal_waits,
};

fn recusal_waits(d: &Dossier) -> Option<Details> {
    // the request that the decision brings carries its decision already
    let waits = d.brought(FormCode::F23).is_some()
        || d.papers_of(FormCode::F23).any(|paper| matches!(&paper.content, PaperContent::Recusal(request) if request.decision.is_none()));
    if waits { None } else { Some(Details::new()) }
}

/// C15: there is a refusal to take back.
pub const REFUSAL_STANDS: Guard = Guard {
    guard: "C15",
    code: "mediation.case.no-refusal",
    title_zh: "没有当事人明确拒绝的记录可以撤回",
    title_en: "No party has refused",
    basis_zh: "《人民调解法》第17、23条",
    check: refusal_stands,
};

fn refusal_stands(d: &Dossier) -> Option<Details> {
    let stands = d.refusals.iter().any(|refusal| refusal.withdrawn_at.is_none());
    if stands { None } else { Some(Details::new()) }
}

/// G26: every possible duplicate was looked at.
pub const DUPLICATES_DECIDED: Guard = Guard {
    guard: "G26",
    code: "mediation.case.possible-duplicate",
    title_zh: "存在相同当事人的在办案件，尚未核定是否同一纠纷",
    title_en: "A possible duplicate has not been decided",
    basis_zh: "《信访工作条例》第19条；同一纠纷只计一件",
    check: duplicates_decided,
};

fn duplicates_decided(d: &Dossier) -> Option<Details> {
    let open = d.duplicates.iter().filter(|hit| hit.verdict == DuplicateVerdict::Open);
    naming("cases", open.map(|hit| hit.number.clone().unwrap_or_else(|| hit.case_id.to_string())).collect())
}

/// G27: who spoke for a party, or bore witness, does not mediate the same dispute.
pub const NO_CHANGE_OF_SIDE: Guard = Guard {
    guard: "G27",
    code: "mediation.case.change-of-side",
    title_zh: "调解员曾在同一纠纷中担任代理人、证人，或者律师曾为一方当事人代理",
    title_en: "A mediator acted before as agent or witness, or a lawyer for one of the parties",
    basis_zh: "《最高人民法院关于人民法院特邀调解的规定》第16条；《律师法》第39条",
    check: no_change_of_side,
};

fn no_change_of_side(d: &Dossier) -> Option<Details> {
    let changed = d.current_mediators().map(|tie| tie.account_id).filter(|id| {
        let speaks_here = d.representatives.iter().any(|one| one.account_id == Some(*id));
        let before = d
            .mediator(*id)
            .is_some_and(|one| one.earlier.iter().any(|tie| tie.same_dispute || (one.is_lawyer && tie.role == EarlierRole::Agent)));
        speaks_here || before
    });
    naming("mediators", changed.map(|id| name_of(d, id)).collect())
}

/// C03: a complex dispute needs two mediators or a lawyer.
pub const TEAM_STRONG_ENOUGH: Guard = Guard {
    guard: "C03",
    code: "mediation.case.team-too-small",
    title_zh: "疑难复杂纠纷应由两名以上调解员或者有律师参加调解",
    title_en: "A complex dispute needs two mediators or a lawyer",
    basis_zh: "《人民调解法》第19条；本会工作规则",
    check: team_strong_enough,
};

fn team_strong_enough(d: &Dossier) -> Option<Details> {
    let team: Vec<AccountId> = d.current_mediators().map(|tie| tie.account_id).collect();
    if d.case.difficulty != Difficulty::Complex || team.len() >= 2 {
        return None;
    }
    let has_lawyer = team.iter().any(|id| d.mediator(*id).is_some_and(|one| one.is_lawyer))
        || d.ties.iter().any(|tie| tie.role == RoleInCase::Lawyer && tie.until.is_none());
    if has_lawyer { None } else { Some(details("mediators", team.len())) }
}

/// G02: the law lets people mediate this, and nobody else has decided it already.
pub const MEDIABLE: Guard = Guard {
    guard: "G02",
    code: "mediation.case.not-mediable",
    title_zh: "该纠纷依法不适用人民调解，或者已由其他机关受理、解决",
    title_en: "The dispute is not open to people's mediation, or is decided elsewhere",
    basis_zh: "《人民调解工作若干规定》第22条；《民法典》第1051—1053、1073、1105条",
    check: mediable,
};

fn mediable(d: &Dossier) -> Option<Details> {
    let leaf = d.case.category.leaf();
    let mut found = Details::new();
    if !leaf.mediable {
        found.insert("category".to_owned(), d.case.category.label_zh().into());
        found.insert("route".to_owned(), leaf.route_zh.into());
    }
    if let Some(elsewhere) = d.case.decided_elsewhere.as_ref().filter(|text| !text.trim().is_empty()) {
        found.insert("decidedElsewhere".to_owned(), elsewhere.clone().into());
    }
    unless_empty(found)
}
