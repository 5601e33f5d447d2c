//! Where the bytes lie: outside the web root, one sealed file for each chunk, bound to its file and its place in it.
//!
//! A chunk that is there is whole and durable: it is written under another name, flushed, then linked to its own name, and the
//! directory is flushed before anybody hears of it. So the directory itself says what has been received, a crash loses nothing that
//! was acknowledged, and a chunk that was acknowledged is never written again.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use platform::crypto::{CryptoError, Keyring, random_bytes};
use platform::ids::{Id, OfficeId};
use platform::problem::AppError;
use tokio::sync::Semaphore;

use crate::FileId;

/// Bytes of every chunk but the last.
pub const CHUNK: usize = 256 * 1024;

/// Where a file lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shelf {
    pub office: OfficeId,
    pub file: FileId,
}

/// What became of a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is there now.
    New,
    /// It was there already, the same.
    Known,
}

/// Why a chunk could not be kept or read.
#[derive(Debug)]
pub enum LockerError {
    Io(io::Error),
    Crypto(CryptoError),
    /// Another content was acknowledged under this number.
    Different,
}

impl fmt::Display for LockerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "file store: {error}"),
            Self::Crypto(error) => write!(f, "file store: {error}"),
            Self::Different => f.write_str("another content was received under this number"),
        }
    }
}

impl std::error::Error for LockerError {}

impl From<io::Error> for LockerError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<CryptoError> for LockerError {
    fn from(error: CryptoError) -> Self {
        Self::Crypto(error)
    }
}

impl From<LockerError> for AppError {
    fn from(error: LockerError) -> Self {
        match error {
            LockerError::Io(error) if matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => {
                Self::Unavailable { source: error.into(), code: "storage_full" }
            }
            LockerError::Io(error) => Self::internal(error),
            LockerError::Crypto(error) => error.into(),
            LockerError::Different => {
                Self::Conflict {
                    code: "chunk_differs", zh: "该分块已收到，内容不同", en: "This part was received with another content"
                }
            }
        }
    }
}

/// The directory of all files of the installation. Cloning shares the keys.
#[derive(Clone)]
pub struct Locker {
    root: PathBuf,
    keys: Arc<Keyring>,
}

impl Locker {
    /// Nothing is made until the first chunk comes.
    pub fn new(root: impl Into<PathBuf>, keys: Arc<Keyring>) -> Self {
        Self { root: root.into(), keys }
    }

    fn folder(&self, shelf: Shelf) -> PathBuf {
        let id = shelf.file.to_string();
        // the last two digits are random, the first are the time
        let spread = id.get(id.len() - 2..).unwrap_or_default();
        self.root.join(shelf.office.to_string()).join(spread).join(&id)
    }

