//! The people at the desks: they take disputes on, and change the same files while tablets are away.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use platform::clock::Clock;
use platform::ids::{AccountId, Id};
use rand::Rng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use super::tablet::PAST;
use crate::Fault;
use crate::applications::application;
use crate::device::rfc3339;
use crate::house::House;
use crate::wire::{self, Reply, Session, Wire};

const CASES: &str = "/api/v1/mediation/cases";

/// Whose session a desk uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desk {
    Registrar,
    Director,
    SealKeeper,
}

/// A command of the office that took effect.
#[derive(Debug, Clone)]
pub struct Deed {
    pub desk: Desk,
    pub file: String,
    pub path: String,
    pub key: String,
    pub body: String,
    pub at: DateTime<Utc>,
}

/// A file of the office's: who mediates it.
#[derive(Debug, Clone)]
pub struct Known {
    pub id: String,
    pub mediators: Vec<AccountId>,
}

/// A mediator as the office sees her.
#[derive(Debug, Clone)]
pub struct Colleague {
    pub account: AccountId,
    pub station: platform::ids::OrgId,
    pub partner: AccountId,
}

pub struct Office {
    wire: Wire,
    pub sessions: HashMap<&'static str, Session>,
    pub deeds: Vec<Deed>,
    /// How many of the deeds are in the backup.
    pub backed_up: usize,
    pub files: Vec<Known>,
    pub sealed: Vec<String>,
    next: usize,
}

fn session_of(desk: Desk) -> &'static str {
    match desk {
        Desk::Registrar => "registrar",
        Desk::Director => "director",
        Desk::SealKeeper => "seal",
    }
}

impl Office {
    pub fn new(house: &House) -> Result<Self, Fault> {
        let mut sessions = HashMap::new();
        for name in ["registrar", "director", "seal", "auditor", "security"] {
            sessions.insert(name, house.sign_in(name)?);
        }
        Ok(Self { wire: house.wire(), sessions, deeds: Vec::new(), backed_up: 0, files: Vec::new(), sealed: Vec::new(), next: 5_000_000 })
    }

    pub fn session(&self, name: &str) -> Result<&Session, Fault> {
        Ok(self.sessions.get(name).ok_or("nobody of that name is signed in")?)
    }

    /// Sends until the server, which may be killed at any time, has answered.
    pub fn persist(&mut self, request: &[u8]) -> Result<Reply, Fault> {
        let since = Instant::now();
        while since.elapsed() < Duration::from_secs(60) {
            match self.wire.exchange(request) {
                Ok(reply) if reply.status < 500 && reply.status != 429 && reply.code() != "idempotency_in_flight" => return Ok(reply),
                _ => std::thread::sleep(Duration::from_millis(10)),
            }
        }
        Err("the server did not answer the office in time".into())
    }

    fn read(&mut self, desk: Desk, path: &str) -> Result<Reply, Fault> {
        let request = wire::get(path, self.sessions.get(session_of(desk)));
        self.persist(&request)
    }

    /// A step of the office on the file as it stands; true when it took effect.
    fn step(&mut self, desk: Desk, file: &str, step: &str, body: &Value) -> Result<bool, Fault> {
        let deed = Deed {
            desk,
            file: file.to_owned(),
            path: format!("{CASES}/{file}/{step}"),
            key: Id::new().0.to_string(),
            body: body.to_string(),
            at: occurred(body),
        };
        self.perform(deed)
    }

    fn perform(&mut self, deed: Deed) -> Result<bool, Fault> {
        for _ in 0..20 {
            let version = match deed.path.as_str() {
                CASES => None,
                _ => match self.read(Desk::Director, &format!("{CASES}/{}", deed.file))?.version() {
                    Some(version) => Some(version),
                    None => return Ok(false),
                },
            };
            let session = self.session(session_of(deed.desk))?.clone();
            let reply = self.persist(&wire::command(&deed.path, &session, &deed.key, version, &deed.body))?;
            match reply.status {
                200..300 => {
                    self.deeds.push(deed);
                    return Ok(true);
                }
                // a tablet was faster: look again
                412 => {}
                _ => return Ok(false),
            }
        }
        Ok(false)
    }

    /// Takes a dispute on and gives it to a mediator, and sometimes to her colleague as well.
    pub fn open(&mut self, colleague: &Colleague, together: bool) -> Result<(), Fault> {
        self.next += 1;
        let then = Clock::system().now() - PAST;
        let mut body = application(self.next, &[colleague.station]);
        let id = Id::new().0.to_string();
        dated(&mut body, then - TimeDelta::days(3));
        if let Some(fields) = body.as_object_mut() {
            fields.insert("id".to_owned(), json!(id));
        }
        let deed = Deed {
            desk: Desk::Registrar,
            file: id.clone(),
            path: CASES.to_owned(),
            key: Id::new().0.to_string(),
            body: body.to_string(),
            at: occurred(&body),
        };
        let mut accept = json!({"partiesConsent": true, "difficulty": "ORDINARY"});
        dated(&mut accept, then - TimeDelta::days(2));
        let mut mediators = vec![colleague.account];
        if together {
            mediators.push(colleague.partner);
        }
        let mut assign = json!({"mode": "ASSIGNED", "mediators": mediators});
        dated(&mut assign, then - TimeDelta::days(1));
        let opened = self.perform(deed)?
            && self.step(Desk::Registrar, &id, "accept", &accept)?
            && self.step(Desk::Director, &id, "assign", &assign)?;
        if !opened {
            return Err(format!("the office could not open {id}").into());
        }
        self.files.push(Known { id, mediators });
        Ok(())
    }

