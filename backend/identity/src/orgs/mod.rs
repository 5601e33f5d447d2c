//! Offices and their organisation trees: who belongs under whom.

pub mod commands;
pub mod http;
pub mod model;
pub mod queries;
