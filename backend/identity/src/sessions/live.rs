//! A session as it stands now: whose it is, what roles that gives, and whether it has ended.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use platform::access::{Actor, RoleHeld};
use platform::db::{Conn, Db};
use platform::http::Command;
use platform::ids::{AccountId, OfficeId};
use platform::problem::AppError;

use super::store;
use super::token::{SessionToken, digest_text};
use crate::accounts::model::AccountStatus;
use crate::fresh::Fresh;
use crate::gate::Settings;

/// Why there is no actor; the text is made when a handler asks for one.
pub(crate) type Refusal = fn() -> AppError;

/// How often the use of a session is written down.
const NOTED: TimeDelta = TimeDelta::minutes(1);

#[derive(Debug, Clone)]
struct Session {
    account: AccountId,
    name: String,
    roles: Vec<RoleHeld>,
    ended: bool,
    seen_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

/// Sessions read within the last second.
#[derive(Debug)]
pub(crate) struct LiveSessions(Fresh<[u8; 32], Session>);

impl LiveSessions {
    pub(crate) fn new(believed: Duration) -> Self {
        Self(Fresh::new(believed))
    }

    pub(crate) fn forget_account(&self, account: AccountId) {
        self.0.forget(|session| session.account == account);
    }

    /// The actor behind a token, or why there is none.
    pub(crate) async fn actor(
        &self,
        db: &Db,
        settings: &Settings,
        token: &SessionToken,
        ip: &str,
    ) -> Result<Result<Actor, Refusal>, AppError> {
        let (office, digest) = (token.office, token.digest());
        let session = match self.0.get(&digest) {
            Some(session) => session,
            None => match db.read(move |conn| load(conn, office, &digest)).await? {
                Some(session) => {
                    self.0.put(digest, session.clone());
                    session
                }
                None => return Ok(Err(|| AppError::Unauthenticated { code: "unauthenticated" })),
            },
        };
        let now = db.clock().now();
        if session.ended {
            return Ok(Err(|| AppError::Unauthenticated { code: "session_ended" }));
        }
        if now >= session.expires_at || now - session.seen_at >= settings.idle {
            return Ok(Err(|| AppError::Unauthenticated { code: "session_expired" }));
        }
        let actor = Actor {
            office,
            account: session.account,
            name: session.name.clone(),
            roles: session.roles.clone(),
            scopes: Vec::new(),
            session: Some(digest_text(&digest)),
            device: None,
            drain_only: false,
            ip: ip.to_owned(),
            request_id: platform::http::context::request_id(),
        };
        if now - session.seen_at >= NOTED {
            // first in memory, so that requests of the same moment do not all write it
            self.0.change(&digest, |session| session.seen_at = now);
            let command = Command::internal(Arc::new(actor.clone()));
            if let Err(error) = db.transact(command, move |tx| store::touch(tx, digest)).await {
                log::warn!("the use of a session was not noted: {error:?}");
            }
        }
        Ok(Ok(actor))
    }
}

fn load(conn: &mut Conn<'_>, office: OfficeId, digest: &[u8; 32]) -> Result<Option<Session>, AppError> {
    let Some(row) = store::find(conn, office, digest)? else { return Ok(None) };
    let roles = roles(conn, office, row.account)?;
    Ok(Some(Session {
        account: row.account,
        name: row.name,
        roles,
        ended: row.revoked_at.is_some() || row.status != AccountStatus::Active,
        seen_at: row.seen_at.0,
        expires_at: row.expires_at.0,
    }))
}

/// The roles of an account with how far each reaches.
pub fn roles(conn: &mut Conn<'_>, office: OfficeId, account: AccountId) -> Result<Vec<RoleHeld>, AppError> {
    let grants = crate::accounts::store::grants(conn, office, account)?;
    let tree = crate::orgs::queries::tree(conn, office)?;
    Ok(grants.into_iter().map(|(role, org)| RoleHeld { role, org, subtree: tree.reach(org) }).collect())
}
