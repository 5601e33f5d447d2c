//! Writing the journal: one fact per change or sensitive read, chained to the one before.

use std::sync::Arc;

use diesel::prelude::*;
use platform::access::Actor;
use platform::db::portable::{ForUpdate, run_again_on_conflict};
use platform::db::{Instant, Tx};
use platform::ids::{AccountId, Id, OfficeId};
use platform::problem::AppError;
use platform::{insert_each, text_enum};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::schema::{audit_facts, audit_heads};

text_enum!(
    /// Whether what was asked for was allowed.
    Decision {
        Allow = "ALLOW",
        Deny = "DENY",
    }
);

/// What happened. `action` comes from the code, never from a request; `detail` holds codes and ids, never personal data.
#[derive(Debug, Clone)]
pub struct Fact {
    pub action: &'static str,
    pub object_type: &'static str,
    pub object_id: Id,
    pub decision: Decision,
    /// When the party or officer acted, if that was not now.
    pub occurred_at: Option<Instant>,
    pub detail: Map<String, Value>,
}

impl Fact {
    /// A fact about an object, allowed, now.
    pub fn new(action: &'static str, object_type: &'static str, object_id: impl Into<ObjectId>) -> Self {
        Self { action, object_type, object_id: object_id.into().0, decision: Decision::Allow, occurred_at: None, detail: Map::new() }
    }

    /// Adds one detail: a code, a count, an id.
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.detail.insert(key.to_owned(), value.into());
        self
    }

    pub fn denied(mut self) -> Self {
        self.decision = Decision::Deny;
        self
    }

    pub fn at(mut self, occurred_at: Option<Instant>) -> Self {
        self.occurred_at = occurred_at;
        self
    }
}

/// The id of whatever a fact is about.
pub struct ObjectId(pub Id);

macro_rules! object_ids {
    ($($id:ty),*) => { $(impl From<$id> for ObjectId { fn from(id: $id) -> Self { Self(id.0) } })* };
}
object_ids!(
    AccountId,
    OfficeId,
    platform::ids::DeviceId,
    platform::ids::OrgId,
    platform::ids::CaseId,
    platform::ids::PartyId,
    platform::ids::PaperId
);

impl From<Id> for ObjectId {
    fn from(id: Id) -> Self {
        Self(id)
    }
}

/// One row of the journal.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_facts)]
pub(crate) struct FactRow {
    pub office_id: OfficeId,
    pub seq: i64,
    pub at: Instant,
    pub actor_id: AccountId,
    pub actor_name: String,
    pub roles: String,
    pub session: String,
    pub ip: String,
    pub action: String,
    pub object_type: String,
    pub object_id: Id,
    pub decision: Decision,
    pub occurred_at: Option<Instant>,
    pub detail: String,
    pub request_id: String,
    pub prev_hash: Vec<u8>,
    pub hash: Vec<u8>,
}

impl FactRow {
    /// The row after `last`, whose hash is `prev_hash`.
    fn next(who: &Actor, fact: &Fact, at: Instant, last: i64, prev_hash: Vec<u8>) -> Result<Self, AppError> {
        let mut row = Self {
            office_id: who.office,
            seq: last + 1,
            at,
            actor_id: who.account,
            actor_name: who.name.clone(),
            roles: who.role_list().iter().map(|role| role.as_str()).collect::<Vec<_>>().join(" "),
            session: who.session.clone().unwrap_or_default(),
            ip: who.ip.clone(),
            action: fact.action.to_owned(),
            object_type: fact.object_type.to_owned(),
            object_id: fact.object_id,
            decision: fact.decision,
            occurred_at: fact.occurred_at,
            detail: serde_json::to_string(&fact.detail).map_err(AppError::internal)?,
            request_id: who.request_id.clone(),
            prev_hash,
            hash: Vec::new(),
        };
        row.hash = row.compute_hash().to_vec();
        Ok(row)
    }

    /// SHA-256 over the previous hash and every column, each with its length, so that no two rows read alike.
    pub(crate) fn compute_hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        let mut add = |bytes: &[u8]| {
            hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(bytes);
        };
        add(&self.prev_hash);
        add(self.office_id.bytes());
        add(&self.seq.to_be_bytes());
        add(&self.at.0.timestamp_micros().to_be_bytes());
        add(self.actor_id.bytes());
        for text in [&self.actor_name, &self.roles, &self.session, &self.ip, &self.action, &self.object_type] {
            add(text.as_bytes());
        }
        add(self.object_id.bytes());
        add(self.decision.as_str().as_bytes());
        add(&self.occurred_at.map_or_else(Vec::new, |at| at.0.timestamp_micros().to_be_bytes().to_vec()));
        add(self.detail.as_bytes());
        add(self.request_id.as_bytes());
        hash.finalize().into()
    }
}

/// Appends a fact to the office's chain. Call it last in the transaction: it takes the head, the one row everybody wants.
pub fn record(tx: &mut Tx<'_>, fact: Fact) -> Result<(), AppError> {
    let who = tx.who().clone();
    append(tx, &[(who, fact)])
}

/// Appends several facts of the one who acts, in their order; like [`record`] the last thing in the transaction.
pub fn record_all(tx: &mut Tx<'_>, facts: Vec<Fact>) -> Result<(), AppError> {
    let who = tx.who().clone();
    append(tx, &facts.into_iter().map(|fact| (who.clone(), fact)).collect::<Vec<_>>())
}

/// Appends facts of any offices, each to its chain, in their order.
pub(crate) fn append(tx: &mut Tx<'_>, facts: &[(Arc<Actor>, Fact)]) -> Result<(), AppError> {
    let mut offices: Vec<OfficeId> = facts.iter().map(|(who, _)| who.office).collect();
    // always in the same order, so that two transactions never wait for each other's head
    offices.sort();
    offices.dedup();
    for office in offices {
        append_to(tx, office, facts.iter().filter(|(who, _)| who.office == office))?;
    }
    tx.audited();
    Ok(())
}

fn append_to<'a>(tx: &mut Tx<'_>, office: OfficeId, facts: impl Iterator<Item = &'a (Arc<Actor>, Fact)>) -> Result<(), AppError> {
    let now = Instant(tx.now());
    let head: Option<(i64, Vec<u8>)> =
        ForUpdate(audit_heads::table.find(office).select((audit_heads::seq, audit_heads::hash))).get_results(tx.db())?.into_iter().next();
    let is_first = head.is_none();
    let (mut seq, mut hash) = head.unwrap_or((0, vec![0; 32]));
    let mut rows = Vec::new();
    for (who, fact) in facts {
        let row = FactRow::next(who, fact, now, seq, hash)?;
        (seq, hash) = (row.seq, row.hash.clone());
        rows.push(row);
    }
    match rows.as_slice() {
        [row] => diesel::insert_into(audit_facts::table).values(row).execute(tx.db()).map(drop),
        _ => insert_each!(tx.db(), audit_facts::table, rows),
    }
    .map_err(run_again_on_conflict)?;
    if is_first {
        diesel::insert_into(audit_heads::table)
            .values((audit_heads::office_id.eq(office), audit_heads::seq.eq(seq), audit_heads::hash.eq(hash)))
            .execute(tx.db())
            .map_err(run_again_on_conflict)?;
    } else {
        diesel::update(audit_heads::table.find(office)).set((audit_heads::seq.eq(seq), audit_heads::hash.eq(hash))).execute(tx.db())?;
    }
    Ok(())
}
