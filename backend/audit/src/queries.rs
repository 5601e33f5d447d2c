//! Reading the journal.

use diesel::prelude::*;
use platform::db::{Conn, Instant};
use platform::http::page;
use platform::ids::{AccountId, DeviceId, Id, OfficeId};
use platform::problem::AppError;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::journal::{Decision, FactRow};
use crate::schema::{audit_facts, audit_heads};

/// One fact as the auditor reads it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AuditFact)]
pub struct FactView {
    pub seq: i64,
    pub at: Instant,
    pub actor_id: AccountId,
    pub actor_name: String,
    pub roles: String,
    #[schema(example = "mediation.case.accept")]
    pub action: String,
    #[schema(example = "CASE")]
    pub object_type: String,
    #[schema(value_type = String, format = "uuid")]
    pub object_id: Id,
    pub decision: Decision,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub occurred_at: Option<Instant>,
    /// Codes, counts and ids of what happened; never personal data.
    #[schema(value_type = Object)]
    pub detail: Map<String, Value>,
    pub request_id: String,
    pub ip: String,
    /// The tablet the actor acted through, if it was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub device_id: Option<DeviceId>,
}

impl From<FactRow> for FactView {
    fn from(row: FactRow) -> Self {
        Self {
            seq: row.seq,
            at: row.at,
            actor_id: row.actor_id,
            actor_name: row.actor_name,
            roles: row.roles,
            action: row.action,
            object_type: row.object_type,
            object_id: row.object_id,
            decision: row.decision,
            occurred_at: row.occurred_at,
            detail: serde_json::from_str(&row.detail).unwrap_or_default(),
            request_id: row.request_id,
            ip: row.ip,
            device_id: row.session.strip_prefix("device:").and_then(|id| id.parse().ok()),
        }
    }
}

/// What an auditor may narrow the journal by.
#[derive(Debug, Clone, Default)]
pub(crate) struct FactFilter {
    pub actor: Option<AccountId>,
    pub object: Option<Id>,
    pub action: Option<String>,
    pub decision: Option<Decision>,
}

/// The newest facts first, a page of them.
pub(crate) fn page_of(
    conn: &mut Conn<'_>,
    office: OfficeId,
    filter: &FactFilter,
    before: Option<i64>,
    limit: usize,
) -> Result<(Vec<FactView>, Option<String>), AppError> {
    let mut query = audit_facts::table.filter(audit_facts::office_id.eq(office)).into_boxed();
    if let Some(actor) = filter.actor {
        query = query.filter(audit_facts::actor_id.eq(actor));
    }
    if let Some(object) = filter.object {
        query = query.filter(audit_facts::object_id.eq(object));
    }
    if let Some(action) = &filter.action {
        query = query.filter(audit_facts::action.eq(action.clone()));
    }
    if let Some(decision) = filter.decision {
        query = query.filter(audit_facts::decision.eq(decision));
    }
    if let Some(before) = before {
        query = query.filter(audit_facts::seq.lt(before));
    }
    let rows: Vec<FactRow> = query
        .order(audit_facts::seq.desc())
        .limit(i64::try_from(limit + 1).map_err(AppError::internal)?)
        .select(FactRow::as_select())
        .load(conn.db())?;
    page::cut(rows.into_iter().map(FactView::from).collect(), limit, |fact: &FactView| fact.seq)
}

/// The newest facts about one object: the changes, or (`only_reads`) who looked, printed or revealed.
pub fn of_object(conn: &mut Conn<'_>, office: OfficeId, object: Id, only_reads: bool, limit: i64) -> Result<Vec<FactView>, AppError> {
    let mut query = audit_facts::table.filter(audit_facts::office_id.eq(office)).filter(audit_facts::object_id.eq(object)).into_boxed();
    query = if only_reads {
        query.filter(audit_facts::action.like("%.read%").or(audit_facts::action.like("%.print%")).or(audit_facts::action.like("%.reveal%")))
    } else {
        query
            .filter(audit_facts::action.not_like("%.read%"))
            .filter(audit_facts::action.not_like("%.print%"))
            .filter(audit_facts::action.not_like("%.reveal%"))
            .filter(audit_facts::decision.eq(Decision::Allow))
    };
    let rows: Vec<FactRow> = query.order(audit_facts::seq.desc()).limit(limit).select(FactRow::as_select()).load(conn.db())?;
    Ok(rows.into_iter().map(FactView::from).collect())
}

/// How often an actor did something since an instant, up to `limit`: the journal itself is the counter.
pub fn times_since(
    conn: &mut Conn<'_>,
    office: OfficeId,
    actor: AccountId,
    action: &str,
    since: Instant,
    limit: i64,
) -> Result<i64, AppError> {
    // an office writes far fewer facts in the window that is asked about
    const REACH: i64 = 20_000;
    let newest = head(conn, office)?.map_or(0, |(seq, _)| seq);
    let found: Vec<i64> = audit_facts::table
        .filter(audit_facts::office_id.eq(office))
        .filter(audit_facts::actor_id.eq(actor))
        .filter(audit_facts::seq.gt(newest - REACH))
        .filter(audit_facts::action.eq(action))
        .filter(audit_facts::at.ge(since))
        .select(audit_facts::seq)
        .limit(limit)
        .load(conn.db())?;
    i64::try_from(found.len()).map_err(AppError::internal)
}

/// The chain's head: how many facts, and the hash of the last.
pub fn head(conn: &mut Conn<'_>, office: OfficeId) -> Result<Option<(i64, Vec<u8>)>, AppError> {
    Ok(audit_heads::table.find(office).select((audit_heads::seq, audit_heads::hash)).first(conn.db()).optional()?)
}

/// The head of every office's chain, for the witness outside the database.
pub fn heads(conn: &mut Conn<'_>) -> Result<Vec<(OfficeId, i64, Vec<u8>)>, AppError> {
    let heads = audit_heads::table.order(audit_heads::office_id).select((audit_heads::office_id, audit_heads::seq, audit_heads::hash));
    Ok(heads.load(conn.db())?)
}
