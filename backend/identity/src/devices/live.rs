//! A tablet as it stands now: whose it is, what roles that gives, and whether it was revoked.

use std::time::Duration;

use actix_web::HttpRequest;
use chrono::{DateTime, TimeDelta, Utc};
use platform::access::{Actor, RoleHeld};
use platform::db::{Conn, Db};
use platform::ids::{AccountId, DeviceId, OfficeId};
use platform::problem::AppError;
use platform::tokens::{AccessTokens, Claims, TokenError};
use serde::{Deserialize, Serialize};

use super::model::{self, DeviceState, Standing};
use super::proof::{self, PublicKey};
use super::store;
use crate::accounts::model::AccountStatus;
use crate::fresh::Fresh;
use crate::gate::{Settings, nobody};
use crate::sessions::live::{Refusal, roles};

/// How long an access token of a tablet is good.
pub(crate) const LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// What an access token of a tablet says beside whose it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Body {
    office: OfficeId,
    device: DeviceId,
    family: i64,
}

/// An access token of a tablet for its owner.
pub(crate) fn issue(
    tokens: &AccessTokens,
    now: DateTime<Utc>,
    owner: AccountId,
    office: OfficeId,
    device: DeviceId,
    family: i64,
) -> Result<String, AppError> {
    tokens.sign(&Claims::new(owner.to_string(), now, LIFETIME, Body { office, device, family })).map_err(AppError::internal)
}

#[derive(Debug, Clone)]
struct Device {
    account: AccountId,
    owner: String,
    active: bool,
    roles: Vec<RoleHeld>,
    key: Option<PublicKey>,
    state: DeviceState,
    upload_until: Option<DateTime<Utc>>,
    family: i64,
}

/// Tablets read within the last second.
#[derive(Debug)]
pub(crate) struct LiveDevices(Fresh<(OfficeId, DeviceId), Option<Device>>);

impl LiveDevices {
    pub(crate) fn new(believed: Duration) -> Self {
        Self(Fresh::new(believed))
    }

    /// Reads every tablet again at its next request.
    pub(crate) fn forget(&self) {
        self.0.forget(|_| true);
    }

    pub(crate) fn forget_account(&self, account: AccountId) {
        self.0.forget(|device| device.as_ref().is_some_and(|device| device.account == account));
    }

    /// The actor behind a token of a tablet, or why there is none; nothing at all when it is no token of a tablet.
    pub(crate) async fn actor(
        &self,
        db: &Db,
        (settings, tokens): (&Settings, &AccessTokens),
        token: &str,
        request: &HttpRequest,
        ip: &str,
    ) -> Result<Option<Result<Actor, Refusal>>, AppError> {
        const UNKNOWN: Refusal = || AppError::Unauthenticated { code: "invalid_token" };
        let now = db.clock().now();
        let claims: Claims<Body> = match tokens.verify(token, now) {
            Ok(claims) => claims,
            Err(TokenError::Expired) => return Ok(Some(Err(|| AppError::Unauthenticated { code: "token_expired" }))),
            Err(_) => return Ok(None),
        };
        let Some(key) = proof::of_request(settings, request, token) else { return Ok(Some(Err(proof::missing))) };
        let (office, id) = (claims.body.office, claims.body.device);
        let device = match self.0.get(&(office, id)) {
            Some(device) => device,
            None => {
                let device = db.read(move |conn| load(conn, office, id)).await?;
                self.0.put((office, id), device.clone());
                device
            }
        };
        let Some(device) = device.filter(|device| device.account.to_string() == claims.sub) else { return Ok(Some(Err(UNKNOWN))) };
        if device.key != Some(key) {
            return Ok(Some(Err(proof::missing)));
        }
        let drain_only = match model::standing(device.state, device.upload_until, now) {
            Standing::Working => false,
            Standing::Draining { .. } => true,
            Standing::Gone => return Ok(Some(Err(|| AppError::Unauthenticated { code: "device_wipe" }))),
            Standing::Waiting => return Ok(Some(Err(UNKNOWN))),
        };
        if !device.active || device.family != claims.body.family {
            return Ok(Some(Err(UNKNOWN)));
        }
        Ok(Some(Ok(Actor { roles: device.roles, drain_only, ..through(office, device.account, device.owner, id, ip) })))
    }
}

/// Somebody who acts through a tablet; without roles until they are read.
pub(crate) fn through(office: OfficeId, owner: AccountId, name: String, device: DeviceId, ip: &str) -> Actor {
    Actor { account: owner, name, device: Some(device), session: Some(format!("device:{device}")), ..nobody(office, ip) }
}

fn load(conn: &mut Conn<'_>, office: OfficeId, id: DeviceId) -> Result<Option<Device>, AppError> {
    let Some(found) = store::find(conn, office, id)? else { return Ok(None) };
    let row = found.device;
    Ok(Some(Device {
        account: row.account_id,
        owner: found.owner,
        active: found.status == AccountStatus::Active,
        roles: roles(conn, office, row.account_id)?,
        key: PublicKey::stored(&row.public_key),
        state: row.state,
        upload_until: row.upload_until.map(|until| until.0),
        family: row.family,
    }))
}
