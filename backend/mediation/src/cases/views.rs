//! A case file as somebody reads it: what her sight leaves, masked at the server.

use chrono::NaiveDate;
use platform::access::Scope;
use platform::db::{Conn, Instant, Tx};
use platform::identity_document::{mask_id, mask_name, mask_phone, mask_phone_sealed};
use platform::ids::{AccountId, CaseId, OrgId, PartyId};
use platform::money::Fen;
use platform::problem::AppError;
use serde::Serialize;
use utoipa::ToSchema;

use super::act::reading_scope;
use super::sight::{Sight, reaches};
use super::store::{self, CaseBody, CaseRow, Held};
use super::{Conflict, DuplicateHit, Milestones, Party, Refusal, Representative, RepresentativeId, SafeContact, State, Suspension, Tie};
use crate::directory::{self, OrgNames};
use crate::vocabulary::{
    ApplicationMode, AssignmentMode, Authority, Capacity, Category, Difficulty, IdDocumentKind, IdVerification, Literacy, MaritalStatus,
    MarriageOfParties, Openness, Outcome, PartyKind, PartyRole, Relation, RepresentativeKind, Retention, RoleInCase, Sex, Source,
    SpecialGroup,
};

/// One case file, as far as the reader may see it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CaseFile)]
pub struct CaseView {
    pub id: CaseId,
    pub version: i64,
    pub state: State,
    /// Issued on acceptance.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "（2026）云溪婚人调字第0007号")]
    pub number: Option<String>,
    pub category: Category,
    pub source: Source,
    pub mode: ApplicationMode,
    pub difficulty: Difficulty,
    pub station_id: OrgId,
    pub station_name: String,
    pub committee_id: OrgId,
    /// Sealed: there only for those on the need-to-know list.
    pub sealed: bool,
    /// A minor is concerned.
    pub minor: bool,
    /// True when the reader sees masked names and no narrative.
    pub masked: bool,
    /// When the server took the application: fixed for ever, limitation is interrupted from that moment.
    pub requested_at: Instant,
    /// When the party asked, on the device, if that was earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub occurred_at: Option<Instant>,
    pub updated_at: Instant,
    pub filed_by: AccountId,
    pub milestones: Milestones,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub outcome: Option<Outcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub retention: Option<Retention>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next_due_on: Option<NaiveDate>,
    pub marriage: MarriageOfParties,
    pub parties: Vec<PartyView>,
    pub representatives: Vec<RepresentativeView>,
    pub ties: Vec<Tie>,
    /// Narratives and what hangs on them; absent when masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub narrative: Option<Narrative>,
}

/// The parts of a file that only those who work on it read.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CaseNarrative)]
pub struct Narrative {
    pub summary: String,
    pub claims: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub claimed_fen: Option<Fen>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub source_reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub decided_elsewhere: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub divorce_proof: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub assignment: Option<AssignmentMode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub openness: Option<Openness>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reason: Option<String>,
    pub refusals: Vec<Refusal>,
    pub conflicts: Vec<Conflict>,
    pub duplicates: Vec<DuplicateHit>,
    pub suspensions: Vec<Suspension>,
}

/// A party, with numbers and phones masked: a field is unmasked by `reveal`, one at a time, with a reason.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PartyOnFile)]
pub struct PartyView {
    pub id: PartyId,
    pub role: PartyRole,
    /// Parties of the same side want the same; 0 is the child concerned.
    pub side: i32,
    pub relation: Relation,
    pub kind: PartyKind,
    pub name: String,
    /// True for a minor whose particulars this reader may not see.
    pub protected: bool,
    /// True when the party binds itself by a mark.
    pub signs: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub particulars: Option<PartyParticulars>,
}

/// What a reader with full sight sees of a party.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PartyParticulars {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub former_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub sex: Option<Sex>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub birth_date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub age: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ethnicity: Option<String>,
    pub id_kind: IdDocumentKind,
    /// First and last character only: the rest could be guessed inside one county.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "9****************8")]
    pub id_number_masked: Option<String>,
    pub id_verification: IdVerification,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id_explanation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub marital_status: Option<MaritalStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub education: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub occupation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub employer: Option<String>,
    pub phones_masked: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub safe_contact: Option<SafeContact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub residence_division: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub residence_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub language: Option<String>,
    pub needs_interpreter: bool,
    pub literacy: Literacy,
    pub capacity: Capacity,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub capacity_evidence: Option<String>,
    pub special_groups: Vec<SpecialGroup>,
}

