//! One command, one effect, however often it arrives.

use actix_web::http::Method;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{Client, TestApp};

fn body() -> Value {
    json!({"username": "he.qing", "name": "何清"})
}

async fn accounts(admin: &Client) -> usize {
    admin.get("/api/v1/accounts?limit=200").await.expect(200).json["items"].as_array().unwrap().len()
}

/// R5 of the security specification.
#[actix_web::test]
async fn r05_fifty_deliveries_of_one_command_have_one_effect() {
    let app = TestApp::new().await;
    let admin = app.platform_admin().await;
    let before = accounts(&admin).await;
    let deliveries = (0..50).map(|_| admin.ask(Method::POST, "/api/v1/accounts").key("open-he-qing-1").json(&body()).send());
    let replies = join_all(deliveries).await;
    assert!(replies.iter().all(|reply| reply.status == 201), "{:?}", replies.iter().map(|reply| reply.status).collect::<Vec<_>>());
    assert!(replies.iter().all(|reply| reply.text == replies[0].text), "every delivery gets the first answer");
    assert_eq!(replies.iter().filter(|reply| reply.header("idempotency-replayed") == "true").count(), 49);
    assert_eq!(accounts(&admin).await, before + 1);
    let chain = app.auditor().await.get("/api/v1/audit/chain").await.expect(200);
    assert_eq!(chain.json["holds"], true);
}

#[actix_web::test]
async fn a_key_belongs_to_one_body_and_to_one_account() {
    let app = TestApp::new().await;
    let admin = app.platform_admin().await;
    let post = |body: &Value| admin.ask(Method::POST, "/api/v1/accounts").key("open-he-qing-2").json(body);
    post(&body()).send().await.expect(201);
    let other = post(&json!({"username": "he.qing", "name": "何青"})).send().await;
    assert_eq!((other.status, other.code()), (422, "idempotency_key_reused"));
    // the same key of somebody else names another command
    let theirs = app.security_admin().await.ask(Method::POST, "/api/v1/accounts").key("open-he-qing-2").json(&body()).send().await;
    assert_eq!(theirs.status, 403);
}

#[actix_web::test]
async fn a_command_without_a_usable_key_is_not_run() {
    let app = TestApp::new().await;
    let admin = app.platform_admin().await;
    let before = accounts(&admin).await;
    let bare = admin.ask(Method::POST, "/api/v1/accounts").json(&body()).send().await;
    assert_eq!((bare.status, bare.code()), (400, "idempotency_key_required"));
    for key in ["short", "has blanks in it", &"k".repeat(129), "umlaut-\u{e4}\u{e4}\u{e4}"] {
        let reply = admin.ask(Method::POST, "/api/v1/accounts").key(key).json(&body()).send().await;
        assert_eq!((reply.status, reply.code()), (400, "idempotency_key_required"), "{key:?}");
    }
    assert_eq!(accounts(&admin).await, before);
}

#[actix_web::test]
async fn a_refused_command_may_be_corrected_under_a_new_key() {
    let app = TestApp::new().await;
    let admin = app.platform_admin().await;
    admin.post("/api/v1/accounts", &body()).await.expect(201);
    let taken = admin.post("/api/v1/accounts", &body()).await;
    assert_eq!((taken.status, taken.code()), (409, "username_taken"));
    admin.post("/api/v1/accounts", &json!({"username": "he.qing2", "name": "何清"})).await.expect(201);
}
