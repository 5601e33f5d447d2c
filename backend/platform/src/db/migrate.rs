//! The schema: twin migrations with equal names, and settings under which the server refuses to start.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connect::{AnyConnection, Use};
use crate::problem::AppError;

const SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

/// Brings the database at `url` to the newest schema; returns how many migrations ran.
pub fn migrate(url: &str) -> Result<usize, AppError> {
    let mut conn = AnyConnection::open(url, Use::Write)?;
    let ran = match &mut conn {
        AnyConnection::Pg(c) => {
            c.batch_execute("SET statement_timeout = 0; SET lock_timeout = 0").map_err(AppError::from)?;
            c.run_pending_migrations(POSTGRES).map_err(AppError::internal)?.len()
        }
        AnyConnection::Sqlite(c) => c.run_pending_migrations(SQLITE).map_err(AppError::internal)?.len(),
    };
    Ok(ran)
}

/// How many migrations the database at `url` still lacks.
pub fn pending(url: &str) -> Result<usize, AppError> {
    let mut conn = AnyConnection::open(url, Use::Write)?;
    Ok(match &mut conn {
        AnyConnection::Pg(c) => c.pending_migrations(POSTGRES).map_err(AppError::internal)?.len(),
        AnyConnection::Sqlite(c) => c.pending_migrations(SQLITE).map_err(AppError::internal)?.len(),
    })
}

/// Takes every migration back and applies it again; the migration test calls this.
pub fn redo(url: &str) -> Result<(), AppError> {
    let mut conn = AnyConnection::open(url, Use::Write)?;
    match &mut conn {
        AnyConnection::Pg(c) => {
            c.revert_all_migrations(POSTGRES).map_err(AppError::internal)?;
            c.run_pending_migrations(POSTGRES).map_err(AppError::internal)?;
        }
        AnyConnection::Sqlite(c) => {
            c.revert_all_migrations(SQLITE).map_err(AppError::internal)?;
            c.run_pending_migrations(SQLITE).map_err(AppError::internal)?;
        }
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Setting {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    setting: String,
}

/// Refuses a server that may lose acknowledged writes, and an SQLite built or set otherwise than measured.
#[expect(clippy::disallowed_methods, reason = "reads the engine's own settings, no business data")]
pub fn refuse_unsafe_settings(conn: &mut AnyConnection) -> Result<(), AppError> {
    match conn {
        AnyConnection::Pg(c) => {
            let unsafe_ones: Vec<Setting> = diesel::sql_query(
                "SELECT name::text AS name, setting::text AS setting FROM pg_settings \
                 WHERE (name = 'synchronous_commit' AND setting = 'off') OR (name IN ('fsync', 'full_page_writes') AND setting = 'off')",
            )
            .load(c)?;
            match unsafe_ones.first() {
                None => Ok(()),
                Some(first) => Err(AppError::internal(format!(
                    "the database server runs with {}={}: acknowledged writes could be lost; set it to on",
                    first.name, first.setting
                ))),
            }
        }
        AnyConnection::Sqlite(c) => {
            let durable: i32 = diesel::select(diesel::dsl::sql::<diesel::sql_types::Integer>(
                "(SELECT synchronous FROM pragma_synchronous) * 10 + (SELECT foreign_keys FROM pragma_foreign_keys)",
            ))
            .get_result(c)?;
            if durable == 21 {
                Ok(())
            } else {
                Err(AppError::internal(format!("sqlite must run with synchronous=FULL and foreign keys on ({durable})")))
            }
        }
    }
}
