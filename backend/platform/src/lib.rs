//! The technical kernel: database, HTTP, access, crypto, calendar. It contains no word of the business.

pub mod access;
pub mod calendar;
pub mod clock;
pub mod crypto;
pub mod db;
pub mod http;
pub mod identity_document;
pub mod ids;
pub mod money;
pub mod password;
pub mod problem;
pub mod text;
pub mod tokens;
pub mod totp;

pub use uuid;
