//! Papers (文书): everything that becomes a sheet of the volume, one struct per form with the fields of §3.1.
//!
//! A struct here holds what is written on the sheet. Who made it, when, its number and its marks are facts about the
//! sheet and belong to [`crate::cases::Paper`].

mod hearing;
mod intake;
mod keeping;
mod settlement;
mod strokes;

use chrono::NaiveDate;
use platform::calendar::local_date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationErrors};

pub use hearing::{
    Attendance, ChildView, EvidenceItem, EvidenceList, Guest, Investigation, Minutes, Notice, NoticeDelivery, QuestionAnswer,
};
pub use intake::{
    AcceptanceForm, Application, IdentityRecord, NonAcceptance, NonAcceptanceReason, PowerOfAttorney, RemedyRoute, ServiceAddress,
};
pub use keeping::{
    ClosingReport, ClosingReview, Explanation, FollowUp, FollowUpChannel, FollowUpFinding, Receipt, Satisfaction, Urge, VolumeNote,
};
pub use settlement::{Acknowledgement, Agreement, Consent, ExtensionConsent, OralAgreement, Recusal, RecusalDecision, Served, Termination};

pub use strokes::Strokes;

use crate::vocabulary::FormCode;

/// The content of a paper; `form` says which sheet it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "form", content = "fields")]
pub enum PaperContent {
    #[serde(rename = "F03")]
    Application(Application),
    #[serde(rename = "F04")]
    AcceptanceForm(AcceptanceForm),
    #[serde(rename = "F05")]
    Notice(Notice),
    #[serde(rename = "F06")]
    IdentityRecord(IdentityRecord),
    #[serde(rename = "F07")]
    PowerOfAttorney(PowerOfAttorney),
    #[serde(rename = "F08")]
    Investigation(Investigation),
    #[serde(rename = "F09")]
    EvidenceList(EvidenceList),
    #[serde(rename = "F10")]
    Minutes(Minutes),
    #[serde(rename = "F11")]
    Agreement(Agreement),
    #[serde(rename = "F12")]
    OralAgreement(OralAgreement),
    #[serde(rename = "F13")]
    FollowUp(FollowUp),
    #[serde(rename = "F15")]
    VolumeNote(VolumeNote),
    #[serde(rename = "F17")]
    ClosingReport(ClosingReport),
    #[serde(rename = "F18")]
    NonAcceptance(NonAcceptance),
    #[serde(rename = "F19")]
    Termination(Termination),
    #[serde(rename = "F22")]
    ExtensionConsent(ExtensionConsent),
    #[serde(rename = "F23")]
    Recusal(Recusal),
    #[serde(rename = "F24")]
    Receipt(Receipt),
    #[serde(rename = "F25")]
    ServiceAddress(ServiceAddress),
    #[serde(rename = "F26")]
    Urge(Urge),
    #[serde(rename = "F_CHILD")]
    ChildView(ChildView),
}

impl PaperContent {
    /// The form this content is written on.
    pub const fn form(&self) -> FormCode {
        match self {
            Self::Application(_) => FormCode::F03,
            Self::AcceptanceForm(_) => FormCode::F04,
            Self::Notice(_) => FormCode::F05,
            Self::IdentityRecord(_) => FormCode::F06,
            Self::PowerOfAttorney(_) => FormCode::F07,
            Self::Investigation(_) => FormCode::F08,
            Self::EvidenceList(_) => FormCode::F09,
            Self::Minutes(_) => FormCode::F10,
            Self::Agreement(_) => FormCode::F11,
            Self::OralAgreement(_) => FormCode::F12,
            Self::FollowUp(_) => FormCode::F13,
            Self::VolumeNote(_) => FormCode::F15,
            Self::ClosingReport(_) => FormCode::F17,
            Self::NonAcceptance(_) => FormCode::F18,
            Self::Termination(_) => FormCode::F19,
            Self::ExtensionConsent(_) => FormCode::F22,
            Self::Recusal(_) => FormCode::F23,
            Self::Receipt(_) => FormCode::F24,
            Self::ServiceAddress(_) => FormCode::F25,
            Self::Urge(_) => FormCode::F26,
            Self::ChildView(_) => FormCode::FChild,
        }
    }

    /// The date the sheet bears.
    pub fn dated_on(&self) -> NaiveDate {
        match self {
            Self::Application(sheet) => sheet.applied_on,
            Self::AcceptanceForm(sheet) => sheet.accepted_on,
            Self::Notice(sheet) => sheet.notified_on,
            Self::IdentityRecord(sheet) => sheet.recorded_on,
            Self::PowerOfAttorney(sheet) => sheet.dated_on,
            Self::Investigation(sheet) => local_date(sheet.started_at),
            Self::EvidenceList(sheet) => sheet.dated_on,
            Self::Minutes(sheet) => local_date(sheet.started_at),
            Self::Agreement(sheet) => sheet.dated_on,
            Self::OralAgreement(sheet) => sheet.reached_on,
            Self::FollowUp(sheet) => sheet.followed_on,
            Self::VolumeNote(sheet) => sheet.dated_on,
            Self::ClosingReport(sheet) => sheet.dated_on,
            Self::NonAcceptance(sheet) => sheet.dated_on,
            Self::Termination(sheet) => sheet.dated_on,
            Self::ExtensionConsent(sheet) => sheet.dated_on,
            Self::Recusal(sheet) => sheet.requested_on,
            Self::Receipt(sheet) => sheet.received_on,
            Self::ServiceAddress(sheet) => sheet.confirmed_on,
            Self::Urge(sheet) => sheet.urged_on,
            Self::ChildView(sheet) => sheet.heard_on,
        }
    }

