//! The table as a whole: no way in without a way out, no question with two answers, no silent change.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::super::example::{agreed, dossier, in_state, plain_payment};
use super::super::{guards, lifecycle_pages};
use super::*;

/// The committed matrix. Regenerate: `UPDATE_MATRIX=1 cargo test -p mediation the_matrix_is_the_committed_one`.
const MATRIX: &str = include_str!("matrix.md");

fn matrix() -> String {
    let mut text = String::from("| |");
    for state in State::ALL {
        let _ = write!(text, " {state} |");
    }
    text.push_str("\n|---|");
    text.push_str(&"---|".repeat(State::ALL.len()));
    text.push('\n');
    for step in Step::ALL {
        let _ = write!(text, "| {step} |");
        for state in State::ALL {
            let mut cells = Vec::new();
            for rule in rows(*state, *step) {
                let to: Vec<&str> =
                    lifecycle_pages::targets(rule, *state).iter().map(|to| if to == state { "same" } else { to.as_str() }).collect();
                if !cells.contains(&to.join("/")) {
                    cells.push(to.join("/"));
                }
            }
            let _ = write!(text, " {} |", cells.join(" "));
        }
        text.push('\n');
    }
    text
}

#[test]
fn the_matrix_is_the_committed_one() {
    if std::env::var_os("UPDATE_MATRIX").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/cases/lifecycle/matrix.md");
        std::fs::write(path, matrix()).unwrap();
        return;
    }
    assert_eq!(MATRIX, matrix(), "the lifecycle changed; if that is meant, regenerate the matrix");
}

#[test]
fn no_two_rows_answer_the_same_question() {
    let mut asked = HashSet::new();
    for rule in LIFECYCLE {
        for from in rule.from {
            for role in rule.by {
                assert!(asked.insert((rule.step, *from, *role)), "{} from {from} by {}", rule.step, role.as_str());
            }
        }
    }
}

#[test]
fn every_state_but_the_last_can_be_left_and_every_state_but_the_first_can_be_reached() {
    let reached: HashSet<State> = LIFECYCLE
        .iter()
        .flat_map(|rule| rule.from.iter().map(move |from| (rule, *from)))
        .flat_map(|(rule, from)| lifecycle_pages::targets(rule, from).into_iter().filter(move |to| *to != from))
        .collect();
    for state in State::ALL {
        let is_left =
            LIFECYCLE.iter().any(|rule| rule.from.contains(state) && lifecycle_pages::targets(rule, *state).iter().any(|to| to != state));
        assert_eq!(is_left, !state.is_final(), "{state}");
        assert_eq!(reached.contains(state), *state != State::Applied, "{state}");
    }
}

#[test]
fn the_archive_is_reachable_from_everywhere() {
    for start in State::ALL {
        let mut seen = HashSet::from([*start]);
        loop {
            let more: Vec<State> = LIFECYCLE
                .iter()
                .flat_map(|rule| rule.from.iter().filter(|from| seen.contains(from)).map(move |from| (rule, *from)))
                .flat_map(|(rule, from)| lifecycle_pages::targets(rule, from))
                .filter(|to| !seen.contains(to))
                .collect();
            if more.is_empty() {
                break;
            }
            seen.extend(more);
        }
        assert!(seen.contains(&State::Archived), "{start}");
    }
}

#[test]
fn an_archived_file_is_read_only() {
    assert!(LIFECYCLE.iter().all(|rule| !rule.from.contains(&State::Archived)));
}

#[test]
fn every_step_has_a_row_and_somebody_to_take_it() {
    for step in Step::ALL {
        assert!(LIFECYCLE.iter().any(|rule| rule.step == *step && !rule.by.is_empty() && !rule.from.is_empty()), "{step}");
    }
}

