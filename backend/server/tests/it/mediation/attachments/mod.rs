//! Files of a case: parts in any order, over and over, cut short; what is refused; who gets to see them.

mod keeping;
mod refusals;
mod scope;
mod upload;

pub use upload::{Picture, Upload};
