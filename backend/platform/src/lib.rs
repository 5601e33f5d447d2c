//! The technical kernel: database, HTTP, access, crypto, calendar. It contains no word of the business.
//!
//! Without the feature `server` it holds only what the rules need on a tablet: identifiers, money, calendar, problems.

pub mod access;
pub mod calendar;
#[cfg(feature = "server")]
pub mod clock;
pub mod columns;
#[cfg(feature = "server")]
pub mod crypto;
#[cfg(feature = "server")]
pub mod db;
pub mod http;
pub mod identity_document;
pub mod ids;
pub mod money;
#[cfg(feature = "server")]
pub mod password;
pub mod problem;
#[cfg(feature = "server")]
pub mod text;
#[cfg(feature = "server")]
pub mod tokens;
#[cfg(feature = "server")]
pub mod totp;

pub use uuid;
