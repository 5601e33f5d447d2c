//! Rules of §9 about what may be agreed: lawful clauses, the child's voice, the guardian, the divorce.

use chrono::NaiveDate;
use platform::ids::Id;
use serde_json::{Value, json};

use super::file::File;
use super::people::Person;
use super::sheets;
use crate::support::TestApp;
use crate::support::staff::day;

fn three_terms(file: &File<'_>) -> Vec<Value> {
    let money = "李大伟于2026年9月1日前以银行转账方式一次性支付张小梅人民币20000元。";
    vec![
        json!({"id": Id::new().0, "kind": "OTHER", "text": "双方解除婚姻关系。"}),
        json!({"id": Id::new().0, "kind": "REAL_ESTATE", "text": "县城住房一套归张小梅所有。"}),
        sheets::payment(file, "COMPENSATION", money, 2_000_000, day(2026, 9, 1)),
    ]
}

#[actix_web::test]
async fn m10_each_clause_is_judged_for_itself() {
    let app = TestApp::new().await;
    let child = Person::born("李苗苗", true, day(2020, 3, 2), 13);
    let plan = app.appointed().await.a_case().with_child(child).category("C2");
    let mut file = plan.accepted().assigned().notified().mediating().drafted(three_terms).await;
    let paper = file.agreement().await;
    let answers: Vec<&Value> = paper["clauses"].as_array().unwrap().iter().map(|clause| &clause["confirmability"]).collect();
    assert_eq!(answers, ["NO", "NO", "YES"]);
    let stops: Vec<&Value> = paper["findings"].as_array().unwrap().iter().filter(|found| found["hard"] == true).collect();
    assert_eq!(stops.len(), 1, "{stops:?}");
    assert_eq!((&stops[0]["code"], &stops[0]["clauseId"]), (&json!("L8"), &paper["clauses"][0]["clauseId"]));
    assert!(stops[0]["basis"].as_str().unwrap().contains("1080"), "{}", stops[0]);

    let hash = json!({"textHash": paper["textHash"]});
    file.refused(&file.mediator().await, "settle", &hash, &["G10"]).await;
    let without_the_divorce = &paper["content"]["fields"]["clauses"].as_array().unwrap()[1..];
    file.drafted(without_the_divorce).await.settled().await;
    assert_eq!(file.state().await, "AGREED_PENDING");
}

#[actix_web::test]
async fn m10_a_warning_must_be_acknowledged() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().mediating().await;
    let vague = json!({"id": Id::new().0, "kind": "BRIDE_PRICE", "text": "李大伟尽快返还张小梅部分彩礼。"});
    let mut body = sheets::draft(&file, &[vague]);
    body["agreement"]["acknowledged"] = json!([]);
    file.mediate("draft-agreement", &body).await;
    let hash = json!({"textHash": file.agreement().await["textHash"]});
    let refused = file.refused(&file.mediator().await, "settle", &hash, &["G10"]).await;
    let warnings = refused.json["blockers"][0]["params"]["warnings"].as_array().unwrap();
    assert!(warnings.iter().any(|one| one.as_str().unwrap().starts_with("W4")), "{warnings:?}");
}

fn shared_property(file: &File<'_>) -> Vec<Value> {
    let text = "家用小汽车归李大伟所有，李大伟以银行转账方式支付张小梅折价款人民币20000元。";
    vec![sheets::payment(file, "PROPERTY_DIVISION", text, 2_000_000, day(2026, 3, 12))]
}

#[actix_web::test]
async fn m11_property_of_a_couple_still_married_hangs_on_the_divorce() {
    let app = TestApp::new().await;
    let plan = app.appointed().await.a_case().category("C2").with("marriage", json!("MARRIED"));
    let mut file = plan.accepted().assigned().notified().mediating().await;

    // the mediator may not deny the condition
    let mut denied = shared_property(&file);
    denied[0]["conditionalOnDivorce"] = json!(false);
    file.drafted(&denied).await;
    let hash = json!({"textHash": file.agreement().await["textHash"]});
    file.refused(&file.mediator().await, "settle", &hash, &["G14"]).await;

    let terms = shared_property(&file);
    file.drafted(&terms).await;
    assert_eq!(file.agreement().await["clauses"][0]["conditionalOnDivorce"], true, "flagged by the rule");
    file.settled().await.signed().await.sealed().await;
    file.mediate("schedule-performance", &json!({"items": []})).await;
    let item = file.owed().await[0].clone();
    assert_eq!(item["conditionalOnDivorce"], true);
    let receipt = sheets::receipt(&file, &item);
    let refused = file.refused(&file.mediator().await, "record-performance", &receipt, &["C08"]).await;
    assert_eq!(refused.json["blockers"][0]["params"]["needsProofOfDivorce"], true);

    let proof = json!({"document": "离婚证J530181-2026-000123", "divorcedOn": "2026-03-02"});
    file.mediate("prove-divorce", &proof).await;
    file.mediate("record-performance", &receipt).await;
    assert_eq!(file.state().await, "PERFORMED");
}

