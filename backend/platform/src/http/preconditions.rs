//! `Idempotency-Key` and `If-Match`: what a change must bring along.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use sha2::{Digest, Sha256};

use super::DeviceNote;
use crate::access::Actor;
use crate::problem::{AppError, FieldError};

/// The version a change was based on, from `If-Match: "7"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version(pub i64);

impl Version {
    /// Refuses with 412 when the record has moved on.
    pub fn check(self, current: i64) -> Result<(), AppError> {
        if self.0 == current { Ok(()) } else { Err(AppError::Stale { current }) }
    }
}

impl FromRequest for Version {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get("if-match").and_then(|v| v.to_str().ok());
        ready(match header {
            None => Err(AppError::VersionRequired),
            Some(text) => match text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).and_then(|t| t.parse().ok()) {
                Some(version) => Ok(Self(version)),
                None => Err(AppError::Invalid(vec![FieldError::new("/header/If-Match", "type")])),
            },
        })
    }
}

/// The key a client names its command with; it is born with the command, not with the attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(pub String);

impl FromRequest for IdempotencyKey {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get("idempotency-key").and_then(|v| v.to_str().ok());
        ready(match header {
            Some(text) if (8..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:".contains(&b)) => {
                Ok(Self(text.to_owned()))
            }
            _ => Err(AppError::KeyRequired),
        })
    }
}

/// Who commands what, under which key: everything `db.write` needs to run a change exactly once.
#[derive(Debug, Clone)]
pub struct Command {
    pub actor: Arc<Actor>,
    pub key: Option<String>,
    pub fingerprint: [u8; 32],
    /// How often the user of a tablet has asked for it. A refusal of such a command is kept under its key until she asks again, so
    /// that a late copy of it does nothing.
    pub attempt: Option<u32>,
}

impl Command {
    /// The same as a tablet sends it; nothing changes for anybody else.
    #[must_use]
    pub fn noted(self, device: &DeviceNote) -> Self {
        let attempt = self.actor.device.and(device.try_of_command());
        Self { attempt, ..self }
    }

    /// A command of the house itself (seed, import, command line): not repeated by a network, so it needs no key.
    pub fn internal(actor: Arc<Actor>) -> Self {
        Self { actor, key: None, fingerprint: [0; 32], attempt: None }
    }
}

/// What makes two requests the same: path and body.
pub fn fingerprint(path: &str, body: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(path.as_bytes());
    hash.update([0]);
    hash.update(body);
    hash.finalize().into()
}
