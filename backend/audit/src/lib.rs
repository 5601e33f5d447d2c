//! The journal (审计): who did what to which record, in one hash chain per office. Nothing is ever changed in it.

mod chain;
mod http;
mod journal;
mod permissions;
mod queries;
mod reads;
mod schema;

pub use chain::{Broken, Checkpoint, Verified, verify};
pub use http::routes;
pub use journal::{Decision, Fact, record, record_all};
pub use permissions::{ReadAudit, VerifyAudit};
pub use queries::{FactView, head, heads, of_object, times_since};
pub use reads::observe;
