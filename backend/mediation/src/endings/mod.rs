//! Or not, and the end (调解不成、终止、结案): failure, termination, remedies, closing, reopening.

mod commands;

pub(crate) use commands::*;
