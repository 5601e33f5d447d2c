//! Malformed and oversized input (R13, R14): refused with the exact status, never a crash, never half a record.

use actix_web::http::Method;
use serde_json::json;

use crate::http_surface::raw;
use crate::support::{Client, Reply, TestApp};

/// The refusals a malformed request may meet.
const REFUSALS: [u16; 8] = [400, 404, 413, 414, 415, 422, 428, 431];

async fn send(client: &Client, body: Vec<u8>) -> Reply {
    client.ask(Method::POST, "/api/v1/accounts").fresh_key().header("content-type", "application/json").raw(body).send().await
}

fn named(username: &str) -> Vec<u8> {
    format!("{{\"username\":{username},\"name\":\"何清\"}}").into_bytes()
}

/// Bodies that are no acceptable account, with the status each deserves.
fn bodies() -> Vec<(&'static str, Vec<u8>, u16)> {
    let nested = |open: &str, close: &str, depth| format!("{{\"name\":{}1{}}}", open.repeat(depth), close.repeat(depth)).into_bytes();
    let text = |body: &str| body.as_bytes().to_vec();
    vec![
        ("nothing", text(""), 400),
        ("a blank", text(" "), 400),
        ("half an object", text("{"), 400),
        ("half a string", text("{\"username\":\"he"), 400),
        ("half a number", text("{\"username\":1e"), 400),
        ("a trailing comma", text("{\"username\":\"he.qing\",}"), 400),
        ("a comment", text("{/* no */\"username\":\"he.qing\"}"), 400),
        ("single quotes", text("{'username':'he.qing'}"), 400),
        ("an unquoted key", text("{username:\"he.qing\"}"), 400),
        ("two documents", text("{\"username\":\"he.qing\",\"name\":\"何清\"}{}"), 400),
        ("text behind the document", text("{\"username\":\"he.qing\",\"name\":\"何清\"} x"), 400),
        ("a byte order mark", text("\u{feff}{\"username\":\"he.qing\",\"name\":\"何清\"}"), 400),
        ("broken UTF-8", b"{\"username\":\"he\xff\",\"name\":\"x\"}".to_vec(), 400),
        ("an overlong NUL", b"{\"username\":\"he\xc0\x80\",\"name\":\"x\"}".to_vec(), 400),
        ("a surrogate in UTF-8", b"{\"username\":\"he\xed\xa0\x80\",\"name\":\"x\"}".to_vec(), 400),
        ("GB 18030 instead of UTF-8", b"{\"username\":\"he.qing\",\"name\":\"\xba\xce\xc7\xe5\"}".to_vec(), 400),
        ("a lone high surrogate", named("\"\\ud800\""), 400),
        ("a lone low surrogate", named("\"\\udc00\""), 400),
        ("swapped surrogates", named("\"\\udc00\\ud800\""), 400),
        ("an unknown escape", named("\"\\x41\""), 400),
        ("a raw newline in a string", named("\"a\nb\""), 400),
        ("a raw NUL in a string", named("\"a\0b\""), 400),
        ("NaN", named("NaN"), 400),
        ("Infinity", named("Infinity"), 400),
        ("a number too large for a double", named("1e400"), 400),
        ("a hexadecimal number", named("0x10"), 400),
        ("a leading zero", named("007"), 400),
        ("a leading plus", named("+1"), 400),
        ("an array", text("[]"), 422),
        ("a string", text("\"he.qing\""), 422),
        ("a number", text("42"), 422),
        ("null", text("null"), 422),
        ("true", text("true"), 422),
        ("an empty object", text("{}"), 422),
        ("a missing field", text("{\"username\":\"he.qing\"}"), 422),
        ("an unknown field", text("{\"username\":\"he.qing\",\"name\":\"何清\",\"roles\":[\"PLATFORM_ADMIN\"]}"), 422),
        ("an unknown field with a long name", format!("{{\"{}\":1}}", "k".repeat(5_000)).into_bytes(), 422),
        ("a duplicate key", text("{\"username\":\"he.qing\",\"username\":\"other\",\"name\":\"何清\"}"), 422),
        ("a duplicate key by escape", text("{\"username\":\"he.qing\",\"\\u0075sername\":\"other\",\"name\":\"何清\"}"), 422),
        ("U+0000 by escape", named("\"a\\u0000b\""), 422),
        ("U+0000 in a key", text("{\"user\\u0000name\":\"x\"}"), 422),
        ("a number for a text", named("42"), 422),
        ("2^64 for a text", named("18446744073709551616"), 422),
        ("a double for a text", named("1.5"), 422),
        ("null for a text", named("null"), 422),
        ("a list for a text", named("[\"he.qing\"]"), 422),
        ("an object for a text", named("{\"$ne\":null}"), 422),
        ("too short", named("\"he\""), 422),
        ("empty", named("\"\""), 422),
        ("too long", named(&format!("\"{}\"", "h".repeat(65))), 422),
        ("characters that are not allowed", named("\"he qing\""), 422),
        ("a right-to-left override", named("\"he\\u202eqing\""), 422),
        ("full width letters", named("\"ｈｅ．ｑｉｎｇ\""), 422),
        ("an emoji", named("\"he🙂qing\""), 422),
        ("10,000 combining marks", text(&format!("{{\"username\":\"he.qing\",\"name\":\"a{}\"}}", "\u{301}".repeat(10_000))), 422),
        ("a string over 64 Ki characters", named(&format!("\"{}\"", "h".repeat(65_537))), 422),
        ("an array over 10,000", text(&format!("{{\"name\":[{}1]}}", "1,".repeat(10_001))), 422),
        ("arrays nested 65 deep", nested("[", "]", 65), 422),
        ("objects nested 65 deep", nested("{\"a\":", "}", 65), 422),
        ("arrays nested 100,000 deep", nested("[", "]", 100_000), 422),
        ("a blank name", text("{\"username\":\"he.qing\",\"name\":\"   \"}"), 422),
        ("SQL", named("\"'; DROP TABLE accounts; --\""), 422),
        ("a body over one mebibyte", format!("{{\"name\":\"{}\"}}", "x".repeat(1 << 20)).into_bytes(), 413),
    ]
}

