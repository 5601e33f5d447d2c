//! The whole way through the door on a real database: log in, be somebody, lose it again. On an SQLite file, or on the server
//! that `TEST_POSTGRES_URL` names, in a schema of its own.

#![expect(clippy::unwrap_used, reason = "the support functions of tests are tests")]

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{App, middleware::from_fn, test, web};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::connection::SimpleConnection;
use identity::{ClientScope, Gatekeeper, NewAccount, NewClient, NewOffice, NewOrg, OrgKind, PermissionCatalogue, Settings, authenticate};
use platform::access::{Actor, Role};
use platform::clock::Clock;
use platform::crypto::Keyring;
use platform::db::{AnyConnection, Db, Sizes, Use, migrate::migrate};
use platform::http::{Command, Version};
use platform::ids::{AccountId, OfficeId, OrgId};
use platform::password::{HashCost, Hasher};
use platform::tokens::AccessTokens;
use platform::totp;
use serde_json::{Value, json};
use utoipa_actix_web::AppExt;

const PASSWORD: &str = "cobalt-ravine-quill";
const SECRET: [u8; 20] = [9; 20];

struct House {
    db: Db,
    gate: web::Data<Gatekeeper>,
    clock: Clock,
    office: OfficeId,
    street: OrgId,
    registrar: AccountId,
    security: AccountId,
    client: identity::Registered,
    _place: Place,
}

/// An empty database that is gone after the test.
enum Place {
    Folder(std::path::PathBuf),
    Schema { server: String, name: String },
}

impl Place {
    #[expect(clippy::disallowed_methods, reason = "a test asks for its server")]
    fn new(office: OfficeId) -> Self {
        match std::env::var("TEST_POSTGRES_URL") {
            Ok(server) => {
                let name = format!("identity_{}", office.0.0.simple());
                AnyConnection::open(&server, Use::Write).unwrap().batch_execute(&format!("CREATE SCHEMA {name}")).unwrap();
                Self::Schema { server, name }
            }
            Err(_) => {
                let folder = std::env::temp_dir().join(format!("identity-{office}"));
                std::fs::create_dir_all(&folder).unwrap();
                Self::Folder(folder)
            }
        }
    }

