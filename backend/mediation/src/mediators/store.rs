//! Rows of appointments.

use chrono::NaiveDate;
use diesel::prelude::*;
use platform::db::Conn;
use platform::id_type;
use platform::ids::{AccountId, OfficeId, OrgId};
use platform::problem::AppError;
use platform::text_enum;

use crate::cases::{Appointment, EarlierTie, MediatorOnFile, Representative};
use crate::directory;
use crate::schema::appointments;
use crate::vocabulary::EarlierRole;

id_type!(
    /// A letter of appointment.
    AppointmentId
);
text_enum!(
    /// What somebody is engaged as (聘任类别).
    AppointmentKind {
        /// 人民调解员.
        Mediator = "MEDIATOR",
        /// 志愿律师.
        Lawyer = "LAWYER",
    }
);

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = appointments)]
pub(super) struct AppointmentRow {
    pub office_id: OfficeId,
    pub id: AppointmentId,
    pub account_id: AccountId,
    pub committee_id: OrgId,
    pub kind: AppointmentKind,
    pub letter_no: String,
    pub valid_from: NaiveDate,
    pub valid_until: NaiveDate,
    pub suspended: bool,
    pub birth_date: NaiveDate,
    pub version: i64,
}

/// What the guards must know about these accounts.
pub(crate) fn on_file(
    conn: &mut Conn<'_>,
    office: OfficeId,
    accounts: &[AccountId],
    representatives: &[Representative],
) -> Result<Vec<MediatorOnFile>, AppError> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<AppointmentRow> = appointments::table
        .filter(appointments::office_id.eq(office))
        .filter(appointments::account_id.eq_any(accounts.to_vec()))
        .order(appointments::valid_from.asc())
        .select(AppointmentRow::as_select())
        .load(conn.db())?;
    let names = directory::account_names(conn, office, accounts)?;
    let mut seen = Vec::new();
    for account in accounts {
        if seen.iter().any(|one: &MediatorOnFile| one.account_id == *account) {
            continue;
        }
        let own: Vec<&AppointmentRow> = rows.iter().filter(|row| row.account_id == *account).collect();
        seen.push(MediatorOnFile {
            account_id: *account,
            name: names.get(account).cloned().unwrap_or_default(),
            birth_date: own.first().map(|row| row.birth_date),
            residence_address: None,
            household_number: None,
            is_lawyer: own.iter().any(|row| row.kind == AppointmentKind::Lawyer),
            appointments: own
                .iter()
                .map(|row| Appointment {
                    committee_id: row.committee_id,
                    letter_no: row.letter_no.clone(),
                    from: row.valid_from,
                    to: Some(row.valid_until),
                    suspended_from: row.suspended.then_some(row.valid_from),
                    suspended_to: None,
                })
                .collect(),
            earlier: representatives
                .iter()
                .filter(|one| one.account_id == Some(*account))
                .map(|one| EarlierTie { party_id: one.party_id, role: EarlierRole::Agent, same_dispute: true })
                .collect(),
        });
    }
    Ok(seen)
}

/// The appointments of the office, newest first.
pub(super) fn list(conn: &mut Conn<'_>, office: OfficeId) -> Result<Vec<AppointmentRow>, AppError> {
    Ok(appointments::table
        .filter(appointments::office_id.eq(office))
        .order((appointments::valid_from.desc(), appointments::id.desc()))
        .limit(500)
        .select(AppointmentRow::as_select())
        .load(conn.db())?)
}

pub(super) fn find(conn: &mut Conn<'_>, office: OfficeId, id: AppointmentId) -> Result<AppointmentRow, AppError> {
    Ok(appointments::table.find((office, id)).select(AppointmentRow::as_select()).first(conn.db())?)
}

pub(super) fn insert(conn: &mut platform::db::Tx<'_>, row: &AppointmentRow) -> Result<(), AppError> {
    diesel::insert_into(appointments::table).values(row).execute(conn.db())?;
    Ok(())
}

pub(super) fn set_suspended(conn: &mut platform::db::Tx<'_>, row: &AppointmentRow, suspended: bool) -> Result<i64, AppError> {
    let next = row.version + 1;
    let changed = diesel::update(appointments::table.find((row.office_id, row.id)).filter(appointments::version.eq(row.version)))
        .set((appointments::suspended.eq(suspended), appointments::version.eq(next)))
        .execute(conn.db())?;
    if changed == 1 { Ok(next) } else { Err(AppError::Stale { current: next }) }
}
