//! What every address answers before any handler looks: methods, media types, headers, the web app.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use actix_web::http::Method;
use serde_json::json;
use server::web::PAGE_POLICY;

use crate::support::TestApp;

/// Sends bytes as they are and reads until the other side closes or falls silent.
pub async fn raw(app: &TestApp, bytes: Vec<u8>) -> String {
    let address = app.address;
    actix_web::rt::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(700))).unwrap();
        stream.write_all(&bytes).unwrap();
        let mut out = Vec::new();
        let mut chunk = [0; 4096];
        while let Ok(n @ 1..) = stream.read(&mut chunk) {
            out.extend_from_slice(&chunk[..n]);
        }
        String::from_utf8_lossy(&out).into_owned()
    })
    .await
    .unwrap()
}

#[actix_web::test]
async fn a_known_address_names_its_methods_and_an_unknown_one_does_not_exist() {
    let app = TestApp::new().await;
    let nobody = app.anonymous();
    let reply = nobody.ask(Method::DELETE, "/api/v1/auth/login").send().await;
    assert_eq!((reply.status, reply.header("allow"), reply.code()), (405, "POST", "method_not_allowed"));
    let reply = nobody.ask(Method::PUT, "/api/v1/accounts").send().await;
    assert_eq!((reply.status, reply.header("allow")), (405, "GET, POST"));
    for path in ["/", "/api/v1/me", "/api/nothing"] {
        let reply = nobody.ask(Method::TRACE, path).send().await;
        assert_eq!(reply.status, 405, "TRACE {path}");
        assert!(!reply.header("allow").is_empty());
    }
    for path in ["/api/nothing", "/api/v1", "/api/v1/accounts/", "/api/v2/me", "/api"] {
        let reply = nobody.get_unchecked(path).await;
        assert_eq!((reply.status, reply.header("content-type"), reply.code()), (404, "application/problem+json", "not_found"), "{path}");
    }
    let reply = nobody.ask(Method::POST, "/cases").send().await;
    assert_eq!((reply.status, reply.header("allow")), (405, "GET, HEAD"));
}

#[actix_web::test]
async fn only_json_is_spoken() {
    let app = TestApp::new().await;
    let admin = app.platform_admin().await;
    let reply = admin.ask(Method::GET, "/api/v1/accounts").header("accept", "application/xml").send().await;
    assert_eq!((reply.status, reply.code()), (406, "not_acceptable"));
    let body = json!({"username": "he.qing", "name": "何清"}).to_string();
    let post = || admin.ask(Method::POST, "/api/v1/accounts").fresh_key().raw(body.clone());
    for media_type in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp"] {
        let reply = post().header("content-type", media_type).send().await;
        assert_eq!((reply.status, reply.code()), (415, "media_type"), "{media_type}");
    }
    let reply = post().send().await;
    assert_eq!(reply.status, 415, "no media type at all");
    let reply = post().header("content-type", "application/json").header("content-encoding", "gzip").send().await;
    assert_eq!(reply.status, 415);
    let reply = post().header("content-type", "application/json; charset=utf-8").send().await;
    assert_eq!(reply.status, 201);
}

