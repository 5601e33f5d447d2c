//! Tokens: opaque ones for browser sessions, signed ones for tablets and integration clients.

mod hs256;

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::crypto::{CryptoError, Keyring, random_bytes};

/// An opaque token of 256 random bits. The client holds the text, the database only the digest.
#[derive(Clone, PartialEq, Eq)]
pub struct OpaqueToken([u8; 32]);

impl OpaqueToken {
    /// A fresh token.
    pub fn generate() -> Result<Self, CryptoError> {
        random_bytes().map(Self)
    }

    /// Reads the text a client sends; `None` when it can be no token, which saves the look-up.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 33];
        let len = URL_SAFE_NO_PAD.decode_slice(text, &mut bytes).ok()?;
        (len == 32).then(|| bytes.first_chunk().copied().map(Self)).flatten()
    }

    /// The text for the client (base64url, 43 characters).
    #[must_use]
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What is stored and looked up: SHA-256 of the 32 bytes. Against so many random bits no guessing helps, so
    /// neither salt nor slowness is needed.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

impl fmt::Debug for OpaqueToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpaqueToken(..)")
    }
}

/// What an access token says: the registered claims, and a body of the application's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims<T> {
    /// Whom it is about.
    pub sub: String,
    /// When it was issued, in seconds since 1970.
    pub iat: i64,
    /// From when on it is valid.
    pub nbf: i64,
    /// When it expires.
    pub exp: i64,
    /// Further claims.
    #[serde(flatten)]
    pub body: T,
}

impl<T> Claims<T> {
    /// Claims valid from `now` on for `lifetime`.
    pub fn new(subject: impl Into<String>, now: DateTime<Utc>, lifetime: TimeDelta, body: T) -> Self {
        let now = now.timestamp();
        Self { sub: subject.into(), iat: now, nbf: now, exp: now.saturating_add(lifetime.num_seconds()), body }
    }
}

/// The claims as signed, with issuer and audience.
#[derive(Serialize)]
struct Signed<'a, T> {
    iss: &'a str,
    aud: &'a str,
    #[serde(flatten)]
    claims: &'a Claims<T>,
}

/// Why an access token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenError {
    /// Not a token of ours: form, algorithm, key, signature, issuer or audience.
    Invalid,
    /// Expired; the client refreshes it.
    Expired,
    /// Not valid yet.
    Premature,
    /// The claims could not be signed.
    Signing,
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Invalid => "access token is invalid",
            Self::Expired => "access token has expired",
            Self::Premature => "access token is not valid yet",
            Self::Signing => "access token could not be signed",
        })
    }
}

impl std::error::Error for TokenError {}

/// How far the clocks of two machines may differ, in seconds.
const LEEWAY: i64 = 30;

#[derive(Clone)]
struct TokenKey {
    kid: String,
    signing: EncodingKey,
    verifying: DecodingKey,
}

/// Signs and verifies access tokens (JWT, HS256). The first key signs, all verify: a new key is put in front and
/// the old one dropped after the life of one token.
pub struct AccessTokens {
    keys: Vec<TokenKey>,
    issuer: String,
    audience: String,
    validation: Validation,
}

impl fmt::Debug for AccessTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccessTokens({} keys)", self.keys.len())
    }
}

impl AccessTokens {
    /// Tokens under the keys of the keyring.
    #[must_use]
    pub fn new(keyring: &Keyring, issuer: &str, audience: &str) -> Self {
        hs256::install();
        let keys = keyring.token_keys().map(|(kid, key)| TokenKey {
            kid: kid.to_owned(),
            signing: EncodingKey::from_secret(key),
            verifying: DecodingKey::from_secret(key),
        });
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        validation.set_issuer(&[issuer]);
        validation.set_audience(&[audience]);
        // the library would read the clock of the machine; time is compared in `verify`
        validation.validate_exp = false;
        validation.validate_nbf = false;
        Self { keys: keys.collect(), issuer: issuer.to_owned(), audience: audience.to_owned(), validation }
    }

