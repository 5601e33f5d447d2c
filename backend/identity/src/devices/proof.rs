//! The proof of possession that comes with every request of a tablet: a compact JWS in the header `DPoP` (after RFC 9449),
//! ES256 alone. Its time is not looked at, because the clocks of tablets are wrong by years: it is as fresh as the token it is
//! bound to.

use actix_web::HttpRequest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use platform::problem::AppError;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::gate::Settings;
use crate::middleware::own_origin;

/// Longest proof that is looked at.
const LONGEST: usize = 2_048;
/// Longest name of a proof.
const LONGEST_ID: usize = 128;

/// A public key on P-256: the two coordinates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey([u8; 64]);

impl PublicKey {
    /// Reads the coordinates of a JSON Web Key; nothing when they name no point of the curve.
    pub fn of(x: &str, y: &str) -> Option<Self> {
        let (x, y): ([u8; 32], [u8; 32]) = (decode(x)?.try_into().ok()?, decode(y)?.try_into().ok()?);
        let key = Self::stored([x, y].concat().as_slice())?;
        key.verifying().map(|_| key)
    }

    /// The key as the database keeps it.
    pub(crate) fn stored(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(crate) fn bytes(&self) -> &[u8; 64] {
        &self.0
    }

    fn verifying(&self) -> Option<VerifyingKey> {
        VerifyingKey::from_sec1_bytes([[4].as_slice(), &self.0].concat().as_slice()).ok()
    }
}

/// What a proof must be about.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    pub method: &'a str,
    /// The absolute address without a query.
    pub url: &'a str,
    /// The token, or the name of the tablet where there is none yet.
    pub bound_to: &'a str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    typ: String,
    alg: String,
    jwk: Jwk,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Jwk {
    kty: String,
    crv: String,
    x: String,
    y: String,
}

#[derive(Deserialize)]
struct Claims {
    htm: String,
    htu: String,
    jti: String,
    /// Must be there and a number; what it says is not believed.
    #[serde(rename = "iat")]
    _iat: f64,
    ath: String,
}

/// The key that signed a proof which is about exactly what is expected.
pub fn read(text: &str, expected: Expected<'_>) -> Option<PublicKey> {
    if text.len() > LONGEST {
        return None;
    }
    let (message, signature) = text.rsplit_once('.')?;
    let (header, claims) = message.split_once('.')?;
    let header: Header = serde_json::from_slice(&decode(header)?).ok()?;
    if header.typ != "dpop+jwt" || header.alg != "ES256" || header.jwk.kty != "EC" || header.jwk.crv != "P-256" {
        return None;
    }
    let key = PublicKey::of(&header.jwk.x, &header.jwk.y)?;
    let signature = Signature::from_slice(&decode(signature)?).ok()?;
    key.verifying()?.verify(message.as_bytes(), &signature).ok()?;
    let claims: Claims = serde_json::from_slice(&decode(claims)?).ok()?;
    let about = claims.htm == expected.method && claims.htu == expected.url && claims.ath == bound(expected.bound_to);
    let named = (1..=LONGEST_ID).contains(&claims.jti.len());
    (about && named).then_some(key)
}

/// What `ath` says of the text a proof is bound to.
pub fn bound(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()))
}

/// Canonical base64url alone: no padding, no stray bits, so that a proof has one form.
fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// The key that a request proves, when it brings one proof that fits it.
pub(crate) fn of_request(settings: &Settings, request: &HttpRequest, bound_to: &str) -> Option<PublicKey> {
    let mut proofs = request.headers().get_all("dpop");
    let (Some(proof), None) = (proofs.next(), proofs.next()) else { return None };
    let url = format!("{}{}", own_origin(settings, request), request.path());
    read(proof.to_str().ok()?, Expected { method: request.method().as_str(), url: &url, bound_to })
}

/// The refusal of a missing or wrong proof.
pub(crate) fn missing() -> AppError {
    AppError::Unauthenticated { code: "device_proof" }
}

#[cfg(test)]
mod tests;
