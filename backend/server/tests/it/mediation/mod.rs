//! Mediation over HTTP: the rules, the whole story, who sees what, and what the journal keeps.

mod access;
pub mod attachments;
mod builders;
mod file;
mod filing;
mod finding;
mod integrators;
mod journal;
mod masking;
mod minors;
mod people;
mod rules_of_agreement;
mod rules_of_keeping;
mod rules_of_procedure;
mod rules_of_team;
mod rules_of_terms;
mod sheets;
mod steps;
mod stories;
mod tablets;
