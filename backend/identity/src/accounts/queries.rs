//! Accounts as administrators see them, and colleagues as everybody does.

use std::collections::HashMap;

use diesel::prelude::*;
use platform::access::Role;
use platform::db::{Conn, Instant};
use platform::http::page;
use platform::ids::{AccountId, OfficeId, OrgId};
use platform::problem::AppError;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::AccountStatus;
use super::store::{self, AccountRow};
use crate::schema::{accounts, orgs, role_grants};

/// A role held at an organisation.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RoleGrant)]
pub struct GrantView {
    pub role: Role,
    pub org_id: OrgId,
    #[schema(example = "清源县妇女联合会")]
    pub org_name: String,
}

/// An account as administrators see it: never a hash, never a secret.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Account)]
pub struct AccountView {
    pub id: AccountId,
    #[schema(example = "he.qing")]
    pub username: String,
    #[schema(example = "何清")]
    pub name: String,
    pub status: AccountStatus,
    pub roles: Vec<GrantView>,
    /// Set while the account rests after wrong attempts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub locked_until: Option<Instant>,
    pub created_at: Instant,
    pub version: i64,
}

impl AccountView {
    fn new(row: AccountRow, roles: Vec<GrantView>, now: chrono::DateTime<chrono::Utc>) -> Self {
        Self {
            id: row.id,
            locked_until: row.locked_at(now).map(Instant),
            username: row.username,
            name: row.name,
            status: row.status,
            roles,
            created_at: row.created_at,
            version: row.version,
        }
    }
}

/// Somebody who can be named for a task.
#[derive(Debug, Clone, Serialize, Queryable, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Colleague {
    pub id: AccountId,
    #[schema(example = "何清")]
    pub name: String,
    pub org_id: OrgId,
    pub org_name: String,
}

/// One account of the office with its roles.
pub fn account(conn: &mut Conn<'_>, office: OfficeId, id: AccountId) -> Result<AccountView, AppError> {
    let row = super::store::find(conn, office, id)?.ok_or(AppError::NotFound)?;
    let mut roles = grant_views(conn, office, &[id])?;
    let now = conn.now();
    Ok(AccountView::new(row, roles.remove(&id).unwrap_or_default(), now))
}

/// A page of accounts by login name; `text` is looked for in name and login name.
pub fn accounts_page(
    conn: &mut Conn<'_>,
    office: OfficeId,
    text: Option<&str>,
    after: Option<String>,
    limit: usize,
) -> Result<(Vec<AccountView>, Option<String>), AppError> {
    let mut query = accounts::table.filter(accounts::office_id.eq(office)).into_boxed();
    if let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) {
        let pattern = |text: &str| format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        query = query.filter(
            accounts::name.like(pattern(text)).escape('\\').or(accounts::username.like(pattern(&text.to_lowercase())).escape('\\')),
        );
    }
    if let Some(after) = after {
        query = query.filter(accounts::username.gt(after));
    }
    let rows: Vec<AccountRow> = query
        .order(accounts::username.asc())
        .limit(i64::try_from(limit + 1).map_err(AppError::internal)?)
        .select(AccountRow::as_select())
        .load(conn.db())?;
    let (rows, next) = page::cut(rows, limit, |row: &AccountRow| row.username.clone())?;
    let mut roles = grant_views(conn, office, &rows.iter().map(|row| row.id).collect::<Vec<_>>())?;
    let now = conn.now();
    let views = rows.into_iter().map(|row| {
        let roles = roles.remove(&row.id).unwrap_or_default();
        AccountView::new(row, roles, now)
    });
    Ok((views.collect(), next))
}

fn grant_views(conn: &mut Conn<'_>, office: OfficeId, ids: &[AccountId]) -> Result<HashMap<AccountId, Vec<GrantView>>, AppError> {
    let rows: Vec<(AccountId, Role, OrgId, String)> = role_grants::table
        .inner_join(orgs::table.on(orgs::office_id.eq(role_grants::office_id).and(orgs::id.eq(role_grants::org_id))))
        .filter(role_grants::office_id.eq(office))
        .filter(role_grants::account_id.eq_any(ids.to_vec()))
        .order((role_grants::role.asc(), orgs::name.asc()))
        .select((role_grants::account_id, role_grants::role, orgs::id, orgs::name))
        .load(conn.db())?;
    let mut found: HashMap<AccountId, Vec<GrantView>> = HashMap::new();
    for (account, role, org_id, org_name) in rows {
        found.entry(account).or_default().push(GrantView { role, org_id, org_name });
    }
    Ok(found)
}

/// Active people who hold a role at `org` or below it, or anywhere in the office.
pub fn colleagues(conn: &mut Conn<'_>, office: OfficeId, role: Role, org: Option<OrgId>) -> Result<Vec<Colleague>, AppError> {
    let mut query = role_grants::table
        .inner_join(accounts::table.on(accounts::office_id.eq(role_grants::office_id).and(accounts::id.eq(role_grants::account_id))))
        .inner_join(orgs::table.on(orgs::office_id.eq(role_grants::office_id).and(orgs::id.eq(role_grants::org_id))))
        .filter(role_grants::office_id.eq(office))
        .filter(role_grants::role.eq(role))
        .filter(accounts::status.eq(AccountStatus::Active))
        .into_boxed();
    if let Some(org) = org {
        let below = crate::orgs::queries::tree(conn, office)?.subtree(org);
        query = query.filter(role_grants::org_id.eq_any(below));
    }
    Ok(query
        .order((accounts::name.asc(), accounts::id.asc(), orgs::name.asc()))
        .select((accounts::id, accounts::name, orgs::id, orgs::name))
        .load(conn.db())?)
}

/// True when the account is active and holds the role somewhere in the office.
pub fn is_active_with(conn: &mut Conn<'_>, office: OfficeId, id: AccountId, role: Role) -> Result<bool, AppError> {
    Ok(colleagues(conn, office, role, None)?.iter().any(|colleague| colleague.id == id))
}

/// How an account's password is hashed (`argon2id m=47104 t=1 p=1`), for the command line; never the hash itself.
pub fn hash_cost(conn: &mut Conn<'_>, username: &str) -> Result<Option<String>, AppError> {
    let row = super::store::by_username(conn, username)?;
    Ok(row.map(|row| {
        let mut parts = row.password_hash.split('$').skip(1);
        let algorithm = parts.next().unwrap_or_default();
        let cost = parts.find(|part| part.starts_with("m=")).unwrap_or_default().replace(',', " ");
        format!("{algorithm} {cost}")
    }))
}

/// The names of accounts, for lists that store ids; unknown ids are left out.
pub fn names(conn: &mut Conn<'_>, office: OfficeId, ids: &[AccountId]) -> Result<HashMap<AccountId, String>, AppError> {
    let rows: Vec<(AccountId, String)> = accounts::table
        .filter(accounts::office_id.eq(office))
        .filter(accounts::id.eq_any(ids.to_vec()))
        .select((accounts::id, accounts::name))
        .load(conn.db())?;
    Ok(rows.into_iter().collect())
}

/// The row behind somebody's own account, for proving the present password.
pub(crate) fn own_row(conn: &mut Conn<'_>, office: OfficeId, id: AccountId) -> Result<AccountRow, AppError> {
    store::find(conn, office, id)?.ok_or(AppError::NotFound)
}
