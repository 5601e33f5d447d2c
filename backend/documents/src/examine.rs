//! Whether what was received is the file that was announced.

use sha2::{Digest, Sha256};

use crate::kinds::{BEGINNING, MediaType};
use crate::locker::{CHUNK, Locker, LockerError, Shelf};

/// The verdict on a received file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Examined {
    Good,
    /// These chunks have not come yet.
    Incomplete(Vec<u32>),
    /// The content is another one than announced.
    OtherContent,
    /// The content is not of the type it claims to be.
    OtherType,
}

/// How many chunks a file of a size has.
pub fn chunks_of(size: i64) -> u32 {
    let size = usize::try_from(size).unwrap_or_default();
    u32::try_from(size.div_ceil(CHUNK)).unwrap_or(u32::MAX)
}

/// How many bytes a chunk of a file has; nothing when the file has no such chunk.
pub fn length_of(size: i64, number: u32) -> Option<usize> {
    let count = chunks_of(size);
    if number >= count {
        return None;
    }
    let size = usize::try_from(size).ok()?;
    let before = usize::try_from(number).ok()?.checked_mul(CHUNK)?;
    Some(size.checked_sub(before)?.min(CHUNK))
}

/// Reads a file from its first chunk to its last.
pub fn examine(locker: &Locker, shelf: Shelf, size: i64, sha256: &[u8], media_type: MediaType) -> Result<Examined, LockerError> {
    let received = locker.received(shelf)?;
    let missing: Vec<u32> = (0..chunks_of(size)).filter(|number| !received.contains(number)).collect();
    if !missing.is_empty() {
        return Ok(Examined::Incomplete(missing));
    }
    let mut hash = Sha256::new();
    let mut length = 0_usize;
    for number in 0..chunks_of(size) {
        let chunk = locker.read(shelf, number)?;
        if number == 0 && !media_type.begins(chunk.get(..BEGINNING).unwrap_or(&chunk)) {
            return Ok(Examined::OtherType);
        }
        length += chunk.len();
        hash.update(&chunk);
    }
    let announced = usize::try_from(size).is_ok_and(|size| size == length) && hash.finalize().as_slice() == sha256;
    Ok(if announced { Examined::Good } else { Examined::OtherContent })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_cut_into_whole_chunks_and_a_rest() {
        let chunk = i64::try_from(CHUNK).unwrap();
        assert_eq!((chunks_of(0), chunks_of(1), chunks_of(chunk), chunks_of(chunk + 1)), (0, 1, 1, 2));
        assert_eq!(length_of(chunk + 7, 0), Some(CHUNK));
        assert_eq!(length_of(chunk + 7, 1), Some(7));
        assert_eq!(length_of(chunk + 7, 2), None);
        assert_eq!(length_of(chunk, 0), Some(CHUNK));
        assert_eq!(length_of(0, 0), None);
    }
}
