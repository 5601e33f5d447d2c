//! One page of a tablet's feed: drafted from one snapshot, then written down with its facts before it leaves.

use std::collections::HashMap;
use std::sync::Arc;

use audit::{Fact, record_all};
use identity::devices::commands::{Word, heard_of};
use platform::access::Actor;
use platform::db::portable::on_one_snapshot;
use platform::db::{Conn, Db, Tx, epoch};
use platform::http::{Command, Cursor};
use platform::ids::{DeviceId, Id};
use platform::problem::AppError;
use platform::uuid::Uuid;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use crate::carried::{Carriers, Withdrawal};
use crate::feed::{Due, Feed, Holding, Key, Position, due};
use crate::store;

/// Most records of a page.
pub(crate) const PAGE: usize = 50;
/// Bodies of a page, about; one record is sent however large it is.
const BUDGET: usize = 512 * 1024;
/// Records loaded at a time.
const STRIDE: usize = 10;
/// How often a page is drafted anew when another request of the same tablet came between.
const ATTEMPTS: usize = 3;

/// A record on its way.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub key: Key,
    /// What commands on the record name as their base.
    pub version: i64,
    /// What the feed remembers of it.
    pub revision: i64,
    pub body: Value,
}

/// A page as it leaves.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub epoch: epoch::Epoch,
    pub cursor: String,
    pub more: bool,
    pub reset: bool,
    pub office: Option<Value>,
    pub files: Vec<Sent>,
    pub withdrawn: Vec<(Key, Withdrawal)>,
}

/// A page before it is written down.
#[derive(Clone)]
struct Draft {
    /// The feed as it stood.
    seen: Feed,
    /// The feed once the page is made.
    next: Feed,
    page: Page,
    /// Records the tablet has acknowledged to have let go of.
    gone: Vec<Key>,
}

/// Pages are made one after the other: when every tablet of a county comes home at once, the desks go on reading.
static MAKING: Semaphore = Semaphore::const_new(1);

/// Makes the page after a cursor.
pub(crate) async fn pull(
    db: &Db,
    carriers: &Carriers,
    actor: &Arc<Actor>,
    device: DeviceId,
    cursor: Option<String>,
    limit: usize,
    word: Word,
) -> Result<Page, AppError> {
    let _turn = MAKING.acquire().await.map_err(AppError::internal)?;
    for _ in 0..ATTEMPTS {
        let (carriers, asking, cursor) = (carriers.clone(), actor.clone(), cursor.clone());
        let draft = db
            .read_slow(move |conn| on_one_snapshot(conn, |conn| draft(conn, &carriers, &asking, device, cursor.as_deref(), limit)))
            .await?;
        let page = draft.page.clone();
        if db.transact(Command::internal(actor.clone()), move |tx| write_down(tx, device, &draft, word)).await? {
            return Ok(page);
        }
    }
    Err(AppError::Unavailable { source: "another page of this tablet is being made".into(), code: "serialization" })
}

fn draft(
    conn: &mut Conn<'_>,
    carriers: &Carriers,
    actor: &Actor,
    device: DeviceId,
    cursor: Option<&str>,
    limit: usize,
) -> Result<Draft, AppError> {
    let epoch = epoch::current(conn)?;
    let seen = store::feed(conn, actor.office, device)?;
    // a cursor that cannot be read is one we do not know
    let position = cursor.and_then(|text| Cursor(text.to_owned()).position::<Position>().ok());
    let acknowledged = seen.acknowledges(position, epoch.0, device);
    let reset = acknowledged.is_none();
    let acknowledged = acknowledged.unwrap_or(seen.serial);
    let holdings = if reset { HashMap::new() } else { store::held(conn, actor.office, device)? };
    let mut carried = Vec::new();
    for carrier in &carriers.0 {
        let kind = carrier.kind().to_owned();
        carried.extend(carrier.carried(conn, actor)?.into_iter().map(|(id, revision)| ((kind.clone(), id), revision)));
    }
    let Due { send, withdraw, gone } = due(&carried, &holdings, acknowledged);
    let (files, more) = load(conn, carriers, actor, &send, limit)?;
    let withdrawn = reasons(conn, carriers, actor, withdraw)?;
    let office = carriers.office(conn, actor)?;
    let digest = Sha256::digest(office.to_string().as_bytes()).to_vec();
    let office_is_known = !reset && seen.office_hash.as_ref() == Some(&digest) && seen.office_serial <= acknowledged;
    let office = (!office_is_known).then_some(office);
    let says_something = office.is_some() || !files.is_empty() || !withdrawn.is_empty();
    let serial = if says_something { seen.serial + 1 } else { acknowledged.max(seen.acknowledged) };
    let life = if reset { seen.life + 1 } else { seen.life };
    let next = Feed {
        life,
        serial: seen.serial.max(serial),
        acknowledged,
        office_hash: Some(digest),
        office_serial: if office.is_some() { serial } else { seen.office_serial },
    };
    let cursor = Cursor::of(&Position { e: epoch.0, d: device, l: life, s: serial })?.0;
    Ok(Draft { seen, next, page: Page { epoch, cursor, more, reset, office, files, withdrawn }, gone })
}

