//! The document: current, complete, portable, and served.

use serde_json::Value;
use server::{contract, portable};

use crate::support::TestApp;

fn committed(name: &str) -> String {
    std::fs::read_to_string(format!("{}/../../openapi/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap_or_default()
}

#[test]
fn the_committed_document_is_current() {
    let document = contract::document();
    assert!(committed("openapi.json") == contract::text(&document), "openapi/openapi.json is not current; run: scripts/openapi");
    let old = contract::text(&portable::downgrade(&document));
    assert!(committed("openapi-3.0.json") == old, "openapi/openapi-3.0.json is not current; run: scripts/openapi");
}

#[test]
fn every_operation_is_described_and_every_generator_can_read_it() {
    let faults = contract::faults(&contract::document());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_checks_find_what_they_are_for() {
    let bad = serde_json::json!({
        "paths": {"/a": {
            "parameters": [],
            "get": {"operationId": "x", "tags": ["cases"], "description": "d", "x-public": true, "responses": {"default": {}}},
            "post": {"operationId": "x", "tags": ["nowhere"], "responses": {"200": {"$ref": "#/components/nothing"}}},
        }},
        "components": {"schemas": {"Case": {"oneOf": [{"type": "null"}, {"type": "string"}]}, "B": {"type": ["array", "null"]}}},
    });
    let faults = contract::faults(&bad).join("\n");
    for expected in [
        "operation id x is taken",
        "tag \"nowhere\" is not described",
        "no description",
        "either x-permission or x-public",
        "parameters belong to the operation",
        "called Case",
        "does not exist",
        "oneOf with null",
        "only scalars may be null",
        "not as default",
    ] {
        assert!(faults.contains(expected), "{expected} was not found in\n{faults}");
    }
}

#[test]
fn a_change_names_its_key_and_every_operation_its_refusals() {
    for (path, method, operation) in contract::operations(&contract::document()) {
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let requires = |name: &str| parameters.iter().any(|p| p["name"] == name && p["in"] == "header" && p["required"] == true);
        let is_command = matches!(method, "post" | "patch") && !path.contains("/auth/");
        assert_eq!(requires("Idempotency-Key"), is_command, "{method} {path}");
        assert_eq!(requires("If-Match"), operation.get("x-if-match").is_some(), "{method} {path}");
        for family in ["4XX", "5XX"] {
            let schema = &operation["responses"][family]["content"]["application/problem+json"]["schema"]["$ref"];
            assert_eq!(schema, "#/components/schemas/Problem", "{method} {path}");
        }
    }
}

#[test]
fn the_older_version_has_none_of_the_newer_words() {
    let old = portable::downgrade(&contract::document());
    fn look(value: &Value, pointer: &str) {
        match value {
            Value::Object(map) => {
                assert!(!map.get("type").is_some_and(Value::is_array), "{pointer}: a list of types");
                assert!(!(map.contains_key("$ref") && map.len() > 1), "{pointer}: something beside $ref");
                assert!(!map.get("exclusiveMinimum").is_some_and(Value::is_number), "{pointer}: a numeric exclusiveMinimum");
                map.iter().filter(|(key, _)| *key != "example").for_each(|(key, child)| look(child, &format!("{pointer}/{key}")));
            }
            Value::Array(list) => list.iter().for_each(|child| look(child, pointer)),
            _ => {}
        }
    }
    assert_eq!(old["openapi"], "3.0.3");
    look(&old, "");
}

#[actix_web::test]
async fn the_reference_page_needs_no_other_server() {
    let app = TestApp::new().await;
    let reader = app.anonymous();
    assert_eq!(reader.get("/api/openapi.json").await.expect(200).text, contract::text(&contract::document()));
    assert_eq!(reader.get("/api/openapi-3.0.json").await.expect(200).json["openapi"], "3.0.3");
    assert_eq!(reader.get("/api/docs").await.expect(308).header("location"), "/api/docs/");
    let page = reader.get("/api/docs/").await.expect(200);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.header("content-security-policy").contains("script-src 'self'"));
    assert!(!page.text.contains("http://") && !page.text.contains("https://"), "the page names an outside address");
    for file in ["swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-standalone-preset.js", "swagger-initializer.js", "index.css"] {
        reader.get(&format!("/api/docs/{file}")).await.expect(200);
    }
    assert!(reader.get("/api/docs/swagger-initializer.js").await.text.contains("/api/openapi.json"));
    reader.get("/api/docs/nothing.js").await.expect(404);
}
