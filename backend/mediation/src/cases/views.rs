//! A case file read from its rows, for a reader's scope.

use casefile::views::case::render;
use chrono::NaiveDate;
use platform::access::Scope;
use platform::db::{Conn, Instant, Tx};
use platform::identity_document::mask_name;
use platform::ids::{CaseId, OrgId};
use platform::problem::AppError;

pub use casefile::views::case::CaseView;
pub use casefile::views::line::CaseListItem;

use super::act::reading_scope;
use super::sight::{self, reaches};
use super::store::{self, Loaded};
use super::{Sight, State};
use crate::deadlines::NOTHING_DUE;
use crate::directory::{self, OrgNames};
use crate::vocabulary::Category;

/// Reads one file for a scope.
pub(crate) fn read(conn: &mut Conn<'_>, scope: &Scope, id: CaseId) -> Result<CaseView, AppError> {
    let row = store::find_row(conn, scope, id)?;
    let (ties, own) = store::ties_and_own(conn, scope, id)?;
    let sight = sight::of(scope, &row, &own.live);
    let body = store::body_of(conn, &row)?;
    let parties = store::parties_of(conn, scope.office, id)?;
    let station = directory::org_name(conn, scope.office, row.station_id)?;
    let today = platform::calendar::local_date(conn.now());
    Ok(render(&row.head(), body, &parties, ties, station, sight, today))
}

/// The answer to a command: the file as the actor may now read it (she may have recused herself out of it).
pub(crate) fn after_command(tx: &mut Tx<'_>, loaded: &Loaded) -> Result<CaseView, AppError> {
    let (scope, row) = (reading_scope(tx), &loaded.row);
    let station = directory::org_name(tx, row.office_id, row.station_id)?;
    let body = store::body_of(tx, row)?;
    let (ties, own) = store::ties_and_own(tx, &scope, row.id)?;
    let seen = reaches(&scope, row, &own);
    debug_assert_eq!(seen, store::find_row(tx, &scope, row.id).is_ok(), "the query and the rule judge {} differently", row.id);
    if seen {
        let sight = sight::of(&scope, row, &own.live);
        return Ok(render(&row.head(), body, &loaded.held.dossier.parties, ties, station, sight, loaded.held.dossier.today));
    }
    let blind = Sight { full: false, minors: false };
    Ok(render(&row.head(), body, &[], Vec::new(), station, blind, loaded.held.dossier.today))
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
