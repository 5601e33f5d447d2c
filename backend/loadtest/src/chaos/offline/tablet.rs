//! A virtual tablet: it takes files along, works on them without signal, and hands in what was done over a bad line.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use platform::calendar::{local_date, start_of_local_day};
use platform::clock::Clock;
use platform::ids::{AccountId, OrgId};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::line::Line;
use super::outbox::{Copy, Fate, Item, Store};
use super::script::Scene;
use crate::Fault;
use crate::applications::application;
use crate::device::{Device, rfc3339};
use crate::wire::Reply;

const CASES: &str = "/api/v1/mediation/cases";
/// A server that does not come back within this time never will.
const PATIENCE: Duration = Duration::from_secs(90);
/// How far back the histories begin: nothing is sent that is older than an office would wait.
pub const PAST: TimeDelta = TimeDelta::days(6);

/// A page of the feed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Changes {
    epoch: String,
    cursor: String,
    more: bool,
    reset: bool,
    office: Option<Box<RawValue>>,
    files: Vec<Sent>,
    withdrawn: Vec<Gone>,
}

#[derive(Deserialize)]
struct Sent {
    id: String,
    version: i64,
    body: Box<RawValue>,
}

#[derive(Deserialize)]
struct Gone {
    id: String,
}

/// One tablet and its user.
pub struct Tablet {
    pub device: Device,
    pub username: String,
    pub account: AccountId,
    pub station: Option<OrgId>,
    pub store: Store,
    pub line: Line,
    pub epoch: String,
    cursor: Option<String>,
    dice: StdRng,
    /// How far its clock is off.
    off: TimeDelta,
    /// Until when its user's days have been told.
    life: DateTime<Utc>,
    applications: usize,
    /// The control: a new key with every attempt.
    pub forgetful: bool,
    /// What the rules on the tablet refused, which is never sent.
    pub refused_here: usize,
    pub resent: usize,
    pub batch: usize,
}

impl Tablet {
    pub fn new(device: Device, username: &str, line: Line, seed: u64, which: usize) -> Self {
        let mut dice = StdRng::seed_from_u64(seed);
        Self {
            device,
            username: username.to_owned(),
            account: AccountId(platform::ids::Id(platform::uuid::Uuid::nil())),
            station: None,
            store: Store::default(),
            line,
            epoch: String::new(),
            cursor: None,
            off: any_clock(&mut dice),
            dice,
            life: Clock::system().now() - PAST,
            applications: 10_000_000 + which * 20_000,
            forgetful: false,
            refused_here: 0,
            resent: 0,
            batch: 0,
        }
    }

    /// Learns who its user is.
    pub fn meet(&mut self) -> Result<(), Fault> {
        let me = self.until_answered(|device| device.get("/api/v1/me"))?;
        let actor: Value = serde_json::from_slice(&me.body)?;
        let id = actor.pointer("/account/id").cloned().ok_or_else(|| format!("nobody: {}", me.text()))?;
        self.account = serde_json::from_value(id)?;
        self.store.actor = actor.to_string();
        self.epoch = me.epoch.unwrap_or_default();
        self.pull()?;
        let office: Value = serde_json::from_str(&self.store.office)?;
        self.station = office.pointer("/stations/0/id").and_then(|id| serde_json::from_value(id.clone()).ok());
        Ok(())
    }

    /// Sends until somebody answers; new tokens when the old ones are over.
    fn until_answered(&mut self, request: impl Fn(&Device) -> Vec<u8>) -> Result<Reply, Fault> {
        let since = Instant::now();
        while since.elapsed() < PATIENCE {
            match self.line.send(&request(&self.device)) {
                Ok(reply) if reply.status == 401 => self.come_back()?,
                Ok(reply) if reply.status < 500 && reply.status != 429 => {
                    self.hear(&reply);
                    return Ok(reply);
                }
                _ => std::thread::sleep(Duration::from_millis(self.dice.random_range(2..25))),
            }
        }
        Err("the server did not answer in time".into())
    }

    fn come_back(&mut self) -> Result<(), Fault> {
        let since = Instant::now();
        while since.elapsed() < PATIENCE {
            match self.line.send(&self.device.come_back()) {
                Ok(reply) if reply.status == 200 => return self.device.keep(&reply.body).ok_or_else(|| "no tokens".into()),
                Ok(reply) if reply.status < 500 && reply.status != 429 => {
                    return Err(format!("a tablet is locked out: {} {}", reply.status, reply.text()).into());
                }
                _ => std::thread::sleep(Duration::from_millis(self.dice.random_range(2..25))),
            }
        }
        Err("the server gave no tokens in time".into())
    }

    /// Every answer names the life of the server's database; in another one everything acknowledged is sent again.
    fn hear(&mut self, reply: &Reply) {
        if let Some(epoch) = reply.epoch.as_deref().filter(|epoch| *epoch != self.epoch) {
            self.epoch = epoch.to_owned();
            let before = self.waiting();
            self.store.reborn(epoch);
            self.resent += self.waiting() - before;
        }
    }

