//! Rows of tablets.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use platform::db::portable::ForUpdate;
use platform::db::{Conn, Instant, Tx};
use platform::http::Version;
use platform::ids::{AccountId, DeviceId, OfficeId};
use platform::problem::AppError;

use super::model::{self, DeviceState, Standing};
use super::proof::PublicKey;
use crate::accounts::model::AccountStatus;
use crate::schema::{accounts, devices};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = devices)]
pub(crate) struct DeviceRow {
    pub office_id: OfficeId,
    pub id: DeviceId,
    pub no: i64,
    pub account_id: AccountId,
    pub label: String,
    pub serial: String,
    pub public_key: Vec<u8>,
    pub key_share: Option<Vec<u8>>,
    pub state: DeviceState,
    /// Tokens of another family than this one are not good any more.
    pub family: i64,
    /// The newest refresh token issued in the family; none at 0.
    pub generation: i64,
    /// When it was issued.
    pub rotated_at: Option<Instant>,
    pub requested_at: Instant,
    pub approved_at: Option<Instant>,
    pub activated_at: Option<Instant>,
    pub last_seen_at: Option<Instant>,
    pub skew_ms: Option<i64>,
    pub unsent: Option<i64>,
    pub oldest_unsent_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
    pub revoke_reason: Option<String>,
    pub upload_until: Option<Instant>,
    pub wiped_at: Option<Instant>,
    pub version: i64,
}

impl DeviceRow {
    pub(crate) fn standing(&self, now: DateTime<Utc>) -> Standing {
        model::standing(self.state, self.upload_until.map(|until| until.0), now)
    }

    /// True when the key that was proved is this tablet's.
    pub(crate) fn is_of(&self, key: &PublicKey) -> bool {
        self.public_key.as_slice() == key.bytes().as_slice()
    }

    /// A family that no token issued so far belongs to, not even one that a restore has made us forget.
    pub(crate) fn next_family(&self, now: DateTime<Utc>) -> i64 {
        now.timestamp_micros().max(self.family.saturating_add(1))
    }
}

/// A tablet with what of its owner decides whether it still stands.
#[derive(Debug, Clone, Queryable)]
pub(crate) struct Owned {
    pub device: DeviceRow,
    pub owner: String,
    pub status: AccountStatus,
}

/// Tablets beside their owners.
macro_rules! owned {
    () => {
        devices::table
            .inner_join(accounts::table.on(accounts::office_id.eq(devices::office_id).and(accounts::id.eq(devices::account_id))))
            .select((DeviceRow::as_select(), accounts::name, accounts::status))
    };
}

pub(crate) fn find(conn: &mut Conn<'_>, office: OfficeId, id: DeviceId) -> Result<Option<Owned>, AppError> {
    Ok(owned!().filter(devices::office_id.eq(office)).filter(devices::id.eq(id)).first(conn.db()).optional()?)
}

/// The tablet of that id in whatever office: one that reports its own wipe has no session that would name it.
pub(crate) fn anywhere(conn: &mut Conn<'_>, id: DeviceId) -> Result<Option<Owned>, AppError> {
    Ok(owned!().filter(devices::id.eq(id)).first(conn.db()).optional()?)
}

pub(crate) fn of_account(conn: &mut Conn<'_>, office: OfficeId, account: AccountId) -> Result<Vec<Owned>, AppError> {
    Ok(owned!().filter(devices::office_id.eq(office)).filter(devices::account_id.eq(account)).order(devices::no.desc()).load(conn.db())?)
}

/// The newest first, before a number.
pub(crate) fn page(
    conn: &mut Conn<'_>,
    office: OfficeId,
    state: Option<DeviceState>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Owned>, AppError> {
    Ok(owned!()
        .filter(devices::office_id.eq(office))
        .filter(devices::no.lt(before.unwrap_or(i64::MAX)))
        .filter(devices::state.eq_any(state.map_or_else(|| DeviceState::ALL.to_vec(), |state| vec![state])))
        .order(devices::no.desc())
        .limit(limit)
        .load(conn.db())?)
}

/// Loads and locks a tablet of the acting office.
pub(crate) fn lock(tx: &mut Tx<'_>, id: DeviceId) -> Result<DeviceRow, AppError> {
    let office = tx.who().office;
    ForUpdate(devices::table.find((office, id)).select(DeviceRow::as_select()))
        .get_results(tx.db())?
        .into_iter()
        .next()
        .ok_or(AppError::NotFound)
}

/// Loads and locks a tablet, and refuses when the caller looked at an older version.
pub(crate) fn lock_seen(tx: &mut Tx<'_>, id: DeviceId, seen: Version) -> Result<DeviceRow, AppError> {
    let row = lock(tx, id)?;
    seen.check(row.version)?;
    Ok(row)
}

/// Counts a change of the tablet's state.
pub(crate) fn bump(tx: &mut Tx<'_>, row: &DeviceRow) -> Result<(), AppError> {
    diesel::update(devices::table.find((row.office_id, row.id))).set(devices::version.eq(row.version + 1)).execute(tx.db())?;
    Ok(())
}

/// Ends the tokens of one tablet; it must be activated again.
pub(crate) fn end_family(tx: &mut Tx<'_>, row: &DeviceRow) -> Result<(), AppError> {
    let family = row.next_family(tx.now());
    diesel::update(devices::table.find((row.office_id, row.id)))
        .set((devices::family.eq(family), devices::generation.eq(0)))
        .execute(tx.db())?;
    Ok(())
}

/// Ends the tokens of every tablet of an account.
pub(crate) fn end_families(tx: &mut Tx<'_>, account: AccountId) -> Result<usize, AppError> {
    let office = tx.who().office;
    let alive = devices::table
        .filter(devices::office_id.eq(office))
        .filter(devices::account_id.eq(account))
        .filter(devices::generation.gt(0))
        .order(devices::id.asc())
        .select(DeviceRow::as_select());
    let rows: Vec<DeviceRow> = ForUpdate(alive).get_results(tx.db())?;
    rows.iter().try_for_each(|row| end_family(tx, row))?;
    Ok(rows.len())
}
