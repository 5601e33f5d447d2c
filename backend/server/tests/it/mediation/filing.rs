//! Taking down and taking on: once, with a number without gaps, at a time that is fixed for ever, and blind beyond one's reach.

use actix_web::http::Method;
use futures_util::future::join_all;
use platform::access::Role;
use serde_json::{Value, json};

use super::file::{CASES, File};
use super::people::Person;
use super::sheets;
use crate::support::TestApp;
use crate::support::staff::day;

const ACCEPT: fn() -> Value = || json!({"partiesConsent": true, "difficulty": "ORDINARY"});

/// A file of its own couple.
async fn of_couple(app: &TestApp, serial: u32) -> File<'_> {
    app.a_case().of(Person::woman("张小梅", serial), Person::man("李大伟", serial + 1)).await
}

#[actix_web::test]
async fn fifty_deliveries_of_one_application_make_one_file() {
    let app = TestApp::new().await;
    let registrar = app.registrar().await;
    let body = app.a_case().application();
    let deliveries = (0..50).map(|_| registrar.ask(Method::POST, CASES).key("application-of-zhang-1").json(&body).send());
    let replies = join_all(deliveries).await;
    assert!(replies.iter().all(|reply| reply.status == 201), "{:?}", replies.iter().map(|reply| reply.status).collect::<Vec<_>>());
    assert!(replies.iter().all(|reply| reply.text == replies[0].text), "every delivery gets the first answer");
    assert_eq!(replies.iter().filter(|reply| reply.header("idempotency-replayed") == "true").count(), 49);
    assert_eq!(registrar.get(CASES).await.expect(200).json["items"].as_array().unwrap().len(), 1);
    let facts = app.facts_of(replies[0].json["id"].as_str().unwrap()).await;
    assert_eq!(facts.iter().filter(|fact| fact["action"] == "mediation.case.file").count(), 1);
    let other = registrar.ask(Method::POST, CASES).key("application-of-zhang-1").json(&json!({"summary": "别的"})).send().await;
    assert!([409, 422].contains(&other.status), "another body under the same key: {}", other.text);
}

#[actix_web::test]
async fn numbers_have_no_gaps_however_many_are_accepted_at_once() {
    let app = TestApp::new().await;
    let registrar = app.registrar().await;
    let mut files = Vec::new();
    for n in 0..20 {
        files.push(of_couple(&app, 100 + 2 * n).await);
    }
    // refusals in between spend no number
    let declined = app.a_case().category("C8").await;
    let (body, not_mediable) = (ACCEPT(), ACCEPT());
    let accept = join_all(files.iter().map(|file| file.attempt(&registrar, "accept", &body)));
    let refuse = declined.attempt(&registrar, "accept", &not_mediable);
    let (accepted, refused) = futures_util::future::join(accept, refuse).await;
    assert_eq!(refused.status, 409);
    let mut numbers: Vec<String> =
        accepted.into_iter().map(|reply| reply.expect(200).json["number"].as_str().unwrap().to_owned()).collect();
    numbers.sort();
    let wanted: Vec<String> = (1..=20).map(|n| format!("（2026）清源县婚姻家庭纠纷人民调解委员会婚人调字第{n:04}号")).collect();
    assert_eq!(numbers, wanted);
}

#[actix_web::test]
async fn numbers_begin_anew_with_the_year() {
    let app = TestApp::new().await;
    let mut old = of_couple(&app, 100).await;
    old.accepted().await;
    app.go_to(day(2027, 1, 4), 9);
    let mut new = of_couple(&app, 102).await;
    new.accepted().await;
    let number = |view: Value| view["number"].as_str().unwrap().to_owned();
    assert!(number(old.view().await).starts_with("（2026）") && number(old.view().await).ends_with("第0001号"));
    assert!(number(new.view().await).starts_with("（2027）") && number(new.view().await).ends_with("第0001号"));
}

#[actix_web::test]
async fn of_twenty_steps_from_one_version_one_is_taken() {
    let app = TestApp::new().await;
    let file = app.appointed().await.a_case().accepted().assigned().notified().await;
    let mediator = file.mediator().await;
    let body = sheets::investigation(&file);
    let replies = join_all((0..20).map(|_| file.attempt(&mediator, "investigate", &body))).await;
    let won: Vec<_> = replies.iter().filter(|reply| reply.status == 200).collect();
    assert_eq!(won.len(), 1);
    for lost in replies.iter().filter(|reply| reply.status != 200) {
        assert_eq!((lost.status, lost.code()), (412, "stale_version"));
        assert_eq!(lost.json["currentVersion"], won[0].version());
    }
    assert_eq!(file.papers("F08").await.len(), 1, "nothing of the others was written");
}

#[actix_web::test]
async fn fifty_deliveries_of_one_step_take_it_once() {
    let app = TestApp::new().await;
    let file = app.appointed().await.a_case().accepted().assigned().notified().await;
    let mediator = file.mediator().await;
    let (address, body) = (file.at("investigate"), sheets::investigation(&file));
    let send = || mediator.ask(Method::POST, &address).key("visit-to-the-grid-1").at(file.version).json(&body).send();
    let replies = join_all((0..50).map(|_| send())).await;
    assert!(replies.iter().all(|reply| reply.status == 200), "{:?}", replies.iter().map(|reply| reply.status).collect::<Vec<_>>());
    assert!(replies.iter().all(|reply| reply.text == replies[0].text && reply.version() == file.version + 1));
    assert_eq!(file.papers("F08").await.len(), 1);
}

