//! Every operation on a file × every role × every way a file may stand to her: who is served, who hears 403, who hears 404.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use actix_web::http::Method;
use platform::access::Role;
use serde_json::{Value, json};
use server::contract;

use super::attachments::{Picture, Upload};
use super::file::{CASES, File};
use super::people::Person;
use super::{sheets, steps};
use crate::support::{Client, Reply, TestApp};

/// The rows of the access matrix about one file, as §2.4 of the security specification reads for the roles there are.
/// FO CD SH RG ME LA SK AR IC; the administrators have none of them.
const MATRIX: &[(&str, [&str; 9])] = &[
    ("mediation.case.read", ["o", "o", "m", "am", "a", "a", "m", "h", ""]),
    ("mediation.case.print", ["o", "o", "", "a", "a", "", "", "h", ""]),
    ("mediation.party.reveal", ["o", "o", "", "a", "a", "", "", "", ""]),
    ("mediation.case.read_access", ["o", "o", "", "", "a", "", "", "", ""]),
    ("mediation.case.read_status", ["", "", "", "", "", "", "", "", "k"]),
    ("mediation.case.accept", ["o", "o", "o", "a", "", "", "", "", ""]),
    ("mediation.case.direct", ["o", "o", "o", "", "", "", "", "", ""]),
    ("mediation.case.mediate", ["", "", "", "", "a", "", "", "", ""]),
    ("mediation.case.attend", ["", "", "", "a", "a", "", "", "", ""]),
    ("mediation.attachment.add", ["", "", "", "a", "a", "", "", "", ""]),
    ("mediation.attachment.read", ["o", "o", "", "a", "a", "", "", "h", ""]),
    ("mediation.case.end", ["o", "o", "o", "a", "a", "", "", "", ""]),
    ("mediation.case.follow_up", ["o", "o", "o", "", "a", "", "", "", ""]),
    ("mediation.agreement.seal", ["", "", "", "", "", "", "o", "", ""]),
    ("mediation.dossier.explain", ["", "", "", "a", "a", "", "", "h", ""]),
    ("mediation.case.archive", ["", "", "", "", "", "", "", "h", ""]),
    ("mediation.case.reopen", ["o", "o", "", "", "", "", "", "", ""]),
    ("mediation.case.seal", ["o", "o", "", "", "a", "", "", "", ""]),
];

const COLUMNS: [Role; 9] = [
    Role::FederationOfficer,
    Role::CommitteeDirector,
    Role::StationHead,
    Role::Registrar,
    Role::Mediator,
    Role::VolunteerLawyer,
    Role::SealKeeper,
    Role::Archivist,
    Role::IntegrationClient,
];

/// How a file stands to the holders of the roles of the first station.
struct Standing {
    name: &'static str,
    /// At the first station, or at the sibling.
    at_home: bool,
    /// Those it is tied to.
    tied: &'static [Role],
    sealed: bool,
    recused: Option<Role>,
    on_shelf: bool,
}

const BOTH: &[Role] = &[Role::Registrar, Role::Mediator];
/// By their post, the director and one officer know of a sealed file.
const BY_POST: &[Role] = &[Role::FederationOfficer, Role::CommitteeDirector];

const STANDINGS: &[Standing] = &[
    Standing { name: "assigned", at_home: true, tied: BOTH, sealed: false, recused: None, on_shelf: false },
    Standing { name: "somebody else's", at_home: true, tied: &[], sealed: false, recused: None, on_shelf: false },
    Standing { name: "sibling station", at_home: false, tied: &[], sealed: false, recused: None, on_shelf: false },
    Standing { name: "recused", at_home: true, tied: &[Role::Registrar], sealed: false, recused: Some(Role::Mediator), on_shelf: false },
    Standing { name: "sealed", at_home: true, tied: BY_POST, sealed: true, recused: None, on_shelf: false },
    Standing { name: "closed", at_home: true, tied: BOTH, sealed: false, recused: None, on_shelf: true },
];

