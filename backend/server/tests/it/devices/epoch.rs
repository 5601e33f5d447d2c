//! A database that is put back from a backup begins a new epoch, and tablets hear of it.

use std::path::{Path, PathBuf};
use std::process::Command as Process;

use actix_web::http::Method;
use diesel::prelude::*;
use platform::access::Role;
use platform::db::{AnyConnection, Engine, Use};
use testkit::TestDatabase;

use crate::support::TestApp;

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::Guid;
    server_epoch (id) {
        id -> Integer,
        epoch -> Guid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::{Guid, Moment};
    devices (office_id, id) {
        office_id -> Guid,
        id -> Guid,
        family -> BigInt,
        generation -> BigInt,
        rotated_at -> Nullable<Moment>,
    }
}

fn epoch(url: &str) -> platform::ids::Id {
    server_epoch::table.select(server_epoch::epoch).first(&mut AnyConnection::open(url, Use::Write).unwrap()).unwrap()
}

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("jiahe-epoch-{}", platform::ids::Id::new().0.simple()));
    std::fs::create_dir(&folder).unwrap();
    testkit::keys().save(&folder.join("keys.json")).unwrap();
    folder
}

fn jiahe(args: &[&str], folder: &Path, url: &str) -> (Option<i32>, String) {
    let mut program = Process::new(env!("CARGO_BIN_EXE_jiahe"));
    let output = program.args(args).env("JIAHE_DATA_DIR", folder).env("JIAHE_DATABASE_URL", url).output().unwrap();
    (output.status.code(), [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap()).concat())
}

#[test]
fn a_restored_backup_begins_a_new_epoch_and_the_database_it_came_from_keeps_its_own() {
    let database = TestDatabase::empty_sqlite();
    platform::db::migrate::migrate(database.url()).unwrap();
    let (folder, before) = (folder(), epoch(database.url()));
    let (copy, place) = (folder.join("copy.db"), folder.join("restored.db"));
    let (code, said) = jiahe(&["backup", copy.to_str().unwrap()], &folder, database.url());
    assert_eq!(code, Some(0), "{said}");
    let restored = format!("sqlite:{}", place.display());
    let (code, said) = jiahe(&["restore", copy.to_str().unwrap()], &folder, &restored);
    assert_eq!(code, Some(0), "{said}");
    assert_ne!(epoch(&restored), before);
    assert_eq!(epoch(database.url()), before);
    assert!(!folder.join("restored.db.restoring").exists());
    std::fs::remove_dir_all(folder).unwrap();
}

#[actix_web::test]
async fn a_new_epoch_reaches_every_tablet_with_its_next_answer_and_the_journal_has_it() {
    let app = TestApp::new().await;
    let mut tablet = app.tablet_of(Role::Mediator).await;
    let old = tablet.get("/api/v1/me").await.expect(200).header("sync-epoch").to_owned();
    let folder = folder();
    let (code, said) = jiahe(&["epoch", "renew"], &folder, app.database.url());
    assert_eq!(code, Some(0), "{said}");
    std::fs::remove_dir_all(folder).unwrap();
    // another process has renewed it: what is remembered here is a second old at most
    actix_web::rt::time::sleep(std::time::Duration::from_millis(1_050)).await;
    let new = epoch(app.database.url()).0.to_string();
    assert_ne!(new, old);
    assert!(said.contains(&new), "{said}");
    assert_eq!(tablet.get("/api/v1/me").await.expect(200).header("sync-epoch"), new);
    assert_eq!(tablet.come_back().await.expect(200).json["epoch"], new.as_str());
    let facts = app.facts_of(&app.place.office.to_string()).await;
    assert!(facts.iter().any(|fact| fact["action"] == "sync.epoch.renew" && fact["detail"]["epoch"] == new.as_str()));
}

#[actix_web::test]
async fn a_command_in_the_name_of_a_life_that_is_over_is_refused_and_leaves_nothing() {
    let app = TestApp::new().await;
    let tablet = app.tablet_of(Role::Mediator).await;
    let current = tablet.get("/api/v1/me").await.expect(200).header("sync-epoch").to_owned();
    let application = app.a_case().application();
    let file = |named: &str| tablet.ask(Method::POST, "/api/v1/mediation/cases").fresh_key().header("sync-epoch", named).json(&application);
    let refused = file(&platform::ids::Id::new().0.to_string()).send().await;
    assert_eq!((refused.status, refused.code()), (409, "epoch_changed"));
    assert_eq!(refused.header("sync-epoch"), current, "the answer says whose life it is");
    assert_eq!(tablet.get("/api/v1/mediation/cases").await.expect(200).json["items"].as_array().unwrap().len(), 0);
    file(&current).send().await.expect(201);
}

/// The row of a tablet as the backup has it: with an older generation, and with an older family.
#[actix_web::test]
async fn a_refresh_token_issued_after_the_backup_is_still_good_when_that_is_put_back() {
    let app = TestApp::new().await;
    let mut tablet = app.tablet_of(Role::Mediator).await;
    type Kept = (i64, i64, Option<platform::db::Instant>);
    let kept = || -> Kept {
        devices::table.select((devices::family, devices::generation, devices::rotated_at)).first(&mut app.database.raw()).unwrap()
    };
    let put_back = |(family, generation, rotated_at): Kept| {
        let old = (devices::family.eq(family), devices::generation.eq(generation), devices::rotated_at.eq(rotated_at));
        diesel::update(devices::table).set(old).execute(&mut app.database.raw()).unwrap();
    };
    let backup = kept();
    for _ in 0..3 {
        app.clock.advance(chrono::TimeDelta::minutes(10));
        tablet.come_back().await.expect(200);
    }
    put_back(backup);
    tablet.come_back().await.expect(200);
    app.clock.advance(chrono::TimeDelta::minutes(10));
    tablet.activate(&app.mediator().await).await.expect(200);
    tablet.come_back().await.expect(200);
    put_back(backup);
    let stolen = tablet.refresh.clone();
    tablet.come_back().await.expect(200);
    assert!(kept().0 > backup.0, "the younger family is taken over");
    tablet.come_back().await.expect(200);
    app.clock.advance(chrono::TimeDelta::minutes(2));
    assert_eq!(tablet.exchange(&stolen).await.code(), "invalid_token", "and a late copy is found out as ever");
    assert_eq!(tablet.come_back().await.code(), "invalid_token");
}

#[test]
fn a_postgresql_deployment_is_told_to_renew_its_epoch() {
    let database = TestDatabase::migrated();
    if database.engine() != Engine::Postgres {
        return;
    }
    let folder = folder();
    let (code, said) = jiahe(&["restore", "anything"], &folder, database.url());
    assert_eq!(code, Some(1));
    assert!(said.contains("jiahe epoch renew"), "{said}");
    std::fs::remove_dir_all(folder).unwrap();
}
