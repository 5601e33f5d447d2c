//! An application whose tablets take communities along, in the place of case files: rows that a test can write as it likes.

use std::sync::Arc;

use diesel::prelude::*;
use platform::access::{Actor, Role};
use platform::db::{AnyConnection, Conn};
use platform::ids::{Id, OfficeId};
use platform::problem::AppError;
use platform::uuid::Uuid;
use serde_json::{Value, json};
use sync::{Carried, Carriers, Withdrawal};

use crate::support::{Tablet, TestApp};

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
        is_sealing_committee -> Bool,
        active -> Bool,
        version -> BigInt,
    }
}

/// Communities that are active may be carried; the short name of the others says why not.
pub struct Communities;

impl Carried for Communities {
    fn kind(&self) -> &'static str {
        "COMMUNITY"
    }

    fn carried(&self, conn: &mut Conn<'_>, actor: &Actor) -> Result<Vec<(Uuid, i64)>, AppError> {
        let rows: Vec<(Id, i64)> = orgs::table
            .filter(orgs::office_id.eq(actor.office))
            .filter(orgs::kind.eq("COMMUNITY"))
            .filter(orgs::active.eq(true))
            .order(orgs::name)
            .select((orgs::id, orgs::version))
            .load(conn.db())?;
        Ok(rows.into_iter().map(|(id, version)| (id.0, version)).collect())
    }

    fn why_gone(&self, conn: &mut Conn<'_>, actor: &Actor, id: Uuid) -> Result<Withdrawal, AppError> {
        let why: String = orgs::table.find((actor.office, Id(id))).select(orgs::short_name).first(conn.db())?;
        why.parse().map_err(AppError::internal)
    }

    fn load(&self, conn: &mut Conn<'_>, actor: &Actor, ids: &[Uuid]) -> Result<Vec<(Uuid, i64, Value)>, AppError> {
        let rows: Vec<(Id, i64, String)> = orgs::table
            .filter(orgs::office_id.eq(actor.office))
            .filter(orgs::id.eq_any(ids.iter().map(|id| Id(*id)).collect::<Vec<_>>()))
            .select((orgs::id, orgs::version, orgs::name))
            .load(conn.db())?;
        // a name that begins so is a large record
        let body = |name: &str| json!({"name": name, "text": "记".repeat(if name.starts_with("大") { 100_000 } else { 10 })});
        Ok(rows.into_iter().map(|(id, version, name)| (id.0, version, body(&name))).collect())
    }

    fn office(&self, conn: &mut Conn<'_>, actor: &Actor) -> Result<Value, AppError> {
        let names: Vec<String> =
            orgs::table.filter(orgs::office_id.eq(actor.office)).filter(orgs::kind.eq("COUNTY")).select(orgs::name).load(conn.db())?;
        Ok(json!({"county": names}))
    }
}

/// An application whose tablets carry communities, and one tablet.
pub struct Field {
    pub app: TestApp,
    pub tablet: Tablet,
}

impl Field {
    pub async fn new() -> Self {
        let app = TestApp::carrying(Carriers(vec![Arc::new(Communities)])).await;
        let tablet = app.tablet_of(Role::Mediator).await;
        Self { app, tablet }
    }

    pub fn office(&self) -> OfficeId {
        self.app.place.office
    }

    pub fn raw(&self) -> AnyConnection {
        self.app.database.raw()
    }

    /// A community appears, behind the doors.
    pub fn add(&self, name: &str) -> Uuid {
        self.add_in(&mut self.raw(), name)
    }

    pub fn add_in(&self, conn: &mut AnyConnection, name: &str) -> Uuid {
        let id = Id::new();
        diesel::insert_into(orgs::table)
            .values((
                orgs::office_id.eq(self.office()),
                orgs::id.eq(id),
                orgs::parent_id.eq(Some(self.app.place.street.0)),
                orgs::kind.eq("COMMUNITY"),
                orgs::name.eq(name),
                orgs::short_name.eq("-"),
                orgs::is_sealing_committee.eq(false),
                orgs::active.eq(true),
                orgs::version.eq(1),
            ))
            .execute(conn)
            .unwrap();
        id.0
    }

    /// It changes.
    pub fn touch(&self, id: Uuid) {
        let place = orgs::table.find((self.office(), Id(id)));
        diesel::update(place).set(orgs::version.eq(orgs::version + 1)).execute(&mut self.raw()).unwrap();
    }

    /// It may not be carried any more, or may again.
    pub fn allow(&self, id: Uuid, why_not: Option<Withdrawal>) {
        let why = why_not.map_or("-", Withdrawal::as_str);
        diesel::update(orgs::table.find((self.office(), Id(id))))
            .set((orgs::active.eq(why_not.is_none()), orgs::short_name.eq(why)))
            .execute(&mut self.raw())
            .unwrap();
    }

    pub async fn pull(&self, cursor: Option<&str>) -> Value {
        self.pull_with(cursor, "").await
    }

    pub async fn pull_with(&self, cursor: Option<&str>, more: &str) -> Value {
        let cursor = cursor.map_or(String::new(), |cursor| format!("cursor={cursor}&"));
        self.tablet.get(&format!("/api/v1/sync/changes?{cursor}{more}")).await.expect(200).json
    }
}

pub fn cursor(page: &Value) -> Option<&str> {
    page["cursor"].as_str()
}

/// The ids a page names under a heading.
pub fn ids(page: &Value, heading: &str) -> Vec<Uuid> {
    page[heading].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().parse().unwrap()).collect()
}

pub fn files(page: &Value) -> Vec<Uuid> {
    ids(page, "files")
}
