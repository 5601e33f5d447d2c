//! The case file itself, without its papers and people.

use chrono::{DateTime, NaiveDate, Utc};
use platform::ids::{AccountId, CaseId, OrgId};
use platform::money::Fen;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{State, SuspensionId};
use crate::vocabulary::{ApplicationMode, AssignmentMode, Category, Difficulty, MarriageOfParties, Openness, Outcome, Retention, Source};
use crate::wire::present;

/// Days on which a case file reached its stages; clocks start here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Milestones {
    pub accepted_on: Option<NaiveDate>,
    pub assigned_on: Option<NaiveDate>,
    pub notified_on: Option<NaiveDate>,
    /// The agreement's text was settled; marks are awaited since.
    pub settled_on: Option<NaiveDate>,
    /// The agreement took effect.
    pub effective_on: Option<NaiveDate>,
    pub performed_on: Option<NaiveDate>,
    /// Failed or terminated.
    pub ended_on: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    pub archived_on: Option<NaiveDate>,
    /// The mediation began anew (re-mediation, change by consent, reopening): its clock starts here.
    pub restarted_on: Option<NaiveDate>,
    /// The receiving signature for a court's materials.
    pub court_materials_on: Option<NaiveDate>,
}

/// A case file (案件).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseFile {
    pub id: CaseId,
    /// Station that handles the file.
    pub org_id: OrgId,
    /// Committee whose series numbers the file and whose seal closes its agreements.
    pub committee_id: OrgId,
    /// Issued by the server on acceptance.
    pub number: Option<String>,
    pub state: State,
    pub version: i64,
    pub category: Category,
    pub source: Source,
    pub source_reference: Option<String>,
    pub mode: ApplicationMode,
    /// 纠纷简要情况.
    pub summary: String,
    /// 申请事项.
    pub claims: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub claimed_fen: Option<Fen>,
    /// When the party asked (on the device); equals `recorded_at` at the counter.
    pub occurred_at: DateTime<Utc>,
    /// When the server took the application: fixed for ever, limitation is interrupted from that day.
    pub recorded_at: DateTime<Utc>,
    pub difficulty: Difficulty,
    pub marriage: MarriageOfParties,
    /// Certificate or court paper that proves the divorce.
    pub divorce_proof: Option<String>,
    pub divorce_proven_on: Option<NaiveDate>,
    /// Court, police or authority that has already taken the dispute on or decided it.
    pub decided_elsewhere: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub assignment: Option<AssignmentMode>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub openness: Option<Openness>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub outcome: Option<Outcome>,
    /// Why it failed, ended or was reopened, in the mediator's words.
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub retention: Option<Retention>,
    /// The version in which an open file was sealed (封存); none for one that was sealed from its first day.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub sealed_in: Option<i64>,
    pub milestones: Milestones,
}

/// One suspension (中止): the only thing that stops the mediation clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Suspension {
    pub id: SuspensionId,
    pub from: NaiveDate,
    /// Planned last day.
    pub until: NaiveDate,
    /// Day on which the mediation went on; none while it is suspended.
    pub resumed_on: Option<NaiveDate>,
    pub reason: String,
    pub decided_by: AccountId,
}

impl Suspension {
    /// Days the mediation rests, both ends counted; up to `today` when the planned end has passed unnoticed.
    pub fn days(&self, today: NaiveDate) -> i64 {
        match self.resumed_on {
            Some(resumed) => resumed.signed_duration_since(self.from).num_days(),
            None => self.until.max(today).signed_duration_since(self.from).num_days() + 1,
        }
        .max(0)
    }
}
