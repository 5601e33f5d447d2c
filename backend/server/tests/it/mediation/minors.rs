//! Minors: without a recorded approval there is a child, but no name, no particulars and no words of it.

use serde_json::{Value, json};

use super::file::File;
use super::people::Person;
use super::sheets;
use crate::support::staff::day;
use crate::support::{Client, TestApp};

/// A file about a child that was heard.
async fn about_a_child(app: &TestApp, approved: bool) -> File<'_> {
    let plan = app.a_case().with_child(Person::born("李苗苗", true, day(2016, 5, 1), 13));
    let plan = if approved { plan } else { plan.without_approval() };
    let mut file = plan.accepted().assigned().notified().mediating().await;
    let heard = sheets::child_view(&file, file.child.as_ref().unwrap());
    file.mediate("record-child-view", &heard).await;
    file
}

/// The child as somebody sees it, and the forms in her list of papers.
async fn child_and_forms(client: &Client, file: &File<'_>) -> (Value, Vec<String>) {
    let view = client.get(&file.address()).await.expect(200).json;
    let child = view["parties"].as_array().unwrap().iter().find(|party| party["role"] == "CHILD").unwrap().clone();
    let papers = client.get(&file.at("papers")).await.expect(200).json;
    let forms = papers["items"].as_array().unwrap().iter().map(|paper| paper["form"].as_str().unwrap().to_owned());
    (child, forms.collect())
}

fn is_hidden(child: &Value, forms: &[String]) -> bool {
    child["name"] == "李**"
        && child["protected"] == true
        && child.get("particulars").is_none()
        && !forms.iter().any(|form| form == "F_CHILD")
}

#[actix_web::test]
async fn without_an_approval_the_mediator_sees_that_there_is_a_child_and_no_more() {
    let app = TestApp::new().await;
    let file = about_a_child(app.appointed().await, false).await;
    let mediator = file.mediator().await;
    let (child, forms) = child_and_forms(&mediator, &file).await;
    assert!(is_hidden(&child, &forms), "{child} {forms:?}");
    let reveal = json!({"field": "ID_NUMBER", "reason": "核对子女的身份信息和年龄"});
    let address = format!("{}/parties/{}/reveal", file.address(), file.child.as_ref().unwrap().id);
    mediator.post(&address, &reveal).await.expect(404);
    let dossier = mediator.get(&file.at("dossier")).await.expect(200).json;
    assert_eq!(dossier["protected"], 1, "the volume says that something is kept back");
    for part in ["", "/steps", "/papers", "/timeline", "/dossier", "/readers"] {
        let page = mediator.get(&format!("{}{part}", file.address())).await.expect(200);
        assert!(!page.text.contains("李苗苗"), "{part}: {}", page.text);
    }
}

#[actix_web::test]
async fn the_words_of_a_child_are_a_paper_only_for_who_may_see_minors() {
    let app = TestApp::new().await;
    let file = about_a_child(app.appointed().await, false).await;
    // the registrar who took the child's particulars down knows them for thirty days
    let registrar = app.registrar().await;
    let (child, forms) = child_and_forms(&registrar, &file).await;
    assert_eq!((&child["name"], &child["protected"]), (&json!("李苗苗"), &json!(false)));
    assert!(forms.iter().any(|form| form == "F_CHILD"), "{forms:?}");
    let list = registrar.get(&file.at("papers")).await.expect(200).json;
    let paper = list["items"].as_array().unwrap().iter().find(|paper| paper["form"] == "F_CHILD").unwrap();
    let address = file.at(&format!("papers/{}", paper["id"].as_str().unwrap()));
    registrar.get(&address).await.expect(200);
    for who in [file.mediator().await, app.committee_director().await, app.federation_officer().await] {
        who.get(&address).await.expect(404);
        who.get(&format!("{address}/pdf")).await.expect(404);
    }
    app.days_later(31);
    let (child, forms) = child_and_forms(&app.registrar().await, &file).await;
    assert!(is_hidden(&child, &forms), "after thirty days: {child} {forms:?}");
}

#[actix_web::test]
async fn an_approval_ends_after_a_hundred_and_eighty_days() {
    let app = TestApp::new().await;
    let file = about_a_child(app.appointed().await, true).await;
    let (child, forms) = child_and_forms(&file.mediator().await, &file).await;
    assert_eq!((&child["name"], &child["particulars"]["age"]), (&json!("李苗苗"), &json!(9)));
    assert!(forms.iter().any(|form| form == "F_CHILD"));
    app.days_later(179);
    let (child, _) = child_and_forms(&file.mediator().await, &file).await;
    assert_eq!(child["name"], "李苗苗", "the last day but one");
    app.days_later(1);
    let (child, forms) = child_and_forms(&file.mediator().await, &file).await;
    assert!(is_hidden(&child, &forms), "{child} {forms:?}");
}

#[actix_web::test]
async fn a_minor_who_is_a_party_makes_the_file_sealed_and_has_no_name_in_a_list() {
    let app = TestApp::new().await;
    let minor = Person::born("李天佑", false, day(2012, 6, 1), 21);
    let file = app.a_case().of(minor, Person::man("李大伟", 22)).category("D2").await;
    let registrar = app.registrar().await;
    let view = registrar.get(&file.address()).await.expect(200).json;
    assert_eq!((&view["sealed"], &view["minor"]), (&json!(true), &json!(true)));
    let list = registrar.get(super::file::CASES).await.expect(200).json;
    assert_eq!((&list["items"][0]["applicants"], &list["items"][0]["respondents"]), (&json!("李**"), &json!("李大伟")));
    app.station_head().await.get(&file.address()).await.expect(404);
    let (director, officer) = (app.committee_director().await, app.federation_officer().await);
    for by_post in [director, officer] {
        by_post.get(&file.address()).await.expect(200);
    }
}
