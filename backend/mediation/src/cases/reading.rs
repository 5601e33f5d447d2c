//! Reading one file from every side: its steps, papers, clocks, history, readers; and unmasking one field.

use audit::{Fact, FactView, record};
use chrono::NaiveDate;
use platform::access::{Role, Scope};
use platform::db::{Conn, Instant, Tx};
use platform::http::context;
use platform::identity_document::mask_phone;
use platform::ids::{AccountId, CaseId, MarkId, OfficeId, PaperId, PartyId};
use platform::problem::{AppError, Blocker, BlockerView};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::sight::Sight;
use super::store::{self, StoredMark};
use super::veil::veil;
use super::{Dossier, Mark, Paper, PerformanceItem, RepresentativeId, State, Step, advice, lifecycle};
use crate::agreements::{ClauseId, Confirmability, Finding, confirmable, is_conditional, screen};
use crate::clocks;
use crate::deadlines::{TimerCode, TimerState};
use crate::directory;
use crate::papers::{PaperContent, Strokes};
use crate::vocabulary::{FormCode, MarkKind, MarkRole, Outcome, PaperState, PartyRole};

/// A step, and everything that stands in its way.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StepOnFile)]
pub struct StepView {
    pub step: Step,
    pub label_zh: String,
    pub label_en: String,
    /// The lifecycle has this step in the present state.
    pub in_order: bool,
    pub possible: bool,
    /// Every reason at once, each with its legal basis.
    pub blockers: Vec<BlockerView>,
}

/// One clock of a file.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TimerOnFile)]
pub struct TimerView {
    pub code: TimerCode,
    pub label_zh: String,
    pub label_en: String,
    pub due_on: NaiveDate,
    pub state: TimerState,
    /// The law or rule the clock follows.
    pub basis: String,
    pub for_role: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub party_id: Option<PartyId>,
}

/// What can be done with a file now, and what is due.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseSteps {
    pub state: State,
    pub version: i64,
    /// The states on this file's way, in order: the life line.
    pub life_line: Vec<State>,
    pub steps: Vec<StepView>,
    /// What the law recommends but does not enforce.
    pub advice: Vec<BlockerView>,
    pub timers: Vec<TimerView>,
}

/// The steps of a file for the reader's roles, with all reasons for the impossible ones.
pub(crate) fn steps(conn: &mut Conn<'_>, scope: &Scope, roles: &[Role], id: CaseId) -> Result<CaseSteps, AppError> {
    let row = store::find_row(conn, scope, id)?;
    let sight = Sight::of(scope, &row, &store::own_ties(conn, scope, id)?);
    let dossier = store::dossier(conn, &row, scope.account)?;
    let chinese = context::is_chinese();
    let veiled = |mut blockers: Vec<Blocker>| {
        veil(&mut blockers, &dossier, sight);
        blockers
    };
    let steps = lifecycle::steps(&dossier, roles)
        .into_iter()
        .map(|view| lifecycle::StepView { blockers: veiled(view.blockers), ..view })
        .map(|view| StepView {
            step: view.step,
            label_zh: view.step.label_zh().to_owned(),
            label_en: view.step.label_en().to_owned(),
            in_order: view.in_order,
            possible: view.possible,
            blockers: view.blockers.iter().map(|blocker| BlockerView::of(blocker, chinese)).collect(),
        })
        .collect();
    let advice = veiled(advice::advice(&dossier)).iter().map(|blocker| BlockerView::of(blocker, chinese)).collect();
    let timers = clocks::running(conn, scope.office, &dossier)?
        .into_iter()
        .map(|timer| TimerView {
            code: timer.code,
            label_zh: timer.code.label_zh().to_owned(),
            label_en: timer.code.label_en().to_owned(),
            due_on: timer.due_on,
            state: timer.state_on(dossier.today),
            basis: timer.basis_zh.to_owned(),
            for_role: timer.for_role,
            party_id: timer.party_id,
        })
        .collect();
    Ok(CaseSteps { state: row.state, version: row.version, life_line: life_line(&dossier), steps, advice, timers })
}

