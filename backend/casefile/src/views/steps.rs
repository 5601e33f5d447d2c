//! What can be done with a file now, why not, and what is due.

use chrono::NaiveDate;
use platform::access::Role;
use platform::http::context;
use platform::ids::PartyId;
use platform::problem::{Blocker, BlockerView};
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::veil::veil;
use crate::cases::{Dossier, Sight, State, Step, advice, lifecycle};
use crate::deadlines::{Timer, TimerCode, TimerState};
use crate::vocabulary::{FormCode, Outcome};

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

/// The steps of a file for somebody with these roles, with all reasons for the impossible ones.
pub fn steps(dossier: &Dossier, roles: &[Role], sight: Sight, running: Vec<Timer>) -> CaseSteps {
    let chinese = context::is_chinese();
    let veiled = |mut blockers: Vec<Blocker>| {
        veil(&mut blockers, dossier, sight);
        blockers
    };
    let steps = lifecycle::steps(dossier, roles)
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
    let advice = veiled(advice::advice(dossier)).iter().map(|blocker| BlockerView::of(blocker, chinese)).collect();
    let timers = timers(running, dossier.today);
    CaseSteps { state: dossier.case.state, version: dossier.case.version, life_line: life_line(dossier), steps, advice, timers }
}

/// Running clocks as a reader sees them today.
pub fn timers(running: Vec<Timer>, today: NaiveDate) -> Vec<TimerView> {
    let view = |timer: Timer| TimerView {
        code: timer.code,
        label_zh: timer.code.label_zh().to_owned(),
        label_en: timer.code.label_en().to_owned(),
        due_on: timer.due_on,
        state: timer.state_on(today),
        basis: timer.basis_zh.to_owned(),
        for_role: timer.for_role,
        party_id: timer.party_id,
    };
    running.into_iter().map(view).collect()
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
