//! The key file: JSON, readable by its owner only, replaced as a whole.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Algorithm, CryptoError, IndexKey, Keyring, Ring, SealingKey, Secret, TokenKey};

/// The layout of the file; a program that finds a newer one refuses it.
const FORMAT: u32 = 1;

/// Why the key file cannot be used.
#[derive(Debug)]
pub enum KeyFileError {
    /// The file cannot be read or written.
    Io(io::Error),
    /// Others than the owner may read the file: its mode.
    Exposed(u32),
    /// The file is not what a key file looks like.
    Malformed(serde_json::Error),
    /// The content contradicts itself.
    Inconsistent(&'static str),
    /// No keys could be made.
    Crypto(CryptoError),
}

impl fmt::Display for KeyFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "key file: {error}"),
            Self::Exposed(mode) => write!(f, "key file is open to others (mode {mode:04o}, must be 0600 or 0400)"),
            Self::Malformed(error) => write!(f, "key file is malformed: {error}"),
            Self::Inconsistent(what) => write!(f, "key file: {what}"),
            Self::Crypto(error) => write!(f, "key file: {error}"),
        }
    }
}

impl std::error::Error for KeyFileError {}

impl From<io::Error> for KeyFileError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<serde_json::Error> for KeyFileError {
    fn from(error: serde_json::Error) -> Self {
        Self::Malformed(error)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    format: u32,
    sealing: Vec<SealingEntry>,
    blind_index: Vec<IndexEntry>,
    access_tokens: Vec<TokenEntry>,
    password_pepper: Secret,
    token_pepper: Secret,
    checkpoint_seed: Secret,
}

#[derive(Serialize, Deserialize)]
struct SealingEntry {
    version: u16,
    algorithm: Algorithm,
    key: Secret,
}

#[derive(Serialize, Deserialize)]
struct IndexEntry {
    version: u16,
    key: Secret,
}

#[derive(Serialize, Deserialize)]
struct TokenEntry {
    kid: String,
    key: Secret,
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(self.0))
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // the text is never quoted in an error
        let text = String::deserialize(deserializer)?;
        let bytes = STANDARD.decode(text).map_err(|_| serde::de::Error::custom("a key is not base64"))?;
        bytes.try_into().map(Self).map_err(|_| serde::de::Error::custom("a key is not 32 bytes long"))
    }
}

impl Keyring {
    /// Makes fresh keys and writes them to a new file; fails when the file exists.
    pub fn create(path: &Path) -> Result<Self, KeyFileError> {
        let keyring = Self::generate().map_err(KeyFileError::Crypto)?;
        keyring.write_new(path)?;
        Ok(keyring)
    }

    /// Reads the keys; refuses a file that others may read.
    pub fn load(path: &Path) -> Result<Self, KeyFileError> {
        refuse_exposed(path)?;
        Self::from_json(&fs::read(path)?)
    }

    /// Replaces the file, so that a crash leaves either the old keys or the new ones.
    pub fn save(&self, path: &Path) -> Result<(), KeyFileError> {
        let mut name = path.as_os_str().to_owned();
        name.push(".new");
        let fresh = PathBuf::from(name);
        match fs::remove_file(&fresh) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        self.write_new(&fresh)?;
        fs::rename(&fresh, path)?;
        sync_directory(path)
    }

    fn write_new(&self, path: &Path) -> Result<(), KeyFileError> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.write_all(&self.to_json()?)?;
        file.sync_all()?;
        sync_directory(path)
    }

    fn to_json(&self) -> Result<Vec<u8>, KeyFileError> {
        let sealing = |key: &SealingKey| SealingEntry { version: key.version, algorithm: key.algorithm, key: key.key.clone() };
        let index = |key: &IndexKey| IndexEntry { version: key.version, key: key.key.clone() };
        let token = |key: &TokenKey| TokenEntry { kid: key.kid.clone(), key: key.key.clone() };
        let file = KeyFile {
            format: FORMAT,
            sealing: self.sealing.iter().map(sealing).collect(),
            blind_index: self.index.iter().map(index).collect(),
            access_tokens: self.tokens.iter().map(token).collect(),
            password_pepper: self.password_pepper.clone(),
            token_pepper: self.token_pepper.clone(),
            checkpoint_seed: self.checkpoint_seed.clone(),
        };
        let mut json = serde_json::to_vec_pretty(&file)?;
        json.push(b'\n');
        Ok(json)
    }

    fn from_json(json: &[u8]) -> Result<Self, KeyFileError> {
        let file: KeyFile = serde_json::from_slice(json)?;
        if file.format != FORMAT {
            return Err(KeyFileError::Inconsistent("unknown format"));
        }
        let falling = |versions: Vec<u16>| versions.is_sorted_by(|a, b| a > b);
        if !falling(file.sealing.iter().map(|key| key.version).collect()) {
            return Err(KeyFileError::Inconsistent("sealing keys are not in falling order"));
        }
        if !falling(file.blind_index.iter().map(|key| key.version).collect()) {
            return Err(KeyFileError::Inconsistent("index keys are not in falling order"));
        }
        let mut kids: Vec<_> = file.access_tokens.iter().map(|key| key.kid.as_str()).collect();
        kids.sort_unstable();
        if !kids.is_sorted_by(|a, b| a < b) {
            return Err(KeyFileError::Inconsistent("token keys share a kid"));
        }
        Ok(Self {
            sealing: ring(file.sealing, |key| SealingKey::new(key.version, key.algorithm, key.key))?,
            index: ring(file.blind_index, |key| IndexKey { version: key.version, key: key.key })?,
            tokens: ring(file.access_tokens, |key| TokenKey { kid: key.kid, key: key.key })?,
            password_pepper: file.password_pepper,
            token_pepper: file.token_pepper,
            checkpoint_seed: file.checkpoint_seed,
        })
    }
}

