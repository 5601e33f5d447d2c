//! Accounts of persons and the roles they hold.

pub mod commands;
pub mod credentials;
pub mod grants;
pub mod http;
pub mod lock;
pub mod model;
pub mod queries;
pub(crate) mod store;
