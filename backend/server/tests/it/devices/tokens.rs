//! What a token of a tablet is worth: nothing without the key, nothing a second after the person or the tablet lost it.

use std::time::Duration;

use actix_web::http::Method;
use chrono::TimeDelta;
use platform::access::Role;
use platform::http::Version;
use serde_json::{Value, json};

use crate::support::app::PASSWORD;
use crate::support::{Tablet, TestApp};

const ME: &str = "/api/v1/me";

/// The second half of A-27.
#[actix_web::test]
async fn a27_a_copied_token_is_useless_without_the_key() {
    let app = TestApp::new().await;
    let tablet = app.tablet_of(Role::Mediator).await;
    tablet.get(ME).await.expect(200);
    let bare = tablet.bearer().get(ME).await;
    assert_eq!((bare.status, bare.code()), (401, "device_proof"));
    let thief = Tablet { access: tablet.access.clone(), ..Tablet::new(&app) };
    assert_eq!(thief.get(ME).await.code(), "device_proof", "a proof by another key");
    let (own, url) = (tablet.url(ME), tablet.access.as_str());
    for (method, address, bound) in [
        ("POST", own.clone(), url),
        ("GET", tablet.url("/api/v1/orgs"), url),
        ("GET", own.replace("http:", "https:"), url),
        ("GET", format!("{own}?x=1"), url),
        ("GET", own.clone(), tablet.refresh.as_str()),
    ] {
        let proof = tablet.proof_of(method, &address, bound);
        let reply = tablet.bearer().ask(Method::GET, ME).header("dpop", &proof).send().await;
        assert_eq!((reply.status, reply.code()), (401, "device_proof"), "{method} {address}");
    }
    let two = tablet.proof_of("GET", &own, url);
    let reply = tablet.ask(Method::GET, ME).header("dpop", &two).send().await;
    assert_eq!(reply.code(), "device_proof", "two proofs are none");
    tablet.get("/api/v1/devices?limit=5").await.expect(403);
    tablet.get("/api/v1/colleagues?role=MEDIATOR").await.expect(200);
}

#[actix_web::test]
async fn a_token_of_a_tablet_and_one_of_a_client_are_never_taken_for_each_other() {
    let app = TestApp::new().await;
    let tablet = app.tablet_of(Role::Mediator).await;
    let (_, bearer) = app.integration().await.proof();
    let client = Tablet { access: bearer.trim_start_matches("Bearer ").to_owned(), ..tablet.clone() };
    assert_eq!(client.get(ME).await.code(), "forbidden", "a proof does not make a person of a client");
    let altered = Tablet { access: format!("{}x", tablet.access), ..tablet.clone() };
    assert_eq!(altered.get(ME).await.code(), "invalid_token");
    assert_eq!(tablet.exchange(&tablet.access).await.code(), "invalid_token", "an access token is no refresh token");
    let confused = Tablet { access: tablet.refresh.clone(), ..tablet.clone() };
    assert_eq!(confused.get(ME).await.code(), "invalid_token");
}

#[actix_web::test]
async fn ten_minutes_later_the_token_is_over_and_the_refresh_token_gives_the_next() {
    let app = TestApp::new().await;
    let mut tablet = app.tablet_of(Role::Mediator).await;
    app.clock.advance(TimeDelta::seconds(631));
    assert_eq!(tablet.get(ME).await.code(), "token_expired");
    tablet.come_back().await.expect(200);
    tablet.get(ME).await.expect(200);
}

/// an answer may be lost as often as it likes; a token used after its successor ends everything.
#[actix_web::test]
async fn a22_a_lost_answer_is_given_again_and_a_late_copy_ends_the_family() {
    let app = TestApp::new().await;
    let mut tablet = app.tablet_of(Role::Mediator).await;
    let first = tablet.refresh.clone();
    let lost = tablet.exchange(&first).await.expect(200).json;
    app.clock.advance(TimeDelta::hours(30));
    let again = tablet.exchange(&first).await.expect(200).json;
    assert_eq!(again["refreshToken"], lost["refreshToken"], "nobody has used the successor: it is given again after a day");
    let second = lost["refreshToken"].as_str().unwrap().to_owned();
    let third = tablet.exchange(&second).await.expect(200).json["refreshToken"].clone();
    app.clock.advance(TimeDelta::seconds(60));
    let late = tablet.exchange(&first).await.expect(200).json;
    assert_eq!(late["refreshToken"], second.as_str(), "a minute after the successor was seen");
    app.clock.advance(TimeDelta::seconds(1));
    let theft = tablet.exchange(&first).await;
    assert_eq!((theft.status, theft.code()), (401, "invalid_token"));
    for token in [second.as_str(), third.as_str().unwrap()] {
        let dead = tablet.exchange(token).await;
        assert_eq!((dead.status, dead.code()), (401, "invalid_token"), "the newest is dead as well");
    }
    assert_eq!(tablet.get(ME).await.code(), "token_expired");
    let deeds = app.deeds_of(&tablet).await;
    assert_eq!(deeds.iter().filter(|deed| *deed == "identity.device.token_reuse").count(), 1);
    app.sessions_over();
    tablet.activate(&app.mediator().await).await.expect(200);
    tablet.get(ME).await.expect(200);
}

