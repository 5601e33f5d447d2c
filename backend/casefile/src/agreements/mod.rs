//! Agreements (调解协议): their clauses, what makes a clause lawful, clear and confirmable, and the steps from draft to seal.

mod clauses;
pub mod confirmability;
pub mod fee;
pub mod merge;
pub mod schedule;
pub mod screen;
pub mod screen_rules;
pub mod steps;
pub mod templates;
pub mod text;

pub use clauses::{Clause, ClauseId, ClauseKind, Cycle, conditional_on_divorce, is_conditional};
pub use confirmability::{Confirmability, ConfirmabilityView, confirmable};
pub use schedule::{PlannedItem, planned_items};
pub use screen::{Finding, screen};
pub use templates::{CLAUSE_TEMPLATES, ClauseTemplate};
