//! `docs/lifecycles/case.md`, written from the table: a diagram and the rows with their guards.

use std::fmt::Write as _;

use super::guards;
use super::lifecycle::{LIFECYCLE, Next, Rule};
use super::{State, Step};

/// The whole page.
pub fn page() -> String {
    let mut page = String::from(
        "# Lifecycle of a case file (案件流转)\n\nWritten from `mediation::cases::lifecycle::LIFECYCLE`; do not edit by hand.\n\n",
    );
    page.push_str(&diagram());
    page.push_str("\n## Steps\n\n");
    page.push_str(&table());
    page.push_str("\n## Guards\n\n");
    page.push_str(&guard_list());
    page
}

/// The states and the steps that change them, as a Mermaid state diagram.
pub fn diagram() -> String {
    let mut arrows: Vec<(State, State, Step)> = Vec::new();
    for rule in LIFECYCLE {
        for from in rule.from {
            for to in targets(rule, *from) {
                if to != *from && !arrows.contains(&(*from, to, rule.step)) {
                    arrows.push((*from, to, rule.step));
                }
            }
        }
    }
    let mut text = String::from("```mermaid\nstateDiagram-v2\n");
    for state in State::ALL {
        let _ = writeln!(text, "    {} : {}", state, state.label_zh());
    }
    let _ = writeln!(text, "    [*] --> {}", State::Applied);
    for (from, to, step) in arrows {
        let _ = writeln!(text, "    {from} --> {to} : {step}");
    }
    let _ = writeln!(text, "    {} --> [*]\n```", State::Archived);
    text
}

/// The rows of the table.
pub fn table() -> String {
    let mut text = String::from("| Step | 环节 | From | To | By | Brings | Guards |\n|---|---|---|---|---|---|---|\n");
    for rule in LIFECYCLE {
        let from: Vec<&str> = rule.from.iter().map(|state| state.as_str()).collect();
        let by: Vec<&str> = rule.by.iter().map(|role| role.as_str()).collect();
        let guards: Vec<String> = rule
            .guards
            .iter()
            .map(|guard| guard.guard.to_owned())
            .chain(rule.proposal.iter().map(|guard| format!("{}*", guard.guard)))
            .collect();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} |",
            rule.step,
            rule.step.label_zh(),
            from.join(" "),
            landing(rule),
            by.join(" "),
            rule.brings.map_or("", |form| form.as_str()),
            guards.join(" "),
        );
    }
    text.push_str("\n`*`: judged on what the step brings, so only when it is taken.\n");
    text
}

/// Every guard with its title and law.
pub fn guard_list() -> String {
    let mut text = String::from("| Guard | Code | Condition | 不满足时 | Basis |\n|---|---|---|---|---|\n");
    for guard in guards::ALL {
        let _ = writeln!(text, "| {} | `{}` | {} | {} | {} |", guard.guard, guard.code, guard.title_en, guard.title_zh, guard.basis_zh);
    }
    text
}

/// The states a row may lead to.
pub fn targets(rule: &Rule, from: State) -> Vec<State> {
    match rule.to {
        Next::To(state) => vec![state],
        Next::Same => vec![from],
        Next::OneOf(states, _) => states.to_vec(),
    }
}

fn landing(rule: &Rule) -> String {
    match rule.to {
        Next::To(state) => state.as_str().to_owned(),
        Next::Same => "same".to_owned(),
        Next::OneOf(states, _) => states.iter().map(|state| state.as_str()).collect::<Vec<_>>().join(" or "),
    }
}
