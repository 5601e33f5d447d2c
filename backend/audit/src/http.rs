//! The auditor's pages.

use actix_web::{get, web};
use platform::access::{Caller, Permission};
use platform::db::Db;
use platform::http::{PageQuery, Query};
use platform::ids::{AccountId, Id};
use platform::problem::AppError;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::journal::{Decision, Fact, record};
use crate::permissions::{ReadAudit, VerifyAudit};
use crate::queries::{self, FactFilter, FactView};

/// Filters of the journal.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FactQuery {
    #[param(value_type = Option<String>, nullable = false, format = "uuid")]
    actor_id: Option<AccountId>,
    #[param(value_type = Option<String>, nullable = false, format = "uuid")]
    object_id: Option<Id>,
    #[param(nullable = false)]
    action: Option<String>,
    #[param(nullable = false, inline)]
    decision: Option<Decision>,
    #[param(nullable = false, minimum = 1, maximum = 200)]
    limit: Option<u32>,
    #[param(nullable = false)]
    cursor: Option<String>,
}

/// A page of the journal, newest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AuditFactPage {
    items: Vec<FactView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next_cursor: Option<String>,
}

/// Lists the office's journal. Reading it is itself recorded.
#[utoipa::path(tag = "audit", params(FactQuery), extensions(("x-permission" = json!(ReadAudit::NAME))),
    responses((status = 200, description = "A page of facts", body = AuditFactPage)))]
#[get("/audit/facts")]
async fn list_audit_facts(
    caller: Caller<ReadAudit>,
    db: web::Data<Db>,
    Query(query): Query<FactQuery>,
) -> Result<web::Json<AuditFactPage>, AppError> {
    let pages = PageQuery { limit: query.limit, cursor: query.cursor.clone() };
    let (limit, before) = (pages.limit()?, pages.position()?);
    let filter = FactFilter { actor: query.actor_id, object: query.object_id, action: query.action, decision: query.decision };
    let office = caller.actor.office;
    let command = platform::http::Command::internal(caller.actor.clone());
    let (items, next_cursor) = db
        .transact(command, move |tx| {
            let page = queries::page_of(tx, office, &filter, before, limit)?;
            record(tx, Fact::new("audit.read", "OFFICE", office).with("count", page.0.len()))?;
            Ok(page)
        })
        .await?;
    Ok(web::Json(AuditFactPage { items, next_cursor }))
}

/// The outcome of walking the chain.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ChainReport {
    holds: bool,
    facts: i64,
    head: String,
    /// The first fact that does not hold, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    broken_at: Option<i64>,
    /// `hash`, `gap`, `order`, `truncated` or `checkpoint`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    kind: Option<String>,
}

/// Recomputes the hash chain from the first fact to the last.
#[utoipa::path(tag = "audit", extensions(("x-permission" = json!(VerifyAudit::NAME))),
    responses((status = 200, description = "What the walk found", body = ChainReport)))]
#[get("/audit/chain")]
async fn verify_audit_chain(caller: Caller<VerifyAudit>, db: web::Data<Db>) -> Result<web::Json<ChainReport>, AppError> {
    let office = caller.actor.office;
    let report = db
        .read_slow(move |conn| {
            Ok(match crate::chain::verify(conn, office, &[])? {
                Ok(verified) => ChainReport { holds: true, facts: verified.facts, head: verified.head, broken_at: None, kind: None },
                Err(broken) => ChainReport {
                    holds: false,
                    facts: broken.seq - 1,
                    head: String::new(),
                    broken_at: Some(broken.seq),
                    kind: Some(broken.kind.to_owned()),
                },
            })
        })
        .await?;
    Ok(web::Json(report))
}

/// Every operation of this context.
pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config.service(list_audit_facts).service(verify_audit_chain);
}
