//! What can be done to a tablet: ask for it, approve, activate and revoke it, and hear that it is wiped.

use audit::{Fact, record};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use platform::crypto::random_bytes;
use platform::db::portable::run_again_on_conflict;
use platform::db::{Conn, Instant, Tx};
use platform::http::Version;
use platform::ids::{AccountId, DeviceId};
use platform::problem::AppError;

use super::model::{DeviceState, PER_PERSON, Standing};
use super::proof::PublicKey;
use super::store::{self, DeviceRow};
use crate::accounts::store as accounts;
use crate::schema::devices;

/// A tablet about to be asked for.
#[derive(Debug, Clone)]
pub struct NewDevice {
    pub id: DeviceId,
    pub label: String,
    pub serial: String,
    pub public_key: PublicKey,
}

const STATE: AppError =
    AppError::Conflict {
        code: "device_state", zh: "该平板当前状态不能进行此操作", en: "The tablet is not in a state for this"
    };

/// The refusal that tells a tablet to erase itself.
pub(crate) const WIPE: AppError = AppError::Unauthenticated { code: "device_wipe" };

/// Asks for a tablet of one's own; nobody else can be its owner.
pub fn enrol(tx: &mut Tx<'_>, new: &NewDevice) -> Result<(), AppError> {
    let (label, serial) = (new.label.trim(), new.serial.trim());
    for (text, at) in [(label, "/label"), (serial, "/serial")] {
        if text.is_empty() {
            return Err(AppError::field(at, "blank"));
        }
    }
    let (office, owner, now) = (tx.who().office, tx.who().account, Instant(tx.now()));
    // the owner's row is held, so that two requests at once do not both find room
    accounts::lock(tx, owner)?;
    if store::find(tx, office, new.id)?.is_some() {
        return Err(AppError::Conflict { code: "device_exists", zh: "该平板已登记", en: "A tablet with this id is there already" });
    }
    let live: i64 = devices::table
        .filter(devices::office_id.eq(office))
        .filter(devices::account_id.eq(owner))
        .filter(devices::state.eq_any(DeviceState::LIVE))
        .count()
        .get_result(tx.db())?;
    if live >= PER_PERSON {
        return Err(AppError::Conflict {
            code: "too_many_devices",
            zh: "每人最多登记两台平板，请先撤销一台",
            en: "A person has at most two tablets; revoke one first",
        });
    }
    let last: Option<i64> = devices::table.filter(devices::office_id.eq(office)).select(diesel::dsl::max(devices::no)).first(tx.db())?;
    let no = last.unwrap_or(0) + 1;
    let share: [u8; 32] = random_bytes()?;
    let sealed = tx.keys().seal("devices", "key_share", new.id.bytes(), &share)?;
    diesel::insert_into(devices::table)
        .values((
            devices::office_id.eq(office),
            devices::id.eq(new.id),
            devices::no.eq(no),
            devices::account_id.eq(owner),
            devices::label.eq(label),
            devices::serial.eq(serial),
            devices::public_key.eq(new.public_key.bytes().to_vec()),
            devices::key_share.eq(Some(sealed)),
            devices::state.eq(DeviceState::Pending),
            devices::family.eq(0),
            devices::generation.eq(0),
            devices::requested_at.eq(now),
            devices::version.eq(1),
        ))
        .execute(tx.db())
        .map_err(run_again_on_conflict)?;
    record(tx, Fact::new("identity.device.enrol", "DEVICE", new.id).with("no", no))
}

/// Approves a tablet that somebody else asked for.
pub fn approve(tx: &mut Tx<'_>, id: DeviceId, seen: Version) -> Result<(), AppError> {
    let row = store::lock_seen(tx, id, seen)?;
    let (approver, now) = (tx.who().account, Instant(tx.now()));
    if row.account_id == approver {
        return Err(AppError::Forbidden { code: "separation_of_duties" });
    }
    if row.state != DeviceState::Pending {
        return Err(STATE);
    }
    diesel::update(devices::table.find((row.office_id, id)))
        .set((devices::state.eq(DeviceState::Approved), devices::approved_at.eq(Some(now)), devices::approved_by.eq(Some(approver))))
        .execute(tx.db())?;
    store::bump(tx, &row)?;
    record(tx, Fact::new("identity.device.approve", "DEVICE", id).with("owner", row.account_id.to_string()))
}

/// Activates a tablet of one's own, whose key was proved, and begins its first family of tokens, or a new one.
pub fn activate(tx: &mut Tx<'_>, id: DeviceId) -> Result<(), AppError> {
    let row = store::lock(tx, id)?;
    if row.account_id != tx.who().account {
        return Err(AppError::NotFound);
    }
    admit(&row)?;
    let now = tx.now();
    diesel::update(devices::table.find((row.office_id, id)))
        .set((
            devices::state.eq(DeviceState::Active),
            devices::activated_at.eq(Some(Instant(now))),
            devices::last_seen_at.eq(Some(Instant(now))),
            devices::family.eq(row.next_family(now)),
            devices::generation.eq(1),
            devices::rotated_at.eq(Some(Instant(now))),
        ))
        .execute(tx.db())?;
    store::bump(tx, &row)?;
    record(tx, Fact::new("identity.device.activate", "DEVICE", id).with("again", row.activated_at.is_some()))
}

