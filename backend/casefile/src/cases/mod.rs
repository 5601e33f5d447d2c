//! Case files (案件): one dispute between parties, its papers, and the one table that says what may happen next.

pub mod advice;
pub mod corrections;
mod dossier;
#[cfg(any(test, feature = "example"))]
#[expect(clippy::unwrap_used, reason = "a fixture of tests")]
pub mod example;
mod file;
pub mod guard;
pub mod guards;
mod ids;
pub mod lifecycle;
pub mod lifecycle_pages;
mod paper;
mod parties;
mod state;
mod step;
pub mod step_inputs;
mod team;
pub mod veil;

pub use corrections::Correction;
pub use dossier::{Act, AgreementOnFile, Committee, Dossier, Limits};
pub use file::{CaseFile, Milestones, Suspension};
pub use ids::{PerformanceItemId, RefusalId, RepresentativeId, SuspensionId, TieId};
pub use lifecycle::{LIFECYCLE, Next, Rule, StepView, check, steps};
pub use paper::{Edited, Mark, Paper, PerformanceItem, StoredMark};
pub use parties::{DuplicateHit, DuplicateVerdict, IdDocument, Particulars, Party, Refusal, Representative, SafeContact};
pub use state::State;
pub use step::Step;
pub use team::{Appointment, Conflict, EarlierTie, MediatorOnFile, Tie};
pub use veil::Sight;
