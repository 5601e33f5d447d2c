//! Rows of a case file and the dossier they make up. A row's `body` is the record, sealed; its columns are what lists need.

use casefile::moves::Held;
use casefile::views::case::{CaseBody, CaseHead};
use casefile::views::line;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use platform::access::Scope;
use platform::calendar::local_date;
use platform::db::portable::{ForUpdate, on_duplicate};
use platform::db::{Conn, Instant, Tx};
use platform::ids::{AccountId, CaseId, MarkId, OfficeId, OrgId, PaperId, PartyId};
use platform::insert_each;
use platform::money::Fen;
use platform::problem::AppError;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::sight::visible;
use super::{Act, Dossier, Limits, Paper, Party, PerformanceItem, PerformanceItemId, State, StoredMark, Tie};
use crate::schema::{cases, marks, papers, parties, performance_items, ties};
use crate::vocabulary::{
    ApplicationMode, Category, Difficulty, FormCode, Outcome, PaperState, PartyRole, PerformanceStatus, Retention, RoleInCase, Source,
};
use crate::{clocks, directory, mediators};

/// A row of `cases`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = cases, treat_none_as_null = true)]
pub(crate) struct CaseRow {
    pub office_id: OfficeId,
    pub id: CaseId,
    pub version: i64,
    pub state: State,
    pub station_id: OrgId,
    pub committee_id: OrgId,
    pub number: Option<String>,
    pub category: Category,
    pub source: Source,
    pub mode: ApplicationMode,
    pub difficulty: Difficulty,
    pub sealed: bool,
    pub minor: bool,
    pub applicants: String,
    pub respondents: String,
    pub requested_at: Instant,
    pub occurred_at: Option<Instant>,
    pub accepted_on: Option<chrono::NaiveDate>,
    pub effective_on: Option<chrono::NaiveDate>,
    pub amount_fen: i64,
    pub outcome: Option<Outcome>,
    pub closed_on: Option<chrono::NaiveDate>,
    pub archived_on: Option<chrono::NaiveDate>,
    pub retention: Option<Retention>,
    pub filed_by: AccountId,
    pub next_due_on: chrono::NaiveDate,
    pub updated_at: Instant,
    pub body: Vec<u8>,
}

impl CaseRow {
    /// What readers see of the row beside the records.
    pub(crate) fn head(&self) -> CaseHead {
        CaseHead {
            id: self.id,
            version: self.version,
            state: self.state,
            number: self.number.clone(),
            category: self.category,
            source: self.source,
            mode: self.mode,
            difficulty: self.difficulty,
            station_id: self.station_id,
            committee_id: self.committee_id,
            sealed: self.sealed,
            minor: self.minor,
            requested_at: self.requested_at,
            occurred_at: self.occurred_at,
            updated_at: self.updated_at,
            filed_by: self.filed_by,
            outcome: self.outcome,
            retention: self.retention,
            next_due_on: self.next_due_on,
        }
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = parties, treat_none_as_null = true)]
struct PartyRow {
    office_id: OfficeId,
    id: PartyId,
    case_id: CaseId,
    position: i32,
    role: PartyRole,
    name: String,
    id_token: Option<Vec<u8>>,
    body: Vec<u8>,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = ties)]
struct TieRow {
    office_id: OfficeId,
    account_id: AccountId,
    case_id: CaseId,
    kind: RoleInCase,
    since: Instant,
    until: Option<Instant>,
    minor_until: Option<Instant>,
    body: Vec<u8>,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = papers, treat_none_as_null = true)]
struct PaperRow {
    office_id: OfficeId,
    id: PaperId,
    case_id: CaseId,
    kind: FormCode,
    serial: i32,
    status: PaperState,
    on_date: chrono::NaiveDate,
    party_id: Option<PartyId>,
    made_by: AccountId,
    made_at: Instant,
    body: Vec<u8>,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = marks, treat_none_as_null = true)]
struct MarkRow {
    office_id: OfficeId,
    id: MarkId,
    case_id: CaseId,
    paper_id: PaperId,
    text_hash: Vec<u8>,
    marked_at: Instant,
    voided_at: Option<Instant>,
    body: Vec<u8>,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = performance_items, treat_none_as_null = true)]
