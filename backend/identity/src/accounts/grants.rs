//! Giving roles and taking them away. The roles bite within a second: they are read again with the session.

use audit::{Fact, record};
use diesel::prelude::*;
use platform::access::Role;
use platform::db::{Instant, Tx};
use platform::http::Version;
use platform::ids::{AccountId, OrgId};
use platform::problem::AppError;

use super::model::conflicts;
use super::store;
use crate::schema::{orgs, role_grants};

const ROLE_CONFLICT: AppError = AppError::Conflict {
    code: "role_conflict",
    zh: "该岗位与此人已有岗位不得由一人兼任",
    en: "This role may not be held together with a role the person already has",
};

/// Gives an account a role at an organisation. Nobody gives a role to oneself.
pub fn grant_role(tx: &mut Tx<'_>, id: AccountId, seen: Version, role: Role, org: OrgId) -> Result<i64, AppError> {
    if role == Role::IntegrationClient {
        return Err(AppError::field("/role", "unknown_variant"));
    }
    if tx.who().account == id {
        return Err(AppError::Forbidden { code: "separation_of_duties" });
    }
    let row = store::lock_seen(tx, id, seen)?;
    let known: Option<OrgId> = orgs::table.find((row.office_id, org)).select(orgs::id).first(tx.db()).optional()?;
    if known.is_none() {
        return Err(AppError::field("/orgId", "unknown_reference"));
    }
    let held = store::grants(tx, row.office_id, id)?;
    if held.contains(&(role, org)) {
        return Err(AppError::Conflict {
            code: "role_held", zh: "此人已在该组织任此岗位", en: "The person holds this role there already"
        });
    }
    if conflicts(&held.iter().map(|(role, _)| *role).collect::<Vec<_>>(), role) {
        return Err(ROLE_CONFLICT);
    }
    let (granted_by, now) = (tx.who().account, Instant(tx.now()));
    diesel::insert_into(role_grants::table)
        .values((
            role_grants::office_id.eq(row.office_id),
            role_grants::account_id.eq(id),
            role_grants::role.eq(role),
            role_grants::org_id.eq(org),
            role_grants::granted_at.eq(now),
            role_grants::granted_by.eq(granted_by),
        ))
        .execute(tx.db())?;
    let version = store::bump(tx, &row)?;
    record(tx, fact("identity.role.grant", id, role, org))?;
    Ok(version)
}

/// Takes a role away from an account.
pub fn revoke_role(tx: &mut Tx<'_>, id: AccountId, seen: Version, role: Role, org: OrgId) -> Result<i64, AppError> {
    if tx.who().account == id {
        return Err(AppError::Forbidden { code: "separation_of_duties" });
    }
    let row = store::lock_seen(tx, id, seen)?;
    let gone = diesel::delete(role_grants::table.find((row.office_id, id, role, org))).execute(tx.db())?;
    if gone == 0 {
        return Err(AppError::field("/role", "unknown_reference"));
    }
    let version = store::bump(tx, &row)?;
    record(tx, fact("identity.role.revoke", id, role, org))?;
    Ok(version)
}

fn fact(action: &'static str, id: AccountId, role: Role, org: OrgId) -> Fact {
    Fact::new(action, "ACCOUNT", id).with("role", role.as_str()).with("org", org.to_string())
}
