//! After a restart: is everything that was acknowledged there, once, and is the database whole?

use std::collections::HashSet;

use diesel::prelude::*;
use diesel::sql_types::Text;
use platform::db::{AnyConnection, Use};
use serde_json::Value;

use super::writers::{Acked, Writer, newest};
use crate::house::House;
use crate::wire::{self, Session};
use crate::{Fault, fill, say};

/// What was found broken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Damage {
    pub lost: usize,
    pub dup: usize,
    pub corrupt: usize,
}

impl Damage {
    pub fn add(&mut self, more: Self) {
        self.lost += more.lost;
        self.dup += more.dup;
        self.corrupt += more.corrupt;
    }
}

/// Sends again what nobody had answered: either it took effect before the end and is replayed, or it takes effect now.
pub fn resend(house: &House, writers: &mut [Writer]) -> Result<(), Fault> {
    for writer in writers {
        if let Some(sent) = writer.pending.take() {
            let reply = house.wire().exchange(&sent.bytes)?;
            writer.note(sent, reply)?;
        }
    }
    Ok(())
}

/// Every acknowledged command of a round: its file is there in that version or a later one, and the command sent again gets
/// the first answer, byte for byte, marked as replayed.
pub fn acknowledged(house: &House, session: &Session, acked: &[Acked]) -> Result<Damage, Fault> {
    let mut damage = Damage::default();
    let mut wire = house.wire();
    for (file, version) in newest(acked) {
        let reply = wire.exchange(&wire::get(&format!("/api/v1/mediation/cases/{file}"), Some(session)))?;
        if reply.status != 200 || reply.version() != Some(version) {
            say(&format!("# lost: {file} version {version}, found {} {:?}", reply.status, reply.version()))?;
            damage.lost += 1;
        }
    }
    for one in acked {
        let reply = wire.exchange(&one.sent.bytes)?;
        if !(reply.replayed && reply.status == one.status && reply.body == one.body) {
            say(&format!("# not replayed: {} version {}, got {}", one.file, one.version, reply.status))?;
            damage.dup += 1;
        }
    }
    Ok(damage)
}

/// The number of files in the list, each id once.
pub fn files(house: &House, session: &Session) -> Result<usize, Fault> {
    let (mut ids, mut cursor, mut wire) = (HashSet::new(), String::new(), house.wire());
    loop {
        let reply = wire.exchange(&wire::get(&format!("/api/v1/mediation/cases?limit=200{cursor}"), Some(session)))?;
        let page: Value = serde_json::from_slice(&reply.body)?;
        let items = page.get("items").and_then(Value::as_array).ok_or_else(|| format!("no list: {}", reply.text()))?;
        ids.extend(items.iter().filter_map(|item| item.get("id")?.as_str().map(str::to_owned)));
        match page.get("nextCursor").and_then(Value::as_str) {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return Ok(ids.len()),
        }
    }
}

/// All of the run: as many files as were filed, every number issued once.
pub fn totals(house: &House, session: &Session, at_first: usize, all: &[Acked]) -> Result<Damage, Fault> {
    let filed: HashSet<&str> = all.iter().filter(|one| one.sent.file.is_none()).map(|one| one.file.as_str()).collect();
    let (expected, found) = (at_first + filed.len(), files(house, session)?);
    let accepted: HashSet<&str> = all.iter().filter(|one| one.sent.file.is_some()).map(|one| one.file.as_str()).collect();
    let numbers: HashSet<&str> = all.iter().filter_map(|one| one.number.as_deref()).collect();
    if expected != found || accepted.len() != numbers.len() {
        say(&format!("# {expected} files expected, {found} found; {} accepted under {} numbers", accepted.len(), numbers.len()))?;
    }
    Ok(Damage {
        lost: expected.saturating_sub(found),
        dup: found.saturating_sub(expected) + accepted.len().abs_diff(numbers.len()),
        corrupt: 0,
    })
}

#[derive(QueryableByName)]
struct Verdict {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

/// The engine's own examination; PostgreSQL has none that runs at will.
pub fn integrity(house: &House) -> Result<Damage, Fault> {
    let mut damage = Damage::default();
    if let AnyConnection::Sqlite(conn) = &mut AnyConnection::open(&house.url, Use::Read).map_err(fill::told)? {
        #[expect(clippy::disallowed_methods, reason = "asks the engine about itself, no business data")]
        let said: Vec<Verdict> = diesel::sql_query("PRAGMA integrity_check").load(conn)?;
        for verdict in said.iter().filter(|verdict| verdict.integrity_check != "ok") {
            say(&format!("# integrity: {}", verdict.integrity_check))?;
            damage.corrupt += 1;
        }
    }
    Ok(damage)
}

/// The journal's chain, walked by the product's own command.
pub fn journal(house: &House) -> Result<Damage, Fault> {
    match house.run(&["audit", "verify"]) {
        Ok(_) => Ok(Damage::default()),
        Err(fault) => {
            say(&format!("# journal: {fault}"))?;
            Ok(Damage { corrupt: 1, ..Damage::default() })
        }
    }
}

/// How many acknowledged files are not there in the version that was acknowledged; for the control, which expects some.
pub fn missing(house: &House, session: &Session, acked: &[Acked]) -> Result<usize, Fault> {
    let mut wire = house.wire();
    let mut missing = 0;
    for (file, version) in newest(acked) {
        let reply = wire.exchange(&wire::get(&format!("/api/v1/mediation/cases/{file}"), Some(session)))?;
        missing += usize::from(reply.status != 200 || reply.version() != Some(version));
    }
    Ok(missing)
}
