//! What every endpoint shares: strict extractors, preconditions, answers, pages, middlewares.

pub mod answer;
pub mod body;
pub mod context;
pub mod disposition;
pub mod guard_rails;
pub mod octets;
pub mod page;
pub mod preconditions;
pub mod query;

pub use answer::Answer;
pub use body::Json;
pub use octets::Octets;
pub use page::{Cursor, PageQuery};
pub use preconditions::{Command, Version};
pub use query::{Path, Query};