#[actix_web::test]
async fn r14_sixty_malformed_bodies_meet_sixty_refusals() {
    let app = TestApp::new().await;
    let admin = app.platform_admin().await;
    let all = bodies();
    assert!(all.len() >= 60, "{}", all.len());
    let mut wrong = Vec::new();
    for (what, body, status) in all {
        let reply = send(&admin, body).await;
        let described = reply.header("content-type") == "application/problem+json" && !reply.code().is_empty();
        if reply.status != status || !described {
            wrong.push(format!("{what}: {} instead of {status}: {}", reply.status, reply.text.chars().take(200).collect::<String>()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let left = admin.get("/api/v1/accounts?limit=200").await.expect(200);
    assert_eq!(left.json["items"].as_array().unwrap().len(), 11, "something was half written");
    let chain = app.auditor().await.get("/api/v1/audit/chain").await.expect(200);
    assert_eq!(chain.json["holds"], true);
}

#[actix_web::test]
async fn a_field_error_names_its_place() {
    let app = TestApp::new().await;
    let admin = app.platform_admin().await;
    for (body, pointer, code) in [
        (json!({"username": "he", "name": "何清"}), "/username", "length"),
        (json!({"username": "he.qing"}), "/name", "required"),
        (json!({"username": "he.qing", "name": "何清", "role": "x"}), "/role", "unknown_field"),
        (json!({"username": 7, "name": "何清"}), "/username", "type"),
        (json!({"username": "he\u{0}qing", "name": "何清"}), "/username", "nul"),
    ] {
        let reply = send(&admin, body.to_string().into_bytes()).await.expect(422);
        assert_eq!(reply.fields(), [(pointer, code)], "{body}");
    }
}

#[actix_web::test]
async fn addresses_and_queries_that_make_no_sense_are_refused() {
    let app = TestApp::new().await;
    let admin = app.platform_admin().await;
    for (target, statuses) in [
        ("/api/v1/accounts?limit=0", &[422][..]),
        ("/api/v1/accounts?limit=201", &[422]),
        ("/api/v1/accounts?limit=-1", &[422]),
        ("/api/v1/accounts?limit=1e3", &[422]),
        ("/api/v1/accounts?limit=99999999999999999999", &[422]),
        ("/api/v1/accounts?limit=", &[422]),
        ("/api/v1/accounts?limit=1&limit=2", &[400, 422]),
        ("/api/v1/accounts?page=2", &[400]),
        ("/api/v1/accounts?cursor=not-a-cursor", &[422]),
        ("/api/v1/accounts?cursor=eyJhIjoxfQ", &[422]),
        ("/api/v1/accounts?name=%00", &[422]),
        ("/api/v1/accounts/not-an-id", &[404]),
        ("/api/v1/accounts/%00", &[404]),
        ("/api/v1/accounts/%ff", &[400, 404]),
        ("/api/v1/accounts/..%2f..%2fme", &[404]),
        ("/api/v1/accounts/00000000-0000-0000-0000-00000000000g", &[404]),
    ] {
        let reply = admin.get(target).await;
        assert!(statuses.contains(&reply.status), "{target}: {} {}", reply.status, reply.text);
        assert!(REFUSALS.contains(&reply.status));
    }
}

#[actix_web::test]
async fn r13_heads_over_the_limits_are_refused_early() {
    let app = TestApp::new().await;
    let admin = app.platform_admin().await;
    let reply = admin.get(&format!("/api/v1/accounts?name={}", "x".repeat(8_200))).await;
    assert_eq!((reply.status, reply.code()), (414, "uri_too_long"));
    let reply = admin.ask(Method::GET, "/api/v1/accounts").header("x-filler", &"x".repeat(33_000)).send().await;
    assert_eq!((reply.status, reply.code()), (431, "headers_too_large"));
    let huge = format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "x".repeat(300_000));
    let answer = raw(&app, huge.into_bytes()).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
}

#[actix_web::test]
async fn r13_an_announced_gigabyte_is_refused_before_it_is_sent() {
    let app = TestApp::new().await;
    let admin = app.platform_admin().await;
    let session = admin.proof();
    let head = |length: &str| {
        format!(
            "POST /api/v1/accounts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nIdempotency-Key: 12345678\r\n{}: {}\r\n{length}\r\n\r\n",
            session.0, session.1
        )
        .into_bytes()
    };
    let answer = raw(&app, head("Content-Length: 1073741824")).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    let mut chunks = head("Transfer-Encoding: chunked");
    for _ in 0..20 {
        chunks.extend_from_slice(b"10000\r\n");
        chunks.extend(std::iter::repeat_n(b' ', 0x10000));
        chunks.extend_from_slice(b"\r\n");
    }
    let answer = raw(&app, chunks).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.to_lowercase().contains("connection: close"), "{answer}");
}
