//! The mediation context: one dispute, one case file, from the application to the archived volume.
//!
//! Start with `cases::lifecycle`: the table of every step. Then `cases::guards`: one condition per function, each with
//! its article. Nothing in those files reads a clock or a database; they look at a [`cases::Dossier`] and answer.

pub mod agreements;
pub mod api;
mod attachments;
pub mod cases;
mod clocks;
pub mod deadlines;
mod directory;
pub mod dossier;
mod endings;
mod hearings;
mod home;
pub mod mediators;
pub mod papers;
mod performance;
pub mod permissions;
mod schema;
mod steps;
pub mod vocabulary;
pub mod wire;
mod words;

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
