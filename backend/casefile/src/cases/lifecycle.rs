//! The lifecycle of a case file: ONE table of what may happen, from where, to where, by whom, and on which conditions.
//!
//! The command, the buttons with their reasons, the matrix test and the diagram in `docs/` read this table.

mod table;

use platform::access::Role;
use platform::problem::Blocker;
use serde_json::Map;

use super::guard::Guard;
use super::{Dossier, State, Step};
use crate::vocabulary::FormCode;

pub use table::LIFECYCLE;

/// Where a step leads.
#[derive(Clone, Copy, Debug)]
pub enum Next {
    To(State),
    /// The state does not change.
    Same,
    /// One of these, as the dossier decides after the step.
    OneOf(&'static [State], fn(&Dossier) -> State),
}

/// One row of the lifecycle.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    pub step: Step,
    pub from: &'static [State],
    pub to: Next,
    pub by: &'static [Role],
    /// The paper without which the step is not taken.
    pub brings: Option<FormCode>,
    /// What must hold before anybody begins the step; shown beside the greyed button.
    pub guards: &'static [&'static Guard],
    /// What the thing brought must satisfy; judged only when the step is taken.
    pub proposal: &'static [&'static Guard],
}

impl Rule {
    /// Everything that stands in the way of beginning the step.
    pub fn blockers(&self, dossier: &Dossier) -> Vec<Blocker> {
        self.guards.iter().filter_map(|guard| guard.blocker(dossier)).collect()
    }

    /// Everything that stands in the way of taking the step with what is brought.
    fn refusals(&self, dossier: &Dossier) -> Vec<Blocker> {
        let mut found = self.blockers(dossier);
        found.extend(self.proposal.iter().filter_map(|guard| guard.blocker(dossier)));
        if let Some(form) = self.brings.filter(|form| dossier.brought(*form).is_none()) {
            found.push(paper_missing(form));
        }
        found
    }

    /// The state after the step. Ask once the change is in the dossier: a receipt has settled its item by then.
    pub fn lands_in(&self, dossier: &Dossier) -> State {
        match self.to {
            Next::To(state) => state,
            Next::Same => dossier.case.state,
            Next::OneOf(_, choose) => choose(dossier),
        }
    }
}

/// One step as a reader of a case file sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct StepView {
    pub step: Step,
    /// Whether the table has this step in the present state.
    pub in_order: bool,
    pub possible: bool,
    pub blockers: Vec<Blocker>,
}

/// Whether the table has the step at all: in this state, for somebody with these roles. Asked before what is brought is read.
pub fn begin(dossier: &Dossier, step: Step, roles: &[Role]) -> Result<(), Vec<Blocker>> {
    let state = dossier.case.state;
    if rows(state, step).next().is_none() {
        return Err(vec![out_of_order(state, step)]);
    }
    if rows(state, step).any(|rule| is_by(rule, roles)) { Ok(()) } else { Err(vec![not_yours(step)]) }
}

/// The row that allows the step to somebody with these roles, or every reason against it.
pub fn check(dossier: &Dossier, step: Step, roles: &[Role]) -> Result<&'static Rule, Vec<Blocker>> {
    begin(dossier, step, roles)?;
    let mut reasons = vec![not_yours(step)];
    for rule in rows(dossier.case.state, step).filter(|rule| is_by(rule, roles)) {
        reasons = rule.refusals(dossier);
        if reasons.is_empty() {
            return Ok(rule);
        }
    }
    Err(reasons)
}

/// Every step these roles may ever take, with what stands in its way now.
pub fn steps(dossier: &Dossier, roles: &[Role]) -> Vec<StepView> {
    let mine = |step: Step| LIFECYCLE.iter().any(|rule| rule.step == step && is_by(rule, roles));
    Step::ALL
        .iter()
        .copied()
        .filter(|step| mine(*step))
        .map(|step| {
            let mut views =
                rows(dossier.case.state, step).filter(|rule| is_by(rule, roles)).map(|rule| rule.blockers(dossier)).collect::<Vec<_>>();
            views.sort_by_key(Vec::len);
            match views.into_iter().next() {
                Some(blockers) => StepView { step, in_order: true, possible: blockers.is_empty(), blockers },
                None => StepView { step, in_order: false, possible: false, blockers: vec![out_of_order(dossier.case.state, step)] },
            }
        })
        .collect()
}

fn rows(state: State, step: Step) -> impl Iterator<Item = &'static Rule> {
    LIFECYCLE.iter().filter(move |rule| rule.step == step && rule.from.contains(&state))
}

fn is_by(rule: &Rule, roles: &[Role]) -> bool {
    rule.by.iter().any(|role| roles.contains(role))
}

fn out_of_order(state: State, step: Step) -> Blocker {
    let mut params = Map::new();
    params.insert("state".to_owned(), state.as_str().into());
    params.insert("step".to_owned(), step.as_str().into());
    let from: Vec<&str> =
        LIFECYCLE.iter().filter(|rule| rule.step == step).flat_map(|rule| rule.from).map(|state| state.as_str()).collect();
    params.insert("possibleIn".to_owned(), from.into());
    Blocker {
        code: "mediation.case.out-of-order",
        guard: "ORDER",
        title_zh: format!("“{}”状态下不能{}", state.label_zh(), step.label_zh()),
        title_en: format!("Cannot {} while {}", step.label_en(), state.label_en()),
        basis_zh: "案件流转规则",
        params,
    }
}

fn not_yours(step: Step) -> Blocker {
    let mut params = Map::new();
    params.insert("step".to_owned(), step.as_str().into());
    Blocker {
        code: "mediation.case.not-your-step",
        guard: "ROLE",
        title_zh: format!("您的角色在当前状态下不能{}", step.label_zh()),
        title_en: format!("Your role may not {} in this state", step.label_en()),
        basis_zh: "岗位职责",
        params,
    }
}

fn paper_missing(form: FormCode) -> Blocker {
    let mut params = Map::new();
    params.insert("form".to_owned(), form.as_str().into());
    Blocker {
        code: "mediation.case.paper-missing",
        guard: "PAPER",
        title_zh: format!("缺少{}", form.label_zh()),
        title_en: format!("The {} is missing", form.label_en()),
        basis_zh: "《人民调解法》第27条",
        params,
    }
}

#[cfg(test)]
mod tests;
