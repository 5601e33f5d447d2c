//! Opening a session: password and one-time code together, equal answers and equal time whatever was wrong.

use std::sync::Arc;

use audit::{Fact, record};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use platform::access::Actor;
use platform::db::{Db, Instant, Tx};
use platform::http::Command;
use platform::ids::AccountId;
use platform::problem::AppError;

use super::store as sessions;
use super::token::{SessionToken, digest_text};
use crate::accounts::credentials::{Code, read_code, totp_secret};
use crate::accounts::lock::rest_after;
use crate::accounts::model::{self, AccountStatus};
use crate::accounts::store::{self, AccountRow};
use crate::gate::{Gatekeeper, nobody};
use crate::schema::accounts;
use crate::throttle::seconds_until;

/// What somebody typed, and from where.
pub(crate) struct Attempt {
    pub username: String,
    pub password: String,
    pub code: String,
    pub ip: String,
}

/// What the transaction decided.
enum Outcome {
    Admitted,
    /// Wrong, and counted.
    Refused,
    /// The right password with a code that was used before: no guess, so it is not counted.
    Replayed,
    Resting(DateTime<Utc>),
}

const WRONG: AppError = AppError::Unauthenticated { code: "wrong_credentials" };

fn resting(until: DateTime<Utc>, now: DateTime<Utc>) -> AppError {
    AppError::TooMany { retry_after: seconds_until(until, now), code: "too_many_attempts" }
}

/// Opens a session, or says no.
pub(crate) async fn log_in(gate: &Gatekeeper, db: &Db, attempt: Attempt) -> Result<SessionToken, AppError> {
    let now = db.clock().now();
    gate.addresses.check(&attempt.ip, now)?;
    let row = match model::username(attempt.username.trim()) {
        Some(username) => db.read(move |conn| store::by_username(conn, &username)).await?,
        None => None,
    };
    let name_key = db.keys().token_digest("username", attempt.username.trim().to_lowercase().as_bytes());
    let rest = match &row {
        Some(row) => row.locked_at(now),
        None => gate.unknown.locked_until(&name_key, now),
    };
    if let Some(until) = rest {
        gate.addresses.count(&attempt.ip, now);
        return Err(resting(until, now));
    }
    let verdict = gate.verify(attempt.password.clone(), row.as_ref().map(|row| row.password_hash.clone())).await?;
    let Some(row) = row else {
        gate.unknown.fail(name_key, now);
        gate.addresses.count(&attempt.ip, now);
        note_unknown(db, &attempt.ip, &name_key).await?;
        return Err(WRONG);
    };
    let rehashed = if verdict.needs_rehash { Some(gate.hash(attempt.password).await?) } else { None };
    let token = SessionToken::generate(row.office_id)?;
    let actor = Actor {
        account: row.id,
        name: row.name.clone(),
        session: Some(digest_text(&token.digest())),
        ..nobody(row.office_id, &attempt.ip)
    };
    let expires_at = Instant(now + gate.settings.absolute);
    let checked = Checked { seen: row, matches: verdict.matches, rehashed, code: attempt.code, digest: token.digest(), expires_at };
    let ip = attempt.ip.clone();
    match db.transact(Command::internal(Arc::new(actor)), move |tx| decide(tx, &checked, &ip)).await? {
        Outcome::Admitted => Ok(token),
        Outcome::Replayed => Err(WRONG),
        Outcome::Refused => {
            gate.addresses.count(&attempt.ip, now);
            Err(WRONG)
        }
        Outcome::Resting(until) => Err(resting(until, now)),
    }
}

/// What was found out before the transaction.
struct Checked {
    seen: AccountRow,
    matches: bool,
    rehashed: Option<String>,
    code: String,
    digest: [u8; 32],
    expires_at: Instant,
}

