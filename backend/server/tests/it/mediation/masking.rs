//! What is left of a person in an answer: never a whole document number or telephone, for many not even the name.

use actix_web::http::Method;
use platform::access::Role;
use serde_json::{Value, json};
use server::contract;

use super::file::{CASES, File};
use super::people::Person;
use super::{sheets, steps};
use crate::support::staff::day;
use crate::support::{Client, TestApp};

/// A file with everything in it that may give a person away.
async fn full_of_particulars(app: &TestApp) -> File<'_> {
    let child = Person::born("李苗苗", true, day(2016, 5, 1), 13);
    let agent = json!([{"id": platform::ids::Id::new().0, "partyId": platform::ids::PartyId::new(), "kind": "NEAR_RELATIVE", "name": "张建国",
        "authority": "GENERAL", "phone": "13812345678",
        "idDocument": {"kind": "RESIDENT_ID", "number": Person::man("张建国", 41).number, "verification": "SEEN"}}]);
    let mut plan = app.a_case().with_child(child);
    let mut agents = agent;
    agents[0]["partyId"] = plan.application()["parties"][0]["id"].clone();
    plan = plan.with("representatives", agents);
    let mut file = plan.accepted().assigned().await;
    let bodies = steps::of(&file);
    let body = |name: &str| bodies.iter().find(|(step, _)| *step == name).unwrap().1.clone();
    file.notified().await;
    for step in ["confirm-service-address", "add-evidence", "investigate", "hold-session"] {
        file.mediate(step, &body(step)).await;
    }
    let heard = sheets::child_view(&file, file.child.as_ref().unwrap());
    file.mediate("record-child-view", &heard).await;
    let terms = sheets::child_terms(&file, file.child.as_ref().unwrap());
    file.drafted(&terms).await.settled().await;
    file
}

/// Runs of figures (with a last X) that stand alone.
fn figures(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_alphanumeric() && c.is_ascii()) && c != '-' && c != '_')
        .map(str::to_owned)
        .filter(|run| !run.is_empty())
        .collect()
}

/// A document number of 18 figures, or a mobile telephone of 11.
pub fn gives_away(text: &str) -> Vec<String> {
    let digits = |run: &str| run.bytes().all(|b| b.is_ascii_digit());
    let is_number =
        |run: &str| run.len() == 18 && digits(&run[..17]) && run.ends_with(|c: char| c.is_ascii_digit() || c == 'X' || c == 'x');
    let is_phone = |run: &str| run.len() == 11 && digits(run) && run.starts_with('1') && ('3'..='9').contains(&run.chars().nth(1).unwrap());
    figures(text).into_iter().filter(|run| is_number(run) || is_phone(run)).collect()
}

#[test]
fn the_test_itself_knows_a_number_and_a_telephone_when_it_sees_one() {
    let text = "{\"a\":\"13912345678\",\"b\":\"99990019900307002X\",\"c\":\"0192f3c4-8a51-7c3e-9d0b-139123456789\",\"d\":\"139****5678\"}";
    assert_eq!(gives_away(text), ["13912345678", "99990019900307002X"]);
}

/// Every page there is about a file, as text: all answers of all reads, the lists, the tasks.
async fn pages_of(client: &Client, file: &File<'_>, papers: &[String]) -> Vec<(String, String)> {
    let document = contract::document();
    let prefix = format!("{CASES}/{{id}}");
    let mut addresses = vec![format!("{CASES}?limit=200"), "/api/v1/mediation/tasks".to_owned(), "/api/v1/me".to_owned()];
    for (path, _, _) in contract::operations(&document).filter(|(path, method, _)| *method == "get" && path.starts_with(&prefix)) {
        let part = path.strip_prefix(&prefix).unwrap();
        let printed = ["/pdf", "/docx", "/receipt", "/volume"].iter().any(|end| part.ends_with(end));
        if part.contains("{paperId}") {
            addresses.extend(papers.iter().filter(|_| !printed).map(|id| format!("{}{}", file.address(), part.replace("{paperId}", id))));
        } else if !printed {
            addresses.push(format!("{}{part}", file.address()));
        }
    }
    let mut pages = Vec::new();
    for address in addresses {
        pages.push((address.clone(), client.ask(Method::GET, &address).send().await.text));
    }
    let search = client.post(&format!("{CASES}/search-by-id"), &json!({"idNumber": file.applicant.number})).await;
    pages.push(("search".to_owned(), search.text));
    pages
}

