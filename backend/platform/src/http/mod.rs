//! What every endpoint shares: strict extractors, preconditions, answers, pages, middlewares.

#[cfg(feature = "server")]
pub mod answer;
#[cfg(feature = "server")]
pub mod body;
pub mod context;
#[cfg(feature = "server")]
pub mod device;
#[cfg(feature = "server")]
pub mod disposition;
#[cfg(feature = "server")]
pub mod guard_rails;
#[cfg(feature = "server")]
pub mod octets;
#[cfg(feature = "server")]
pub mod page;
pub mod parse;
#[cfg(feature = "server")]
pub mod preconditions;
#[cfg(feature = "server")]
pub mod query;

#[cfg(feature = "server")]
pub use {
    answer::Answer,
    body::Json,
    device::DeviceNote,
    octets::Octets,
    page::{Cursor, PageQuery},
    preconditions::{Command, Version},
    query::{Path, Query},
};
