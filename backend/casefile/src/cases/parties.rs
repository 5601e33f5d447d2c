//! The people of a case file: parties, who speaks for them, what they refused.

use chrono::{DateTime, NaiveDate, Utc};
use platform::identity_document::{ResidentId, age_at};
use platform::ids::{AccountId, CaseId, PartyId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

use super::{RefusalId, RepresentativeId};
use crate::vocabulary::{
    Authority, Capacity, IdDocumentKind, IdVerification, Literacy, MaritalStatus, PartyKind, PartyRole, Relation, RepresentativeKind, Sex,
    SpecialGroup, words,
};
use crate::wire::present;

/// An identity document, or the explanation why there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[validate(schema(function = "document_is_sound", skip_on_field_errors = true))]
pub struct IdDocument {
    pub kind: IdDocumentKind,
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    pub number: Option<String>,
    pub verification: IdVerification,
    /// Required when there is no document.
    #[validate(length(max = 500))]
    #[schema(max_length = 500)]
    pub explanation: Option<String>,
}

fn filled(text: Option<&String>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

fn document_is_sound(document: &IdDocument) -> Result<(), ValidationError> {
    if document.kind == IdDocumentKind::None {
        return if filled(document.explanation.as_ref()) { Ok(()) } else { Err(ValidationError::new("explanation")) };
    }
    let Some(number) = document.number.as_ref().filter(|number| !number.trim().is_empty()) else {
        return Err(ValidationError::new("number"));
    };
    // Whether the birth date lies in the future is the command's to judge: this rule has no calendar.
    if document.kind.is_citizen_number() && ResidentId::parse(number, NaiveDate::MAX).is_err() {
        return Err(ValidationError::new("citizen_number"));
    }
    Ok(())
}

/// When and how a person may be called without danger (安全联系时段).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SafeContact {
    /// For example 「18:00后勿电」.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub window: String,
    #[serde(default)]
    pub no_messages: bool,
}

/// What the office writes down about a party (§4.2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Particulars {
    pub kind: PartyKind,
    #[validate(length(min = 1, max = 80))]
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    #[validate(length(max = 80))]
    #[schema(max_length = 80)]
    pub former_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub sex: Option<Sex>,
    pub birth_date: Option<NaiveDate>,
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    pub ethnicity: Option<String>,
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    pub nationality: Option<String>,
    #[validate(nested)]
    pub id_document: IdDocument,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub marital_status: Option<MaritalStatus>,
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    pub education: Option<String>,
    #[validate(length(max = 80))]
    #[schema(max_length = 80)]
    pub occupation: Option<String>,
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub employer: Option<String>,
    #[serde(default)]
    #[validate(length(max = 5))]
    #[schema(max_items = 5)]
    pub phones: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[validate(nested)]
    #[schema(nullable = false)]
    pub safe_contact: Option<SafeContact>,
    /// 户籍地址.
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub household_address: Option<String>,
    /// 户号; two people with the same one live in one household register.
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    pub household_number: Option<String>,
    /// Twelve-digit division code of the residence, down to the village.
    #[validate(length(max = 12))]
    #[schema(max_length = 12)]
    pub residence_division: Option<String>,
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub residence_address: Option<String>,
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    pub language: Option<String>,
    #[serde(default)]
    pub needs_interpreter: bool,
    pub literacy: Literacy,
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub disability: Option<String>,
    pub capacity: Capacity,
    /// What the stated capacity rests on, when it is not plain full capacity.
    #[validate(length(max = 500))]
    #[schema(max_length = 500)]
    pub capacity_evidence: Option<String>,
    #[serde(default)]
    #[validate(length(max = 12))]
    #[schema(max_items = 12)]
    pub special_groups: Vec<SpecialGroup>,
}

impl Particulars {
    /// Completed years of life on `date`; `None` when the birth date is unknown or later.
    pub fn age_on(&self, date: NaiveDate) -> Option<u32> {
        self.birth_date.filter(|born| *born <= date).map(|born| age_at(born, date))
    }
}

/// A party of one case file (当事人).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Party {
    pub id: PartyId,
    pub role: PartyRole,
    /// Parties of the same side want the same; 0 is the child concerned.
    pub side: i32,
    pub relation: Relation,
    pub particulars: Particulars,
}

