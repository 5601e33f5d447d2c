//! Mediators and their appointments (聘任): who may act for the committee, from when to when.

mod commands;
mod http;
mod store;

pub use commands::{NewAppointment, appoint};
pub use http::routes;
pub(crate) use store::on_file;
