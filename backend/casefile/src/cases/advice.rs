//! Advice: what the law recommends but does not enforce. Shown beside the blockers, never in their place.

use platform::problem::Blocker;

use super::guard::{Details, Guard, naming};
use super::guards::younger_children_unheard;
use super::{Dossier, Tie};
use crate::papers::PaperContent;
use crate::vocabulary::{FormCode, RoleInCase};

/// Advice on this case file, in the shape of a blocker that blocks nothing.
pub fn advice(d: &Dossier) -> Vec<Blocker> {
    ALL.iter().filter_map(|guard| guard.blocker(d)).collect()
}

/// Every piece of advice.
pub const ALL: &[Guard] = &[
    Guard {
        guard: "G13",
        code: "mediation.case.advice-hear-younger-child",
        title_zh: "建议听取有表达能力的未满八周岁子女的意愿",
        title_en: "Consider hearing the child under eight, if it can express itself",
        basis_zh: "《未成年人保护法》第24条；《民法典》第1084条",
        check: younger_child,
    },
    Guard {
        guard: "G07",
        code: "mediation.case.advice-renew-notice",
        title_zh: "更换调解员后尚未重新告知当事人",
        title_en: "The parties have not been told of the new mediator",
        basis_zh: "《人民调解工作若干规定》第25、30条",
        check: notice_before_replacement,
    },
];

fn younger_child(d: &Dossier) -> Option<Details> {
    naming("children", d.names(&younger_children_unheard(d)))
}

fn notice_before_replacement(d: &Dossier) -> Option<Details> {
    let was_replaced = d.ties.iter().any(|tie| tie.role == RoleInCase::Mediator && tie.until.is_some());
    let newest: &Tie = d.current_mediators().max_by_key(|tie| tie.from).filter(|_| was_replaced)?;
    let told_after = |party| {
        d.current(FormCode::F05).any(|paper| match &paper.content {
            PaperContent::Notice(notice) => notice.party_id == party && notice.notified_on >= newest.from,
            _ => false,
        })
    };
    let untold: Vec<_> = d.signing_parties().map(|party| party.id).filter(|id| !told_after(*id)).collect();
    naming("parties", d.names(&untold))
}
