//! Tasks of one reader, from the clock rows and the papers that wait for somebody.

use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use platform::access::{Actor, Orgs, Role, Scope};
use platform::calendar::local_date;
use platform::db::{Conn, Instant};
use platform::ids::{AccountId, CaseId, OrgId};
use platform::problem::AppError;
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::State;
use crate::cases::sight::visible;
use crate::cases::views::{CaseListItem, ListRow};
use crate::deadlines::TimerCode;
use crate::directory;
use crate::schema::{cases, papers, timers};
use crate::vocabulary::{FormCode, PaperState};

platform::text_enum!(
    /// Why something is on the home page.
    TaskKind {
        /// A clock runs.
        Clock = "CLOCK",
        /// An agreement waits for the seal.
        Seal = "SEAL",
        /// A closing waits for review.
        Review = "REVIEW",
        /// A recusal request waits for a decision.
        Recusal = "RECUSAL",
    }
);

/// One thing that is due.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Task {
    pub kind: TaskKind,
    /// The clock, for example `T_MED`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub clock: Option<TimerCode>,
    pub label_zh: String,
    pub label_en: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub due_on: Option<NaiveDate>,
    pub overdue: bool,
    /// The law or rule behind it.
    pub basis: String,
    #[serde(rename = "caseFile")]
    pub case: CaseListItem,
}

/// How many files stand where, inside the reader's scope.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StateCount {
    pub state: State,
    pub files: i64,
}

/// The home page.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Tasks {
    pub today: NaiveDate,
    /// Overdue first, then by day.
    pub items: Vec<Task>,
    /// More is due than is shown.
    pub more: bool,
    /// For the head of a station: tablets of her mediators with work older than a day that nobody has received.
    pub tablets: Vec<LateTablet>,
    pub counts: Vec<StateCount>,
}

/// A tablet with work that has waited for more than a day (平板有超过24小时未上传的内容).
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LateTablet {
    pub label_zh: String,
    pub label_en: String,
    #[schema(example = "王和平")]
    pub account_name: String,
    /// What the tablet is called.
    pub device_label: String,
    pub unsent: i64,
    pub since: Instant,
}

const SHOWN: i64 = 100;
/// Work that waits longer than this on a tablet is somebody's task.
const LATE: TimeDelta = TimeDelta::hours(24);

/// What the tablets of her mediators have not handed in, for the head of a station.
fn late_tablets(conn: &mut Conn<'_>, actor: &Actor) -> Result<Vec<LateTablet>, AppError> {
    let mut found = Vec::new();
    let before = conn.now() - LATE;
    for held in actor.roles.iter().filter(|held| held.role == Role::StationHead) {
        found.extend(directory::laggards(conn, actor.office, &held.subtree, before)?);
    }
    found.dedup();
    Ok(found
        .into_iter()
        .map(|one| LateTablet {
            label_zh: "平板有超过24小时未上传的内容".to_owned(),
            label_en: "a tablet holds work older than 24 hours that has not been sent".to_owned(),
            account_name: one.owner,
            device_label: one.label,
            unsent: one.unsent,
            since: Instant(one.since),
        })
        .collect())
}

/// What is due for this reader. `scope` is what she may list.
pub(super) fn tasks(conn: &mut Conn<'_>, actor: &Actor, scope: &Scope) -> Result<Tasks, AppError> {
    let today = local_date(conn.now());
    let lapsed = |code: TimerCode, due_on: NaiveDate| code.is_right() && due_on < today;
    let mut found: Vec<(Reason, ListRow)> = Vec::new();
    for (code, due_on, basis, row) in clocks(conn, actor, scope)?.into_iter().filter(|clock| !lapsed(clock.0, clock.1)) {
        found.push((
            Reason { kind: TaskKind::Clock, clock: Some(code), label: (code.label_zh(), code.label_en()), due_on: Some(due_on), basis },
            row,
        ));
    }
    let mut wait = |kind, label, basis: &str, rows: Vec<ListRow>| {
        let reason = || Reason { kind, clock: None, label, due_on: None, basis: basis.to_owned() };
        found.extend(rows.into_iter().map(|row| (reason(), row)));
    };
    if actor.has_role(Role::SealKeeper) {
        let rows = in_state(conn, scope, State::AgreedPending)?;
        wait(TaskKind::Seal, ("协议待签署、盖章", "an agreement waits for marks and seal"), "《人民调解法》第29条", rows);
    }
    let heads = [Role::StationHead, Role::CommitteeDirector, Role::FederationOfficer];
    if heads.iter().any(|role| actor.has_role(*role)) {
        let rows = waiting(conn, scope, FormCode::F17, PaperState::Current)?;
        wait(TaskKind::Review, ("结案待审核", "a closing waits for review"), "本会工作规则", rows);
        let rows = waiting(conn, scope, FormCode::F23, PaperState::Draft)?;
        wait(TaskKind::Recusal, ("回避申请待决定", "a recusal request waits"), "《人民调解工作若干规定》第25条", rows);
    }
    let shown = usize::try_from(SHOWN).map_err(AppError::internal)?;
    let more = found.len() > shown;
    found.truncate(shown);
    let (reasons, rows): (Vec<Reason>, Vec<ListRow>) = found.into_iter().unzip();
    let files = crate::cases::queries::items(conn, scope, rows)?;
    let items = reasons.into_iter().zip(files).map(|(reason, case)| reason.task(case, today)).collect();
    Ok(Tasks { today, items, more, tablets: late_tablets(conn, actor)?, counts: counts(conn, scope)? })
}

