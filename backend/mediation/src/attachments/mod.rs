//! Files of a case (附件): photos, recordings, scans, brought in parts that survive a lost connection. A file is there only for those
//! who see its case in full; a sealed case's files are there only for those who are tied to it.

mod commands;
mod http;
mod queries;
mod store;

pub(crate) use http::routes;
pub(crate) use store::holder;
