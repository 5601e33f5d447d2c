//! What tests share: a database of their own on either engine, a clock that stands still, keys that never change.
//!
//! The same compiled tests run on SQLite, and on PostgreSQL when `TEST_POSTGRES_URL` names a server whose user may create
//! databases. Each process migrates one template; every test gets a copy of it and drops it at its end.

#![expect(clippy::unwrap_used, reason = "a test that gets no database has failed")]

mod engines;

use std::sync::Arc;

use chrono::{DateTime, TimeZone, Utc};
use platform::clock::Clock;
use platform::crypto::Keyring;
use platform::db::{AnyConnection, Db, Engine, Sizes, Use};

use engines::Place;

/// Monday, 2 March 2026, nine o'clock in Shanghai: the day on which every test begins.
pub fn monday_morning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 1, 0, 0).unwrap()
}

/// The clock of a test; it moves when it is told to.
pub fn clock() -> Clock {
    Clock::frozen(monday_morning())
}

/// The same keys in every test.
pub fn keys() -> Arc<Keyring> {
    Arc::new(Keyring::ephemeral(1))
}

/// A database that belongs to one test.
#[derive(Debug)]
pub struct TestDatabase {
    place: Place,
}

impl TestDatabase {
    /// A database with the newest schema and no rows.
    pub fn migrated() -> Self {
        Self { place: Place::migrated() }
    }

    /// A database with no tables, on the engine of this run.
    pub fn empty() -> Self {
        Self { place: Place::empty() }
    }

    /// A database with no tables on SQLite, whatever the engine of this run.
    pub fn empty_sqlite() -> Self {
        Self { place: Place::file() }
    }

    pub fn url(&self) -> &str {
        self.place.url()
    }

    pub fn engine(&self) -> Engine {
        Engine::of(self.url()).unwrap()
    }

    /// The three doors, with few threads.
    pub fn open(&self, keys: Arc<Keyring>, clock: Clock) -> Db {
        Db::open(self.url(), keys, clock, Sizes { threads: 2, group: 64 }).unwrap()
    }

    /// A plain connection, for looking behind the doors.
    pub fn raw(&self) -> AnyConnection {
        AnyConnection::open(self.url(), Use::Write).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use diesel::connection::SimpleConnection;

    use super::*;

    #[test]
    fn two_tests_never_see_each_other_and_leave_nothing_behind() {
        let (one, other) = (TestDatabase::migrated(), TestDatabase::migrated());
        assert_ne!(one.url(), other.url());
        one.raw().batch_execute("CREATE TABLE mine (n INTEGER)").unwrap();
        assert!(other.raw().batch_execute("SELECT * FROM mine").is_err());
        let url = one.url().to_owned();
        drop(one);
        if let Some(path) = url.strip_prefix("sqlite:") {
            assert!(!std::path::Path::new(path).exists());
        } else {
            assert!(AnyConnection::open(&url, Use::Read).is_err());
        }
    }
}
