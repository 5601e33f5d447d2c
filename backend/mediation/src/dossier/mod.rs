//! The volume (卷宗) on paper: its sheets, its binding, its view.

pub(crate) mod http;
mod press;
pub(crate) mod sheets;
pub mod view;

pub use casefile::dossier::*;
