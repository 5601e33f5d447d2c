//! Every operation of the contract, asked by every role: what the matrix grants, and nothing else.

use actix_web::http::Method;
use platform::access::{Reach, Role};
use platform::ids::Id;
use serde_json::{Value, json};
use server::{app, contract, matrix};

use crate::support::{Client, TestApp};

/// An operation with what it asks for.
struct Operation {
    method: Method,
    path: String,
    grants: Option<&'static [(Role, Reach)]>,
}

fn operations() -> Vec<Operation> {
    let rights = app::catalogue().0;
    contract::operations(&contract::document())
        .map(|(path, method, operation)| {
            let name = operation["x-permission"].as_str();
            let grants = name.map(|name| {
                let right = rights.iter().find(|(right, _)| *right == name);
                right.unwrap_or_else(|| panic!("{path}: {name} is in no context's list of rights")).1
            });
            Operation { method: method.to_uppercase().parse().unwrap(), path: filled(path), grants }
        })
        .collect()
}

/// The path with an id of nothing in the place of every parameter.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { Id::new().0.to_string() } else { part.to_owned() });
    parts.collect::<Vec<_>>().join("/")
}

async fn ask(client: &Client, operation: &Operation) -> (u16, String) {
    let mut ask = client.ask(operation.method.clone(), &operation.path);
    if operation.method != Method::GET {
        ask = ask.fresh_key().at(1).json(&json!({}));
    }
    let reply = ask.send().await;
    (reply.status, reply.code().to_owned())
}

#[actix_web::test]
async fn every_operation_answers_every_role_as_the_matrix_says() {
    let app = TestApp::new().await;
    let operations = operations();
    assert!(operations.len() >= 20, "the document has lost its operations");
    let mut wrong = Vec::new();
    for operation in operations.iter().filter(|operation| operation.grants.is_some()) {
        let (status, _) = ask(&app.anonymous(), operation).await;
        if status != 401 {
            wrong.push(format!("{} {} without a session: {status} instead of 401", operation.method, operation.path));
        }
    }
    for role in Role::ALL {
        let client = app.role(*role).await;
        for operation in &operations {
            let Some(grants) = operation.grants else { continue };
            let granted = !matrix::cell(grants, *role).is_empty();
            let (status, code) = ask(&client, operation).await;
            let refused = status == 403 && code == "forbidden";
            if granted == refused || status == 401 || status >= 500 {
                wrong.push(format!("{} {} as {role}: {status} {code}, granted: {granted}", operation.method, operation.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_right_is_asked_for_by_an_operation_and_every_column_is_a_role() {
    let document = contract::document();
    let asked: Vec<&str> = contract::operations(&document).filter_map(|(.., operation)| operation["x-permission"].as_str()).collect();
    let unused: Vec<&str> = app::catalogue().0.iter().map(|(name, _)| *name).filter(|name| !asked.contains(name)).collect();
    assert!(unused.is_empty(), "rights nobody asks for: {unused:?}");
    assert_eq!(matrix::COLUMNS.iter().map(|(role, _)| *role).collect::<Vec<_>>(), Role::ALL, "a role without a column");
}

#[test]
fn the_administrators_of_the_platform_hold_no_right_over_a_case() {
    for (name, grants) in app::catalogue().0.iter().filter(|(name, _)| name.starts_with("mediation.case")) {
        for admin in [Role::PlatformAdmin, Role::SecurityAdmin, Role::Auditor] {
            assert_eq!(matrix::cell(grants, admin), "", "{admin} holds {name}");
        }
    }
}

#[test]
fn the_committed_matrix_is_current() {
    let committed = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/access-matrix.md")).unwrap_or_default();
    assert!(committed == matrix::page(), "docs/access-matrix.md is not current; run: scripts/openapi");
}

/// A body that would be right is refused just the same: the right is asked before the body is read.
#[actix_web::test]
async fn a_role_without_the_right_learns_nothing_from_a_good_body() {
    let app = TestApp::new().await;
    let body: Value = json!({"username": "he.qing", "name": "何清"});
    let reply = app.mediator().await.post("/api/v1/accounts", &body).await;
    assert_eq!((reply.status, reply.code()), (403, "forbidden"));
}
