//! Reading the tree.

use diesel::prelude::*;
use platform::db::Conn;
use platform::ids::{OfficeId, OrgId};
use platform::problem::AppError;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Node, OrgKind, Tree};
use crate::schema::{offices, orgs};

/// One organisation of the tree.
#[derive(Debug, Clone, Serialize, Queryable, Selectable, ToSchema)]
#[diesel(table_name = orgs)]
#[serde(rename_all = "camelCase")]
#[schema(as = Org)]
pub struct OrgView {
    pub id: OrgId,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub parent_id: Option<OrgId>,
    pub kind: OrgKind,
    #[schema(example = "清源县妇女联合会")]
    pub name: String,
    pub short_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub division_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub station_code: Option<String>,
    pub is_sealing_committee: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub filing_no: Option<String>,
    pub active: bool,
    pub version: i64,
}

/// An office by its name.
#[derive(Debug, Clone, Serialize, Queryable, Selectable, ToSchema)]
#[diesel(table_name = offices)]
#[serde(rename_all = "camelCase")]
#[schema(as = Office)]
pub struct OfficeView {
    #[diesel(column_name = office_id)]
    pub id: OfficeId,
    pub name: String,
    pub short_name: String,
}

/// Every organisation of the office, by name.
pub fn all(conn: &mut Conn<'_>, office: OfficeId) -> Result<Vec<OrgView>, AppError> {
    Ok(orgs::table
        .filter(orgs::office_id.eq(office))
        .order((orgs::name.asc(), orgs::id.asc()))
        .select(OrgView::as_select())
        .load(conn.db())?)
}

/// One organisation of the office.
pub fn one(conn: &mut Conn<'_>, office: OfficeId, id: OrgId) -> Result<OrgView, AppError> {
    Ok(orgs::table.find((office, id)).select(OrgView::as_select()).first(conn.db())?)
}

/// The shape of the office's tree.
pub fn tree(conn: &mut Conn<'_>, office: OfficeId) -> Result<Tree, AppError> {
    let rows: Vec<(OrgId, Option<OrgId>, OrgKind)> =
        orgs::table.filter(orgs::office_id.eq(office)).select((orgs::id, orgs::parent_id, orgs::kind)).load(conn.db())?;
    Ok(Tree::new(rows.into_iter().map(|(id, parent, kind)| Node { id, parent, kind })))
}

/// The office by its id.
pub fn office(conn: &mut Conn<'_>, id: OfficeId) -> Result<OfficeView, AppError> {
    Ok(offices::table.find(id).select(OfficeView::as_select()).first(conn.db())?)
}

/// Every office of the deployment; the house itself asks (clocks, command line), never a request.
pub fn offices(conn: &mut Conn<'_>) -> Result<Vec<OfficeView>, AppError> {
    Ok(offices::table.order(offices::office_id.asc()).select(OfficeView::as_select()).load(conn.db())?)
}
