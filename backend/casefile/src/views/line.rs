//! One line of a list of files.

use chrono::NaiveDate;
use platform::columns::Instant;
use platform::identity_document::mask_name;
use platform::ids::{CaseId, OrgId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::{Dossier, Party, State};
use crate::vocabulary::{Category, PartyRole};

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

/// The names of those on the asking side, as lists show them.
pub fn applicants(dossier: &Dossier) -> String {
    names(dossier, &[PartyRole::Applicant])
}

/// The names of those on the other side.
pub fn respondents(dossier: &Dossier) -> String {
    names(dossier, &[PartyRole::Respondent, PartyRole::ThirdParty])
}

fn names(dossier: &Dossier, roles: &[PartyRole]) -> String {
    // a list knows no approval: a minor's name is masked in it for everybody
    let shown = |party: &Party| {
        let is_minor = party.particulars.age_on(dossier.today).is_some_and(|age| age < 18);
        if is_minor { mask_name(party.name()) } else { party.name().to_owned() }
    };
    let names: Vec<String> = dossier.parties.iter().filter(|party| roles.contains(&party.role)).map(shown).collect();
    names.join("、")
}
