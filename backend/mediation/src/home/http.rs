//! The home page and the figures beside it.

use actix_web::{get, web};
use platform::access::{Caller, Permission};
use platform::db::Db;
use platform::problem::AppError;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::queries::{self, StateCount, Tasks};
use crate::permissions::{ListCases, ReadFigures, ReadTasks};

/// What is due for the caller, by which clock and which legal basis.
#[utoipa::path(tag = "home", extensions(("x-permission" = json!(ReadTasks::NAME))),
    responses((status = 200, description = "What is due", body = Tasks)))]
#[get("/mediation/tasks")]
async fn list_tasks(caller: Caller<ReadTasks>, db: web::Data<Db>) -> Result<web::Json<Tasks>, AppError> {
    let actor = caller.actor.clone();
    // who may list no file has no file that is due
    let Some(scope) = actor.scope_for(ListCases::GRANTS) else {
        let today = platform::calendar::local_date(db.clock().now());
        return Ok(web::Json(Tasks { today, items: Vec::new(), more: false, tablets: Vec::new(), counts: Vec::new() }));
    };
    Ok(web::Json(db.read_slow(move |conn| queries::tasks(conn, &actor, &scope)).await?))
}

/// Files by state.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CaseFigures {
    counts: Vec<StateCount>,
    files: i64,
}

/// Counts the files of the caller's organisations by state. Sealed files are counted only for those who may see them.
#[utoipa::path(tag = "integrators", extensions(("x-permission" = json!(ReadFigures::NAME))),
    responses((status = 200, description = "The figures", body = CaseFigures)))]
#[get("/mediation/figures")]
async fn get_case_figures(caller: Caller<ReadFigures>, db: web::Data<Db>) -> Result<web::Json<CaseFigures>, AppError> {
    let scope = caller.scope();
    let counts = db.read_slow(move |conn| queries::counts(conn, &scope)).await?;
    let files = counts.iter().map(|count| count.files).sum();
    Ok(web::Json(CaseFigures { counts, files }))
}

/// Every operation of this feature.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_tasks).service(get_case_figures);
}
