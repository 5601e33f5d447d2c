//! Backup and restore of the embedded database. The keys stay out of it: the note names only which keys open it.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use platform::clock::Clock;
use platform::db::{AnyConnection, Instant, Use, epoch};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::cli::Failure;
use crate::config::Config;
use crate::keys;

/// What is written beside a backup.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Note {
    taken_at: String,
    sha256: String,
    /// Which key file opens the sealed columns.
    key_fingerprint: String,
    sealing_version: u16,
}

/// Writes a consistent copy of the running database and a note beside it; returns the digest.
pub fn backup(config: &Config, target: &Path) -> Result<String, Failure> {
    let source = config.database_file().ok_or_else(not_embedded)?;
    if !source.exists() {
        return Err(Failure::new(format!("there is no database at {}", source.display())));
    }
    if target.exists() {
        return Err(Failure::new(format!("{} exists already; a backup overwrites nothing", target.display())));
    }
    let keys = keys::load(config)?;
    let mut conn = AnyConnection::open(&config.database_url, Use::Write)?;
    let path = target.to_string_lossy().replace('\'', "''");
    conn.batch_execute(&format!("VACUUM INTO '{path}'")).map_err(|error| Failure::new(format!("the copy failed: {error}")))?;
    File::open(target)?.sync_all()?;
    let note = Note {
        taken_at: Clock::system().now().to_rfc3339(),
        sha256: digest(target)?,
        key_fingerprint: keys::fingerprint(&keys),
        sealing_version: keys.sealing_version(),
    };
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(note_of(target))?;
    file.write_all(&serde_json::to_vec_pretty(&note)?)?;
    file.sync_all()?;
    Ok(note.sha256)
}

/// Puts a backup in the place of a database that is not there; checks it first, and begins a new epoch in it.
pub fn restore(config: &Config, source: &Path) -> Result<(), Failure> {
    let target = config.database_file().ok_or_else(not_embedded)?;
    if target.exists() {
        return Err(Failure::new(format!("{} exists; move it away first, a restore overwrites nothing", target.display())));
    }
    let note: Note = serde_json::from_slice(&std::fs::read(note_of(source))?)?;
    if digest(source)? != note.sha256 {
        return Err(Failure::new(format!("{} is not the file that was backed up: its digest differs", source.display())));
    }
    let keys = keys::load(config)?;
    if keys::fingerprint(&keys) != note.key_fingerprint {
        return Err(Failure::new(format!(
            "the backup was made under the keys {}, the key file holds {}: it could not be read",
            note.key_fingerprint,
            keys::fingerprint(&keys)
        )));
    }
    if let Some(parent) = target.parent() {
        std::fs::create_dir_all(parent)?;
    }
    // under another name first: a copy that breaks off leaves no database behind
    let mut half = target.as_os_str().to_owned();
    half.push(".restoring");
    let half = PathBuf::from(half);
    std::fs::copy(source, &half)?;
    File::open(&half)?.sync_all()?;
    check(&half)?;
    begin_epoch(&half)?;
    File::open(&half)?.sync_all()?;
    std::fs::rename(&half, target)?;
    Ok(())
}

fn check(path: &Path) -> Result<(), Failure> {
    let mut conn = SqliteConnection::establish(&path.to_string_lossy()).map_err(|error| Failure::new(error.to_string()))?;
    let verdict = diesel::dsl::sql::<diesel::sql_types::Text>("(SELECT integrity_check FROM pragma_integrity_check LIMIT 1)");
    let verdict: String = diesel::select(verdict).get_result(&mut conn).map_err(|error| Failure::new(error.to_string()))?;
    if verdict == "ok" { Ok(()) } else { Err(Failure::new(format!("the backup is damaged: {verdict}"))) }
}

/// Lets tablets see that the database has gone back in time: they send again what it may lack. A backup from before there were
/// tablets gets its first epoch when it is migrated.
fn begin_epoch(path: &Path) -> Result<(), Failure> {
    let mut conn = SqliteConnection::establish(&path.to_string_lossy()).map_err(|error| Failure::new(error.to_string()))?;
    let known = diesel::dsl::sql::<diesel::sql_types::BigInt>(
        "(SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'server_epoch')",
    );
    let known: i64 = diesel::select(known).get_result(&mut conn).map_err(|error| Failure::new(error.to_string()))?;
    if known > 0 {
        epoch::renew_in(&mut AnyConnection::Sqlite(conn), Instant(Clock::system().now()))?;
    }
    Ok(())
}

fn not_embedded() -> Failure {
    Failure::new(
        "this deployment uses PostgreSQL: back it up with pg_dump --format=custom, restore with pg_restore, and run jiahe epoch renew",
    )
}

fn note_of(backup: &Path) -> PathBuf {
    let mut name = backup.as_os_str().to_owned();
    name.push(".note.json");
    PathBuf::from(name)
}

fn digest(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut chunk = vec![0; 1 << 20];
    loop {
        match file.read(&mut chunk)? {
            0 => return Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()),
            n => hash.update(chunk.get(..n).unwrap_or_default()),
        }
    }
}
