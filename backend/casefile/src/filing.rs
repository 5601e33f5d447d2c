//! Filing: an application becomes a case file. The time of the request is fixed for ever (limitation is interrupted).

use chrono::{DateTime, NaiveDate, Utc};
use platform::calendar::local_date;
use platform::columns::Instant;
use platform::identity_document::{ResidentId, mask_id};
use platform::ids::{AccountId, CaseId, Names, OrgId, PartyId};
use platform::money::Fen;
use platform::problem::{AppError, FieldError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::cases::{Act, CaseFile, Committee, Dossier, DuplicateHit, Limits, Milestones, Particulars, Party, Representative, State, Tie};
use crate::moves::{Held, Stamp, new_paper};
use crate::papers::{Application, IdentityRecord, PaperContent};
use crate::vocabulary::{
    ApplicationMode, Capacity, Category, CategoryGroup, Difficulty, MarriageOfParties, PaperState, PartyKind, PartyRole, Relation,
    RoleInCase, Source,
};
use crate::wire::{not_negative, present};

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

/// What the office adds to an application.
pub struct Opening {
    pub committee: Committee,
    /// Whoever takes it down, by name; a third-party system is tied to no file.
    pub filer: Option<String>,
    /// Who must know of a sealed file.
    pub need_to_know: Vec<(AccountId, String)>,
    pub duplicates: Vec<DuplicateHit>,
}

/// Who takes a minor's particulars down knows them; the approval lapses with the intake.
const INTAKE: chrono::TimeDelta = chrono::TimeDelta::days(30);

/// Violence, a minor as party, or another reason to seal the file from the start.
pub fn is_sealed(input: &FileCase, stamp: &Stamp) -> bool {
    let young = |party: &Party| party.signs() && party.particulars.age_on(stamp.on).is_some_and(|age| age < 18);
    input.sealed || input.category.leaf().group == CategoryGroup::Violence || input.parties.iter().any(|one| young(&party(one, stamp.on)))
}

/// The new file: parties, application sheet, identity sheets, the filer's tie.
pub fn open(input: &FileCase, mut names: Names, stamp: &Stamp, opening: Opening) -> Held {
    let id = input.id.unwrap_or_else(|| names.make());
    let parties = parties(input, stamp);
    let mut ties = Vec::new();
    let mut minor_until = Vec::new();
    if let Some(name) = opening.filer {
        let tie =
            Tie { id: names.make(), account_id: stamp.by, name, role: RoleInCase::Registrar, from: stamp.on, until: None, reason: None };
        minor_until.push((tie.id, Instant(stamp.now + INTAKE)));
        ties.push(tie);
    }
    if is_sealed(input, stamp) {
        tie_need_to_know(&mut ties, &mut names, opening.need_to_know, stamp.on, None);
    }
    let mut papers = vec![new_paper(&mut names, stamp, application(input, stamp), PaperState::Current)];
    for party in parties.iter().filter(|party| party.signs()) {
        papers.push(new_paper(&mut names, stamp, identity(party, stamp), PaperState::Current));
    }
    let dossier = Dossier {
        case: case_file(input, id, opening.committee.org_id, stamp),
        committee: opening.committee,
        duplicates: opening.duplicates,
        representatives: input.representatives.clone(),
        ties,
        mediators: Vec::new(),
        conflicts: Vec::new(),
        refusals: Vec::new(),
        suspensions: Vec::new(),
        corrections: Vec::new(),
        papers,
        marks: Vec::new(),
        performance: Vec::new(),
        limits: Limits::default(),
        act: Act { by: stamp.by, on: stamp.on, brings: None, consented_by: Vec::new() },
        today: local_date(stamp.now),
        now: stamp.now,
        parties,
    };
    Held { minor_until, ..Held::new(dossier, names) }
}

/// A minor is concerned.
pub fn concerns_minor(dossier: &Dossier, on: NaiveDate) -> bool {
    let young = |party: &Party| party.particulars.age_on(on).is_some_and(|age| age < 18) || party.role == PartyRole::Child;
    dossier.parties.iter().any(young)
}

/// Ties those to a sealed file who are not tied to it yet.
pub fn tie_need_to_know(ties: &mut Vec<Tie>, names: &mut Names, known: Vec<(AccountId, String)>, from: NaiveDate, reason: Option<String>) {
    for (account_id, name) in known {
        if !ties.iter().any(|tie| tie.account_id == account_id && tie.until.is_none()) {
            let role = RoleInCase::NeedToKnow;
            ties.push(Tie { id: names.make(), account_id, name, role, from, until: None, reason: reason.clone() });
        }
    }
}

/// What the fields alone cannot say: references inside the body, dates, the filer's reach.
pub fn check(input: &FileCase, is_own_station: bool, stamp: &Stamp) -> Result<(), AppError> {
    let mut errors = Vec::new();
    if !is_own_station {
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

/// The parties as they enter the file.
pub fn parties(input: &FileCase, stamp: &Stamp) -> Vec<Party> {
    input.parties.iter().map(|one| party(one, stamp.on)).collect()
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
        sealed_in: None,
        milestones: Milestones { court_materials_on: input.source.is_court().then_some(stamp.on), ..Milestones::default() },
    }
}
