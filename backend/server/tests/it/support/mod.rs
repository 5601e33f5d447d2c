//! The application under test and those who use it.

pub mod app;
pub mod clients;
pub mod exchange;
pub mod staff;

pub use app::TestApp;
pub use clients::{Client, Reply};
