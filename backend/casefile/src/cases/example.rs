//! An example for the tests: the spouses 张小梅 and 李大伟 before the mediator 王和平. Everybody is invented.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use platform::calendar::start_of_local_day;
use platform::ids::{AccountId, CaseId, Id, MarkId, OrgId, PaperId, PartyId};
use platform::money::Fen;
use platform::uuid::Uuid;

use super::*;
use crate::agreements::{Clause, ClauseId, ClauseKind, Cycle};
use crate::papers::*;
use crate::vocabulary::*;

const fn id(n: u128) -> Id {
    Id(Uuid::from_u128(n))
}

/// 张小梅, the applicant.
pub const MEI: PartyId = PartyId(id(1));
/// 李大伟, the respondent.
pub const WEI: PartyId = PartyId(id(2));
/// 李小苗, their child.
pub const MIAO: PartyId = PartyId(id(3));
/// 王和平, the mediator.
pub const WANG: AccountId = AccountId(id(11));
/// 赵敏, another mediator.
pub const ZHAO: AccountId = AccountId(id(12));
/// 陈站长, who reviews.
pub const CHEN: AccountId = AccountId(id(13));
/// 刘登记, at the front desk.
pub const LIU: AccountId = AccountId(id(14));
/// The committee.
pub const COMMITTEE: OrgId = OrgId(id(21));
/// A station without a seal.
pub const STATION: OrgId = OrgId(id(22));
/// Hash of the present text.
pub const HASH: &str = "5f0c";

/// A day.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// An hour of a day in China.
pub fn at(date: NaiveDate, hour: i64) -> DateTime<Utc> {
    start_of_local_day(date) + TimeDelta::hours(hour)
}

/// The day on which the example stands.
pub fn today() -> NaiveDate {
    day(2026, 4, 20)
}

fn party(id: PartyId, role: PartyRole, side: i32, name: &str, sex: Sex, number: &str) -> Party {
    let born = NaiveDate::parse_from_str(&number[6..14], "%Y%m%d").unwrap();
    Party {
        id,
        role,
        side,
        relation: Relation::Spouses,
        particulars: Particulars {
            kind: PartyKind::Person,
            name: name.to_owned(),
            former_name: None,
            sex: Some(sex),
            birth_date: Some(born),
            ethnicity: Some("汉族".to_owned()),
            nationality: None,
            id_document: IdDocument {
                kind: IdDocumentKind::ResidentId,
                number: Some(number.to_owned()),
                verification: IdVerification::CardRead,
                explanation: None,
            },
            marital_status: Some(MaritalStatus::Married),
            education: None,
            occupation: None,
            employer: None,
            phones: vec!["13800000001".to_owned()],
            safe_contact: None,
            household_address: None,
            household_number: None,
            residence_division: None,
            residence_address: Some("金方街道一号".to_owned()),
            language: None,
            needs_interpreter: false,
            literacy: Literacy::Signs,
            disability: None,
            capacity: if role == PartyRole::Child { Capacity::Limited } else { Capacity::Full },
            capacity_evidence: None,
            special_groups: Vec::new(),
        },
    }
}

/// A mediator with an appointment for 2025 to 2027.
pub fn mediator(account_id: AccountId, name: &str) -> MediatorOnFile {
    MediatorOnFile {
        account_id,
        name: name.to_owned(),
        birth_date: Some(day(1975, 3, 1)),
        residence_address: Some("连然街道九号".to_owned()),
        household_number: None,
        is_lawyer: false,
        appointments: vec![Appointment {
            committee_id: COMMITTEE,
            letter_no: "聘字1号".to_owned(),
            from: day(2025, 1, 1),
            to: Some(day(2027, 12, 31)),
            suspended_from: None,
            suspended_to: None,
        }],
        earlier: Vec::new(),
    }
}

