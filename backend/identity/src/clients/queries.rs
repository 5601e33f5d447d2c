//! Reading clients.

use diesel::prelude::*;
use platform::db::{Conn, Instant};
use platform::ids::{AccountId, OfficeId, OrgId};
use platform::problem::AppError;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{self, ClientScope, ClientStatus};
use crate::schema::integration_clients as clients;

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = clients)]
pub(crate) struct ClientRow {
    pub office_id: OfficeId,
    pub id: AccountId,
    pub name: String,
    pub secret_hash: Vec<u8>,
    pub scopes: String,
    pub org_id: OrgId,
    pub status: ClientStatus,
    pub created_at: Instant,
    pub version: i64,
}

impl ClientRow {
    pub(crate) fn scopes(&self) -> Vec<ClientScope> {
        model::split(&self.scopes).unwrap_or_default()
    }
}

/// An integration client as administrators see it: never its secret.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = IntegrationClient)]
pub struct ClientView {
    pub id: AccountId,
    /// What the client sends as `clientId`.
    pub client_id: String,
    #[schema(example = "法院委派平台")]
    pub name: String,
    pub org_id: OrgId,
    pub scopes: Vec<ClientScope>,
    pub status: ClientStatus,
    pub created_at: Instant,
    pub version: i64,
}

impl From<ClientRow> for ClientView {
    fn from(row: ClientRow) -> Self {
        Self {
            id: row.id,
            client_id: model::client_id(row.office_id, row.id),
            scopes: row.scopes(),
            name: row.name,
            org_id: row.org_id,
            status: row.status,
            created_at: row.created_at,
            version: row.version,
        }
    }
}

pub(crate) fn find(conn: &mut Conn<'_>, office: OfficeId, id: AccountId) -> Result<Option<ClientRow>, AppError> {
    Ok(clients::table.find((office, id)).select(ClientRow::as_select()).first(conn.db()).optional()?)
}

/// One client of the office.
pub fn client(conn: &mut Conn<'_>, office: OfficeId, id: AccountId) -> Result<ClientView, AppError> {
    find(conn, office, id)?.map(ClientView::from).ok_or(AppError::NotFound)
}

/// The clients of the office, by name; there are few.
pub fn all(conn: &mut Conn<'_>, office: OfficeId) -> Result<Vec<ClientView>, AppError> {
    let rows: Vec<ClientRow> = clients::table
        .filter(clients::office_id.eq(office))
        .order((clients::name.asc(), clients::id.asc()))
        .select(ClientRow::as_select())
        .load(conn.db())?;
    Ok(rows.into_iter().map(ClientView::from).collect())
}
