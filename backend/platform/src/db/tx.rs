//! A write transaction: it knows who and when, and it does not commit without an audit fact.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::Conn;
use crate::access::Actor;
use crate::ids::{Id, Names};
use crate::problem::AppError;

/// The only way to change a row.
pub struct Tx<'a> {
    conn: Conn<'a>,
    actor: Arc<Actor>,
    key: Option<String>,
    audited: bool,
}

impl<'a> Tx<'a> {
    pub(super) fn new(conn: Conn<'a>, actor: Arc<Actor>, key: Option<String>) -> Self {
        Self { conn, actor, key, audited: false }
    }

    /// Who acts.
    pub fn who(&self) -> &Arc<Actor> {
        &self.actor
    }

    /// Names for what this command makes. A command that a network may repeat makes the same names each time, and a tablet that
    /// took it before made them, too.
    pub fn names(&self, at: DateTime<Utc>) -> Names {
        let key = self.key.clone().unwrap_or_else(|| Id::new().0.to_string());
        Names::of(self.actor.account, &key, at)
    }

    /// Called by the journal when it has written the fact of this change.
    pub fn audited(&mut self) {
        self.audited = true;
    }

    /// A replayed answer or a refusal changes nothing, so there is nothing to record.
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