/// A file about a child born on a day, with custody and support in the draft.
async fn custody_of(app: &TestApp, born: NaiveDate) -> File<'_> {
    let child = Person::born("李苗苗", true, born, 13);
    app.a_case().with_child(child).accepted().assigned().notified().mediating().drafted(about_the_child).await
}

fn about_the_child(file: &File<'_>) -> Vec<Value> {
    sheets::child_terms(file, file.child.as_ref().unwrap())
}

#[actix_web::test]
async fn m13_a_child_of_eight_is_heard_before_it_is_decided_where_it_lives() {
    let app = TestApp::new().await;
    // eight years old on the day of the agreement, 2 March 2026
    let mut file = custody_of(app.appointed().await, day(2018, 3, 2)).await;
    let hash = json!({"textHash": file.agreement().await["textHash"]});
    let refused = file.refused(&file.mediator().await, "settle", &hash, &["G13"]).await;
    assert_eq!(refused.json["blockers"][0]["params"], json!({"children": ["李苗苗"]}));
    let heard = sheets::child_view(&file, file.child.as_ref().unwrap());
    file.mediate("record-child-view", &heard).await;
    file.settled().await;
    assert_eq!(file.state().await, "AGREED_PENDING");
}

#[actix_web::test]
async fn m13_a_child_not_yet_eight_is_advice_only() {
    let app = TestApp::new().await;
    let mut file = custody_of(app.appointed().await, day(2018, 3, 3)).await;
    let steps = file.steps(&file.mediator().await).await;
    let advice: Vec<&Value> = steps["advice"].as_array().unwrap().iter().map(|one| &one["code"]).collect();
    assert_eq!(advice, ["mediation.case.advice-hear-younger-child"]);
    file.settled().await;
    assert_eq!(file.state().await, "AGREED_PENDING");
}

#[actix_web::test]
async fn m13_support_without_an_end_is_incomplete() {
    let app = TestApp::new().await;
    let mut file = custody_of(app.appointed().await, day(2020, 3, 3)).await;
    let mut terms = about_the_child(&file);
    terms[1].as_object_mut().unwrap().remove("endOn");
    file.drafted(&terms).await;
    let hash = json!({"textHash": file.agreement().await["textHash"]});
    let refused = file.refused(&file.mediator().await, "settle", &hash, &["G13"]).await;
    assert_eq!(refused.json["blockers"][0]["params"], json!({"supportIncomplete": true}));
}

/// The guardian of a minor as the registrar takes it down.
fn guardian(of: &Person, name: &str, is_party: Option<&Person>) -> Value {
    let mut one = json!({"id": Id::new().0, "partyId": of.id, "kind": "LEGAL_GUARDIAN", "name": name, "authority": "SPECIAL",
        "relation": "父母", "proof": "户口簿"});
    if let Some(party) = is_party {
        one["isParty"] = json!(party.id);
    }
    one
}

#[actix_web::test]
async fn m14_a_minor_is_not_represented_by_the_parent_it_stands_against() {
    let app = TestApp::new().await;
    let registrar = app.registrar().await;
    let body = json!({"partiesConsent": true, "difficulty": "ORDINARY"});
    let (minor, father) = (Person::born("李天佑", false, day(2012, 6, 1), 21), Person::man("李大伟", 22));
    let adverse = json!([guardian(&minor, "李大伟", Some(&father))]);
    let file = app.a_case().of(minor, father).category("D2").with("representatives", adverse).await;
    let refused = file.refused(&registrar, "accept", &body, &["G04"]).await;
    assert_eq!(refused.json["blockers"][0]["params"], json!({"adverseGuardian": ["李天佑"]}));

    // the same person is found by its number, too
    let (minor, father) = (Person::born("李天佑", false, day(2012, 6, 2), 23), Person::man("李大伟", 24));
    let mut one = guardian(&minor, "李大伟", None);
    one["idDocument"] = json!({"kind": "RESIDENT_ID", "number": father.number, "verification": "SEEN"});
    let file = app.a_case().of(minor, father).category("D2").with("representatives", json!([one])).await;
    file.refused(&registrar, "accept", &body, &["G04"]).await;
}

#[actix_web::test]
async fn m14_a_minor_is_represented_by_the_other_parent_with_proof() {
    let app = TestApp::new().await;
    let registrar = app.registrar().await;
    let body = json!({"partiesConsent": true, "difficulty": "ORDINARY"});
    let (minor, father) = (Person::born("李天佑", false, day(2012, 6, 1), 21), Person::man("李大伟", 22));
    let mut one = guardian(&minor, "张小梅", None);
    one["proof"] = json!(null);
    let unproven = app.a_case().of(minor, father).category("D2").with("representatives", json!([one])).await;
    let refused = unproven.refused(&registrar, "accept", &body, &["G04"]).await;
    assert_eq!(refused.json["blockers"][0]["params"], json!({"withoutGuardian": ["李天佑"]}));

    let (minor, father) = (Person::born("李天佑", false, day(2012, 6, 2), 23), Person::man("李大伟", 24));
    let proven = json!([guardian(&minor, "张小梅", None)]);
    let mut file = app.a_case().of(minor, father).category("D2").with("representatives", proven).await;
    file.step(&registrar, "accept", &body).await;
    assert_eq!(file.state().await, "ACCEPTED");
}
