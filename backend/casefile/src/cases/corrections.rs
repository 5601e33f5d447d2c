//! Putting right what was taken down wrongly (更正): one field at a time, with what it was and what it became.

use chrono::{DateTime, Utc};
use platform::columns::Instant;
use platform::http::context::is_chinese;
use platform::identity_document::mask_phone;
use platform::ids::{AccountId, PartyId};
use platform::problem::{AppError, Divergence};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::step_inputs::CorrectParticulars;
use super::{Dossier, Particulars, Step};
use crate::moves::{Desk, Held, Move, Stamp};
use crate::vocabulary::words;
use crate::wire::present;

words! {
    /// A field that may be put right (可更正的内容); a name or a document number is identity and is not corrected but proven.
    pub enum CorrectableField {
        Summary = "SUMMARY", "纠纷简要情况", "summary of the dispute";
        SourceReference = "SOURCE_REFERENCE", "来源编号", "reference of the source";
        Phone = "PHONE", "联系电话", "telephone";
        ResidenceAddress = "RESIDENCE_ADDRESS", "现住址", "residence";
        HouseholdAddress = "HOUSEHOLD_ADDRESS", "户籍地址", "household address";
        FormerName = "FORMER_NAME", "曾用名", "former name";
        Ethnicity = "ETHNICITY", "民族", "ethnicity";
        Education = "EDUCATION", "文化程度", "education";
        Occupation = "OCCUPATION", "职业", "occupation";
        Employer = "EMPLOYER", "工作单位", "employer";
        Language = "LANGUAGE", "常用语言", "language";
        Disability = "DISABILITY", "残疾情况", "disability";
    }
}

impl CorrectableField {
    /// Whether the field belongs to a party, not to the file.
    pub const fn is_of_party(self) -> bool {
        !matches!(self, Self::Summary | Self::SourceReference)
    }

    /// The longest value, in characters.
    const fn most(self) -> usize {
        match self {
            Self::Summary => 4000,
            Self::SourceReference => 120,
            Self::Phone | Self::Ethnicity | Self::Education | Self::Language => 40,
            Self::FormerName | Self::Occupation => 80,
            Self::ResidenceAddress | Self::HouseholdAddress | Self::Employer | Self::Disability => 200,
        }
    }
}

words! {
    /// What somebody decided when two people had changed the same field (冲突处理).
    pub enum Verdict {
        Mine = "MINE", "采用我的", "mine";
        Theirs = "THEIRS", "采用对方的", "theirs";
    }
}

/// One field with what it was when it was looked at, and what it shall be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FieldChange {
    pub field: CorrectableField,
    /// Whose field; left out for a field of the file itself.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub party_id: Option<PartyId>,
    /// As it was read (a telephone as it was shown, masked); left out when it was empty.
    #[validate(length(max = 4000))]
    #[schema(max_length = 4000)]
    pub base: Option<String>,
    /// Left out to empty the field.
    #[validate(length(max = 4000))]
    #[schema(max_length = 4000)]
    pub value: Option<String>,
    /// After a conflict: what was decided.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub verdict: Option<Verdict>,
    /// After a conflict: the value that lost.
    #[validate(length(max = 4000))]
    #[schema(max_length = 4000)]
    pub against: Option<String>,
}

/// A field that was put right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Correction {
    pub field: CorrectableField,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub party_id: Option<PartyId>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub reason: String,
    pub by: AccountId,
    pub by_name: String,
    pub at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub verdict: Option<Verdict>,
    /// The value that lost in a conflict; nothing of it is thrown away.
    pub against: Option<String>,
}

impl Move for CorrectParticulars {
    const STEP: Step = Step::CorrectParticulars;

    fn propose(&self, desk: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        let mut conflicts = Vec::new();
        for (n, change) in self.changes.iter().enumerate() {
            check(&held.dossier, change, n)?;
            let now = current(&held.dossier, change);
            // what was decided for the other stays as it stands: of a telephone the decider has seen no more than the mask
            let value = if change.verdict == Some(Verdict::Theirs) { now.clone() } else { cleaned(change.value.as_deref()) };
            if now == value && change.verdict.is_none() {
                continue; // both wrote the same: nothing to decide
            }
            if !found(change, now.as_deref()) {
                conflicts.push(divergence(&held.dossier, change, n, now));
                continue;
            }
            put(&mut held.dossier, change, value.clone());
            held.dossier.corrections.push(Correction {
                field: change.field,
                party_id: change.party_id,
                from: shown(change.field, now),
                to: shown(change.field, value),
                reason: self.reason.clone(),
                by: stamp.by,
                by_name: desk.own_name(),
                at: stamp.now,
                verdict: change.verdict,
                against: shown(change.field, change.against.clone()),
            });
        }
        if conflicts.is_empty() { Ok(()) } else { Err(AppError::Diverged(conflicts)) }
    }
}

