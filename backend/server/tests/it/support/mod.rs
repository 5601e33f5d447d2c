//! The application under test and those who use it.

pub mod app;
pub mod clients;
pub mod exchange;
pub mod staff;
pub mod tablets;

pub use app::TestApp;
pub use clients::{Client, Reply};
pub use tablets::Tablet;