    pub fn waiting(&self) -> usize {
        self.store.items.iter().filter(|item| item.fate == Fate::Queued).count()
    }

    /// Takes along what has changed, page by page.
    pub fn pull(&mut self) -> Result<(), Fault> {
        let mut named: Option<Vec<String>> = None;
        loop {
            let cursor = self.cursor.as_deref().map_or(String::new(), |cursor| format!("&cursor={cursor}"));
            let path = format!("/api/v1/sync/changes?unsent={}{cursor}", self.waiting());
            let clock = rfc3339(Clock::system().now() + self.off);
            let reply = self.until_answered(|device| device.request("GET", &path, &[("device-time", &clock)], None))?;
            if reply.status != 200 {
                return Err(format!("no changes: {} {}", reply.status, reply.text()).into());
            }
            let page: Changes = serde_json::from_slice(&reply.body)?;
            if page.epoch != self.epoch {
                return Err("a page of another life".into());
            }
            if page.reset {
                named.get_or_insert_default();
            }
            if let Some(office) = &page.office {
                self.store.office = office.get().to_owned();
            }
            for file in page.files {
                if let Some(named) = &mut named {
                    named.push(file.id.clone());
                }
                self.store.arrived(&file.id, Copy { version: file.version, text: file.body.get().into() })?;
            }
            for gone in page.withdrawn {
                self.store.drop_file(&gone.id);
            }
            self.cursor = Some(page.cursor);
            if !page.more {
                break;
            }
        }
        let kept = |id: &String| named.as_ref().is_some_and(|named| !named.contains(id));
        let waits = |id: &String| self.store.items.iter().any(|item| item.record == *id && item.fate == Fate::Queued);
        let only_here = |id: &String| !self.store.bases.contains_key(id);
        let gone: Vec<String> = self.store.copies.keys().filter(|id| if only_here(id) { !waits(id) } else { kept(id) }).cloned().collect();
        gone.iter().for_each(|id| self.store.drop_file(id));
        Ok(())
    }

    /// One stretch without signal, and its sending. `part` says how much of the run is over afterwards.
    pub fn history(&mut self, part: f64) -> Result<usize, Fault> {
        self.pull()?;
        let now = Clock::system().now();
        let end = now - TimeDelta::hours(1) - TimeDelta::seconds((PAST.num_seconds() as f64 * (1.0 - part)) as i64);
        let wanted = self.dice.random_range(3..=12);
        let mut done = 0;
        let focus = self.some_files();
        if self.dice.random_bool(0.25) {
            self.file(end)?;
            done += 1;
        }
        for _ in 0..wanted * 5 {
            if done >= wanted {
                break;
            }
            if self.dice.random_bool(0.05) {
                // somebody sets the clock
                self.off = any_clock(&mut self.dice);
            }
            done += usize::from(self.act(&focus, end)?);
        }
        self.drain()?;
        Ok(done)
    }

    fn some_files(&mut self) -> Vec<String> {
        let all: Vec<&String> = self.store.copies.keys().collect();
        let many = self.dice.random_range(1..=3);
        (0..many).filter_map(|_| all.get(self.dice.random_range(0..all.len().max(1))).map(|id| (*id).clone())).collect()
    }

    /// The next moment of the user's day.
    fn moment(&mut self, end: DateTime<Utc>) -> DateTime<Utc> {
        let left = (end - self.life).num_seconds().max(60);
        self.life += TimeDelta::milliseconds(self.dice.random_range(900..=left * 200));
        // at midnight a second's delay would make another day of it
        let midnight = start_of_local_day(local_date(self.life) + TimeDelta::days(1));
        if midnight - self.life < TimeDelta::minutes(3) {
            self.life = midnight + TimeDelta::minutes(1);
        }
        self.life
    }

    fn act(&mut self, focus: &[String], end: DateTime<Utc>) -> Result<bool, Fault> {
        let Some(id) = focus.get(self.dice.random_range(0..focus.len().max(1))).cloned() else { return Ok(false) };
        if !self.store.copies.contains_key(&id) {
            return Ok(false);
        }
        let at = self.moment(end);
        let file = self.store.carried(&id)?;
        let scene = Scene { file: &file, by: self.account, at };
        let Some((step, body)) = scene.act(&mut self.dice) else { return Ok(false) };
        let path = format!("{CASES}/{id}/{step}");
        self.command(step, path, id, at, &body)
    }

