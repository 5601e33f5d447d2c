//! What the journal keeps of a file: every step, read, print, search and reveal once, with who it was, and never a document number.

use platform::access::Role;
use platform::ids::AccountId;
use serde_json::{Value, json};

use super::file::{CASES, File};
use super::sheets;
use crate::support::TestApp;

fn is_look(action: &str) -> bool {
    [".read", ".print", ".reveal"].iter().any(|part| action.contains(part))
}

fn action(fact: &Value) -> &str {
    fact["action"].as_str().unwrap()
}

/// The changes of a file in the journal, with their actors.
async fn changes(file: &File<'_>) -> Vec<(String, AccountId)> {
    let facts = file.app.facts_of(&file.id).await;
    let own = facts.iter().filter(|fact| !is_look(action(fact)));
    own.map(|fact| (action(fact).to_owned(), serde_json::from_value(fact["actorId"].clone()).unwrap())).collect()
}

#[actix_web::test]
async fn every_step_is_one_fact_of_the_one_who_took_it() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().agreed(sheets::plain_terms).await;
    let refused = file.attempt(&file.mediator().await, "hold-session", &sheets::minutes(&file, &file.sides())).await;
    assert_eq!(refused.status, 409);
    file.closing_agreed().await.closed().await;
    let who = |role: Role| app.accounts[&role];
    let mediator = who(Role::Mediator);
    let wanted = [
        ("mediation.case.file", who(Role::Registrar)),
        ("mediation.case.accept", who(Role::Registrar)),
        ("mediation.case.assign", who(Role::CommitteeDirector)),
        ("mediation.case.notify", mediator),
        ("mediation.case.notify", mediator),
        ("mediation.case.open-session", mediator),
        ("mediation.case.draft-agreement", mediator),
        ("mediation.case.settle", mediator),
        ("mediation.case.sign", mediator),
        ("mediation.case.sign", mediator),
        ("mediation.case.sign", mediator),
        ("mediation.case.seal", who(Role::SealKeeper)),
        ("mediation.case.follow-up", mediator),
        ("mediation.case.request-close", mediator),
        ("mediation.case.close", who(Role::StationHead)),
    ];
    let found = changes(&file).await;
    assert_eq!(found.iter().map(|(action, by)| (action.as_str(), *by)).collect::<Vec<_>>(), wanted);
    let seal = app.facts_of(&file.id).await.into_iter().find(|fact| action(fact) == "mediation.case.seal").unwrap();
    assert_eq!((&seal["detail"]["from"], &seal["detail"]["to"]), (&json!("AGREED_PENDING"), &json!("AGREED")));
    assert_eq!(app.auditor().await.get("/api/v1/audit/chain").await.expect(200).json["holds"], true);

    // the file's own timeline shows the same, newest first, without network addresses
    let timeline = file.mediator().await.get(&file.at("timeline")).await.expect(200).json;
    let shown: Vec<&str> = timeline["items"].as_array().unwrap().iter().rev().map(action).collect();
    assert_eq!(shown, wanted.iter().map(|(action, _)| *action).collect::<Vec<_>>());
    assert!(timeline["items"].as_array().unwrap().iter().all(|fact| fact["ip"] == ""));
}

#[actix_web::test]
async fn every_look_is_one_fact_of_the_one_who_looked() {
    let app = TestApp::new().await;
    let file = app.appointed().await.a_case().accepted().assigned().await;
    let mediator = file.mediator().await;
    let before = app.facts_of(&file.id).await.len();
    mediator.get(&file.address()).await.expect(200);
    let papers = mediator.get(&file.at("papers")).await.expect(200).json;
    let paper = papers["items"][0]["id"].as_str().unwrap().to_owned();
    mediator.get(&file.at(&format!("papers/{paper}"))).await.expect(200);
    mediator.get(&file.at(&format!("papers/{paper}/pdf"))).await.expect(200);
    let reveal = json!({"field": "ID_NUMBER", "reason": "核对身份信息以便送达文书"});
    mediator.post(&format!("{}/parties/{}/reveal", file.address(), file.applicant.id), &reveal).await.expect(200);
    let facts = app.facts_of(&file.id).await;
    let seen: Vec<(&str, &Value)> = facts[before..].iter().map(|fact| (action(fact), &fact["actorId"])).collect();
    let me = json!(file.mediator);
    let wanted = ["mediation.case.read", "mediation.paper.read", "mediation.case.print", "mediation.party.reveal"];
    assert_eq!(seen, wanted.map(|action| (action, &me)));

    // those who work on the file see who looked
    let readers = mediator.get(&file.at("readers")).await.expect(200).json;
    let newest: Vec<&str> = readers["items"].as_array().unwrap().iter().take(4).rev().map(action).collect();
    assert_eq!(newest, wanted);
}

#[actix_web::test]
async fn a_search_by_document_number_is_in_the_journal_without_the_number() {
    let app = TestApp::new().await;
    let file = app.appointed().await.a_case().accepted().assigned().await;
    let registrar = app.registrar().await;
    registrar.post(&format!("{CASES}/search-by-id"), &json!({"idNumber": file.applicant.number})).await.expect(200);
    let facts = app.facts_of(&app.place.office.to_string()).await;
    let searches: Vec<&Value> = facts.iter().filter(|fact| action(fact) == "mediation.case.search-by-id").collect();
    assert_eq!(searches.len(), 1);
    assert_eq!((&searches[0]["actorId"], &searches[0]["detail"]), (&json!(app.accounts[&Role::Registrar]), &json!({"hits": 1})));
}

#[actix_web::test]
async fn no_fact_holds_a_document_number_a_telephone_or_a_name_of_a_party() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().agreed(sheets::plain_terms).await;
    let registrar = app.registrar().await;
    registrar.post(&format!("{CASES}/search-by-id"), &json!({"idNumber": file.respondent.number})).await.expect(200);
    let reveal = json!({"field": "PHONES", "reason": "电话联系当事人参加调解会"});
    registrar.post(&format!("{}/parties/{}/reveal", file.address(), file.applicant.id), &reveal).await.expect(200);
    file.closing_agreed().await.closed().await;
    let auditor = app.auditor().await;
    let page = auditor.get("/api/v1/audit/facts?limit=200").await.expect(200);
    assert!(page.json["items"].as_array().unwrap().len() > 20);
    for person in file.sides() {
        for secret in [&person.number, &person.phone, &person.name] {
            assert!(!page.text.contains(secret.as_str()), "{secret}");
        }
    }
}