#[actix_web::test]
async fn the_headers_of_pages_and_answers_are_those_of_the_specification() {
    let app = TestApp::new().await;
    let everywhere = [
        ("strict-transport-security", "max-age=63072000; includeSubDomains"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ];
    for path in ["/", "/cases/anything", "/api/v1/me", "/api/nothing", "/assets/app-1a2b3c4d.js", "/healthz"] {
        let reply = app.anonymous().get_unchecked(path).await;
        for (name, value) in everywhere {
            assert_eq!(reply.header(name), value, "{path}: {name}");
        }
        // a page may record a voice note; a photo comes from the device's own camera app
        let microphone = if path.starts_with("/api") { "" } else { "self" };
        assert_eq!(reply.header("permissions-policy"), format!("camera=(), microphone=({microphone}), geolocation=()"), "{path}");
        assert!(reply.header("x-request-id").starts_with("req-"), "{path}");
        for name in ["server", "x-powered-by", "access-control-allow-origin"] {
            assert!(!reply.headers.contains_key(name), "{path} says {name}");
        }
    }
    let page = app.anonymous().get("/").await.expect(200);
    assert_eq!(page.header("content-security-policy"), PAGE_POLICY);
    let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; \
                  manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; \
                  require-trusted-types-for 'script'; report-to csp";
    assert_eq!(PAGE_POLICY, policy);
    let me = app.registrar().await.get("/api/v1/me").await.expect(200);
    assert_eq!(me.header("cache-control"), "no-store");
    assert_eq!(me.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'; sandbox");
}

#[actix_web::test]
async fn one_page_serves_every_address_and_hashed_files_are_kept_for_ever() {
    let app = TestApp::new().await;
    let browser = app.anonymous();
    let page = browser.get("/").await.expect(200);
    assert_eq!(page.text, browser.get("/cases/0192/agreement").await.expect(200).text);
    assert_eq!(page.header("cache-control"), "no-cache");
    let known = page.header("etag").to_owned();
    let again = browser.ask(Method::GET, "/").header("if-none-match", &known).send().await;
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    let head = browser.ask(Method::HEAD, "/").send().await;
    assert_eq!((head.status, head.bytes.len()), (200, 0));
    let script = browser.get("/assets/app-1a2b3c4d.js").await.expect(200);
    assert_eq!(script.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(script.header("content-encoding"), "");
    let small = browser.ask(Method::GET, "/assets/app-1a2b3c4d.js").header("accept-encoding", "br, gzip").send().await;
    assert_eq!((small.header("content-encoding"), small.header("vary")), ("gzip", "Accept-Encoding"));
    assert!(small.bytes.len() < script.bytes.len());
    browser.get("/assets/app-00000000.js").await.expect(404);
    let worker = browser.get("/sw.js").await.expect(200);
    assert_eq!((worker.header("cache-control"), worker.header("service-worker-allowed")), ("no-cache", "/"));
    assert_eq!(worker.header("content-security-policy"), "default-src 'none'; script-src 'self'; connect-src 'self'");
    for path in ["/../Cargo.toml", "/assets/..%2f..%2fCargo.toml", "/%2e%2e/Cargo.toml"] {
        let reply = browser.get(path).await;
        assert!(!reply.text.contains("[package]"), "{path}");
    }
}

#[actix_web::test]
async fn a_page_of_somebody_else_changes_nothing() {
    let app = TestApp::new().await;
    let admin = app.platform_admin().await;
    let body = json!({"username": "he.qing", "name": "何清"});
    for (name, value) in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site")] {
        let reply = admin.ask(Method::POST, "/api/v1/accounts").fresh_key().json(&body).header(name, value).send().await;
        assert_eq!((reply.status, reply.code()), (403, "csrf"), "{name}: {value}");
    }
    let preflight = admin
        .ask(Method::OPTIONS, "/api/v1/accounts")
        .header("origin", "https://evil.example")
        .header("access-control-request-method", "POST")
        .send()
        .await;
    assert!(!preflight.headers.contains_key("access-control-allow-origin"));
    let own = format!("http://{}", app.address);
    admin.ask(Method::POST, "/api/v1/accounts").fresh_key().json(&body).header("origin", &own).send().await.expect(201);
}

#[actix_web::test]
async fn two_lengths_for_one_body_are_refused_and_the_connection_ends() {
    let app = TestApp::new().await;
    for lengths in [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: +5\r\n",
        "Transfer-Encoding: gzip\r\n",
    ] {
        let request = format!("POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{lengths}\r\n0\r\n\r\n");
        let answer = raw(&app, request.into_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{lengths:?}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1").count(), 1, "a second request was read: {answer}");
    }
}

#[actix_web::test]
async fn the_process_and_its_database_answer() {
    let app = TestApp::new().await;
    assert_eq!(app.anonymous().get("/healthz").await.expect(200).text, "ok\n");
    assert_eq!(app.anonymous().get("/readyz").await.expect(200).text, "ready\n");
    let reply = app.anonymous().ask(Method::POST, "/healthz").send().await;
    assert_eq!((reply.status, reply.header("allow")), (405, "GET"));
}
