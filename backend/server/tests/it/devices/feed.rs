//! The feed of a tablet, with communities of the county in the place of case files: nothing is skipped, nothing is lost with an
//! answer, and what may not be carried any more is taken away until that is acknowledged.

use std::io::Read;

use actix_web::http::Method;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use flate2::read::GzDecoder;
use futures_util::future::join;
use platform::access::Role;
use platform::db::Engine;
use platform::http::Cursor;
use platform::ids::Id;
use platform::uuid::Uuid;
use serde_json::{Value, json};
use sync::Withdrawal;

use super::communities::{Field, cursor, files, ids, orgs};
use crate::support::TestApp;

#[actix_web::test]
async fn a_tablet_gets_everything_once_and_then_only_what_has_changed() {
    let field = Field::new().await;
    let (a, b) = (field.add("甲社区"), field.add("乙社区"));
    let first = field.pull(None).await;
    assert_eq!((first["reset"].as_bool(), first["more"].as_bool()), (Some(true), Some(false)));
    assert_eq!(files(&first).len(), 2);
    assert_eq!(first["files"][0]["kind"], "COMMUNITY");
    assert_eq!(first["files"][0]["body"]["text"], "记".repeat(10));
    assert_eq!(first["office"], json!({"county": ["清源县妇女联合会"]}));
    assert_eq!(first["serverNow"].as_str().unwrap().parse::<DateTime<Utc>>().unwrap(), field.app.clock.now());
    let quiet = field.pull(cursor(&first)).await;
    assert_eq!((quiet["reset"].as_bool(), files(&quiet).len(), ids(&quiet, "withdrawn").len()), (Some(false), 0, 0));
    assert!(quiet.get("office").is_none(), "unchanged reference data is left out");
    assert_eq!(quiet["cursor"], first["cursor"], "nothing was said, nothing is to be acknowledged");
    field.touch(b);
    let changed = field.pull(cursor(&quiet)).await;
    assert_eq!((files(&changed), changed["files"][0]["version"].as_i64()), (vec![b], Some(2)));
    let c = field.add("丙社区");
    assert_eq!(files(&field.pull(cursor(&changed)).await), [c]);
    assert!(!files(&field.pull(cursor(&changed)).await).contains(&a));
}

#[actix_web::test]
async fn a_lost_answer_is_given_again() {
    let field = Field::new().await;
    let first = field.pull(None).await;
    let a = field.add("甲社区");
    let lost = field.pull(cursor(&first)).await;
    assert_eq!(files(&lost), [a]);
    let b = field.add("乙社区");
    let again = field.pull(cursor(&first)).await;
    let (mut got, mut wanted) = (files(&again), vec![a, b]);
    got.sort();
    wanted.sort();
    assert_eq!(got, wanted, "the answer to the same cursor holds what was lost and what came since");
    assert!(files(&field.pull(cursor(&again)).await).is_empty());
}

#[actix_web::test]
async fn a_lost_first_answer_starts_over_with_everything() {
    let field = Field::new().await;
    let a = field.add("甲社区");
    field.pull(None).await;
    let again = field.pull(None).await;
    assert_eq!((again["reset"].as_bool(), files(&again)), (Some(true), vec![a]));
    assert!(again["office"].is_object());
}

/// The row that was written first commits last: a feed by number or by time would skip it.
#[actix_web::test]
async fn a_row_whose_transaction_commits_late_is_not_skipped() {
    let field = Field::new().await;
    let first = field.pull(None).await;
    let mut slow = field.raw();
    if field.app.database.engine() == Engine::Sqlite {
        // one writer at a time: whoever began first commits first, and no other order exists
        let a = field.add_in(&mut slow, "甲社区");
        assert_eq!(files(&field.pull(cursor(&first)).await), [a]);
        return;
    }
    slow.begin_write().unwrap();
    let early = field.add_in(&mut slow, "甲社区");
    let late = field.add("乙社区");
    let second = field.pull(cursor(&first)).await;
    assert_eq!(files(&second), [late], "what is not committed is not there yet");
    slow.commit().unwrap();
    let third = field.pull(cursor(&second)).await;
    assert_eq!(files(&third), [early], "it is older than what was acknowledged, and comes all the same");
    assert!(files(&field.pull(cursor(&third)).await).is_empty());
}

