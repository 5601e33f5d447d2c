//! Registering clients and shutting them out.

use audit::{Fact, record};
use diesel::prelude::*;
use platform::db::portable::ForUpdate;
use platform::db::{Instant, Tx};
use platform::http::Version;
use platform::ids::{AccountId, OrgId};
use platform::problem::AppError;
use platform::tokens::OpaqueToken;

use super::model::{self, ClientScope, ClientStatus};
use super::queries::ClientRow;
use crate::schema::{integration_clients as clients, orgs};

/// A system about to be registered.
#[derive(Debug, Clone)]
pub struct NewClient {
    pub id: AccountId,
    pub name: String,
    /// The organisation whose subtree bounds what the client sees.
    pub org: OrgId,
    pub scopes: Vec<ClientScope>,
    /// The secret; a new one is made when it is not given.
    pub secret: Option<OpaqueToken>,
}

/// What the integrator needs once; the secret cannot be read again.
#[derive(Clone)]
pub struct Registered {
    pub id: AccountId,
    pub client_id: String,
    pub client_secret: String,
    pub version: i64,
}

/// Registers a client.
pub fn register_client(tx: &mut Tx<'_>, new: NewClient) -> Result<Registered, AppError> {
    if new.name.trim().is_empty() {
        return Err(AppError::field("/name", "blank"));
    }
    if new.scopes.is_empty() {
        return Err(AppError::field("/scopes", "required"));
    }
    let office = tx.who().office;
    let known: Option<OrgId> = orgs::table.find((office, new.org)).select(orgs::id).first(tx.db()).optional()?;
    if known.is_none() {
        return Err(AppError::field("/orgId", "unknown_reference"));
    }
    let secret = new.secret.map_or_else(OpaqueToken::generate, Ok)?;
    let now = Instant(tx.now());
    let mut scopes = new.scopes;
    scopes.sort();
    scopes.dedup();
    diesel::insert_into(clients::table)
        .values((
            clients::office_id.eq(office),
            clients::id.eq(new.id),
            clients::name.eq(new.name.trim()),
            clients::secret_hash.eq(secret.digest().to_vec()),
            clients::scopes.eq(model::join(&scopes)),
            clients::org_id.eq(new.org),
            clients::status.eq(ClientStatus::Active),
            clients::created_at.eq(now),
            clients::version.eq(1),
        ))
        .execute(tx.db())?;
    record(
        tx,
        Fact::new("identity.client.register", "CLIENT", new.id).with("scopes", model::join(&scopes)).with("org", new.org.to_string()),
    )?;
    Ok(Registered { id: new.id, client_id: model::client_id(office, new.id), client_secret: secret.reveal(), version: 1 })
}

/// Shuts a client out for good; its tokens stop within a second.
pub fn revoke_client(tx: &mut Tx<'_>, id: AccountId, seen: Version) -> Result<i64, AppError> {
    let row = lock(tx, id, seen)?;
    let version = row.version + 1;
    diesel::update(clients::table.find((row.office_id, id)))
        .set((clients::status.eq(ClientStatus::Revoked), clients::version.eq(version)))
        .execute(tx.db())?;
    record(tx, Fact::new("identity.client.revoke", "CLIENT", id))?;
    Ok(version)
}

/// Gives a client a new secret; the old one stops at once, tokens issued before live out their ten minutes.
pub fn rotate_secret(tx: &mut Tx<'_>, id: AccountId, seen: Version) -> Result<Registered, AppError> {
    let row = lock(tx, id, seen)?;
    if row.status != ClientStatus::Active {
        return Err(AppError::Conflict { code: "client_revoked", zh: "该客户端已停用", en: "This client has been revoked" });
    }
    let (secret, version) = (OpaqueToken::generate()?, row.version + 1);
    diesel::update(clients::table.find((row.office_id, id)))
        .set((clients::secret_hash.eq(secret.digest().to_vec()), clients::version.eq(version)))
        .execute(tx.db())?;
    record(tx, Fact::new("identity.client.rotate_secret", "CLIENT", id))?;
    Ok(Registered { id, client_id: model::client_id(row.office_id, id), client_secret: secret.reveal(), version })
}

fn lock(tx: &mut Tx<'_>, id: AccountId, seen: Version) -> Result<ClientRow, AppError> {
    let office = tx.who().office;
    let row: ClientRow = ForUpdate(clients::table.find((office, id)).select(ClientRow::as_select()))
        .get_results(tx.db())?
        .into_iter()
        .next()
        .ok_or(AppError::NotFound)?;
    seen.check(row.version)?;
    Ok(row)
}
