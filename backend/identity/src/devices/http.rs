//! Tablets over HTTP: their administration, and their tokens.

use std::sync::Arc;

use actix_web::{HttpRequest, get, post, web};
use platform::access::{Caller, Orgs, Permission};
use platform::db::Db;
use platform::http::preconditions::{IdempotencyKey, fingerprint};
use platform::http::{Answer, Command, Json, PageQuery, Path, Query, Version};
use platform::ids::DeviceId;
use platform::problem::AppError;
use platform::text_enum;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::commands::{self, NewDevice};
use super::exchange::{self, DeviceTokens};
use super::live;
use super::model::{DeviceState, UPLOAD_HOURS};
use super::proof::{self, PublicKey};
use super::queries::{self, DeviceView};
use crate::accounts::http::bare;
use crate::gate::Gatekeeper;
use crate::middleware::client_address;
use crate::permissions::{ApproveDevices, EnrolDevices, ListDevices, ReadMe, RevokeDevices};

text_enum!(
    /// The kind of key there is for tablets.
    KeyType {
        Ec = "EC",
    }
);
text_enum!(
    /// The curve there is for tablets.
    Curve {
        P256 = "P-256",
    }
);

/// The public half of the tablet's key as a JSON Web Key; the private half never leaves the tablet.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct DeviceKey {
    #[schema(inline)]
    kty: KeyType,
    #[schema(inline)]
    crv: Curve,
    /// base64url, 32 bytes.
    #[validate(length(min = 43, max = 43))]
    #[schema(min_length = 43, max_length = 43)]
    x: String,
    #[validate(length(min = 43, max = 43))]
    #[schema(min_length = 43, max_length = 43)]
    y: String,
}

/// A tablet that somebody asks to have enrolled for herself.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct EnrolDevice {
    #[serde(default)]
    #[schema(nullable = false)]
    id: Option<DeviceId>,
    #[validate(length(min = 1, max = 60))]
    #[schema(example = "入户平板", min_length = 1, max_length = 60, pattern = "\\S")]
    label: String,
    /// The number on its back.
    #[validate(length(min = 1, max = 60))]
    #[schema(example = "HX-2026-0117", min_length = 1, max_length = 60, pattern = "\\S")]
    serial: String,
    #[validate(nested)]
    public_key: DeviceKey,
}

/// Asks for a tablet of one's own to be enrolled; the security administrator approves it. At most two at a time.
#[utoipa::path(tag = "devices", request_body = EnrolDevice, extensions(("x-permission" = json!(EnrolDevices::NAME))),
    responses((status = 201, description = "The tablet, waiting for approval", body = DeviceView)))]
#[post("/devices")]
async fn enrol_device(
    caller: Caller<EnrolDevices>,
    db: web::Data<Db>,
    key: IdempotencyKey,
    Json { value, fingerprint }: Json<EnrolDevice>,
) -> Result<Answer, AppError> {
    let office = caller.actor.office;
    let DeviceKey { kty: KeyType::Ec, crv: Curve::P256, x, y } = value.public_key;
    let public_key = PublicKey::of(&x, &y).ok_or_else(|| AppError::field("/publicKey", "type"))?;
    let new = NewDevice { id: value.id.unwrap_or_else(DeviceId::new), label: value.label, serial: value.serial, public_key };
    db.write(caller.command(key, fingerprint), move |tx| {
        commands::enrol(tx, &new)?;
        let view = queries::device(tx, office, new.id)?;
        Answer::created(format!("/api/v1/devices/{}", new.id), view.version, &view)
    })
    .await
}

/// Tablets, the newest first.
#[derive(Debug, Serialize, ToSchema)]
struct DeviceList {
    items: Vec<DeviceView>,
}

/// Lists one's own tablets.
#[utoipa::path(tag = "devices", extensions(("x-permission" = json!(ReadMe::NAME))),
    responses((status = 200, description = "One's own tablets", body = DeviceList)))]
#[get("/me/devices")]
async fn list_own_devices(caller: Caller<ReadMe>, db: web::Data<Db>) -> Result<web::Json<DeviceList>, AppError> {
    let (office, owner) = (caller.actor.office, caller.actor.account);
    Ok(web::Json(DeviceList { items: db.read(move |conn| queries::of_account(conn, office, owner)).await? }))
}

/// Narrows the tablets.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DeviceQuery {
    #[param(nullable = false, inline)]
    state: Option<DeviceState>,
    #[param(nullable = false, minimum = 1, maximum = 200)]
    limit: Option<u32>,
    #[param(nullable = false)]
    cursor: Option<String>,
}

