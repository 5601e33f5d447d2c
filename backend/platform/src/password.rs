//! Passwords: what may be one, how it is hashed, and how many are hashed at a time.
//!
//! Argon2id fills 46 MiB for every hash; without a bound on the work a burst of logins would exhaust the memory.

mod policy;

use std::fmt;
use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

use crate::crypto::{CryptoError, random_bytes};

pub use policy::{MIN_LENGTH, PasswordProblem, PasswordProfile, check};

/// How much work one hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl HashCost {
    /// The strongest row of the OWASP table that two cores can serve: 46 MiB, one pass, one lane.
    pub const PRODUCTION: Self = Self { memory_kib: 47_104, passes: 1, lanes: 1 };
    /// Next to nothing, for tests that log in thousands of times.
    pub const TEST: Self = Self { memory_kib: 8, passes: 1, lanes: 1 };
}

/// Why a password could not be hashed or checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HashError {
    /// Too many wait already; the caller answers 503 with `Retry-After`.
    Busy,
    /// The stored hash is not one of Argon2id.
    Malformed,
    /// The cost parameters are out of range, or the hash could not be computed.
    Failed,
}

impl fmt::Display for HashError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Busy => "too many passwords are being hashed",
            Self::Malformed => "stored password hash is malformed",
            Self::Failed => "password could not be hashed",
        })
    }
}

impl std::error::Error for HashError {}

impl From<CryptoError> for HashError {
    fn from(_: CryptoError) -> Self {
        Self::Failed
    }
}

/// The outcome of checking a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The password is the right one.
    pub matches: bool,
    /// It is, and its hash was made at another cost: hash it anew and store that.
    pub needs_rehash: bool,
}

/// The hashing itself, on the calling thread.
struct Kernel {
    argon2: Argon2<'static>,
    cost: HashCost,
    pepper: [u8; 32],
    /// The hash of a password nobody knows, checked when there is no such user.
    dummy: String,
}

impl Kernel {
    fn new(cost: HashCost, pepper: [u8; 32]) -> Result<Self, HashError> {
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None).map_err(|_| HashError::Failed)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut kernel = Self { argon2, cost, pepper, dummy: String::new() };
        let unknown = u128::from_be_bytes(random_bytes()?);
        kernel.dummy = kernel.hash(&unknown.to_string())?;
        Ok(kernel)
    }

    /// Keyed, so that the database alone is no use to a guesser; NFKC, so that every keyboard gives the same bytes.
    fn peppered(&self, password: &str) -> Result<[u8; 32], HashError> {
        let mac = Hmac::<Sha256>::new_from_slice(&self.pepper).map_err(|_| HashError::Failed)?;
        let password: String = password.nfkc().collect();
        Ok(mac.chain_update(password).finalize().into_bytes().into())
    }

    fn hash(&self, password: &str) -> Result<String, HashError> {
        let salt = random_bytes::<16>()?;
        let hash = self.argon2.hash_password_with_salt(&self.peppered(password)?, &salt);
        hash.map(|hash| hash.to_string()).map_err(|_| HashError::Failed)
    }

    fn verify(&self, password: &str, stored: Option<&str>) -> Result<Verdict, HashError> {
        let hash = PasswordHash::new(stored.unwrap_or(&self.dummy)).map_err(|_| HashError::Malformed)?;
        let params = Params::try_from(&hash).map_err(|_| HashError::Malformed)?;
        let matches = match self.argon2.verify_password(&self.peppered(password)?, &hash) {
            Ok(()) => stored.is_some(),
            Err(argon2::password_hash::Error::PasswordInvalid) => false,
            Err(_) => return Err(HashError::Malformed),
        };
        let cost = HashCost { memory_kib: params.m_cost(), passes: params.t_cost(), lanes: params.p_cost() };
        let current = cost == self.cost && hash.algorithm == Algorithm::Argon2id.ident();
        Ok(Verdict { matches, needs_rehash: matches && !current })
    }
}

/// How many may wait for a thread beyond those that are at work.
const QUEUE: usize = 32;

/// Hashes passwords on threads of their own: as many at a time as there are cores, a short queue, and no more.
#[derive(Clone)]
pub struct Hasher {
    kernel: Arc<Kernel>,
    admitted: Arc<Semaphore>,
    working: Arc<Semaphore>,
}

impl fmt::Debug for Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hasher({:?})", self.kernel.cost)
    }
}

impl Hasher {
    /// A hasher of `cores` threads; `pepper` is the one of the keyring.
    pub fn new(cost: HashCost, pepper: [u8; 32], cores: usize) -> Result<Self, HashError> {
        let cores = cores.max(1);
        Ok(Self {
            kernel: Arc::new(Kernel::new(cost, pepper)?),
            admitted: Arc::new(Semaphore::new(cores + QUEUE)),
            working: Arc::new(Semaphore::new(cores)),
        })
    }

    /// The PHC string to store for a new password.
    pub async fn hash(&self, password: String) -> Result<String, HashError> {
        self.run(move |kernel| kernel.hash(&password)).await
    }

    /// Checks a password against the stored PHC string. Without one (no such user) the same work is done and the
    /// answer is no, so that the time taken does not tell who has an account.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<Verdict, HashError> {
        self.run(move |kernel| kernel.verify(&password, stored.as_deref())).await
    }

    /// Hashes on the calling thread, for the command line and for seeding.
    pub fn hash_blocking(&self, password: &str) -> Result<String, HashError> {
        self.kernel.hash(password)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce(&Kernel) -> Result<T, HashError> + Send + 'static) -> Result<T, HashError> {
        let admitted = Arc::clone(&self.admitted).try_acquire_owned().map_err(|_| HashError::Busy)?;
        let working = Arc::clone(&self.working).acquire_owned().await.map_err(|_| HashError::Failed)?;
        let kernel = Arc::clone(&self.kernel);
        let task = tokio::task::spawn_blocking(move || {
            // held by the thread: a caller that goes away does not free a place that is still occupied
            let _places = (admitted, working);
            work(&kernel)
        });
        task.await.map_err(|_| HashError::Failed)?
    }
}

#[cfg(test)]
mod tests;
