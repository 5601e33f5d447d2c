//! Tablets as their owners and the administrators see them.

use platform::db::{Conn, Instant};
use platform::http::page;
use platform::ids::{AccountId, DeviceId, OfficeId};
use platform::problem::AppError;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::DeviceState;
use super::proof::PublicKey;
use super::store::{self, Owned};

/// A tablet: never its keys.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Device)]
pub struct DeviceView {
    pub id: DeviceId,
    /// Counts up within the office; papers made without the network are numbered `T-<no>-<seq>`.
    pub no: i64,
    #[schema(example = "入户平板")]
    pub label: String,
    #[schema(example = "HX-2026-0117")]
    pub serial: String,
    /// The owner.
    pub account_id: AccountId,
    #[schema(example = "王和平")]
    pub account_name: String,
    pub state: DeviceState,
    pub requested_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub approved_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub activated_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub last_seen_at: Option<Instant>,
    /// How far its clock was ahead when it last called, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub skew_ms: Option<i64>,
    /// Commands it still held when it last called.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub unsent: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub oldest_unsent_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub revoked_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub revoke_reason: Option<String>,
    /// Until then the revoked tablet may hand in what it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub upload_until: Option<Instant>,
    /// When the tablet reported that nothing is left on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub wiped_at: Option<Instant>,
    pub version: i64,
}

impl From<Owned> for DeviceView {
    fn from(Owned { device: row, owner, .. }: Owned) -> Self {
        Self {
            id: row.id,
            no: row.no,
            label: row.label,
            serial: row.serial,
            account_id: row.account_id,
            account_name: owner,
            state: row.state,
            requested_at: row.requested_at,
            approved_at: row.approved_at,
            activated_at: row.activated_at,
            last_seen_at: row.last_seen_at,
            skew_ms: row.skew_ms,
            unsent: row.unsent,
            oldest_unsent_at: row.oldest_unsent_at,
            revoked_at: row.revoked_at,
            revoke_reason: row.revoke_reason,
            upload_until: row.upload_until,
            wiped_at: row.wiped_at,
            version: row.version,
        }
    }
}

/// One tablet of the office.
pub fn device(conn: &mut Conn<'_>, office: OfficeId, id: DeviceId) -> Result<DeviceView, AppError> {
    store::find(conn, office, id)?.map(DeviceView::from).ok_or(AppError::NotFound)
}

/// The key by which a tablet of that person proves itself.
pub(crate) fn own_key(conn: &mut Conn<'_>, office: OfficeId, owner: AccountId, id: DeviceId) -> Result<PublicKey, AppError> {
    let found = store::find(conn, office, id)?.filter(|found| found.device.account_id == owner).ok_or(AppError::NotFound)?;
    PublicKey::stored(&found.device.public_key).ok_or_else(|| AppError::internal("a tablet's key has not its length"))
}

/// Whose tablet it is, if the key proved is its own.
pub(crate) fn proved_owner(
    conn: &mut Conn<'_>,
    id: DeviceId,
    proved: Option<PublicKey>,
) -> Result<Option<(OfficeId, AccountId, String)>, AppError> {
    let found = store::anywhere(conn, id)?.filter(|found| proved.is_some_and(|key| found.device.is_of(&key)));
    Ok(found.map(|found| (found.device.office_id, found.device.account_id, found.owner)))
}

/// The tablets of a person, the newest first.
pub fn of_account(conn: &mut Conn<'_>, office: OfficeId, account: AccountId) -> Result<Vec<DeviceView>, AppError> {
    Ok(store::of_account(conn, office, account)?.into_iter().map(DeviceView::from).collect())
}

/// A page of the office's tablets, the newest first.
pub fn devices_page(
    conn: &mut Conn<'_>,
    office: OfficeId,
    state: Option<DeviceState>,
    before: Option<i64>,
    limit: usize,
) -> Result<(Vec<DeviceView>, Option<String>), AppError> {
    let found = store::page(conn, office, state, before, i64::try_from(limit + 1).map_err(AppError::internal)?)?;
    let (found, next) = page::cut(found, limit, |found: &Owned| found.device.no)?;
    Ok((found.into_iter().map(DeviceView::from).collect(), next))
}
