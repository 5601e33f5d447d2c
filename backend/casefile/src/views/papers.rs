//! The papers of a file as somebody reads them.

use chrono::NaiveDate;
use platform::columns::Instant;
use platform::identity_document::mask_phone;
use platform::ids::{AccountId, FileId, MarkId, PaperId, PartyId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::agreements::{ClauseId, Confirmability, Finding, confirmable, is_conditional, screen};
use crate::cases::{Dossier, Mark, Paper, PerformanceItem, RepresentativeId, Sight, StoredMark};
use crate::papers::{PaperContent, Strokes};
use crate::vocabulary::{FormCode, MarkKind, MarkRole, PaperState, PartyRole, words};

/// A paper in the list of a file's papers.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PaperSummary {
    pub id: PaperId,
    pub form: FormCode,
    pub title_zh: String,
    pub title_en: String,
    pub state: PaperState,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub party_id: Option<PartyId>,
    pub dated_on: NaiveDate,
    pub made_by: AccountId,
    pub made_by_name: String,
    pub recorded_at: Instant,
    /// Marks that stand under the present text.
    pub marks: usize,
}

/// The papers of a file.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PaperList {
    pub items: Vec<PaperSummary>,
}

/// A mark as it stands on a paper.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = MarkOnPaper)]
pub struct MarkView {
    pub id: MarkId,
    pub kind: MarkKind,
    pub role: MarkRole,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub party_id: Option<PartyId>,
    /// Set when a representative signed for the party.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub representative_id: Option<RepresentativeId>,
    pub signer_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub witness: Option<String>,
    /// The mark itself stands on the paper original.
    pub on_paper: bool,
    pub made_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub voided_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub strokes: Option<Strokes>,
}

/// What the rules say of one clause.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClauseJudgement {
    pub clause_id: ClauseId,
    pub confirmability: Confirmability,
    pub confirmability_reason_zh: String,
    pub conditional_on_divorce: bool,
}

/// What the clause screen found in one clause.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ClauseFinding)]
pub struct FindingView {
    /// L1–L10 (hard stops) or W1–W7 (warnings).
    #[schema(example = "L8")]
    pub code: String,
    /// A hard stop: nobody lifts it.
    pub hard: bool,
    pub clause_id: ClauseId,
    /// The words that gave it away.
    pub excerpt: String,
    pub title_zh: String,
    pub title_en: String,
    pub basis: String,
    pub advice: String,
}

impl FindingView {
    pub fn of(finding: Finding) -> Self {
        Self {
            code: finding.code.to_owned(),
            hard: finding.hard,
            clause_id: finding.clause_id,
            excerpt: finding.excerpt,
            title_zh: finding.title_zh.to_owned(),
            title_en: finding.title_en.to_owned(),
            basis: finding.basis_zh.to_owned(),
            advice: finding.advice_zh.to_owned(),
        }
    }
}

words! {
    /// Whether a photo or scan that a paper names has arrived (附件状态).
    pub enum AttachmentState {
        Missing = "MISSING", "尚未上传", "not yet here";
        Uploading = "UPLOADING", "上传中", "arriving";
        Ready = "READY", "已上传", "here";
    }
}

/// The photo or scan of a piece of evidence.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceFile {
    pub attachment_id: FileId,
    pub attachment_state: AttachmentState,
}

/// One paper whole.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PaperView {
    #[serde(flatten)]
    pub summary: PaperSummary,
    /// Marks name this hash; it changes with the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub text_hash: Option<String>,
    pub content: PaperContent,
    pub signatures: Vec<MarkView>,
    /// For a list of evidence: the photos and scans it names, and whether they have arrived.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub evidence_files: Vec<EvidenceFile>,
    /// For agreements: what a court could confirm, and what hangs on a divorce.
    pub clauses: Vec<ClauseJudgement>,
    /// For agreements: hard stops and warnings of the clause screen.
    pub findings: Vec<FindingView>,
}

pub fn summary(paper: &Paper, dossier: &Dossier, name: String) -> PaperSummary {
    PaperSummary {
        id: paper.id,
        form: paper.form(),
        title_zh: paper.form().label_zh().to_owned(),
        title_en: paper.form().label_en().to_owned(),
        state: paper.state,
        number: paper.number.clone(),
        party_id: paper.party_id,
        dated_on: paper.dated_on(),
        made_by: paper.made_by,
        made_by_name: name,
        recorded_at: Instant(paper.recorded_at),
        marks: dossier.standing_marks(paper).count(),
    }
}

/// A paper about a child is there only for those who may see minors.
pub fn shows(paper: &Paper, dossier: &Dossier, sight: Sight) -> bool {
    let of_child = paper.party_id.and_then(|id| dossier.party(id)).is_some_and(|party| party.role == PartyRole::Child);
    sight.minors || !(of_child || paper.form() == FormCode::FChild)
}

pub fn render_paper(dossier: &Dossier, paper: &Paper, maker: String, marks: Vec<StoredMark>) -> PaperView {
    let clauses = match &paper.content {
        PaperContent::Agreement(sheet) => sheet.clauses.as_slice(),
        PaperContent::OralAgreement(sheet) => sheet.clauses.as_slice(),
        _ => &[],
    };
    let judgements = clauses
        .iter()
        .map(|clause| {
            let answer = confirmable(clause);
            ClauseJudgement {
                clause_id: clause.id,
                confirmability: answer.answer,
                confirmability_reason_zh: answer.reason_zh.to_owned(),
                conditional_on_divorce: is_conditional(dossier, clause),
            }
        })
        .collect();
    PaperView {
        summary: summary(paper, dossier, maker),
        text_hash: paper.text_hash.clone(),
        content: without_phones(paper.content.clone()),
        signatures: marks.into_iter().filter(|stored| stored.mark.paper_id == paper.id).map(mark_view).collect(),
        evidence_files: Vec::new(),
        clauses: judgements,
        findings: screen(clauses, dossier).into_iter().map(FindingView::of).collect(),
    }
}

/// A telephone number is read by `reveal`, or on the printed sheet; never in passing.
fn without_phones(mut content: PaperContent) -> PaperContent {
    let phone = match &mut content {
        PaperContent::Investigation(sheet) => &mut sheet.person_phone,
        PaperContent::ServiceAddress(sheet) => &mut sheet.phone,
        _ => return content,
    };
    *phone = phone.as_deref().map(mask_phone);
    content
}

fn mark_view(stored: StoredMark) -> MarkView {
    let Mark { id, kind, role, party_id, representative_id, signer_name, witness, on_paper, made_at, voided_at, .. } = stored.mark;
    MarkView {
        id,
        kind,
        role,
        party_id,
        representative_id,
        signer_name,
        witness,
        on_paper,
        made_at: Instant(made_at),
        voided_at: voided_at.map(Instant),
        strokes: stored.strokes,
    }
}

/// What is owed under the agreements of a file.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PerformancePlan {
    pub items: Vec<PerformanceItem>,
}

/// The papers this reader may read, oldest first; `name` tells who made one.
pub fn papers(dossier: &Dossier, sight: Sight, name: impl Fn(AccountId) -> String) -> PaperList {
    let shown = dossier.papers.iter().filter(|paper| shows(paper, dossier, sight));
    PaperList { items: shown.map(|paper| summary(paper, dossier, name(paper.made_by))).collect() }
}
