//! From the request to the first tokens.

use actix_web::http::Method;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use platform::access::Role;
use platform::http::Version;
use serde_json::json;

use crate::support::{Tablet, TestApp};

#[actix_web::test]
async fn a_tablet_is_asked_for_by_its_owner_approved_by_another_and_then_activated() {
    let app = TestApp::new().await;
    let (owner, mut tablet) = (app.mediator().await, Tablet::new(&app));
    let asked = tablet.enrol(&owner).await.expect(201);
    assert_eq!((asked.json["state"].as_str(), asked.json["no"].as_i64()), (Some("PENDING"), Some(1)));
    assert_eq!(asked.header("location"), format!("/api/v1/devices/{}", tablet.id));
    let approved = app.approve(&tablet).await.expect(200);
    assert_eq!((approved.json["state"].as_str(), approved.version()), (Some("APPROVED"), 2));
    let tokens = tablet.activate(&owner).await.expect(200).json;
    assert_eq!((tokens["deviceId"].as_str(), tokens["deviceNo"].as_i64()), (Some(tablet.id.as_str()), Some(1)));
    assert_eq!((tokens["expiresIn"].as_i64(), tokens["drainOnly"].as_bool()), (Some(600), Some(false)));
    let record = app.record_of(&tablet).await;
    assert_eq!(record["state"], "ACTIVE");
    assert_eq!(record["accountName"], "测试MEDIATOR");
    let me = tablet.get("/api/v1/me").await.expect(200);
    assert_eq!(me.json["account"]["username"], "mediator");
    assert_eq!(me.header("sync-epoch"), tokens["epoch"].as_str().unwrap(), "every answer to a tablet names the epoch");
    assert!(!owner.get("/api/v1/me").await.expect(200).headers.contains_key("sync-epoch"), "a browser needs none");
    assert_eq!(app.deeds_of(&tablet).await, ["identity.device.enrol", "identity.device.approve", "identity.device.activate"]);
}

#[actix_web::test]
async fn the_journal_names_the_tablet_through_which_somebody_acted() {
    let app = TestApp::new().await;
    let tablet = app.tablet_of(Role::Mediator).await;
    let other = Tablet::new(&app);
    let body = json!({"id": other.id, "label": "备用", "serial": "HX-2", "publicKey": other.public_key()});
    tablet.post("/api/v1/devices", &body).await.expect(201);
    let facts = app.facts_of(&other.id).await;
    assert_eq!(facts[0]["deviceId"], tablet.id.as_str());
    assert!(app.facts_of(&tablet.id).await[0].get("deviceId").is_none(), "that was a browser");
}

/// A-27 of the security specification, its first half.
#[actix_web::test]
async fn a27_a_tablet_that_is_not_approved_gets_nothing() {
    let app = TestApp::new().await;
    let (owner, mut tablet) = (app.mediator().await, Tablet::new(&app));
    tablet.enrol(&owner).await.expect(201);
    let refused = tablet.activate(&owner).await;
    assert_eq!((refused.status, refused.code()), (403, "device_not_approved"));
    assert!(!refused.text.contains("keyShare"));
    assert_eq!(app.record_of(&tablet).await["state"], "PENDING");
}

#[actix_web::test]
async fn nobody_approves_a_tablet_of_her_own() {
    let app = TestApp::new().await;
    let id = app.engage("an.ning", "安宁", Role::Mediator, app.place.station).await;
    let tablet = Tablet::new(&app);
    tablet.enrol(&app.person("an.ning").await).await.expect(201);
    let (station, county) = (app.place.station, app.place.county);
    let promote = move |tx: &mut platform::db::Tx<'_>| {
        let version = identity::revoke_role(tx, id, Version(2), Role::Mediator, station)?;
        identity::grant_role(tx, id, Version(version), Role::SecurityAdmin, county)
    };
    app.db.transact(TestApp::house(app.place.office), promote).await.unwrap();
    // roles are believed for nine tenths of a second
    actix_web::rt::time::sleep(std::time::Duration::from_millis(950)).await;
    let path = format!("/api/v1/devices/{}/approve", tablet.id);
    let own = app.person("an.ning").await.ask(Method::POST, &path).fresh_key().at(1).send().await;
    assert_eq!((own.status, own.code()), (403, "separation_of_duties"));
    app.approve(&tablet).await.expect(200);
    let again = app.security_admin().await.ask(Method::POST, &path).fresh_key().at(2).send().await;
    assert_eq!((again.status, again.code()), (409, "device_state"));
}