struct ItemRow {
    office_id: OfficeId,
    id: PerformanceItemId,
    case_id: CaseId,
    position: i32,
    due_on: Option<chrono::NaiveDate>,
    amount_fen: i64,
    status: PerformanceStatus,
    body: Vec<u8>,
}

/// A case file in hand, and the row it came from.
#[derive(Debug, Clone)]
pub(crate) struct Loaded {
    pub held: Held,
    pub row: CaseRow,
}

fn seal<T: Serialize>(conn: &Conn<'_>, table: &str, row: &[u8; 16], value: &T) -> Result<Vec<u8>, AppError> {
    let plain = serde_json::to_vec(value).map_err(AppError::internal)?;
    Ok(conn.keys().seal(table, "body", row, &plain)?)
}

pub(crate) fn open<T: DeserializeOwned>(conn: &Conn<'_>, table: &str, row: &[u8; 16], sealed: &[u8]) -> Result<T, AppError> {
    let plain = conn.keys().open(table, "body", row, sealed)?;
    serde_json::from_slice(&plain).map_err(AppError::internal)
}

/// The case row, if the scope reaches it; 404 otherwise.
pub(crate) fn find_row(conn: &mut Conn<'_>, scope: &Scope, id: CaseId) -> Result<CaseRow, AppError> {
    Ok(cases::table.filter(cases::id.eq(id)).filter(visible(scope)).select(CaseRow::as_select()).first(conn.db())?)
}

/// The sealed part of a case row.
pub(crate) fn body_of(conn: &Conn<'_>, row: &CaseRow) -> Result<CaseBody, AppError> {
    open(conn, "cases", row.id.bytes(), &row.body)
}

/// The parties of a file in their order.
pub(crate) fn parties_of(conn: &mut Conn<'_>, office: OfficeId, case: CaseId) -> Result<Vec<Party>, AppError> {
    let rows: Vec<PartyRow> = parties::table
        .filter(parties::office_id.eq(office))
        .filter(parties::case_id.eq(case))
        .order(parties::position.asc())
        .select(PartyRow::as_select())
        .load(conn.db())?;
    rows.iter().map(|row| open(conn, "parties", row.id.bytes(), &row.body)).collect()
}

fn tie_rows(conn: &mut Conn<'_>, office: OfficeId, case: CaseId) -> Result<Vec<TieRow>, AppError> {
    Ok(ties::table
        .filter(ties::office_id.eq(office))
        .filter(ties::case_id.eq(case))
        .order((ties::since.asc(), ties::kind.asc(), ties::account_id.asc()))
        .select(TieRow::as_select())
        .load(conn.db())?)
}

/// The ties of a file, ended ones included, oldest first.
pub(crate) fn ties_of(conn: &mut Conn<'_>, office: OfficeId, case: CaseId) -> Result<Vec<Tie>, AppError> {
    let rows = tie_rows(conn, office, case)?;
    rows.iter().map(|row| open(conn, "ties", case.bytes(), &row.body)).collect()
}

/// The same, and what the reader herself has to do with the file.
pub(crate) fn ties_and_own(conn: &mut Conn<'_>, scope: &Scope, case: CaseId) -> Result<(Vec<Tie>, OwnTies), AppError> {
    let rows = tie_rows(conn, scope.office, case)?;
    let now = Instant(conn.now());
    let own = || rows.iter().filter(|row| row.account_id == scope.account);
    let minors = |row: &TieRow| row.minor_until.is_some_and(|until| now < until);
    let own = OwnTies {
        live: own().filter(|row| row.until.is_none()).map(|row| (row.kind, minors(row))).collect(),
        recused: own().any(|row| row.kind == RoleInCase::Recused),
    };
    let ties = rows.iter().map(|row| open(conn, "ties", case.bytes(), &row.body)).collect::<Result<_, _>>()?;
    Ok((ties, own))
}

