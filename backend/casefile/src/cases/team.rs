//! The people who handle a case file, and what may keep them from it.

use chrono::NaiveDate;
use platform::ids::{AccountId, OrgId, PartyId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::TieId;
use crate::vocabulary::{ConflictKind, EarlierRole, RoleInCase};
use crate::wire::present;

/// What ties one account to one case file, from a day and perhaps until one; ended ties stay as history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Tie {
    pub id: TieId,
    pub account_id: AccountId,
    pub name: String,
    pub role: RoleInCase,
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
    /// Why it began or ended.
    pub reason: Option<String>,
}

/// A letter of appointment (聘书) by a committee.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Appointment {
    pub committee_id: OrgId,
    pub letter_no: String,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
    pub suspended_from: Option<NaiveDate>,
    pub suspended_to: Option<NaiveDate>,
}

impl Appointment {
    /// In force on `date`: begun, not over (its last day included), not suspended.
    pub fn is_active_on(&self, date: NaiveDate) -> bool {
        let suspended = self.suspended_from.is_some_and(|from| from <= date) && self.suspended_to.is_none_or(|to| date <= to);
        self.from <= date && self.to.is_none_or(|to| date <= to) && !suspended
    }
}

/// An earlier part the account played for somebody who is a party now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EarlierTie {
    pub party_id: PartyId,
    pub role: EarlierRole,
    /// In this very dispute, not another.
    pub same_dispute: bool,
}

/// What the guards must know about an account that mediates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MediatorOnFile {
    pub account_id: AccountId,
    pub name: String,
    pub birth_date: Option<NaiveDate>,
    pub residence_address: Option<String>,
    pub household_number: Option<String>,
    pub is_lawyer: bool,
    pub appointments: Vec<Appointment>,
    pub earlier: Vec<EarlierTie>,
}

/// Something that may make a mediator partial, declared or found; both sides may accept it in writing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Conflict {
    pub account_id: AccountId,
    pub kind: ConflictKind,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub party_id: Option<PartyId>,
    pub note: Option<String>,
    /// Parties that accept the mediator in writing all the same.
    pub accepted_by: Vec<PartyId>,
}