    /// Takes a new application down; the record is named here.
    fn file(&mut self, end: DateTime<Utc>) -> Result<(), Fault> {
        let Some(station) = self.station else { return Ok(()) };
        self.applications += 1;
        let at = self.moment(end);
        let mut body = application(self.applications, &[station]);
        let id = platform::uuid::Builder::from_random_bytes(self.dice.random()).into_uuid().to_string();
        if let Some(fields) = body.as_object_mut() {
            fields.insert("id".to_owned(), Value::String(id.clone()));
        }
        self.command("file", CASES.to_owned(), id, at, &body).map(drop)
    }

    fn command(&mut self, step: &'static str, path: String, record: String, at: DateTime<Utc>, body: &Value) -> Result<bool, Fault> {
        let key = platform::uuid::Builder::from_random_bytes(self.dice.random()).into_uuid().to_string();
        let item = Item {
            seq: 0,
            key,
            path,
            step,
            body: String::new(),
            base: None,
            record,
            at,
            off: self.off,
            fate: Fate::Queued,
            batch: self.batch,
            sent: 0,
            answered: None,
            resent: false,
        };
        let refused = self.store.take(item, body)?;
        if let Some(judged) = &refused {
            self.refused_here += 1;
            if judged.status == 422 && judged.body.get().contains("invalid_input") && !judged.body.get().contains("\"order\"") {
                return Err(format!("the script is wrong: {step} {body}: {}", judged.body.get()).into());
            }
        }
        Ok(refused.is_none())
    }

    /// Sends what waits: in order within a record, the records mixed; what is refused for good is parked.
    pub fn drain(&mut self) -> Result<(), Fault> {
        loop {
            let heads = self.store.heads();
            let Some(n) = heads.get(self.dice.random_range(0..heads.len().max(1))).copied() else { return Ok(()) };
            self.deliver(n)?;
        }
    }

    fn deliver(&mut self, n: usize) -> Result<(), Fault> {
        let Some(item) = self.store.items.get_mut(n) else { return Ok(()) };
        item.sent += 1;
        let key = match self.forgetful && item.sent > 1 {
            true => platform::uuid::Builder::from_random_bytes(self.dice.random()).into_uuid().to_string(),
            false => item.key.clone(),
        };
        let (seq, clock) = (item.seq.to_string(), item.clock(Clock::system().now()));
        let base = item.base.map(|base| format!("\"{base}\""));
        let mut headers =
            vec![("idempotency-key", key.as_str()), ("device-seq", &seq), ("device-time", &clock), ("sync-epoch", &self.epoch)];
        headers.extend(base.as_deref().map(|base| ("if-match", base)));
        let request = self.device.request("POST", &item.path, &headers, Some(&item.body));
        let outcome = self.line.send(&request);
        let known = self.epoch.clone();
        match outcome {
            Ok(reply) if reply.status == 401 => self.come_back(),
            Ok(reply) if reply.status >= 500 || matches!(reply.status, 408 | 425 | 429) || reply.code() == "idempotency_in_flight" => {
                std::thread::sleep(Duration::from_millis(self.dice.random_range(1..15)));
                Ok(())
            }
            Ok(reply) => {
                self.hear(&reply);
                let fate = match reply.status {
                    200..300 => Fate::Done(self.epoch.clone()),
                    // names a version that a restored database has not come to again: it is judged on the file as it stands
                    412 if reply.current().is_some() && reply.current() < self.base_of(n) => {
                        let current = reply.current();
                        self.store.items.get_mut(n).into_iter().for_each(|item| item.base = current);
                        return Ok(());
                    }
                    // a new life that lacks what came before is told that first
                    _ if known != self.epoch => return Ok(()),
                    status => Fate::Parked(status, reply.code()),
                };
                let Some(item) = self.store.items.get_mut(n) else { return Ok(()) };
                item.answered = if reply.status < 300 { reply.version() } else { item.answered };
                item.fate = fate;
                match item.fate {
                    Fate::Parked(..) => {
                        let record = item.record.clone();
                        self.store.again(&record)
                    }
                    _ => Ok(()),
                }
            }
            Err(_) => {
                std::thread::sleep(Duration::from_millis(self.dice.random_range(1..15)));
                Ok(())
            }
        }
    }

    fn base_of(&self, n: usize) -> Option<i64> {
        self.store.items.get(n).and_then(|item| item.base)
    }

    /// The last contact of a batch, over a good line: nothing waits afterwards, and the copies are what the office has.
    pub fn come_home(&mut self) -> Result<(), Fault> {
        self.line.settle();
        self.come_back()?;
        loop {
            self.drain()?;
            self.pull()?;
            // a page of another life of the server puts what it had acknowledged back into the queue
            if self.waiting() == 0 {
                return Ok(());
            }
        }
    }
}

/// A clock that is right, or wrong by up to ten years.
fn any_clock(dice: &mut StdRng) -> TimeDelta {
    const TEN_YEARS: i64 = 3_652 * 86_400;
    if dice.random_bool(0.25) { TimeDelta::zero() } else { TimeDelta::seconds(dice.random_range(-TEN_YEARS..=TEN_YEARS)) }
}