/// What the field alone cannot say: whose it is, how long it may be.
fn check(dossier: &Dossier, change: &FieldChange, n: usize) -> Result<(), AppError> {
    let at = |field: &str| format!("/changes/{n}/{field}");
    match change.party_id {
        Some(id) if !change.field.is_of_party() || dossier.party(id).is_none() => {
            return Err(AppError::field(at("partyId"), "unknown_reference"));
        }
        None if change.field.is_of_party() => return Err(AppError::field(at("partyId"), "required")),
        _ => {}
    }
    let value = cleaned(change.value.as_deref());
    if change.field == CorrectableField::Summary && value.is_none() {
        return Err(AppError::field(at("value"), "required"));
    }
    if value.is_some_and(|text| text.chars().count() > change.field.most()) {
        return Err(AppError::field(at("value"), "length"));
    }
    Ok(())
}

/// Whether the field is as the person found it. A telephone is read masked, so it is compared masked, too.
fn found(change: &FieldChange, now: Option<&str>) -> bool {
    let base = cleaned(change.base.as_deref());
    base.as_deref() == now || (change.field == CorrectableField::Phone && base.as_deref() == now.map(mask_phone).as_deref())
}

fn divergence(dossier: &Dossier, change: &FieldChange, n: usize, now: Option<String>) -> Divergence {
    let last = dossier.corrections.iter().rev().find(|one| one.field == change.field && one.party_id == change.party_id);
    let field = if is_chinese() { change.field.label_zh() } else { change.field.label_en() };
    let whose = change.party_id.and_then(|id| dossier.party(id)).map(|party| format!("{} · ", party.name())).unwrap_or_default();
    Divergence {
        pointer: format!("/changes/{n}/value"),
        label: format!("{whose}{field}"),
        base: change.base.clone(),
        mine: change.value.clone(),
        theirs: shown(change.field, now),
        by_name: last.map(|one| one.by_name.clone()),
        at: last.map(|one| Instant(one.at)),
    }
}

fn cleaned(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A value as it may stand in a history that many read.
fn shown(field: CorrectableField, value: Option<String>) -> Option<String> {
    if field == CorrectableField::Phone { value.as_deref().map(mask_phone) } else { value }
}

fn current(dossier: &Dossier, change: &FieldChange) -> Option<String> {
    let text = match change.party_id.and_then(|id| dossier.party(id)) {
        Some(party) if change.field == CorrectableField::Phone => party.particulars.phones.first().cloned(),
        Some(party) => field_of(&party.particulars, change.field).cloned(),
        None if change.field == CorrectableField::Summary => Some(dossier.case.summary.clone()),
        None => dossier.case.source_reference.clone(),
    };
    cleaned(text.as_deref())
}

fn field_of(p: &Particulars, field: CorrectableField) -> Option<&String> {
    match field {
        CorrectableField::ResidenceAddress => p.residence_address.as_ref(),
        CorrectableField::HouseholdAddress => p.household_address.as_ref(),
        CorrectableField::FormerName => p.former_name.as_ref(),
        CorrectableField::Ethnicity => p.ethnicity.as_ref(),
        CorrectableField::Education => p.education.as_ref(),
        CorrectableField::Occupation => p.occupation.as_ref(),
        CorrectableField::Employer => p.employer.as_ref(),
        CorrectableField::Language => p.language.as_ref(),
        CorrectableField::Disability => p.disability.as_ref(),
        CorrectableField::Summary | CorrectableField::SourceReference | CorrectableField::Phone => None,
    }
}

fn put(dossier: &mut Dossier, change: &FieldChange, value: Option<String>) {
    let Some(id) = change.party_id else {
        match change.field {
            CorrectableField::Summary => dossier.case.summary = value.unwrap_or_default(),
            _ => dossier.case.source_reference = value,
        }
        return;
    };
    let Some(party) = dossier.parties.iter_mut().find(|party| party.id == id) else { return };
    let p = &mut party.particulars;
    match change.field {
        CorrectableField::Phone => {
            p.phones.splice(..p.phones.len().min(1), value);
        }
        CorrectableField::ResidenceAddress => p.residence_address = value,
        CorrectableField::HouseholdAddress => p.household_address = value,
        CorrectableField::FormerName => p.former_name = value,
        CorrectableField::Ethnicity => p.ethnicity = value,
        CorrectableField::Education => p.education = value,
        CorrectableField::Occupation => p.occupation = value,
        CorrectableField::Employer => p.employer = value,
        CorrectableField::Language => p.language = value,
        CorrectableField::Disability => p.disability = value,
        CorrectableField::Summary | CorrectableField::SourceReference => {}
    }
}

#[cfg(test)]
#[path = "corrections_tests.rs"]
mod tests;
