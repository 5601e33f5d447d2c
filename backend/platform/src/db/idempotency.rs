//! One command, one effect: the key is stored in the same transaction as what it names.

use diesel::prelude::*;

use super::Tx;
use super::portable;
use super::types::Instant;
use crate::http::Answer;
use crate::ids::OfficeId;
use crate::problem::AppError;

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};
    idempotency_keys (office_id, account_id, key) {
        office_id -> Guid,
        account_id -> Guid,
        key -> Text,
        fingerprint -> Binary,
        answer -> Binary,
        created_at -> Moment,
    }
}

/// The first answer to this key, if there was one; another body under the same key is refused. A refusal answers no later try of
/// a tablet's user.
pub fn replay(tx: &mut Tx<'_>, key: &str, fingerprint: &[u8; 32], attempt: Option<u32>) -> Result<Option<Answer>, AppError> {
    let who = tx.who().clone();
    let row: Option<(Vec<u8>, Vec<u8>)> = idempotency_keys::table
        .find((who.office, who.account, key))
        .select((idempotency_keys::fingerprint, idempotency_keys::answer))
        .first(tx.db())
        .optional()?;
    let Some((first, sealed)) = row else { return Ok(None) };
    if first != fingerprint {
        return Err(AppError::KeyReused);
    }
    let plain = tx.keys().open("idempotency_keys", "answer", who.account.bytes(), &sealed)?;
    let mut answer: Answer = serde_json::from_slice(&plain).map_err(AppError::internal)?;
    if answer.refused.is_some_and(|refused| attempt.is_some_and(|attempt| attempt > refused)) {
        // that very refusal and nothing else: a twin may have put its answer there meanwhile
        let refusal = idempotency_keys::table.find((who.office, who.account, key)).filter(idempotency_keys::answer.eq(sealed));
        diesel::delete(refusal).execute(tx.db())?;
        return Ok(None);
    }
    answer.replayed = true;
    Ok(Some(answer))
}

/// Keeps the answer. A concurrent transaction with the same key makes this one run again, and find it.
pub fn remember(tx: &mut Tx<'_>, key: &str, fingerprint: &[u8; 32], answer: &Answer) -> Result<(), AppError> {
    let who = tx.who().clone();
    let plain = serde_json::to_vec(answer).map_err(AppError::internal)?;
    let sealed = tx.keys().seal("idempotency_keys", "answer", who.account.bytes(), &plain)?;
    let now = Instant(tx.now());
    diesel::insert_into(idempotency_keys::table)
        .values((
            idempotency_keys::office_id.eq(who.office),
            idempotency_keys::account_id.eq(who.account),
            idempotency_keys::key.eq(key),
            idempotency_keys::fingerprint.eq(fingerprint.as_slice()),
            idempotency_keys::answer.eq(sealed),
            idempotency_keys::created_at.eq(now),
        ))
        .execute(tx.db())
        .map_err(portable::run_again_on_conflict)?;
    Ok(())
}

/// Drops keys older than `before`; ledgers keep theirs by a unique constraint of their own.
pub fn forget(tx: &mut Tx<'_>, office: OfficeId, before: Instant) -> Result<usize, AppError> {
    let gone = diesel::delete(
        idempotency_keys::table.filter(idempotency_keys::office_id.eq(office)).filter(idempotency_keys::created_at.lt(before)),
    )
    .execute(tx.db())?;
    Ok(gone)
}