/// Somebody who speaks for a party.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RepresentativeOnFile)]
pub struct RepresentativeView {
    pub id: RepresentativeId,
    pub party_id: PartyId,
    pub kind: RepresentativeKind,
    pub name: String,
    pub authority: Authority,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub relation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub proof: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub is_party: Option<PartyId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub valid_until: Option<NaiveDate>,
}

/// A day far in the future that stands for "nothing is due": the column is indexed and must not be null.
pub(crate) const NOTHING_DUE: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// Renders a row and its records for a reader.
pub(crate) fn render(
    row: &CaseRow,
    body: CaseBody,
    parties: &[Party],
    ties: Vec<Tie>,
    station_name: String,
    sight: Sight,
    today: NaiveDate,
) -> CaseView {
    let file = body.file;
    let full = sight.full;
    CaseView {
        id: row.id,
        version: row.version,
        state: row.state,
        number: row.number.clone(),
        category: row.category,
        source: row.source,
        mode: row.mode,
        difficulty: row.difficulty,
        station_id: row.station_id,
        station_name,
        committee_id: row.committee_id,
        sealed: row.sealed,
        minor: row.minor,
        masked: !full,
        requested_at: row.requested_at,
        occurred_at: row.occurred_at,
        updated_at: row.updated_at,
        filed_by: row.filed_by,
        milestones: file.milestones,
        outcome: row.outcome,
        retention: row.retention,
        next_due_on: (row.next_due_on < NOTHING_DUE).then_some(row.next_due_on),
        marriage: file.marriage,
        parties: parties.iter().map(|party| party_view(party, row.sealed, sight, today)).collect(),
        representatives: if full { body.representatives.iter().map(representative_view).collect() } else { Vec::new() },
        ties: ties
            .into_iter()
            .filter(|tie| full || tie.role == RoleInCase::Mediator)
            .map(|tie| if full { tie } else { Tie { reason: None, ..tie } })
            .collect(),
        narrative: full.then_some(Narrative {
            summary: file.summary,
            claims: file.claims,
            claimed_fen: file.claimed_fen,
            source_reference: file.source_reference,
            decided_elsewhere: file.decided_elsewhere,
            divorce_proof: file.divorce_proof,
            assignment: file.assignment,
            openness: file.openness,
            reason: file.reason,
            refusals: body.refusals,
            conflicts: body.conflicts,
            duplicates: body.duplicates,
            suspensions: body.suspensions,
        }),
    }
}

fn party_view(party: &Party, sealed: bool, sight: Sight, today: NaiveDate) -> PartyView {
    let of_age = party.role != PartyRole::Child && party.particulars.age_on(today).is_none_or(|age| age >= 18);
    let protected = !of_age && !sight.minors;
    let shown = sight.full && !protected;
    PartyView {
        id: party.id,
        role: party.role,
        side: party.side,
        relation: party.relation,
        kind: party.particulars.kind,
        name: if shown { party.name().to_owned() } else { mask_name(party.name()) },
        protected,
        signs: party.signs(),
        particulars: shown.then(|| particulars(party, sealed, today)),
    }
}

fn particulars(party: &Party, sealed: bool, today: NaiveDate) -> PartyParticulars {
    let p = &party.particulars;
    let mask = if sealed { mask_phone_sealed } else { mask_phone };
    PartyParticulars {
        former_name: p.former_name.clone(),
        sex: p.sex,
        birth_date: p.birth_date,
        age: p.age_on(today),
        ethnicity: p.ethnicity.clone(),
        id_kind: p.id_document.kind,
        id_number_masked: p.id_document.number.as_deref().map(mask_id),
        id_verification: p.id_document.verification,
        id_explanation: p.id_document.explanation.clone(),
        marital_status: p.marital_status,
        education: p.education.clone(),
        occupation: p.occupation.clone(),
        employer: p.employer.clone(),
        phones_masked: p.phones.iter().map(|phone| mask(phone)).collect(),
        safe_contact: p.safe_contact.clone(),
        residence_division: p.residence_division.clone(),
        residence_address: if sealed { None } else { p.residence_address.clone() },
        language: p.language.clone(),
        needs_interpreter: p.needs_interpreter,
        literacy: p.literacy,
        capacity: p.capacity,
        capacity_evidence: p.capacity_evidence.clone(),
        special_groups: p.special_groups.clone(),
    }
}