#[actix_web::test]
async fn a_step_says_which_version_it_was_based_on() {
    let app = TestApp::new().await;
    let file = app.a_case().await;
    let registrar = app.registrar().await;
    let bare = registrar.ask(Method::POST, &file.at("accept")).fresh_key().json(&ACCEPT()).send().await;
    assert_eq!((bare.status, bare.code()), (428, "version_required"));
    let stale = registrar.post_at(&file.at("accept"), 7, &ACCEPT()).await;
    assert_eq!((stale.status, stale.code(), &stale.json["currentVersion"]), (412, "stale_version", &json!(1)));
    assert_eq!(file.state().await, "APPLIED");
}

#[actix_web::test]
async fn the_time_of_the_request_is_the_servers_and_never_changes() {
    let app = TestApp::new().await;
    let asked_at = app.clock.now();
    let in_the_village = asked_at - chrono::TimeDelta::hours(20);
    let plan = app.appointed().await.a_case().with("occurredAt", json!(in_the_village));
    let mut file = plan.await;
    let first = file.view().await;
    assert_eq!(first["requestedAt"], "2026-03-02T01:00:00Z");
    assert_eq!(first["occurredAt"], "2026-03-01T05:00:00Z");
    app.days_later(3);
    file.accepted().await.assigned().await.notified().await.mediating().await.failed().await;
    let last = file.view().await;
    assert_eq!((&last["requestedAt"], &last["occurredAt"]), (&first["requestedAt"], &first["occurredAt"]));
    // nobody dates a request back by hand, or into the future
    let registrar = app.registrar().await;
    let mut forged = app.a_case().application();
    forged["requestedAt"] = json!("2020-01-01T00:00:00Z");
    registrar.post(CASES, &forged).await.expect(422);
    let ahead = app.a_case().with("occurredAt", json!(app.clock.now() + chrono::TimeDelta::hours(25))).application();
    assert_eq!(registrar.post(CASES, &ahead).await.expect(422).fields(), [("/occurredAt", "future")]);
}

#[actix_web::test]
async fn a_duplicate_is_found_inside_ones_reach_and_decided_before_acceptance() {
    let app = TestApp::new().await;
    let couple = || (Person::woman("张小梅", 11), Person::man("李大伟", 12));
    let (a, r) = couple();
    let mut first = app.a_case().of(a, r).await;
    first.accepted().await;
    let (a, r) = couple();
    let mut second = app.a_case().of(a, r).await;
    let hits = second.view().await["narrative"]["duplicates"].clone();
    assert_eq!((hits[0]["caseId"].as_str(), &hits[0]["verdict"]), (Some(first.id.as_str()), &json!("OPEN")));
    let registrar = app.registrar().await;
    second.refused(&registrar, "accept", &ACCEPT(), &["G26"]).await;
    let verdict = json!({"caseId": first.id, "verdict": "DIFFERENT"});
    second.step(&registrar, "decide-duplicate", &verdict).await;
    second.accepted().await;
    // another kind of dispute of the same people is no duplicate
    let (a, r) = couple();
    let third = app.a_case().of(a, r).category("E5").await;
    assert_eq!(third.view().await["narrative"]["duplicates"], json!([]));
}

#[actix_web::test]
async fn a_duplicate_beyond_ones_reach_stays_unsaid() {
    let app = TestApp::new().await;
    app.engage("registrar3", "欧阳明月", Role::Registrar, app.place.other_station).await;
    let couple = || (Person::woman("张小梅", 11), Person::man("李大伟", 12));
    let (a, r) = couple();
    app.a_case().of(a, r).by("registrar3").with("stationId", json!(app.place.other_station)).await;
    let (a, r) = couple();
    app.engage("registrar2", "陈思雨", Role::Registrar, app.place.station).await;
    app.a_case().of(a, r).by("registrar2").with("sealed", json!(true)).await;
    let (a, r) = couple();
    let mut file = app.a_case().of(a, r).await;
    assert_eq!(file.view().await["narrative"]["duplicates"], json!([]));
    file.accepted().await;
}

#[actix_web::test]
async fn what_is_taken_down_is_checked_and_what_is_explained_is_enough() {
    let app = TestApp::new().await;
    let registrar = app.registrar().await;
    let mut body = app.a_case().application();
    body["parties"][0]["particulars"]["idDocument"]["number"] = json!("999900199003070028");
    let wrong = registrar.post(CASES, &body).await.expect(422);
    assert!(wrong.fields().iter().all(|(pointer, _)| pointer.starts_with("/parties/0/particulars/idDocument")), "{}", wrong.text);

    let mut body = app.a_case().application();
    body["parties"][0]["particulars"]["idDocument"] =
        json!({"kind": "NONE", "verification": "STATED", "explanation": "边境地区配偶，无证件"});
    registrar.post(CASES, &body).await.expect(201);

    let elsewhere = app.a_case().with("stationId", json!(app.place.other_station)).application();
    assert_eq!(registrar.post(CASES, &elsewhere).await.expect(422).fields(), [("/stationId", "unknown_reference")]);
    let alone = app.a_case().of(Person::woman("张小梅", 31), Person::woman("张小梅", 31)).await;
    alone.refused(&registrar, "accept", &ACCEPT(), &["C01"]).await;
}

#[actix_web::test]
async fn a_field_that_only_the_command_can_judge_is_named_in_the_readers_language() {
    let app = TestApp::new().await;
    let registrar = app.registrar().await;
    let mut body = app.a_case().application();
    body["informed"] = json!(false);
    for (language, message) in [("en", "required"), ("zh-CN", "必填")] {
        let reply = registrar.ask(Method::POST, CASES).fresh_key().header("accept-language", language).json(&body).send().await.expect(422);
        assert_eq!(reply.fields(), [("/informed", "required")]);
        assert_eq!(reply.json["errors"][0]["message"], message);
    }
}
