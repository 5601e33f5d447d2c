//! Appointing mediators and suspending appointments.

use audit::{Fact, record};
use chrono::NaiveDate;
use platform::access::{Role, Scope};
use platform::db::Tx;
use platform::http::{Answer, Version};
use platform::ids::{AccountId, OrgId};
use platform::problem::AppError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::store::{self, AppointmentId, AppointmentKind, AppointmentRow};
use crate::directory;

/// A letter of appointment to be recorded (聘书).
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewAppointment {
    pub account_id: AccountId,
    pub committee_id: OrgId,
    pub kind: AppointmentKind,
    #[validate(length(min = 1, max = 60))]
    #[schema(min_length = 1, max_length = 60, example = "婚调聘字第12号")]
    pub letter_no: String,
    pub valid_from: NaiveDate,
    pub valid_until: NaiveDate,
    /// A mediator must be of age.
    pub birth_date: NaiveDate,
}

/// An appointment as the office reads it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AppointmentRecord)]
pub struct AppointmentView {
    pub id: AppointmentId,
    pub version: i64,
    pub account_id: AccountId,
    pub name: String,
    pub committee_id: OrgId,
    pub kind: AppointmentKind,
    pub letter_no: String,
    pub valid_from: NaiveDate,
    pub valid_until: NaiveDate,
    pub suspended: bool,
}

impl AppointmentView {
    pub(super) fn of(row: AppointmentRow, name: String) -> Self {
        Self {
            id: row.id,
            version: row.version,
            account_id: row.account_id,
            name,
            committee_id: row.committee_id,
            kind: row.kind,
            letter_no: row.letter_no,
            valid_from: row.valid_from,
            valid_until: row.valid_until,
            suspended: row.suspended,
        }
    }
}

/// Records a letter of appointment for an active account that holds the mediator's or lawyer's role.
pub fn appoint(tx: &mut Tx<'_>, scope: &Scope, input: &NewAppointment) -> Result<Answer, AppError> {
    let office = tx.who().office;
    if !scope.own.contains(input.committee_id) {
        return Err(AppError::field("/committeeId", "unknown_reference"));
    }
    if input.valid_until < input.valid_from {
        return Err(AppError::field("/validUntil", "order"));
    }
    let wanted = match input.kind {
        AppointmentKind::Mediator => Role::Mediator,
        AppointmentKind::Lawyer => Role::VolunteerLawyer,
    };
    if !directory::holds_role(tx, office, input.account_id, wanted)? {
        return Err(AppError::field("/accountId", "unknown_reference"));
    }
    let row = AppointmentRow {
        office_id: office,
        id: AppointmentId::new(),
        account_id: input.account_id,
        committee_id: input.committee_id,
        kind: input.kind,
        letter_no: input.letter_no.clone(),
        valid_from: input.valid_from,
        valid_until: input.valid_until,
        suspended: false,
        birth_date: input.birth_date,
        version: 1,
    };
    store::insert(tx, &row)?;
    record(tx, Fact::new("mediation.appointment.appoint", "APPOINTMENT", row.id.0).with("account", input.account_id.to_string()))?;
    view(tx, row, 201)
}

/// Suspends an appointment, or lifts the suspension.
pub(super) fn set_suspended(tx: &mut Tx<'_>, id: AppointmentId, seen: Version, suspended: bool) -> Result<Answer, AppError> {
    let office = tx.who().office;
    let row = store::find(tx, office, id)?;
    seen.check(row.version)?;
    let version = store::set_suspended(tx, &row, suspended)?;
    record(tx, Fact::new("mediation.appointment.suspend", "APPOINTMENT", row.id.0).with("suspended", suspended))?;
    view(tx, AppointmentRow { suspended, version, ..row }, 200)
}

fn view(tx: &mut Tx<'_>, row: AppointmentRow, status: u16) -> Result<Answer, AppError> {
    let office = tx.who().office;
    let name = directory::account_names(tx, office, &[row.account_id])?.remove(&row.account_id).unwrap_or_default();
    let (version, location) = (row.version, format!("/api/v1/mediation/appointments/{}", row.id));
    let view = AppointmentView::of(row, name);
    if status == 201 { Answer::created(location, version, &view) } else { Answer::ok(version, &view) }
}
