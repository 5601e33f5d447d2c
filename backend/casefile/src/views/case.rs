//! A case file as somebody reads it: what her sight leaves, masked before it leaves the house.

use chrono::NaiveDate;
use platform::columns::Instant;
use platform::identity_document::{mask_id, mask_name, mask_phone, mask_phone_sealed};
use platform::ids::{AccountId, CaseId, OrgId, PartyId};
use platform::money::Fen;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cases::{
    CaseFile, Conflict, Correction, Dossier, DuplicateHit, Milestones, Party, Refusal, Representative, RepresentativeId, SafeContact,
    Sight, State, Suspension, Tie,
};
use crate::deadlines::NOTHING_DUE;
use crate::vocabulary::{
    ApplicationMode, AssignmentMode, Authority, Capacity, Category, Difficulty, IdDocumentKind, IdVerification, Literacy, MaritalStatus,
    MarriageOfParties, Openness, Outcome, PartyKind, PartyRole, Relation, RepresentativeKind, Retention, RoleInCase, Sex, Source,
    SpecialGroup,
};

/// What is known of a file beside its records: its place in the office, and when what was known.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CaseHead {
    pub id: CaseId,
    pub version: i64,
    pub state: State,
    pub number: Option<String>,
    pub category: Category,
    pub source: Source,
    pub mode: ApplicationMode,
    pub difficulty: Difficulty,
    pub station_id: OrgId,
    pub committee_id: OrgId,
    pub sealed: bool,
    pub minor: bool,
    pub requested_at: Instant,
    pub occurred_at: Option<Instant>,
    pub updated_at: Instant,
    pub filed_by: AccountId,
    pub outcome: Option<Outcome>,
    pub retention: Option<Retention>,
    pub next_due_on: NaiveDate,
}

impl CaseHead {
    /// The head after a step: what the records say by now.
    pub fn follow(&mut self, dossier: &Dossier) {
        let file = &dossier.case;
        self.state = file.state;
        self.number.clone_from(&file.number);
        self.difficulty = file.difficulty;
        self.outcome = file.outcome;
        self.retention = file.retention;
        self.updated_at = Instant(dossier.now);
    }
}

/// The sealed part of a case row: the file and what hangs on it without rows of its own.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CaseBody {
    pub file: CaseFile,
    pub representatives: Vec<Representative>,
    pub conflicts: Vec<Conflict>,
    pub refusals: Vec<Refusal>,
    pub duplicates: Vec<DuplicateHit>,
    pub suspensions: Vec<Suspension>,
    #[serde(default)]
    pub corrections: Vec<Correction>,
}

impl CaseBody {
    /// What of a dossier has no rows of its own.
    pub fn of(dossier: &Dossier) -> Self {
        Self {
            file: dossier.case.clone(),
            representatives: dossier.representatives.clone(),
            conflicts: dossier.conflicts.clone(),
            refusals: dossier.refusals.clone(),
            duplicates: dossier.duplicates.clone(),
            suspensions: dossier.suspensions.clone(),
            corrections: dossier.corrections.clone(),
        }
    }
}

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
    /// What was put right, with both values.
    pub corrections: Vec<Correction>,
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

/// Renders a row and its records for a reader.
pub fn render(
    row: &CaseHead,
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
            corrections: body.corrections,
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