/// A tie from the day of the assignment on.
pub fn tie(account_id: AccountId, name: &str, role: RoleInCase) -> Tie {
    Tie { id: TieId::new(), account_id, name: name.to_owned(), role, from: day(2026, 4, 2), until: None, reason: None }
}

/// A file in MEDIATING, in order in every respect: identities, notices, one session on 10 April 2026.
pub fn dossier() -> Dossier {
    let applied = at(day(2026, 4, 1), 9);
    let mut d = Dossier {
        case: CaseFile {
            id: CaseId(id(31)),
            org_id: STATION,
            committee_id: COMMITTEE,
            number: Some("（2026）安宁婚人调字第0001号".to_owned()),
            state: State::Mediating,
            version: 7,
            category: Category::A3,
            source: Source::SelfApplied,
            source_reference: None,
            mode: ApplicationMode::Written,
            summary: "双方因家庭财产发生纠纷。".to_owned(),
            claims: vec!["返还彩礼".to_owned()],
            claimed_fen: None,
            occurred_at: applied,
            recorded_at: applied,
            difficulty: Difficulty::Ordinary,
            marriage: MarriageOfParties::NotApplicable,
            divorce_proof: None,
            divorce_proven_on: None,
            decided_elsewhere: None,
            assignment: Some(AssignmentMode::Assigned),
            openness: Some(Openness::Closed),
            outcome: None,
            reason: None,
            retention: None,
            sealed_in: None,
            milestones: Milestones {
                accepted_on: Some(day(2026, 4, 1)),
                assigned_on: Some(day(2026, 4, 2)),
                notified_on: Some(day(2026, 4, 3)),
                ..Milestones::default()
            },
        },
        committee: Committee {
            org_id: COMMITTEE,
            name: "安宁市婚姻家庭纠纷人民调解委员会".to_owned(),
            short_name: "安宁".to_owned(),
            is_sealing_committee: true,
        },
        parties: vec![
            party(MEI, PartyRole::Applicant, 1, "张小梅", Sex::Female, "999900199003074222"),
            party(WEI, PartyRole::Respondent, 2, "李大伟", Sex::Male, "999900198805123319"),
        ],
        representatives: Vec::new(),
        ties: vec![tie(LIU, "刘登记", RoleInCase::Registrar), tie(WANG, "王和平", RoleInCase::Mediator)],
        mediators: vec![mediator(WANG, "王和平")],
        conflicts: Vec::new(),
        refusals: Vec::new(),
        duplicates: Vec::new(),
        suspensions: Vec::new(),
        corrections: Vec::new(),
        papers: Vec::new(),
        marks: Vec::new(),
        performance: Vec::new(),
        limits: Limits { conclude_by: Some(day(2026, 5, 1)), ..Limits::default() },
        act: Act { by: WANG, on: today(), brings: None, consented_by: Vec::new() },
        today: today(),
        now: at(today(), 10),
    };
    file(&mut d, PaperContent::Application(application()));
    file(&mut d, PaperContent::AcceptanceForm(acceptance()));
    for party in [MEI, WEI] {
        file(&mut d, PaperContent::IdentityRecord(identity(party)));
        file(&mut d, PaperContent::Notice(notice(party)));
    }
    file(&mut d, PaperContent::Minutes(minutes()));
    d
}

/// The same file in another state.
pub fn in_state(state: State) -> Dossier {
    let mut d = dossier();
    d.case.state = state;
    d
}

/// Adds 李小苗, born on that day.
pub fn with_child(d: &mut Dossier, born: NaiveDate) {
    let mut child = party(MIAO, PartyRole::Child, 0, "李小苗", Sex::Female, "999900201705012026");
    child.relation = Relation::ParentChild;
    child.particulars.birth_date = Some(born);
    d.parties.push(child);
}

/// The same file, with the spouses still married and fighting over the divorce's consequences.
pub fn divorcing() -> Dossier {
    let mut d = dossier();
    d.case.category = Category::C2;
    d.case.marriage = MarriageOfParties::Married;
    d
}

