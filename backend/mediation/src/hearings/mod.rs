//! Notice, investigation, sessions (告知、调查、调解): what happens between assignment and agreement.

mod commands;

pub(crate) use commands::*;