    /// The fields alone, as the database keeps them beside the form code.
    pub fn to_fields(&self) -> Result<serde_json::Value, serde_json::Error> {
        match self {
            Self::Application(sheet) => serde_json::to_value(sheet),
            Self::AcceptanceForm(sheet) => serde_json::to_value(sheet),
            Self::Notice(sheet) => serde_json::to_value(sheet),
            Self::IdentityRecord(sheet) => serde_json::to_value(sheet),
            Self::PowerOfAttorney(sheet) => serde_json::to_value(sheet),
            Self::Investigation(sheet) => serde_json::to_value(sheet),
            Self::EvidenceList(sheet) => serde_json::to_value(sheet),
            Self::Minutes(sheet) => serde_json::to_value(sheet),
            Self::Agreement(sheet) => serde_json::to_value(sheet),
            Self::OralAgreement(sheet) => serde_json::to_value(sheet),
            Self::FollowUp(sheet) => serde_json::to_value(sheet),
            Self::VolumeNote(sheet) => serde_json::to_value(sheet),
            Self::ClosingReport(sheet) => serde_json::to_value(sheet),
            Self::NonAcceptance(sheet) => serde_json::to_value(sheet),
            Self::Termination(sheet) => serde_json::to_value(sheet),
            Self::ExtensionConsent(sheet) => serde_json::to_value(sheet),
            Self::Recusal(sheet) => serde_json::to_value(sheet),
            Self::Receipt(sheet) => serde_json::to_value(sheet),
            Self::ServiceAddress(sheet) => serde_json::to_value(sheet),
            Self::Urge(sheet) => serde_json::to_value(sheet),
            Self::ChildView(sheet) => serde_json::to_value(sheet),
        }
    }

    /// Reads the fields of a form back.
    pub fn from_fields(form: FormCode, fields: serde_json::Value) -> Result<Self, serde_json::Error> {
        Ok(match form {
            FormCode::F03 => Self::Application(serde_json::from_value(fields)?),
            FormCode::F04 => Self::AcceptanceForm(serde_json::from_value(fields)?),
            FormCode::F05 => Self::Notice(serde_json::from_value(fields)?),
            FormCode::F06 => Self::IdentityRecord(serde_json::from_value(fields)?),
            FormCode::F07 => Self::PowerOfAttorney(serde_json::from_value(fields)?),
            FormCode::F08 => Self::Investigation(serde_json::from_value(fields)?),
            FormCode::F09 => Self::EvidenceList(serde_json::from_value(fields)?),
            FormCode::F10 => Self::Minutes(serde_json::from_value(fields)?),
            FormCode::F11 => Self::Agreement(serde_json::from_value(fields)?),
            FormCode::F12 => Self::OralAgreement(serde_json::from_value(fields)?),
            FormCode::F13 => Self::FollowUp(serde_json::from_value(fields)?),
            FormCode::F15 => Self::VolumeNote(serde_json::from_value(fields)?),
            FormCode::F17 => Self::ClosingReport(serde_json::from_value(fields)?),
            FormCode::F18 => Self::NonAcceptance(serde_json::from_value(fields)?),
            FormCode::F19 => Self::Termination(serde_json::from_value(fields)?),
            FormCode::F22 => Self::ExtensionConsent(serde_json::from_value(fields)?),
            FormCode::F23 => Self::Recusal(serde_json::from_value(fields)?),
            FormCode::F24 => Self::Receipt(serde_json::from_value(fields)?),
            FormCode::F25 => Self::ServiceAddress(serde_json::from_value(fields)?),
            FormCode::F26 => Self::Urge(serde_json::from_value(fields)?),
            FormCode::FChild => Self::ChildView(serde_json::from_value(fields)?),
        })
    }
}

impl Validate for PaperContent {
    fn validate(&self) -> Result<(), ValidationErrors> {
        match self {
            Self::Application(sheet) => sheet.validate(),
            Self::AcceptanceForm(sheet) => sheet.validate(),
            Self::Notice(sheet) => sheet.validate(),
            Self::IdentityRecord(sheet) => sheet.validate(),
            Self::PowerOfAttorney(sheet) => sheet.validate(),
            Self::Investigation(sheet) => sheet.validate(),
            Self::EvidenceList(sheet) => sheet.validate(),
            Self::Minutes(sheet) => sheet.validate(),
            Self::Agreement(sheet) => sheet.validate(),
            Self::OralAgreement(sheet) => sheet.validate(),
            Self::FollowUp(sheet) => sheet.validate(),
            Self::VolumeNote(sheet) => sheet.validate(),
            Self::ClosingReport(sheet) => sheet.validate(),
            Self::NonAcceptance(sheet) => sheet.validate(),
            Self::Termination(sheet) => sheet.validate(),
            Self::ExtensionConsent(sheet) => sheet.validate(),
            Self::Recusal(sheet) => sheet.validate(),
            Self::Receipt(sheet) => sheet.validate(),
            Self::ServiceAddress(sheet) => sheet.validate(),
            Self::Urge(sheet) => sheet.validate(),
            Self::ChildView(sheet) => sheet.validate(),
        }
    }
}

#[cfg(test)]
mod tests;