/// What the matrix and the labels make of one question.
fn expected(letters: &str, role: Role, standing: &Standing) -> &'static str {
    if letters.is_empty() {
        return "403";
    }
    let tied = standing.tied.contains(&role);
    // posts of the county reach every station, those of the station only their own; a partner reaches neither
    let covers = match role {
        Role::StationHead | Role::Registrar | Role::Mediator => standing.at_home,
        Role::IntegrationClient => false,
        _ => true,
    };
    let labelled_out = standing.recused == Some(role) || (standing.sealed && !tied);
    let reached = letters.chars().any(|letter| match letter {
        'o' | 'm' | 'k' => covers,
        'a' => tied,
        'h' => covers && standing.on_shelf,
        other => panic!("a letter nobody knows: {other}"),
    });
    if reached && !labelled_out { "served" } else { "404" }
}

fn class(reply: &Reply) -> &'static str {
    match reply.status {
        403 => "403",
        404 => "404",
        // 412: the file was found, and it was not the version that was asked for
        200 | 201 | 412 => "served",
        other => panic!("{other}: {}", reply.text),
    }
}

/// A file of the standing.
async fn file_of<'a>(app: &'a TestApp, standing: &Standing, serial: u32) -> File<'a> {
    let plan = app.a_case().of(Person::woman("张小梅", serial), Person::man("李大伟", serial + 1));
    match standing.name {
        "assigned" => plan.accepted().assigned().notified().mediating().await,
        "somebody else's" => plan.by("registrar2").mediated_by("mediator2").accepted().assigned().await,
        "sibling station" => {
            let plan = plan.by("registrar3").mediated_by("mediator3").with("stationId", json!(app.place.other_station));
            plan.accepted().assigned().await
        }
        "recused" => {
            let mut file = plan.accepted().assigned().await;
            let request = json!({"requestedBy": file.respondent.id, "against": file.mediator, "grounds": "双方系表亲。"});
            file.mediate("request-recusal", &request).await;
            let decision = json!({"paperId": file.papers("F23").await[0]["id"], "upheld": true, "reason": "回避成立。"});
            let head = app.station_head().await;
            file.step(&head, "decide-recusal", &decision).await;
            file
        }
        "sealed" => plan.by("registrar2").mediated_by("mediator2").with("sealed", json!(true)).accepted().assigned().await,
        "closed" => plan.accepted().assigned().notified().mediating().failed().closing_failed().closed().await,
        other => panic!("{other}"),
    }
}

/// The people of the second desk and of the sibling station.
async fn others(app: &TestApp) {
    app.appointed().await;
    app.engage("registrar2", "陈思雨", Role::Registrar, app.place.station).await;
    app.engage("registrar3", "欧阳明月", Role::Registrar, app.place.other_station).await;
    app.another_mediator("mediator2").await;
    let third = app.engage("mediator3", "林建国", Role::Mediator, app.place.other_station).await;
    app.appoint(third, "2025-01-01".parse().unwrap(), "2027-01-01".parse().unwrap()).await;
}

/// Every operation of the contract on one file, with its right: the method, the part of the address, a sound body.
fn operations(file: &File<'_>, paper: &str, photo: &str) -> Vec<(String, Method, String, Option<Value>)> {
    let bodies: BTreeMap<&str, Value> = steps::of(file).into_iter().collect();
    let document = contract::document();
    let prefix = format!("{CASES}/{{id}}");
    let mut found = Vec::new();
    for (path, method, operation) in contract::operations(&document).filter(|(path, ..)| path.starts_with(&prefix)) {
        let right = operation["x-permission"].as_str().unwrap().to_owned();
        let method: Method = method.to_uppercase().parse().unwrap();
        let part = path.strip_prefix(&prefix).unwrap();
        let body = (method != Method::GET).then(|| {
            let name = part.trim_start_matches('/');
            let reveal = || json!({"field": "PHONES", "reason": "电话联系当事人参加调解"});
            if name.ends_with("/reveal") {
                reveal()
            } else if name == "attachments" {
                PHOTO.announcement()
            } else if name.starts_with("attachments/") {
                Value::Null
            } else {
                bodies.get(name).unwrap_or_else(|| panic!("no body for {name}")).clone()
            }
        });
        let part = part
            .replace("{fileId}", photo)
            .replace("{n}", "0")
            .replace("{paperId}", paper)
            .replace("{partyId}", &file.applicant.id.to_string());
        found.push((right, method, format!("{}{part}", file.address()), body));
    }
    assert!(found.len() >= 55, "the document has lost its operations: {}", found.len());
    found
}

