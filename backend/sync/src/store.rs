//! Rows of feeds and of what tablets hold.

use std::collections::HashMap;

use diesel::prelude::*;
use platform::db::portable::{ForUpdate, run_again_on_conflict};
use platform::db::{Conn, Tx};
use platform::ids::{DeviceId, Id, OfficeId};
use platform::problem::AppError;

use crate::carried::Withdrawal;
use crate::feed::{Feed, Holding, Key};
use crate::schema::{device_feeds as feeds, device_holdings as holdings};

#[derive(Queryable, Selectable)]
#[diesel(table_name = feeds)]
struct FeedRow {
    life: i64,
    serial: i64,
    acknowledged: i64,
    office_hash: Option<Vec<u8>>,
    office_serial: i64,
}

impl From<FeedRow> for Feed {
    fn from(row: FeedRow) -> Self {
        Self {
            life: row.life,
            serial: row.serial,
            acknowledged: row.acknowledged,
            office_hash: row.office_hash,
            office_serial: row.office_serial,
        }
    }
}

/// The feed of a tablet; one that never asked has not come far.
pub(crate) fn feed(conn: &mut Conn<'_>, office: OfficeId, device: DeviceId) -> Result<Feed, AppError> {
    let row: Option<FeedRow> = feeds::table.find((office, device)).select(FeedRow::as_select()).first(conn.db()).optional()?;
    Ok(row.map(Feed::from).unwrap_or_default())
}

/// The same feed, held until the transaction ends.
pub(crate) fn lock(tx: &mut Tx<'_>, device: DeviceId) -> Result<Feed, AppError> {
    let office = tx.who().office;
    let row: Option<FeedRow> =
        ForUpdate(feeds::table.find((office, device)).select(FeedRow::as_select())).get_results(tx.db())?.into_iter().next();
    if let Some(row) = row {
        return Ok(row.into());
    }
    diesel::insert_into(feeds::table)
        .values((
            feeds::office_id.eq(office),
            feeds::device_id.eq(device),
            feeds::life.eq(0),
            feeds::serial.eq(0),
            feeds::acknowledged.eq(0),
            feeds::office_serial.eq(0),
        ))
        .execute(tx.db())
        .map_err(run_again_on_conflict)?;
    Ok(Feed::default())
}

pub(crate) fn save(tx: &mut Tx<'_>, device: DeviceId, feed: &Feed) -> Result<(), AppError> {
    let office = tx.who().office;
    diesel::update(feeds::table.find((office, device)))
        .set((
            feeds::life.eq(feed.life),
            feeds::serial.eq(feed.serial),
            feeds::acknowledged.eq(feed.acknowledged),
            feeds::office_hash.eq(feed.office_hash.clone()),
            feeds::office_serial.eq(feed.office_serial),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// What a tablet was last told about each record.
pub(crate) fn held(conn: &mut Conn<'_>, office: OfficeId, device: DeviceId) -> Result<HashMap<Key, Holding>, AppError> {
    let rows: Vec<(String, Id, i64, i64, Option<Withdrawal>)> = holdings::table
        .filter(holdings::office_id.eq(office))
        .filter(holdings::device_id.eq(device))
        .select((holdings::kind, holdings::record_id, holdings::version, holdings::serial, holdings::withdrawn))
        .load(conn.db())?;
    Ok(rows.into_iter().map(|(kind, id, version, serial, withdrawn)| ((kind, id.0), Holding { version, serial, withdrawn })).collect())
}

/// Writes down what a page says about a record.
pub(crate) fn tell(tx: &mut Tx<'_>, device: DeviceId, key: &Key, holding: Holding) -> Result<(), AppError> {
    let office = tx.who().office;
    let place = (office, device, key.0.as_str(), Id(key.1));
    let known = diesel::update(holdings::table.find(place))
        .set((holdings::version.eq(holding.version), holdings::serial.eq(holding.serial), holdings::withdrawn.eq(holding.withdrawn)))
        .execute(tx.db())?;
    if known == 0 {
        diesel::insert_into(holdings::table)
            .values((
                holdings::office_id.eq(office),
                holdings::device_id.eq(device),
                holdings::kind.eq(key.0.as_str()),
                holdings::record_id.eq(Id(key.1)),
                holdings::version.eq(holding.version),
                holdings::serial.eq(holding.serial),
                holdings::withdrawn.eq(holding.withdrawn),
            ))
            .execute(tx.db())?;
    }
    Ok(())
}

/// Writes down that a page takes a record away.
pub(crate) fn withdraw(tx: &mut Tx<'_>, device: DeviceId, key: &Key, serial: i64, reason: Withdrawal) -> Result<(), AppError> {
    let office = tx.who().office;
    diesel::update(holdings::table.find((office, device, key.0.as_str(), Id(key.1))))
        .set((holdings::serial.eq(serial), holdings::withdrawn.eq(Some(reason))))
        .execute(tx.db())?;
    Ok(())
}

/// Forgets a record the tablet has let go of.
pub(crate) fn forget(tx: &mut Tx<'_>, device: DeviceId, key: &Key) -> Result<(), AppError> {
    let office = tx.who().office;
    diesel::delete(holdings::table.find((office, device, key.0.as_str(), Id(key.1)))).execute(tx.db())?;
    Ok(())
}

/// Forgets all: the tablet starts over.
pub(crate) fn forget_all(tx: &mut Tx<'_>, device: DeviceId) -> Result<usize, AppError> {
    let office = tx.who().office;
    Ok(diesel::delete(holdings::table.filter(holdings::office_id.eq(office)).filter(holdings::device_id.eq(device))).execute(tx.db())?)
}
