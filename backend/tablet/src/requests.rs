//! A request about one carried file, answered as the server would answer it.

use casefile::carried::{Carried, OfficeFacts};
use casefile::cases::step_inputs::*;
use casefile::cases::{Dossier, StoredMark};
use casefile::deadlines::{self, next_due_on};
use casefile::moves::{Held, Move, Stamp, take};
use casefile::views::{self, case::CaseBody, case::CaseView, papers::PerformancePlan};
use chrono::{DateTime, TimeDelta, Utc};
use platform::calendar::local_date;
use platform::http::parse::parse;
use platform::ids::{AccountId, Names, PaperId};
use platform::problem::AppError;

use crate::desk::Field;
use crate::question::{Question, Reply};

/// The place of a case file among the addresses of the contract.
const CASES: &str = "/api/v1/mediation/cases/";

/// Answers a request for the file, or a step on it. What is kept only at the office is 404 here with a code of its own: the web
/// app then says that it needs a connection.
pub(crate) fn answer(mut question: Question) -> Result<Reply, AppError> {
    let mut file = question.file.take().ok_or(AppError::NotFound)?;
    let rest = question.path.strip_prefix(CASES).and_then(|rest| rest.strip_prefix(&file.head.id.to_string())).unwrap_or("?");
    let (method, rest) = (question.method.clone(), rest.to_owned());
    freshen(&mut file, &question)?;
    match (method.as_str(), rest.as_str()) {
        ("GET", "") => Ok(Reply::ok(&view(&file))?.of_version(file.head.version)),
        ("GET", "/steps") => {
            let running = deadlines::running(&file.dossier, &question.office.settings(), &question.office.calendar());
            Ok(Reply::ok(&views::steps::steps(&file.dossier, &question.roles(), file.sight, running))?.of_version(file.head.version))
        }
        ("GET", "/papers") => Reply::ok(&views::papers::papers(&file.dossier, file.sight, |account| maker(&file, account))),
        ("GET", "/performance") => Reply::ok(&PerformancePlan { items: file.dossier.performance }),
        ("GET", other) => paper(&file, other.strip_prefix("/papers/").unwrap_or_default()),
        ("POST", other) => step(file, other.trim_start_matches('/'), &question),
        _ => Err(AppError::NotFound),
    }
}

/// Sets the file to this moment and this reader.
pub(crate) fn freshen(file: &mut Carried, question: &Question) -> Result<(), AppError> {
    let dossier = &mut file.dossier;
    dossier.now = question.now;
    dossier.today = local_date(question.now);
    dossier.act.by = question.person()?.account.id;
    dossier.act.on = dossier.today;
    dossier.act.brings = None;
    dossier.act.consented_by.clear();
    question.office.limit(dossier);
    Ok(())
}

fn maker(file: &Carried, account: AccountId) -> String {
    file.makers.get(&account).cloned().unwrap_or_default()
}

/// The file as its carrier may read it.
pub(crate) fn view(file: &Carried) -> CaseView {
    let dossier = &file.dossier;
    let body = CaseBody::of(dossier);
    views::case::render(&file.head, body, &dossier.parties, dossier.ties.clone(), file.station_name.clone(), file.sight, dossier.today)
}

fn paper(file: &Carried, id: &str) -> Result<Reply, AppError> {
    let id: PaperId = id.parse().map_err(|_| AppError::NotFound)?;
    let paper = file.dossier.papers.iter().find(|paper| paper.id == id && views::papers::shows(paper, &file.dossier, file.sight));
    let paper = paper.ok_or(AppError::NotFound)?;
    Reply::ok(&views::papers::render_paper(&file.dossier, paper, maker(file, paper.made_by), file.marks.clone()))
}

/// Makes of the table of operations the steps a tablet can take: the same bodies, read as strictly.
macro_rules! steps {
    ($($(#[$doc:meta])+ $name:ident: $path:literal, $permission:ident, $body:ident;)+) => {
        fn step(file: Carried, verb: &str, question: &Question) -> Result<Reply, AppError> {
                    $(
                if $path.rsplit('/').next() == Some(verb) {
                    return go(file, &parse::<$body>(question.bytes())?, question);
                }
            )+
            Err(AppError::NotFound)
        }
    };
}
casefile::step_operations!(steps);

fn go<M: Move>(mut file: Carried, step: &M, question: &Question) -> Result<Reply, AppError> {
    let person = question.person()?;
    // the web app corrects its own clock; what is left of it is treated as the server treats it
    let asked = file.dossier.case.occurred_at;
    let stamp = Stamp::of_tablet(person.account.id, question.now, step.occurred_at(), TimeDelta::zero(), asked);
    let claimed: DateTime<Utc> = step.occurred_at().unwrap_or(question.now);
    let mut held = Held::new(file.dossier, Names::of(person.account.id, &question.key, claimed));
    if let Err(error) = take(step, &question.roles(), &mut Field(person), &mut held, &stamp) {
        return Err(match error {
            AppError::Refused(mut blockers) => {
                casefile::cases::veil::veil(&mut blockers, &held.dossier, file.sight);
                AppError::Refused(blockers)
            }
            other => other,
        });
    }
    file.makers.entry(person.account.id).or_insert_with(|| person.account.name.clone());
    for mark in &held.dossier.marks {
        match file.marks.iter_mut().find(|stored| stored.mark.id == mark.id) {
            Some(stored) => stored.mark = mark.clone(),
            None => {
                let strokes = held.strokes.iter().find(|(id, _)| *id == mark.id).map(|(_, strokes)| strokes.clone());
                file.marks.push(StoredMark { mark: mark.clone(), strokes });
            }
        }
    }
    file.dossier = held.dossier;
    settle(&mut file, &question.office);
    Ok(Reply::ok(&view(&file))?.of_version(file.head.version).with_file(200, file))
}

/// What follows from a change: limits, the next clock, the head.
fn settle(file: &mut Carried, office: &OfficeFacts) {
    office.limit(&mut file.dossier);
    file.head.follow(&file.dossier);
    file.head.next_due_on = due(&file.dossier, office);
}

/// The next day on which a duty of the office is due.
pub(crate) fn due(dossier: &Dossier, office: &OfficeFacts) -> chrono::NaiveDate {
    next_due_on(&deadlines::running(dossier, &office.settings(), &office.calendar()))
}