    /// Keeps a chunk; returns when it is durable. The same chunk again changes nothing.
    pub fn keep(&self, shelf: Shelf, number: u32, plain: &[u8]) -> Result<Kept, LockerError> {
        let folder = self.folder(shelf);
        let place = folder.join(number.to_string());
        if place.exists() {
            return self.same(shelf, number, plain, &folder);
        }
        make_durably(&folder)?;
        let sealed = self.keys.seal("attachments", &format!("chunk {number}"), shelf.file.bytes(), plain)?;
        let draft = folder.join(format!(".{number}.{:016x}", u64::from_be_bytes(random_bytes()?)));
        let linked = write_durably(&draft, &sealed).and_then(|()| fs::hard_link(&draft, &place));
        // whatever became of it, the draft has done its work; one that a crash leaves behind goes with the file
        let _ = fs::remove_file(&draft);
        match linked {
            Ok(()) => {
                flush_directory(&folder)?;
                Ok(Kept::New)
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => self.same(shelf, number, plain, &folder),
            Err(error) => Err(error.into()),
        }
    }

    /// A twin may have linked the chunk a moment ago: it is durable only once the directory is.
    fn same(&self, shelf: Shelf, number: u32, plain: &[u8], folder: &Path) -> Result<Kept, LockerError> {
        if self.read(shelf, number)? != plain {
            return Err(LockerError::Different);
        }
        flush_directory(folder)?;
        Ok(Kept::Known)
    }

    /// The numbers of the chunks that are there.
    pub fn received(&self, shelf: Shelf) -> Result<BTreeSet<u32>, LockerError> {
        let entries = match fs::read_dir(self.folder(shelf)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
            other => other?,
        };
        let mut numbers = BTreeSet::new();
        for entry in entries {
            numbers.extend(entry?.file_name().to_str().and_then(|name| name.parse::<u32>().ok()));
        }
        Ok(numbers)
    }

    /// Opens a chunk.
    pub fn read(&self, shelf: Shelf, number: u32) -> Result<Vec<u8>, LockerError> {
        let sealed = fs::read(self.folder(shelf).join(number.to_string()))?;
        Ok(self.keys.open("attachments", &format!("chunk {number}"), shelf.file.bytes(), &sealed)?)
    }

    /// Throws a file away; one that is not there is thrown away already.
    pub fn discard(&self, shelf: Shelf) -> Result<(), LockerError> {
        match fs::remove_dir_all(self.folder(shelf)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// The files of an office that nothing was written to since an instant.
    pub fn untouched_since(&self, office: OfficeId, before: DateTime<Utc>) -> Result<Vec<FileId>, LockerError> {
        let mut found = Vec::new();
        for spread in listed(&self.root.join(office.to_string()))? {
            for folder in listed(&spread)? {
                let id = folder.file_name().and_then(|name| name.to_str()?.parse::<platform::uuid::Uuid>().ok());
                let touched: DateTime<Utc> = fs::metadata(&folder)?.modified()?.into();
                found.extend(id.filter(|_| touched < before).map(|id| FileId(Id(id))));
            }
        }
        Ok(found)
    }
}

/// Files are read and written by so many threads at once; the others wait, so that a shelf of uploads does not starve the desks.
static HANDS: Semaphore = Semaphore::const_new(8);

/// Works on files away from the threads that answer.
pub async fn aside<T, F>(work: F) -> Result<T, AppError>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, LockerError> + Send + 'static,
{
    let _hand = HANDS.acquire().await.map_err(AppError::internal)?;
    Ok(tokio::task::spawn_blocking(work).await.map_err(AppError::internal)??)
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>, LockerError> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        entries => Ok(entries?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?),
    }
}

/// Makes a directory and those above it, each entry durable before the next.
fn make_durably(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        make_durably(parent)?;
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    flush_directory(folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")))
}

fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn flush_directory(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory of its own, removed at the end.
    struct Scratch(PathBuf);

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn locker() -> (Scratch, Locker, Shelf) {
        let path = std::env::temp_dir().join(format!("locker-{}", Id::new().0));
        let locker = Locker::new(path.join("files"), Arc::new(Keyring::ephemeral(1)));
        fs::create_dir(&path).unwrap();
        (Scratch(path), locker, Shelf { office: OfficeId::new(), file: FileId::new() })
    }

    #[test]
    fn chunks_come_in_any_order_and_twice() {
        let (_scratch, locker, shelf) = locker();
        assert!(locker.received(shelf).unwrap().is_empty());
        assert_eq!(locker.keep(shelf, 2, b"c").unwrap(), Kept::New);
        assert_eq!(locker.keep(shelf, 0, b"a").unwrap(), Kept::New);
        assert_eq!(locker.keep(shelf, 2, b"c").unwrap(), Kept::Known);
        assert!(matches!(locker.keep(shelf, 2, b"x"), Err(LockerError::Different)));
        assert_eq!(locker.received(shelf).unwrap(), BTreeSet::from([0, 2]));
        assert_eq!(locker.read(shelf, 2).unwrap(), b"c");
        locker.discard(shelf).unwrap();
        locker.discard(shelf).unwrap();
        assert!(locker.received(shelf).unwrap().is_empty());
    }

    #[test]
    fn nothing_readable_lies_on_the_disk_and_no_chunk_stands_for_another() {
        let (_scratch, locker, shelf) = locker();
        let secret = "村委会门口的照片".repeat(100);
        locker.keep(shelf, 0, secret.as_bytes()).unwrap();
        locker.keep(shelf, 1, b"second").unwrap();
        let folder = locker.folder(shelf);
        let bytes = fs::read(folder.join("0")).unwrap();
        assert!(!bytes.windows(9).any(|window| window == &secret.as_bytes()[..9]));
        fs::rename(folder.join("1"), folder.join("0")).unwrap();
        assert!(matches!(locker.read(shelf, 0), Err(LockerError::Crypto(CryptoError::Integrity))), "moved within the file");
        let other = Shelf { file: FileId::new(), ..shelf };
        make_durably(&locker.folder(other)).unwrap();
        fs::rename(folder.join("0"), locker.folder(other).join("1")).unwrap();
        assert!(matches!(locker.read(other, 1), Err(LockerError::Crypto(CryptoError::Integrity))), "moved to another file");
    }

    #[test]
    fn a_draft_that_a_crash_left_behind_counts_for_nothing() {
        let (_scratch, locker, shelf) = locker();
        locker.keep(shelf, 0, b"a").unwrap();
        fs::write(locker.folder(shelf).join(".1.00000000deadbeef"), b"half").unwrap();
        assert_eq!(locker.received(shelf).unwrap(), BTreeSet::from([0]));
        assert_eq!(locker.keep(shelf, 1, b"b").unwrap(), Kept::New);
        assert_eq!(locker.read(shelf, 1).unwrap(), b"b");
    }

    #[test]
    fn of_twins_that_bring_the_same_chunk_one_is_kept_and_both_are_told_so() {
        let (_scratch, locker, shelf) = locker();
        let bring = |content: &'static [u8]| {
            let locker = locker.clone();
            std::thread::spawn(move || locker.keep(shelf, 0, content))
        };
        let twins: Vec<_> = (0..8).map(|_| bring(b"same")).collect();
        let kept: Vec<Kept> = twins.into_iter().map(|twin| twin.join().unwrap().unwrap()).collect();
        assert_eq!(kept.iter().filter(|kept| **kept == Kept::New).count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn the_directory_and_its_files_are_for_their_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let (_scratch, locker, shelf) = locker();
        locker.keep(shelf, 0, b"a").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&locker.root), 0o700);
        assert_eq!(mode(&locker.folder(shelf)), 0o700);
        assert_eq!(mode(&locker.folder(shelf).join("0")), 0o600);
    }
}
