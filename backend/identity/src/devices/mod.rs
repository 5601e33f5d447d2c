//! Tablets (平板): enrolled for one person, approved by the security administrator, known by a key that never leaves them.
//! A token of a tablet is worth nothing without a proof by that key, and stops within a second when the tablet is revoked.

pub mod commands;
pub(crate) mod exchange;
pub mod http;
pub(crate) mod live;
pub mod model;
pub mod proof;
pub mod queries;
pub(crate) mod silence;
pub(crate) mod store;
pub(crate) mod tokens;