    /// The same keys for another kind of token: neither is ever taken for the other.
    #[must_use]
    pub fn with_audience(&self, audience: &str) -> Self {
        let mut validation = self.validation.clone();
        validation.set_audience(&[audience]);
        Self { keys: self.keys.clone(), issuer: self.issuer.clone(), audience: audience.to_owned(), validation }
    }

    /// The signed token.
    pub fn sign<T: Serialize>(&self, claims: &Claims<T>) -> Result<String, TokenError> {
        let key = self.keys.first().ok_or(TokenError::Signing)?;
        let header = Header { kid: Some(key.kid.clone()), ..Header::new(Algorithm::HS256) };
        let signed = Signed { iss: &self.issuer, aud: &self.audience, claims };
        jsonwebtoken::encode(&header, &signed, &key.signing).map_err(|_| TokenError::Signing)
    }

    /// The claims of a token that is ours and valid at `now`.
    pub fn verify<T: DeserializeOwned>(&self, token: &str, now: DateTime<Utc>) -> Result<Claims<T>, TokenError> {
        let header = jsonwebtoken::decode_header(token).map_err(|_| TokenError::Invalid)?;
        let kid = header.kid.ok_or(TokenError::Invalid)?;
        let key = self.keys.iter().find(|key| key.kid == kid).ok_or(TokenError::Invalid)?;
        let claims = jsonwebtoken::decode::<Claims<T>>(token, &key.verifying, &self.validation)
            .map_err(|error| match error.kind() {
                ErrorKind::ExpiredSignature => TokenError::Expired,
                _ => TokenError::Invalid,
            })?
            .claims;
        let now = now.timestamp();
        if claims.exp.saturating_add(LEEWAY) <= now {
            return Err(TokenError::Expired);
        }
        if claims.nbf.saturating_sub(LEEWAY) > now {
            return Err(TokenError::Premature);
        }
        Ok(claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    struct Body {
        sid: String,
        scope: Vec<String>,
    }

    fn tokens(seed: u64) -> AccessTokens {
        AccessTokens::new(&Keyring::ephemeral(seed), "jiahe", "api")
    }

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + second, 0).unwrap()
    }

    fn claims() -> Claims<Body> {
        let body = Body { sid: "s1".to_owned(), scope: vec!["case.read".to_owned()] };
        Claims::new("u1", at(0), TimeDelta::minutes(10), body)
    }