    /// Something that somebody at a desk does to any of the files.
    pub fn meddle(&mut self, dice: &mut StdRng, colleagues: &[Colleague]) -> Result<(), Fault> {
        // the newest files are those the tablets work on
        let from = self.files.len().saturating_sub(colleagues.len() * 8);
        let Some(known) = self.files.get(dice.random_range(from..self.files.len().max(from + 1))).cloned() else { return Ok(()) };
        match dice.random_range(0..100) {
            0..35 => self.correct(&known, dice),
            35..50 => {
                let now = Clock::system().now();
                let today = platform::calendar::local_date(now);
                let mut body = json!({"evidence": {"datedOn": today, "items": [{"name": "登记处收到的材料", "kind": "书证",
                    "provider": "当事人", "original": true, "pages": dice.random_range(1..9), "proves": "家庭开支",
                    "receivedBy": known.mediators.first(), "receivedOn": today}]}});
                dated(&mut body, now);
                self.step(Desk::Registrar, &known.id, "add-evidence", &body).map(drop)
            }
            50..54 => self.reassign(&known, dice, colleagues),
            54..57 => {
                let body = json!({"reason": "当事人是本会工作人员"});
                if self.step(Desk::Director, &known.id, "seal-file", &body)? {
                    self.sealed.push(known.id.clone());
                }
                Ok(())
            }
            _ => self.seal(&known),
        }
    }

    fn correct(&mut self, known: &Known, dice: &mut StdRng) -> Result<(), Fault> {
        let reply = self.read(Desk::Registrar, &format!("{CASES}/{}", known.id))?;
        let file: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        let party = format!("/parties/{}", dice.random_range(0..2));
        let Some(id) = file.pointer(&format!("{party}/id")) else { return Ok(()) };
        let (field, name) = if dice.random_bool(0.5) { ("OCCUPATION", "occupation") } else { ("EMPLOYER", "employer") };
        let base = file.pointer(&format!("{party}/particulars/{name}"));
        let value = format!("登记更正{}", dice.random_range(1000..9999));
        let mut body = json!({"changes": [{"field": field, "partyId": id, "base": base, "value": value}], "reason": "登记有误"});
        dated(&mut body, Clock::system().now());
        self.step(Desk::Registrar, &known.id, "correct-particulars", &body).map(drop)
    }

    fn reassign(&mut self, known: &Known, dice: &mut StdRng, colleagues: &[Colleague]) -> Result<(), Fault> {
        let Some(other) = colleagues.get(dice.random_range(0..colleagues.len().max(1))) else { return Ok(()) };
        let Some(outgoing) = known.mediators.first().filter(|_| !known.mediators.contains(&other.account)) else { return Ok(()) };
        let mut body = json!({"outgoing": outgoing, "incoming": other.account, "reason": "休假"});
        dated(&mut body, Clock::system().now());
        if self.step(Desk::Director, &known.id, "replace-mediator", &body)?
            && let Some(file) = self.files.iter_mut().find(|file| file.id == known.id)
        {
            file.mediators.retain(|account| account != outgoing);
            file.mediators.push(other.account);
        }
        Ok(())
    }

    /// The committee's seal under a text that lacks nothing else.
    fn seal(&mut self, known: &Known) -> Result<(), Fault> {
        let reply = self.read(Desk::SealKeeper, &format!("{CASES}/{}/agreement-for-seal", known.id))?;
        let text: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        if text.get("ready") != Some(&json!(true)) {
            return Ok(());
        }
        let mut body = json!({"paperId": text.get("paperId"), "textHash": text.get("textHash")});
        dated(&mut body, Clock::system().now());
        self.step(Desk::SealKeeper, &known.id, "seal-agreement", &body).map(drop)
    }

    /// Everything is in the backup that is being made: nobody at a desk works meanwhile.
    pub fn note_backup(&mut self) {
        self.backed_up = self.deeds.len();
    }

    /// After a restore the people at the desks do again what they have done since the backup.
    pub fn again(&mut self) -> Result<usize, Fault> {
        let lost = self.deeds.split_off(self.backed_up.min(self.deeds.len()));
        let mut redone = 0;
        for deed in lost {
            redone += usize::from(self.perform(deed)?);
        }
        Ok(redone)
    }
}

fn dated(body: &mut Value, at: DateTime<Utc>) {
    if let Some(fields) = body.as_object_mut() {
        fields.insert("occurredAt".to_owned(), Value::String(rfc3339(at)));
    }
}

fn occurred(body: &Value) -> DateTime<Utc> {
    let said = body.get("occurredAt").and_then(Value::as_str).and_then(|text| DateTime::parse_from_rfc3339(text).ok());
    said.map_or_else(|| Clock::system().now(), |at| at.with_timezone(&Utc))
}