/// Files a paper.
pub fn file(d: &mut Dossier, content: PaperContent) -> PaperId {
    let paper_id = PaperId::new();
    let recorded_at = at(content.dated_on(), 12);
    d.papers.push(Paper {
        id: paper_id,
        state: PaperState::Current,
        number: None,
        party_id: None,
        supersedes: None,
        made_by: d.act.by,
        occurred_at: recorded_at,
        recorded_at,
        edited: None,
        text_hash: Some(HASH.to_owned()),
        content,
    });
    paper_id
}

/// Files a paper as the one the act brings.
pub fn bring(d: &mut Dossier, content: PaperContent) -> PaperId {
    let paper_id = file(d, content);
    d.act.brings = Some(paper_id);
    paper_id
}

/// Removes every paper of a form.
pub fn without(d: &mut Dossier, form: FormCode) {
    d.papers.retain(|paper| paper.form() != form);
}

pub fn application() -> Application {
    Application {
        applied_on: day(2026, 4, 1),
        mode: ApplicationMode::Written,
        summary: "双方因彩礼发生纠纷。".to_owned(),
        claims: vec!["返还彩礼".to_owned()],
        informed: true,
        read_back: false,
    }
}

pub fn acceptance() -> AcceptanceForm {
    AcceptanceForm {
        accepted_on: day(2026, 4, 1),
        category: Category::A3,
        source: Source::SelfApplied,
        source_reference: None,
        summary: "双方因彩礼发生纠纷。".to_owned(),
        parties_consent: true,
        registrar: LIU,
    }
}

pub fn identity(party_id: PartyId) -> IdentityRecord {
    IdentityRecord {
        party_id,
        document_kind: IdDocumentKind::ResidentId,
        masked_number: Some("9****************2".to_owned()),
        verification: IdVerification::CardRead,
        explanation: None,
        recorded_on: day(2026, 4, 1),
    }
}

pub fn notice(party_id: PartyId) -> Notice {
    Notice {
        party_id,
        notified_on: day(2026, 4, 3),
        delivery: NoticeDelivery::Written,
        language: "汉语".to_owned(),
        interpreter: None,
        witness: None,
        openness: Openness::Closed,
        mediator: WANG,
    }
}

pub fn minutes() -> Minutes {
    let attendance = [MEI, WEI].map(|party_id| Attendance { party_id, present: true, represented_by: None }).to_vec();
    Minutes {
        session_no: 1,
        started_at: at(day(2026, 4, 10), 9),
        ended_at: at(day(2026, 4, 10), 11),
        place: "调解室".to_owned(),
        openness: Openness::Closed,
        notice_confirmed: true,
        attendance,
        guests: Vec::new(),
        mediators: vec![WANG],
        recorder: None,
        record: "双方陈述，调解员释法。".to_owned(),
        result: SessionResult::AgreedWritten,
        continue_on: None,
        recording_announced: false,
    }
}

/// A clause with nothing but its sentence.
pub fn clause(kind: ClauseKind, text: &str) -> Clause {
    Clause {
        id: ClauseId::new(),
        kind,
        text: text.to_owned(),
        amount_fen: None,
        cycle: None,
        first_due_on: None,
        end_on: None,
        payer_party_id: None,
        payee_party_id: None,
        method: None,
        place: None,
        child_party_id: None,
        conditional_on_divorce: None,
    }
}

/// A clear payment of 李大伟 to 张小梅, due on 1 September 2026.
pub fn payment(kind: ClauseKind, text: &str, fen: i64) -> Clause {
    Clause {
        amount_fen: Some(Fen(fen)),
        cycle: Some(Cycle::Once),
        first_due_on: Some(day(2026, 9, 1)),
        payer_party_id: Some(WEI),
        payee_party_id: Some(MEI),
        method: Some("银行转账".to_owned()),
        ..clause(kind, text)
    }
}

