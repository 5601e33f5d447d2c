//! An application taken down without signal: the file exists on the tablet at once, and at the office when it has arrived.

use std::collections::BTreeMap;

use casefile::carried::Carried;
use casefile::cases::{Sight, State};
use casefile::filing::{FileCase, Opening, check, concerns_minor, is_sealed, open};
use casefile::moves::Stamp;
use casefile::views::case::CaseHead;
use chrono::{DateTime, TimeDelta, Utc};
use platform::columns::Instant;
use platform::http::parse::parse;
use platform::ids::Names;
use platform::problem::AppError;

use crate::question::{Question, Reply};
use crate::requests::{due, view};

/// Takes the application down. Duplicates, the need-to-know list and the number are the office's to add.
pub(crate) fn file(question: &Question) -> Result<Reply, AppError> {
    let input: FileCase = parse(question.bytes())?;
    let person = question.person()?;
    let stamp = Stamp::of_tablet(person.account.id, question.now, input.occurred_at, TimeDelta::zero(), DateTime::<Utc>::MIN_UTC);
    let station = question.office.stations.iter().find(|station| station.id == input.station_id);
    check(&input, station.is_some(), &stamp)?;
    let station = station.ok_or(AppError::NotFound)?;
    let names = Names::of(person.account.id, &question.key, input.occurred_at.unwrap_or(question.now));
    let opening = Opening {
        committee: station.committee.clone(),
        filer: Some(person.account.name.clone()),
        need_to_know: Vec::new(),
        duplicates: Vec::new(),
    };
    let mut dossier = open(&input, names, &stamp, opening).dossier;
    question.office.limit(&mut dossier);
    let head = CaseHead {
        id: dossier.case.id,
        version: 0,
        state: State::Applied,
        number: None,
        category: input.category,
        source: input.source,
        mode: input.mode,
        difficulty: dossier.case.difficulty,
        station_id: station.id,
        committee_id: station.committee.org_id,
        sealed: is_sealed(&input, &stamp),
        minor: concerns_minor(&dossier, stamp.on),
        requested_at: Instant(question.now),
        occurred_at: input.occurred_at.map(Instant),
        updated_at: Instant(question.now),
        filed_by: person.account.id,
        outcome: None,
        retention: None,
        next_due_on: due(&dossier, &question.office),
    };
    let file = Carried {
        head,
        station_name: station.name.clone(),
        // who takes the particulars down knows them
        sight: Sight { full: true, minors: true },
        dossier,
        marks: Vec::new(),
        makers: BTreeMap::from([(person.account.id, person.account.name.clone())]),
    };
    Ok(Reply::ok(&view(&file))?.of_version(0).with_file(201, file))
}
