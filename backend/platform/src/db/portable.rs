//! Where the two engines differ: row locks, conflicts, a first word to see who is there.

use std::panic::{AssertUnwindSafe, catch_unwind};

use diesel::connection::AnsiTransactionManager;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::{DatabaseErrorKind, Error as DbError};

use super::Conn;
use super::connect::{AnyConnection, MultiBackend};
use crate::problem::AppError;

/// `FOR UPDATE` on PostgreSQL; nothing on SQLite, whose write transaction already holds the only write lock.
#[derive(Debug, Clone, QueryId)]
pub struct ForUpdate<Q>(pub Q);

impl<Q: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for ForUpdate<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        self.0.walk_ast(out.reborrow())?;
        if matches!(out.backend(), MultiBackend::Pg(_)) {
            out.push_sql(" FOR UPDATE");
        }
        Ok(())
    }
}

impl<Q: Query> Query for ForUpdate<Q> {
    type SqlType = Q::SqlType;
}

impl<Q> RunQueryDsl<AnyConnection> for ForUpdate<Q> {}

/// A unique violation that only a concurrent twin can cause: run the transaction again, it will find the twin's row.
pub fn run_again_on_conflict(error: DbError) -> AppError {
    match error {
        DbError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => {
            AppError::Unavailable { source: error.into(), code: "serialization" }
        }
        other => other.into(),
    }
}

/// Turns a unique violation into the given refusal; everything else stays what it is.
pub fn on_duplicate(error: DbError, refusal: AppError) -> AppError {
    match error {
        DbError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => refusal,
        other => other.into(),
    }
}

/// Runs several reads on one snapshot of the database, however many transactions commit meanwhile. Nothing may be written.
pub fn on_one_snapshot<T>(conn: &mut Conn<'_>, read: impl FnOnce(&mut Conn<'_>) -> Result<T, AppError>) -> Result<T, AppError> {
    match conn.db() {
        AnyConnection::Pg(pg) => {
            AnsiTransactionManager::begin_transaction_sql(pg, "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        }
        AnyConnection::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN"),
    }?;
    // a read that panics must not leave its snapshot to the next one on this connection
    let outcome = catch_unwind(AssertUnwindSafe(|| read(conn))).unwrap_or_else(|_| Err(AppError::internal("a read panicked")));
    conn.db().rollback()?;
    outcome
}

/// Asks the database for a sign of life.
pub fn ping(conn: &mut AnyConnection) -> Result<(), AppError> {
    diesel::select(1_i32.into_sql::<diesel::sql_types::Integer>()).get_result::<i32>(conn)?;
    Ok(())
}
