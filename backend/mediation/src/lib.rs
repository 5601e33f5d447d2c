//! The mediation context: one dispute, one case file, from the application to the archived volume.
//!
//! What a file means, and what may happen to it, is in the package `casefile`: start there with `cases::lifecycle`. Here are
//! the rows it is kept in, who may see them, the operations of the contract, and the printed volume.

pub mod agreements;
pub mod api;
mod attachments;
pub mod carry;
pub mod cases;
mod clocks;
mod directory;
pub mod dossier;
mod home;
pub mod mediators;
pub mod permissions;
mod schema;
mod steps;
mod words;

pub use casefile::{deadlines, papers, vocabulary, wire};

/// Every operation of this context.
pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    cases::http::routes(config);
    steps::routes(config);
    dossier::http::routes(config);
    attachments::routes(config);
    mediators::routes(config);
    home::routes(config);
    words::routes(config);
}