/// A page of tablets, the newest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DevicePage {
    items: Vec<DeviceView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next_cursor: Option<String>,
}

/// Lists the tablets of the office, with what each still holds and when it was last heard of.
#[utoipa::path(tag = "devices", params(DeviceQuery), extensions(("x-permission" = json!(ListDevices::NAME))),
    responses((status = 200, description = "A page of tablets", body = DevicePage)))]
#[get("/devices")]
async fn list_devices(
    caller: Caller<ListDevices>,
    db: web::Data<Db>,
    Query(query): Query<DeviceQuery>,
) -> Result<web::Json<DevicePage>, AppError> {
    let pages = PageQuery { limit: query.limit, cursor: query.cursor };
    let (limit, before) = (pages.limit()?, pages.position::<i64>()?);
    let office = caller.actor.office;
    let (items, next_cursor) = db.read(move |conn| queries::devices_page(conn, office, query.state, before, limit)).await?;
    Ok(web::Json(DevicePage { items, next_cursor }))
}

/// Approves a tablet that somebody else asked for.
#[utoipa::path(tag = "devices", params(("id" = DeviceId, Path)), extensions(("x-permission" = json!(ApproveDevices::NAME)), ("x-if-match" = json!(true))),
    responses((status = 200, description = "The approved tablet", body = DeviceView)))]
#[post("/devices/{id}/approve")]
async fn approve_device(
    caller: Caller<ApproveDevices>,
    db: web::Data<Db>,
    key: IdempotencyKey,
    seen: Version,
    Path(id): Path<DeviceId>,
) -> Result<Answer, AppError> {
    let office = caller.actor.office;
    db.write(caller.command(key, bare(&format!("/devices/{id}/approve"), seen)), move |tx| {
        commands::approve(tx, id, seen)?;
        let view = queries::device(tx, office, id)?;
        Answer::ok(view.version, &view)
    })
    .await
}

/// Activates one's own approved tablet. The session says who, the proof in `DPoP` (its `ath` is the digest of the tablet's id)
/// that the request comes from that very tablet. Repeated under the same key it gives tokens of the same family, unless that
/// has ended since: then 401 `invalid_token`, and a new key begins a new one. Before approval 403 `device_not_approved`.
#[utoipa::path(tag = "devices", params(("id" = DeviceId, Path), ("DPoP" = String, Header, description = "The tablet's proof")),
    extensions(("x-permission" = json!(EnrolDevices::NAME))),
    responses((status = 200, description = "The tablet's tokens", body = DeviceTokens)))]
#[post("/devices/{id}/activate")]
async fn activate_device(
    request: HttpRequest,
    caller: Caller<EnrolDevices>,
    db: web::Data<Db>,
    gate: web::Data<Gatekeeper>,
    key: IdempotencyKey,
    Path(id): Path<DeviceId>,
) -> Result<Answer, AppError> {
    let (office, owner) = (caller.actor.office, caller.actor.account);
    let known = db.read(move |conn| queries::own_key(conn, office, owner, id)).await?;
    if proof::of_request(&gate.settings, &request, &id.to_string()) != Some(known) {
        return Err(proof::missing());
    }
    let command = caller.command(key, fingerprint(&format!("/devices/{id}/activate"), &[]));
    // what is kept for a repetition names no secret: the tokens are made afterwards, from the tablet as it stands then
    let done = db
        .write(command, move |tx| {
            commands::activate(tx, id)?;
            Ok(Answer::empty())
        })
        .await?;
    gate.devices.forget();
    let tokens = exchange::activated(&gate, &db, office, id).await?;
    Ok(Answer { replayed: done.replayed, ..Answer::plain(&tokens)? })
}

/// A refresh token.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct DeviceTokenRequest {
    #[validate(length(min = 1, max = 1_024))]
    #[schema(format = "password", min_length = 1, max_length = 1_024)]
    refresh_token: String,
}

/// Gives a tablet its next tokens for its refresh token and a proof in `DPoP` about it. The token before stays good until its
/// successor was seen, and 60 seconds after, because answers get lost; used later, or with another tablet's key, the family
/// ends and the tablet must be activated again. 401: `device_proof` without a proof of the tablet's own, `invalid_token` for
/// a token that is not or no longer good, `device_wipe` when the tablet is revoked and must erase itself.
#[utoipa::path(tag = "devices", params(("DPoP" = String, Header, description = "The tablet's proof")), request_body = DeviceTokenRequest,
    extensions(("x-public" = json!(true))),
    responses((status = 200, description = "The tablet's tokens", body = DeviceTokens)))]
