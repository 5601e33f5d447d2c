//! The rules of a case file, pure: what its papers say, what may happen next, why not, by when, and how a reader sees it.
//!
//! Start with `cases::lifecycle`: the table of every step. Then `cases::guards`: one condition per function, each with its
//! article; then `moves`: how a step changes a file. Nothing here reads a clock, a database or a network, so the same code runs
//! in the server and, as WebAssembly, on a tablet without signal.

pub mod agreements;
mod assignment;
pub mod carried;
pub mod cases;
pub mod deadlines;
pub mod dossier;
mod endings;
pub mod filing;
mod front_desk;
mod hearings;
pub mod moves;
pub mod operations;
pub mod papers;
pub mod performance;
pub mod views;
pub mod vocabulary;
pub mod wire;
