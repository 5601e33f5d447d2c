//! What this context reads of `identity`: the names of organisations and accounts, and who holds which role where.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use platform::access::{Orgs, Role, Scope};
use platform::db::{Conn, Instant};
use platform::ids::{AccountId, OfficeId, OrgId};
use platform::problem::AppError;

use crate::cases::Committee;

mod tables {
    diesel::table! {
        use diesel::sql_types::*;
        use platform::db::types::Guid;
        orgs (office_id, id) {
            office_id -> Guid,
            id -> Guid,
            parent_id -> Nullable<Guid>,
            kind -> Text,
            name -> Text,
            short_name -> Text,
            station_code -> Nullable<Text>,
            is_sealing_committee -> Bool,
            active -> Bool,
        }
    }
    diesel::table! {
        use diesel::sql_types::*;
        use platform::db::types::Guid;
        accounts (office_id, id) {
            office_id -> Guid,
            id -> Guid,
            name -> Text,
            status -> Text,
        }
    }
    diesel::table! {
        use diesel::sql_types::*;
        use platform::db::types::Guid;
        role_grants (office_id, account_id, role, org_id) {
            office_id -> Guid,
            account_id -> Guid,
            role -> Text,
            org_id -> Guid,
        }
    }
    diesel::table! {
        use diesel::sql_types::*;
        use platform::db::types::{Guid, Moment};
        devices (office_id, id) {
            office_id -> Guid,
            id -> Guid,
            account_id -> Guid,
            label -> Text,
            state -> Text,
            skew_ms -> Nullable<BigInt>,
            unsent -> Nullable<BigInt>,
            oldest_unsent_at -> Nullable<Moment>,
        }
    }
}
use tables::{accounts, devices, orgs, role_grants};

diesel::allow_tables_to_appear_in_same_query!(accounts, role_grants, devices);

/// A tablet that said it holds work nobody has received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Laggard {
    pub owner: String,
    pub label: String,
    pub unsent: i64,
    /// Since when the oldest of it waits, by the house's clock.
    pub since: DateTime<Utc>,
}

/// The tablets of the mediators of these organisations whose work has waited since before `before`, the oldest first.
pub fn laggards(conn: &mut Conn<'_>, office: OfficeId, of: &Orgs, before: DateTime<Utc>) -> Result<Vec<Laggard>, AppError> {
    type Row = (AccountId, String, String, Option<i64>, Option<i64>, Option<Instant>);
    let rows: Vec<Row> = devices::table
        .inner_join(accounts::table.on(accounts::office_id.eq(devices::office_id).and(accounts::id.eq(devices::account_id))))
        .filter(devices::office_id.eq(office))
        .filter(devices::state.ne("WIPED"))
        .filter(devices::unsent.gt(0))
        .filter(devices::oldest_unsent_at.is_not_null())
        .order(devices::id.asc())
        .select((accounts::id, accounts::name, devices::label, devices::unsent, devices::skew_ms, devices::oldest_unsent_at))
        .load(conn.db())?;
    let owners: Vec<AccountId> = rows.iter().map(|row| row.0).collect();
    let posts: Vec<(AccountId, OrgId)> = role_grants::table
        .filter(role_grants::office_id.eq(office))
        .filter(role_grants::role.eq(Role::Mediator))
        .filter(role_grants::account_id.eq_any(owners))
        .select((role_grants::account_id, role_grants::org_id))
        .load(conn.db())?;
    let mut found: Vec<Laggard> = rows
        .into_iter()
        .filter(|row| posts.iter().any(|(account, org)| *account == row.0 && of.contains(*org)))
        .filter_map(|(_, owner, label, unsent, skew, oldest)| {
            // the tablet names the moment by its own clock, and how far that was ahead
            let since = oldest?.0.checked_sub_signed(TimeDelta::try_milliseconds(skew.unwrap_or(0))?)?;
            (since < before).then_some(Laggard { owner, label, unsent: unsent?, since })
        })
        .collect();
    found.sort_by_key(|one| one.since);
    Ok(found)
}

/// The names of the accounts asked for.
pub fn account_names(conn: &mut Conn<'_>, office: OfficeId, ids: &[AccountId]) -> Result<HashMap<AccountId, String>, AppError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(AccountId, String)> = accounts::table
        .filter(accounts::office_id.eq(office))
        .filter(accounts::id.eq_any(ids.to_vec()))
        .select((accounts::id, accounts::name))
        .load(conn.db())?;
    Ok(rows.into_iter().collect())
}

/// The names of the organisations of an office.
#[derive(Debug)]
pub struct OrgNames(HashMap<OrgId, String>);

impl OrgNames {
    /// The name, empty for an organisation founded within the last second.
    pub fn of(&self, id: OrgId) -> String {
        self.0.get(&id).cloned().unwrap_or_default()
    }
}

