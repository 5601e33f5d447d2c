//! On a tablet there is one request at a time.

use std::cell::RefCell;

use super::RequestContext;

thread_local! {
    static REQUEST: RefCell<Option<RequestContext>> = const { RefCell::new(None) };
}

/// Does a piece of work in a request's context.
pub fn on_behalf_of<T>(context: &Option<RequestContext>, work: impl FnOnce() -> T) -> T {
    REQUEST.set(context.clone());
    work()
}

pub(super) fn known<T>(read: impl FnOnce(&RequestContext) -> T) -> Option<T> {
    REQUEST.with_borrow(|context| context.as_ref().map(read))
}
