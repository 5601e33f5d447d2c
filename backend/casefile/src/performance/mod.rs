//! Keeping what was promised (履行): the plan, receipts, urging, breach, mediating again.

pub mod plan;
mod steps;