/// Refuses a tablet that may not be activated.
pub(crate) fn admit(row: &DeviceRow) -> Result<(), AppError> {
    match row.state {
        DeviceState::Approved | DeviceState::Active => Ok(()),
        DeviceState::Pending => Err(AppError::Forbidden { code: "device_not_approved" }),
        DeviceState::Revoked | DeviceState::Wiped => Err(WIPE),
    }
}

/// Revokes a tablet. An active one may be given some hours to hand in what it holds; a second revocation only shortens them.
/// `of` limits it to the tablets of one person.
pub fn revoke(tx: &mut Tx<'_>, id: DeviceId, seen: Version, reason: &str, hours: i64, of: Option<AccountId>) -> Result<(), AppError> {
    let row = store::lock(tx, id)?;
    if of.is_some_and(|owner| owner != row.account_id) {
        return Err(AppError::NotFound);
    }
    seen.check(row.version)?;
    if reason.trim().is_empty() {
        return Err(AppError::field("/reason", "blank"));
    }
    let now = tx.now();
    let until = match row.standing(now) {
        Standing::Working => now + TimeDelta::hours(hours),
        Standing::Draining { until } => until.min(now + TimeDelta::hours(hours)),
        Standing::Waiting => now,
        Standing::Gone => return Err(STATE),
    };
    let by = tx.who().account;
    diesel::update(devices::table.find((row.office_id, id)))
        .set((
            devices::state.eq(DeviceState::Revoked),
            devices::revoked_at.eq(Some(row.revoked_at.unwrap_or(Instant(now)))),
            devices::revoked_by.eq(Some(by)),
            devices::revoke_reason.eq(Some(reason.trim())),
            devices::upload_until.eq(Some(Instant(until))),
        ))
        .execute(tx.db())?;
    if until <= now {
        end_for_good(tx, &row)?;
    }
    store::bump(tx, &row)?;
    record(
        tx,
        Fact::new("identity.device.revoke", "DEVICE", id)
            .with("owner", row.account_id.to_string())
            .with("uploadHours", (until - now).num_hours()),
    )
}

/// Ends a tablet's tokens and destroys the share of its vault's key.
pub(crate) fn end_for_good(tx: &mut Tx<'_>, row: &DeviceRow) -> Result<(), AppError> {
    store::end_family(tx, row)?;
    diesel::update(devices::table.find((row.office_id, row.id))).set(devices::key_share.eq(None::<Vec<u8>>)).execute(tx.db())?;
    Ok(())
}

/// Takes a tablet's word, proved by its key, that nothing is left on it. A second word changes nothing.
pub fn wiped(tx: &mut Tx<'_>, id: DeviceId, unsent: i64) -> Result<(), AppError> {
    let row = store::lock(tx, id)?;
    if row.state == DeviceState::Wiped {
        tx.audited();
        return Ok(());
    }
    let now = Instant(tx.now());
    diesel::update(devices::table.find((row.office_id, id)))
        .set((
            devices::state.eq(DeviceState::Wiped),
            devices::wiped_at.eq(Some(now)),
            devices::last_seen_at.eq(Some(now)),
            devices::unsent.eq(Some(unsent)),
        ))
        .execute(tx.db())?;
    end_for_good(tx, &row)?;
    store::bump(tx, &row)?;
    record(tx, Fact::new("identity.device.wiped", "DEVICE", id).with("unsent", unsent))
}

/// What a tablet says of itself when it calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Word {
    /// Commands it still holds.
    pub unsent: Option<i64>,
    pub oldest_unsent_at: Option<DateTime<Utc>>,
    /// How far its clock is ahead of ours.
    pub skew_ms: Option<i64>,
}

/// Notes that a tablet was heard of. Bookkeeping of the house, not an act of the person: no fact.
pub fn heard_of(tx: &mut Tx<'_>, id: DeviceId, word: Word) -> Result<(), AppError> {
    let (office, now) = (tx.who().office, Instant(tx.now()));
    let held =
        word.unsent.map(|unsent| (devices::unsent.eq(Some(unsent)), devices::oldest_unsent_at.eq(word.oldest_unsent_at.map(Instant))));
    let skew = word.skew_ms.map(|skew| devices::skew_ms.eq(Some(skew)));
    diesel::update(devices::table.find((office, id))).set((devices::last_seen_at.eq(Some(now)), held, skew)).execute(tx.db())?;
    tx.audited();
    Ok(())
}

/// The share of the vault's key, opened; none once it was destroyed.
pub(crate) fn key_share(conn: &Conn<'_>, row: &DeviceRow) -> Result<Option<Vec<u8>>, AppError> {
    Ok(row.key_share.as_ref().map(|sealed| conn.keys().open("devices", "key_share", row.id.bytes(), sealed)).transpose()?)
}
