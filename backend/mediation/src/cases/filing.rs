//! Filing: an application becomes rows. The server's time of the request is fixed for ever (limitation is interrupted).

use audit::{Fact, record};
use casefile::filing::{Opening, check, concerns_minor, is_sealed, open};
use casefile::moves::Stamp;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use platform::access::{Permission, Role, Scope};
use platform::db::{Instant, Tx};
use platform::http::{Answer, DeviceNote};
use platform::ids::{AccountId, CaseId};
use platform::problem::AppError;
use platform::{insert_each, text};

use super::act::noted;
use super::store::{self, CaseRow, Loaded};
use super::{Dossier, DuplicateHit, DuplicateVerdict, Party, State, labels, views};
use crate::deadlines::{NOTHING_DUE, next_due_on};
use crate::permissions::ReadCases;
use crate::schema::{case_terms, cases, parties};
use crate::vocabulary::{Category, Difficulty};
use crate::{clocks, directory};

pub use casefile::filing::{FileCase, NewParty};

/// Takes an application down: file, parties, application sheet, identity sheets, search terms, the filer's tie.
pub fn file(tx: &mut Tx<'_>, scope: &Scope, input: &FileCase, device: &DeviceNote) -> Result<Answer, AppError> {
    let stamp = match tx.who().device {
        Some(_) => Stamp::of_tablet(tx.who().account, tx.now(), input.occurred_at, device.skew(tx.now()), DateTime::<Utc>::MIN_UTC),
        None => Stamp::of(tx.who().account, tx.now(), input.occurred_at)?,
    };
    check(input, scope.own.contains(input.station_id), &stamp)?;
    let office = tx.who().office;
    let committee_id = directory::committee_of(tx, office, input.station_id)?;
    let sealed = is_sealed(input, &stamp);
    let new: Vec<Party> = casefile::filing::parties(input, &stamp);
    let opening = Opening {
        committee: directory::committee(tx, office, committee_id)?,
        // a third-party system works on no file: it is no account, and nothing ties it
        filer: (!tx.who().has_role(Role::IntegrationClient)).then(|| tx.who().name.clone()),
        need_to_know: if sealed { labels::need_to_know(tx, committee_id)? } else { Vec::new() },
        duplicates: duplicates(tx, scope, input, &new)?,
    };
    let held = open(input, tx.names(input.occurred_at.unwrap_or(tx.now())), &stamp, opening);
    let id = held.dossier.case.id;
    let minor = concerns_minor(&held.dossier, stamp.on);
    let row = blank_row(tx, input, &held.dossier, sealed, minor, stamp.by);
    let mut loaded = Loaded { held, row };
    let running = clocks::running(tx, office, &loaded.held.dossier)?;
    store::insert(tx, &mut loaded, next_due_on(&running))?;
    clocks::start(tx, &loaded.held.dossier, &running)?;
    index_names(tx, &loaded)?;
    let fact = Fact::new("mediation.case.file", "CASE", id)
        .at(input.occurred_at.map(|_| Instant(stamp.occurred_at)))
        .with("mode", input.mode.as_str())
        .with("category", input.category.as_str())
        .with("parties", loaded.held.dossier.parties.len())
        .with("to", State::Applied.as_str());
    record(tx, noted(tx, fact, device, input.occurred_at))?;
    let view = views::after_command(tx, &loaded)?;
    Answer::created(format!("/api/v1/mediation/cases/{id}"), 1, &view)
}

/// The row of a new file; `store::insert` fills in what it derives from the dossier.
fn blank_row(tx: &Tx<'_>, input: &FileCase, dossier: &Dossier, sealed: bool, minor: bool, filed_by: AccountId) -> CaseRow {
    CaseRow {
        office_id: tx.who().office,
        id: dossier.case.id,
        version: 1,
        state: State::Applied,
        station_id: input.station_id,
        committee_id: dossier.case.committee_id,
        number: None,
        category: input.category,
        source: input.source,
        mode: input.mode,
        difficulty: Difficulty::Ordinary,
        sealed,
        minor,
        applicants: String::new(),
        respondents: String::new(),
        requested_at: Instant(dossier.now),
        occurred_at: input.occurred_at.map(|_| Instant(dossier.case.occurred_at)),
        accepted_on: None,
        effective_on: None,
        amount_fen: 0,
        outcome: None,
        closed_on: None,
        archived_on: None,
        retention: None,
        filed_by,
        next_due_on: NOTHING_DUE,
        updated_at: Instant(dossier.now),
        body: Vec::new(),
    }
}

const CONCLUDED: [State; 7] =
    [State::NotAccepted, State::Failed, State::Terminated, State::Closed, State::Archived, State::Performed, State::Performing];

/// Open files inside the filer's scope in which at least two of these people stand against each other over the same kind of
/// matter. What lies outside the scope stays unsaid: a duplicate check must not tell that a file exists.
fn duplicates(tx: &mut Tx<'_>, scope: &Scope, input: &FileCase, new: &[Party]) -> Result<Vec<DuplicateHit>, AppError> {
    let tokens: Vec<Option<Vec<u8>>> = new
        .iter()
        .filter(|party| party.signs())
        .filter_map(|party| party.particulars.id_document.number.as_ref())
        .map(|number| Some(tx.keys().blind_index("parties.id_number", number).to_vec()))
        .collect();
    if tokens.len() < 2 {
        return Ok(Vec::new());
    }
    let found: Vec<(CaseId, Option<Vec<u8>>)> = parties::table
        .filter(parties::office_id.eq(scope.office))
        .filter(parties::id_token.eq_any(tokens))
        .select((parties::case_id, parties::id_token))
        .limit(400)
        .load(tx.db())?;
    let mut ids: Vec<CaseId> = found
        .iter()
        .filter(|(id, token)| found.iter().any(|(other, other_token)| other == id && other_token != token))
        .map(|(id, _)| *id)
        .collect();
    ids.sort();
    ids.dedup();
    // an integrator reads no files: it hears only of those of the organisation it is bound to
    let reading = tx.who().scope_for(ReadCases::GRANTS).unwrap_or_else(|| scope.clone());
    let rows: Vec<(CaseId, Option<String>, Category)> = cases::table
        .filter(super::sight::visible(&reading))
        .filter(cases::id.eq_any(ids))
        .filter(cases::state.ne_all(CONCLUDED))
        .select((cases::id, cases::number, cases::category))
        .order(cases::id.asc())
        .limit(20)
        .load(tx.db())?;
    Ok(rows
        .into_iter()
        .filter(|(_, _, category)| category.leaf().group == input.category.leaf().group)
        .map(|(case_id, number, _)| DuplicateHit { case_id, number, verdict: DuplicateVerdict::Open })
        .collect())
}

/// Writes the search terms of every party's name.
fn index_names(tx: &mut Tx<'_>, loaded: &Loaded) -> Result<(), AppError> {
    let (office, case) = (loaded.row.office_id, loaded.row.id);
    let mut terms: Vec<String> = loaded.held.dossier.parties.iter().flat_map(|party| text::name_terms(party.name())).collect();
    terms.sort();
    terms.dedup();
    let rows: Vec<_> =
        terms.into_iter().map(|term| (case_terms::office_id.eq(office), case_terms::term.eq(term), case_terms::case_id.eq(case))).collect();
    insert_each!(tx.db(), case_terms::table, rows)?;
    Ok(())
}