#[post("/auth/device-token")]
async fn issue_device_token(
    request: HttpRequest,
    db: web::Data<Db>,
    gate: web::Data<Gatekeeper>,
    Json { value, .. }: Json<DeviceTokenRequest>,
) -> Result<web::Json<DeviceTokens>, AppError> {
    let ip = client_address(&gate.settings, &request);
    let prove = |token: &str| proof::of_request(&gate.settings, &request, token);
    Ok(web::Json(exchange::refresh(&gate, &db, &value.refresh_token, prove, &ip).await?))
}

/// Why a tablet is revoked, and how long it may still hand in what it holds.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RevokeDevice {
    #[validate(length(min = 1, max = 200))]
    #[schema(example = "下乡途中遗失", min_length = 1, max_length = 200, pattern = "\\S")]
    reason: String,
    #[validate(range(min = 0, max = UPLOAD_HOURS))]
    #[schema(minimum = 0, maximum = 72)]
    upload_hours: i64,
}

/// Revokes a tablet: administrators any of the office, everybody else one's own. It works no more within a second. For
/// `uploadHours` it may still send commands and is shown nothing; at its next contact after that it is told to erase itself.
#[utoipa::path(tag = "devices", params(("id" = DeviceId, Path)), request_body = RevokeDevice,
    extensions(("x-permission" = json!(RevokeDevices::NAME)), ("x-if-match" = json!(true))),
    responses((status = 200, description = "The revoked tablet", body = DeviceView)))]
#[post("/devices/{id}/revoke")]
async fn revoke_device(
    caller: Caller<RevokeDevices>,
    db: web::Data<Db>,
    gate: web::Data<Gatekeeper>,
    key: IdempotencyKey,
    seen: Version,
    Path(id): Path<DeviceId>,
    Json { value, fingerprint }: Json<RevokeDevice>,
) -> Result<Answer, AppError> {
    let office = caller.actor.office;
    let of = (caller.scope().own != Orgs::All).then_some(caller.actor.account);
    let answer = db
        .write(caller.command(key, fingerprint), move |tx| {
            commands::revoke(tx, id, seen, &value.reason, value.upload_hours, of)?;
            let view = queries::device(tx, office, id)?;
            Answer::ok(view.version, &view)
        })
        .await?;
    gate.devices.forget();
    Ok(answer)
}

/// What was lost with a wipe.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct WipeReceipt {
    /// Commands that the tablet had not handed in when it erased itself.
    #[validate(range(min = 0, max = 1_000_000))]
    #[schema(minimum = 0, maximum = 1_000_000)]
    unsent: i64,
}

/// Takes a tablet's word that it has erased everything. It has no session any more: the proof in `DPoP` by its key (its `ath`
/// is the digest of the tablet's id) speaks for it.
#[utoipa::path(tag = "devices", params(("id" = DeviceId, Path), ("DPoP" = String, Header, description = "The tablet's proof")),
    request_body = WipeReceipt, extensions(("x-public" = json!(true))),
    responses((status = 204, description = "The receipt is recorded")))]
#[post("/devices/{id}/wipe-receipt")]
async fn confirm_device_wipe(
    request: HttpRequest,
    db: web::Data<Db>,
    gate: web::Data<Gatekeeper>,
    _: IdempotencyKey,
    Path(id): Path<DeviceId>,
    Json { value, .. }: Json<WipeReceipt>,
) -> Result<Answer, AppError> {
    let (ip, now) = (client_address(&gate.settings, &request), db.clock().now());
    gate.addresses.check(&ip, now)?;
    let proved = proof::of_request(&gate.settings, &request, &id.to_string());
    let owner = db.read(move |conn| queries::proved_owner(conn, id, proved)).await?;
    let Some((office, account, name)) = owner else {
        gate.addresses.count(&ip, now);
        return Err(proof::missing());
    };
    let actor = live::through(office, account, name, id, &ip);
    db.transact(Command::internal(Arc::new(actor)), move |tx| commands::wiped(tx, id, value.unsent)).await?;
    gate.devices.forget();
    Ok(Answer::empty())
}

/// Every operation on tablets.
pub(crate) fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config
        .service(enrol_device)
        .service(list_own_devices)
        .service(list_devices)
        .service(approve_device)
        .service(activate_device)
        .service(issue_device_token)
        .service(revoke_device)
        .service(confirm_device_wipe);
}
