//! What the journal says has happened to the files: one fact for every effect, in the order of the effects.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::Fault;
use crate::house::House;
use crate::wire::{self, Session};

/// One effect on a case file.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Effect {
    pub seq: i64,
    pub action: String,
    pub object_type: String,
    pub object_id: String,
    pub decision: String,
    pub detail: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    items: Vec<Effect>,
    next_cursor: Option<String>,
}

impl Effect {
    fn text(&self, name: &str) -> Option<&str> {
        self.detail.get(name).and_then(Value::as_str)
    }

    /// The tablet and the place in its queue, for a command of a tablet.
    pub fn command(&self) -> Option<(String, i64)> {
        Some((self.text("device")?.to_owned(), self.detail.get("deviceSeq")?.as_i64()?))
    }

    /// The paper it brought.
    pub fn paper(&self) -> Option<&str> {
        self.text("paper")
    }

    fn changes_a_file(&self) -> bool {
        let is_change = self.detail.contains_key("version") || self.action == "mediation.case.file";
        self.object_type == "CASE" && self.decision == "ALLOW" && self.action.starts_with("mediation.case.") && is_change
    }
}

/// The effects since a fact, by file, each file's in its order; and the newest fact.
pub fn effects(house: &House, auditor: &Session, since: i64) -> Result<(BTreeMap<String, Vec<Effect>>, i64), Fault> {
    let (mut found, mut cursor, mut wire, mut newest) = (BTreeMap::<String, Vec<Effect>>::new(), String::new(), house.wire(), since);
    loop {
        let reply = wire.exchange(&wire::get(&format!("/api/v1/audit/facts?limit=200{cursor}"), Some(auditor)))?;
        let page: Page = serde_json::from_slice(&reply.body).map_err(|error| format!("no journal: {error}: {}", reply.text()))?;
        let mut over = false;
        for fact in page.items {
            newest = newest.max(fact.seq);
            over |= fact.seq <= since;
            if fact.seq > since && fact.changes_a_file() {
                found.entry(fact.object_id.clone()).or_default().push(fact);
            }
        }
        match page.next_cursor {
            Some(next) if !over => cursor = format!("&cursor={next}"),
            _ => break,
        }
    }
    found.values_mut().for_each(|effects| effects.sort_by_key(|effect| effect.seq));
    Ok((found, newest))
}
