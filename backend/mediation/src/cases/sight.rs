//! Who sees a case file, and how much of it: the scope as a condition of the query, the sight as what is left of a record.

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use platform::access::{Orgs, Scope};
use platform::db::connect::MultiBackend;
use platform::ids::OrgId;

use super::store::{CaseRow, OwnTies};
use super::{Sight, State};
use crate::schema::{cases, ties};
use crate::vocabulary::RoleInCase;

/// A condition on `cases`.
pub(crate) type Condition = Box<dyn BoxableExpression<cases::table, MultiBackend, SqlType = Bool>>;

/// Ties through which a file is a person's own work.
pub(crate) const OWN_WORK: [RoleInCase; 4] = [RoleInCase::Registrar, RoleInCase::Mediator, RoleInCase::Recorder, RoleInCase::Lawyer];
pub(crate) const ON_SHELF: [State; 3] = [State::NotAccepted, State::Closed, State::Archived];

/// Files of these stations. One station, as most people have it, is asked for in a way the engine keeps prepared.
fn at(stations: &[OrgId]) -> Condition {
    match stations {
        [one] => Box::new(cases::station_id.eq(*one)),
        more => Box::new(cases::station_id.eq_any(more.to_vec())),
    }
}

/// The rows a scope reaches. Recusal beats everything; a sealed file is there only for those who are tied to it.
pub(crate) fn visible(scope: &Scope) -> Condition {
    let office = scope.office;
    let account = scope.account;
    let tied = move || {
        exists(
            ties::table
                .filter(ties::office_id.eq(office))
                .filter(ties::account_id.eq(account))
                .filter(ties::case_id.eq(cases::id))
                .filter(ties::kind.ne(RoleInCase::Recused))
                .filter(ties::until.is_null()),
        )
    };
    let recused = exists(
        ties::table
            .filter(ties::office_id.eq(office))
            .filter(ties::account_id.eq(account))
            .filter(ties::case_id.eq(cases::id))
            .filter(ties::kind.eq(RoleInCase::Recused)),
    );
    let mut condition: Condition = Box::new(cases::office_id.eq(office).and(not(recused)).and(cases::sealed.eq(false).or(tied())));
    let mut reach: Option<Condition> = None;
    let mut or = |more: Condition| {
        reach = Some(match reach.take() {
            None => more,
            Some(earlier) => Box::new(earlier.or(more)),
        });
    };
    for orgs in [&scope.own, &scope.masked] {
        match orgs {
            Orgs::None => {}
            Orgs::All => return condition,
            Orgs::These(list) => or(at(list)),
        }
    }
    match &scope.shelf {
        Orgs::None => {}
        Orgs::All => or(Box::new(cases::state.eq_any(ON_SHELF))),
        Orgs::These(list) => or(Box::new(cases::state.eq_any(ON_SHELF).and(at(list)))),
    }
    if scope.assigned {
        // a subquery the planner can start from: somebody with twenty files must not walk through everybody's
        let own = ties::table
            .filter(ties::office_id.eq(office))
            .filter(ties::account_id.eq(account))
            .filter(ties::kind.ne(RoleInCase::Recused))
            .filter(ties::until.is_null())
            .select(ties::case_id);
        or(Box::new(cases::id.eq_any(own)));
    }
    condition = match reach {
        Some(reach) => Box::new(condition.and(reach)),
        None => Box::new(condition.and(cases::state.eq("").and(cases::state.ne("")))),
    };
    condition
}

/// The judgement of [`visible`] on a row in hand. Debug builds hold the two together after every command.
pub(crate) fn reaches(scope: &Scope, row: &CaseRow, own: &OwnTies) -> bool {
    let tied = own.live.iter().any(|(kind, _)| *kind != RoleInCase::Recused);
    let shelf = ON_SHELF.contains(&row.state) && scope.shelf.contains(row.station_id);
    let in_scope = scope.own.contains(row.station_id) || scope.masked.contains(row.station_id) || shelf || (scope.assigned && tied);
    row.office_id == scope.office && !own.recused && (!row.sealed || tied) && in_scope
}

/// What a scope leaves of a row; `ties` are the reader's own live ties to it, with the approval for minors if any.
pub(crate) fn of(scope: &Scope, row: &CaseRow, own_ties: &[(RoleInCase, bool)]) -> Sight {
    let tied = own_ties.iter().any(|(kind, _)| OWN_WORK.contains(kind) || *kind == RoleInCase::NeedToKnow);
    let shelf = ON_SHELF.contains(&row.state) && scope.shelf.contains(row.station_id);
    let full = scope.own.contains(row.station_id) || shelf || (scope.assigned && tied);
    Sight { full, minors: full && (own_ties.iter().any(|(_, minors)| *minors) || shelf) }
}
