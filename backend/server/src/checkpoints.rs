//! The witness outside the database: signed heads of the journal, one line each, in an append-only file.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use audit::Checkpoint;
use chrono::SecondsFormat;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use platform::db::Db;
use platform::ids::OfficeId;
use platform::problem::AppError;

use crate::keys;

/// How often a checkpoint is taken while the server runs.
pub const EVERY: Duration = Duration::from_secs(600);

/// Appends a signed head for every office whose journal has grown since its last line; returns how many.
pub async fn take(db: &Db, path: &Path) -> Result<usize, AppError> {
    let heads = db.read_slow(audit::heads).await?;
    let at = db.clock().now().to_rfc3339_opts(SecondsFormat::Micros, true);
    let key = keys::signing_key(db.keys());
    let known = read(path).map_err(AppError::internal)?;
    let fresh: Vec<Checkpoint> = heads
        .into_iter()
        .filter(|(office, seq, _)| !known.iter().any(|line| line.office == *office && line.seq >= *seq))
        .map(|(office, seq, hash)| sign(&key, office, seq, hex(&hash), at.clone()))
        .collect();
    append(path, &fresh).map_err(AppError::internal)?;
    Ok(fresh.len())
}

/// Takes a checkpoint every ten minutes, for as long as the server runs.
pub async fn keep_taking(db: Db, path: PathBuf) {
    loop {
        tokio::time::sleep(EVERY).await;
        if let Err(error) = take(&db, &path).await {
            log::error!("the journal's checkpoint was not written: {error:?}");
        }
    }
}

fn sign(key: &SigningKey, office: OfficeId, seq: i64, hash: String, at: String) -> Checkpoint {
    let mut checkpoint = Checkpoint { office, seq, hash, at, signature: String::new() };
    checkpoint.signature = hex(&key.sign(&checkpoint.message()).to_bytes());
    checkpoint
}

fn append(path: &Path, lines: &[Checkpoint]) -> std::io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let mut text = String::new();
    for line in lines {
        text.push_str(&serde_json::to_string(line)?);
        text.push('\n');
    }
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The lines of a checkpoint file; a missing file is an empty one. A line torn by a crash at the very end is skipped.
pub fn read(path: &Path) -> std::io::Result<Vec<Checkpoint>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let lines = BufReader::new(file).lines().collect::<Result<Vec<_>, _>>()?;
    let last = lines.len().saturating_sub(1);
    let mut out = Vec::with_capacity(lines.len());
    for (n, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str(line) {
            Ok(checkpoint) => out.push(checkpoint),
            Err(_) if n == last => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(out)
}

/// Whether the house itself signed the line.
pub fn is_genuine(checkpoint: &Checkpoint, key: &VerifyingKey) -> bool {
    let signature = unhex(&checkpoint.signature).and_then(|bytes| Signature::from_slice(&bytes).ok());
    signature.is_some_and(|signature| key.verify_strict(&checkpoint.message(), &signature).is_ok())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes().chunks(2);
    digits.map(|pair| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok())).collect()
}