#[test]
fn a_director_may_do_what_a_station_head_may() {
    for rule in LIFECYCLE.iter().filter(|rule| rule.by.contains(&Role::StationHead)) {
        assert!(rule.by.contains(&Role::CommitteeDirector) && rule.by.contains(&Role::FederationOfficer), "{}", rule.step);
    }
}

#[test]
fn administrators_and_machines_take_no_step() {
    for role in [Role::PlatformAdmin, Role::SecurityAdmin, Role::Auditor, Role::IntegrationClient, Role::VolunteerLawyer] {
        assert!(steps(&dossier(), &[role]).is_empty(), "{}", role.as_str());
    }
}

#[test]
fn every_guard_is_used_has_its_own_code_and_names_its_law() {
    let mut codes = HashSet::new();
    for guard in guards::ALL {
        assert!(codes.insert(guard.code), "{}", guard.code);
        assert!(codes.insert(guard.guard), "{}", guard.guard);
        assert!(guard.code.starts_with("mediation.case."), "{}", guard.code);
        assert!(!guard.basis_zh.is_empty() && !guard.title_zh.is_empty() && !guard.title_en.is_empty());
        let is_used = LIFECYCLE.iter().any(|rule| rule.guards.iter().chain(rule.proposal).any(|used| used.code == guard.code));
        assert!(is_used, "{} guards nothing", guard.guard);
    }
    for rule in LIFECYCLE {
        for guard in rule.guards.iter().chain(rule.proposal) {
            assert!(codes.contains(guard.code), "{} is missing in the list of guards", guard.guard);
        }
    }
}

#[test]
fn a_choice_lands_in_one_of_its_states() {
    for rule in LIFECYCLE {
        if let Next::OneOf(states, choose) = rule.to {
            for from in rule.from {
                assert!(states.contains(&choose(&in_state(*from))), "{} from {from}", rule.step);
            }
        }
    }
}

#[test]
fn a_step_out_of_order_says_where_it_is_possible() {
    let found = check(&in_state(State::Closed), Step::Sign, &[Role::Mediator]).err().unwrap();
    assert_eq!(found[0].code, "mediation.case.out-of-order");
    assert_eq!(found[0].params["possibleIn"], serde_json::json!(["AGREED_PENDING"]));
    assert_eq!(found[0].title_zh, "“结案”状态下不能签署");
}

#[test]
fn a_step_without_its_paper_is_not_taken_but_may_be_begun() {
    let d = dossier();
    let found = check(&d, Step::OpenSession, &[Role::Mediator]).err().unwrap();
    assert_eq!(found.iter().map(|blocker| blocker.code).collect::<Vec<_>>(), ["mediation.case.paper-missing"]);
    let view = steps(&d, &[Role::Mediator]).into_iter().find(|view| view.step == Step::OpenSession).unwrap();
    assert!(view.possible && view.in_order);
}

#[test]
fn a_reader_sees_her_own_steps_the_impossible_ones_with_their_reasons() {
    let views = steps(&in_state(State::AgreedPending), &[Role::SealKeeper]);
    assert_eq!(views.iter().map(|view| view.step).collect::<Vec<_>>(), [Step::Seal]);
    let mut closed = agreed(vec![plain_payment()]);
    closed.case.state = State::Closed;
    let archivist = steps(&closed, &[Role::Archivist]);
    let archive = archivist.iter().find(|view| view.step == Step::Archive).unwrap();
    assert_eq!(archive.blockers.iter().map(|blocker| blocker.guard).collect::<Vec<_>>(), ["G18"]);
}

#[test]
fn the_page_shows_every_state_step_and_guard() {
    let page = lifecycle_pages::page();
    assert!(State::ALL.iter().all(|state| page.contains(state.as_str()) && page.contains(state.label_zh())));
    assert!(Step::ALL.iter().all(|step| page.contains(step.as_str()) && page.contains(step.label_zh())));
    assert!(guards::ALL.iter().all(|guard| page.contains(guard.code)));
    assert!(page.contains("MEDIATING --> AGREED_PENDING : SETTLE"));
}
