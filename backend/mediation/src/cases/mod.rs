//! Case files (案件): one dispute between parties, its papers, and the one table that says what may happen next.

pub(crate) mod act;
pub mod advice;
pub(crate) mod assignment;
pub(crate) mod desk;
mod dossier;
#[cfg(test)]
pub mod example;
mod file;
pub mod filing;
pub mod guard;
pub mod guards;
pub(crate) mod http;
mod ids;
mod labels;
pub mod lifecycle;
pub mod lifecycle_pages;
pub(crate) mod numbers;
mod paper;
mod parties;
pub(crate) mod queries;
pub(crate) mod reading;
pub(crate) mod sight;
mod state;
mod step;
pub mod step_inputs;
pub(crate) mod store;
mod team;
mod veil;
pub mod views;

pub use dossier::{Act, AgreementOnFile, Committee, Dossier, Limits};
pub use file::{CaseFile, Milestones, Suspension};
pub use ids::{PerformanceItemId, RefusalId, RepresentativeId, SuspensionId, TieId};
pub use lifecycle::{LIFECYCLE, Next, Rule, StepView, check, steps};
pub use paper::{Mark, Paper, PerformanceItem};
pub use parties::{DuplicateHit, DuplicateVerdict, IdDocument, Particulars, Party, Refusal, Representative, SafeContact};
pub use state::State;
pub use step::Step;
pub use team::{Appointment, Conflict, EarlierTie, MediatorOnFile, Tie};
