//! The worked example of `openapi/README.md`: its commands are run by a shell as they are printed, its answers compared.

use std::path::{Path, PathBuf};
use std::process::Command;

use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use platform::ids::PartyId;
use serde_json::{Value, json};

use crate::support::{Client, Reply, TestApp, exchange};

const CASE: &str = "/api/v1/mediation/cases/019cab5b-5d00-7000-8000-000000000001";

/// A command of the guide, and the answer printed below it.
struct Printed {
    command: String,
    answer: Option<String>,
}

/// The commands under the heading, in their order.
fn example() -> Vec<Printed> {
    let guide = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi/README.md")).unwrap();
    let section = guide.split("\n## ").find(|section| section.starts_with("A worked example")).expect("the heading is gone");
    let mut printed: Vec<Printed> = Vec::new();
    for fenced in section.split("\n```").skip(1).step_by(2) {
        let (language, text) = fenced.split_once('\n').expect("a fence without a body");
        match (language, printed.last_mut()) {
            ("sh", _) => printed.push(Printed { command: text.to_owned(), answer: None }),
            ("http", Some(last)) if last.answer.is_none() => last.answer = Some(text.to_owned()),
            (other, _) => panic!("a block of {other} that belongs to no command:\n{text}"),
        }
    }
    printed
}

/// Runs all commands in one shell and returns what each of them said.
async fn run(example: &[Printed], variables: Vec<(&'static str, String)>) -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("guide-{}", platform::ids::Id::new().0.simple()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut script = "set -eu\n".to_owned();
    for (n, printed) in example.iter().enumerate() {
        script.push_str(&format!("{{\n{}\n}} >answer.{n}\n", printed.command));
    }
    std::fs::write(folder.join("example.sh"), script).unwrap();
    let place = folder.clone();
    let shell = actix_web::rt::task::spawn_blocking(move || {
        Command::new("sh").arg("example.sh").current_dir(place).env("no_proxy", "*").envs(variables).output().unwrap()
    });
    let shell = shell.await.unwrap();
    assert!(shell.status.success(), "the shell ended with {}: {}", shell.status, String::from_utf8_lossy(&shell.stderr));
    let answers = (0..example.len()).map(|n| std::fs::read_to_string(folder.join(format!("answer.{n}"))).unwrap()).collect();
    std::fs::remove_dir_all(&folder).unwrap();
    answers
}

/// Reads an answer as `curl --include` writes it.
fn reply(text: &str) -> Reply {
    let text = text.replace("\r\n", "\n");
    let (head, body) = text.split_once("\n\n").unwrap_or_else(|| panic!("no answer:\n{text}"));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok()).expect("no status");
    let mut headers = HeaderMap::new();
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        headers.append(HeaderName::try_from(name).unwrap(), HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    let json = serde_json::from_str(body).unwrap_or(Value::Null);
    Reply { status, headers, json, bytes: body.as_bytes().to_vec(), text: body.to_owned() }
}

/// The operation a command asks for.
fn target(command: &str) -> (Method, String) {
    let address = command.split("\"$JIAHE").nth(1).and_then(|rest| rest.split('"').next()).expect("no address");
    (if command.contains("--data") { Method::POST } else { Method::GET }, address.to_owned())
}

/// Whether a text is the printed one; `…` stands for what differs each time.
fn reads(printed: &str, text: &str) -> bool {
    match printed.split_once('…') {
        None => printed == text,
        Some((before, after)) => text.len() >= before.len() + after.len() && text.starts_with(before) && text.ends_with(after),
    }
}

/// Where a body differs from the printed one; a field called `…` stands for fields that are left out.
fn differences(printed: &Value, body: &Value, at: &str, found: &mut Vec<String>) {
    match (printed, body) {
        (Value::Object(printed), Value::Object(body)) => {
            for (name, value) in printed.iter().filter(|(name, _)| *name != "…") {
                differences(value, body.get(name).unwrap_or(&Value::Null), &format!("{at}/{name}"), found);
            }
            let more = body.keys().filter(|name| !printed.contains_key(*name) && !printed.contains_key("…"));
            found.extend(more.map(|name| format!("{at}/{name} is not printed")));
        }
        (Value::Array(printed), Value::Array(body)) if printed.len() == body.len() => {
            printed.iter().zip(body).enumerate().for_each(|(n, (printed, body))| differences(printed, body, &format!("{at}/{n}"), found));
        }
        (Value::String(printed), Value::String(text)) if reads(printed, text) => {}
        (printed, body) if printed == body => {}
        (printed, body) => found.push(format!("{at} is {body}, printed is {printed}")),
    }
}

fn compare(printed: &Printed, said: &str, wrong: &mut Vec<String>) {
    let Some(answer) = &printed.answer else { return };
    let (printed_reply, reply) = (self::reply(answer), self::reply(said));
    let (method, address) = target(&printed.command);
    let mut found = Vec::new();
    if printed_reply.status != reply.status {
        found.push(format!("status {}, printed is {}", reply.status, printed_reply.status));
    }
    for (name, value) in &printed_reply.headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        if !reads(&value, reply.header(name.as_str())) {
            found.push(format!("{name}: {}, printed is {value}", reply.header(name.as_str())));
        }
    }
    assert!(!printed_reply.json.is_null(), "the printed answer is no JSON:\n{answer}");
    differences(&printed_reply.json, &reply.json, "", &mut found);
    found.extend(exchange::check(&method, &address, &reply).err());
    if !found.is_empty() {
        wrong.push(format!("{method} {address}\n  {}\n  {}", found.join("\n  "), reply.text));
    }
}