/// The name of one organisation.
pub fn org_name(conn: &mut Conn<'_>, office: OfficeId, id: OrgId) -> Result<String, AppError> {
    match org_names(conn, office)?.0.get(&id) {
        Some(name) => Ok(name.clone()),
        None => Ok(orgs::table.find((office, id)).select(orgs::name).first(conn.db())?),
    }
}

/// The names of all organisations of the office.
pub fn org_names(conn: &mut Conn<'_>, office: OfficeId) -> Result<Arc<OrgNames>, AppError> {
    conn.remembered(*office.bytes(), |conn| {
        let rows: Vec<(OrgId, String)> = orgs::table.filter(orgs::office_id.eq(office)).select((orgs::id, orgs::name)).load(conn.db())?;
        Ok(OrgNames(rows.into_iter().collect()))
    })
}

/// Where this scope may take applications down: each organisation with its name and the committee that seals for it.
pub fn filing_stations(conn: &mut Conn<'_>, scope: &Scope) -> Result<Vec<(OrgId, String, Committee)>, AppError> {
    let all: Vec<(OrgId, String)> = orgs::table
        .filter(orgs::office_id.eq(scope.office))
        .filter(orgs::active.eq(true))
        .filter(orgs::kind.eq_any(["STATION", "COMMITTEE"]))
        .order(orgs::id.asc())
        .select((orgs::id, orgs::name))
        .load(conn.db())?;
    let mut stations = Vec::new();
    for (id, name) in all.into_iter().filter(|(id, _)| scope.own.contains(*id)) {
        let committee_id = committee_of(conn, scope.office, id)?;
        stations.push((id, name, committee(conn, scope.office, committee_id)?));
    }
    Ok(stations)
}

/// The committee that numbers and seals, or any organisation that claims to (a station stamp is refused by G11, not here).
pub fn committee(conn: &mut Conn<'_>, office: OfficeId, id: OrgId) -> Result<Committee, AppError> {
    let (name, short_name, is_sealing_committee): (String, String, bool) =
        orgs::table.find((office, id)).select((orgs::name, orgs::short_name, orgs::is_sealing_committee)).first(conn.db())?;
    Ok(Committee { org_id: id, name, short_name, is_sealing_committee })
}

/// The committee that seals what a station mediates: the nearest sealing committee of the office.
pub fn committee_of(conn: &mut Conn<'_>, office: OfficeId, station: OrgId) -> Result<OrgId, AppError> {
    let own: Option<bool> = orgs::table.find((office, station)).select(orgs::is_sealing_committee).first(conn.db()).optional()?;
    match own {
        None => Err(AppError::field("/stationId", "unknown_reference")),
        Some(true) => Ok(station),
        Some(false) => Ok(orgs::table
            .filter(orgs::office_id.eq(office))
            .filter(orgs::is_sealing_committee.eq(true))
            .filter(orgs::active.eq(true))
            .order(orgs::id.asc())
            .select(orgs::id)
            .first(conn.db())?),
    }
}

/// Those who must know of a sealed file by their post: the directors, and the first officer of the federation.
pub fn must_know(conn: &mut Conn<'_>, office: OfficeId, committee: OrgId) -> Result<Vec<(AccountId, String)>, AppError> {
    let held: Vec<(Role, OrgId, AccountId, String)> = role_grants::table
        .inner_join(accounts::table.on(accounts::office_id.eq(role_grants::office_id).and(accounts::id.eq(role_grants::account_id))))
        .filter(role_grants::office_id.eq(office))
        .filter(role_grants::role.eq_any([Role::CommitteeDirector, Role::FederationOfficer]))
        .filter(accounts::status.eq("ACTIVE"))
        .order((role_grants::role.asc(), accounts::id.asc()))
        .select((role_grants::role, role_grants::org_id, accounts::id, accounts::name))
        .load(conn.db())?;
    let parent: Option<OrgId> = orgs::table.find((office, committee)).select(orgs::parent_id).first(conn.db())?;
    let mut known: Vec<(Role, AccountId, String)> = Vec::new();
    for (role, org, account, name) in held {
        let serves = org == committee || Some(org) == parent;
        let second_officer = role == Role::FederationOfficer && known.iter().any(|one| one.0 == role);
        if serves && !second_officer && !known.iter().any(|one| one.1 == account) {
            known.push((role, account, name));
        }
    }
    Ok(known.into_iter().map(|(_, account, name)| (account, name)).collect())
}

/// True when the account is active and holds the role at some organisation.
pub fn holds_role(conn: &mut Conn<'_>, office: OfficeId, account: AccountId, role: Role) -> Result<bool, AppError> {
    let held: i64 = role_grants::table
        .filter(role_grants::office_id.eq(office))
        .filter(role_grants::account_id.eq(account))
        .filter(role_grants::role.eq(role))
        .count()
        .get_result(conn.db())?;
    let active: Option<String> = accounts::table.find((office, account)).select(accounts::status).first(conn.db()).optional()?;
    Ok(held > 0 && active.as_deref() == Some("ACTIVE"))
}
