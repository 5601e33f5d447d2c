//! Rows of accounts and grants.

use diesel::prelude::*;
use platform::access::Role;
use platform::db::portable::ForUpdate;
use platform::db::{Conn, Instant, Tx};
use platform::http::Version;
use platform::ids::{AccountId, OfficeId, OrgId};
use platform::problem::AppError;

use super::model::AccountStatus;
use crate::schema::{accounts, role_grants};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub(crate) struct AccountRow {
    pub office_id: OfficeId,
    pub id: AccountId,
    pub username: String,
    pub name: String,
    pub status: AccountStatus,
    pub password_hash: String,
    pub totp_secret: Vec<u8>,
    pub totp_step: i64,
    pub failed_count: i32,
    pub locked_until: Option<Instant>,
    pub created_at: Instant,
    pub version: i64,
}

impl AccountRow {
    /// The instant until which the account rests, if that lies ahead.
    pub(crate) fn locked_at(&self, now: chrono::DateTime<chrono::Utc>) -> Option<chrono::DateTime<chrono::Utc>> {
        self.locked_until.map(|until| until.0).filter(|until| *until > now)
    }
}

pub(crate) fn find(conn: &mut Conn<'_>, office: OfficeId, id: AccountId) -> Result<Option<AccountRow>, AppError> {
    Ok(accounts::table.find((office, id)).select(AccountRow::as_select()).first(conn.db()).optional()?)
}

/// The account of a login name. Names are given out once in the whole deployment; the office is not known before login.
pub(crate) fn by_username(conn: &mut Conn<'_>, username: &str) -> Result<Option<AccountRow>, AppError> {
    Ok(accounts::table
        .filter(accounts::username.eq(username))
        .order(accounts::id.asc())
        .select(AccountRow::as_select())
        .first(conn.db())
        .optional()?)
}

/// Loads and locks an account of the acting office.
pub(crate) fn lock(tx: &mut Tx<'_>, id: AccountId) -> Result<AccountRow, AppError> {
    let office = tx.who().office;
    ForUpdate(accounts::table.find((office, id)).select(AccountRow::as_select()))
        .get_results(tx.db())?
        .into_iter()
        .next()
        .ok_or(AppError::NotFound)
}

/// Loads and locks an account, and refuses when the caller looked at an older version.
pub(crate) fn lock_seen(tx: &mut Tx<'_>, id: AccountId, seen: Version) -> Result<AccountRow, AppError> {
    let row = lock(tx, id)?;
    seen.check(row.version)?;
    Ok(row)
}

/// Counts a change of the account or of its grants.
pub(crate) fn bump(tx: &mut Tx<'_>, row: &AccountRow) -> Result<i64, AppError> {
    let next = row.version + 1;
    diesel::update(accounts::table.find((row.office_id, row.id))).set(accounts::version.eq(next)).execute(tx.db())?;
    Ok(next)
}

/// The roles of an account and where it holds them.
pub(crate) fn grants(conn: &mut Conn<'_>, office: OfficeId, account: AccountId) -> Result<Vec<(Role, OrgId)>, AppError> {
    Ok(role_grants::table
        .filter(role_grants::office_id.eq(office))
        .filter(role_grants::account_id.eq(account))
        .order((role_grants::role.asc(), role_grants::org_id.asc()))
        .select((role_grants::role, role_grants::org_id))
        .load(conn.db())?)
}
