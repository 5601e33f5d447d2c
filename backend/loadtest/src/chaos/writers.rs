//! Clients that file applications and take the filed ones on, each command under a key of its own, kept until it is answered.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use platform::ids::{Id, OrgId};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::Value;

use crate::Fault;
use crate::applications::application;
use crate::wire::{self, Reply, Session, Wire};

/// A command as it went out; the same bytes go out again when no answer came.
#[derive(Debug, Clone)]
pub struct Sent {
    pub bytes: Vec<u8>,
    /// The file it changes; a new one's name is the server's to give.
    pub file: Option<String>,
}

/// A command with its answer, read to the last byte.
#[derive(Debug, Clone)]
pub struct Acked {
    pub sent: Sent,
    pub file: String,
    pub version: i64,
    pub status: u16,
    pub body: Vec<u8>,
    /// Issued on acceptance.
    pub number: Option<String>,
}

/// One client: what it waits for, and which files it could take on.
pub struct Writer {
    seed: u64,
    round: u64,
    next: usize,
    pub pending: Option<Sent>,
    open: Vec<(String, i64)>,
    pub acked: Vec<Acked>,
}

impl Writer {
    pub fn new(seed: u64, which: usize) -> Self {
        let seed = seed.wrapping_mul(1_000).wrapping_add(u64::try_from(which).unwrap_or(0));
        Self { seed, round: 0, next: which * 100_000, pending: None, open: Vec::new(), acked: Vec::new() }
    }

    /// Works until the server is gone.
    pub fn work(&mut self, address: SocketAddr, session: &Session, stations: &[OrgId], until: Instant) -> Result<(), Fault> {
        self.round += 1;
        let mut dice = StdRng::seed_from_u64(self.seed.wrapping_add(self.round << 32));
        let mut wire = Wire::new(address);
        // the killer comes first; the bound only ends a run whose server would not die
        while Instant::now() < until + Duration::from_secs(5) {
            let sent = match self.pending.take() {
                Some(sent) => sent,
                None => self.invent(&mut dice, session, stations),
            };
            match wire.exchange(&sent.bytes) {
                Ok(reply) if reply.status == 503 => self.pending = Some(sent),
                Ok(reply) => self.note(sent, reply)?,
                Err(_) => {
                    self.pending = Some(sent);
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn invent(&mut self, dice: &mut StdRng, session: &Session, stations: &[OrgId]) -> Sent {
        let key = Id::new().0.to_string();
        if !self.open.is_empty() && dice.random_bool(0.4) {
            let (file, version) = self.open.swap_remove(dice.random_range(0..self.open.len()));
            let path = format!("/api/v1/mediation/cases/{file}/accept");
            let body = r#"{"partiesConsent":true,"difficulty":"ORDINARY"}"#;
            return Sent { bytes: wire::command(&path, session, &key, Some(version), body), file: Some(file) };
        }
        self.next += 1;
        let body = application(self.next, stations).to_string();
        Sent { bytes: wire::command("/api/v1/mediation/cases", session, &key, None, &body), file: None }
    }

    /// Keeps an acknowledged command.
    pub fn note(&mut self, sent: Sent, reply: Reply) -> Result<(), Fault> {
        if !matches!(reply.status, 200 | 201) {
            return Err(format!("a command was answered with {}: {}", reply.status, reply.text()).into());
        }
        let view: Value = serde_json::from_slice(&reply.body)?;
        let text = |name: &str| view.get(name).and_then(Value::as_str).map(str::to_owned);
        let file = text("id").ok_or("an answer without an id")?;
        let version = reply.version().ok_or("an answer without a version")?;
        if sent.file.is_none() {
            self.open.push((file.clone(), version));
        }
        self.acked.push(Acked { sent, file, version, status: reply.status, body: reply.body, number: text("number") });
        Ok(())
    }
}

/// The newest version each file was acknowledged in.
pub fn newest(acked: &[Acked]) -> HashMap<&str, i64> {
    let mut newest = HashMap::new();
    for one in acked {
        let version = newest.entry(one.file.as_str()).or_insert(one.version);
        *version = one.version.max(*version);
    }
    newest
}
