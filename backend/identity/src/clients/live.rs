//! Tokens of clients: issued for ten minutes, and worth nothing a second after the client is revoked.

use std::sync::Arc;
use std::time::Duration;

use audit::{Fact, record};
use chrono::TimeDelta;
use platform::access::{Actor, Role, RoleHeld};
use platform::db::{Conn, Db};
use platform::http::Command;
use platform::ids::{AccountId, OfficeId};
use platform::problem::AppError;
use platform::tokens::{AccessTokens, Claims, OpaqueToken, TokenError};
use serde::{Deserialize, Serialize};

use super::model::{self, ClientScope, ClientStatus};
use super::queries::{self, ClientRow};
use crate::fresh::Fresh;
use crate::gate::{Gatekeeper, nobody};
use crate::sessions::live::Refusal;
use crate::sessions::login::note_unknown;

/// How long a token is good.
pub(crate) const LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// What a token says beside whose it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Body {
    office: OfficeId,
    scope: String,
}

#[derive(Debug, Clone)]
struct Client {
    name: String,
    active: bool,
    scopes: Vec<ClientScope>,
    role: RoleHeld,
}

/// Clients read within the last second.
#[derive(Debug)]
pub(crate) struct LiveClients(Fresh<(OfficeId, AccountId), Option<Client>>);

impl LiveClients {
    pub(crate) fn new(believed: Duration) -> Self {
        Self(Fresh::new(believed))
    }

    /// Reads every client again at its next request.
    pub(crate) fn forget(&self) {
        self.0.forget(|_| true);
    }

    /// The actor behind an access token, or why there is none.
    pub(crate) async fn actor(&self, db: &Db, tokens: &AccessTokens, token: &str, ip: &str) -> Result<Result<Actor, Refusal>, AppError> {
        let claims: Claims<Body> = match tokens.verify(token, db.clock().now()) {
            Ok(claims) => claims,
            Err(TokenError::Expired) => return Ok(Err(|| AppError::Unauthenticated { code: "token_expired" })),
            Err(_) => return Ok(Err(|| AppError::Unauthenticated { code: "invalid_token" })),
        };
        let Ok(id) = claims.sub.parse::<AccountId>() else {
            return Ok(Err(|| AppError::Unauthenticated { code: "invalid_token" }));
        };
        let office = claims.body.office;
        let client = match self.0.get(&(office, id)) {
            Some(client) => client,
            None => {
                let client = db.read(move |conn| load(conn, office, id)).await?;
                self.0.put((office, id), client.clone());
                client
            }
        };
        let Some(client) = client.filter(|client| client.active) else {
            return Ok(Err(|| AppError::Unauthenticated { code: "client_revoked" }));
        };
        // a scope taken from the client is gone from its tokens as well
        let scopes = model::split(&claims.body.scope).unwrap_or_default().into_iter().filter(|scope| client.scopes.contains(scope));
        Ok(Ok(Actor {
            account: id,
            name: client.name,
            roles: vec![client.role],
            scopes: scopes.map(|scope| scope.as_str().to_owned()).collect(),
            ..nobody(office, ip)
        }))
    }
}

fn load(conn: &mut Conn<'_>, office: OfficeId, id: AccountId) -> Result<Option<Client>, AppError> {
    let Some(row) = queries::find(conn, office, id)? else { return Ok(None) };
    let subtree = crate::orgs::queries::tree(conn, office)?.reach(row.org_id);
    Ok(Some(Client {
        active: row.status == ClientStatus::Active,
        scopes: row.scopes(),
        role: RoleHeld { role: Role::IntegrationClient, org: row.org_id, subtree },
        name: row.name,
    }))
}

/// An issued token.
pub(crate) struct Issued {
    pub token: String,
    pub scopes: Vec<ClientScope>,
}

/// Issues a token to a client that proves its secret.
pub(crate) async fn issue(
    gate: &Gatekeeper,
    db: &Db,
    client_id: &str,
    secret: &str,
    scope: Option<&str>,
    ip: &str,
) -> Result<Issued, AppError> {
    const INVALID: AppError = AppError::Unauthenticated { code: "invalid_client" };
    let now = db.clock().now();
    gate.addresses.check(ip, now)?;
    let row = match model::parse_client_id(client_id) {
        Some((office, id)) => db.read(move |conn| queries::find(conn, office, id)).await?,
        None => None,
    };
    let Some(row) = row else {
        gate.addresses.count(ip, now);
        note_unknown(db, ip, &db.keys().token_digest("client", client_id.as_bytes())).await?;
        return Err(INVALID);
    };
    // digests of 256 random bits are compared: how far they agree tells nothing about the secret
    let proved = OpaqueToken::parse(secret).is_some_and(|secret| secret.digest().as_slice() == row.secret_hash);
    if !proved || row.status != ClientStatus::Active {
        gate.addresses.count(ip, now);
        note(db, &row, ip, if proved { "revoked" } else { "secret" }).await?;
        return Err(INVALID);
    }
    let Some(scopes) = model::granted(scope, &row.scopes()) else {
        note(db, &row, ip, "scope").await?;
        return Err(AppError::Malformed("invalid_scope".to_owned()));
    };
    let body = Body { office: row.office_id, scope: model::join(&scopes) };
    let token = gate.tokens.sign(&Claims::new(row.id.to_string(), now, LIFETIME, body)).map_err(AppError::internal)?;
    let (id, granted) = (row.id, model::join(&scopes));
    db.transact(as_client(&row, ip), move |tx| record(tx, Fact::new("identity.token.issue", "CLIENT", id).with("scopes", granted.clone())))
        .await?;
    Ok(Issued { token, scopes })
}

async fn note(db: &Db, row: &ClientRow, ip: &str, reason: &'static str) -> Result<(), AppError> {
    let id = row.id;
    db.transact(as_client(row, ip), move |tx| record(tx, Fact::new("identity.token.refuse", "CLIENT", id).denied().with("reason", reason)))
        .await
}

fn as_client(row: &ClientRow, ip: &str) -> Command {
    Command::internal(Arc::new(Actor { account: row.id, name: row.name.clone(), ..nobody(row.office_id, ip) }))
}