/// What a reader has to do with a file.
#[derive(Debug, Clone, Default)]
pub(crate) struct OwnTies {
    /// Kind of each live tie, and whether minors may be seen through it now.
    pub live: Vec<(RoleInCase, bool)>,
    /// At any time: a recused person never sees the file again.
    pub recused: bool,
}

/// The reader's own live ties to a file: their kind, and whether minors may be seen through them now.
pub(crate) fn own_ties(conn: &mut Conn<'_>, scope: &Scope, case: CaseId) -> Result<Vec<(RoleInCase, bool)>, AppError> {
    let rows: Vec<(RoleInCase, Option<Instant>)> = ties::table
        .filter(ties::office_id.eq(scope.office))
        .filter(ties::account_id.eq(scope.account))
        .filter(ties::case_id.eq(case))
        .filter(ties::until.is_null())
        .select((ties::kind, ties::minor_until))
        .load(conn.db())?;
    let now = Instant(conn.now());
    Ok(rows.into_iter().map(|(kind, until)| (kind, until.is_some_and(|until| now < until))).collect())
}

/// The papers of a file, oldest first.
pub(crate) fn papers_of(conn: &mut Conn<'_>, office: OfficeId, case: CaseId) -> Result<Vec<Paper>, AppError> {
    let rows: Vec<PaperRow> = papers::table
        .filter(papers::office_id.eq(office))
        .filter(papers::case_id.eq(case))
        .order((papers::made_at.asc(), papers::serial.asc(), papers::id.asc()))
        .select(PaperRow::as_select())
        .load(conn.db())?;
    rows.iter().map(|row| open(conn, "papers", row.id.bytes(), &row.body)).collect()
}

/// The marks of a file with their strokes, oldest first.
pub(crate) fn marks_of(conn: &mut Conn<'_>, office: OfficeId, case: CaseId) -> Result<Vec<StoredMark>, AppError> {
    let rows: Vec<MarkRow> = marks::table
        .filter(marks::office_id.eq(office))
        .filter(marks::case_id.eq(case))
        .order((marks::marked_at.asc(), marks::id.asc()))
        .select(MarkRow::as_select())
        .load(conn.db())?;
    rows.iter().map(|row| open(conn, "marks", row.id.bytes(), &row.body)).collect()
}

/// What is owed under the file's agreements.
pub(crate) fn items_of(conn: &mut Conn<'_>, office: OfficeId, case: CaseId) -> Result<Vec<PerformanceItem>, AppError> {
    let rows: Vec<ItemRow> = performance_items::table
        .filter(performance_items::office_id.eq(office))
        .filter(performance_items::case_id.eq(case))
        .order((performance_items::position.asc(), performance_items::id.asc()))
        .select(ItemRow::as_select())
        .load(conn.db())?;
    rows.iter().map(|row| open(conn, "performance_items", row.id.bytes(), &row.body)).collect()
}

/// Assembles the dossier of a row: everything the rules may look at.
pub(crate) fn dossier(conn: &mut Conn<'_>, row: &CaseRow, by: AccountId) -> Result<Dossier, AppError> {
    let body = body_of(conn, row)?;
    let office = row.office_id;
    let ties = ties_of(conn, office, row.id)?;
    let parties = parties_of(conn, office, row.id)?;
    let mediating: Vec<AccountId> =
        ties.iter().filter(|tie| matches!(tie.role, RoleInCase::Mediator | RoleInCase::Lawyer)).map(|tie| tie.account_id).collect();
    let today = local_date(conn.now());
    let mut dossier = Dossier {
        committee: directory::committee(conn, office, row.committee_id)?,
        mediators: mediators::on_file(conn, office, &mediating, &body.representatives)?,
        papers: papers_of(conn, office, row.id)?,
        marks: marks_of(conn, office, row.id)?.into_iter().map(|stored| stored.mark).collect(),
        performance: items_of(conn, office, row.id)?,
        case: body.file,
        parties,
        representatives: body.representatives,
        ties,
        conflicts: body.conflicts,
        refusals: body.refusals,
        duplicates: body.duplicates,
        suspensions: body.suspensions,
        corrections: body.corrections,
        limits: Limits::default(),
        act: Act { by, on: today, brings: None, consented_by: Vec::new() },
        today,
        now: conn.now(),
    };
    clocks::limit(conn, &mut dossier, office)?;
    Ok(dossier)
}

