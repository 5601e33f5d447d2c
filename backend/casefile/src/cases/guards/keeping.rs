//! Guards after the agreement: performance, closing, the volume.

use platform::ids::PartyId;

use super::super::guard::{Details, Guard, details, naming, unless_empty};
use crate::cases::{Dossier, PerformanceItem, State};
use crate::dossier::required;
use crate::papers::PaperContent;
use crate::vocabulary::{FormCode, Outcome};

/// G17: nobody is sent away without knowing the ways that stay open.
pub const REMEDIES_SERVED: Guard = Guard {
    guard: "G17",
    code: "mediation.case.remedies-not-served",
    title_zh: "终止调解告知书（F19）尚未送达各方当事人",
    title_en: "The notice of remedies (F19) has not been served on every party",
    basis_zh: "《人民调解法》第26条",
    check: remedies_served,
};

fn remedies_served(d: &Dossier) -> Option<Details> {
    if !matches!(d.case.state, State::Failed | State::Terminated) {
        return None;
    }
    let served: Vec<PartyId> = d
        .current(FormCode::F19)
        .filter_map(|paper| match &paper.content {
            PaperContent::Termination(notice) => Some(notice.served.iter().map(|one| one.party_id)),
            _ => None,
        })
        .flatten()
        .collect();
    let missing: Vec<PartyId> = d.signing_parties().map(|party| party.id).filter(|id| !served.contains(id)).collect();
    // Who cannot be found cannot be served; the others still are.
    if d.case.outcome == Some(Outcome::N4) && !served.is_empty() {
        return None;
    }
    naming("parties", d.names(&missing))
}

/// G18: the volume is complete, or what is missing is explained in it.
pub const VOLUME_COMPLETE: Guard = Guard {
    guard: "G18",
    code: "mediation.case.volume-incomplete",
    title_zh: "卷宗缺少必备文书，且未在卷宗情况说明中解释",
    title_en: "Required papers are missing and not explained in the volume note",
    basis_zh: "《人民调解法》第27条",
    check: volume_complete,
};

fn volume_complete(d: &Dossier) -> Option<Details> {
    let missing = required::missing(d).into_iter().filter(required::Requirement::is_gap);
    naming("forms", missing.map(|one| one.form.as_str().to_owned()).collect())
}

/// C08: a receipt is for something still owed, and not for what hangs on a divorce that is not proven.
pub const ITEM_OPEN: Guard = Guard {
    guard: "C08",
    code: "mediation.case.item-not-open",
    title_zh: "没有待履行的事项，或者该事项以离婚为条件而尚无离婚证明",
    title_en: "The item is not open, or hangs on a divorce that is not proven",
    basis_zh: "《人民调解法》第31条；《民法典婚姻家庭编解释（一）》第69条",
    check: item_open,
};

fn item_open(d: &Dossier) -> Option<Details> {
    let can_be_kept = |item: &PerformanceItem| item.status.is_open() && !(item.conditional_on_divorce && d.is_undivorced());
    let judged = match d.brought(FormCode::F24).map(|paper| &paper.content) {
        Some(PaperContent::Receipt(receipt)) => d.performance.iter().find(|item| item.id == receipt.item_id),
        _ => d.performance.iter().find(|item| can_be_kept(item)),
    };
    if judged.is_some_and(can_be_kept) {
        return None;
    }
    let waits = judged.or_else(|| d.performance.iter().find(|item| item.status.is_open()));
    let mut found = details("openItems", d.performance.iter().filter(|item| item.status.is_open()).count());
    if waits.is_some_and(|item| item.conditional_on_divorce && d.is_undivorced()) {
        found.insert("needsProofOfDivorce".to_owned(), true.into());
    }
    Some(found)
}

/// C09: only what is overdue is urged.
pub const ITEM_OVERDUE: Guard = Guard {
    guard: "C09",
    code: "mediation.case.nothing-overdue",
    title_zh: "没有逾期未履行的事项",
    title_en: "Nothing is overdue",
    basis_zh: "《人民调解法》第31条",
    check: item_overdue,
};

fn item_overdue(d: &Dossier) -> Option<Details> {
    let is_overdue = |item: &PerformanceItem| d.is_overdue(item, d.act.on);
    let holds = match d.brought(FormCode::F26).map(|paper| &paper.content) {
        Some(PaperContent::Urge(urge)) => {
            urge.item_ids.iter().all(|id| d.performance.iter().any(|item| item.id == *id && is_overdue(item)))
        }
        _ => d.performance.iter().any(is_overdue),
    };
    if holds { None } else { Some(details("overdueItems", d.performance.iter().filter(|item| is_overdue(item)).count())) }
}

/// C10: a breach is what stays unpaid after the debtor was urged.
pub const URGED_IN_VAIN: Guard = Guard {
    guard: "C10",
    code: "mediation.case.not-urged",
    title_zh: "逾期事项尚未经督促，或者督促期限未满",
    title_en: "The overdue item has not been urged, or the time to comply still runs",
    basis_zh: "《人民调解法》第31条；《人民调解工作若干规定》第37条",
    check: urged_in_vain,
};

fn urged_in_vain(d: &Dossier) -> Option<Details> {
    let in_vain = |item: &PerformanceItem| {
        d.is_overdue(item, d.act.on)
            && d.current(FormCode::F26).any(|paper| match &paper.content {
                PaperContent::Urge(urge) => urge.item_ids.contains(&item.id) && urge.comply_by < d.act.on,
                _ => false,
            })
    };
    if d.performance.iter().any(in_vain) {
        return None;
    }
    Some(details("overdueItems", d.performance.iter().filter(|item| d.is_overdue(item, d.act.on)).count()))
}

/// C12: nobody approves her own closing report.
pub const REVIEWED_BY_ANOTHER: Guard = Guard {
    guard: "C12",
    code: "mediation.case.closing-not-reviewed",
    title_zh: "尚未申请结案，或者审核人与申请人为同一人",
    title_en: "Closing was not asked for, or the reviewer is the one who asked",
    basis_zh: "本会工作规则",
    check: reviewed_by_another,
};

fn reviewed_by_another(d: &Dossier) -> Option<Details> {
    // ended at the front desk: nobody was assigned who could report
    if d.case.state == State::Terminated && d.case.milestones.assigned_on.is_none() {
        return None;
    }
    let mut found = Details::new();
    match d.current(FormCode::F17).max_by_key(|paper| paper.recorded_at) {
        None => {
            found.insert("closingRequested".to_owned(), false.into());
        }
        Some(report) if report.made_by == d.act.by => {
            found.insert("requestedByReviewer".to_owned(), true.into());
        }
        Some(_) => {}
    }
    unless_empty(found)
}