/// As many of the records as fit on a page, and whether some are left.
fn load(conn: &mut Conn<'_>, carriers: &Carriers, actor: &Actor, send: &[Key], limit: usize) -> Result<(Vec<Sent>, bool), AppError> {
    let (mut files, mut weight) = (Vec::new(), 0);
    let mut strides = send.chunk_by(|a, b| a.0 == b.0).flat_map(|of_a_kind| of_a_kind.chunks(STRIDE));
    for stride in strides.by_ref() {
        let Some(carrier) = stride.first().and_then(|(kind, _)| carriers.of_kind(kind)) else { continue };
        let ids: Vec<Uuid> = stride.iter().map(|(_, id)| *id).collect();
        let mut loaded: HashMap<Uuid, (i64, Value)> =
            carrier.load(conn, actor, &ids)?.into_iter().map(|(id, revision, body)| (id, (revision, body))).collect();
        for key in stride {
            let Some((revision, body)) = loaded.remove(&key.1) else { continue };
            weight += body.to_string().len();
            if files.len() == limit || (weight > BUDGET && !files.is_empty()) {
                return Ok((files, true));
            }
            files.push(Sent { key: key.clone(), version: carrier.version_of(revision), revision, body });
        }
    }
    Ok((files, false))
}

fn reasons(
    conn: &mut Conn<'_>,
    carriers: &Carriers,
    actor: &Actor,
    withdraw: Vec<(Key, Option<Withdrawal>)>,
) -> Result<Vec<(Key, Withdrawal)>, AppError> {
    let mut withdrawn = Vec::new();
    for (key, told) in withdraw {
        let reason = match (told, carriers.of_kind(&key.0)) {
            (Some(reason), _) => reason,
            (None, Some(carrier)) => carrier.why_gone(conn, actor, key.1)?,
            (None, None) => Withdrawal::OutOfScope,
        };
        withdrawn.push((key, reason));
    }
    Ok(withdrawn)
}

/// Writes down what the page says, with its facts; false when another page of the tablet was made meanwhile.
fn write_down(tx: &mut Tx<'_>, device: DeviceId, draft: &Draft, word: Word) -> Result<bool, AppError> {
    if store::lock(tx, device)? != draft.seen {
        tx.audited();
        return Ok(false);
    }
    let serial = draft.next.serial;
    let mut facts = Vec::new();
    if draft.page.reset {
        let forgotten = store::forget_all(tx, device)?;
        facts.push(Fact::new("sync.reset", "DEVICE", device).with("forgotten", forgotten));
    }
    for sent in &draft.page.files {
        store::tell(tx, device, &sent.key, Holding { version: sent.revision, serial, withdrawn: None })?;
        facts.push(about("sync.read", &sent.key, device).with("version", sent.version));
    }
    for (key, reason) in &draft.page.withdrawn {
        store::withdraw(tx, device, key, serial, *reason)?;
        facts.push(about("sync.withdraw", key, device).with("reason", reason.as_str()));
    }
    for key in &draft.gone {
        store::forget(tx, device, key)?;
        facts.push(about("sync.withdrawn", key, device));
    }
    if draft.next != draft.seen {
        store::save(tx, device, &draft.next)?;
    }
    heard_of(tx, device, word)?;
    if !facts.is_empty() {
        record_all(tx, facts)?;
    }
    Ok(true)
}

fn about(action: &'static str, key: &Key, device: DeviceId) -> Fact {
    Fact::new(action, "RECORD", Id(key.1)).with("kind", key.0.as_str()).with("device", device.to_string())
}
