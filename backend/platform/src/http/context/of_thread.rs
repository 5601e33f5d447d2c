//! On a tablet there is one request at a time.

use std::cell::RefCell;

use super::RequestContext;

thread_local! {
    static REQUEST: RefCell<Option<RequestContext>> = const { RefCell::new(None) };
}

/// Sets the context of the request that is answered next.
pub fn set(context: RequestContext) {
    REQUEST.set(Some(context));
}

pub(super) fn known<T>(read: impl FnOnce(&RequestContext) -> T) -> Option<T> {
    REQUEST.with_borrow(|context| context.as_ref().map(read))
}