/// Loads a file for change, with the row locked where the engine has row locks.
pub(crate) fn load(tx: &mut Tx<'_>, scope: &Scope, id: CaseId, at: Option<DateTime<Utc>>) -> Result<Loaded, AppError> {
    find_row(tx, scope, id)?;
    let row: CaseRow = ForUpdate(cases::table.find((scope.office, id)).select(CaseRow::as_select()))
        .get_results(tx.db())?
        .into_iter()
        .next()
        .ok_or(AppError::NotFound)?;
    let by = tx.who().account;
    let dossier = dossier(tx, &row, by)?;
    let names = tx.names(at.unwrap_or(tx.now()));
    Ok(Loaded { held: Held::new(dossier, names), row })
}

/// What lists show of a dossier.
fn project(tx: &Tx<'_>, loaded: &Loaded, version: i64, next_due_on: chrono::NaiveDate) -> Result<CaseRow, AppError> {
    let dossier = &loaded.held.dossier;
    let file = &dossier.case;
    let agreed: i64 = dossier.agreement().map_or(0, |agreement| {
        agreement.clauses.iter().filter_map(|clause| clause.amount_fen).map(|fen: Fen| fen.0).fold(0, i64::saturating_add)
    });
    let mut body = CaseBody::of(dossier);
    body.file.version = version;
    Ok(CaseRow {
        version,
        state: file.state,
        station_id: file.org_id,
        committee_id: file.committee_id,
        number: file.number.clone(),
        category: file.category,
        source: file.source,
        mode: file.mode,
        difficulty: file.difficulty,
        sealed: loaded.row.sealed,
        minor: dossier.children().next().is_some() || loaded.row.minor,
        applicants: line::applicants(dossier),
        respondents: line::respondents(dossier),
        requested_at: loaded.row.requested_at,
        occurred_at: loaded.row.occurred_at,
        accepted_on: file.milestones.accepted_on,
        effective_on: file.milestones.effective_on,
        amount_fen: agreed,
        outcome: file.outcome,
        closed_on: file.milestones.closed_on,
        archived_on: file.milestones.archived_on,
        retention: file.retention,
        filed_by: loaded.row.filed_by,
        next_due_on,
        updated_at: Instant(tx.now()),
        office_id: loaded.row.office_id,
        id: loaded.row.id,
        body: seal(tx, "cases", loaded.row.id.bytes(), &body)?,
    })
}

/// Writes a new file with its parties, ties and papers.
pub(crate) fn insert(tx: &mut Tx<'_>, loaded: &mut Loaded, next_due_on: chrono::NaiveDate) -> Result<(), AppError> {
    let row = project(tx, loaded, 1, next_due_on)?;
    diesel::insert_into(cases::table).values(&row).execute(tx.db()).map_err(|e| {
        on_duplicate(e, AppError::Conflict { code: "mediation.case.exists", zh: "该案件编号已存在", en: "This case id exists" })
    })?;
    loaded.row = row;
    let empty = Dossier { parties: vec![], ties: vec![], papers: vec![], ..loaded.held.dossier.clone() };
    save_parts(tx, &empty, loaded)
}

/// Saves what a command changed. The version is the lock: another writer's change answers 412.
pub(crate) fn save(tx: &mut Tx<'_>, before: &Dossier, loaded: &mut Loaded, next_due_on: chrono::NaiveDate) -> Result<i64, AppError> {
    let seen = loaded.row.version;
    let row = project(tx, loaded, seen + 1, next_due_on)?;
    let changed = diesel::update(cases::table.find((row.office_id, row.id)).filter(cases::version.eq(seen))).set(&row).execute(tx.db())?;
    if changed == 0 {
        return Err(AppError::Stale { current: seen + 1 });
    }
    save_parts(tx, before, loaded)?;
    loaded.held.dossier.case.version = row.version;
    loaded.row = row;
    Ok(seen + 1)
}

