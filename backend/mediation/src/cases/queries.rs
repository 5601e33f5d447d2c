//! Lists and searches: keyset pages inside the reader's scope, no count, no offset, no sealed column.

use chrono::NaiveDate;
use diesel::prelude::*;
use platform::access::Scope;
use platform::db::{Conn, Instant};
use platform::http::page;
use platform::ids::{AccountId, CaseId, OrgId};
use platform::problem::AppError;
use platform::text;
use serde::{Deserialize, Serialize};

use super::State;
use super::sight::visible;
use super::views::{CaseListItem, ListRow};
use crate::directory;
use crate::dossier::numbering::number_query;
use crate::schema::{case_terms, cases, parties, ties};
use crate::vocabulary::{Category, RoleInCase};

platform::text_enum!(
    /// The order of a list of files.
    CaseOrder {
        /// Newest change first.
        Newest = "NEWEST",
        /// What is due first.
        Due = "DUE",
    }
);

/// What a reader narrows the list by.
#[derive(Debug, Clone, Default)]
pub(crate) struct CaseFilter {
    pub state: Option<State>,
    pub station: Option<OrgId>,
    pub mediator: Option<AccountId>,
    pub category: Option<Category>,
    pub due_until: Option<NaiveDate>,
    /// A name (two Chinese characters suffice), pinyin, initials, or a file number.
    pub q: Option<String>,
    /// An exact document number of a party.
    pub id_number: Option<String>,
}

/// Where a page ends.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Position {
    Newest(i64, CaseId),
    Due(NaiveDate, CaseId),
}

/// One page of the files in scope.
pub(crate) fn list(
    conn: &mut Conn<'_>,
    scope: &Scope,
    filter: &CaseFilter,
    order: CaseOrder,
    after: Option<Position>,
    limit: usize,
) -> Result<(Vec<CaseListItem>, Option<String>), AppError> {
    let (rows, next) = page_of(conn, scope, filter, order, after, limit)?;
    Ok((items(conn, scope, rows)?, next))
}

fn page_of(
    conn: &mut Conn<'_>,
    scope: &Scope,
    filter: &CaseFilter,
    order: CaseOrder,
    after: Option<Position>,
    limit: usize,
) -> Result<(Vec<ListRow>, Option<String>), AppError> {
    let sources = sources(conn, scope, filter)?;
    let few = sources.iter().any(|source| matches!(source, Source::Few(_)));
    let mut query = cases::table.filter(visible(scope)).into_boxed();
    if let Some(state) = filter.state {
        query = query.filter(cases::state.eq(state));
    }
    if let Some(station) = filter.station {
        query = query.filter(cases::station_id.eq(station));
    }
    if let Some(category) = filter.category {
        query = query.filter(cases::category.eq(category));
    }
    if let Some(day) = filter.due_until {
        query = query.filter(cases::next_due_on.le(day));
    }
    for ids in sources {
        query = match ids {
            Source::Few(ids) => query.filter(cases::id.eq_any(ids)),
            Source::ManyByTerm(term) => {
                let found = case_terms::table.filter(case_terms::office_id.eq(scope.office)).filter(case_terms::term.eq(term));
                query.filter(cases::id.eq_any(found.select(case_terms::case_id)))
            }
        };
    }
    query = match (order, after) {
        (CaseOrder::Newest, Some(Position::Newest(micros, id))) => {
            let at = chrono::DateTime::from_timestamp_micros(micros).ok_or_else(|| AppError::field("/query/cursor", "type"))?;
            query.filter(cases::updated_at.le(Instant(at))).filter(cases::updated_at.lt(Instant(at)).or(cases::id.lt(id)))
        }
        (CaseOrder::Due, Some(Position::Due(day, id))) => {
            query.filter(cases::next_due_on.ge(day)).filter(cases::next_due_on.gt(day).or(cases::id.gt(id)))
        }
        (_, None) => query,
        (_, Some(_)) => return Err(AppError::field("/query/cursor", "type")),
    };
    let rows: Vec<ListRow> = if few {
        // with an order and a limit, a planner without statistics walks through everybody's files in that order
        let mut rows: Vec<ListRow> = query.select(ListRow::as_select()).load(conn.db())?;
        match order {
            CaseOrder::Newest => rows.sort_by_key(|row| std::cmp::Reverse((row.updated_at, row.id))),
            CaseOrder::Due => rows.sort_by_key(|row| (row.next_due_on, row.id)),
        }
        rows.truncate(limit + 1);
        rows
    } else {
        query = match order {
            CaseOrder::Newest => query.order((cases::updated_at.desc(), cases::id.desc())),
            CaseOrder::Due => query.order((cases::next_due_on.asc(), cases::id.asc())),
        };
        let more = i64::try_from(limit + 1).map_err(AppError::internal)?;
        query.limit(more).select(ListRow::as_select()).load(conn.db())?
    };
    page::cut(rows, limit, |row: &ListRow| match order {
        CaseOrder::Newest => Position::Newest(row.updated_at.0.timestamp_micros(), row.id),
        CaseOrder::Due => Position::Due(row.next_due_on, row.id),
    })
}

/// Files that a filter leaves, found before the page is: a planner that only sees an order and a limit would walk through
/// everybody's files to find the few.
enum Source {
    Few(Vec<CaseId>),
    /// So many that the newest page finds them at once.
    ManyByTerm(String),
}

/// Up to here the ids themselves are given to the page's query.
const FEW: usize = 1_000;

