//! A tablet as the server knows it: a key, tokens, and a proof for every request.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, SecondsFormat, Utc};
use identity::devices::proof::bound;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use platform::ids::Id;
use rand::rngs::StdRng;
use rand::{Rng, RngCore};
use serde_json::{Value, json};

use crate::Fault;
use crate::house::House;
use crate::wire::{self, Session};

/// What every request of this tool says in `Host`.
const ORIGIN: &str = "http://localhost";

/// The key of a tablet and what it is good for.
#[derive(Clone)]
pub struct Device {
    pub id: String,
    key: SigningKey,
    pub tokens: Tokens,
}

/// What proves, together with the key, that it is this tablet.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    pub access: String,
    pub refresh: String,
}

impl Device {
    /// A tablet out of its box; the same dice make the same tablet.
    pub fn new(dice: &mut StdRng) -> Result<Self, Fault> {
        let mut secret = [0; 32];
        dice.fill_bytes(&mut secret);
        let id = platform::uuid::Builder::from_random_bytes(dice.random()).into_uuid();
        Ok(Self { id: id.to_string(), key: SigningKey::from_slice(&secret)?, tokens: Tokens::default() })
    }

    fn public_key(&self) -> Value {
        let point = self.key.verifying_key().to_sec1_point(false);
        let part = |range| point.as_bytes().get(range).map(|bytes| URL_SAFE_NO_PAD.encode(bytes)).unwrap_or_default();
        json!({"kty": "EC", "crv": "P-256", "x": part(1..33), "y": part(33..65)})
    }

    fn proof(&self, method: &str, path: &str, bound_to: &str) -> String {
        let url = format!("{ORIGIN}{}", path.split('?').next().unwrap_or(path));
        let header = json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": self.public_key()});
        let claims = json!({"htm": method, "htu": url, "jti": Id::new().0.to_string(), "iat": 946_684_800, "ath": bound(bound_to)});
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(&header), part(&claims));
        let signature: Signature = self.key.sign(message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }

    /// Asked for by its owner, approved by the security administrator, activated by its owner.
    pub fn enrol(&mut self, house: &House, owner: &Session, security: &Session, label: &str) -> Result<(), Fault> {
        let mut wire = house.wire();
        let key = Id::new().0.to_string();
        let body = json!({"id": self.id, "label": label, "serial": format!("HX-{}", &key), "publicKey": self.public_key()});
        let asked = wire.exchange(&wire::command("/api/v1/devices", owner, &key, None, &body.to_string()))?;
        let path = format!("/api/v1/devices/{}", self.id);
        let approve = wire::command(&format!("{path}/approve"), security, &Id::new().0.to_string(), asked.version(), "");
        let approved = wire.exchange(&approve)?;
        if asked.status != 201 || approved.status != 200 {
            return Err(format!("no tablet: {} {}; {} {}", asked.status, asked.text(), approved.status, approved.text()).into());
        }
        let (path, key) = (format!("{path}/activate"), Id::new().0.to_string());
        let proof = self.proof("POST", &path, &self.id);
        let headers = [("idempotency-key", key.as_str()), ("dpop", proof.as_str())];
        let reply = wire.exchange(&wire::request("POST", &path, Some(owner), &headers, Some("")))?;
        if self.keep(&reply.body).is_none() {
            return Err(format!("not activated: {} {}", reply.status, reply.text()).into());
        }
        Ok(())
    }

    /// Keeps the tokens of an answer.
    pub fn keep(&mut self, body: &[u8]) -> Option<()> {
        let answer: Value = serde_json::from_slice(body).ok()?;
        let text = |name: &str| answer.get(name).and_then(Value::as_str).map(str::to_owned);
        self.tokens = Tokens { access: text("accessToken")?, refresh: text("refreshToken")? };
        Some(())
    }

    /// The bytes that ask for new tokens.
    pub fn come_back(&self) -> Vec<u8> {
        let path = "/api/v1/auth/device-token";
        let proof = self.proof("POST", path, &self.tokens.refresh);
        let body = json!({"refreshToken": self.tokens.refresh}).to_string();
        wire::request("POST", path, None, &[("dpop", &proof)], Some(&body))
    }

    /// The bytes of any request of this tablet.
    pub fn request(&self, method: &str, path: &str, more: &[(&str, &str)], body: Option<&str>) -> Vec<u8> {
        let (proof, bearer) = (self.proof(method, path, &self.tokens.access), format!("Bearer {}", self.tokens.access));
        let mut headers = vec![("authorization", bearer.as_str()), ("dpop", proof.as_str())];
        headers.extend(more);
        wire::request(method, path, None, &headers, body)
    }

    pub fn get(&self, path: &str) -> Vec<u8> {
        self.request("GET", path, &[], None)
    }
}

/// A moment as it travels.
pub fn rfc3339(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