/// Records with their place in the file.
type Placed<'a, T> = Vec<(usize, &'a T)>;

/// Records that are new, and records that exist but changed.
fn changes<'a, T: PartialEq, K: PartialEq>(before: &'a [T], after: &'a [T], key: impl Fn(&T) -> K) -> (Placed<'a, T>, Placed<'a, T>) {
    let (mut new, mut changed) = (Vec::new(), Vec::new());
    for (position, record) in after.iter().enumerate() {
        match before.iter().find(|old| key(old) == key(record)) {
            None => new.push((position, record)),
            Some(old) if old != record => changed.push((position, record)),
            Some(_) => {}
        }
    }
    (new, changed)
}

fn save_parts(tx: &mut Tx<'_>, before: &Dossier, loaded: &Loaded) -> Result<(), AppError> {
    save_parties(tx, before, loaded)?;
    save_ties(tx, before, loaded)?;
    save_papers(tx, before, loaded)?;
    save_marks(tx, before, loaded)?;
    save_items(tx, before, loaded)
}

fn save_parties(tx: &mut Tx<'_>, before: &Dossier, loaded: &Loaded) -> Result<(), AppError> {
    let (office, case) = (loaded.row.office_id, loaded.row.id);
    let row_of = |tx: &Tx<'_>, position: usize, party: &Party| -> Result<PartyRow, AppError> {
        let document = &party.particulars.id_document;
        let id_token = document.number.as_ref().map(|number| tx.keys().blind_index("parties.id_number", number).to_vec());
        Ok(PartyRow {
            office_id: office,
            id: party.id,
            case_id: case,
            position: i32::try_from(position).map_err(AppError::internal)?,
            role: party.role,
            name: party.name().to_owned(),
            id_token,
            body: seal(tx, "parties", party.id.bytes(), party)?,
        })
    };
    let (new, changed) = changes(&before.parties, &loaded.held.dossier.parties, |party| party.id);
    let rows = new.into_iter().map(|(position, party)| row_of(tx, position, party)).collect::<Result<Vec<_>, _>>()?;
    insert_each!(tx.db(), parties::table, rows).map_err(|e| on_duplicate(e, AppError::field("/parties", "unknown_reference")))?;
    for (position, party) in changed {
        let row = row_of(tx, position, party)?;
        diesel::update(parties::table.find((office, row.id))).set(&row).execute(tx.db())?;
    }
    Ok(())
}

fn save_ties(tx: &mut Tx<'_>, before: &Dossier, loaded: &Loaded) -> Result<(), AppError> {
    let (office, case) = (loaded.row.office_id, loaded.row.id);
    let now = Instant(tx.now());
    let (new, changed) = changes(&before.ties, &loaded.held.dossier.ties, |tie| tie.id);
    for (_, tie) in new {
        let row = TieRow {
            office_id: office,
            account_id: tie.account_id,
            case_id: case,
            kind: tie.role,
            since: now,
            until: tie.until.map(|_| now),
            minor_until: loaded.held.minor_until.iter().find(|(id, _)| *id == tie.id).map(|(_, until)| *until),
            body: seal(tx, "ties", case.bytes(), tie)?,
        };
        diesel::insert_into(ties::table).values(&row).execute(tx.db())?;
    }
    for (_, tie) in changed {
        let body = seal(tx, "ties", case.bytes(), tie)?;
        let live = ties::table
            .filter(ties::office_id.eq(office))
            .filter(ties::account_id.eq(tie.account_id))
            .filter(ties::case_id.eq(case))
            .filter(ties::kind.eq(tie.role))
            .filter(ties::until.is_null());
        diesel::update(live).set((ties::until.eq(tie.until.map(|_| now)), ties::body.eq(body))).execute(tx.db())?;
    }
    Ok(())
}

