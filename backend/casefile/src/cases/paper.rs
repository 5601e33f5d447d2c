//! Papers as records, the marks on them, and the promises they contain.

use chrono::{DateTime, NaiveDate, Utc};
use platform::ids::{AccountId, MarkId, OrgId, PaperId, PartyId};
use platform::money::Fen;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{PerformanceItemId, RepresentativeId};
use crate::agreements::ClauseId;
use crate::papers::{PaperContent, Strokes};
use crate::vocabulary::{FormCode, MarkKind, MarkRole, PaperState, PerformanceStatus};
use crate::wire::present;

/// The last hand on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Edited {
    pub by: AccountId,
    pub at: DateTime<Utc>,
}

/// One paper of the volume (文书).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Paper {
    pub id: PaperId,
    pub state: PaperState,
    /// Number of its own, as agreements have.
    pub number: Option<String>,
    /// The party the sheet is about or addressed to, where there is exactly one.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub party_id: Option<PartyId>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub supersedes: Option<PaperId>,
    pub made_by: AccountId,
    /// Who rewrote the sheet last, and when.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub edited: Option<Edited>,
    /// When the party or the mediator acted (on the device).
    pub occurred_at: DateTime<Utc>,
    /// When the server took it.
    pub recorded_at: DateTime<Utc>,
    /// Hash of the exact text; every mark names the hash it was put under.
    pub text_hash: Option<String>,
    pub content: PaperContent,
}

impl Paper {
    /// The form of the paper.
    pub const fn form(&self) -> FormCode {
        self.content.form()
    }

    /// The date the sheet bears.
    pub fn dated_on(&self) -> NaiveDate {
        self.content.dated_on()
    }
}

/// A mark on a paper (签名、指印、印章), bound to the hash of the text it stands under.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Mark {
    pub id: MarkId,
    pub paper_id: PaperId,
    pub kind: MarkKind,
    pub role: MarkRole,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub party_id: Option<PartyId>,
    /// Set when a representative put the mark for the party.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub representative_id: Option<RepresentativeId>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub account_id: Option<AccountId>,
    /// The organisation whose seal it is.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub org_id: Option<OrgId>,
    /// Whether that organisation is a registered committee, on the day of the seal.
    #[serde(default)]
    pub by_sealing_committee: bool,
    pub signer_name: String,
    pub witness: Option<String>,
    pub text_hash: String,
    pub made_at: DateTime<Utc>,
    pub voided_at: Option<DateTime<Utc>>,
    /// The mark itself stands on the paper original, which is kept with the volume.
    #[serde(default)]
    pub on_paper: bool,
}

/// One promise to be kept (履行事项): a payment of a series, a hand-over, an apology.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PerformanceItem {
    pub id: PerformanceItemId,
    /// The agreement it comes from.
    pub paper_id: PaperId,
    pub clause_id: ClauseId,
    pub sequence: i32,
    pub description: String,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub amount_fen: Option<Fen>,
    pub due_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub payer_party_id: Option<PartyId>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub payee_party_id: Option<PartyId>,
    pub conditional_on_divorce: bool,
    pub status: PerformanceStatus,
    pub received_fen: Fen,
    pub performed_on: Option<NaiveDate>,
    pub urged_on: Option<NaiveDate>,
}

impl PerformanceItem {
    /// Owed, due and the day has passed.
    pub fn is_overdue_on(&self, date: NaiveDate) -> bool {
        self.status.is_open() && self.due_on.is_some_and(|due| due < date)
    }
}

/// A mark as stored: with the strokes, which the rules never look at.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredMark {
    pub mark: Mark,
    #[serde(default)]
    pub strokes: Option<Strokes>,
}
