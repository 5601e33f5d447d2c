//! A third-party system: gets a token, files a case in the office it is bound to, reads its status, and sees nothing else.

use platform::ids::OrgId;
use serde_json::{Value, json};

use super::file::CASES;
use super::people::Person;
use crate::support::{Client, TestApp};

/// Registers a client bound to an organisation and gets it a token.
async fn client_of(app: &TestApp, org: OrgId, scopes: &[&str]) -> Client {
    let new = json!({"name": "法院委派平台", "orgId": org, "scopes": scopes});
    let credentials = app.platform_admin().await.post("/api/v1/integration-clients", &new).await.expect(201).json;
    token(app, &credentials, None).await
}

async fn token(app: &TestApp, credentials: &Value, scope: Option<&str>) -> Client {
    let mut ask =
        json!({"grantType": "client_credentials", "clientId": credentials["clientId"], "clientSecret": credentials["clientSecret"]});
    if let Some(scope) = scope {
        ask["scope"] = json!(scope);
    }
    let answer = app.anonymous().post("/api/v1/auth/token", &ask).await.expect(200).json;
    let bearer = format!("Bearer {}", answer["accessToken"].as_str().unwrap());
    Client::new(app.address, Some(("authorization", bearer)))
}

fn delegated(app: &TestApp) -> Value {
    app.a_case()
        .with("mode", json!("TRANSFERRED"))
        .with("source", json!("COURT_DELEGATED"))
        .with("sourceReference", json!("（2026）清民委调12号"))
        .application()
}

#[actix_web::test]
async fn a_system_files_a_case_in_its_office_and_reads_its_status() {
    let app = TestApp::new().await;
    let court = client_of(&app, app.place.station, &["cases.intake", "cases.status.read"]).await;
    let filed = court.post(CASES, &delegated(&app)).await.expect(201);
    let id = filed.json["id"].as_str().unwrap();
    let status = court.get(&format!("{CASES}/{id}/status")).await.expect(200).json;
    assert_eq!(status, json!({"id": id, "state": "APPLIED", "requestedAt": "2026-03-02T01:00:00Z", "updatedAt": "2026-03-02T01:00:00Z"}));

    // it is a file like any other: the station takes it on, the system sees the number
    let head = app.station_head().await;
    head.post_at(&format!("{CASES}/{id}/accept"), 1, &json!({"partiesConsent": true, "difficulty": "ORDINARY"})).await.expect(200);
    let status = court.get(&format!("{CASES}/{id}/status")).await.expect(200).json;
    assert_eq!(status["state"], "ACCEPTED");
    assert!(status["number"].as_str().unwrap().ends_with("第0001号"));
    let facts = app.facts_of(id).await;
    let seen: Vec<&str> = facts.iter().map(|fact| fact["action"].as_str().unwrap()).collect();
    assert_eq!(seen, ["mediation.case.file", "mediation.case.read-status", "mediation.case.accept", "mediation.case.read-status"]);
}

#[actix_web::test]
async fn a_system_files_once_under_one_key_and_only_in_its_office() {
    let app = TestApp::new().await;
    let court = client_of(&app, app.place.station, &["cases.intake"]).await;
    let body = delegated(&app);
    let send = || court.ask(actix_web::http::Method::POST, CASES).key("court-2026-12").json(&body).send();
    let (first, second) = (send().await.expect(201), send().await.expect(201));
    assert_eq!((first.json["id"].clone(), second.header("idempotency-replayed")), (second.json["id"].clone(), "true"));
    let mut elsewhere = delegated(&app);
    elsewhere["stationId"] = json!(app.place.other_station);
    assert_eq!(court.post(CASES, &elsewhere).await.expect(422).fields(), [("/stationId", "unknown_reference")]);
}

#[actix_web::test]
async fn a_system_reads_no_status_beyond_its_office_and_none_of_a_sealed_file() {
    let app = TestApp::new().await;
    let home = app.a_case().of(Person::woman("王秀英", 31), Person::man("赵国庆", 32)).await;
    let sealed = app.a_case().of(Person::woman("陈桂兰", 33), Person::man("孙志强", 34)).with("sealed", json!(true)).await;
    let here = client_of(&app, app.place.station, &["cases.status.read"]).await;
    let there = client_of(&app, app.place.other_station, &["cases.status.read"]).await;
    here.get(&home.at("status")).await.expect(200);
    let nothing = format!("{CASES}/{}/status", platform::ids::CaseId::new());
    super::access::is_the_same_as_nothing(&there, &home.at("status"), &nothing).await;
    super::access::is_the_same_as_nothing(&here, &sealed.at("status"), &nothing).await;
    // a status is all there is
    for part in ["", "/steps", "/papers", "/timeline", "/dossier"] {
        here.get(&format!("{}{part}", home.address())).await.expect(403);
    }
    here.get(CASES).await.expect(403);
}

#[actix_web::test]
async fn a_system_without_the_scope_is_refused() {
    let app = TestApp::new().await;
    let figures = client_of(&app, app.place.county, &["stats.read"]).await;
    let file = app.a_case().await;
    let body = delegated(&app);
    for reply in [figures.post(CASES, &body).await, figures.get(&file.at("status")).await] {
        assert_eq!((reply.status, reply.code()), (403, "forbidden"));
    }
    let counted = figures.get("/api/v1/mediation/figures").await.expect(200).json;
    assert_eq!(counted, json!({"counts": [{"state": "APPLIED", "files": 1}], "files": 1}));

    // a token may ask for less than the client has
    let new = json!({"name": "综治平台", "orgId": app.place.station, "scopes": ["cases.intake", "cases.status.read"]});
    let credentials = app.platform_admin().await.post("/api/v1/integration-clients", &new).await.expect(201).json;
    let reader = token(&app, &credentials, Some("cases.status.read")).await;
    reader.get(&file.at("status")).await.expect(200);
    reader.post(CASES, &body).await.expect(403);
}

#[actix_web::test]
async fn a_system_does_not_learn_from_the_duplicate_check_what_others_have() {
    let app = TestApp::new().await;
    let couple = || (Person::woman("张小梅", 11), Person::man("李大伟", 12));
    let (a, r) = couple();
    app.a_case().of(a, r).accepted().await;
    let court = client_of(&app, app.place.other_station, &["cases.intake"]).await;
    let (a, r) = couple();
    let body = app.a_case().of(a, r).with("stationId", json!(app.place.other_station)).application();
    let filed = court.post(CASES, &body).await.expect(201);
    assert_eq!(filed.json["narrative"]["duplicates"], json!([]));
}
