//! The demo county grows through the same commands as everything else, and shows a case file in every state.

use chrono::TimeDelta;
use diesel::prelude::*;
use mediation::cases::State;
use platform::clock::Clock;
use testkit::{TestDatabase, keys, monday_morning};

diesel::table! {
    cases (office_id, id) {
        office_id -> Binary,
        id -> Binary,
        state -> Text,
    }
}

#[actix_web::test]
async fn the_demo_county_has_a_case_file_in_every_state_and_an_unbroken_journal() {
    let database = TestDatabase::migrated();
    let now = monday_morning();
    let clock = Clock::frozen(now - TimeDelta::days(150));
    let db = database.open(keys(), clock.clone());
    let told = server::seed::sow(&db, &clock, now).await.unwrap();
    let (states, chain) = db
        .read_slow(|conn| {
            let states: Vec<State> = cases::table.select(cases::state).load(conn.db())?;
            let offices = identity::orgs::queries::offices(conn)?;
            Ok((states, audit::verify(conn, offices[0].id, &[])?))
        })
        .await
        .unwrap();
    assert_eq!(told, 40);
    assert_eq!(states.len(), 40);
    let missing: Vec<&State> = State::ALL.iter().filter(|state| !states.contains(state)).collect();
    assert!(missing.is_empty(), "no case file is {missing:?}");
    assert!(chain.is_ok());
}