/// Asks without changing anything: a change names a version the file does not have.
async fn ask(client: &Client, method: Method, address: &str, body: Option<&Value>) -> Reply {
    match body {
        None => client.ask(method, address).send().await,
        Some(_) if method == Method::PUT => {
            let part = client.ask(method, address).header("content-type", "application/octet-stream");
            part.raw(PHOTO.part(0)).send().await
        }
        Some(body) => client.ask(method, address).fresh_key().at(999).json(body).send().await,
    }
}

/// The one paper of the file that has a number of the form.
async fn first_paper(app: &TestApp, file: &File<'_>) -> String {
    let list = app.committee_director().await.get(&file.at("papers")).await.expect(200).json;
    list["items"][0]["id"].as_str().unwrap().to_owned()
}

/// What lies with every file of these tests.
static PHOTO: LazyLock<Picture> = LazyLock::new(|| Picture::of(900));

/// A photo that the file's registrar brought.
async fn photo_of(app: &TestApp, file: &File<'_>) -> String {
    Upload::whole(&app.person(&file.filer_name).await, file, &PHOTO).await.id
}

#[actix_web::test]
async fn every_operation_on_a_file_answers_as_the_matrix_and_the_labels_say() {
    let app = TestApp::new().await;
    others(&app).await;
    let rows: BTreeMap<&str, [&str; 9]> = MATRIX.iter().copied().collect();
    let (mut asked, mut wrong) = (0, Vec::new());
    for (standing, serial) in STANDINGS.iter().zip((100..).step_by(10)) {
        let file = file_of(&app, standing, serial).await;
        let paper = first_paper(&app, &file).await;
        let photo = photo_of(&app, &file).await;
        for (right, method, address, body) in operations(&file, &paper, &photo) {
            // the text for the seal is there only while a seal is awaited; its own test asks for it
            if address.ends_with("/agreement-for-seal") {
                continue;
            }
            let row = rows.get(right.as_str()).unwrap_or_else(|| panic!("{right} has no row in this test"));
            for role in Role::ALL {
                let letters = COLUMNS.iter().position(|column| column == role).map_or("", |at| row[at]);
                let reply = ask(&app.role(*role).await, method.clone(), &address, body.as_ref()).await;
                let wanted = expected(letters, *role, standing);
                asked += 1;
                if class(&reply) != wanted {
                    wrong.push(format!("{}: {method} {address} as {role}: {} instead of {wanted}", standing.name, reply.status));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {asked} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(asked > 3_500, "{asked}");
}

#[actix_web::test]
async fn lists_and_searches_hold_exactly_the_files_in_reach() {
    let app = TestApp::new().await;
    others(&app).await;
    let mut files = Vec::new();
    for (standing, serial) in STANDINGS.iter().zip((100..).step_by(10)) {
        files.push((standing, file_of(&app, standing, serial).await));
    }
    let list = ["o", "o", "m", "am", "a", "a", "m", "h", ""];
    let exact = ["o", "o", "m", "o", "o", "", "", "", ""];
    for (at, role) in COLUMNS.iter().enumerate().filter(|(_, role)| **role != Role::IntegrationClient) {
        let client = app.role(*role).await;
        let shown = client.get(&format!("{CASES}?limit=200")).await.expect(200).json;
        let ids: Vec<&str> = shown["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
        for (standing, file) in &files {
            let wanted = expected(list[at], *role, standing) == "served";
            assert_eq!(ids.contains(&file.id.as_str()), wanted, "list: {} as {role}", standing.name);
            let search = client.post(&format!("{CASES}/search-by-id"), &json!({"idNumber": file.applicant.number})).await;
            let hit = search.json["items"].as_array().is_some_and(|items| items.iter().any(|item| item["id"] == file.id.as_str()));
            let wanted = expected(exact[at], *role, standing);
            assert_eq!((search.status == 403, hit), (wanted == "403", wanted == "served"), "search: {} as {role}", standing.name);
        }
    }
}

#[actix_web::test]
async fn administrators_and_the_auditor_have_no_business_in_a_file() {
    let app = TestApp::new().await;
    let file = app.appointed().await.a_case().accepted().await;
    let paper = first_paper(&app, &file).await;
    let photo = photo_of(&app, &file).await;
    for role in [Role::PlatformAdmin, Role::SecurityAdmin, Role::Auditor] {
        let client = app.role(role).await;
        for (_, method, address, body) in operations(&file, &paper, &photo) {
            let reply = ask(&client, method.clone(), &address, body.as_ref()).await;
            assert_eq!((reply.status, reply.code()), (403, "forbidden"), "{method} {address} as {role}");
        }
        for address in [CASES.to_owned(), "/api/v1/mediation/figures".to_owned(), "/api/v1/mediation/appointments".to_owned()] {
            client.get(&address).await.expect(403);
        }
        client.post(CASES, &app.a_case().application()).await.expect(403);
    }
}

/// The headers of a reply that must not tell one nothing from another.
fn headers(reply: &Reply) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = reply
        .headers
        .iter()
        .filter(|(name, _)| !["date", "x-request-id", "ratelimit-remaining", "ratelimit-reset"].contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    found.sort();
    found
}

/// The body of a refusal without what names the request.
fn faceless(reply: &Reply) -> Value {
    let mut body = reply.json.clone();
    for field in ["instance", "requestId"] {
        body.as_object_mut().unwrap().remove(field);
    }
    body
}

/// A file that is out of reach answers as a file that does not exist.
pub async fn is_the_same_as_nothing(client: &Client, address: &str, nothing: &str) {
    let (there, not) = (client.get(address).await, client.get(nothing).await);
    assert_eq!(there.status, not.status, "{address}");
    assert!([403, 404].contains(&there.status), "{address}: {}", there.text);
    assert_eq!((faceless(&there), headers(&there)), (faceless(&not), headers(&not)), "{address}");
    assert_eq!(there.text.len(), not.text.len(), "{address}");
}

#[actix_web::test]
async fn what_is_out_of_reach_looks_like_nothing_at_all() {
    let app = TestApp::new().await;
    others(&app).await;
    let nothing = format!("{CASES}/{}", platform::ids::CaseId::new());
    let cases = [("sibling station", Role::StationHead, 100), ("sealed", Role::StationHead, 110), ("somebody else's", Role::Mediator, 120)];
    for (name, role, serial) in cases {
        let standing = STANDINGS.iter().find(|one| one.name == name).unwrap();
        let file = file_of(&app, standing, serial).await;
        let client = app.role(role).await;
        for part in ["", "/steps", "/timeline", "/papers", "/dossier", "/status"] {
            is_the_same_as_nothing(&client, &format!("{}{part}", file.address()), &format!("{nothing}{part}")).await;
        }
        let body = json!({"reason": "分歧过大"});
        let there = client.post_at(&file.at("fail"), file.version, &body).await;
        let not = client.post_at(&format!("{nothing}/fail"), file.version, &body).await;
        assert_eq!((there.status, faceless(&there)), (not.status, faceless(&not)));
    }
}

#[actix_web::test]
async fn a_volunteer_lawyer_sees_no_file_she_is_not_tied_to() {
    let app = TestApp::new().await;
    let file = app.appointed().await.a_case().accepted().assigned().await;
    let lawyer = app.volunteer_lawyer().await;
    assert_eq!(lawyer.get(CASES).await.expect(200).json["items"], json!([]));
    lawyer.get(&file.address()).await.expect(404);
    lawyer.post(CASES, &app.a_case().application()).await.expect(403);
}

#[actix_web::test]
async fn a_seal_keeper_reads_the_text_that_waits_for_her_seal_and_no_other() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().mediating().drafted(sheets::plain_terms).await;
    let keeper = app.seal_keeper().await;
    let address = file.at("agreement-for-seal");
    keeper.get(&address).await.expect(404);
    file.settled().await;
    assert_eq!(keeper.get(&address).await.expect(200).json["ready"], false);
    file.signed().await;
    let text = keeper.get(&address).await.expect(200).json;
    assert_eq!((&text["ready"], &text["version"]), (&json!(true), &json!(file.version)));
    app.station_head().await.get(&address).await.expect(403);
    keeper.get(&file.at("papers")).await.expect(403);
    file.sealed().await;
    keeper.get(&address).await.expect(404);
}
