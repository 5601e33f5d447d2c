//! W7: tablets that take their files along. One alone, for what it costs; then all at once, for what the desks feel of it.

use std::io::Read;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use platform::calendar::local_date;
use platform::clock::Clock;
use platform::ids::Id;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::caseload::{self, PER_PERSON};
use crate::device::{Device, rfc3339};
use crate::house::House;
use crate::load::Took;
use crate::wire::{self, Session, Wire};
use crate::{Fault, load};

/// Files that change between two syncs of the tablet that is looked at alone.
pub const CHANGED: usize = 5;

/// A tablet that only takes files along, and its owner at a desk.
pub struct Tablet {
    device: Device,
    owner: Session,
    account: Value,
    wire: Wire,
}

/// What one sync came to.
#[derive(Default)]
pub struct Synced {
    pub requests: Vec<Duration>,
    pub elapsed: Duration,
    /// Bytes of all answers on the wire, heads included.
    pub travelled: usize,
    /// CPU time of the server, where it was looked at.
    pub cpu: Duration,
    cursor: String,
    pages: Vec<Vec<u8>>,
}

#[derive(Deserialize)]
struct Page {
    files: Vec<Sent>,
}

#[derive(Deserialize)]
struct Sent {
    id: String,
    version: i64,
}

/// The syncs of a tablet alone: the first, one with nothing new, one with a few files changed.
pub struct Alone {
    pub first: Synced,
    pub unchanged: Synced,
    pub changed: Synced,
}

/// Enrols so many tablets, the way their owners would.
pub fn enrol(house: &House, many: usize) -> Result<Vec<Tablet>, Fault> {
    let security = house.sign_in("security")?;
    let mut dice = StdRng::seed_from_u64(7);
    let mut tablets = Vec::new();
    let mut owner: Option<(Session, Value)> = None;
    for n in 0..many {
        let person = n / PER_PERSON;
        if n % PER_PERSON == 0 {
            let session = house.sign_in_with(&caseload::username(person), &caseload::secret(person))?;
            let me = house.wire().exchange(&wire::get("/api/v1/me", Some(&session)))?;
            let me: Value = serde_json::from_slice(&me.body)?;
            owner = Some((session, me.pointer("/account/id").cloned().ok_or("nobody is signed in")?));
        }
        let (session, account) = owner.clone().ok_or("no owner")?;
        let mut device = Device::new(&mut dice)?;
        device.enrol(house, &session, &security, &format!("入户平板{}", n + 1))?;
        tablets.push(Tablet { device, owner: session, account, wire: house.wire() });
    }
    Ok(tablets)
}

impl Tablet {
    /// New tokens: those of ten minutes ago are over.
    pub fn come_back(&mut self) -> Result<(), Fault> {
        let reply = self.wire.exchange(&self.device.come_back())?;
        self.device.keep(&reply.body).ok_or_else(|| format!("no tokens: {} {}", reply.status, reply.text()).into())
    }

    /// Takes along what is new after a cursor, page after page, one request at a time; without a cursor, everything.
    pub fn sync(&mut self, cursor: Option<&str>) -> Result<Synced, Fault> {
        let mut synced = Synced { cursor: cursor.unwrap_or_default().to_owned(), ..Synced::default() };
        let started = Instant::now();
        loop {
            let cursor = if synced.cursor.is_empty() { String::new() } else { format!("&cursor={}", synced.cursor) };
            let path = format!("/api/v1/sync/changes?unsent=0{cursor}");
            let clock = rfc3339(Clock::system().now());
            let request = self.device.request("GET", &path, &[("accept-encoding", "gzip"), ("device-time", &clock)], None);
            let asked = Instant::now();
            let reply = self.wire.exchange(&request)?;
            synced.requests.push(asked.elapsed());
            synced.travelled += reply.travelled;
            if reply.status != 200 {
                return Err(format!("no changes: {} {}", reply.status, reply.text()).into());
            }
            let (next, more) = head(&reply.body)?;
            synced.cursor = next;
            // what is in it is looked at later: a real tablet does not read on the server's machine
            synced.pages.push(reply.body);
            if !more {
                synced.elapsed = started.elapsed();
                return Ok(synced);
            }
        }
    }

