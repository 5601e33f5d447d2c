//! Filing: an application becomes a case file. The server's time of the request is fixed for ever (limitation is interrupted).

use audit::{Fact, record};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use platform::access::{Permission, Role, Scope};
use platform::calendar::local_date;
use platform::db::{Instant, Tx};
use platform::http::Answer;
use platform::identity_document::{ResidentId, mask_id};
use platform::ids::{AccountId, CaseId, OrgId, PartyId};
use platform::money::Fen;
use platform::problem::{AppError, FieldError};
use platform::{insert_each, text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::act::{Stamp, new_paper};
use super::store::{self, CaseRow, Held};
use super::{
    Act, CaseFile, Dossier, DuplicateHit, DuplicateVerdict, Limits, Milestones, Particulars, Party, Representative, State, Tie, TieId,
    labels, views,
};
use crate::papers::{Application, IdentityRecord, PaperContent};
use crate::permissions::ReadCases;
use crate::schema::{case_terms, cases, parties};
use crate::vocabulary::{
    ApplicationMode, Capacity, Category, CategoryGroup, Difficulty, MarriageOfParties, PaperState, PartyKind, PartyRole, Relation,
    RoleInCase, Source,
};
use crate::wire::{not_negative, present};
use crate::{clocks, directory};

/// A party as it is taken down at the desk.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewParty {
    /// Named by the client, so that a tablet can refer to it before it has signal.
    pub id: PartyId,
    pub role: PartyRole,
    /// Parties of the same side want the same; 0 for the child concerned.
    #[validate(range(min = 0, max = 20))]
    #[schema(minimum = 0, maximum = 20)]
    pub side: i32,
    pub relation: Relation,
    #[validate(nested)]
    pub particulars: Particulars,
}

/// An application as it is taken down (人民调解申请).
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FileCase {
    /// Named by the client of record, or left out.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub id: Option<CaseId>,
    /// The station that will handle it; must lie in the filer's own organisations.
    pub station_id: OrgId,
    pub mode: ApplicationMode,
    pub category: Category,
    pub source: Source,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[validate(length(max = 120))]
    #[schema(nullable = false, max_length = 120)]
    pub source_reference: Option<String>,
    /// 纠纷简要情况.
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub summary: String,
    /// 申请事项.
    #[validate(length(min = 1, max = 20))]
    #[schema(min_items = 1, max_items = 20)]
    pub claims: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[validate(custom(function = "not_negative"))]
    #[schema(nullable = false)]
    pub claimed_fen: Option<Fen>,
    pub marriage: MarriageOfParties,
    /// Court, police or authority that has the dispute already.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[validate(length(max = 400))]
    #[schema(nullable = false, max_length = 400)]
    pub decided_elsewhere: Option<String>,
    /// The applicant was told the rules and applies of its own will.
    pub informed: bool,
    /// An oral application was written down and read back.
    #[serde(default)]
    pub read_back: bool,
    /// Violence, a staff member as party, or another reason to seal the file from the start.
    #[serde(default)]
    pub sealed: bool,
    #[validate(length(min = 1, max = 20), nested)]
    #[schema(min_items = 1, max_items = 20)]
    pub parties: Vec<NewParty>,
    #[serde(default)]
    #[validate(length(max = 20), nested)]
    #[schema(max_items = 20)]
    pub representatives: Vec<Representative>,
    /// When the party asked, on the device; left out at the desk.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub occurred_at: Option<DateTime<Utc>>,
}

