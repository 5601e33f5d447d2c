//! What nobody finished: uploads given up, and bytes of which no row knows (a database put back from an older copy).

use chrono::{DateTime, TimeDelta, Utc};
use platform::db::{Conn, Instant, Tx};
use platform::ids::OfficeId;
use platform::problem::AppError;

use crate::FileId;
use crate::locker::Locker;
use crate::register;

/// A tablet may stay away for so long before it brings the rest.
pub const PATIENCE: TimeDelta = TimeDelta::days(30);

/// Takes the rows of uploads given up out of the register; their bytes go once that is durable.
pub fn forget(tx: &mut Tx<'_>, office: OfficeId) -> Result<Vec<FileId>, AppError> {
    let before = Instant(tx.now() - PATIENCE);
    let given_up = register::unfinished(tx, office, before)?;
    for file in &given_up {
        register::forget(tx, *file)?;
    }
    Ok(given_up)
}

/// Files that lie there untouched and that no row knows.
pub fn strangers(conn: &mut Conn<'_>, locker: &Locker, office: OfficeId, now: DateTime<Utc>) -> Result<Vec<FileId>, AppError> {
    let lying = locker.untouched_since(office, now - PATIENCE)?;
    register::unknown(conn, office, &lying)
}