/// The same for a change and for a withdrawal that commit late.
#[actix_web::test]
async fn a_change_whose_transaction_commits_late_is_not_skipped() {
    let field = Field::new().await;
    let (a, b, c) = (field.add("甲社区"), field.add("乙社区"), field.add("丙社区"));
    let first = field.pull(None).await;
    if field.app.database.engine() == Engine::Sqlite {
        field.touch(a);
        assert_eq!(files(&field.pull(cursor(&first)).await), [a]);
        return;
    }
    let mut slow = field.raw();
    slow.begin_write().unwrap();
    let place = |id: Uuid| orgs::table.find((field.office(), Id(id)));
    diesel::update(place(a)).set(orgs::version.eq(2)).execute(&mut slow).unwrap();
    diesel::update(place(c)).set((orgs::active.eq(false), orgs::short_name.eq("SEALED"))).execute(&mut slow).unwrap();
    field.touch(b);
    let second = field.pull(cursor(&first)).await;
    assert_eq!((files(&second), ids(&second, "withdrawn").len()), (vec![b], 0));
    slow.commit().unwrap();
    let third = field.pull(cursor(&second)).await;
    assert_eq!((files(&third), ids(&third, "withdrawn")), (vec![a], vec![c]));
}

/// A-32 of the security specification: what was sealed meanwhile goes at the next contact, and the journal knows when it was gone.
#[actix_web::test]
async fn a32_a_withdrawal_is_repeated_until_it_is_acknowledged_and_that_is_in_the_journal() {
    let field = Field::new().await;
    let a = field.add("甲社区");
    let first = field.pull(None).await;
    field.allow(a, Some(Withdrawal::Sealed));
    for _ in 0..3 {
        let page = field.pull(cursor(&first)).await;
        assert_eq!(page["withdrawn"], json!([{"kind": "COMMUNITY", "id": a, "reason": "SEALED"}]));
        assert!(files(&page).is_empty());
    }
    let actions = |facts: Vec<Value>| facts.iter().map(|fact| fact["action"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(actions(field.app.facts_of(&a.to_string()).await), ["sync.read", "sync.withdraw", "sync.withdraw", "sync.withdraw"]);
    let told = field.pull(cursor(&first)).await;
    let quiet = field.pull(cursor(&told)).await;
    assert!(ids(&quiet, "withdrawn").is_empty());
    assert_eq!(actions(field.app.facts_of(&a.to_string()).await).last().map(String::as_str), Some("sync.withdrawn"));
    field.allow(a, None);
    assert_eq!(files(&field.pull(cursor(&quiet)).await), [a], "and back");
}

#[actix_web::test]
async fn what_is_withdrawn_and_given_back_before_the_tablet_calls_is_sent_again() {
    let field = Field::new().await;
    let a = field.add("甲社区");
    let first = field.pull(None).await;
    field.allow(a, Some(Withdrawal::Reassigned));
    let told = field.pull(cursor(&first)).await;
    assert_eq!(told["withdrawn"][0]["reason"], "REASSIGNED");
    field.allow(a, None);
    for seen in [&first, &told] {
        let page = field.pull(cursor(seen)).await;
        assert_eq!((files(&page), ids(&page, "withdrawn").len()), (vec![a], 0), "whether it heard of it or not");
    }
}

#[actix_web::test]
async fn a_cursor_nobody_knows_starts_over() {
    let field = Field::new().await;
    let a = field.add("甲社区");
    let first = field.pull(None).await;
    let b = field.add("乙社区");
    let second = field.pull(cursor(&first)).await;
    field.pull(cursor(&second)).await;
    let other = field.app.tablet_of(Role::Registrar).await;
    let theirs = other.get("/api/v1/sync/changes").await.expect(200).json;
    for unknown in ["x", "AAAA", "e30", cursor(&theirs).unwrap()] {
        let page = field.pull(Some(unknown)).await;
        assert_eq!((page["reset"].as_bool(), files(&page).len()), (Some(true), 2), "{unknown}");
    }
    let page = field.pull(cursor(&first)).await;
    assert_eq!(page["reset"], true, "a cursor of the life before");
    assert!([a, b].iter().all(|id| files(&page).contains(id)));
    let quiet = field.pull(cursor(&page)).await;
    assert_eq!((quiet["reset"].as_bool(), files(&quiet).len()), (Some(false), 0));
}

#[actix_web::test]
async fn a_tablet_whose_store_was_put_back_from_a_copy_starts_over() {
    let field = Field::new().await;
    let a = field.add("甲社区");
    let first = field.pull(None).await;
    field.allow(a, Some(Withdrawal::Closed));
    let told = field.pull(cursor(&first)).await;
    field.pull(cursor(&told)).await;
    // the copy still holds what was withdrawn, and the server has forgotten that it was ever there
    let page = field.pull(cursor(&first)).await;
    assert_eq!((page["reset"].as_bool(), files(&page).len()), (Some(true), 0), "whatever is not named is dropped");
}

#[actix_web::test]
async fn a_new_epoch_starts_over() {
    let field = Field::new().await;
    let a = field.add("甲社区");
    let first = field.pull(None).await;
    let office = field.office();
    let renew = move |tx: &mut platform::db::Tx<'_>| {
        platform::db::epoch::renew(tx)?;
        audit::record(tx, audit::Fact::new("sync.epoch.renew", "OFFICE", office))
    };
    field.app.db.transact(TestApp::house(office), renew).await.unwrap();
    let page = field.pull(cursor(&first)).await;
    assert_eq!((page["reset"].as_bool(), files(&page)), (Some(true), vec![a]));
    assert_ne!(page["epoch"], first["epoch"]);
    let reply = field.tablet.get(&format!("/api/v1/sync/changes?cursor={}", cursor(&page).unwrap())).await.expect(200);
    assert_eq!(reply.header("sync-epoch"), page["epoch"].as_str().unwrap());
}

#[actix_web::test]
async fn pages_hold_as_many_records_as_asked_for_and_half_a_mebibyte_of_text() {
    let field = Field::new().await;
    let mut all: Vec<Uuid> = (0..23).map(|n| field.add(&format!("第{n}社区"))).collect();
    let (mut got, mut page) = (Vec::new(), field.pull_with(None, "limit=10").await);
    for (count, more) in [(10, true), (10, true), (3, false)] {
        assert_eq!((files(&page).len(), page["more"].as_bool()), (count, Some(more)));
        got.extend(files(&page));
        page = field.pull_with(cursor(&page), "limit=10").await;
    }
    got.sort();
    all.sort();
    assert_eq!((got, files(&page).len()), (all, 0));
    for n in 0..5 {
        field.add(&format!("大社区{n}"));
    }
    for (count, more) in [(1, true), (1, true), (1, true), (1, true), (1, false)] {
        page = field.pull(cursor(&page)).await;
        // each is 300,000 bytes long
        assert_eq!((files(&page).len(), page["more"].as_bool()), (count, Some(more)));
    }
}

#[actix_web::test]
async fn the_answer_is_compressed_for_whoever_accepts_that() {
    let field = Field::new().await;
    for n in 0..5 {
        field.add(&format!("大社区{n}"));
    }
    let plain = field.tablet.get("/api/v1/sync/changes?limit=1").await.expect(200);
    assert_eq!(plain.header("content-encoding"), "");
    let ask = field.tablet.ask(Method::GET, "/api/v1/sync/changes?limit=1").header("accept-encoding", "gzip, br");
    let small = ask.send_unchecked().await.expect(200);
    assert_eq!((small.header("content-encoding"), small.header("vary").to_lowercase().as_str()), ("gzip", "accept-encoding"));
    assert!(small.bytes.len() * 50 < plain.bytes.len(), "{} of {} bytes", small.bytes.len(), plain.bytes.len());
    let mut text = String::new();
    GzDecoder::new(small.bytes.as_slice()).read_to_string(&mut text).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["files"], plain.json["files"]);
    let other = field.tablet.ask(Method::GET, "/api/v1/me").header("accept-encoding", "gzip").send().await.expect(200);
    assert_eq!(other.header("content-encoding"), "", "no other answer is compressed");
}

