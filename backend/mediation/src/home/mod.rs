//! The home page: what is due for the reader, by which clock and which legal basis.

mod http;
mod queries;

pub(crate) use http::routes;