fn save_papers(tx: &mut Tx<'_>, before: &Dossier, loaded: &Loaded) -> Result<(), AppError> {
    let (office, case) = (loaded.row.office_id, loaded.row.id);
    let (new, changed) = changes(&before.papers, &loaded.held.dossier.papers, |paper| paper.id);
    let mut serials: Vec<FormCode> = before.papers.iter().map(Paper::form).collect();
    let row_of = |tx: &Tx<'_>, serial: usize, paper: &Paper| -> Result<PaperRow, AppError> {
        Ok(PaperRow {
            office_id: office,
            id: paper.id,
            case_id: case,
            kind: paper.form(),
            serial: i32::try_from(serial).map_err(AppError::internal)?,
            status: paper.state,
            on_date: paper.dated_on(),
            party_id: paper.party_id,
            made_by: paper.made_by,
            made_at: Instant(paper.recorded_at),
            body: seal(tx, "papers", paper.id.bytes(), paper)?,
        })
    };
    for (_, paper) in new {
        serials.push(paper.form());
        let serial = serials.iter().filter(|form| **form == paper.form()).count();
        let row = row_of(tx, serial, paper)?;
        diesel::insert_into(papers::table).values(&row).execute(tx.db())?;
    }
    for (_, paper) in changed {
        let body = seal(tx, "papers", paper.id.bytes(), paper)?;
        diesel::update(papers::table.find((office, paper.id)))
            .set((papers::status.eq(paper.state), papers::on_date.eq(paper.dated_on()), papers::body.eq(body)))
            .execute(tx.db())?;
    }
    Ok(())
}

fn save_marks(tx: &mut Tx<'_>, before: &Dossier, loaded: &Loaded) -> Result<(), AppError> {
    let (office, case) = (loaded.row.office_id, loaded.row.id);
    let (new, changed) = changes(&before.marks, &loaded.held.dossier.marks, |mark| mark.id);
    for (_, mark) in new {
        let strokes = loaded.held.strokes.iter().find(|(id, _)| *id == mark.id).map(|(_, strokes)| strokes.clone());
        let row = MarkRow {
            office_id: office,
            id: mark.id,
            case_id: case,
            paper_id: mark.paper_id,
            text_hash: mark.text_hash.as_bytes().to_vec(),
            marked_at: Instant(mark.made_at),
            voided_at: mark.voided_at.map(Instant),
            body: seal(tx, "marks", mark.id.bytes(), &StoredMark { mark: mark.clone(), strokes })?,
        };
        diesel::insert_into(marks::table).values(&row).execute(tx.db())?;
    }
    // only voiding changes a mark; its strokes stay what they were
    for (_, mark) in changed {
        let sealed: Vec<u8> = marks::table.find((office, mark.id)).select(marks::body).first(tx.db())?;
        let stored: StoredMark = open(tx, "marks", mark.id.bytes(), &sealed)?;
        let body = seal(tx, "marks", mark.id.bytes(), &StoredMark { mark: mark.clone(), ..stored })?;
        diesel::update(marks::table.find((office, mark.id)))
            .set((marks::voided_at.eq(mark.voided_at.map(Instant)), marks::body.eq(body)))
            .execute(tx.db())?;
    }
    Ok(())
}

fn save_items(tx: &mut Tx<'_>, before: &Dossier, loaded: &Loaded) -> Result<(), AppError> {
    let (office, case) = (loaded.row.office_id, loaded.row.id);
    let (new, changed) = changes(&before.performance, &loaded.held.dossier.performance, |item| item.id);
    let row_of = |tx: &Tx<'_>, position: usize, item: &PerformanceItem| -> Result<ItemRow, AppError> {
        Ok(ItemRow {
            office_id: office,
            id: item.id,
            case_id: case,
            position: i32::try_from(position).map_err(AppError::internal)?,
            due_on: item.due_on,
            amount_fen: item.amount_fen.map_or(0, |fen| fen.0),
            status: item.status,
            body: seal(tx, "performance_items", item.id.bytes(), item)?,
        })
    };
    for (position, item) in new {
        let row = row_of(tx, position, item)?;
        diesel::insert_into(performance_items::table).values(&row).execute(tx.db())?;
    }
    for (position, item) in changed {
        let row = row_of(tx, position, item)?;
        diesel::update(performance_items::table.find((office, row.id))).set(&row).execute(tx.db())?;
    }
    Ok(())
}