#[actix_web::test]
async fn what_a_tablet_says_of_itself_is_kept() {
    let field = Field::new().await;
    let ahead = (field.app.clock.now() + TimeDelta::days(3_650)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let path = "/api/v1/sync/changes?unsent=12&oldestUnsentAt=2016-03-02T01:00:00Z";
    field.app.clock.advance(TimeDelta::seconds(5));
    field.tablet.ask(Method::GET, path).header("device-time", &ahead).send().await.expect(200);
    let record = field.app.record_of(&field.tablet).await;
    assert_eq!((record["unsent"].as_i64(), record["oldestUnsentAt"].as_str()), (Some(12), Some("2016-03-02T01:00:00Z")));
    assert_eq!(record["skewMs"].as_i64(), Some(3_650 * 86_400_000 - 5_000));
    assert_eq!(record["lastSeenAt"].as_str().unwrap().parse::<DateTime<Utc>>().unwrap(), field.app.clock.now());
    field.pull_with(None, "unsent=0").await;
    let record = field.app.record_of(&field.tablet).await;
    assert_eq!((record["unsent"].as_i64(), record.get("oldestUnsentAt")), (Some(0), None));
    field.pull(None).await;
    assert_eq!(field.app.record_of(&field.tablet).await["unsent"], 0, "who says nothing changes nothing");
    for (query, place) in [("limit=0", "/query/limit"), ("limit=51", "/query/limit"), ("unsent=-1", "/query/unsent")] {
        let reply = field.tablet.get(&format!("/api/v1/sync/changes?{query}")).await.expect(422);
        assert_eq!(reply.fields()[0].0, place);
    }
    let reply = field.tablet.ask(Method::GET, "/api/v1/sync/changes").header("device-time", "yesterday").send().await.expect(422);
    assert_eq!(reply.fields()[0].0, "/header/Device-Time");
}

#[actix_web::test]
async fn nobody_but_a_tablet_is_given_anything_to_take_along() {
    let field = Field::new().await;
    field.add("甲社区");
    let browser = field.app.mediator().await.get("/api/v1/sync/changes").await;
    assert_eq!((browser.status, browser.code()), (403, "device_not_approved"));
    let admin = field.app.platform_admin().await.get("/api/v1/sync/changes").await;
    assert_eq!((admin.status, admin.code()), (403, "forbidden"));
    field.app.revoke(&field.tablet, 2).await.expect(200);
    let drained = field.tablet.get("/api/v1/sync/changes").await;
    assert_eq!((drained.status, drained.code()), (403, "device_wipe_pending"));
}

#[actix_web::test]
async fn two_requests_at_once_leave_a_feed_that_holds_together() {
    let field = Field::new().await;
    let first = field.pull(None).await;
    let wanted: Vec<Uuid> = (0..12).map(|n| field.add(&format!("第{n:02}社区"))).collect();
    let (one, other) = join(field.pull(cursor(&first)), field.pull(cursor(&first))).await;
    assert_eq!((files(&one), files(&other)), (wanted.clone(), wanted), "each answers its cursor in full");
    let number = |page: &Value| Cursor(cursor(page).unwrap().to_owned()).position::<Value>().unwrap()["s"].as_i64();
    let newest = if number(&one) > number(&other) { &one } else { &other };
    assert!(files(&field.pull(cursor(newest)).await).is_empty());
}
