//! The clocks of a file as rows: recomputed from the dossier after every command, so that lists and home pages can ask.

use std::sync::Arc;

use chrono::NaiveDate;
use diesel::prelude::*;
use platform::access::Role;
use platform::db::{Conn, Tx};
use platform::ids::{AccountId, CaseId, OfficeId, OrgId};
use platform::insert_each;
use platform::problem::AppError;

use crate::cases::Dossier;
use crate::deadlines::{self, Setting, SettingCode, Settings, Timer, TimerCode, limits, next_due_on};
use crate::schema::{mediation_settings, timers as rows};

/// A row of `timers`: one running clock for one reader.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = rows)]
pub(crate) struct TimerRow {
    pub office_id: OfficeId,
    pub case_id: CaseId,
    pub code: TimerCode,
    pub position: i32,
    pub due_on: NaiveDate,
    pub role: Role,
    pub account_id: Option<AccountId>,
    pub station_id: OrgId,
    pub basis: String,
}

/// The dated settings of an office.
pub(crate) fn settings(conn: &mut Conn<'_>, office: OfficeId) -> Result<Arc<Settings>, AppError> {
    conn.remembered(*office.bytes(), |conn| read_settings(conn, office))
}

fn read_settings(conn: &mut Conn<'_>, office: OfficeId) -> Result<Settings, AppError> {
    let set: Vec<(SettingCode, NaiveDate, String, String)> = mediation_settings::table
        .filter(mediation_settings::office_id.eq(office))
        .select((mediation_settings::key, mediation_settings::valid_from, mediation_settings::value, mediation_settings::source))
        .load(conn.db())?;
    let set = set
        .into_iter()
        .map(|(code, from, value, source)| Ok(Setting { code, from, source, value: value.parse().map_err(AppError::internal)? }))
        .collect::<Result<Vec<_>, AppError>>()?;
    Ok(Settings::new(set))
}

/// What settings and calendar make of a file: fills the dossier's limits.
pub(crate) fn limit(conn: &mut Conn<'_>, dossier: &mut Dossier, office: OfficeId) -> Result<(), AppError> {
    let settings = settings(conn, office)?;
    let calendar = people::calendar(conn)?;
    dossier.limits = limits(dossier, &settings, &calendar);
    Ok(())
}

/// The clocks of a dossier that still run.
pub(crate) fn running(conn: &mut Conn<'_>, office: OfficeId, dossier: &Dossier) -> Result<Vec<Timer>, AppError> {
    let settings = settings(conn, office)?;
    let calendar = people::calendar(conn)?;
    Ok(deadlines::running(dossier, &settings, &calendar))
}

/// Replaces the clock rows of a file; returns the earliest due day.
pub(crate) fn set(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<NaiveDate, AppError> {
    let (office, case) = (tx.who().office, dossier.case.id);
    let running = running(tx, office, dossier)?;
    diesel::delete(rows::table.filter(rows::office_id.eq(office)).filter(rows::case_id.eq(case))).execute(tx.db())?;
    start(tx, dossier, &running)?;
    Ok(next_due_on(&running))
}

/// Writes the clock rows of a file that has none yet.
pub(crate) fn start(tx: &mut Tx<'_>, dossier: &Dossier, running: &[Timer]) -> Result<(), AppError> {
    let (office, case) = (tx.who().office, dossier.case.id);
    let mut new = Vec::new();
    for timer in running {
        let readers: Vec<Option<AccountId>> =
            if timer.for_accounts.is_empty() { vec![None] } else { timer.for_accounts.iter().copied().map(Some).collect() };
        for account_id in readers {
            let position = new.iter().filter(|row: &&TimerRow| row.code == timer.code).count();
            new.push(TimerRow {
                office_id: office,
                case_id: case,
                code: timer.code,
                position: i32::try_from(position).map_err(AppError::internal)?,
                due_on: timer.due_on,
                role: timer.for_role,
                account_id,
                station_id: dossier.case.org_id,
                basis: timer.basis_zh.to_owned(),
            });
        }
    }
    insert_each!(tx.db(), rows::table, new)?;
    Ok(())
}