/// The way of a file: what lies behind it, where it stands, and the usual way from there.
fn life_line(dossier: &Dossier) -> Vec<State> {
    use State::*;
    let usual = [Applied, Accepted, Assigned, Notified, Mediating, AgreedPending, Agreed, Performing, Performed, Closed, Archived];
    let oral = dossier.papers_of(FormCode::F12).next().is_some();
    if dossier.case.milestones.ended_on.is_some() {
        return line_of_an_ended_file(dossier);
    }
    match dossier.case.state {
        Investigating => vec![Applied, Accepted, Assigned, Notified, Investigating, Mediating, AgreedPending, Agreed, Closed, Archived],
        Suspended => vec![Applied, Accepted, Assigned, Notified, Mediating, Suspended, AgreedPending, Agreed, Closed, Archived],
        Breached => vec![Applied, Accepted, Assigned, Notified, Mediating, Agreed, Performing, Breached, Closed, Archived],
        _ => usual.into_iter().filter(|state| !(oral && *state == AgreedPending)).collect(),
    }
}

/// A file that ended without an agreement shows only what it really went through.
fn line_of_an_ended_file(dossier: &Dossier) -> Vec<State> {
    use State::*;
    let days = &dossier.case.milestones;
    let declined = dossier.current(FormCode::F18).next().is_some();
    let ending = if declined {
        NotAccepted
    } else if dossier.case.outcome == Some(Outcome::N1) {
        Failed
    } else {
        Terminated
    };
    let passed = [
        (Accepted, days.accepted_on.is_some()),
        (Assigned, days.assigned_on.is_some()),
        (Notified, days.notified_on.is_some()),
        (Mediating, dossier.sessions().next().is_some()),
        (ending, true),
        (Closed, !declined),
        (Archived, true),
    ];
    let rest = passed.into_iter().filter(|(_, reached)| *reached).map(|(state, _)| state);
    std::iter::once(Applied).chain(rest).collect()
}

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
    pub(crate) fn of(finding: Finding) -> Self {
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
    /// For agreements: what a court could confirm, and what hangs on a divorce.
    pub clauses: Vec<ClauseJudgement>,
    /// For agreements: hard stops and warnings of the clause screen.
    pub findings: Vec<FindingView>,
}

fn summary(paper: &Paper, dossier: &Dossier, name: String) -> PaperSummary {
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

/// A reader with full sight, and the dossier; everybody else hears 404.
fn full_dossier(conn: &mut Conn<'_>, scope: &Scope, id: CaseId) -> Result<(Dossier, Sight), AppError> {
    let row = store::find_row(conn, scope, id)?;
    let sight = Sight::of(scope, &row, &store::own_ties(conn, scope, id)?);
    if !sight.full {
        return Err(AppError::NotFound);
    }
    Ok((store::dossier(conn, &row, scope.account)?, sight))
}

/// A paper about a child is there only for those who may see minors.
fn shows(paper: &Paper, dossier: &Dossier, sight: Sight) -> bool {
    let of_child = paper.party_id.and_then(|id| dossier.party(id)).is_some_and(|party| party.role == PartyRole::Child);
    sight.minors || !(of_child || paper.form() == FormCode::FChild)
}

/// The papers of a file, oldest first.
pub(crate) fn papers(conn: &mut Conn<'_>, scope: &Scope, id: CaseId) -> Result<PaperList, AppError> {
    let (dossier, sight) = full_dossier(conn, scope, id)?;
    let makers: Vec<AccountId> = dossier.papers.iter().map(|paper| paper.made_by).collect();
    let names = directory::account_names(conn, scope.office, &makers)?;
    let items = dossier
        .papers
        .iter()
        .filter(|paper| shows(paper, &dossier, sight))
        .map(|paper| summary(paper, &dossier, names.get(&paper.made_by).cloned().unwrap_or_default()))
        .collect();
    Ok(PaperList { items })
}

/// One paper with its marks; for an agreement also what the rules say of it.
pub(crate) fn paper(conn: &mut Conn<'_>, scope: &Scope, id: CaseId, paper_id: PaperId) -> Result<PaperView, AppError> {
    let (dossier, sight) = full_dossier(conn, scope, id)?;
    let paper = dossier.papers.iter().find(|paper| paper.id == paper_id).filter(|paper| shows(paper, &dossier, sight));
    let paper = paper.ok_or(AppError::NotFound)?;
    let names = directory::account_names(conn, scope.office, &[paper.made_by])?;
    let marks = store::marks_of(conn, scope.office, id)?;
    Ok(render_paper(&dossier, paper, names.get(&paper.made_by).cloned().unwrap_or_default(), marks))
}

fn render_paper(dossier: &Dossier, paper: &Paper, maker: String, marks: Vec<StoredMark>) -> PaperView {
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
