//! Two people change one record: one wins, the others hear that they looked at an older version.

use actix_web::http::Method;
use futures_util::future::join_all;
use platform::access::Role;
use serde_json::json;

use crate::support::TestApp;

/// R6 of the security specification.
#[actix_web::test]
async fn r06_of_fifty_changes_of_one_version_one_wins() {
    let app = TestApp::new().await;
    let admin = app.platform_admin().await;
    let path = format!("/api/v1/accounts/{}", app.accounts[&Role::Mediator]);
    let seen = admin.get(&path).await.expect(200).version();
    let shut = format!("{path}/disable");
    let nothing = json!({});
    let replies = join_all((0..50).map(|_| admin.post_at(&shut, seen, &nothing))).await;
    let won: Vec<_> = replies.iter().filter(|reply| reply.status == 200).collect();
    assert_eq!(won.len(), 1, "{:?}", replies.iter().map(|reply| (reply.status, reply.text.clone())).collect::<Vec<_>>());
    for lost in replies.iter().filter(|reply| reply.status != 200) {
        assert_eq!((lost.status, lost.code()), (412, "stale_version"));
        assert_eq!(lost.json["currentVersion"], won[0].version());
    }
    assert_eq!(admin.get(&path).await.expect(200).version(), won[0].version());
}

#[actix_web::test]
async fn a_change_without_a_version_is_refused() {
    let app = TestApp::new().await;
    let admin = app.platform_admin().await;
    let shut = format!("/api/v1/accounts/{}/disable", app.accounts[&Role::Mediator]);
    let bare = admin.ask(Method::POST, &shut).fresh_key().json(&json!({})).send().await;
    assert_eq!((bare.status, bare.code()), (428, "version_required"));
    for version in ["7", "\"x\"", "W/\"7\"", "*"] {
        let reply = admin.ask(Method::POST, &shut).fresh_key().header("if-match", version).json(&json!({})).send().await;
        assert_eq!(reply.status, 422, "{version}");
    }
}
