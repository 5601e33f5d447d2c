//! Tokens for a proof: what a tablet gets when it is activated, and each time it comes back with its refresh token.

use std::sync::Arc;

use audit::{Fact, record};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use platform::db::epoch::{self, Epoch};
use platform::db::{Conn, Db, Instant, Tx};
use platform::http::Command;
use platform::ids::{DeviceId, OfficeId};
use platform::problem::AppError;
use serde::Serialize;
use utoipa::ToSchema;

use super::commands::{self, WIPE};
use super::live::{self, LIFETIME};
use super::model::{self, Standing};
use super::proof::{self, PublicKey};
use super::store::{self, DeviceRow};
use super::tokens::{RefreshToken, Verdict, judge};
use crate::gate::Gatekeeper;
use crate::schema::devices;

/// What a tablet works with: ten minutes of access, the way to the next ten, and what opens its vault without the network.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeviceTokens {
    device_id: DeviceId,
    /// Papers made without the network are numbered `T-<deviceNo>-<seq>`.
    device_no: i64,
    /// For `Authorization: Bearer`, together with a proof in `DPoP`.
    access_token: String,
    /// Seconds.
    #[schema(example = 600)]
    expires_in: i64,
    refresh_token: String,
    /// The server's half of the key of the offline vault: base64url, 32 bytes. Released here alone.
    key_share: String,
    /// Until then the vault may be opened without the network.
    lease_until: Instant,
    server_now: Instant,
    /// Which life of the server's database this is; a restored backup begins a new one.
    epoch: String,
    /// The tablet is revoked: it may hand in what it holds and is shown nothing more.
    drain_only: bool,
}

/// A tablet that has earned its tokens.
struct Earned {
    row: DeviceRow,
    generation: i64,
    share: Vec<u8>,
    epoch: Epoch,
}

impl Earned {
    /// The tablet as it stands, with a generation of its living family.
    fn now(conn: &mut Conn<'_>, row: DeviceRow, generation: i64) -> Result<Self, AppError> {
        let share = commands::key_share(conn, &row)?.ok_or(WIPE)?;
        let epoch = epoch::current(conn)?;
        Ok(Self { row, generation, share, epoch })
    }
}

const INVALID: AppError = AppError::Unauthenticated { code: "invalid_token" };

fn hand_out(gate: &Gatekeeper, db: &Db, earned: &Earned) -> Result<DeviceTokens, AppError> {
    let (row, now) = (&earned.row, db.clock().now());
    let standing = row.standing(now);
    let token = RefreshToken { office: row.office_id, device: row.id, family: row.family, generation: earned.generation };
    Ok(DeviceTokens {
        device_id: row.id,
        device_no: row.no,
        access_token: live::issue(&gate.device_tokens, now, row.account_id, row.office_id, row.id, row.family)?,
        expires_in: LIFETIME.num_seconds(),
        refresh_token: token.reveal(db.keys()),
        key_share: URL_SAFE_NO_PAD.encode(&earned.share),
        lease_until: Instant(model::lease_until(standing, gate.settings.lease, now)),
        server_now: Instant(now),
        epoch: earned.epoch.to_string(),
        drain_only: matches!(standing, Standing::Draining { .. }),
    })
}

/// The tokens of a tablet that was activated just now, or whose activation is being repeated.
pub(crate) async fn activated(gate: &Gatekeeper, db: &Db, office: OfficeId, id: DeviceId) -> Result<DeviceTokens, AppError> {
    let earned = db
        .read(move |conn| {
            let row = store::find(conn, office, id)?.ok_or(AppError::NotFound)?.device;
            commands::admit(&row)?;
            match row.generation {
                // the family of that activation has ended since
                0 => Err(INVALID),
                generation => Earned::now(conn, row, generation),
            }
        })
        .await?;
    hand_out(gate, db, &earned)
}

/// What the transaction decided about a refresh token; a refusal is committed too, because it may end the family.
enum Outcome {
    Earned(Box<Earned>),
    Refused(AppError),
}