    /// The three syncs of a tablet that nobody else disturbs.
    pub fn alone(&mut self, spent: &dyn Fn() -> Duration) -> Result<Alone, Fault> {
        let mut watched = |cursor: Option<&str>| -> Result<Synced, Fault> {
            let before = spent();
            let synced = self.sync(cursor)?;
            Ok(Synced { cpu: spent().saturating_sub(before), ..synced })
        };
        let first = watched(None)?;
        let unchanged = watched(Some(&first.cursor))?;
        let files = first.files()?;
        for file in files.iter().take(CHANGED) {
            self.add_evidence(file)?;
        }
        let before = spent();
        let changed = self.sync(Some(&unchanged.cursor))?;
        let changed = Synced { cpu: spent().saturating_sub(before), ..changed };
        let (all, none, few) = (files.len(), unchanged.files()?.len(), changed.files()?.len());
        if (all, none, few) != (caseload::CARRIED, 0, CHANGED) {
            return Err(format!("{all} files came along, then {none}, then {few}").into());
        }
        Ok(Alone { first, unchanged, changed })
    }

    fn add_evidence(&mut self, file: &Sent) -> Result<(), Fault> {
        let today = local_date(Clock::system().now());
        let body = json!({"evidence": {"datedOn": today, "items": [{"name": "转账记录", "kind": "书证", "provider": "当事人",
            "original": false, "pages": 2, "proves": "家庭开支", "receivedBy": self.account, "receivedOn": today}]}});
        let path = format!("/api/v1/mediation/cases/{}/add-evidence", file.id);
        let command = wire::command(&path, &self.owner, &Id::new().0.to_string(), Some(file.version), &body.to_string());
        let reply = self.wire.exchange(&command)?;
        if reply.status == 200 { Ok(()) } else { Err(format!("no evidence: {} {}", reply.status, reply.text()).into()) }
    }
}

impl Synced {
    fn files(&self) -> Result<Vec<Sent>, Fault> {
        let mut files = Vec::new();
        for page in &self.pages {
            files.extend(serde_json::from_reader::<_, Page>(GzDecoder::new(page.as_slice()))?.files);
        }
        Ok(files)
    }

    pub fn cpu_ms(&self) -> f64 {
        self.cpu.as_secs_f64() * 1e3
    }
}

/// The cursor of a page and whether another follows, from its first bytes.
fn head(body: &[u8]) -> Result<(String, bool), Fault> {
    let mut start = Vec::new();
    GzDecoder::new(body).take(1_024).read_to_end(&mut start)?;
    let text = String::from_utf8_lossy(&start);
    let (cursor, rest) = text.split_once("\"cursor\":\"").and_then(|(_, rest)| rest.split_once('"')).ok_or("a page without a cursor")?;
    Ok((cursor.to_owned(), rest.starts_with(",\"more\":true")))
}

/// The middle one of several, by the CPU of the first sync.
pub fn median(mut rounds: Vec<Alone>) -> Result<Alone, Fault> {
    rounds.sort_by_key(|alone| alone.first.cpu);
    let middle = rounds.len() / 2;
    rounds.into_iter().nth(middle).ok_or_else(|| "no tablet has synced".into())
}

/// All tablets take everything along at once, while `beside` goes on until they are done.
pub fn at_once(
    tablets: &mut [Tablet],
    beside: impl FnOnce(&(dyn Fn(Duration) -> bool + Sync)) -> Result<Took, Fault>,
) -> Result<(Vec<Synced>, Took), Fault> {
    let left = AtomicUsize::new(tablets.len());
    std::thread::scope(|scope| {
        let away: Vec<_> = tablets
            .iter_mut()
            .map(|tablet| {
                let left = &left;
                scope.spawn(move || {
                    let outcome = tablet.sync(None);
                    left.fetch_sub(1, Ordering::SeqCst);
                    outcome
                })
            })
            .collect();
        let took = beside(&|_| left.load(Ordering::SeqCst) > 0);
        let synced = away.into_iter().map(|tablet| tablet.join().map_err(|_| "a tablet panicked")?).collect::<Result<Vec<_>, Fault>>()?;
        Ok((synced, took?))
    })
}

/// Whether every tablet has everything.
pub fn complete(synced: &[Synced]) -> Result<(), Fault> {
    for one in synced {
        let files = one.files()?.len();
        if files != caseload::CARRIED {
            return Err(format!("a tablet took {files} files along").into());
        }
    }
    Ok(())
}

/// Times of all requests, sorted.
pub fn times(synced: &[Synced]) -> Vec<Duration> {
    let mut times: Vec<Duration> = synced.iter().flat_map(|one| one.requests.iter().copied()).collect();
    times.sort_unstable();
    times
}

/// The middle one of some durations.
pub fn middle(mut durations: Vec<Duration>) -> Duration {
    durations.sort_unstable();
    load::percentile(&durations, 50)
}
