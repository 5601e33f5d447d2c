//! On the server the context goes with the task that answers the request.

use std::future::Future;

use super::RequestContext;

tokio::task_local! {
    static REQUEST: RequestContext;
}

/// Runs a future with the request's context set.
pub async fn within<F: Future>(context: RequestContext, future: F) -> F::Output {
    REQUEST.scope(context, future).await
}

/// The context at hand, to be taken along to another thread.
pub fn current() -> Option<RequestContext> {
    known(Clone::clone)
}

/// Runs a piece of work with a context that was taken along.
pub fn on_behalf_of<T>(context: &Option<RequestContext>, work: impl FnOnce() -> T) -> T {
    match context {
        Some(context) => REQUEST.sync_scope(context.clone(), work),
        None => work(),
    }
}

pub(super) fn known<T>(read: impl FnOnce(&RequestContext) -> T) -> Option<T> {
    REQUEST.try_with(read).ok()
}
