//! Which life of the database this is. Restoring an older backup begins a new one: tablets see it and send again what the
//! backup may not hold.

use diesel::prelude::*;

use super::connect::AnyConnection;
use super::{Conn, Instant, Tx};
use crate::ids::Id;
use crate::problem::AppError;

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};
    server_epoch (id) {
        id -> Integer,
        epoch -> Guid,
        renewed_at -> Moment,
    }
}

/// The one row there is.
const ROW: i32 = 1;
/// The epoch belongs to the database, not to an office.
const EVERYBODY: [u8; 16] = [0; 16];

/// The name of the present life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Epoch(pub Id);

impl std::fmt::Display for Epoch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.0.fmt(f)
    }
}

/// The epoch as it stands.
pub fn current(conn: &mut Conn<'_>) -> Result<Epoch, AppError> {
    let epoch =
        conn.remembered(EVERYBODY, |conn| Ok(Epoch(server_epoch::table.find(ROW).select(server_epoch::epoch).first(conn.db())?)))?;
    Ok(*epoch)
}

/// Begins a new epoch; the caller records why.
pub fn renew(tx: &mut Tx<'_>) -> Result<Epoch, AppError> {
    let now = Instant(tx.now());
    let epoch = renew_in(tx.db(), now)?;
    tx.forget::<Epoch>();
    Ok(epoch)
}

/// Begins a new epoch in a database that no server has open: a backup on its way back.
pub fn renew_in(conn: &mut AnyConnection, now: Instant) -> Result<Epoch, AppError> {
    let epoch = Epoch(Id::new());
    diesel::update(server_epoch::table.find(ROW)).set((server_epoch::epoch.eq(epoch.0), server_epoch::renewed_at.eq(now))).execute(conn)?;
    Ok(epoch)
}