fn decide(tx: &mut Tx<'_>, checked: &Checked, ip: &str) -> Result<Outcome, AppError> {
    let row = store::lock(tx, checked.seen.id)?;
    let now = tx.now();
    if let Some(until) = row.locked_at(now) {
        // a parallel attempt has locked the account and recorded it
        tx.audited();
        return Ok(Outcome::Resting(until));
    }
    if !checked.matches {
        return count_failure(tx, &row, "password");
    }
    if row.status != AccountStatus::Active {
        return refuse(tx, &row, "disabled").map(|()| Outcome::Refused);
    }
    if row.password_hash != checked.seen.password_hash {
        // changed while it was being checked: neither does the old one open a session, nor may its new hash be stored
        return refuse(tx, &row, "password_changed").map(|()| Outcome::Refused);
    }
    let secret = totp_secret(tx, &row)?;
    let step = match read_code(&secret, &checked.code, now, row.totp_step) {
        Code::Wrong => return count_failure(tx, &row, "code"),
        Code::Replayed => return refuse(tx, &row, "code_replayed").map(|()| Outcome::Replayed),
        Code::Fresh(step) => step,
    };
    // the condition makes the step good for one login, however many arrive at once
    let taken = diesel::update(
        accounts::table.filter(accounts::office_id.eq(row.office_id)).filter(accounts::id.eq(row.id)).filter(accounts::totp_step.lt(step)),
    )
    .set((accounts::totp_step.eq(step), accounts::failed_count.eq(0), accounts::locked_until.eq(None::<Instant>)))
    .execute(tx.db())?;
    if taken == 0 {
        return refuse(tx, &row, "code_replayed").map(|()| Outcome::Replayed);
    }
    if let Some(hash) = &checked.rehashed {
        diesel::update(accounts::table.find((row.office_id, row.id))).set(accounts::password_hash.eq(hash)).execute(tx.db())?;
    }
    sessions::open(tx, row.id, checked.digest, checked.expires_at, ip)?;
    record(tx, Fact::new("identity.session.open", "ACCOUNT", row.id))?;
    Ok(Outcome::Admitted)
}

fn count_failure(tx: &mut Tx<'_>, row: &AccountRow, reason: &'static str) -> Result<Outcome, AppError> {
    let failures = row.failed_count.saturating_add(1);
    let until = rest_after(failures).map(|rest| Instant(tx.now() + rest));
    diesel::update(accounts::table.find((row.office_id, row.id)))
        .set((accounts::failed_count.eq(failures), accounts::locked_until.eq(until)))
        .execute(tx.db())?;
    record(tx, refusal(row.id, reason).with("failures", failures).with("locked", until.is_some()))?;
    Ok(Outcome::Refused)
}

fn refuse(tx: &mut Tx<'_>, row: &AccountRow, reason: &'static str) -> Result<(), AppError> {
    record(tx, refusal(row.id, reason))
}

fn refusal(account: AccountId, reason: &'static str) -> Fact {
    Fact::new("identity.session.refuse", "ACCOUNT", account).denied().with("reason", reason)
}

/// Records an attempt under a name nobody has, with a keyed digest in place of the name. It goes to the journal of the first
/// office of the deployment, because the name belongs to none; the write also takes the time a known name's takes.
pub(crate) async fn note_unknown(db: &Db, ip: &str, name_key: &[u8; 32]) -> Result<(), AppError> {
    let Some(office) = db.read(crate::orgs::queries::offices).await?.first().map(|office| office.id) else { return Ok(()) };
    let digest: String = digest_text(name_key).chars().take(16).collect();
    db.transact(Command::internal(Arc::new(nobody(office, ip))), move |tx| {
        record(tx, Fact::new("identity.session.refuse", "OFFICE", office).denied().with("reason", "unknown").with("name", digest.clone()))
    })
    .await
}

/// Ends a session of one's own.
pub(crate) fn log_out(tx: &mut Tx<'_>, digest: [u8; 32]) -> Result<(), AppError> {
    let account = tx.who().account;
    if sessions::end(tx, digest)? {
        record(tx, Fact::new("identity.session.end", "ACCOUNT", account))
    } else {
        tx.audited();
        Ok(())
    }
}

/// Removes the rows of sessions that expired long ago; a clock of the house calls it.
pub fn forget_sessions(tx: &mut Tx<'_>, before: DateTime<Utc>) -> Result<usize, AppError> {
    sessions::forget(tx, Instant(before))
}
