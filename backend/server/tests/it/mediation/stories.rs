//! The whole story, from the application to the archived volume: once written, once oral, once failed; and those who leave it.

use platform::access::Role;
use serde_json::{Value, json};

use super::file::{CASES, File};
use super::people::Person;
use super::sheets;
use crate::support::TestApp;
use crate::support::staff::day;

/// The forms bound into the volume, in their order.
async fn bound(file: &File<'_>, course: &str) -> Vec<String> {
    let archivist = file.app.archivist().await;
    let view = archivist.get(&file.at("dossier")).await.expect(200).json;
    assert_eq!((&view["course"], &view["complete"]), (&json!(course), &json!(true)), "{view}");
    view["papers"].as_array().unwrap().iter().map(|paper| paper["form"].as_str().unwrap().to_owned()).collect()
}

/// Takes the volume into the archive and fetches it.
pub async fn archived(file: &mut File<'_>) {
    let archivist = file.app.archivist().await;
    let proposed = archivist.get(&file.at("dossier")).await.expect(200).json["proposedRetention"].clone();
    file.step(&archivist, "archive", &json!({"retention": proposed})).await;
    let view = archivist.get(&file.address()).await.expect(200).json;
    assert_eq!((&view["state"], &view["retention"]), (&json!("ARCHIVED"), &proposed));
    let volume = archivist.get(&file.at("volume")).await.expect(200);
    assert_eq!(volume.header("content-type"), "application/pdf");
    assert!(volume.bytes.starts_with(b"%PDF-") && volume.bytes.len() > 20_000, "{} bytes", volume.bytes.len());
}

/// Whatever is asked of an archived file, it answers no.
async fn is_read_only(file: &File<'_>) {
    let before = file.everything().await;
    let bodies = super::steps::of(file);
    for (step, body) in &bodies {
        for role in [Role::Registrar, Role::StationHead, Role::Mediator, Role::SealKeeper, Role::CommitteeDirector, Role::Archivist] {
            let reply = file.attempt(&file.app.role(role).await, step, body).await;
            assert!([403, 404, 409].contains(&reply.status), "{step} as {role}: {} {}", reply.status, reply.text);
        }
    }
    assert_eq!(file.everything().await, before);
    let steps = file.steps(&file.mediator().await).await;
    assert!(steps["steps"].as_array().unwrap().iter().all(|step| step["possible"] == false), "{steps}");
    assert_eq!(steps["timers"], json!([]), "nothing is due on an archived file");
}

#[actix_web::test]
async fn a_written_agreement_goes_from_the_application_to_the_archived_volume() {
    let app = TestApp::new().await;
    let child = Person::born("李苗苗", true, day(2016, 5, 1), 13);
    let mut file = app.appointed().await.a_case().with_child(child).await;
    let receipt = app.registrar().await.get(&file.at("receipt")).await.expect(200);
    assert!(receipt.bytes.starts_with(b"%PDF-"));
    file.accepted().await.assigned().await.notified().await;
    assert_eq!(file.state().await, "NOTIFIED");
    let interview = sheets::investigation(&file);
    file.mediate("investigate", &interview).await;
    file.mediating().await;
    let heard = sheets::child_view(&file, file.child.as_ref().unwrap());
    file.mediate("record-child-view", &heard).await;
    let terms = sheets::child_terms(&file, file.child.as_ref().unwrap());
    file.drafted(&terms).await.settled().await.signed().await.sealed().await;
    file.mediate("schedule-performance", &json!({"items": []})).await;
    let owed = file.owed().await;
    assert_eq!(owed.len(), 2, "two months of support");
    for item in &owed {
        assert_ne!(file.state().await, "PERFORMED");
        let receipt = sheets::receipt(&file, item);
        file.mediate("record-performance", &receipt).await;
    }
    assert_eq!(file.state().await, "PERFORMED");
    file.closing_agreed().await.closed().await;
    let forms = bound(&file, "WRITTEN").await;
    let order = ["F03", "F04", "F05", "F05", "F06", "F06", "F08", "F10", "F11", "F24", "F24", "F13", "F17"];
    let without_child: Vec<&String> = forms.iter().filter(|form| *form != "F_CHILD").collect();
    assert_eq!(without_child, order);
    assert_eq!(forms.len(), order.len() + 1, "the child's words are bound too: {forms:?}");
    archived(&mut file).await;
    is_read_only(&file).await;
}

