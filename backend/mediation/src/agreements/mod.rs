//! Agreements: their clauses and what makes a clause lawful, clear and confirmable.

mod clauses;
pub(crate) mod commands;
pub mod confirmability;
pub mod fee;
pub mod schedule;
pub mod screen;
pub mod screen_rules;
pub(crate) mod sealing;
pub mod templates;
pub mod text;

pub use clauses::{Clause, ClauseId, ClauseKind, Cycle, conditional_on_divorce, is_conditional};
pub use confirmability::{Confirmability, ConfirmabilityView, confirmable};
pub use schedule::{PlannedItem, planned_items};
pub use screen::{Finding, screen};
pub use templates::{CLAUSE_TEMPLATES, ClauseTemplate};
