//! The tree as the browser shows it.

use actix_web::{get, web};
use platform::access::{Caller, Permission};
use platform::db::Db;
use platform::problem::AppError;
use serde::Serialize;
use utoipa::ToSchema;

use super::queries::{self, OrgView};
use crate::permissions::ListOrgs;

/// The organisations of the office; `parentId` makes the tree.
#[derive(Debug, Serialize, ToSchema)]
struct OrgList {
    items: Vec<OrgView>,
}

/// Lists the organisations of the caller's office. Names of organisations are public; what lies in them is not.
#[utoipa::path(tag = "orgs", extensions(("x-permission" = json!(ListOrgs::NAME))),
    responses((status = 200, description = "Every organisation of the office", body = OrgList)))]
#[get("/orgs")]
pub(crate) async fn list_orgs(caller: Caller<ListOrgs>, db: web::Data<Db>) -> Result<web::Json<OrgList>, AppError> {
    let office = caller.actor.office;
    let items = db.read(move |conn| queries::all(conn, office)).await?;
    Ok(web::Json(OrgList { items }))
}
