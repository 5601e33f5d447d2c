//! Sheets that end or prolong the mediation: agreements, termination, extension, recusal.

use chrono::NaiveDate;
use platform::ids::{AccountId, PartyId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::agreements::{Clause, ClauseId};
use crate::vocabulary::Outcome;
use crate::wire::present;

use super::RemedyRoute;

/// A warning of the clause screen that the mediator read and explained to the parties.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Acknowledgement {
    /// W1 to W7.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub code: String,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub clause_id: Option<ClauseId>,
}

/// F11 人民调解协议书.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Agreement {
    /// Second and later after re-mediation or amendment.
    #[validate(range(min = 1, max = 99))]
    #[schema(minimum = 1, maximum = 99)]
    pub version_no: i32,
    /// 主要事实.
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub facts: String,
    /// 争议事项.
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub issues: String,
    #[validate(length(max = 20000))]
    #[schema(max_length = 20000)]
    pub responsibility: Option<String>,
    #[validate(length(min = 1, max = 200), nested)]
    #[schema(min_items = 1, max_items = 200)]
    pub clauses: Vec<Clause>,
    /// 履行方式.
    #[validate(length(max = 20000))]
    #[schema(max_length = 20000)]
    pub method: Option<String>,
    /// 履行地点.
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub place: Option<String>,
    /// 履行期限.
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub term: Option<String>,
    /// One for each party and one for the file.
    #[validate(range(min = 1, max = 99))]
    #[schema(minimum = 1, maximum = 99)]
    pub copies: i32,
    pub dated_on: NaiveDate,
    #[serde(default)]
    #[validate(length(max = 200), nested)]
    #[schema(max_items = 200)]
    pub acknowledged: Vec<Acknowledgement>,
    /// Elders who consent to a support plan made by their children.
    #[serde(default)]
    #[validate(length(max = 200))]
    #[schema(max_items = 200)]
    pub elders_consent: Vec<PartyId>,
}

/// F12 人民调解口头协议登记表.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OralAgreement {
    #[validate(range(min = 1, max = 99))]
    #[schema(minimum = 1, maximum = 99)]
    pub version_no: i32,
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub facts: String,
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub issues: String,
    #[validate(length(min = 1, max = 200), nested)]
    #[schema(min_items = 1, max_items = 200)]
    pub clauses: Vec<Clause>,
    #[validate(length(max = 20000))]
    #[schema(max_length = 20000)]
    pub method: Option<String>,
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub place: Option<String>,
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub term: Option<String>,
    pub reached_on: NaiveDate,
    /// Parties that want no written form.
    #[serde(default)]
    #[validate(length(max = 200))]
    #[schema(max_items = 200)]
    pub declined_paper: Vec<PartyId>,
    /// 即时履行.
    #[serde(default)]
    pub performed_on_the_spot: bool,
    #[serde(default)]
    #[validate(length(max = 200), nested)]
    #[schema(max_items = 200)]
    pub acknowledged: Vec<Acknowledgement>,
    #[serde(default)]
    #[validate(length(max = 200))]
    #[schema(max_items = 200)]
    pub elders_consent: Vec<PartyId>,
}

/// Proof that one party received a paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Served {
    pub party_id: PartyId,
    pub served_on: NaiveDate,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub method: String,
}

/// F19 终止调解告知书: why it ended, and which ways stay open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Termination {
    pub dated_on: NaiveDate,
    pub outcome: Outcome,
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub reason: String,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_items = 1, max_items = 200)]
    pub routes: Vec<RemedyRoute>,
    #[validate(length(max = 20000))]
    #[schema(max_length = 20000)]
    pub time_limits: Option<String>,
    #[serde(default)]
    #[validate(length(max = 200), nested)]
    #[schema(max_items = 200)]
    pub served: Vec<Served>,
}

/// One party's consent, with the day it was given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Consent {
    pub party_id: PartyId,
    pub consented_on: NaiveDate,
}

/// F22 延期同意书.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExtensionConsent {
    pub dated_on: NaiveDate,
    #[validate(range(min = 1, max = 366))]
    #[schema(minimum = 1, maximum = 366)]
    pub days: i32,
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub reason: String,
    #[validate(length(min = 1, max = 200), nested)]
    #[schema(min_items = 1, max_items = 200)]
    pub consents: Vec<Consent>,
}

/// What the station head or the director decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecusalDecision {
    pub upheld: bool,
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub reason: String,
    pub decided_by: AccountId,
    pub decided_on: NaiveDate,
}

/// F23 回避申请及决定.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Recusal {
    pub requested_by: PartyId,
    /// The mediator objected to.
    pub against: AccountId,
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub grounds: String,
    pub requested_on: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    #[validate(nested)]
    pub decision: Option<RecusalDecision>,
}
