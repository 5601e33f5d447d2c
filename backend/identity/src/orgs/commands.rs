//! Founding an office and growing its tree.

use audit::{Fact, record};
use diesel::prelude::*;
use platform::db::portable::on_duplicate;
use platform::db::{Instant, Tx};
use platform::ids::{OfficeId, OrgId};
use platform::problem::AppError;

use super::model::OrgKind;
use crate::schema::{offices, orgs};

/// A county federation about to be founded, with the id of its root organisation.
#[derive(Debug, Clone)]
pub struct NewOffice {
    pub id: OfficeId,
    pub name: String,
    pub short_name: String,
    pub county: OrgId,
    pub division_code: Option<String>,
}

/// An organisation about to join the tree.
#[derive(Debug, Clone)]
pub struct NewOrg {
    pub id: OrgId,
    pub parent: OrgId,
    pub kind: OrgKind,
    pub name: String,
    pub short_name: String,
    pub division_code: Option<String>,
    /// The station's short code in case numbers.
    pub station_code: Option<String>,
    /// True for the committee whose seal stands under agreements.
    pub is_sealing_committee: bool,
    /// 备案编号 of the committee.
    pub filing_no: Option<String>,
}

/// Founds an office and the root of its tree. The acting office must be the new one, so that its journal starts here.
pub fn found_office(tx: &mut Tx<'_>, new: NewOffice) -> Result<(), AppError> {
    if tx.who().office != new.id {
        return Err(AppError::internal("an office is founded under its own id"));
    }
    let now = Instant(tx.now());
    diesel::insert_into(offices::table)
        .values((
            offices::office_id.eq(new.id),
            offices::name.eq(&new.name),
            offices::short_name.eq(&new.short_name),
            offices::created_at.eq(now),
        ))
        .execute(tx.db())
        .map_err(|e| on_duplicate(e, AppError::Conflict { code: "office_exists", zh: "该单位已存在", en: "This office exists already" }))?;
    insert(
        tx,
        &NewOrg {
            id: new.county,
            parent: new.county,
            kind: OrgKind::County,
            name: new.name,
            short_name: new.short_name,
            division_code: new.division_code,
            station_code: None,
            is_sealing_committee: false,
            filing_no: None,
        },
    )?;
    record(tx, Fact::new("identity.office.found", "OFFICE", new.id))
}

/// Adds an organisation below another one of the same office.
pub fn add_org(tx: &mut Tx<'_>, new: NewOrg) -> Result<(), AppError> {
    if new.kind == OrgKind::County {
        return Err(AppError::field("/kind", "unknown_variant"));
    }
    if new.is_sealing_committee && new.kind != OrgKind::Committee {
        return Err(AppError::field("/isSealingCommittee", "only_committees_seal"));
    }
    let office = tx.who().office;
    let parent: Option<OrgId> = orgs::table.find((office, new.parent)).select(orgs::id).first(tx.db()).optional()?;
    if parent.is_none() {
        return Err(AppError::field("/parentId", "unknown_reference"));
    }
    insert(tx, &new)?;
    record(tx, Fact::new("identity.org.add", "ORG", new.id).with("kind", new.kind.as_str()))
}

fn insert(tx: &mut Tx<'_>, new: &NewOrg) -> Result<(), AppError> {
    let office = tx.who().office;
    diesel::insert_into(orgs::table)
        .values((
            orgs::office_id.eq(office),
            orgs::id.eq(new.id),
            orgs::parent_id.eq((new.kind != OrgKind::County).then_some(new.parent)),
            orgs::kind.eq(new.kind),
            orgs::name.eq(&new.name),
            orgs::short_name.eq(&new.short_name),
            orgs::division_code.eq(&new.division_code),
            orgs::station_code.eq(&new.station_code),
            orgs::is_sealing_committee.eq(new.is_sealing_committee),
            orgs::filing_no.eq(&new.filing_no),
            orgs::active.eq(true),
            orgs::version.eq(1),
        ))
        .execute(tx.db())
        .map_err(|e| {
            on_duplicate(e, AppError::Conflict { code: "org_exists", zh: "该组织已存在", en: "This organisation exists already" })
        })?;
    Ok(())
}
