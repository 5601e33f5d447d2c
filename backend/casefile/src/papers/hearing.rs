//! Sheets of the mediation itself: notice, investigation, evidence, minutes, the child's view.

use chrono::{DateTime, NaiveDate, Utc};
use platform::ids::{AccountId, FileId, PartyId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::cases::RepresentativeId;
use crate::vocabulary::{Openness, SessionResult, Sex, words};
use crate::wire::present;

words! {
    /// How a notice reached its reader (告知方式).
    pub enum NoticeDelivery {
        Written = "WRITTEN", "书面", "in writing";
        Oral = "ORAL", "口头（有见证人）", "orally, with a witness";
    }
}

/// F05 权利义务告知书: what one party was told before the first session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Notice {
    pub party_id: PartyId,
    pub notified_on: NaiveDate,
    pub delivery: NoticeDelivery,
    /// Language or dialect used.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub language: String,
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub interpreter: Option<String>,
    /// Required for an oral notice.
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub witness: Option<String>,
    /// The party's choice.
    pub openness: Openness,
    pub mediator: AccountId,
}

/// One question and its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QuestionAnswer {
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub question: String,
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub answer: String,
}

/// F08 人民调解调查记录: one interview or visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Investigation {
    pub started_at: DateTime<Utc>,
    pub ended_at: DateTime<Utc>,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub place: String,
    #[serde(default)]
    #[validate(length(max = 200))]
    #[schema(max_items = 200)]
    pub participants: Vec<String>,
    /// 被调查人.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub person_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub person_sex: Option<Sex>,
    pub person_age: Option<i32>,
    /// 与当事人关系.
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub person_relation: Option<String>,
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub person_phone: Option<String>,
    #[validate(length(min = 1, max = 200), nested)]
    #[schema(min_items = 1, max_items = 200)]
    pub record: Vec<QuestionAnswer>,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_items = 1, max_items = 200)]
    pub investigators: Vec<AccountId>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub recorder: Option<AccountId>,
    /// Read to the person and found right.
    #[serde(default)]
    pub read_back: bool,
}

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EvidenceItem {
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// 类型.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub kind: String,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub provider: String,
    /// Original, not a copy.
    pub original: bool,
    #[validate(range(min = 0, max = 9999))]
    #[schema(minimum = 0, maximum = 9999)]
    pub pages: i32,
    /// What it is to prove.
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub proves: String,
    pub received_by: AccountId,
    pub received_on: NaiveDate,
    /// The photo or scan of it, a file of the same case. It may come after the list: a tablet sends its commands first.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub attachment_id: Option<FileId>,
}

/// F09 证据材料.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EvidenceList {
    #[validate(length(min = 1, max = 200), nested)]
    #[schema(min_items = 1, max_items = 200)]
    pub items: Vec<EvidenceItem>,
    pub dated_on: NaiveDate,
}

/// Whether one party came, itself or by a representative.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Attendance {
    pub party_id: PartyId,
    pub present: bool,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub represented_by: Option<RepresentativeId>,
}

/// Somebody invited to help (参加人), only with every party's consent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Guest {
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Neighbour, relative, expert, lawyer.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub role: String,
    #[serde(default)]
    #[validate(length(max = 200))]
    #[schema(max_items = 200)]
    pub consented_by: Vec<PartyId>,
}

/// F10 人民调解记录: one session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Minutes {
    #[validate(range(min = 1, max = 999))]
    #[schema(minimum = 1, maximum = 999)]
    pub session_no: i32,
    pub started_at: DateTime<Utc>,
    pub ended_at: DateTime<Utc>,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub place: String,
    pub openness: Openness,
    /// The parties confirmed that they know their rights and duties.
    pub notice_confirmed: bool,
    #[validate(length(min = 1, max = 200), nested)]
    #[schema(min_items = 1, max_items = 200)]
    pub attendance: Vec<Attendance>,
    #[serde(default)]
    #[validate(length(max = 200), nested)]
    #[schema(max_items = 200)]
    pub guests: Vec<Guest>,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_items = 1, max_items = 200)]
    pub mediators: Vec<AccountId>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub recorder: Option<AccountId>,
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub record: String,
    pub result: SessionResult,
    pub continue_on: Option<NaiveDate>,
    /// Audio or video was announced and agreed.
    #[serde(default)]
    pub recording_announced: bool,
}

/// F-CHILD 未成年人意见记录: what the child itself wants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChildView {
    pub child_party_id: PartyId,
    pub heard_on: NaiveDate,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub place: String,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_items = 1, max_items = 200)]
    pub heard_by: Vec<AccountId>,
    /// Heard without the parents in the room.
    pub parents_absent: bool,
    pub able_to_express: bool,
    /// In the child's words.
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub view: String,
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub accompanied_by: Option<String>,
    #[validate(length(max = 20000))]
    #[schema(max_length = 20000)]
    pub observations: Option<String>,
}

impl ChildView {
    /// That the child was heard, without what it said.
    pub fn without_words(&self) -> Self {
        Self { place: String::new(), view: String::new(), accompanied_by: None, observations: None, ..self.clone() }
    }
}
