//! The composition root: every context behind one address, and the command line around it.

pub mod app;
pub mod backup;
pub mod checkpoints;
pub mod cli;
pub mod config;
pub mod contract;
pub mod doctor;
pub mod housekeeping;
pub mod keys;
pub mod limits;
pub mod matrix;
pub mod metrics;
pub mod portable;
pub mod reasons;
pub mod reference;
pub mod seed;
pub mod serve;
pub mod surface;
pub mod tls;
pub mod web;
