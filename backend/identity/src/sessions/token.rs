//! Opaque credentials that name their office: `base64url(office ‖ 32 bytes)`, so that the row behind them is found by primary key.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use platform::crypto::random_bytes;
use platform::ids::{Id, OfficeId};
use platform::problem::AppError;
use platform::uuid::Uuid;
use sha2::{Digest, Sha256};

/// The token of a browser session. The browser holds the text, the database only the digest.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken {
    pub office: OfficeId,
    secret: [u8; 32],
}

impl SessionToken {
    /// A fresh token of 256 random bits.
    pub fn generate(office: OfficeId) -> Result<Self, AppError> {
        Ok(Self { office, secret: random_bytes()? })
    }

    /// Reads what a browser sends; anything else is no token.
    pub fn parse(text: &str) -> Option<Self> {
        let (office, secret) = unpack::<32>(text)?;
        Some(Self { office, secret })
    }

    /// The text for the browser (64 characters).
    pub fn reveal(&self) -> String {
        pack(self.office, &self.secret)
    }

    /// What is stored; 256 random bits need neither salt nor slowness.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.secret).into()
    }
}

/// Packs an office and what belongs to it into one opaque text.
pub(crate) fn pack(office: OfficeId, rest: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode([office.bytes().as_slice(), rest].concat())
}

/// Takes such a text apart; `N` bytes must follow the office.
pub(crate) fn unpack<const N: usize>(text: &str) -> Option<(OfficeId, [u8; N])> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (office, rest) = bytes.split_first_chunk::<16>()?;
    Some((OfficeId(Id(Uuid::from_bytes(*office))), rest.try_into().ok()?))
}

/// A digest as the journal shows it.
pub fn digest_text(digest: &[u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(digest)
}

/// Reads a digest back.
pub fn parse_digest(text: &str) -> Option<[u8; 32]> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_names_its_office_and_comes_back_whole() {
        let office = OfficeId::new();
        let token = SessionToken::generate(office).unwrap();
        let text = token.reveal();
        assert_eq!(text.len(), 64);
        let back = SessionToken::parse(&text).unwrap();
        assert_eq!((back.office, back.digest()), (office, token.digest()));
        assert_ne!(SessionToken::generate(office).unwrap().digest(), token.digest());
        assert_eq!(parse_digest(&digest_text(&token.digest())), Some(token.digest()));
    }

    #[test]
    fn anything_else_is_no_token() {
        for text in ["", "x", "!!!!", &"A".repeat(63), &"A".repeat(65), &"A".repeat(10_000)] {
            assert!(SessionToken::parse(text).is_none(), "{text:.10}");
        }
    }
}
