//! Case numbers: issued by the server, gapless per sealing committee and year; a voided one is logged, never reused.

use chrono::Datelike;
use diesel::prelude::*;
use platform::db::{Instant, Tx};
use platform::each_engine;
use platform::problem::AppError;

use super::Dossier;
use crate::dossier::numbering;
use crate::schema::{case_numbers, case_terms, number_counters};
use casefile::moves::Stamp;

/// Draws the committee's next number of the year. The counter's row is the lock: two acceptances never get the same.
pub(crate) fn issue(tx: &mut Tx<'_>, dossier: &Dossier, stamp: &Stamp) -> Result<String, AppError> {
    let office = tx.who().office;
    let committee = dossier.committee.org_id;
    let year = stamp.on.year();
    let row = (
        number_counters::office_id.eq(office),
        number_counters::committee_id.eq(committee),
        number_counters::year.eq(year),
        number_counters::last.eq(1),
    );
    let sequence: i32 = each_engine!(tx.db(), c => diesel::insert_into(number_counters::table)
        .values(row)
        .on_conflict((number_counters::office_id, number_counters::committee_id, number_counters::year))
        .do_update()
        .set(number_counters::last.eq(number_counters::last + 1))
        .returning(number_counters::last)
        .get_result(c))?;
    let now = Instant(tx.now());
    diesel::insert_into(case_numbers::table)
        .values((
            case_numbers::office_id.eq(office),
            case_numbers::committee_id.eq(committee),
            case_numbers::year.eq(year),
            case_numbers::seq.eq(sequence),
            case_numbers::case_id.eq(dossier.case.id),
            case_numbers::issued_at.eq(now),
        ))
        .execute(tx.db())?;
    let sequence = u32::try_from(sequence).map_err(AppError::internal)?;
    let terms: Vec<_> = numbering::number_terms(year, sequence)
        .into_iter()
        .map(|term| (case_terms::office_id.eq(office), case_terms::term.eq(term), case_terms::case_id.eq(dossier.case.id)))
        .collect();
    each_engine!(tx.db(), c => diesel::insert_into(case_terms::table).values(&terms).execute(c))?;
    Ok(numbering::case_number(year, &dossier.committee.short_name, sequence))
}

/// Voids the number of a file that was joined to another: it is logged with its reason and never issued again.
pub(crate) fn void(tx: &mut Tx<'_>, dossier: &Dossier, reason: &str) -> Result<(), AppError> {
    let (office, now) = (tx.who().office, Instant(tx.now()));
    diesel::update(
        case_numbers::table
            .filter(case_numbers::office_id.eq(office))
            .filter(case_numbers::case_id.eq(dossier.case.id))
            .filter(case_numbers::voided_at.is_null()),
    )
    .set((case_numbers::voided_at.eq(Some(now)), case_numbers::void_reason.eq(Some(reason))))
    .execute(tx.db())?;
    Ok(())
}