/// The office registers the court's platform for one street.
async fn platform_of_the_court(app: &TestApp) -> Value {
    let body =
        json!({"name": "区人民法院委派平台", "orgId": app.place.street.to_string(), "scopes": ["cases.intake", "cases.status.read"]});
    app.platform_admin().await.post("/api/v1/integration-clients", &body).await.expect(201).json
}

#[actix_web::test]
async fn the_worked_example_runs_as_it_is_printed() {
    let app = TestApp::new().await;
    let client = platform_of_the_court(&app).await;
    let text = |name: &str| client[name].as_str().unwrap().to_owned();
    let variables = vec![
        ("JIAHE", format!("http://{}", app.address)),
        ("CLIENT_ID", text("clientId")),
        ("CLIENT_SECRET", text("clientSecret")),
        ("STATION", app.place.station.to_string()),
    ];
    let example = example();
    assert!(example.iter().filter(|printed| printed.answer.is_some()).count() >= 8, "the guide has lost its answers");
    let said = run(&example, variables).await;
    let mut wrong = Vec::new();
    example.iter().zip(&said).for_each(|(printed, said)| compare(printed, said, &mut wrong));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));

    // what the platform filed lies on the station's desk, ready to be accepted
    let head = app.station_head().await;
    assert_eq!(head.get(CASE).await.expect(200).json["source"], "COURT_DELEGATED");
    let steps = head.get(&format!("{CASE}/steps")).await.expect(200).json;
    let accept = steps["steps"].as_array().into_iter().flatten().find(|step| step["step"] == "ACCEPT").cloned();
    assert_eq!(accept.map(|step| step["possible"] == true), Some(true), "{steps}");
}

#[actix_web::test]
async fn what_a_platform_files_about_violence_is_kept_from_it() {
    let app = TestApp::new().await;
    let client = platform_of_the_court(&app).await;
    let ask = json!({"grantType": "client_credentials", "clientId": client["clientId"], "clientSecret": client["clientSecret"]});
    let token = app.anonymous().post("/api/v1/auth/token", &ask).await.expect(200).json["accessToken"].as_str().unwrap().to_owned();
    let platform = Client::new(app.address, Some(("authorization", format!("Bearer {token}"))));
    let party = |role: &str, side: i32, name: &str| {
        json!({
            "id": PartyId::new().to_string(), "role": role, "side": side, "relation": "SPOUSES",
            "particulars": {
                "kind": "PERSON", "name": name, "literacy": "SIGNS", "capacity": "FULL",
                "idDocument": {"kind": "NONE", "verification": "NONE", "explanation": "委派材料未附身份证件"},
            },
        })
    };
    let body = json!({
        "stationId": app.place.station.to_string(), "mode": "TRANSFERRED", "category": "H1", "source": "COURT_DELEGATED", "marriage": "MARRIED",
        "summary": "申请人称遭受家庭暴力。", "claims": ["请求帮助"], "informed": true,
        "parties": [party("APPLICANT", 1, "张小梅"), party("RESPONDENT", 2, "李大伟")],
    });
    let filed = platform.post("/api/v1/mediation/cases", &body).await.expect(201).json;
    assert_eq!((&filed["sealed"], &filed["masked"], &filed["narrative"]), (&json!(true), &json!(true), &Value::Null));
    platform.get(&format!("/api/v1/mediation/cases/{}/status", filed["id"].as_str().unwrap())).await.expect(404);
}