fn representative_view(one: &Representative) -> RepresentativeView {
    RepresentativeView {
        id: one.id,
        party_id: one.party_id,
        kind: one.kind,
        name: one.name.clone(),
        authority: one.authority,
        relation: one.relation.clone(),
        proof: one.proof.clone(),
        is_party: one.is_party,
        valid_until: one.valid_until,
    }
}

/// Reads one file for a scope.
pub(crate) fn read(conn: &mut Conn<'_>, scope: &Scope, id: CaseId) -> Result<CaseView, AppError> {
    let row = store::find_row(conn, scope, id)?;
    let (ties, own) = store::ties_and_own(conn, scope, id)?;
    let sight = Sight::of(scope, &row, &own.live);
    let body = store::body_of(conn, &row)?;
    let parties = store::parties_of(conn, scope.office, id)?;
    let station = directory::org_name(conn, scope.office, row.station_id)?;
    let today = platform::calendar::local_date(conn.now());
    Ok(render(&row, body, &parties, ties, station, sight, today))
}

/// The answer to a command: the file as the actor may now read it (she may have recused herself out of it).
pub(crate) fn after_command(tx: &mut Tx<'_>, held: &Held) -> Result<CaseView, AppError> {
    let (scope, row) = (reading_scope(tx), &held.row);
    let station = directory::org_name(tx, row.office_id, row.station_id)?;
    let body = store::body_of(tx, row)?;
    let (ties, own) = store::ties_and_own(tx, &scope, row.id)?;
    let seen = reaches(&scope, row, &own);
    debug_assert_eq!(seen, store::find_row(tx, &scope, row.id).is_ok(), "the query and the rule judge {} differently", row.id);
    if seen {
        let sight = Sight::of(&scope, row, &own.live);
        return Ok(render(row, body, &held.dossier.parties, ties, station, sight, held.dossier.today));
    }
    let blind = Sight { full: false, minors: false };
    Ok(render(row, body, &[], Vec::new(), station, blind, held.dossier.today))
}

/// One line of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseListItem {
    pub id: CaseId,
    pub state: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub number: Option<String>,
    pub category: Category,
    /// Names of the applicants, masked where the reader's reach is.
    pub applicants: String,
    pub respondents: String,
    pub station_id: OrgId,
    pub station_name: String,
    pub sealed: bool,
    pub minor: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next_due_on: Option<NaiveDate>,
    pub requested_at: Instant,
    pub updated_at: Instant,
}

/// The columns a list reads; no sealed body, no decryption.
#[derive(Debug, Clone, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = crate::schema::cases)]
pub(crate) struct ListRow {
    pub id: CaseId,
    pub state: State,
    pub number: Option<String>,
    pub category: Category,
    pub applicants: String,
    pub respondents: String,
    pub station_id: OrgId,
    pub sealed: bool,
    pub minor: bool,
    pub next_due_on: NaiveDate,
    pub requested_at: Instant,
    pub updated_at: Instant,
}

impl ListRow {
    /// Renders the line; `tied` says that the file is the reader's own work, which she sees unmasked.
    pub(crate) fn item(self, stations: &OrgNames, scope: &Scope, tied: bool) -> CaseListItem {
        let reach = |orgs: &platform::access::Orgs| orgs.contains(self.station_id);
        let on_shelf = super::sight::ON_SHELF.contains(&self.state) && reach(&scope.shelf);
        let masked = !(reach(&scope.own) || on_shelf || (tied && scope.assigned));
        let names = |text: &str| {
            if masked {
                text.split('、').filter(|name| !name.is_empty()).map(mask_name).collect::<Vec<_>>().join("、")
            } else {
                text.to_owned()
            }
        };
        CaseListItem {
            id: self.id,
            state: self.state,
            number: self.number,
            category: self.category,
            applicants: names(&self.applicants),
            respondents: names(&self.respondents),
            station_id: self.station_id,
            station_name: stations.of(self.station_id),
            sealed: self.sealed,
            minor: self.minor,
            next_due_on: (self.next_due_on < NOTHING_DUE).then_some(self.next_due_on),
            requested_at: self.requested_at,
            updated_at: self.updated_at,
        }
    }
}
