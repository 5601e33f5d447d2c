//! The guards of §2.5 and the further conditions of the lifecycle, one function each, grouped by what they look at.
//!
//! A guard that also judges a brought paper (the extension consent, the receipt …) is silent about it while nobody
//! brings one: then the question is only whether the step can be begun.

mod keeping;
mod people;
mod procedure;
mod terms;

pub use keeping::*;
pub use people::*;
pub use procedure::*;
pub use terms::*;

use super::guard::Guard;

#[cfg(test)]
mod tests;

/// Every guard, in the order of its code.
pub const ALL: &[&Guard] = &[
    &NOBODY_REFUSED,
    &MEDIABLE,
    &PARTIES_CAPABLE,
    &MEDIATORS_APPOINTED,
    &MEDIATORS_NEUTRAL,
    &PARTIES_NOTIFIED,
    &SESSION_HELD,
    &GUESTS_WELCOME,
    &CLAUSES_LAWFUL,
    &READY_FOR_SEAL,
    &ORAL_FORM_ALLOWED,
    &CHILD_HEARD,
    &CONDITION_FLAGGED,
    &REMEDIES_SERVED,
    &VOLUME_COMPLETE,
    &EXTENSION_IN_TIME,
    &NO_FEE,
    &DUPLICATES_DECIDED,
    &NO_CHANGE_OF_SIDE,
    &TWO_SIDES,
    &REFUSAL_NOTICE_COMPLETE,
    &TEAM_STRONG_ENOUGH,
    &SUSPENSION_SHORT,
    &DRAFT_EXISTS,
    &TEXT_UNCHANGED,
    &REFUSAL_RECORDED,
    &ITEM_OPEN,
    &ITEM_OVERDUE,
    &URGED_IN_VAIN,
    &ALL_CONSENT,
    &REVIEWED_BY_ANOTHER,
    &TERMINATION_CODE,
    &RECUSAL_WAITS,
    &REFUSAL_STANDS,
];
