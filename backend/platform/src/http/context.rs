//! What is known of the request at hand anywhere below it: its id and its language.

#[cfg(feature = "server")]
mod of_task;
#[cfg(not(feature = "server"))]
mod of_thread;

#[cfg(feature = "server")]
pub use of_task::{current, on_behalf_of, within};
#[cfg(not(feature = "server"))]
pub use of_thread::on_behalf_of;

#[cfg(feature = "server")]
use of_task::known;
#[cfg(not(feature = "server"))]
use of_thread::known;

/// The request id and the reader's language.
#[derive(Clone, Debug)]
pub struct RequestContext {
    pub id: String,
    pub chinese: bool,
}

/// The id that ties an answer to the log; empty outside a request.
pub fn request_id() -> String {
    known(|context| context.id.clone()).unwrap_or_default()
}

/// Chinese unless the reader asked for English first.
pub fn is_chinese() -> bool {
    known(|context| context.chinese).unwrap_or(true)
}

/// Reads `Accept-Language`: English only when it is named before any Chinese.
pub fn wants_chinese(accept_language: Option<&str>) -> bool {
    let Some(header) = accept_language else { return true };
    for range in header.split(',') {
        let tag = range.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
        if tag.starts_with("zh") || tag == "*" {
            return true;
        }
        if tag.starts_with("en") {
            return false;
        }
    }
    true
}