#[actix_web::test]
async fn a_person_has_at_most_two_tablets_however_many_requests_arrive_at_once() {
    let app = TestApp::new().await;
    let owner = app.mediator().await;
    let tablets: Vec<Tablet> = (0..6).map(|_| Tablet::new(&app)).collect();
    let replies = join_all(tablets.iter().map(|tablet| tablet.enrol(&owner))).await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 201).count(), 2);
    assert_eq!(replies.iter().filter(|reply| (reply.status, reply.code()) == (409, "too_many_devices")).count(), 4);
    let place = replies.iter().position(|reply| reply.status == 201).unwrap();
    app.revoke(&tablets[place], 0).await.expect(200);
    let third = Tablet::new(&app);
    assert_eq!(third.enrol(&owner).await.expect(201).json["no"], 3, "numbers are not used twice");
    Tablet::new(&app).enrol(&app.registrar().await).await.expect(201);
}

#[actix_web::test]
async fn only_the_tablet_itself_and_only_its_owner_activate_it() {
    let app = TestApp::new().await;
    let (owner, mut tablet) = (app.mediator().await, Tablet::new(&app));
    tablet.enrol(&owner).await.expect(201);
    app.approve(&tablet).await.expect(200);
    let stranger = tablet.activate(&app.registrar().await).await;
    assert_eq!((stranger.status, stranger.code()), (404, "not_found"), "somebody else's tablet does not exist");
    let path = format!("/api/v1/devices/{}/activate", tablet.id);
    let bare = owner.ask(Method::POST, &path).fresh_key().send().await;
    assert_eq!((bare.status, bare.code()), (401, "device_proof"));
    assert!(bare.header("www-authenticate").starts_with("DPoP"));
    let mut other = Tablet { id: tablet.id.clone(), ..Tablet::new(&app) };
    let copied = other.activate(&owner).await;
    assert_eq!((copied.status, copied.code()), (401, "device_proof"), "another machine with the owner's session");
    let proof = tablet.proof_of("POST", &tablet.url(&path), "another thing");
    let unbound = owner.ask(Method::POST, &path).fresh_key().header("dpop", &proof).send().await;
    assert_eq!((unbound.status, unbound.code()), (401, "device_proof"));
    tablet.activate(&owner).await.expect(200);
}

#[actix_web::test]
async fn a_repeated_activation_gives_the_same_tokens_while_their_family_lives() {
    let app = TestApp::new().await;
    let (owner, mut tablet) = (app.mediator().await, Tablet::new(&app));
    tablet.enrol(&owner).await.expect(201);
    app.approve(&tablet).await.expect(200);
    let first = tablet.activate_under(&owner, "activate-once").await.expect(200);
    let second = tablet.activate_under(&owner, "activate-once").await.expect(200);
    assert_eq!(second.header("idempotency-replayed"), "true");
    assert_eq!(second.json["refreshToken"], first.json["refreshToken"]);
    assert_eq!(second.json["keyShare"], first.json["keyShare"]);
    let third = tablet.activate(&owner).await.expect(200);
    assert_ne!(third.json["refreshToken"], first.json["refreshToken"], "a new key begins a new family");
    assert_eq!(tablet.exchange(first.json["refreshToken"].as_str().unwrap()).await.code(), "invalid_token");
    app.revoke(&tablet, 0).await.expect(200);
    let dead = tablet.activate_under(&owner, "activate-once").await;
    assert_eq!((dead.status, dead.code()), (401, "device_wipe"), "a replay releases nothing either");
}