    fn url(&self) -> String {
        match self {
            Self::Folder(folder) => format!("sqlite:{}", folder.join("db").display()),
            Self::Schema { server, name } => format!("{server}?options=-csearch_path%3D{name}"),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        match self {
            Self::Folder(folder) => drop(std::fs::remove_dir_all(folder)),
            Self::Schema { server, name } => {
                AnyConnection::open(server, Use::Write).unwrap().batch_execute(&format!("DROP SCHEMA {name} CASCADE")).unwrap();
            }
        }
    }
}

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

async fn house(settings: Settings) -> House {
    let office = OfficeId::new();
    let place = Place::new(office);
    let url = place.url();
    migrate(&url).unwrap();
    let (keys, clock) = (Arc::new(Keyring::ephemeral(1)), Clock::frozen(start()));
    let db = Db::open(&url, keys.clone(), clock.clone(), Sizes { threads: 2, group: 64 }).unwrap();
    let hasher = Hasher::new(HashCost::TEST, keys.password_pepper(), 2).unwrap();
    let hash = hasher.hash_blocking(PASSWORD).unwrap();
    let tokens = AccessTokens::new(&keys, "jiahe", "api");
    let catalogue = PermissionCatalogue(identity::permissions::ALL.to_vec());
    let gate = web::Data::new(Gatekeeper::new(settings, hasher, tokens, catalogue));
    let (county, street) = (OrgId::new(), OrgId::new());
    let (registrar, security) = (AccountId::new(), AccountId::new());
    let system = Command::internal(Arc::new(Actor::system(office, AccountId::new())));
    let client = db
        .transact(system, move |tx| {
            let name = |text: &str| text.to_owned();
            let new = NewOffice {
                id: office, name: name("清源县妇女联合会"), short_name: name("清源县妇联"), county, division_code: None
            };
            identity::found_office(tx, new)?;
            let org = NewOrg {
                id: street,
                parent: county,
                kind: OrgKind::Street,
                name: name("栖霞街道妇联"),
                short_name: name("栖霞"),
                division_code: None,
                station_code: None,
                is_sealing_committee: false,
                filing_no: None,
            };
            identity::add_org(tx, org)?;
            for (id, username) in [(registrar, "deng.ji"), (security, "an.quan")] {
                let new = NewAccount {
                    id,
                    username: name(username),
                    name: name("何清"),
                    password_hash: hash.clone(),
                    totp_secret: Some(SECRET.to_vec()),
                };
                identity::create_account(tx, new)?;
            }
            identity::grant_role(tx, registrar, Version(1), Role::Registrar, street)?;
            identity::grant_role(tx, security, Version(1), Role::SecurityAdmin, county)?;
            let scopes = vec![ClientScope::CasesIntake, ClientScope::CasesStatusRead];
            identity::register_client(tx, NewClient { id: AccountId::new(), name: name("委派平台"), org: street, scopes, secret: None })
        })
        .await
        .unwrap();
    House { db, gate, clock, office, street, registrar, security, client, _place: place }
}

fn plain() -> Settings {
    Settings { https: false, ..Settings::default() }
}

macro_rules! app {
    ($house:expr) => {
        test::init_service(
            App::new()
                .app_data($house.gate.clone())
                .app_data(web::Data::new($house.db.clone()))
                .wrap(from_fn(authenticate))
                .into_utoipa_app()
                .configure(identity::routes)
                .into_app(),
        )
        .await
    };
}

fn code(house: &House) -> String {
    totp::code_at(&SECRET, house.clock.now().timestamp().div_euclid(totp::STEP_SECONDS))
}

fn login(house: &House, username: &str, password: &str) -> test::TestRequest {
    test::TestRequest::post().uri("/auth/login").set_json(json!({"username": username, "password": password, "totpCode": code(house)}))
}

/// Calls and gives status, headers of interest and body, whether the answer is a response or an error of the middleware.
macro_rules! call {
    ($app:expr, $request:expr) => {{
        match test::try_call_service(&$app, $request.to_request()).await {
            Ok(response) => {
                let header = |name: &str| response.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
                let (status, cookie, wait) = (response.status(), header("set-cookie"), header("retry-after"));
                let body: Value = serde_json::from_slice(&test::read_body(response).await).unwrap_or(Value::Null);
                (status, cookie.split(';').next().unwrap_or("").to_owned(), wait, body)
            }
            Err(error) => (error.as_response_error().status_code(), String::new(), String::new(), Value::Null),
        }
    }};
}

fn me(cookie: &str) -> test::TestRequest {
    test::TestRequest::get().uri("/me").insert_header(("cookie", cookie.to_owned()))
}

#[actix_web::test]
async fn a_person_signs_in_is_known_and_signs_out() {
    let house = house(plain()).await;
    let app = app!(house);
    assert_eq!(call!(app, test::TestRequest::get().uri("/me")).0, StatusCode::UNAUTHORIZED);
    let (status, cookie, ..) = call!(app, login(&house, "Deng.Ji", PASSWORD));
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert!(cookie.starts_with("sid="));
    let (status, _, _, body) = call!(app, me(&cookie));
    assert_eq!(status, StatusCode::OK);
    assert_eq!(body["roles"][0], json!({"role": "REGISTRAR", "orgId": house.street, "orgName": "栖霞街道妇联"}));
    assert_eq!(body["office"]["id"], json!(house.office));
    assert_eq!(body["account"], json!({"id": house.registrar, "username": "deng.ji", "name": "何清"}));
    let permissions = body["permissions"].as_array().unwrap();
    assert!(permissions.contains(&json!("identity.colleague.list")) && !permissions.contains(&json!("identity.account.list")));
    let orgs = call!(app, test::TestRequest::get().uri("/orgs").insert_header(("cookie", cookie.clone())));
    assert_eq!(orgs.3["items"].as_array().unwrap().len(), 2);
    assert_eq!(call!(app, test::TestRequest::get().uri("/accounts").insert_header(("cookie", cookie.clone()))).0, StatusCode::FORBIDDEN);
    let out = test::TestRequest::post().uri("/auth/logout").insert_header(("cookie", cookie.clone()));
    assert_eq!(call!(app, out).0, StatusCode::NO_CONTENT);
    assert_eq!(call!(app, me(&cookie)).0, StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn one_code_opens_one_session_of_fifty() {
    let house = house(plain()).await;
    let app = app!(house);
    let attempts = (0..50).map(|_| test::try_call_service(&app, login(&house, "deng.ji", PASSWORD).to_request()));
    let answers = futures_util::future::join_all(attempts).await;
    let statuses: Vec<u16> = answers.into_iter().map(|answer| answer.unwrap().status().as_u16()).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 204).count(), 1);
    assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 49);
    house.clock.advance(TimeDelta::seconds(31));
    assert_eq!(call!(app, login(&house, "deng.ji", PASSWORD)).0, StatusCode::NO_CONTENT, "the next window's code");
}

