//! Where people live and when offices work: administrative divisions and public holidays, upstream of every other context.

pub mod commands;
mod http;
pub mod lists;
pub mod permissions;
pub mod queries;
mod schema;

pub use commands::{Imported, import_divisions, import_holidays};
pub use http::routes;
pub use queries::calendar;

/// The days published by the State Council for 2023 to 2026, as imported by the seed.
pub const HOLIDAYS: &str = include_str!("../data/holidays-cn.csv");

/// An invented county of nine streets and 54 communities, as imported by the seed of the demo.
pub const DEMO_DIVISIONS: &str = include_str!("../data/demo-divisions.csv");