#[actix_web::test]
async fn an_oral_agreement_goes_from_the_application_to_the_archived_volume() {
    let app = TestApp::new().await;
    let plan = app.appointed().await.a_case().category("B1").with("mode", json!("ORAL"));
    let mut file = plan.accepted().assigned().notified().mediating().agreed_orally().closing_oral().closed().await;
    let order = ["F03", "F04", "F05", "F05", "F06", "F06", "F10", "F12", "F13", "F17"];
    assert_eq!(bound(&file, "ORAL").await, order);
    archived(&mut file).await;
    is_read_only(&file).await;
}

#[actix_web::test]
async fn a_failed_mediation_goes_from_the_application_to_the_archived_volume() {
    let app = TestApp::new().await;
    let plan = app.appointed().await.a_case().accepted().assigned().notified().mediating().failed();
    let mut file = plan.closing_failed().closed().await;
    let order = ["F03", "F04", "F05", "F05", "F06", "F06", "F10", "F19", "F17"];
    assert_eq!(bound(&file, "ENDED").await, order);
    archived(&mut file).await;
    is_read_only(&file).await;
}

#[actix_web::test]
async fn a_dispute_nobody_may_mediate_is_declined_with_the_right_route_and_archived() {
    let app = TestApp::new().await;
    let mut file = app.a_case().category("C8").with("marriage", json!("MARRIED")).await;
    let registrar = app.registrar().await;
    let body = json!({"partiesConsent": true, "difficulty": "ORDINARY"});
    file.refused(&registrar, "accept", &body, &["G02"]).await;
    let head = app.station_head().await;
    let mut notice = json!({"notice": {"datedOn": app.today(), "reason": "STATUS", "routes": [], "servedOn": app.today()}});
    file.refused(&head, "decline", &notice, &["C02"]).await;
    notice["notice"]["routes"] = json!(["LAWSUIT", "LEGAL_AID"]);
    file.step(&head, "decline", &notice).await;
    assert_eq!(file.view().await["number"], Value::Null, "no number was spent");
    assert_eq!(bound(&file, "NOT_ACCEPTED").await, ["F03", "F06", "F06", "F18"]);
    archived(&mut file).await;
}

#[actix_web::test]
async fn a_volume_with_a_gap_waits_until_the_gap_is_explained() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().agreed(sheets::plain_terms).await;
    let closing = sheets::closing(&file, "S1");
    file.mediate("request-closing", &closing).await;
    file.closed().await;
    let archivist = app.archivist().await;
    let refused = file.refused(&archivist, "archive", &json!({"retention": "PERMANENT"}), &["G18"]).await;
    assert_eq!(refused.json["blockers"][0]["params"], json!({"forms": ["F13"]}));
    let note = json!({"explanations": [{"form": "F13", "reason": "双方均已迁居外省，三次电话未接。"}]});
    file.step(&archivist, "explain-volume", &note).await;
    let short = file.attempt(&archivist, "archive", &json!({"retention": "SHORT"})).await;
    assert!(short.status == 200 || short.fields() == [("/retention", "range")], "{}", short.text);
}

#[actix_web::test]
async fn a_request_withdrawn_at_the_front_desk_is_closed_without_a_mediator() {
    let app = TestApp::new().await;
    let mut file = app.a_case().accepted().await;
    let registrar = app.registrar().await;
    file.step(&registrar, "terminate", &json!({"outcome": "N3", "reason": "申请人自愿撤回申请。"})).await;
    let head = app.station_head().await;
    let opinion = json!({"opinion": "同意结案。"});
    file.refused(&head, "close", &opinion, &["G17"]).await;
    let notice = sheets::remedies(&file, "N3");
    file.step(&head, "serve-remedy-notice", &notice).await;
    file.closed().await;
    assert_eq!(bound(&file, "ENDED").await, ["F03", "F04", "F06", "F06", "F19"]);
    archived(&mut file).await;
}

#[actix_web::test]
async fn a_recusal_while_marks_are_collected_leaves_nobody_stranded() {
    let app = TestApp::new().await;
    let plan = app.appointed().await.a_case().accepted().assigned().notified().mediating();
    let mut file = plan.drafted(sheets::plain_terms).settled().await;
    let request = json!({"requestedBy": file.respondent.id, "against": file.mediator, "grounds": "双方系表亲。"});
    file.mediate("request-recusal", &request).await;
    let paper = file.papers("F23").await[0]["id"].clone();
    let head = app.station_head().await;
    file.step(&head, "decide-recusal", &json!({"paperId": paper, "upheld": true, "reason": "回避成立。"})).await;
    let second = app.another_mediator("zhao").await;
    let change = json!({"outgoing": file.mediator, "incoming": second, "reason": "回避成立"});
    file.step(&head, "replace-mediator", &change).await;
    (file.mediator, file.mediator_name) = (second, "zhao".to_owned());
    file.signed().await.sealed().await;
    assert_eq!(file.state().await, "AGREED");
}