#[actix_web::test]
async fn five_wrong_passwords_lock_known_and_unknown_names_alike() {
    let house = house(Settings { failures_per_address: 1000, ..plain() }).await;
    let app = app!(house);
    let mut seen = Vec::new();
    for username in ["deng.ji", "nobody.here"] {
        let mut bodies = Vec::new();
        for _ in 0..5 {
            let (status, _, _, mut body) = call!(app, login(&house, username, "wrong-password-1"));
            body["instance"] = Value::Null;
            bodies.push((status.as_u16(), body));
        }
        assert!(bodies.iter().all(|(status, _)| *status == 401));
        let (status, _, wait, _) = call!(app, login(&house, username, PASSWORD));
        assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
        bodies.push((wait.parse::<u16>().unwrap(), Value::Null));
        seen.push(bodies);
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0][5].0, 900);
    house.clock.advance(TimeDelta::minutes(15));
    assert_eq!(call!(app, login(&house, "deng.ji", PASSWORD)).0, StatusCode::NO_CONTENT);
    let office = house.office;
    let denied = house.db.read(move |conn| audit::head(conn, office)).await.unwrap();
    assert!(denied.unwrap().0 >= 17, "every attempt is in the journal");
}

#[actix_web::test]
async fn an_address_that_guesses_is_told_to_wait() {
    let house = house(Settings { failures_per_address: 3, ..plain() }).await;
    let app = app!(house);
    for n in 0..3 {
        assert_eq!(call!(app, login(&house, &format!("name{n}"), "wrong-password-1")).0, StatusCode::UNAUTHORIZED);
    }
    let (status, _, wait, _) = call!(app, login(&house, "deng.ji", PASSWORD));
    assert_eq!((status, wait.is_empty()), (StatusCode::TOO_MANY_REQUESTS, false));
}

#[actix_web::test]
async fn a_session_ends_when_idle_and_in_any_case_after_eight_hours() {
    let house = house(plain()).await;
    let app = app!(house);
    let cookie = call!(app, login(&house, "deng.ji", PASSWORD)).1;
    for _ in 0..34 {
        house.clock.advance(TimeDelta::minutes(14));
        assert_eq!(call!(app, me(&cookie)).0, StatusCode::OK);
    }
    house.clock.advance(TimeDelta::minutes(5));
    assert_eq!(call!(app, me(&cookie)).0, StatusCode::UNAUTHORIZED, "eight hours are over");
    let cookie = call!(app, login(&house, "deng.ji", PASSWORD)).1;
    house.clock.advance(TimeDelta::minutes(15));
    assert_eq!(call!(app, me(&cookie)).0, StatusCode::UNAUTHORIZED, "unused for a quarter of an hour");
}