#[actix_web::test]
async fn a22_a_token_in_the_hands_of_another_machine_ends_the_family() {
    let app = TestApp::new().await;
    let mut tablet = app.tablet_of(Role::Mediator).await;
    let thief = Tablet::new(&app);
    let refused = thief.exchange(&tablet.refresh).await;
    assert_eq!((refused.status, refused.code()), (401, "device_proof"));
    assert_eq!(tablet.get(ME).await.code(), "invalid_token", "the access token stops at once");
    assert_eq!(tablet.come_back().await.code(), "invalid_token");
    let facts = app.facts_of(&tablet.id).await;
    let alarm = facts.iter().find(|fact| fact["action"] == "identity.device.token_reuse").unwrap();
    assert_eq!((alarm["decision"].as_str(), alarm["detail"]["how"].as_str()), (Some("DENY"), Some("other_key")));
    tablet.activate(&app.mediator().await).await.expect(200);
    let nobody = app.anonymous().ask(Method::POST, "/api/v1/auth/device-token").json(&json!({"refreshToken": tablet.refresh}));
    assert_eq!(nobody.send().await.code(), "device_proof", "no proof at all");
    tablet.come_back().await.expect(200);
}

#[actix_web::test]
async fn a_made_up_refresh_token_is_refused_and_counted() {
    let app = TestApp::new().await;
    let tablet = app.tablet_of(Role::Mediator).await;
    for token in ["x", &"A".repeat(107), &tablet.refresh[1..]] {
        let reply = tablet.exchange(token).await;
        assert_eq!((reply.status, reply.code()), (401, "invalid_token"), "{token}");
    }
    assert_eq!(tablet.exchange("").await.status, 422);
    assert_eq!(tablet.exchange(&"A".repeat(1_025)).await.status, 422);
}

#[actix_web::test]
async fn five_weeks_of_silence_ask_for_a_new_activation() {
    let app = TestApp::new().await;
    let mut tablet = app.tablet_of(Role::Mediator).await;
    app.days_later(34);
    tablet.come_back().await.expect(200);
    app.days_later(35);
    assert_eq!(tablet.come_back().await.code(), "invalid_token");
    tablet.activate(&app.mediator().await).await.expect(200);
}

/// who is shut out, or holds the role no longer, is so within a second.
#[actix_web::test]
async fn a22_a_shut_account_and_a_lost_role_bite_within_a_second() {
    let app = TestApp::new().await;
    let id = app.engage("an.ning", "安宁", Role::Mediator, app.place.station).await;
    let mut tablet = app.tablet("an.ning").await;
    const COLLEAGUES: &str = "/api/v1/colleagues?role=MEDIATOR";
    tablet.get(COLLEAGUES).await.expect(200);
    let (office, station) = (app.place.office, app.place.station);
    let revoke = move |tx: &mut platform::db::Tx<'_>| identity::revoke_role(tx, id, Version(2), Role::Mediator, station);
    app.db.transact(TestApp::house(office), revoke).await.unwrap();
    actix_web::rt::time::sleep(Duration::from_millis(950)).await;
    assert_eq!(tablet.get(COLLEAGUES).await.expect(403).code(), "forbidden");
    app.db.transact(TestApp::house(office), move |tx| identity::disable(tx, id, Version(3))).await.unwrap();
    actix_web::rt::time::sleep(Duration::from_millis(950)).await;
    assert_eq!(tablet.get(COLLEAGUES).await.expect(401).code(), "invalid_token");
    assert_eq!(tablet.come_back().await.expect(401).code(), "invalid_token");
    app.db.transact(TestApp::house(office), move |tx| identity::enable(tx, id, Version(4))).await.unwrap();
    assert_eq!(tablet.come_back().await.expect(401).code(), "invalid_token", "opened again it must be activated again");
}

#[actix_web::test]
async fn a22_a_new_password_ends_the_tokens_of_every_tablet() {
    let app = TestApp::new().await;
    let mut tablet = app.tablet_of(Role::Mediator).await;
    let change = json!({"currentPassword": PASSWORD, "newPassword": "maple-harbour-lantern"});
    app.mediator().await.post("/api/v1/me/password", &change).await.expect(204);
    assert_eq!(tablet.get(ME).await.code(), "invalid_token");
    assert_eq!(tablet.come_back().await.code(), "invalid_token");
    tablet.activate(&app.mediator().await).await.expect(200);
    let account = app.accounts[&Role::Mediator];
    let version = app.security_admin().await.get("/api/v1/accounts?name=mediator").await;
    let version = version.json["items"].as_array().unwrap().iter().find(|item: &&Value| item["username"] == "mediator").unwrap()["version"]
        .as_i64()
        .unwrap();
    let path = format!("/api/v1/accounts/{account}/reset-credential");
    app.security_admin().await.post_at(&path, version, &json!({})).await.expect(200);
    assert_eq!(tablet.get(ME).await.code(), "invalid_token");
    assert_eq!(tablet.come_back().await.code(), "invalid_token");
}
