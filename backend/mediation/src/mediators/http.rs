//! The roster of appointments.

use actix_web::{get, post, web};
use platform::access::{Caller, Permission};
use platform::db::Db;
use platform::http::preconditions::IdempotencyKey;
use platform::http::{Answer, Json, Path, Version};
use platform::problem::AppError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use validator::Validate;

use super::commands::{self, AppointmentView, NewAppointment};
use super::store::{self, AppointmentId};
use crate::directory;
use crate::permissions::{Appoint, ReadAppointments};

/// The roster.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AppointmentList {
    items: Vec<AppointmentView>,
}

/// Lists the appointments of the office, newest first.
#[utoipa::path(tag = "mediators", extensions(("x-permission" = json!(ReadAppointments::NAME))),
    responses((status = 200, description = "The roster", body = AppointmentList)))]
#[get("/mediation/appointments")]
async fn list_appointments(caller: Caller<ReadAppointments>, db: web::Data<Db>) -> Result<web::Json<AppointmentList>, AppError> {
    let office = caller.actor.office;
    let items = db
        .read(move |conn| {
            let rows = store::list(conn, office)?;
            let ids: Vec<_> = rows.iter().map(|row| row.account_id).collect();
            let names = directory::account_names(conn, office, &ids)?;
            Ok(rows
                .into_iter()
                .map(|row| {
                    let name = names.get(&row.account_id).cloned().unwrap_or_default();
                    AppointmentView::of(row, name)
                })
                .collect())
        })
        .await?;
    Ok(web::Json(AppointmentList { items }))
}

/// Records a letter of appointment.
#[utoipa::path(tag = "mediators", extensions(("x-permission" = json!(Appoint::NAME))), request_body = NewAppointment,
    responses((status = 201, description = "The appointment", body = AppointmentView)))]
#[post("/mediation/appointments")]
async fn create_appointment(
    caller: Caller<Appoint>,
    db: web::Data<Db>,
    key: IdempotencyKey,
    body: Json<NewAppointment>,
) -> Result<Answer, AppError> {
    let scope = caller.scope();
    let command = caller.command(key, body.fingerprint);
    db.write(command, move |tx| commands::appoint(tx, &scope, &body.value)).await
}

/// Suspend or resume.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SuspendAppointment {
    suspended: bool,
}

/// Suspends an appointment, or lifts the suspension.
#[utoipa::path(tag = "mediators", extensions(("x-permission" = json!(Appoint::NAME)), ("x-if-match" = json!(true))),
    params(("id" = AppointmentId, Path, description = "Appointment")), request_body = SuspendAppointment,
    responses((status = 200, description = "The appointment", body = AppointmentView)))]
#[post("/mediation/appointments/{id}/suspend")]
async fn suspend_appointment(
    caller: Caller<Appoint>,
    db: web::Data<Db>,
    Path(id): Path<AppointmentId>,
    seen: Version,
    key: IdempotencyKey,
    body: Json<SuspendAppointment>,
) -> Result<Answer, AppError> {
    let command = caller.command(key, body.fingerprint);
    db.write(command, move |tx| commands::set_suspended(tx, id, seen, body.value.suspended)).await
}

/// Every operation of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_appointments).service(create_appointment).service(suspend_appointment);
}
