//! The key file: made once for a new database, never again for one that already holds sealed values.

use std::sync::Arc;

use ed25519_dalek::SigningKey;
use platform::crypto::Keyring;

use crate::cli::Failure;
use crate::config::Config;

/// Reads the keys.
pub fn load(config: &Config) -> Result<Arc<Keyring>, Failure> {
    let path = &config.key_file;
    Keyring::load(path).map(Arc::new).map_err(|error| Failure::new(format!("the key file {} cannot be used: {error}", path.display())))
}

/// Reads the keys, or makes them for a database that is only being created.
pub fn load_or_create(config: &Config, new_database: bool) -> Result<Arc<Keyring>, Failure> {
    let path = &config.key_file;
    if path.exists() {
        return load(config);
    }
    if !new_database {
        return Err(Failure::new(format!(
            "the key file {} is missing, but the database exists: new keys could not open what it holds; put the old file back",
            path.display()
        )));
    }
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    let keys = Keyring::create(path).map_err(|error| Failure::new(format!("cannot create {}: {error}", path.display())))?;
    Ok(Arc::new(keys))
}

/// The key that signs checkpoints.
pub fn signing_key(keys: &Keyring) -> SigningKey {
    SigningKey::from_bytes(&keys.checkpoint_seed())
}

/// What tells one key file from another and gives nothing away: the public half of the signing key.
pub fn fingerprint(keys: &Keyring) -> String {
    signing_key(keys).verifying_key().as_bytes().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
