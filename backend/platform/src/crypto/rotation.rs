//! Replacing keys: a new one comes into use at once, the old ones serve until they are retired.

use super::{Algorithm, CryptoError, IndexKey, Keyring, Ring, SealingKey, Secret, TokenKey};

impl<K> Ring<K> {
    /// Puts a key into use before all others.
    fn replace(&mut self, key: K) {
        self.older.insert(0, std::mem::replace(&mut self.current, key));
    }

    /// Drops the older keys that match; tells whether there were any.
    fn retire(&mut self, matches: impl Fn(&K) -> bool) -> bool {
        let before = self.older.len();
        self.older.retain(|key| !matches(key));
        self.older.len() < before
    }
}

impl Keyring {
    /// Adds a sealing key, which writes from now on; values under the older ones stay readable. Gives its version.
    pub fn rotate_sealing(&mut self) -> Result<u16, CryptoError> {
        let version = next(self.sealing.current.version)?;
        self.sealing.replace(SealingKey::new(version, Algorithm::Aes256Gcm, Secret::random()?));
        Ok(version)
    }

    /// Forgets an old sealing key: what is still sealed under it is lost. The key in use cannot be retired; tells
    /// whether one was removed.
    pub fn retire_sealing(&mut self, version: u16) -> bool {
        self.sealing.retire(|key| key.version == version)
    }

    /// Adds a key for blind indexes; until all rows are rewritten, search for
    /// [`Keyring::blind_index_candidates`]. Gives its version.
    pub fn rotate_index(&mut self) -> Result<u16, CryptoError> {
        let version = next(self.index.current.version)?;
        self.index.replace(IndexKey { version, key: Secret::random()? });
        Ok(version)
    }

    /// Forgets an old key for blind indexes; the key in use cannot be retired.
    pub fn retire_index(&mut self, version: u16) -> bool {
        self.index.retire(|key| key.version == version)
    }

    /// Adds a token key: it signs from now on, and tokens under the older ones are valid until they expire.
    pub fn rotate_tokens(&mut self) -> Result<(), CryptoError> {
        let newest = self.tokens.iter().filter_map(|key| key.kid.parse::<u16>().ok()).max().unwrap_or(0);
        let kid = next(newest)?.to_string();
        self.tokens.replace(TokenKey { kid, key: Secret::random()? });
        Ok(())
    }

    /// Forgets the token keys that no longer sign, after the life of one token; or at once, when a key has leaked.
    pub fn retire_tokens(&mut self) -> bool {
        self.tokens.retire(|_| true)
    }
}

fn next(version: u16) -> Result<u16, CryptoError> {
    version.checked_add(1).ok_or(CryptoError::NoVersionLeft)
}
