//! What a tablet takes along (离线同步): a feed per tablet of the records its owner may carry now, and of those she may not any
//! more. It owns no business rule: what may be carried is said by the contexts the records belong to.

pub mod carried;
mod feed;
mod http;
pub mod permissions;
mod pull;
mod schema;
mod store;

pub use carried::{Carried, Carriers, Withdrawal};
pub use http::routes;