#[actix_web::test]
async fn a_key_that_is_none_is_refused_with_its_place() {
    let app = TestApp::new().await;
    let (owner, tablet) = (app.mediator().await, Tablet::new(&app));
    let body = |change: &str, value: serde_json::Value| {
        let mut key = tablet.public_key();
        key[change] = value;
        json!({"label": "平板", "serial": "1", "publicKey": key})
    };
    for (change, value, place) in [
        ("x", json!("A".repeat(43)), "/publicKey"),
        ("x", json!("A"), "/publicKey/x"),
        ("crv", json!("P-384"), "/publicKey/crv"),
        ("kty", json!("RSA"), "/publicKey/kty"),
        ("d", json!("A".repeat(43)), "/publicKey/d"),
    ] {
        let reply = owner.post("/api/v1/devices", &body(change, value)).await.expect(422);
        assert_eq!(reply.fields()[0].0, place);
    }
    let blank = json!({"label": "  ", "serial": "1", "publicKey": tablet.public_key()});
    assert_eq!(owner.post("/api/v1/devices", &blank).await.expect(422).fields(), [("/label", "blank")]);
}

#[actix_web::test]
async fn a_person_sees_her_own_tablets_and_an_administrator_all_of_them() {
    let app = TestApp::new().await;
    for owner in [app.mediator().await, app.registrar().await] {
        Tablet::new(&app).enrol(&owner).await.expect(201);
    }
    let own = app.mediator().await.get("/api/v1/me/devices").await.expect(200).json;
    assert_eq!((own["items"].as_array().unwrap().len(), own["items"][0]["accountName"].as_str()), (1, Some("测试MEDIATOR")));
    let page = app.auditor().await.get("/api/v1/devices?limit=1").await.expect(200).json;
    let next = page["nextCursor"].as_str().unwrap();
    let rest = app.auditor().await.get(&format!("/api/v1/devices?limit=1&cursor={next}")).await.expect(200).json;
    assert_eq!((page["items"][0]["no"].as_i64(), rest["items"][0]["no"].as_i64()), (Some(2), Some(1)));
    assert!(rest.get("nextCursor").is_none());
    let active = app.security_admin().await.get("/api/v1/devices?state=ACTIVE").await.expect(200).json;
    assert_eq!(active["items"], json!([]));
    assert!(!page.to_string().contains("publicKey"), "no key is shown");
    assert_eq!(app.station_head().await.get("/api/v1/devices").await.code(), "forbidden");
}

/// The server's part of A-31: the end of the lease is the server's, whatever the tablet's clock says.
#[actix_web::test]
async fn a31_the_lease_is_counted_by_the_server_and_comes_with_the_share_alone() {
    let app = TestApp::new().await;
    let mut tablet = app.tablet_of(Role::Mediator).await;
    let instant = |value: &serde_json::Value| value.as_str().unwrap().parse::<DateTime<Utc>>().unwrap();
    app.clock.advance(TimeDelta::hours(5));
    let token = tablet.refresh.clone();
    let path = "/api/v1/auth/device-token";
    let proof = tablet.proof_of("POST", &tablet.url(path), &token);
    let ask = app.anonymous().ask(Method::POST, path).header("dpop", &proof).header("device-time", "1996-01-01T00:00:00Z");
    let reply = ask.json(&json!({"refreshToken": token})).send().await.expect(200).json;
    assert_eq!(instant(&reply["serverNow"]), app.clock.now());
    assert_eq!(instant(&reply["leaseUntil"]), app.clock.now() + TimeDelta::hours(72));
    assert_eq!(reply["keyShare"].as_str().unwrap().len(), 43, "32 bytes");
    let second = tablet.come_back().await.expect(200).json;
    assert_eq!(second["keyShare"], reply["keyShare"], "the share of a tablet stays the same");
    let other = app.tablet_of(Role::Registrar).await.come_back().await.expect(200).json;
    assert_ne!(other["keyShare"], reply["keyShare"], "and belongs to no other");
}
