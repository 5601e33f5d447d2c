//! What is known of the request at hand anywhere below it: its id and its language.

use std::future::Future;

tokio::task_local! {
    static REQUEST: RequestContext;
}

/// The request id and the reader's language.
#[derive(Clone, Debug)]
pub struct RequestContext {
    pub id: String,
    pub chinese: bool,
}

/// Runs a future with the request's context set.
pub async fn within<F: Future>(context: RequestContext, future: F) -> F::Output {
    REQUEST.scope(context, future).await
}

/// The context at hand, to be taken along to another thread.
pub fn current() -> Option<RequestContext> {
    REQUEST.try_with(Clone::clone).ok()
}

/// Runs a piece of work with a context that was taken along.
pub fn on_behalf_of<T>(context: &Option<RequestContext>, work: impl FnOnce() -> T) -> T {
    match context {
        Some(context) => REQUEST.sync_scope(context.clone(), work),
        None => work(),
    }
}

/// The id that ties an answer to the log; empty outside a request.
pub fn request_id() -> String {
    REQUEST.try_with(|context| context.id.clone()).unwrap_or_default()
}

/// Chinese unless the reader asked for English first.
pub fn is_chinese() -> bool {
    REQUEST.try_with(|context| context.chinese).unwrap_or(true)
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
