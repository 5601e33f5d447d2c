//! A write transaction: it knows who and when, and it does not commit without an audit fact.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use super::Conn;
use crate::access::Actor;
use crate::problem::AppError;

/// The only way to change a row.
pub struct Tx<'a> {
    conn: Conn<'a>,
    actor: Arc<Actor>,
    audited: bool,
}

impl<'a> Tx<'a> {
    pub(super) fn new(conn: Conn<'a>, actor: Arc<Actor>) -> Self {
        Self { conn, actor, audited: false }
    }

    /// Who acts.
    pub fn who(&self) -> &Arc<Actor> {
        &self.actor
    }

    /// Called by the journal when it has written the fact of this change.
    pub fn audited(&mut self) {
        self.audited = true;
    }

    /// A replayed answer changes nothing, so there is nothing to record.
    pub(super) fn replayed(&mut self) {
        self.audited = true;
    }

    pub(super) fn finish(&self) -> Result<(), AppError> {
        if self.audited { Ok(()) } else { Err(AppError::internal("a write without an audit fact")) }
    }
}

impl<'a> Deref for Tx<'a> {
    type Target = Conn<'a>;
    fn deref(&self) -> &Conn<'a> {
        &self.conn
    }
}

impl<'a> DerefMut for Tx<'a> {
    fn deref_mut(&mut self) -> &mut Conn<'a> {
        &mut self.conn
    }
}
