//! The mediation context: one dispute, one case file, from the application to the archived volume.
//!
//! Start with `cases::lifecycle`: the table of every step. Then `cases::guards`: one condition per function, each with
//! its article. Nothing in those files reads a clock or a database; they look at a [`cases::Dossier`] and answer.

pub mod agreements;
pub mod cases;
pub mod deadlines;
pub mod dossier;
pub mod papers;
pub mod vocabulary;
pub mod wire;
