//! One connection type for both engines, and how it is opened.

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::prelude::*;

use crate::problem::AppError;

/// A connection to whichever engine the office runs.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// PostgreSQL, or an engine that speaks its protocol.
    Pg(diesel::PgConnection),
    /// Embedded SQLite.
    Sqlite(diesel::SqliteConnection),
}

/// Runs one expression with the engine's own connection: what both support natively but the enum cannot express
/// (batch insert, `on_conflict`, `as_returning`).
#[macro_export]
macro_rules! each_engine {
    ($conn:expr, $c:ident => $body:expr) => {
        match $conn {
            $crate::db::AnyConnection::Pg($c) => $body,
            $crate::db::AnyConnection::Sqlite($c) => $body,
        }
    };
}

/// Inserts some rows: on SQLite one by one, with a statement that is prepared once; on PostgreSQL together, in one round trip.
#[macro_export]
macro_rules! insert_each {
    ($conn:expr, $table:expr, $rows:expr) => {{
        let rows = $rows;
        match $conn {
            _ if rows.is_empty() => Ok(()),
            $crate::db::AnyConnection::Pg(c) => diesel::insert_into($table).values(&rows).execute(c).map(drop),
            $crate::db::AnyConnection::Sqlite(c) => {
                rows.iter().try_for_each(|row| diesel::insert_into($table).values(row).execute(c).map(drop))
            }
        }
    }};
}

/// Which engine a database URL names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Postgres,
    Sqlite,
}

impl Engine {
    /// Reads the URL's scheme; an unknown scheme is an error (SQLite would otherwise create a file named after a typo).
    pub fn of(url: &str) -> Result<Self, AppError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Self::Postgres)
        } else if url.starts_with("sqlite:") {
            Ok(Self::Sqlite)
        } else {
            Err(AppError::internal(format!("database url must start with postgres:// or sqlite: (got {} characters)", url.len())))
        }
    }
}

/// How a connection is used; a reader of SQLite cannot write even by mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    Read,
    Write,
}

impl AnyConnection {
    /// Opens a connection by the URL's scheme and makes it safe: SQLite in WAL with `synchronous=FULL` and foreign keys on;
    /// PostgreSQL refused when the server may lose acknowledged writes.
    pub fn open(url: &str, usage: Use) -> Result<Self, AppError> {
        match Engine::of(url)? {
            Engine::Postgres => {
                let mut conn = PgConnection::establish(url).map_err(AppError::unavailable)?;
                conn.batch_execute(
                    "SET TIME ZONE 'UTC'; SET statement_timeout = '30s'; SET lock_timeout = '5s'; SET idle_in_transaction_session_timeout = '30s'",
                )
                .map_err(AppError::from)?;
                Ok(Self::Pg(conn))
            }
            Engine::Sqlite => {
                let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
                let mut conn = SqliteConnection::establish(path).map_err(AppError::unavailable)?;
                conn.batch_execute(
                    "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; \
                     PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;",
                )
                .map_err(AppError::from)?;
                // readers share the system's page cache through one mapping; the one writer keeps the pages it fills again and again
                conn.batch_execute(match usage {
                    Use::Read => "PRAGMA query_only=ON; PRAGMA cache_size=-8192; PRAGMA mmap_size=268435456;",
                    Use::Write => "PRAGMA cache_size=-65536;",
                })
                .map_err(AppError::from)?;
                Ok(Self::Sqlite(conn))
            }
        }
    }

    /// Starts a write transaction: `BEGIN IMMEDIATE` on SQLite (a deferred one that upgrades later fails at once).
    pub fn begin_write(&mut self) -> QueryResult<()> {
        match self {
            Self::Pg(conn) => AnsiTransactionManager::begin_transaction(conn),
            Self::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE"),
        }
    }

    /// Makes the transaction durable.
    pub fn commit(&mut self) -> QueryResult<()> {
        <Self as TransactionManager<Self>>::commit_transaction(self)
    }

    /// Gives the transaction up.
    pub fn rollback(&mut self) -> QueryResult<()> {
        <Self as TransactionManager<Self>>::rollback_transaction(self)
    }

    /// Opens a savepoint inside the running transaction.
    pub fn savepoint(&mut self) -> QueryResult<()> {
        <Self as TransactionManager<Self>>::begin_transaction(self)
    }
}