/// The keys of one list of the file, which begins with the one in use.
fn ring<E, K>(entries: Vec<E>, key: impl Fn(E) -> K) -> Result<Ring<K>, KeyFileError> {
    let mut keys = entries.into_iter().map(key);
    let current = keys.next().ok_or(KeyFileError::Inconsistent("a list of keys is empty"))?;
    Ok(Ring { current, older: keys.collect() })
}

/// Makes the entry of `path` durable.
fn sync_directory(path: &Path) -> Result<(), KeyFileError> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) {
        File::open(parent)?.sync_all()?;
    }
    Ok(())
}

#[cfg(unix)]
fn refuse_exposed(path: &Path) -> Result<(), KeyFileError> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path)?.permissions()) & 0o777;
    if mode & 0o077 == 0 { Ok(()) } else { Err(KeyFileError::Exposed(mode)) }
}

#[cfg(not(unix))]
fn refuse_exposed(_: &Path) -> Result<(), KeyFileError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory of its own, removed at the end.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new() -> Self {
            let name = u64::from_be_bytes(crate::crypto::random_bytes().unwrap());
            let path = std::env::temp_dir().join(format!("keyring-{name:016x}"));
            fs::create_dir(&path).unwrap();
            Self(path)
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn keys_survive_the_file() {
        let dir = Scratch::new();
        let path = dir.0.join("keys.json");
        let mut keyring = Keyring::create(&path).unwrap();
        let sealed = keyring.seal("person", "phone", &[7; 16], b"13812345678").unwrap();
        keyring.rotate_sealing().unwrap();
        keyring.rotate_tokens().unwrap();
        keyring.save(&path).unwrap();

        let loaded = Keyring::load(&path).unwrap();
        assert_eq!(loaded.open("person", "phone", &[7; 16], &sealed).unwrap(), b"13812345678");
        assert_eq!(loaded.sealing_version(), 2);
        assert_eq!(loaded.blind_index("id", "1"), keyring.blind_index("id", "1"));
        assert!(loaded.token_keys().eq(keyring.token_keys()));
        assert_eq!(loaded.checkpoint_seed(), keyring.checkpoint_seed());
        assert_eq!(loaded.password_pepper(), keyring.password_pepper());
        assert_eq!(fs::read_dir(&dir.0).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn an_existing_file_is_never_overwritten_by_new_keys() {
        let dir = Scratch::new();
        let path = dir.0.join("keys.json");
        Keyring::create(&path).unwrap();
        assert!(matches!(Keyring::create(&path), Err(KeyFileError::Io(error)) if error.kind() == io::ErrorKind::AlreadyExists));
    }

    #[cfg(unix)]
    #[test]
    fn the_file_belongs_to_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = Scratch::new();
        let path = dir.0.join("keys.json");
        Keyring::create(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(Keyring::load(&path), Err(KeyFileError::Exposed(0o640))));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
        assert!(Keyring::load(&path).is_ok());
    }

    #[test]
    fn nonsense_is_refused_and_no_key_is_quoted() {
        let json = String::from_utf8(Keyring::ephemeral(1).to_json().unwrap()).unwrap();
        assert!(Keyring::from_json(json.as_bytes()).is_ok());
        assert!(matches!(
            Keyring::from_json(json.replace("\"format\": 1", "\"format\": 2").as_bytes()),
            Err(KeyFileError::Inconsistent(_))
        ));
        let file: serde_json::Value = serde_json::from_str(&json).unwrap();
        for list in ["sealing", "blind_index", "access_tokens"] {
            let mut empty = file.clone();
            empty[list] = serde_json::json!([]);
            let mut twice = file.clone();
            twice[list] = serde_json::json!([file[list][0], file[list][0]]);
            for bad in [empty, twice] {
                let error = Keyring::from_json(bad.to_string().as_bytes()).unwrap_err();
                assert!(matches!(error, KeyFileError::Inconsistent(_)), "{list}: {error}");
            }
        }
        let seed = STANDARD.encode(Keyring::ephemeral(1).checkpoint_seed());
        let error = Keyring::from_json(json.replace(&seed, &seed[1..]).as_bytes()).unwrap_err();
        assert!(!error.to_string().contains(&seed[1..]), "{error}");
        assert!(matches!(Keyring::from_json(b"{}"), Err(KeyFileError::Malformed(_))));
    }
}
