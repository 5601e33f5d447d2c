//! Rows of sessions.

use diesel::prelude::*;
use platform::db::{Conn, Instant, Tx};
use platform::ids::{AccountId, OfficeId};
use platform::problem::AppError;

use crate::accounts::model::AccountStatus;
use crate::schema::{accounts, sessions};

/// A session with what of its account decides whether it still stands.
#[derive(Debug, Clone, Queryable)]
pub(crate) struct SessionRow {
    pub account: AccountId,
    pub name: String,
    pub status: AccountStatus,
    pub seen_at: Instant,
    pub expires_at: Instant,
    pub revoked_at: Option<Instant>,
}

pub(crate) fn find(conn: &mut Conn<'_>, office: OfficeId, digest: &[u8; 32]) -> Result<Option<SessionRow>, AppError> {
    Ok(sessions::table
        .inner_join(accounts::table.on(accounts::office_id.eq(sessions::office_id).and(accounts::id.eq(sessions::account_id))))
        .filter(sessions::office_id.eq(office))
        .filter(sessions::token_hash.eq(digest.to_vec()))
        .select((accounts::id, accounts::name, accounts::status, sessions::seen_at, sessions::expires_at, sessions::revoked_at))
        .first(conn.db())
        .optional()?)
}

pub(crate) fn open(tx: &mut Tx<'_>, account: AccountId, digest: [u8; 32], expires_at: Instant, ip: &str) -> Result<(), AppError> {
    let (office, now) = (tx.who().office, Instant(tx.now()));
    diesel::insert_into(sessions::table)
        .values((
            sessions::office_id.eq(office),
            sessions::token_hash.eq(digest.to_vec()),
            sessions::account_id.eq(account),
            sessions::created_at.eq(now),
            sessions::seen_at.eq(now),
            sessions::expires_at.eq(expires_at),
            sessions::ip.eq(ip),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Notes that the session is in use. Bookkeeping of the house, not an act of the person: no fact.
pub(crate) fn touch(tx: &mut Tx<'_>, digest: [u8; 32]) -> Result<(), AppError> {
    let (office, now) = (tx.who().office, Instant(tx.now()));
    diesel::update(sessions::table.find((office, digest.to_vec()))).set(sessions::seen_at.eq(now)).execute(tx.db())?;
    tx.audited();
    Ok(())
}

/// Ends one session; false when it had ended before.
pub(crate) fn end(tx: &mut Tx<'_>, digest: [u8; 32]) -> Result<bool, AppError> {
    let (office, now) = (tx.who().office, Instant(tx.now()));
    let ended = diesel::update(
        sessions::table
            .filter(sessions::office_id.eq(office))
            .filter(sessions::token_hash.eq(digest.to_vec()))
            .filter(sessions::revoked_at.is_null()),
    )
    .set(sessions::revoked_at.eq(Some(now)))
    .execute(tx.db())?;
    Ok(ended > 0)
}

/// Ends every session of an account but the one to keep.
pub(crate) fn end_sessions(tx: &mut Tx<'_>, account: AccountId, keep: Option<[u8; 32]>) -> Result<usize, AppError> {
    let (office, now) = (tx.who().office, Instant(tx.now()));
    let keep = keep.map_or_else(Vec::new, |digest| digest.to_vec());
    Ok(diesel::update(
        sessions::table
            .filter(sessions::office_id.eq(office))
            .filter(sessions::account_id.eq(account))
            .filter(sessions::revoked_at.is_null())
            .filter(sessions::token_hash.ne(keep)),
    )
    .set(sessions::revoked_at.eq(Some(now)))
    .execute(tx.db())?)
}

/// Drops sessions that expired before `before`; the journal keeps that they were.
pub(crate) fn forget(tx: &mut Tx<'_>, before: Instant) -> Result<usize, AppError> {
    let office = tx.who().office;
    let gone =
        diesel::delete(sessions::table.filter(sessions::office_id.eq(office)).filter(sessions::expires_at.lt(before))).execute(tx.db())?;
    tx.audited();
    Ok(gone)
}
