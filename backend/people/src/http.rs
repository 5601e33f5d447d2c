//! Reference data over HTTP.

use actix_web::{get, web};
use platform::access::{Caller, Permission};
use platform::db::Db;
use platform::http::Query;
use platform::problem::AppError;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::permissions::{ListDivisions, ListHolidays};
use crate::queries::{self, DivisionView, HolidayView};

/// Whose children are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DivisionQuery {
    /// The code of the division above; left out, the topmost divisions are listed.
    #[param(nullable = false, example = "999900000000", max_length = 12)]
    parent: Option<String>,
}

/// Divisions by code.
#[derive(Debug, Serialize, ToSchema)]
struct DivisionList {
    items: Vec<DivisionView>,
}

/// Lists the administrative divisions directly below another one.
#[utoipa::path(tag = "divisions", params(DivisionQuery), extensions(("x-permission" = json!(ListDivisions::NAME))),
    responses((status = 200, description = "The divisions", body = DivisionList)))]
#[get("/divisions")]
async fn list_divisions(
    _caller: Caller<ListDivisions>,
    db: web::Data<Db>,
    Query(query): Query<DivisionQuery>,
) -> Result<web::Json<DivisionList>, AppError> {
    if query.parent.as_ref().is_some_and(|code| code.chars().count() > 12) {
        return Err(AppError::field("/query/parent", "too_long"));
    }
    let items = db.read(move |conn| queries::divisions_below(conn, query.parent.as_deref())).await?;
    Ok(web::Json(DivisionList { items }))
}

/// Which year is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct HolidayQuery {
    #[param(minimum = 2000, maximum = 2100, example = 2026)]
    year: i32,
}

/// The days of a year that do not follow the plain week.
#[derive(Debug, Serialize, ToSchema)]
struct HolidayList {
    items: Vec<HolidayView>,
}

/// Lists the holidays and make-up working days of a year; empty when the State Council's list was not imported.
#[utoipa::path(tag = "divisions", params(HolidayQuery), extensions(("x-permission" = json!(ListHolidays::NAME))),
    responses((status = 200, description = "The days", body = HolidayList)))]
#[get("/holidays")]
async fn list_holidays(
    _caller: Caller<ListHolidays>,
    db: web::Data<Db>,
    Query(query): Query<HolidayQuery>,
) -> Result<web::Json<HolidayList>, AppError> {
    if !(2000..=2100).contains(&query.year) {
        return Err(AppError::field("/query/year", "range"));
    }
    let items = db.read(move |conn| queries::holidays_of(conn, query.year)).await?;
    Ok(web::Json(HolidayList { items }))
}

/// Every operation of this context.
pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config.service(list_divisions).service(list_holidays);
}
