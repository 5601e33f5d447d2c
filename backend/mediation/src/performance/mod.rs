//! Keeping what was promised (履行): the plan, receipts, urging, breach, mediating again.

mod commands;
pub(crate) mod plan;

pub(crate) use commands::*;
