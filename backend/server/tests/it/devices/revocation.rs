//! How a tablet ends: revoked, drained, wiped.

use std::time::Duration;

use actix_web::http::Method;
use chrono::{DateTime, TimeDelta, Utc};
use platform::access::Role;
use platform::http::Version;
use platform::ids::DeviceId;
use serde_json::json;

use crate::mediation::attachments::Picture;
use crate::support::{Tablet, TestApp};

const ME: &str = "/api/v1/me";

/// The server's part of A-30.
#[actix_web::test]
async fn a30_a_revoked_tablet_is_told_to_wipe_and_its_receipt_is_recorded() {
    let app = TestApp::new().await;
    let mut tablet = app.tablet_of(Role::Mediator).await;
    tablet.get(ME).await.expect(200);
    let revoked = app.revoke(&tablet, 0).await.expect(200).json;
    assert_eq!((revoked["state"].as_str(), revoked["revokeReason"].as_str()), (Some("REVOKED"), Some("下乡途中遗失")));
    for reply in [tablet.get(ME).await, tablet.post("/api/v1/devices", &json!({})).await, tablet.come_back().await] {
        assert_eq!((reply.status, reply.code()), (401, "device_wipe"));
        assert!(!reply.text.contains("keyShare"));
    }
    assert_eq!(tablet.activate(&app.mediator().await).await.code(), "device_wipe");
    let stranger = Tablet { id: tablet.id.clone(), ..Tablet::new(&app) };
    assert_eq!(stranger.report_wipe(0).await.code(), "device_proof", "somebody else's word");
    assert_eq!(Tablet::new(&app).report_wipe(0).await.code(), "device_proof", "a tablet nobody knows");
    tablet.report_wipe(3).await.expect(204);
    tablet.report_wipe(3).await.expect(204);
    let record = app.record_of(&tablet).await;
    assert_eq!((record["state"].as_str(), record["unsent"].as_i64()), (Some("WIPED"), Some(3)));
    assert!(record["wipedAt"].is_string());
    assert_eq!(tablet.come_back().await.code(), "device_wipe");
    let deeds = app.deeds_of(&tablet).await;
    assert_eq!(deeds[3..], ["identity.device.revoke", "identity.device.refuse", "identity.device.wiped", "identity.device.refuse"]);
    let late = app.revoke(&tablet, 1).await;
    assert_eq!((late.status, late.code()), (409, "device_state"));
}

#[actix_web::test]
async fn a_revocation_elsewhere_bites_within_a_second() {
    let app = TestApp::new().await;
    let tablet = app.tablet_of(Role::Mediator).await;
    tablet.get(ME).await.expect(200);
    let id: DeviceId = tablet.id.parse().unwrap();
    // another process of the same deployment, whose word this one has not heard
    let revoke = move |tx: &mut platform::db::Tx<'_>| identity::devices::commands::revoke(tx, id, Version(3), "遗失", 0, None);
    app.db.transact(TestApp::house(app.place.office), revoke).await.unwrap();
    actix_web::rt::time::sleep(Duration::from_millis(950)).await;
    assert_eq!(tablet.get(ME).await.expect(401).code(), "device_wipe");
}

#[actix_web::test]
async fn a_revoked_tablet_hands_in_what_it_holds_and_is_shown_nothing() {
    let app = TestApp::new().await;
    let mut tablet = app.tablet_of(Role::Registrar).await;
    let revoked = app.revoke(&tablet, 2).await.expect(200).json;
    let until: DateTime<Utc> = revoked["uploadUntil"].as_str().unwrap().parse().unwrap();
    assert_eq!(until, app.clock.now() + TimeDelta::hours(2));
    for path in [ME, "/api/v1/mediation/cases", "/api/v1/orgs"] {
        let reply = tablet.get(path).await;
        assert_eq!((reply.status, reply.code()), (403, "device_wipe_pending"), "{path}");
    }
    let application = app.a_case().application();
    let send = |tablet: &Tablet| tablet.ask(Method::POST, "/api/v1/mediation/cases").key("kept-on-the-tablet").json(&application);
    let taken = send(&tablet).send_unchecked().await.expect(204);
    assert!(taken.bytes.is_empty() && !taken.header("etag").is_empty(), "taken, and nothing shown: {}", taken.text);
    let again = send(&tablet).send_unchecked().await.expect(204);
    assert_eq!(again.header("idempotency-replayed"), "true");
    let cases = app.registrar().await.get("/api/v1/mediation/cases").await.expect(200).json;
    assert_eq!(cases["items"].as_array().unwrap().len(), 1, "it arrived, once");
    let wrong = tablet.post("/api/v1/mediation/cases", &json!({"category": "?"})).await.expect(422);
    assert_eq!((wrong.code(), wrong.fields().len()), ("invalid_input", 0), "of a refusal the code alone");
    let search = tablet.ask(Method::POST, "/api/v1/mediation/cases/search-by-id").fresh_key();
    let search = search.json(&json!({"idNumber": "999900199001011237"})).send_unchecked().await;
    assert!(search.bytes.is_empty(), "a search that is a command finds nothing either: {}", search.text);
    let tokens = tablet.come_back().await.expect(200).json;
    assert_eq!(tokens["drainOnly"], true);
    assert_eq!(tokens["leaseUntil"], revoked["uploadUntil"], "the lease ends with the time for uploading");
    app.clock.advance(TimeDelta::hours(2));
    tablet.access = String::from("over");
    assert_eq!(tablet.come_back().await.expect(401).code(), "device_wipe");
}