#[actix_web::test]
async fn nobody_approves_her_own_closing() {
    let app = TestApp::new().await;
    // the mediator who is also head of the station
    let both = app.engage("both", "沈秀兰", Role::Mediator, app.place.station).await;
    let station = app.place.station;
    let grant = move |tx: &mut platform::db::Tx<'_>| identity::grant_role(tx, both, platform::http::Version(2), Role::StationHead, station);
    app.db.transact(TestApp::house(app.place.office), grant).await.unwrap();
    app.appoint(both, day(2025, 1, 1), day(2027, 1, 1)).await;
    let plan = app.a_case().mediated_by("both").accepted().assigned().notified().mediating().failed();
    let mut file = plan.closing_failed().await;
    let refused = file.refused(&app.person("both").await, "close", &json!({"opinion": "同意。"}), &["C12"]).await;
    assert_eq!(refused.json["blockers"][0]["params"], json!({"requestedByReviewer": true}));
    file.closed().await;
}

#[actix_web::test]
async fn a_closed_file_is_reopened_by_the_director_and_its_number_stays() {
    let app = TestApp::new().await;
    let plan = app.appointed().await.a_case().agreed(sheets::plain_terms).closing_agreed().closed();
    let mut file = plan.await;
    let number = file.view().await["number"].clone();
    let reason = json!({"reason": "人民法院裁定驳回司法确认申请。"});
    let head = file.attempt(&app.station_head().await, "reopen", &reason).await;
    assert_eq!((head.status, head.code()), (403, "forbidden"));
    let director = app.committee_director().await;
    let view = file.step(&director, "reopen", &reason).await.json;
    assert_eq!((&view["state"], &view["number"]), (&json!("MEDIATING"), &number));
}

#[actix_web::test]
async fn a_recused_mediator_no_longer_finds_the_file() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().await;
    let mediator = file.mediator().await;
    mediator.get(&file.address()).await.expect(200);
    let request = json!({"requestedBy": file.respondent.id, "against": file.mediator, "grounds": "双方系表亲。"});
    file.mediate("request-recusal", &request).await;
    let paper = file.papers("F23").await[0]["id"].clone();
    let head = app.station_head().await;
    file.step(&head, "decide-recusal", &json!({"paperId": paper, "upheld": true, "reason": "回避成立。"})).await;

    let nothing = format!("{CASES}/{}", platform::ids::CaseId::new());
    for part in ["", "/steps", "/papers", "/timeline", "/readers", "/dossier", "/volume", "/receipt", "/performance"] {
        super::access::is_the_same_as_nothing(&mediator, &format!("{}{part}", file.address()), &format!("{nothing}{part}")).await;
    }
    let session = sheets::minutes(&file, &file.sides());
    let step = file.attempt(&mediator, "hold-session", &session).await;
    assert_eq!((step.status, step.code()), (404, "not_found"));
    assert_eq!(mediator.get(CASES).await.expect(200).json["items"], json!([]));
    let search = mediator.post(&format!("{CASES}/search-by-id"), &json!({"idNumber": file.applicant.number})).await.expect(200);
    assert_eq!(search.json["items"], json!([]));
    assert_eq!(mediator.get("/api/v1/mediation/tasks").await.expect(200).json["items"], json!([]));
}

diesel::table! {
    case_numbers (office_id, committee_id, year, seq) {
        office_id -> Binary,
        committee_id -> Binary,
        year -> Integer,
        seq -> Integer,
        void_reason -> Nullable<Text>,
    }
}

#[actix_web::test]
async fn the_number_of_a_joined_file_is_voided_with_its_reason_and_never_issued_again() {
    use diesel::prelude::*;
    let app = TestApp::new().await;
    let mut file = app.a_case().accepted().await;
    let registrar = app.registrar().await;
    file.step(&registrar, "terminate", &json!({"outcome": "X2", "reason": "与另一案系同一纠纷，并案处理。"})).await;
    app.a_case().accepted().await;
    let logged = app
        .db
        .read_slow(|conn| {
            Ok(case_numbers::table.order(case_numbers::seq.asc()).select((case_numbers::seq, case_numbers::void_reason)).load::<(
                i32,
                Option<String>,
            )>(
                conn.db()
            )?)
        })
        .await
        .unwrap();
    assert_eq!(logged, [(1, Some("与另一案系同一纠纷，并案处理。".to_owned())), (2, None)]);
}
