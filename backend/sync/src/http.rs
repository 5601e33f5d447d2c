//! The feed over HTTP.

use actix_web::{HttpRequest, get, web};
use chrono::{DateTime, Utc};
use identity::devices::commands::Word;
use platform::access::{Caller, Permission};
use platform::db::{Db, Instant};
use platform::http::Query;
use platform::ids::Id;
use platform::problem::AppError;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::carried::{Carriers, Withdrawal};
use crate::feed::Key;
use crate::permissions::PullChanges;
use crate::pull::{self, PAGE, Page};

/// Where the tablet stands, and what it says of itself.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ChangesQuery {
    /// The cursor of the last page that is safely kept; without one the tablet starts over.
    #[param(nullable = false)]
    cursor: Option<String>,
    /// Most records of a page.
    #[param(nullable = false, minimum = 1, maximum = 50)]
    limit: Option<usize>,
    /// Commands the tablet still holds.
    #[param(nullable = false, minimum = 0, maximum = 1_000_000)]
    unsent: Option<i64>,
    /// Since when the oldest of them waits, by the tablet's clock.
    #[param(nullable = false, value_type = Option<String>, format = "date-time")]
    oldest_unsent_at: Option<DateTime<Utc>>,
}

impl ChangesQuery {
    fn limit(&self) -> Result<usize, AppError> {
        match self.limit {
            None => Ok(PAGE),
            Some(limit) if (1..=PAGE).contains(&limit) => Ok(limit),
            Some(_) => Err(AppError::field("/query/limit", "range")),
        }
    }

    fn word(&self, request: &HttpRequest, now: DateTime<Utc>) -> Result<Word, AppError> {
        if self.unsent.is_some_and(|unsent| !(0..=1_000_000).contains(&unsent)) {
            return Err(AppError::field("/query/unsent", "range"));
        }
        let skew_ms = match request.headers().get("device-time").map(|value| value.to_str().unwrap_or_default()) {
            None => None,
            Some(text) => {
                let there = DateTime::parse_from_rfc3339(text).map_err(|_| AppError::field("/header/Device-Time", "type"))?;
                Some((there.with_timezone(&Utc) - now).num_milliseconds())
            }
        };
        Ok(Word { unsent: self.unsent, oldest_unsent_at: self.oldest_unsent_at, skew_ms })
    }
}

/// A record the tablet may carry.
#[derive(Debug, Serialize, ToSchema)]
struct CarriedFile {
    #[schema(example = "CASE_FILE")]
    kind: String,
    #[schema(value_type = String, format = "uuid")]
    id: Id,
    version: i64,
    /// The record as the rules read it.
    #[schema(value_type = Object)]
    body: Value,
}

/// A record the tablet has to let go of.
#[derive(Debug, Serialize, ToSchema)]
struct WithdrawnFile {
    #[schema(example = "CASE_FILE")]
    kind: String,
    #[schema(value_type = String, format = "uuid")]
    id: Id,
    reason: Withdrawal,
}

/// A page of what has changed for this tablet.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Changes {
    /// Which life of the server's database this is.
    epoch: String,
    /// Acknowledges this page and all before it, once it is asked with.
    cursor: String,
    /// True while there is another page.
    more: bool,
    /// True when the tablet starts over: what no page up to `more: false` names, it does not hold any more.
    reset: bool,
    server_now: Instant,
    /// What the rules need beside the records; left out when it has not changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object, nullable = false)]
    office: Option<Value>,
    files: Vec<CarriedFile>,
    withdrawn: Vec<WithdrawnFile>,
}

impl Changes {
    fn of(page: Page, now: DateTime<Utc>) -> Self {
        let named = |(kind, id): Key| (kind, Id(id));
        Self {
            epoch: page.epoch.to_string(),
            cursor: page.cursor,
            more: page.more,
            reset: page.reset,
            server_now: Instant(now),
            office: page.office,
            files: page
                .files
                .into_iter()
                .map(|sent| {
                    let (kind, id) = named(sent.key);
                    CarriedFile { kind, id, version: sent.version, body: sent.body }
                })
                .collect(),
            withdrawn: page
                .withdrawn
                .into_iter()
                .map(|(key, reason)| {
                    let (kind, id) = named(key);
                    WithdrawnFile { kind, id, reason }
                })
                .collect(),
        }
    }
}

/// Gives a tablet what its owner may carry and it does not hold yet, and names what it must let go of. The cursor acknowledges
/// every page up to its own; a page whose answer was lost is made again. Each record that leaves is in the journal before. Only
/// for tablets: anybody else hears 403 `device_not_approved`. `Device-Time` tells how the tablet's clock goes.
///
/// The answer is compressed for whoever accepts that. Compression beside a secret would let an attacker who chooses text and sees
/// lengths guess the secret (BREACH): here nothing secret stands beside text that others choose, no token and no key, and no other
/// site can make a tablet ask, because each request carries a proof that only the tablet can sign.
#[utoipa::path(tag = "sync", params(ChangesQuery, ("Device-Time" = Option<String>, Header, description = "The tablet's clock, RFC 3339")),
    extensions(("x-permission" = json!(PullChanges::NAME))),
    responses((status = 200, description = "The next page", body = Changes)))]
#[get("/sync/changes", wrap = "actix_web::middleware::Compress::default()")]
async fn pull_changes(
    request: HttpRequest,
    caller: Caller<PullChanges>,
    db: web::Data<Db>,
    carriers: web::Data<Carriers>,
    Query(query): Query<ChangesQuery>,
) -> Result<web::Json<Changes>, AppError> {
    let device = caller.actor.device.ok_or(AppError::Forbidden { code: "device_not_approved" })?;
    let now = db.clock().now();
    let (limit, word) = (query.limit()?, query.word(&request, now)?);
    let page = pull::pull(&db, &carriers, &caller.actor, device, query.cursor, limit, word).await?;
    Ok(web::Json(Changes::of(page, now)))
}

/// Every operation of this context.
pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config.service(pull_changes);
}
