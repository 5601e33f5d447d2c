//! Agreements: their clauses and what makes a clause lawful, clear and confirmable.

mod clauses;
pub mod fee;
pub mod screen;

pub use clauses::{Clause, ClauseId, ClauseKind, Cycle, conditional_on_divorce, is_conditional};
