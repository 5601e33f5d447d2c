//! Browser sessions: opening one with password and one-time code, ending it, finding it by its token.

pub mod csrf;
pub mod http;
pub mod live;
pub mod login;
pub(crate) mod store;
pub mod token;
