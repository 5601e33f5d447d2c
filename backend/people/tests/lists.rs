//! Importing the lists twice, on an SQLite file or on the server that `TEST_POSTGRES_URL` names, in a schema of its own.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate};
use diesel::connection::SimpleConnection;
use people::{Imported, import_divisions, import_holidays};
use platform::access::Actor;
use platform::clock::Clock;
use platform::crypto::Keyring;
use platform::db::{AnyConnection, Db, Sizes, Use, migrate::migrate};
use platform::http::Command;
use platform::ids::{AccountId, OfficeId, OrgId};

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "a test asks for its server")]
async fn a_list_is_imported_once_however_often_it_is_sent() {
    let office = OfficeId::new();
    let folder = std::env::temp_dir().join(format!("people-{office}"));
    std::fs::create_dir_all(&folder).unwrap();
    let server = std::env::var("TEST_POSTGRES_URL").ok();
    let schema = format!("people_{}", office.0.0.simple());
    let at_server = |sql: String| server.iter().for_each(|url| AnyConnection::open(url, Use::Write).unwrap().batch_execute(&sql).unwrap());
    at_server(format!("CREATE SCHEMA {schema}"));
    let url = match &server {
        Some(server) => format!("{server}?options=-csearch_path%3D{schema}"),
        None => format!("sqlite:{}", folder.join("db").display()),
    };
    migrate(&url).unwrap();
    let clock = Clock::frozen(DateTime::from_timestamp(1_790_000_000, 0).unwrap());
    let db = Db::open(&url, Arc::new(Keyring::ephemeral(1)), clock, Sizes { threads: 1, group: 1 }).unwrap();
    let house = || Command::internal(Arc::new(Actor::system(office, AccountId::new())));
    db.transact(house(), move |tx| {
        let new = identity::NewOffice {
            id: office,
            name: "清源县妇女联合会".to_owned(),
            short_name: "清源".to_owned(),
            county: OrgId::new(),
            division_code: None,
        };
        identity::found_office(tx, new)
    })
    .await
    .unwrap();

    let divisions = || db.transact(house(), |tx| import_divisions(tx, people::DEMO_DIVISIONS));
    assert_eq!(divisions().await.unwrap(), Imported { added: 64, changed: 0, unchanged: 0 });
    assert_eq!(divisions().await.unwrap(), Imported { added: 0, changed: 0, unchanged: 64 });
    let renamed = people::DEMO_DIVISIONS.replace("栖霞街道", "栖霞新街道");
    let done = db.transact(house(), move |tx| import_divisions(tx, &renamed)).await.unwrap();
    assert_eq!(done, Imported { added: 0, changed: 1, unchanged: 63 });

    let days = || db.transact(house(), |tx| import_holidays(tx, people::HOLIDAYS));
    assert_eq!(days().await.unwrap(), Imported { added: 143, changed: 0, unchanged: 0 });
    assert_eq!(days().await.unwrap(), Imported { added: 0, changed: 0, unchanged: 143 });

    db.read(|conn| {
        assert_eq!(people::queries::divisions_below(conn, None)?.len(), 1);
        assert_eq!(people::queries::divisions_below(conn, Some("999900000000"))?.len(), 9);
        assert_eq!(people::queries::path_names(conn, "999900001001")?, ["清源县", "栖霞新街道", "栖云社区居委会"]);
        assert!(people::queries::path_names(conn, "000000000000")?.is_empty());
        assert!(people::queries::division_exists(conn, "999900009006")?);
        let calendar = people::calendar(conn)?;
        let day = |d| NaiveDate::from_ymd_opt(2026, 10, d).unwrap();
        assert!(calendar.covers(2026) && !calendar.is_working_day(day(1)) && calendar.is_working_day(day(10)));
        assert!(people::queries::holidays_of(conn, 2026)?.iter().all(|day| day.date.to_string().starts_with("2026")));
        Ok(())
    })
    .await
    .unwrap();
    at_server(format!("DROP SCHEMA {schema} CASCADE"));
    std::fs::remove_dir_all(folder).unwrap();
}