/// Takes an application down: file, parties, application sheet, identity sheets, search terms, the filer's tie.
pub fn file(tx: &mut Tx<'_>, scope: &Scope, input: &FileCase) -> Result<Answer, AppError> {
    let stamp = Stamp::of(tx, input.occurred_at)?;
    check(input, scope, &stamp)?;
    let office = tx.who().office;
    let committee_id = directory::committee_of(tx, office, input.station_id)?;
    let id = input.id.unwrap_or_else(CaseId::new);
    let parties: Vec<Party> = input.parties.iter().map(|one| party(one, stamp.on)).collect();
    let name = tx.who().name.clone();
    let sealed = input.sealed
        || input.category.leaf().group == CategoryGroup::Violence
        || parties.iter().any(|party| party.signs() && party.particulars.age_on(stamp.on).is_some_and(|age| age < 18));
    let minor =
        parties.iter().any(|party| party.particulars.age_on(stamp.on).is_some_and(|age| age < 18) || party.role == PartyRole::Child);

    let tie = Tie { id: TieId::new(), account_id: stamp.by, name, role: RoleInCase::Registrar, from: stamp.on, until: None, reason: None };
    let filer = tie.id;
    // a third-party system works on no file: it is no account, and nothing ties it
    let mut ties = if tx.who().has_role(Role::IntegrationClient) { Vec::new() } else { vec![tie] };
    if sealed {
        let known = labels::need_to_know(tx, committee_id)?;
        labels::tie_need_to_know(&mut ties, known, stamp.on, None);
    }
    let mut papers = vec![new_paper(&stamp, application(input, &stamp), PaperState::Current)];
    papers
        .extend(parties.iter().filter(|party| party.signs()).map(|party| new_paper(&stamp, identity(party, &stamp), PaperState::Current)));
    let file = case_file(input, id, committee_id, &stamp);
    let dossier = Dossier {
        committee: directory::committee(tx, office, committee_id)?,
        duplicates: duplicates(tx, scope, input, &parties)?,
        case: file,
        representatives: input.representatives.clone(),
        ties,
        mediators: Vec::new(),
        conflicts: Vec::new(),
        refusals: Vec::new(),
        suspensions: Vec::new(),
        papers,
        marks: Vec::new(),
        performance: Vec::new(),
        limits: Limits::default(),
        act: Act { by: stamp.by, on: stamp.on, brings: None, consented_by: Vec::new() },
        today: local_date(stamp.now),
        now: stamp.now,
        parties,
    };
    let row = blank_row(tx, input, &dossier, sealed, minor, stamp.by);
    let mut held = Held {
        dossier,
        row,
        strokes: Vec::new(),
        // who takes a minor's particulars down knows them; the approval lapses with the intake
        minor_until: vec![(filer, Instant(stamp.now + chrono::TimeDelta::days(30)))],
    };
    let running = clocks::running(tx, office, &held.dossier)?;
    store::insert(tx, &mut held, clocks::due(&running))?;
    clocks::start(tx, &held.dossier, &running)?;
    index_names(tx, &held)?;
    record(
        tx,
        Fact::new("mediation.case.file", "CASE", id)
            .at(input.occurred_at.map(Instant))
            .with("mode", input.mode.as_str())
            .with("category", input.category.as_str())
            .with("parties", held.dossier.parties.len())
            .with("to", State::Applied.as_str()),
    )?;
    let view = views::after_command(tx, &held)?;
    Answer::created(format!("/api/v1/mediation/cases/{id}"), 1, &view)
}

/// What the fields alone cannot say: references inside the body, dates, the filer's reach.
fn check(input: &FileCase, scope: &Scope, stamp: &Stamp) -> Result<(), AppError> {
    let mut errors = Vec::new();
    if !scope.own.contains(input.station_id) {
        errors.push(FieldError::new("/stationId", "unknown_reference"));
    }
    for (n, claim) in input.claims.iter().enumerate() {
        if claim.trim().is_empty() || claim.chars().count() > 500 {
            errors.push(FieldError::new(format!("/claims/{n}"), "length"));
        }
    }
    for (n, party) in input.parties.iter().enumerate() {
        let at = |field: &str| format!("/parties/{n}/{field}");
        if input.parties.iter().take(n).any(|other| other.id == party.id) {
            errors.push(FieldError::new(at("id"), "duplicate"));
        }
        if party.particulars.name.trim().is_empty() {
            errors.push(FieldError::new(at("particulars/name"), "blank"));
        }
        if party.particulars.birth_date.is_some_and(|born| born > stamp.on) {
            errors.push(FieldError::new(at("particulars/birthDate"), "future"));
        }
        if (party.role == PartyRole::Child) != (party.side == 0) {
            errors.push(FieldError::new(at("side"), "range"));
        }
        if party.role == PartyRole::Child && party.particulars.kind != PartyKind::Person {
            errors.push(FieldError::new(at("particulars/kind"), "unknown_variant"));
        }
        if party.particulars.phones.iter().any(|phone| phone.trim().is_empty() || phone.chars().count() > 40) {
            errors.push(FieldError::new(at("particulars/phones"), "length"));
        }
    }
    for (n, one) in input.representatives.iter().enumerate() {
        let known = |id: PartyId| input.parties.iter().any(|party| party.id == id);
        if !known(one.party_id) {
            errors.push(FieldError::new(format!("/representatives/{n}/partyId"), "unknown_reference"));
        }
        if one.is_party.is_some_and(|id| !known(id)) {
            errors.push(FieldError::new(format!("/representatives/{n}/isParty"), "unknown_reference"));
        }
        if input.representatives.iter().take(n).any(|other| other.id == one.id) {
            errors.push(FieldError::new(format!("/representatives/{n}/id"), "duplicate"));
        }
    }
    if !input.informed {
        errors.push(FieldError::new("/informed", "required"));
    }
    if input.mode == ApplicationMode::Oral && !input.read_back {
        errors.push(FieldError::new("/readBack", "required"));
    }
    if errors.is_empty() { Ok(()) } else { Err(AppError::Invalid(errors)) }
}