#[actix_web::test]
async fn another_site_changes_nothing_with_the_cookie() {
    let house = house(plain()).await;
    let app = app!(house);
    let cookie = call!(app, login(&house, "deng.ji", PASSWORD)).1;
    let change = |site: &'static str| {
        test::TestRequest::post()
            .uri("/me/password")
            .insert_header(("cookie", cookie.clone()))
            .insert_header(("sec-fetch-site", site))
            .insert_header(("idempotency-key", "change-of-password"))
            .set_json(json!({"currentPassword": PASSWORD, "newPassword": "another-velum-orchid"}))
    };
    let (status, _, _, body) = call!(app, change("cross-site"));
    assert_eq!((status, &body["code"]), (StatusCode::FORBIDDEN, &json!("csrf")));
    assert_eq!(call!(app, change("same-origin")).0, StatusCode::NO_CONTENT);
    assert_eq!(call!(app, change("same-origin")).0, StatusCode::NO_CONTENT, "the same command again");
    assert_eq!(call!(app, me(&cookie)).0, StatusCode::OK, "one's own session goes on");
    let foreign = login(&house, "deng.ji", PASSWORD).insert_header(("origin", "https://evil.example"));
    assert_eq!(call!(app, foreign).0, StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn a_role_taken_away_and_a_shut_account_bite_at_once() {
    let house = house(plain()).await;
    let app = app!(house);
    let cookie = call!(app, login(&house, "deng.ji", PASSWORD)).1;
    let admin = call!(app, login(&house, "an.quan", PASSWORD)).1;
    let colleagues = || test::TestRequest::get().uri("/colleagues?role=REGISTRAR").insert_header(("cookie", cookie.clone()));
    assert_eq!(call!(app, colleagues()).3["items"].as_array().unwrap().len(), 1);
    let change = |verb: &str, role: &str, version: i64| {
        test::TestRequest::post()
            .uri(&format!("/accounts/{}/{verb}", house.registrar))
            .insert_header(("cookie", admin.clone()))
            .insert_header(("idempotency-key", format!("key-{verb}-{role}")))
            .insert_header(("if-match", format!("\"{version}\"")))
            .set_json(json!({"role": role, "orgId": house.street}))
    };
    let (status, _, _, body) = call!(app, change("grant-role", "AUDITOR", 2));
    assert_eq!((status, &body["code"]), (StatusCode::CONFLICT, &json!("role_conflict")));
    assert_eq!(call!(app, change("grant-role", "MEDIATOR", 1)).0, StatusCode::PRECONDITION_FAILED);
    assert_eq!(call!(app, change("grant-role", "MEDIATOR", 2)).3["version"], json!(3));
    assert_eq!(call!(app, change("grant-role", "MEDIATOR", 2)).3["version"], json!(3), "the same key replays");
    assert_eq!(call!(app, change("revoke-role", "MEDIATOR", 3)).0, StatusCode::OK);
    assert_eq!(call!(app, change("revoke-role", "REGISTRAR", 4)).0, StatusCode::OK);
    assert_eq!(call!(app, colleagues()).0, StatusCode::FORBIDDEN);
    let shut = test::TestRequest::post()
        .uri(&format!("/accounts/{}/disable", house.registrar))
        .insert_header(("cookie", admin.clone()))
        .insert_header(("idempotency-key", "key-disable"))
        .insert_header(("if-match", "\"5\""));
    assert_eq!(call!(app, shut).3["status"], json!("DISABLED"));
    assert_eq!(call!(app, colleagues()).0, StatusCode::UNAUTHORIZED);
    let oneself = test::TestRequest::post()
        .uri(&format!("/accounts/{}/disable", house.security))
        .insert_header(("cookie", admin.clone()))
        .insert_header(("idempotency-key", "key-oneself"))
        .insert_header(("if-match", "\"2\""));
    assert_eq!(call!(app, oneself).3["code"], json!("separation_of_duties"));
    let page = call!(app, test::TestRequest::get().uri("/accounts?limit=1").insert_header(("cookie", admin.clone()))).3;
    assert_eq!(page["items"][0]["username"], json!("an.quan"));
    let next = format!("/accounts?limit=1&cursor={}", page["nextCursor"].as_str().unwrap());
    let page = call!(app, test::TestRequest::get().uri(&next).insert_header(("cookie", admin.clone()))).3;
    assert_eq!((&page["items"][0]["username"], page.get("nextCursor")), (&json!("deng.ji"), None));
    let found = call!(app, test::TestRequest::get().uri("/accounts?name=DENG").insert_header(("cookie", admin))).3;
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn a_client_gets_what_it_is_registered_for_until_it_is_revoked() {
    let house = house(Settings { requests_per_client: 3, ..plain() }).await;
    let app = app!(house);
    let ask = |secret: &str, scope: Option<&str>| {
        let mut body = json!({"grantType": "client_credentials", "clientId": house.client.client_id, "clientSecret": secret});
        if let Some(scope) = scope {
            body["scope"] = json!(scope);
        }
        test::TestRequest::post().uri("/auth/token").set_json(body)
    };
    let secret = house.client.client_secret.clone();
    assert_eq!(call!(app, ask("wrong", None)).3["code"], json!("invalid_client"));
    assert_eq!(call!(app, ask(&secret, Some("stats.read"))).0, StatusCode::BAD_REQUEST);
    let (status, _, _, body) = call!(app, ask(&secret, Some("cases.intake")));
    assert_eq!((status, &body["scope"], &body["expiresIn"]), (StatusCode::OK, &json!("cases.intake"), &json!(600)));
    let bearer = format!("Bearer {}", body["accessToken"].as_str().unwrap());
    let call_me = || test::TestRequest::get().uri("/me").insert_header(("authorization", bearer.clone()));
    assert_eq!(call!(app, call_me()).0, StatusCode::FORBIDDEN, "known, but no person");
    house.clock.advance(TimeDelta::minutes(11));
    assert_eq!(call!(app, call_me()).0, StatusCode::UNAUTHORIZED, "expired");
    let bearer = format!("Bearer {}", call!(app, ask(&secret, None)).3["accessToken"].as_str().unwrap());
    let call_me = || test::TestRequest::get().uri("/me").insert_header(("authorization", bearer.clone()));
    for _ in 0..3 {
        assert_eq!(call!(app, call_me()).0, StatusCode::FORBIDDEN);
    }
    let (status, _, wait, _) = call!(app, call_me());
    assert_eq!((status, wait.is_empty()), (StatusCode::TOO_MANY_REQUESTS, false), "over its quota");
    let (id, system) = (house.client.id, Command::internal(Arc::new(Actor::system(house.office, AccountId::new()))));
    house.db.transact(system, move |tx| identity::revoke_client(tx, id, Version(1))).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(950)).await;
    assert_eq!(call!(app, call_me()).3["code"], json!("client_revoked"), "no later than a second after");
    assert_eq!(call!(app, ask(&secret, None)).3["code"], json!("invalid_client"));
}

#[actix_web::test]
async fn every_operation_names_its_permission_or_is_public() {
    let (_, document) = App::new().into_utoipa_app().configure(identity::routes).split_for_parts();
    let document = serde_json::to_value(&document).unwrap();
    let mut operations = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for operation in item.as_object().unwrap().values() {
            operations += 1;
            assert!(operation.get("x-permission").is_some() || operation.get("x-public").is_some(), "{path}");
            assert!(operation["operationId"].is_string() && operation["tags"].is_array(), "{path}");
        }
    }
    assert_eq!(operations, 27);
    let scopes = &document["components"]["schemas"]["ClientScope"]["enum"];
    assert_eq!(*scopes, json!(["cases.intake", "cases.status.read", "stats.read"]), "values as they travel");
    assert!(!document.to_string().contains("\"null\""), "no null in the contract");
}
