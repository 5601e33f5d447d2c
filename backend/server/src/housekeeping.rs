//! What the house throws away by itself: answers kept for repeated commands, sessions long over, uploads given up.

use std::sync::Arc;
use std::time::Duration;

use audit::{Fact, record};
use chrono::TimeDelta;
use documents::{FileId, Locker, Shelf, locker, neglected};
use platform::access::Actor;
use platform::db::{Db, Instant, idempotency};
use platform::http::Command;
use platform::ids::{AccountId, OfficeId};
use platform::problem::AppError;

/// A tablet may come home after months: its commands are recognised for so long.
const KEYS_KEPT: TimeDelta = TimeDelta::days(180);
/// Sessions are shown as history for so long after they ended.
const SESSIONS_KEPT: TimeDelta = TimeDelta::days(90);
const EVERY: Duration = Duration::from_secs(6 * 60 * 60);

/// Cleans now and again until the server stops.
pub async fn keep_cleaning(db: Db, files: Locker) {
    loop {
        if let Err(error) = clean(&db, &files).await {
            log::warn!("housekeeping failed: {error}");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Throws away what is over its time, in every office; returns how many rows went.
pub async fn clean(db: &Db, files: &Locker) -> Result<usize, AppError> {
    let mut gone = 0;
    for office in db.read_slow(identity::orgs::queries::offices).await? {
        gone += clean_office(db, files, office.id).await?;
    }
    Ok(gone)
}

async fn clean_office(db: &Db, files: &Locker, office: OfficeId) -> Result<usize, AppError> {
    let house = Arc::new(Actor::system(office, AccountId(office.0)));
    let (rows, given_up) = db
        .transact(Command::internal(house), move |tx| {
            let now = tx.now();
            let keys = idempotency::forget(tx, office, Instant(now - KEYS_KEPT))?;
            let sessions = identity::forget_sessions(tx, now - SESSIONS_KEPT)?;
            let uploads = neglected::forget(tx, office)?;
            let fact = Fact::new("house.clean", "OFFICE", office).with("keys", keys).with("sessions", sessions);
            record(tx, fact.with("uploads", uploads.len()))?;
            Ok((keys + sessions + uploads.len(), uploads))
        })
        .await?;
    // only what no row knows any more; one that breaks off here is found the next time
    let (lying, now) = (files.clone(), db.clock().now());
    let strangers = db.read_slow(move |conn| neglected::strangers(conn, &lying, office, now)).await?;
    discard(files, office, given_up.into_iter().chain(strangers).collect()).await?;
    Ok(rows)
}

async fn discard(files: &Locker, office: OfficeId, gone: Vec<FileId>) -> Result<(), AppError> {
    let files = files.clone();
    locker::aside(move || gone.into_iter().try_for_each(|file| files.discard(Shelf { office, file }))).await
}