fn party(input: &NewParty, on: NaiveDate) -> Party {
    Party { id: input.id, role: input.role, side: input.side, relation: input.relation, particulars: complete(&input.particulars, on) }
}

/// Reads birth date and sex out of a citizen number when they were not typed; normalises phones.
fn complete(particulars: &Particulars, on: NaiveDate) -> Particulars {
    let mut p = particulars.clone();
    p.name = p.name.trim().to_owned();
    let document = &p.id_document;
    let number = document.number.as_ref().filter(|_| document.kind.is_citizen_number());
    if let Some(number) = number.and_then(|number| ResidentId::parse(number, on).ok()) {
        p.birth_date = p.birth_date.or(Some(number.birth_date()));
        p.sex = p.sex.or(number.sex().as_str().parse().ok());
        p.id_document.number = Some(number.as_str().to_owned());
    }
    if p.kind == PartyKind::Unit {
        p.capacity = Capacity::Full;
    }
    p
}

fn application(input: &FileCase, stamp: &Stamp) -> PaperContent {
    PaperContent::Application(Application {
        applied_on: stamp.on,
        mode: input.mode,
        summary: input.summary.clone(),
        claims: input.claims.clone(),
        informed: input.informed,
        read_back: input.read_back,
    })
}

fn identity(party: &Party, stamp: &Stamp) -> PaperContent {
    let document = &party.particulars.id_document;
    PaperContent::IdentityRecord(IdentityRecord {
        party_id: party.id,
        document_kind: document.kind,
        masked_number: document.number.as_deref().map(mask_id),
        verification: document.verification,
        explanation: document.explanation.clone(),
        recorded_on: stamp.on,
    })
}

fn case_file(input: &FileCase, id: CaseId, committee_id: OrgId, stamp: &Stamp) -> CaseFile {
    CaseFile {
        id,
        org_id: input.station_id,
        committee_id,
        number: None,
        state: State::Applied,
        version: 1,
        category: input.category,
        source: input.source,
        source_reference: input.source_reference.clone(),
        mode: input.mode,
        summary: input.summary.clone(),
        claims: input.claims.clone(),
        claimed_fen: input.claimed_fen,
        occurred_at: stamp.occurred_at,
        recorded_at: stamp.now,
        difficulty: Difficulty::Ordinary,
        marriage: input.marriage,
        divorce_proof: None,
        divorce_proven_on: None,
        decided_elsewhere: input.decided_elsewhere.clone().filter(|text| !text.trim().is_empty()),
        assignment: None,
        openness: None,
        outcome: None,
        reason: None,
        retention: None,
        milestones: Milestones { court_materials_on: input.source.is_court().then_some(stamp.on), ..Milestones::default() },
    }
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
        occurred_at: input.occurred_at.map(Instant),
        accepted_on: None,
        effective_on: None,
        amount_fen: 0,
        outcome: None,
        closed_on: None,
        archived_on: None,
        retention: None,
        filed_by,
        next_due_on: views::NOTHING_DUE,
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
fn index_names(tx: &mut Tx<'_>, held: &Held) -> Result<(), AppError> {
    let (office, case) = (held.row.office_id, held.row.id);
    let mut terms: Vec<String> = held.dossier.parties.iter().flat_map(|party| text::name_terms(party.name())).collect();
    terms.sort();
    terms.dedup();
    let rows: Vec<_> =
        terms.into_iter().map(|term| (case_terms::office_id.eq(office), case_terms::term.eq(term), case_terms::case_id.eq(case))).collect();
    insert_each!(tx.db(), case_terms::table, rows)?;
    Ok(())
}
