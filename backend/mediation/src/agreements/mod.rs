//! Agreements (调解协议) as the seal keeper sees them.

pub(crate) mod sealing;

pub use casefile::agreements::*;