/// Why a file is on the home page.
struct Reason {
    kind: TaskKind,
    clock: Option<TimerCode>,
    label: (&'static str, &'static str),
    due_on: Option<NaiveDate>,
    basis: String,
}

impl Reason {
    fn task(self, case: CaseListItem, today: NaiveDate) -> Task {
        Task {
            kind: self.kind,
            clock: self.clock,
            label_zh: self.label.0.to_owned(),
            label_en: self.label.1.to_owned(),
            due_on: self.due_on,
            overdue: self.due_on.is_some_and(|due| due < today),
            basis: self.basis,
            case,
        }
    }
}

type Clock = (TimerCode, NaiveDate, String, ListRow);

/// Running clocks that are this reader's: her own, or those of her post at her organisations.
fn clocks(conn: &mut Conn<'_>, actor: &Actor, scope: &Scope) -> Result<Vec<Clock>, AppError> {
    let mut found: Vec<Clock> = due(conn, scope, Some(actor.account), None, &[])?;
    for held in &actor.roles {
        let stations = match &held.subtree {
            Orgs::All => None,
            Orgs::These(list) => Some(list.clone()),
            Orgs::None => continue,
        };
        found.extend(due(conn, scope, None, stations, &equivalents(held.role))?);
    }
    found.sort_by_key(|clock| (clock.1, clock.3.id, clock.0));
    found.dedup_by(|a, b| (a.1, a.3.id, a.0) == (b.1, b.3.id, b.0));
    Ok(found)
}

/// A director sees what is due for a station head; the officer stands in for the director.
fn equivalents(role: Role) -> Vec<Role> {
    match role {
        Role::CommitteeDirector | Role::FederationOfficer => vec![Role::StationHead, Role::CommitteeDirector, role],
        // a registrar's desk accepts, so does the station head
        Role::StationHead => vec![Role::StationHead, Role::Registrar],
        other => vec![other],
    }
}

fn due(
    conn: &mut Conn<'_>,
    scope: &Scope,
    account: Option<AccountId>,
    stations: Option<Vec<OrgId>>,
    roles: &[Role],
) -> Result<Vec<Clock>, AppError> {
    let mut query = timers::table.filter(timers::office_id.eq(scope.office)).into_boxed();
    query = match account {
        Some(account) => query.filter(timers::account_id.eq(account)),
        None => query.filter(timers::account_id.is_null()).filter(timers::role.eq_any(roles.to_vec())),
    };
    if let Some(stations) = stations {
        query = query.filter(timers::station_id.eq_any(stations));
    }
    let running: Vec<(TimerCode, NaiveDate, String, CaseId)> = query
        .order((timers::due_on.asc(), timers::case_id.asc()))
        .limit(SHOWN * 2)
        .select((timers::code, timers::due_on, timers::basis, timers::case_id))
        .load(conn.db())?;
    let rows = files(conn, scope, running.iter().map(|timer| timer.3).collect())?;
    Ok(running
        .into_iter()
        .filter_map(|(code, due_on, basis, id)| rows.iter().find(|row| row.id == id).map(|row| (code, due_on, basis, row.clone())))
        .collect())
}

/// Those of the files that the reader may see.
fn files(conn: &mut Conn<'_>, scope: &Scope, ids: Vec<CaseId>) -> Result<Vec<ListRow>, AppError> {
    Ok(cases::table.filter(visible(scope)).filter(cases::id.eq_any(ids)).select(ListRow::as_select()).load(conn.db())?)
}

fn in_state(conn: &mut Conn<'_>, scope: &Scope, state: State) -> Result<Vec<ListRow>, AppError> {
    Ok(cases::table
        .filter(visible(scope))
        .filter(cases::state.eq(state))
        .order((cases::updated_at.asc(), cases::id.asc()))
        .limit(SHOWN)
        .select(ListRow::as_select())
        .load(conn.db())?)
}

/// Open files with a paper of this form that waits for somebody.
fn waiting(conn: &mut Conn<'_>, scope: &Scope, form: FormCode, state: PaperState) -> Result<Vec<ListRow>, AppError> {
    Ok(cases::table
        .filter(visible(scope))
        .filter(cases::state.ne_all([State::Closed, State::Archived]))
        .filter(diesel::dsl::exists(
            papers::table
                .filter(papers::office_id.eq(scope.office))
                .filter(papers::case_id.eq(cases::id))
                .filter(papers::kind.eq(form))
                .filter(papers::status.eq(state)),
        ))
        .order((cases::updated_at.asc(), cases::id.asc()))
        .limit(SHOWN)
        .select(ListRow::as_select())
        .load(conn.db())?)
}

/// How many files stand in which state.
pub(super) fn counts(conn: &mut Conn<'_>, scope: &Scope) -> Result<Vec<StateCount>, AppError> {
    let rows: Vec<(State, i64)> =
        cases::table.filter(visible(scope)).group_by(cases::state).select((cases::state, diesel::dsl::count_star())).load(conn.db())?;
    Ok(State::ALL
        .iter()
        .filter_map(|state| rows.iter().find(|(found, _)| found == state).map(|(_, files)| StateCount { state: *state, files: *files }))
        .collect())
}
