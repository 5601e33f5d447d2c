//! Reading one file from every side: its steps, papers, clocks, history, readers; and unmasking one field.

use audit::{Fact, FactView, record};
use casefile::papers::{EvidenceList, PaperContent};
use casefile::views::papers::{AttachmentState, EvidenceFile, render_paper, shows};
use casefile::views::{self, papers::PaperList, papers::PaperView, papers::PerformancePlan, steps::CaseSteps};
use documents::FileState;
use platform::access::{Role, Scope};
use platform::db::{Conn, Instant, Tx};
use platform::ids::{AccountId, CaseId, FileId, OfficeId, PaperId, PartyId};
use platform::problem::AppError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::store;
use super::{Dossier, Sight, State, sight};
use crate::attachments::holder;
use crate::{clocks, directory};

/// The steps of a file for the reader's roles, with all reasons for the impossible ones.
pub(crate) fn steps(conn: &mut Conn<'_>, scope: &Scope, roles: &[Role], id: CaseId) -> Result<CaseSteps, AppError> {
    let row = store::find_row(conn, scope, id)?;
    let sight = sight::of(scope, &row, &store::own_ties(conn, scope, id)?);
    let dossier = store::dossier(conn, &row, scope.account)?;
    let running = clocks::running(conn, scope.office, &dossier)?;
    Ok(views::steps::steps(&dossier, roles, sight, running))
}

/// A reader with full sight, and the dossier; everybody else hears 404.
fn full_dossier(conn: &mut Conn<'_>, scope: &Scope, id: CaseId) -> Result<(Dossier, Sight), AppError> {
    let row = store::find_row(conn, scope, id)?;
    let sight = sight::of(scope, &row, &store::own_ties(conn, scope, id)?);
    if !sight.full {
        return Err(AppError::NotFound);
    }
    Ok((store::dossier(conn, &row, scope.account)?, sight))
}

/// The papers of a file, oldest first.
pub(crate) fn papers(conn: &mut Conn<'_>, scope: &Scope, id: CaseId) -> Result<PaperList, AppError> {
    let (dossier, sight) = full_dossier(conn, scope, id)?;
    let makers: Vec<AccountId> = dossier.papers.iter().map(|paper| paper.made_by).collect();
    let names = directory::account_names(conn, scope.office, &makers)?;
    Ok(views::papers::papers(&dossier, sight, |account| names.get(&account).cloned().unwrap_or_default()))
}

/// One paper with its marks; for an agreement also what the rules say of it.
pub(crate) fn paper(conn: &mut Conn<'_>, scope: &Scope, id: CaseId, paper_id: PaperId) -> Result<PaperView, AppError> {
    let (dossier, sight) = full_dossier(conn, scope, id)?;
    let paper = dossier.papers.iter().find(|paper| paper.id == paper_id).filter(|paper| shows(paper, &dossier, sight));
    let paper = paper.ok_or(AppError::NotFound)?;
    let names = directory::account_names(conn, scope.office, &[paper.made_by])?;
    let marks = store::marks_of(conn, scope.office, id)?;
    let mut view = render_paper(&dossier, paper, names.get(&paper.made_by).cloned().unwrap_or_default(), marks);
    if let PaperContent::EvidenceList(list) = &paper.content {
        view.evidence_files = evidence_files(conn, scope.office, id, list)?;
    }
    Ok(view)
}

/// The photos of a list of evidence: a tablet names them first and sends them afterwards.
fn evidence_files(conn: &mut Conn<'_>, office: OfficeId, id: CaseId, list: &EvidenceList) -> Result<Vec<EvidenceFile>, AppError> {
    let named: Vec<FileId> = list.items.iter().filter_map(|item| item.attachment_id).collect();
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let known = documents::register::of_holder(conn, office, holder(id))?;
    let state = |id: FileId| match known.iter().find(|file| file.id == id).map(|file| file.state) {
        None => AttachmentState::Missing,
        Some(FileState::Uploading) => AttachmentState::Uploading,
        Some(FileState::Ready) => AttachmentState::Ready,
    };
    Ok(named.into_iter().map(|id| EvidenceFile { attachment_id: id, attachment_state: state(id) }).collect())
}

pub(crate) fn performance(conn: &mut Conn<'_>, scope: &Scope, id: CaseId) -> Result<PerformancePlan, AppError> {
    let (dossier, _) = full_dossier(conn, scope, id)?;
    Ok(PerformancePlan { items: dossier.performance })
}

/// What was done to a file, or who looked at it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseHistory {
    pub items: Vec<FactView>,
}

/// What was done, newest first.
pub(crate) fn timeline(conn: &mut Conn<'_>, scope: &Scope, id: CaseId) -> Result<CaseHistory, AppError> {
    store::find_row(conn, scope, id)?;
    history(conn, scope.office, id, false)
}

/// Who looked, newest first.
pub(crate) fn readers(conn: &mut Conn<'_>, scope: &Scope, id: CaseId) -> Result<CaseHistory, AppError> {
    store::find_row(conn, scope, id)?;
    history(conn, scope.office, id, true)
}

fn history(conn: &mut Conn<'_>, office: OfficeId, id: CaseId, only_reads: bool) -> Result<CaseHistory, AppError> {
    let items = audit::of_object(conn, office, id.0, only_reads, 500)?;
    // the network address is the auditor's business, not the colleague's
    Ok(CaseHistory { items: items.into_iter().map(|fact| FactView { ip: String::new(), ..fact }).collect() })
}

platform::text_enum!(
    /// A field that is unmasked one at a time.
    RevealField {
        IdNumber = "ID_NUMBER",
        Phones = "PHONES",
        Address = "ADDRESS",
    }
);

/// Why somebody needs to see one field of one party.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RevealParty {
    pub field: RevealField,
    #[validate(length(min = 10, max = 500))]
    #[schema(min_length = 10, max_length = 500)]
    pub reason: String,
}

/// One field, unmasked.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RevealedField {
    pub field: RevealField,
    pub values: Vec<String>,
}

/// Unmasks one field of one party; the journal has it before the first byte leaves.
pub(crate) fn reveal(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: CaseId,
    party_id: PartyId,
    input: &RevealParty,
) -> Result<RevealedField, AppError> {
    let (dossier, sight) = full_dossier(tx, scope, id)?;
    let party = dossier.party(party_id).ok_or(AppError::NotFound)?;
    if !sight.minors && party.particulars.age_on(dossier.today).is_some_and(|age| age < 18) {
        return Err(AppError::NotFound);
    }
    let p = &party.particulars;
    let values: Vec<String> = match input.field {
        RevealField::IdNumber => p.id_document.number.iter().cloned().collect(),
        RevealField::Phones => p.phones.clone(),
        RevealField::Address => p.residence_address.iter().chain(&p.household_address).cloned().collect(),
    };
    record(
        tx,
        Fact::new("mediation.party.reveal", "CASE", id)
            .with("party", party_id.to_string())
            .with("field", input.field.as_str())
            .with("reason", input.reason.clone()),
    )?;
    Ok(RevealedField { field: input.field, values })
}

/// State and number of a file: all an integrator with `cases.status.read` may know.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseStatus {
    pub id: CaseId,
    pub state: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub number: Option<String>,
    pub requested_at: Instant,
    pub updated_at: Instant,
}

pub(crate) fn status(conn: &mut Conn<'_>, scope: &Scope, id: CaseId) -> Result<CaseStatus, AppError> {
    let row = store::find_row(conn, scope, id)?;
    Ok(CaseStatus { id, state: row.state, number: row.number, requested_at: row.requested_at, updated_at: row.updated_at })
}
