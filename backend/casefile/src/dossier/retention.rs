//! How long a volume is kept: by category, course and content (§3.2).

use chrono::{Datelike, NaiveDate};

use super::required::{Course, course};
use crate::agreements::ClauseKind;
use crate::cases::Dossier;
use crate::vocabulary::{Outcome, Retention, Source};

/// The class the rules propose; the archivist may choose a longer one.
pub fn proposed(d: &Dossier) -> Retention {
    let clauses = d.agreement().map(|agreement| agreement.clauses).unwrap_or_default();
    let has = |kinds: &[ClauseKind]| clauses.iter().any(|clause| kinds.contains(&clause.kind));

    let is_grave = d.case.outcome == Some(Outcome::T1)
        || matches!(d.case.source, Source::PetitionOffice | Source::Procuratorate)
        || has(&[ClauseKind::RealEstate, ClauseKind::InheritanceDivision, ClauseKind::InheritanceRenunciation]);
    if is_grave {
        return Retention::Permanent;
    }
    let concerns_child = has(&[ClauseKind::Custody, ClauseKind::SupportPayment, ClauseKind::SupportWaiver, ClauseKind::Visitation]);
    let by_content = match course(d) {
        Course::Written if concerns_child || d.case.category.is_pending_divorce() => Retention::Long,
        _ if concerns_child => Retention::Long,
        _ => Retention::Short,
    };
    by_content.max(d.case.category.leaf().retention)
}

/// The last day a volume must be kept; `None` for ever. Long also lasts until the youngest child is twenty-one.
pub fn keep_until(retention: Retention, archived_on: NaiveDate, youngest_birth: Option<NaiveDate>) -> Option<NaiveDate> {
    let years = |date: NaiveDate, n: i32| date.with_year(date.year() + n).or_else(|| NaiveDate::from_ymd_opt(date.year() + n, 3, 1));
    match retention {
        Retention::Permanent => None,
        Retention::Short => years(archived_on, 10),
        Retention::Long => years(archived_on, 30).max(youngest_birth.and_then(|born| years(born, 21))),
    }
}
