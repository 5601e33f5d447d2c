//! Keys and what is done with them: sealing fields, blind indexes, peppers, randomness.
//!
//! All keys live in one file outside the database. A sealed field is `version ‖ nonce ‖ ciphertext` and is bound to
//! its table, column and row, so that it cannot be moved to another place unnoticed.

mod key_file;
mod rotation;

use std::fmt;

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use hmac::{Hmac, Mac};
use rand::TryRngCore;
use rand::rngs::OsRng;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

pub use key_file::KeyFileError;

/// A 256-bit secret; never printed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret([u8; 32]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Secret {
    fn random() -> Result<Self, CryptoError> {
        random_bytes().map(Self)
    }
}

/// Why a cryptographic operation failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CryptoError {
    /// The sealed bytes are too short to be any.
    Malformed,
    /// Sealed under a key that is no longer (or not yet) in the key file.
    UnknownKey(u16),
    /// The bytes were altered, or moved here from another table, column or row.
    Integrity,
    /// The plaintext is larger than the cipher takes.
    TooLarge,
    /// The operating system gives no random numbers.
    NoRandomness,
    /// All numbers for versions are used up.
    NoVersionLeft,
}

impl fmt::Display for CryptoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str("sealed value is malformed"),
            Self::UnknownKey(version) => write!(f, "sealed under unknown key version {version}"),
            Self::Integrity => f.write_str("sealed value was altered or belongs elsewhere"),
            Self::TooLarge => f.write_str("value is too large to be sealed"),
            Self::NoRandomness => f.write_str("no random numbers from the operating system"),
            Self::NoVersionLeft => f.write_str("no key version left"),
        }
    }
}

impl std::error::Error for CryptoError {}

/// Random bytes from the operating system; the only source of randomness in the program.
pub fn random_bytes<const N: usize>() -> Result<[u8; N], CryptoError> {
    let mut bytes = [0; N];
    OsRng.try_fill_bytes(&mut bytes).map_err(|_| CryptoError::NoRandomness)?;
    Ok(bytes)
}

/// An algorithm for sealing fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
enum Algorithm {
    #[serde(rename = "AES-256-GCM")]
    Aes256Gcm,
}

/// A cipher made ready, so that the key schedule is computed once.
#[derive(Clone)]
enum Cipher {
    Aes256Gcm(Box<Aes256Gcm>),
}

impl Cipher {
    /// The only place that knows which algorithms exist.
    fn new(algorithm: Algorithm, key: &Secret) -> Self {
        match algorithm {
            Algorithm::Aes256Gcm => Self::Aes256Gcm(Box::new(Aes256Gcm::new(&key.0.into()))),
        }
    }

    fn seal(&self, nonce: [u8; NONCE], payload: Payload<'_, '_>) -> Result<Vec<u8>, CryptoError> {
        match self {
            Self::Aes256Gcm(cipher) => cipher.encrypt(&nonce.into(), payload).map_err(|_| CryptoError::TooLarge),
        }
    }

    fn open(&self, nonce: [u8; NONCE], payload: Payload<'_, '_>) -> Result<Vec<u8>, CryptoError> {
        match self {
            Self::Aes256Gcm(cipher) => cipher.decrypt(&nonce.into(), payload).map_err(|_| CryptoError::Integrity),
        }
    }
}

const NONCE: usize = 12;
const VERSION: usize = 2;

#[derive(Clone)]
struct SealingKey {
    version: u16,
    algorithm: Algorithm,
    key: Secret,
    cipher: Cipher,
}

impl SealingKey {
    fn new(version: u16, algorithm: Algorithm, key: Secret) -> Self {
        let cipher = Cipher::new(algorithm, &key);
        Self { version, algorithm, key, cipher }
    }
}

#[derive(Clone)]
struct IndexKey {
    version: u16,
    key: Secret,
}

#[derive(Clone)]
struct TokenKey {
    kid: String,
    key: Secret,
}

/// The key in use and those it replaced; never empty.
#[derive(Clone)]
struct Ring<K> {
    current: K,
    /// The youngest first.
    older: Vec<K>,
}

impl<K> Ring<K> {
    fn of(current: K) -> Self {
        Self { current, older: Vec::new() }
    }

    /// All keys, the one in use first.
    fn iter(&self) -> impl Iterator<Item = &K> {
        std::iter::once(&self.current).chain(&self.older)
    }
}

/// All keys of one installation.
#[derive(Clone)]
pub struct Keyring {
    /// The current one seals, all open.
    sealing: Ring<SealingKey>,
    /// The current one writes, all are searched.
    index: Ring<IndexKey>,
    /// The current one signs, all verify.
    tokens: Ring<TokenKey>,
    password_pepper: Secret,
    token_pepper: Secret,
    checkpoint_seed: Secret,
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keyring(sealing version {})", self.sealing_version())
    }
}

impl Keyring {
    /// Fresh random keys.
    pub fn generate() -> Result<Self, CryptoError> {
        Self::with(|_| Secret::random())
    }

    /// Keys derived from a number, for tests: the same number gives the same keys.
    #[must_use]
    pub fn ephemeral(seed: u64) -> Self {
        let derive = |label: &str| {
            let digest = Sha256::new().chain_update(seed.to_be_bytes()).chain_update(label).finalize();
            Ok::<_, std::convert::Infallible>(Secret(digest.into()))
        };
        match Self::with(derive) {
            Ok(keyring) => keyring,
        }
    }

