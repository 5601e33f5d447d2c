//! How a reader sees a file: the answers of the contract, made from the records and from what her sight leaves of them.

pub mod case;
pub mod line;
pub mod papers;
pub mod steps;