impl Party {
    /// Whether this party binds itself by a mark.
    pub const fn signs(&self) -> bool {
        self.role.signs()
    }

    /// The name as printed.
    pub fn name(&self) -> &str {
        &self.particulars.name
    }

    /// Whether somebody else must act for it on `date`: under age, or of limited or no capacity.
    pub fn needs_guardian_on(&self, date: NaiveDate) -> bool {
        if self.particulars.kind == PartyKind::Unit {
            return false;
        }
        match self.particulars.capacity {
            Capacity::Limited | Capacity::None => true,
            Capacity::DeemedFull => self.particulars.age_on(date).is_some_and(|age| age < 16),
            Capacity::Full => self.particulars.age_on(date).is_some_and(|age| age < 18),
        }
    }
}

/// Somebody who speaks for a party (代理人).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Representative {
    pub id: RepresentativeId,
    pub party_id: PartyId,
    pub kind: RepresentativeKind,
    #[validate(length(min = 1, max = 80))]
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[validate(nested)]
    #[schema(nullable = false)]
    pub id_document: Option<IdDocument>,
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    pub phone: Option<String>,
    #[validate(length(max = 80))]
    #[schema(max_length = 80)]
    pub relation: Option<String>,
    pub authority: Authority,
    /// Document that proves guardianship or engagement.
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub proof: Option<String>,
    /// Set when the representative is itself a party of this file.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub is_party: Option<PartyId>,
    /// Set when the representative has an account here (a volunteer lawyer).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub account_id: Option<AccountId>,
    pub valid_until: Option<NaiveDate>,
}

impl Representative {
    /// Whether proof of the representation is named.
    pub fn is_proven(&self) -> bool {
        filled(self.proof.as_ref())
    }

    /// Whether representative and party are one person: linked, or the same identity number.
    pub fn is_same_person_as(&self, party: &Party) -> bool {
        let number = |document: &IdDocument| document.number.as_ref().map(|n| n.trim().to_uppercase()).filter(|n| !n.is_empty());
        self.is_party == Some(party.id)
            || self.id_document.as_ref().and_then(number).is_some_and(|mine| number(&party.particulars.id_document) == Some(mine))
    }
}

/// An explicit refusal of mediation (明确拒绝).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    pub id: RefusalId,
    pub party_id: PartyId,
    pub refused_at: DateTime<Utc>,
    pub words: String,
    pub recorded_by: AccountId,
    pub withdrawn_at: Option<DateTime<Utc>>,
}

words! {
    /// What the registrar decided about a possible duplicate (重复核查结论).
    pub enum DuplicateVerdict {
        Open = "OPEN", "待核", "not yet decided";
        Different = "DIFFERENT", "不是同一纠纷", "a different dispute";
        Linked = "LINKED", "同一纠纷，已关联", "the same dispute, linked";
    }
}

/// Another open file with the same parties and the same kind of dispute, inside the reader's scope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DuplicateHit {
    pub case_id: CaseId,
    pub number: Option<String>,
    pub verdict: DuplicateVerdict,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(kind: IdDocumentKind, number: Option<&str>, explanation: Option<&str>) -> IdDocument {
        IdDocument {
            kind,
            number: number.map(str::to_owned),
            verification: IdVerification::Seen,
            explanation: explanation.map(str::to_owned),
        }
    }

    #[test]
    fn no_document_is_allowed_when_it_is_explained() {
        assert!(document(IdDocumentKind::None, None, Some("边境地区配偶，无证件")).validate().is_ok());
        assert!(document(IdDocumentKind::None, None, Some(" ")).validate().is_err());
    }

    #[test]
    fn a_resident_card_needs_a_sound_number_and_a_passport_only_some_number() {
        assert!(document(IdDocumentKind::ResidentId, Some("11010519491231002X"), None).validate().is_ok());
        assert!(document(IdDocumentKind::ResidentId, Some("110105194912310021"), None).validate().is_err());
        assert!(document(IdDocumentKind::Passport, Some("E12345678"), None).validate().is_ok());
        assert!(document(IdDocumentKind::Passport, None, None).validate().is_err());
    }
}
