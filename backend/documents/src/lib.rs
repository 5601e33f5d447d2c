//! Files that people bring along (附件): photos, recordings, scans. The bytes lie sealed in a directory, what is known of them in a
//! table. Who may add or read one is the business of the context whose record holds it.
//!
//! `kinds` says what is taken, `locker` keeps the bytes, `register` the rows, `examine` looks whether a file is what it claims to be,
//! `neglected` throws away what nobody finished.

pub mod examine;
pub mod kinds;
pub mod locker;
pub mod neglected;
pub mod register;
mod schema;

pub use examine::{Examined, examine};
pub use kinds::{Kind, MediaType};
pub use locker::{CHUNK, Kept, Locker, LockerError, Shelf};
pub use platform::ids::FileId;
pub use register::{FileState, Holder, NewFile, Stored};
