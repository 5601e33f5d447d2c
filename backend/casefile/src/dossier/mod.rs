//! The volume (卷宗): which papers it needs, in which order they lie, under which number, and for how long it is kept.

pub mod numbering;
pub mod order;
pub mod required;
pub mod retention;
mod steps;

#[cfg(test)]
mod tests;