    fn with<E>(mut key: impl FnMut(&str) -> Result<Secret, E>) -> Result<Self, E> {
        Ok(Self {
            sealing: Ring::of(SealingKey::new(1, Algorithm::Aes256Gcm, key("sealing")?)),
            index: Ring::of(IndexKey { version: 1, key: key("index")? }),
            tokens: Ring::of(TokenKey { kid: "1".to_owned(), key: key("token")? }),
            password_pepper: key("password pepper")?,
            token_pepper: key("token pepper")?,
            checkpoint_seed: key("checkpoint")?,
        })
    }

    /// The version new values are sealed under.
    #[must_use]
    pub fn sealing_version(&self) -> u16 {
        self.sealing.current.version
    }

    /// The version a sealed value was written under, to find what a rotation has still to rewrite.
    #[must_use]
    pub fn version_of(sealed: &[u8]) -> Option<u16> {
        sealed.first_chunk::<VERSION>().map(|bytes| u16::from_be_bytes(*bytes))
    }

    /// Encrypts a field for its place in the database.
    pub fn seal(&self, table: &str, column: &str, row: &[u8; 16], plaintext: &[u8]) -> Result<Vec<u8>, CryptoError> {
        let key = &self.sealing.current;
        let nonce = random_bytes::<NONCE>()?;
        let aad = place(table, column, row, key.version);
        let ciphertext = key.cipher.seal(nonce, Payload { msg: plaintext, aad: &aad })?;
        let mut sealed = Vec::with_capacity(VERSION + NONCE + ciphertext.len());
        sealed.extend_from_slice(&key.version.to_be_bytes());
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&ciphertext);
        Ok(sealed)
    }

    /// Decrypts a field read from its place in the database.
    pub fn open(&self, table: &str, column: &str, row: &[u8; 16], sealed: &[u8]) -> Result<Vec<u8>, CryptoError> {
        let (version, rest) = sealed.split_first_chunk::<VERSION>().ok_or(CryptoError::Malformed)?;
        let (nonce, ciphertext) = rest.split_first_chunk::<NONCE>().ok_or(CryptoError::Malformed)?;
        let version = u16::from_be_bytes(*version);
        let key = self.sealing.iter().find(|key| key.version == version).ok_or(CryptoError::UnknownKey(version))?;
        let aad = place(table, column, row, version);
        key.cipher.open(*nonce, Payload { msg: ciphertext, aad: &aad })
    }

    /// The value under which a sealed field can be found by equality; `value` is already normalised by its own
    /// rules (an identity number upper-case, a telephone number figures only).
    #[must_use]
    pub fn blind_index(&self, column: &str, value: &str) -> [u8; 16] {
        index_under(&self.index.current, column, value)
    }

    /// The values to search for while an index key is being rotated: one under every key.
    #[must_use]
    pub fn blind_index_candidates(&self, column: &str, value: &str) -> Vec<[u8; 16]> {
        self.index.iter().map(|key| index_under(key, column, value)).collect()
    }

    /// The key mixed into passwords before they are hashed.
    #[must_use]
    pub fn password_pepper(&self) -> [u8; 32] {
        self.password_pepper.0
    }

    /// A keyed digest for short secrets (one-time codes, recovery codes), which a plain hash would not protect.
    #[must_use]
    pub fn token_digest(&self, purpose: &str, secret: &[u8]) -> [u8; 32] {
        keyed(&self.token_pepper, &[purpose.as_bytes(), b"|", secret])
    }

    /// The keys for access tokens by `kid`; the first one signs.
    pub fn token_keys(&self) -> impl Iterator<Item = (&str, &[u8; 32])> {
        self.tokens.iter().map(|key| (key.kid.as_str(), &key.key.0))
    }

    /// The Ed25519 seed with which checkpoints of the journal are signed.
    #[must_use]
    pub fn checkpoint_seed(&self) -> [u8; 32] {
        self.checkpoint_seed.0
    }
}

/// The associated data that ties a ciphertext to its place; neither table nor column names contain a bar.
fn place(table: &str, column: &str, row: &[u8; 16], version: u16) -> Vec<u8> {
    [table.as_bytes(), column.as_bytes(), row, &version.to_be_bytes()].join(&b'|')
}

fn index_under(key: &IndexKey, column: &str, value: &str) -> [u8; 16] {
    let value: String = value.nfkc().collect();
    let version = key.version.to_be_bytes();
    let digest = keyed(&key.key, &[column.as_bytes(), b"|", &version, b"|", value.as_bytes()]);
    digest.first_chunk::<16>().copied().unwrap_or_default()
}

/// HMAC-SHA256 over the parts.
fn keyed(key: &Secret, parts: &[&[u8]]) -> [u8; 32] {
    let mut block = [0; 64];
    if let Some(start) = block.first_chunk_mut() {
        *start = key.0;
    }
    let mac = <Hmac<Sha256> as hmac::KeyInit>::new(&block.into());
    parts.iter().fold(mac, |mac, part| mac.chain_update(part)).finalize().into_bytes().into()
}

#[cfg(test)]
mod tests;
