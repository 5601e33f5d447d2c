//! Case files (案件) as the office keeps them: rows, scope, commands, lists. What they mean is in the package `casefile`.

pub(crate) mod act;
pub mod filing;
pub(crate) mod http;
mod labels;
pub(crate) mod numbers;
pub(crate) mod queries;
pub(crate) mod reading;
pub(crate) mod sight;
pub(crate) mod store;
pub mod views;

pub use casefile::cases::*;
