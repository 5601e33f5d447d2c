//! The volume (卷宗): which papers it needs, in which order they lie, under which number, and for how long it is kept.

pub(crate) mod commands;
pub(crate) mod http;
pub mod numbering;
pub mod order;
mod press;
pub mod required;
pub mod retention;
pub(crate) mod sheets;
pub mod view;

#[cfg(test)]
mod tests;
