//! The carried files as a list, and what is due on them.

use casefile::carried::Carried;
use casefile::cases::lifecycle;
use casefile::deadlines::{NOTHING_DUE, running};
use casefile::views::line::{CaseListItem, applicants, respondents};
use casefile::views::steps::{TimerView, timers};
use platform::problem::AppError;
use serde::Serialize;

use crate::question::{Question, Reply};
use crate::requests::freshen;

/// A page that is always the last.
#[derive(Serialize)]
struct Page<T> {
    items: Vec<T>,
}

/// One file of today's round.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Round {
    file: CaseListItem,
    timers: Vec<TimerView>,
    /// What the carrier can do on it now.
    steps: Vec<PossibleStep>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PossibleStep {
    step: casefile::cases::Step,
    label_zh: &'static str,
    label_en: &'static str,
}

fn item(file: &Carried) -> CaseListItem {
    CaseListItem {
        id: file.head.id,
        state: file.head.state,
        number: file.head.number.clone(),
        category: file.head.category,
        applicants: applicants(&file.dossier),
        respondents: respondents(&file.dossier),
        station_id: file.head.station_id,
        station_name: file.station_name.clone(),
        sealed: file.head.sealed,
        minor: file.head.minor,
        next_due_on: (file.head.next_due_on < NOTHING_DUE).then_some(file.head.next_due_on),
        requested_at: file.head.requested_at,
        updated_at: file.head.updated_at,
    }
}

/// All carried files, newest change first.
pub(crate) fn list(mut question: Question) -> Result<Reply, AppError> {
    question.files.sort_by_key(|file| std::cmp::Reverse(file.head.updated_at));
    Reply::ok(&Page { items: question.files.iter().map(item).collect() })
}

/// The carried files with their clocks and next steps, what is due first on top.
pub(crate) fn home(mut question: Question) -> Result<Reply, AppError> {
    let (roles, settings, calendar) = (question.roles(), question.office.settings(), question.office.calendar());
    let mut files = std::mem::take(&mut question.files);
    for file in &mut files {
        freshen(file, &question)?;
    }
    let mut rounds: Vec<Round> = files
        .iter()
        .map(|file| {
            let possible = lifecycle::steps(&file.dossier, &roles).into_iter().filter(|view| view.possible);
            Round {
                file: item(file),
                timers: timers(running(&file.dossier, &settings, &calendar), file.dossier.today),
                steps: possible
                    .map(|view| PossibleStep { step: view.step, label_zh: view.step.label_zh(), label_en: view.step.label_en() })
                    .collect(),
            }
        })
        .collect();
    rounds.sort_by_key(|round| (round.timers.iter().map(|timer| timer.due_on).min().unwrap_or(NOTHING_DUE), round.file.id));
    Reply::ok(&Page { items: rounds })
}
