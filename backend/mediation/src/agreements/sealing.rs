//! What a seal keeper reads before she seals: the settled text and who has marked it; nothing else of the file.

use chrono::NaiveDate;
use platform::access::{Role, Scope};
use platform::db::{Conn, Instant};
use platform::http::context;
use platform::ids::{CaseId, PaperId};
use platform::problem::{AppError, BlockerView};
use serde::Serialize;
use utoipa::ToSchema;

use super::steps::pending;
use crate::cases::{Step, lifecycle, store};
use crate::papers::PaperContent;
use crate::vocabulary::MarkRole;

/// One mark under the text.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SealingMark {
    pub role: MarkRole,
    pub signer_name: String,
    pub made_at: Instant,
}

/// The settled text of an agreement, as the seal keeper reads it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgreementForSeal {
    /// For `If-Match` of the sealing.
    pub version: i64,
    pub paper_id: PaperId,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub number: Option<String>,
    pub text_hash: String,
    pub party_names: Vec<String>,
    pub facts: String,
    pub issues: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub responsibility: Option<String>,
    pub clauses: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub method: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub term: Option<String>,
    pub copies: i32,
    pub dated_on: NaiveDate,
    pub marks: Vec<SealingMark>,
    /// Everything is there but the seal.
    pub ready: bool,
    pub blockers: Vec<BlockerView>,
}

/// Reads the text that waits for the seal; a file that waits for none answers 404.
pub(crate) fn for_seal(conn: &mut Conn<'_>, scope: &Scope, id: CaseId) -> Result<AgreementForSeal, AppError> {
    let row = store::find_row(conn, scope, id)?;
    let dossier = store::dossier(conn, &row, scope.account)?;
    let paper = pending(&dossier).ok_or(AppError::NotFound)?;
    let PaperContent::Agreement(sheet) = &paper.content else { return Err(AppError::NotFound) };
    let steps = lifecycle::steps(&dossier, &[Role::SealKeeper]);
    let seal = steps.into_iter().find(|view| view.step == Step::Seal);
    let chinese = context::is_chinese();
    Ok(AgreementForSeal {
        version: row.version,
        paper_id: paper.id,
        number: paper.number.clone(),
        text_hash: paper.text_hash.clone().unwrap_or_default(),
        party_names: dossier.signing_parties().map(|party| party.name().to_owned()).collect(),
        facts: sheet.facts.clone(),
        issues: sheet.issues.clone(),
        responsibility: sheet.responsibility.clone(),
        method: sheet.method.clone(),
        place: sheet.place.clone(),
        term: sheet.term.clone(),
        copies: sheet.copies,
        dated_on: sheet.dated_on,
        clauses: sheet.clauses.iter().map(|clause| clause.text.clone()).collect(),
        marks: dossier
            .standing_marks(paper)
            .map(|mark| SealingMark { role: mark.role, signer_name: mark.signer_name.clone(), made_at: Instant(mark.made_at) })
            .collect(),
        ready: seal.as_ref().is_some_and(|view| view.possible),
        blockers: seal.map(|view| view.blockers).unwrap_or_default().iter().map(|b| BlockerView::of(b, chinese)).collect(),
    })
}
