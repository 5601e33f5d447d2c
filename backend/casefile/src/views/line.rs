//! One line of a list of files.

use chrono::NaiveDate;
use platform::columns::Instant;
use platform::ids::{CaseId, OrgId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::State;
use crate::vocabulary::Category;

/// One line of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseListItem {
    pub id: CaseId,
    pub state: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub number: Option<String>,
    pub category: Category,
    /// Names of the applicants, masked where the reader's reach is.
    pub applicants: String,
    pub respondents: String,
    pub station_id: OrgId,
    pub station_name: String,
    pub sealed: bool,
    pub minor: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next_due_on: Option<NaiveDate>,
    pub requested_at: Instant,
    pub updated_at: Instant,
}
