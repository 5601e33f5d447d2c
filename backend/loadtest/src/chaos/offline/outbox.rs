//! What a tablet keeps: the files as they came, the files as its own rules have moved them on, and the commands in their order.

use std::collections::BTreeMap;
use std::sync::Arc;

use casefile::carried::Carried;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::Fault;
use crate::device::rfc3339;

/// Where a command has got to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    Queued,
    /// Acknowledged by that life of the server's database.
    Done(String),
    /// Refused for good, with a reason.
    Parked(u16, String),
}

/// One command.
#[derive(Debug, Clone)]
pub struct Item {
    pub seq: i64,
    pub key: String,
    pub path: String,
    pub step: &'static str,
    pub body: String,
    pub base: Option<i64>,
    pub record: String,
    /// When the people really acted.
    pub at: DateTime<Utc>,
    /// How far the clock that dated it was off.
    pub off: TimeDelta,
    pub fate: Fate,
    pub batch: usize,
    pub sent: usize,
    /// The version the file had after it, by the last answer.
    pub answered: Option<i64>,
    pub resent: bool,
}

impl Item {
    /// Whether a file of this version lacks what the command does.
    fn adds_to(&self, base: i64) -> bool {
        match self.fate {
            Fate::Queued => !(self.resent && self.answered.is_some_and(|answered| answered <= base)),
            Fate::Done(_) => self.answered.is_some_and(|answered| answered > base),
            Fate::Parked(..) => false,
        }
    }

    /// What the clock that dated the command shows at a moment.
    pub fn clock(&self, now: DateTime<Utc>) -> String {
        rfc3339(now + self.off)
    }
}

/// A file with its version.
#[derive(Debug, Clone)]
pub struct Copy {
    pub version: i64,
    pub text: Arc<str>,
}

/// What the rules answered.
#[derive(Debug, Deserialize)]
pub struct Judged {
    pub status: u16,
    pub body: Box<RawValue>,
    pub file: Option<Box<RawValue>>,
}

/// The store of one tablet.
#[derive(Default)]
pub struct Store {
    /// `/me`, and what the office lends.
    pub actor: String,
    pub office: String,
    pub bases: BTreeMap<String, Copy>,
    pub copies: BTreeMap<String, Copy>,
    pub items: Vec<Item>,
    pub seq: i64,
}

impl Store {
    /// Asks the rules that the server runs, too. `now` is the hour of the house.
    pub fn ask(
        &self,
        op: &str,
        method: &str,
        path: &str,
        (body, key): (&str, &str),
        now: DateTime<Utc>,
        file: Option<&str>,
    ) -> Result<Judged, Fault> {
        let question = format!(
            r#"{{"op":"{op}","now":"{}","method":"{method}","path":"{path}","body":{body},"key":"{key}","actor":{},"office":{},"file":{}}}"#,
            rfc3339(now),
            self.actor,
            self.office,
            file.unwrap_or("null")
        );
        Ok(serde_json::from_slice(&tablet::reply(question.as_bytes()))?)
    }

    /// A file as it stands on the tablet.
    pub fn carried(&self, id: &str) -> Result<Carried, Fault> {
        let copy = self.copies.get(id).ok_or("no such file on the tablet")?;
        Ok(serde_json::from_str(&copy.text)?)
    }

    /// The rules judge a command on a copy; the file afterwards, when they allow it.
    ///
    /// They are asked by the hour of the house; the command goes out as the wrong clock dated it. What it makes is named by what it
    /// says, so the names on the tablet get the same beginning.
    fn judge(&self, item: &Item, body: &Value, before: Option<&str>) -> Result<Result<Copy, Judged>, Fault> {
        let mut body = body.clone();
        set_time(&mut body, item.at);
        let op = if before.is_some() { "request" } else { "file" };
        let mut judged = self.ask(op, "POST", &item.path, (&body.to_string(), &item.key), item.at, before)?;
        match judged.file.take() {
            Some(file) => {
                let text = file.get().replace(&beginning(item.at), &beginning(item.at + item.off));
                Ok(Ok(Copy { version: 0, text: text.into() }))
            }
            None => Ok(Err(judged)),
        }
    }

    /// Writes a command down if the rules allow it here; says what they said otherwise.
    pub fn take(&mut self, mut item: Item, body: &Value) -> Result<Option<Judged>, Fault> {
        let before = self.copies.get(&item.record).cloned();
        let copy = match self.judge(&item, body, before.as_ref().map(|copy| &*copy.text))? {
            Ok(copy) => copy,
            Err(judged) => return Ok(Some(judged)),
        };
        let mut dated = body.clone();
        set_time(&mut dated, item.at + item.off);
        item.body = dated.to_string();
        item.base = before.as_ref().map(|_| self.bases.get(&item.record).map_or(1, |base| base.version));
        self.seq += 1;
        item.seq = self.seq;
        self.copies.insert(item.record.clone(), copy);
        self.items.push(item);
        Ok(None)
    }

    /// A file arrived: what waits is done again on top of it.
    pub fn arrived(&mut self, id: &str, base: Copy) -> Result<(), Fault> {
        self.bases.insert(id.to_owned(), base);
        self.again(id)
    }

    /// The copy anew: the file as it came, and on top of it what was done here and is not in it.
    pub fn again(&mut self, id: &str) -> Result<(), Fault> {
        let Some(base) = self.bases.get(id).cloned() else { return Ok(()) };
        let mut text = base.text.clone();
        for item in self.items.iter().filter(|item| item.record == id && item.step != "file" && item.adds_to(base.version)) {
            let body: Value = serde_json::from_str(&item.body)?;
            // what the rules refuse by now the server will refuse as well, and say why
            if let Ok(copy) = self.judge(item, &body, Some(&text))? {
                text = copy.text;
            }
        }
        self.copies.insert(id.to_owned(), Copy { version: base.version, text });
        Ok(())
    }

    pub fn drop_file(&mut self, id: &str) {
        self.bases.remove(id);
        self.copies.remove(id);
    }

    /// The next command of every record that has one.
    pub fn heads(&self) -> Vec<usize> {
        let mut heads: BTreeMap<&str, usize> = BTreeMap::new();
        for (n, item) in self.items.iter().enumerate().filter(|(_, item)| item.fate == Fate::Queued) {
            heads.entry(&item.record).or_insert(n);
        }
        heads.into_values().collect()
    }

    /// Another life of the server's database: everything acknowledged by the one before goes out again.
    pub fn reborn(&mut self, epoch: &str) {
        for item in &mut self.items {
            if matches!(&item.fate, Fate::Done(of) if of != epoch) {
                item.fate = Fate::Queued;
                item.resent = true;
            }
        }
    }
}

fn set_time(body: &mut Value, at: DateTime<Utc>) {
    if let Some(fields) = body.as_object_mut() {
        fields.insert("occurredAt".to_owned(), Value::String(rfc3339(at)));
    }
}

/// How the names begin that a command of this moment makes: its milliseconds, then the kind of name.
fn beginning(at: DateTime<Utc>) -> String {
    let hex = format!("{:012x}", at.timestamp_millis());
    format!("{}-{}-7", hex.get(..8).unwrap_or_default(), hex.get(8..).unwrap_or_default())
}