/// The plain payment that most agreements of the tests contain.
pub fn plain_payment() -> Clause {
    payment(ClauseKind::BridePrice, "李大伟于2026年9月1日前以银行转账方式返还张小梅人民币20000元。", 2_000_000)
}

pub fn agreement(clauses: Vec<Clause>) -> Agreement {
    Agreement {
        version_no: 1,
        facts: "双方因彩礼发生纠纷。".to_owned(),
        issues: "彩礼返还。".to_owned(),
        responsibility: None,
        clauses,
        method: None,
        place: None,
        term: None,
        copies: 3,
        dated_on: today(),
        acknowledged: Vec::new(),
        elders_consent: Vec::new(),
    }
}

pub fn oral(clauses: Vec<Clause>) -> OralAgreement {
    OralAgreement {
        version_no: 1,
        facts: "双方因琐事发生纠纷。".to_owned(),
        issues: "彩礼返还。".to_owned(),
        clauses,
        method: None,
        place: None,
        term: None,
        reached_on: today(),
        declined_paper: vec![MEI, WEI],
        performed_on_the_spot: false,
        acknowledged: Vec::new(),
        elders_consent: Vec::new(),
    }
}

/// The file with a written agreement of these clauses.
pub fn agreed(clauses: Vec<Clause>) -> Dossier {
    let mut d = dossier();
    file(&mut d, PaperContent::Agreement(agreement(clauses)));
    d
}

/// The agreement on file.
pub fn agreement_id(d: &Dossier) -> PaperId {
    d.agreement().unwrap().paper.id
}

/// A mark on the agreement.
pub fn mark(d: &mut Dossier, role: MarkRole, party_id: Option<PartyId>, on: NaiveDate) {
    let paper_id = agreement_id(d);
    let by_committee = role == MarkRole::Committee;
    d.marks.push(Mark {
        id: MarkId::new(),
        paper_id,
        kind: if by_committee { MarkKind::OrganisationSeal } else { MarkKind::Signature },
        role,
        party_id,
        representative_id: None,
        account_id: (role == MarkRole::Mediator).then_some(WANG),
        org_id: by_committee.then_some(COMMITTEE),
        by_sealing_committee: by_committee,
        signer_name: party_id.and_then(|id| d.party(id)).map_or("王和平", Party::name).to_owned(),
        witness: None,
        text_hash: HASH.to_owned(),
        made_at: on.and_time(NaiveTime::MIN).and_utc(),
        voided_at: None,
        on_paper: false,
    });
}

/// One promise of the agreement on file.
pub fn item(d: &Dossier, due_on: NaiveDate) -> PerformanceItem {
    PerformanceItem {
        id: PerformanceItemId::new(),
        paper_id: agreement_id(d),
        clause_id: ClauseId::new(),
        sequence: 1,
        description: "返还彩礼".to_owned(),
        amount_fen: Some(Fen(2_000_000)),
        due_on: Some(due_on),
        payer_party_id: Some(WEI),
        payee_party_id: Some(MEI),
        conditional_on_divorce: false,
        status: PerformanceStatus::NotDue,
        received_fen: Fen::ZERO,
        performed_on: None,
        urged_on: None,
    }
}

/// A refusal by that party.
pub fn refusal(party_id: PartyId) -> Refusal {
    Refusal {
        id: RefusalId::new(),
        party_id,
        refused_at: at(day(2026, 4, 15), 10),
        words: "我不调了".to_owned(),
        recorded_by: WANG,
        withdrawn_at: None,
    }
}

/// The notice of termination, served on these parties.
pub fn termination(outcome: Outcome, served: &[PartyId]) -> Termination {
    Termination {
        dated_on: today(),
        outcome,
        reason: "未能达成协议。".to_owned(),
        routes: vec![RemedyRoute::Lawsuit],
        time_limits: None,
        served: served.iter().map(|party_id| Served { party_id: *party_id, served_on: today(), method: "当面送达".to_owned() }).collect(),
    }
}