fn sources(conn: &mut Conn<'_>, scope: &Scope, filter: &CaseFilter) -> Result<Vec<Source>, AppError> {
    let mut sources = Vec::new();
    let own_only = scope.own.is_none() && scope.masked.is_none() && scope.shelf.is_none();
    if own_only && scope.assigned {
        sources.push(Source::Few(tied(conn, scope, scope.account, None)?));
    }
    if let Some(mediator) = filter.mediator {
        sources.push(Source::Few(tied(conn, scope, mediator, Some(RoleInCase::Mediator))?));
    }
    if let Some(number) = &filter.id_number {
        let tokens: Vec<Option<Vec<u8>>> =
            conn.keys().blind_index_candidates("parties.id_number", number).into_iter().map(|token| Some(token.to_vec())).collect();
        let ids = parties::table
            .filter(parties::office_id.eq(scope.office))
            .filter(parties::id_token.eq_any(tokens))
            .select(parties::case_id)
            .load(conn.db())?;
        sources.push(Source::Few(ids));
    }
    if let Some(q) = filter.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
        let terms = match number_query(q) {
            Some(number) => vec![text::Term { value: number, prefix: false }],
            None => text::query_terms(q).terms,
        };
        if terms.is_empty() {
            sources.push(Source::Few(Vec::new()));
        }
        for term in terms {
            sources.push(named(conn, scope, term)?);
        }
    }
    Ok(sources)
}

/// The files an account is tied to now.
fn tied(conn: &mut Conn<'_>, scope: &Scope, account: AccountId, kind: Option<RoleInCase>) -> Result<Vec<CaseId>, AppError> {
    let mut query = ties::table
        .filter(ties::office_id.eq(scope.office))
        .filter(ties::account_id.eq(account))
        .filter(ties::kind.ne(RoleInCase::Recused))
        .filter(ties::until.is_null())
        .select(ties::case_id)
        // nobody works on so many; the page's query takes the ids as parameters, of which an engine has a limit
        .order(ties::since.desc())
        .limit(20_000)
        .into_boxed();
    if let Some(kind) = kind {
        query = query.filter(ties::kind.eq(kind));
    }
    Ok(query.load(conn.db())?)
}

/// The files a search term names.
fn named(conn: &mut Conn<'_>, scope: &Scope, term: text::Term) -> Result<Source, AppError> {
    let most = i64::try_from(FEW + 1).map_err(AppError::internal)?;
    let terms = case_terms::table.filter(case_terms::office_id.eq(scope.office)).select(case_terms::case_id).limit(most);
    if term.prefix {
        let end = format!("{}\u{10FFFF}", term.value);
        let mut ids: Vec<CaseId> = terms.filter(case_terms::term.ge(term.value)).filter(case_terms::term.lt(end)).load(conn.db())?;
        ids.truncate(FEW);
        return Ok(Source::Few(ids));
    }
    let ids: Vec<CaseId> = terms.filter(case_terms::term.eq(&term.value)).load(conn.db())?;
    Ok(if ids.len() > FEW { Source::ManyByTerm(term.value) } else { Source::Few(ids) })
}

/// At most fifty files with a party of this document number, each with no more of the names than the searcher may read.
pub(crate) fn found_by_number(conn: &mut Conn<'_>, scope: &Scope, reading: &Scope, number: &str) -> Result<Vec<CaseListItem>, AppError> {
    let filter = CaseFilter { id_number: Some(number.to_owned()), ..CaseFilter::default() };
    let (rows, _) = page_of(conn, scope, &filter, CaseOrder::Newest, None, 50)?;
    let tied = if reading.assigned { tied_to(conn, reading, &rows)? } else { Vec::new() };
    rendered(conn, reading, rows, &tied)
}

/// Renders lines for the reader of a scope.
pub(crate) fn items(conn: &mut Conn<'_>, scope: &Scope, rows: Vec<ListRow>) -> Result<Vec<CaseListItem>, AppError> {
    // whose reach is nothing but her own work need not be asked which lines are hers
    let only_own_work = scope.own.is_none() && scope.masked.is_none() && scope.shelf.is_none();
    let tied = match (scope.assigned, only_own_work) {
        (false, _) => Vec::new(),
        (true, true) => rows.iter().map(|row| row.id).collect(),
        (true, false) => tied_to(conn, scope, &rows)?,
    };
    rendered(conn, scope, rows, &tied)
}

/// Those of the lines that are the reader's own work.
fn tied_to(conn: &mut Conn<'_>, scope: &Scope, rows: &[ListRow]) -> Result<Vec<CaseId>, AppError> {
    Ok(ties::table
        .filter(ties::office_id.eq(scope.office))
        .filter(ties::account_id.eq(scope.account))
        .filter(ties::case_id.eq_any(rows.iter().map(|row| row.id).collect::<Vec<_>>()))
        .filter(ties::kind.ne(RoleInCase::Recused))
        .filter(ties::until.is_null())
        .select(ties::case_id)
        .load(conn.db())?)
}

fn rendered(conn: &mut Conn<'_>, scope: &Scope, rows: Vec<ListRow>, tied: &[CaseId]) -> Result<Vec<CaseListItem>, AppError> {
    let stations = directory::org_names(conn, scope.office)?;
    let line = |row: ListRow| {
        let is_tied = tied.contains(&row.id);
        row.item(&stations, scope, is_tied)
    };
    Ok(rows.into_iter().map(line).collect())
}