#[actix_web::test]
async fn the_time_for_uploading_ends_for_a_token_that_is_still_young() {
    let app = TestApp::new().await;
    let mut tablet = app.tablet_of(Role::Registrar).await;
    app.revoke(&tablet, 1).await.expect(200);
    app.clock.advance(TimeDelta::minutes(55));
    tablet.come_back().await.expect(200);
    app.clock.advance(TimeDelta::minutes(5));
    let late = tablet.ask(Method::POST, "/api/v1/mediation/cases").fresh_key().json(&app.a_case().application());
    assert_eq!(late.send().await.expect(401).code(), "device_wipe", "a revoked tablet cannot upload after its time");
}

#[actix_web::test]
async fn a_second_revocation_shortens_the_time_and_never_lengthens_it() {
    let app = TestApp::new().await;
    let tablet = app.tablet_of(Role::Mediator).await;
    let first = app.revoke(&tablet, 5).await.expect(200).json["uploadUntil"].clone();
    assert_eq!(app.revoke(&tablet, 72).await.expect(200).json["uploadUntil"], first);
    app.revoke(&tablet, 0).await.expect(200);
    assert_eq!(tablet.get(ME).await.code(), "device_wipe");
    let hours = json!({"reason": "遗失", "uploadHours": 73});
    let too_long = app.security_admin().await.post_at(&format!("/api/v1/devices/{}/revoke", tablet.id), 6, &hours).await;
    assert_eq!(too_long.expect(422).fields(), [("/uploadHours", "range")]);
}

#[actix_web::test]
async fn everybody_revokes_her_own_tablet_and_nobody_else_s() {
    let app = TestApp::new().await;
    let tablet = app.tablet_of(Role::Mediator).await;
    let path = format!("/api/v1/devices/{}/revoke", tablet.id);
    let body = json!({"reason": "换新", "uploadHours": 0});
    let stranger = app.station_head().await.post_at(&path, 3, &body).await;
    assert_eq!((stranger.status, stranger.code()), (404, "not_found"));
    let stale = app.mediator().await.post_at(&path, 2, &body).await;
    assert_eq!((stale.status, stale.json["currentVersion"].as_i64()), (412, Some(3)));
    app.mediator().await.post_at(&path, 3, &body).await.expect(200);
    assert_eq!(tablet.get(ME).await.code(), "device_wipe");
}

#[actix_web::test]
async fn a_revoked_tablet_hands_in_its_photos_and_cannot_look_at_any() {
    let app = TestApp::new().await;
    let tablet = app.appointed().await.tablet_of(Role::Mediator).await;
    let file = app.a_case().accepted().assigned().await;
    app.revoke(&tablet, 2).await.expect(200);
    let picture = Picture::of(400_000);
    let mut announced = picture.announcement();
    announced["id"] = json!(platform::ids::FileId::new());
    let list = file.at("attachments");
    let place = format!("{list}/{}", announced["id"].as_str().unwrap());
    let hand_in = |method: Method, path: String| tablet.ask(method, &path).key("kept-on-the-tablet");
    hand_in(Method::POST, list.clone()).json(&announced).send_unchecked().await.expect(204);
    assert_eq!(tablet.get(&format!("{place}/progress")).await.code(), "device_wipe_pending");
    for number in [0, 1] {
        let part = tablet.ask(Method::PUT, &format!("{place}/chunks/{number}")).header("content-type", "application/octet-stream");
        let answer = part.raw(picture.part(number)).send_unchecked().await.expect(204);
        assert!(answer.bytes.is_empty());
    }
    tablet.ask(Method::POST, &format!("{place}/complete")).fresh_key().send_unchecked().await.expect(204);
    assert_eq!(tablet.get(&format!("{place}/content")).await.code(), "device_wipe_pending");
    let kept = app.mediator().await.get(&format!("{place}/content")).await.expect(200);
    assert!(kept.bytes == picture.0);
}
