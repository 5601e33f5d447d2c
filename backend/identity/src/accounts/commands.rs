//! Opening, shutting and repairing accounts.

use audit::{Fact, record};
use diesel::prelude::*;
use platform::db::portable::on_duplicate;
use platform::db::{Instant, Tx};
use platform::http::Version;
use platform::ids::AccountId;
use platform::problem::AppError;
use platform::totp;

use super::credentials::provisioning_uri;
use super::model::{self, AccountStatus};
use super::store;
use crate::devices::store::end_families;
use crate::schema::accounts;
use crate::sessions::store::end_sessions;

/// An account about to be opened. The password is hashed by the caller, outside the transaction.
#[derive(Clone)]
pub struct NewAccount {
    pub id: AccountId,
    pub username: String,
    /// The person's name (姓名).
    pub name: String,
    pub password_hash: String,
    /// The authenticator's secret; a new one is made when it is not given.
    pub totp_secret: Option<Vec<u8>>,
}

/// What the person needs once to set up the authenticator; it cannot be read again.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolled {
    pub account: AccountId,
    pub provisioning_uri: String,
    pub version: i64,
}

const USERNAME_TAKEN: AppError = AppError::Conflict { code: "username_taken", zh: "用户名已被使用", en: "This user name is taken" };

/// Opens an account without any role.
pub fn create_account(tx: &mut Tx<'_>, new: NewAccount) -> Result<Enrolled, AppError> {
    let username = model::username(&new.username).ok_or_else(|| AppError::field("/username", "username"))?;
    if new.name.trim().is_empty() {
        return Err(AppError::field("/name", "blank"));
    }
    // at login the office is not known yet, so a name is given out once in the whole deployment
    if store::by_username(tx, &username)?.is_some() {
        return Err(USERNAME_TAKEN);
    }
    let (secret, sealed) = sealed_secret(tx, new.id, new.totp_secret)?;
    let (office, now) = (tx.who().office, Instant(tx.now()));
    diesel::insert_into(accounts::table)
        .values((
            accounts::office_id.eq(office),
            accounts::id.eq(new.id),
            accounts::username.eq(&username),
            accounts::name.eq(new.name.trim()),
            accounts::status.eq(AccountStatus::Active),
            accounts::password_hash.eq(&new.password_hash),
            accounts::totp_secret.eq(sealed),
            accounts::totp_step.eq(0),
            accounts::failed_count.eq(0),
            accounts::created_at.eq(now),
            accounts::version.eq(1),
        ))
        .execute(tx.db())
        .map_err(|e| on_duplicate(e, USERNAME_TAKEN))?;
    record(tx, Fact::new("identity.account.create", "ACCOUNT", new.id))?;
    Ok(Enrolled { account: new.id, provisioning_uri: provisioning_uri(&username, &secret), version: 1 })
}

/// Shuts an account; its sessions and the tokens of its tablets end in the same transaction.
pub fn disable(tx: &mut Tx<'_>, id: AccountId, seen: Version) -> Result<i64, AppError> {
    if tx.who().account == id {
        return Err(AppError::Forbidden { code: "separation_of_duties" });
    }
    let version = set_status(tx, id, seen, AccountStatus::Disabled)?;
    let (ended, tablets) = (end_sessions(tx, id, None)?, end_families(tx, id)?);
    record(tx, Fact::new("identity.account.disable", "ACCOUNT", id).with("sessions", ended).with("tablets", tablets))?;
    Ok(version)
}

/// Opens a shut account again and forgets its wrong attempts.
pub fn enable(tx: &mut Tx<'_>, id: AccountId, seen: Version) -> Result<i64, AppError> {
    let version = set_status(tx, id, seen, AccountStatus::Active)?;
    record(tx, Fact::new("identity.account.enable", "ACCOUNT", id))?;
    Ok(version)
}

fn set_status(tx: &mut Tx<'_>, id: AccountId, seen: Version, status: AccountStatus) -> Result<i64, AppError> {
    let row = store::lock_seen(tx, id, seen)?;
    diesel::update(accounts::table.find((row.office_id, id)))
        .set((accounts::status.eq(status), accounts::failed_count.eq(0), accounts::locked_until.eq(None::<Instant>)))
        .execute(tx.db())?;
    store::bump(tx, &row)
}

/// Replaces password and authenticator of somebody who lost them; every session of the account ends, and the tokens of its tablets.
pub fn reset_credential(
    tx: &mut Tx<'_>,
    id: AccountId,
    seen: Version,
    password_hash: &str,
    totp_secret: Option<Vec<u8>>,
) -> Result<Enrolled, AppError> {
    if tx.who().account == id {
        return Err(AppError::Forbidden { code: "separation_of_duties" });
    }
    let row = store::lock_seen(tx, id, seen)?;
    let (secret, sealed) = sealed_secret(tx, id, totp_secret)?;
    diesel::update(accounts::table.find((row.office_id, id)))
        .set((
            accounts::password_hash.eq(password_hash),
            accounts::totp_secret.eq(sealed),
            accounts::totp_step.eq(0),
            accounts::failed_count.eq(0),
            accounts::locked_until.eq(None::<Instant>),
        ))
        .execute(tx.db())?;
    let version = store::bump(tx, &row)?;
    let (ended, tablets) = (end_sessions(tx, id, None)?, end_families(tx, id)?);
    record(tx, Fact::new("identity.account.reset_credential", "ACCOUNT", id).with("sessions", ended).with("tablets", tablets))?;
    Ok(Enrolled { account: id, provisioning_uri: provisioning_uri(&row.username, &secret), version })
}

/// Changes one's own password; all other sessions of the account end, and the tokens of its tablets.
pub fn change_own_password(tx: &mut Tx<'_>, password_hash: &str, keep: Option<[u8; 32]>) -> Result<(), AppError> {
    let id = tx.who().account;
    let row = store::lock(tx, id)?;
    diesel::update(accounts::table.find((row.office_id, id))).set(accounts::password_hash.eq(password_hash)).execute(tx.db())?;
    store::bump(tx, &row)?;
    let (ended, tablets) = (end_sessions(tx, id, keep)?, end_families(tx, id)?);
    record(tx, Fact::new("identity.account.change_password", "ACCOUNT", id).with("sessions", ended).with("tablets", tablets))
}

fn sealed_secret(tx: &Tx<'_>, id: AccountId, given: Option<Vec<u8>>) -> Result<(Vec<u8>, Vec<u8>), AppError> {
    let secret = match given {
        Some(secret) => secret,
        None => totp::new_secret()?.to_vec(),
    };
    let sealed = tx.keys().seal("accounts", "totp_secret", id.bytes(), &secret)?;
    Ok((secret, sealed))
}