    /// A token with any header and payload, signed with the real key.
    fn forge(header: &Value, payload: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(payload));
        let keyring = Keyring::ephemeral(1);
        let key = EncodingKey::from_secret(keyring.token_keys().next().unwrap().1);
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).unwrap();
        format!("{message}.{signature}")
    }

    #[test]
    fn opaque_tokens_round_trip() {
        let token = OpaqueToken::generate().unwrap();
        let text = token.reveal();
        assert_eq!(text.len(), 43);
        assert_eq!(OpaqueToken::parse(&text), Some(token.clone()));
        assert_eq!(OpaqueToken::parse(&text).unwrap().digest(), token.digest());
        assert_ne!(OpaqueToken::generate().unwrap(), token);
        for bad in ["", "x", &text[..42], &format!("{text}A"), &format!("{text}AAAA"), &"+".repeat(43), &"A".repeat(4096)] {
            assert_eq!(OpaqueToken::parse(bad), None, "{bad}");
        }
        assert_eq!(format!("{token:?}"), "OpaqueToken(..)");
    }

    #[test]
    fn a_signed_token_verifies() {
        let tokens = tokens(1);
        let token = tokens.sign(&claims()).unwrap();
        assert_eq!(tokens.verify::<Body>(&token, at(0)), Ok(claims()));
    }

    #[test]
    fn time_is_the_one_passed_in() {
        let tokens = tokens(1);
        let token = tokens.sign(&claims()).unwrap();
        let verify = |second| tokens.verify::<Body>(&token, at(second)).map(|claims| claims.exp);
        let exp = claims().exp;
        assert_eq!(verify(-31), Err(TokenError::Premature));
        assert_eq!(verify(-30), Ok(exp));
        assert_eq!(verify(629), Ok(exp));
        assert_eq!(verify(630), Err(TokenError::Expired));
    }

    #[test]
    fn another_key_issuer_or_audience_is_refused() {
        let token = tokens(1).sign(&claims()).unwrap();
        let keyring = Keyring::ephemeral(1);
        for other in [tokens(2), AccessTokens::new(&keyring, "other", "api"), AccessTokens::new(&keyring, "jiahe", "other")] {
            assert_eq!(other.verify::<Body>(&token, at(0)), Err(TokenError::Invalid));
        }
    }

    #[test]
    fn a_token_of_one_audience_is_none_of_the_other() {
        let clients = tokens(1);
        let devices = clients.with_audience("device");
        let token = devices.sign(&claims()).unwrap();
        assert_eq!(devices.verify::<Body>(&token, at(0)), Ok(claims()));
        assert_eq!(clients.verify::<Body>(&token, at(0)), Err(TokenError::Invalid));
        assert_eq!(devices.verify::<Body>(&clients.sign(&claims()).unwrap(), at(0)), Err(TokenError::Invalid));
    }

    #[test]
    fn every_changed_character_is_found() {
        let tokens = tokens(1);
        let token = tokens.sign(&claims()).unwrap();
        // the very last character carries unused bits and is checked by the decoder
        for at_byte in 0..token.len() {
            let mut bad = token.clone().into_bytes();
            bad[at_byte] = if bad[at_byte] == b'A' { b'B' } else { b'A' };
            let bad = String::from_utf8(bad).unwrap();
            assert_eq!(tokens.verify::<Body>(&bad, at(0)), Err(TokenError::Invalid), "{at_byte}");
        }
        assert!(tokens.verify::<Body>("", at(0)).is_err());
        assert!(tokens.verify::<Body>("a.b.c", at(0)).is_err());
    }

    #[test]
    fn the_algorithm_is_pinned_and_claims_are_required() {
        let tokens = tokens(1);
        let payload = json!({"iss": "jiahe", "aud": "api", "sub": "u1", "iat": 1_790_000_000, "nbf": 1_790_000_000, "exp": 1_790_000_600, "sid": "s1", "scope": []});
        let verify = |header: Value, payload: &Value| tokens.verify::<Body>(&forge(&header, payload), at(0));
        assert!(verify(json!({"alg": "HS256", "kid": "1"}), &payload).is_ok());
        for header in [
            json!({"alg": "none", "kid": "1"}),
            json!({"alg": "HS384", "kid": "1"}),
            json!({"alg": "RS256", "kid": "1"}),
            json!({"alg": "HS256"}),
            json!({"alg": "HS256", "kid": "9"}),
        ] {
            assert_eq!(verify(header, &payload), Err(TokenError::Invalid));
        }
        for claim in ["iss", "aud", "sub", "nbf", "exp", "sid"] {
            let mut short = payload.clone();
            short.as_object_mut().unwrap().remove(claim);
            assert_eq!(verify(json!({"alg": "HS256", "kid": "1"}), &short), Err(TokenError::Invalid), "{claim}");
        }
    }

    #[test]
    fn rotation_keeps_issued_tokens_valid() {
        let mut keyring = Keyring::ephemeral(1);
        let old = AccessTokens::new(&keyring, "jiahe", "api").sign(&claims()).unwrap();
        keyring.rotate_tokens().unwrap();
        let rotated = AccessTokens::new(&keyring, "jiahe", "api");
        let new = rotated.sign(&claims()).unwrap();
        assert_eq!(jsonwebtoken::decode_header(&new).unwrap().kid.as_deref(), Some("2"));
        assert!(rotated.verify::<Body>(&old, at(0)).is_ok());
        assert!(rotated.verify::<Body>(&new, at(0)).is_ok());
        assert_eq!(tokens(1).verify::<Body>(&new, at(0)), Err(TokenError::Invalid));
    }
}