/// The next tokens for a refresh token. `prove` gives the key that a proof about this token was made with.
pub(crate) async fn refresh(
    gate: &Gatekeeper,
    db: &Db,
    text: &str,
    prove: impl Fn(&str) -> Option<PublicKey>,
    ip: &str,
) -> Result<DeviceTokens, AppError> {
    let now = db.clock().now();
    gate.addresses.check(ip, now)?;
    let token = RefreshToken::read(db.keys(), text);
    let found = match token {
        Some(token) => db.read(move |conn| store::find(conn, token.office, token.device)).await?,
        None => None,
    };
    let (Some(token), Some(found)) = (token, found) else {
        gate.addresses.count(ip, now);
        return Err(INVALID);
    };
    let Some(key) = prove(text) else {
        gate.addresses.count(ip, now);
        return Err(proof::missing());
    };
    let row = found.device;
    let actor = live::through(row.office_id, row.account_id, found.owner, row.id, ip);
    let outcome = db.transact(Command::internal(Arc::new(actor)), move |tx| exchange(tx, &token, &key)).await?;
    match outcome {
        Outcome::Earned(earned) => hand_out(gate, db, &earned),
        Outcome::Refused(refusal) => {
            gate.devices.forget();
            Err(refusal)
        }
    }
}

fn exchange(tx: &mut Tx<'_>, token: &RefreshToken, key: &PublicKey) -> Result<Outcome, AppError> {
    let row = store::lock(tx, token.device)?;
    let now = tx.now();
    // a family begun after the backup from which this database was put back is still that tablet's
    let living = token.family >= row.family;
    if !row.is_of(key) {
        return if living { theft(tx, &row, "other_key", proof::missing()) } else { refuse(tx, &row, "other_key", proof::missing()) };
    }
    match row.standing(now) {
        Standing::Gone => {
            // its time for uploading has passed since it was revoked
            if row.key_share.is_some() {
                commands::end_for_good(tx, &row)?;
            }
            return refuse(tx, &row, "revoked", WIPE);
        }
        Standing::Waiting => return refuse(tx, &row, "not_active", INVALID),
        Standing::Working | Standing::Draining { .. } => {}
    }
    let Some(rotated_at) = row.rotated_at.filter(|_| living) else { return refuse(tx, &row, "family_ended", INVALID) };
    let newest = if token.family == row.family { row.generation } else { token.generation };
    match judge(token.generation, newest, rotated_at.0, now) {
        Verdict::Theft => theft(tx, &row, "reused", INVALID),
        Verdict::Stale => {
            store::end_family(tx, &row)?;
            refuse(tx, &row, "idle", INVALID)
        }
        Verdict::Again(generation) => {
            commands::heard_of(tx, row.id, commands::Word::default())?;
            earn(tx, row, generation, true)
        }
        Verdict::Next(generation) => {
            diesel::update(devices::table.find((row.office_id, row.id)))
                .set((
                    devices::family.eq(token.family),
                    devices::generation.eq(generation),
                    devices::rotated_at.eq(Some(Instant(now))),
                    devices::last_seen_at.eq(Some(Instant(now))),
                ))
                .execute(tx.db())?;
            earn(tx, DeviceRow { family: token.family, ..row }, generation, false)
        }
    }
}

fn earn(tx: &mut Tx<'_>, row: DeviceRow, generation: i64, again: bool) -> Result<Outcome, AppError> {
    let id = row.id;
    let earned = Earned::now(tx, row, generation)?;
    record(tx, Fact::new("identity.device.refresh", "DEVICE", id).with("generation", generation).with("again", again))?;
    Ok(Outcome::Earned(Box::new(earned)))
}

/// Somebody has a copy of a token: nobody gets anything for any token of the family any more.
fn theft(tx: &mut Tx<'_>, row: &DeviceRow, how: &'static str, refusal: AppError) -> Result<Outcome, AppError> {
    store::end_family(tx, row)?;
    record(tx, Fact::new("identity.device.token_reuse", "DEVICE", row.id).denied().with("how", how))?;
    Ok(Outcome::Refused(refusal))
}

fn refuse(tx: &mut Tx<'_>, row: &DeviceRow, reason: &'static str, refusal: AppError) -> Result<Outcome, AppError> {
    record(tx, Fact::new("identity.device.refuse", "DEVICE", row.id).denied().with("reason", reason))?;
    Ok(Outcome::Refused(refusal))
}