async fn papers_of(app: &TestApp, file: &File<'_>) -> Vec<String> {
    let list = app.mediator().await.get(&file.at("papers")).await.expect(200).json;
    list["items"].as_array().unwrap().iter().map(|paper| paper["id"].as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn no_answer_but_reveal_holds_a_whole_document_number_or_telephone() {
    let app = TestApp::new().await;
    let file = full_of_particulars(app.appointed().await).await;
    let papers = papers_of(&app, &file).await;
    assert!(papers.len() >= 12, "{}", papers.len());
    for role in Role::ALL {
        let client = app.role(*role).await;
        for (address, text) in pages_of(&client, &file, &papers).await {
            assert_eq!(gives_away(&text), [""; 0], "{address} as {role}");
        }
        // the answer to a change, or its refusal
        let body = json!({"reason": "分歧过大"});
        let reply = file.attempt(&client, "fail", &body).await;
        assert_eq!(gives_away(&reply.text), [""; 0], "fail as {role}");
    }
    let filed = app.registrar().await.post(CASES, &app.a_case().application()).await.expect(201);
    assert_eq!(gives_away(&filed.text), [""; 0], "the answer to the filing");
}

#[actix_web::test]
async fn who_only_leads_the_station_reads_surnames_and_no_story() {
    let app = TestApp::new().await;
    app.engage("registrar2", "陈思雨", Role::Registrar, app.place.station).await;
    let mut file = full_of_particulars(app.appointed().await).await;
    let papers = papers_of(&app, &file).await;
    let secrets = ["张小梅", "李大伟", "李苗苗", "张建国", "婚约财产", "桂花巷", "彩礼"];
    for client in [app.station_head().await, app.person("registrar2").await] {
        let view = client.get(&file.address()).await.expect(200).json;
        assert_eq!(
            (&view["masked"], &view["parties"][0]["name"], &view["parties"][2]["name"]),
            (&json!(true), &json!("张**"), &json!("李**"))
        );
        assert!(view.get("narrative").is_none() && view["representatives"] == json!([]));
        assert!(view["parties"].as_array().unwrap().iter().all(|party| party.get("particulars").is_none()));
        for (address, text) in pages_of(&client, &file, &papers).await {
            let found: Vec<&&str> = secrets.iter().filter(|secret| text.contains(**secret)).collect();
            assert!(found.is_empty(), "{address}: {found:?}");
        }
    }
    // nor does a refusal tell her
    file.mediate("revise", &json!({"reason": "重议。"})).await;
    file.failed().await;
    let head = app.station_head().await;
    let refused = file.attempt(&head, "close", &json!({"opinion": "同意。"})).await.expect(409);
    assert!(refused.text.contains("张**") && !secrets.iter().any(|secret| refused.text.contains(secret)), "{}", refused.text);
}

#[actix_web::test]
async fn one_field_is_revealed_with_a_reason_and_the_journal_has_it() {
    let app = TestApp::new().await;
    let file = app.appointed().await.a_case().accepted().assigned().await;
    let mediator = file.mediator().await;
    let address = format!("{}/parties/{}/reveal", file.address(), file.respondent.id);
    let ask = |field: &str, reason: &str| json!({"field": field, "reason": reason});
    let short = mediator.post(&address, &ask("PHONES", "九个字的理由不够呀")).await.expect(422);
    assert_eq!(short.fields(), [("/reason", "length")]);
    for (field, value) in [("PHONES", &file.respondent.phone), ("ID_NUMBER", &file.respondent.number)] {
        let reply = mediator.post(&address, &ask(field, "电话联系当事人参加调解会")).await.expect(200);
        assert_eq!(reply.json, json!({"field": field, "values": [value]}));
    }
    let facts = app.facts_of(&file.id).await;
    let reveals: Vec<&Value> = facts.iter().filter(|fact| fact["action"] == "mediation.party.reveal").collect();
    assert_eq!(reveals.len(), 2, "a refused request is no reveal");
    for (fact, field) in reveals.iter().zip(["PHONES", "ID_NUMBER"]) {
        assert_eq!((&fact["detail"]["field"], &fact["detail"]["party"]), (&json!(field), &json!(file.respondent.id)));
        assert_eq!((&fact["detail"]["reason"], &fact["actorId"]), (&json!("电话联系当事人参加调解会"), &json!(file.mediator)));
    }
    let stranger = format!("{}/parties/{}/reveal", file.address(), platform::ids::PartyId::new());
    mediator.post(&stranger, &ask("PHONES", "电话联系当事人参加调解会")).await.expect(404);
    app.station_head().await.post(&address, &ask("PHONES", "电话联系当事人参加调解会")).await.expect(403);
}
