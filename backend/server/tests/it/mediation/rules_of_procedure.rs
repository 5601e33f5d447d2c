//! Rules of §9 about the course of a mediation: who may sit down together, and when.

use platform::access::Role;
use serde_json::json;

use super::people::Person;
use super::sheets;
use crate::support::TestApp;
use crate::support::staff::day;

#[actix_web::test]
async fn m01_a_refusal_blocks_the_session() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().await;
    let refusal = json!({"partyId": file.respondent.id, "words": "我不同意再调了，要说法院说去。"});
    file.mediate("record-refusal", &refusal).await;

    let mediator = file.mediator().await;
    let session = sheets::minutes(&file, &file.sides());
    let refused = file.refused(&mediator, "hold-session", &session, &["G01"]).await;
    assert_eq!(refused.json["blockers"][0]["params"]["parties"], json!(["李大伟"]));

    // the way that stays open: ended as refused, and told where to turn
    assert_eq!(file.step_seen(&mediator, "OPEN_SESSION").await["possible"], false);
    assert_eq!(file.step_seen(&mediator, "TERMINATE").await["possible"], true);
    file.mediate("terminate", &json!({"outcome": "N2", "reason": "被申请人明确拒绝调解。"})).await;
    assert_eq!(file.step_seen(&mediator, "SERVE_REMEDY_NOTICE").await["possible"], true);
    let closing = sheets::closing(&file, "N2");
    file.refused(&mediator, "request-closing", &closing, &["G17"]).await;
    let notice = sheets::remedies(&file, "N2");
    file.mediate("serve-remedy-notice", &notice).await;
    file.mediate("request-closing", &closing).await;
}

#[actix_web::test]
async fn m01_a_refusal_taken_back_blocks_nothing() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().await;
    let refusal = json!({"partyId": file.respondent.id, "words": "不调了。"});
    let view = file.mediate("record-refusal", &refusal).await.json;
    let id = &view["narrative"]["refusals"][0]["id"];
    file.mediate("withdraw-refusal", &json!({"refusalId": id})).await;
    file.mediating().await;
    assert_eq!(file.state().await, "MEDIATING");
    assert_eq!(file.view().await["narrative"]["refusals"].as_array().unwrap().len(), 1, "history keeps the refusal");
}

#[actix_web::test]
async fn m01_nobody_is_noted_as_having_refused_who_did_not() {
    let app = TestApp::new().await;
    let file = app.appointed().await.a_case().accepted().assigned().notified().await;
    let body = json!({"outcome": "N2", "reason": "对方可能不愿意。"});
    file.refused(&file.mediator().await, "terminate", &body, &["C07"]).await;
}

#[actix_web::test]
async fn m02_no_session_no_agreement() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().await;
    // minutes of a session to which one side did not come are no session of both
    let alone = sheets::minutes(&file, &[&file.applicant]);
    file.mediate("hold-session", &alone).await;
    let terms = sheets::plain_terms(&file);
    file.drafted(&terms).await;
    let mediator = file.mediator().await;
    let hash = json!({"textHash": file.agreement().await["textHash"]});
    file.refused(&mediator, "settle", &hash, &["G08"]).await;
    let oral = sheets::oral(&file, &sheets::living_terms(), &file.sides());
    file.refused(&mediator, "record-oral-agreement", &oral, &["G08"]).await;
    assert_eq!(file.state().await, "MEDIATING");

    file.mediating().await.settled().await;
    assert_eq!(file.state().await, "AGREED_PENDING");
}

#[actix_web::test]
async fn m02_every_reason_is_named_at_once() {
    let app = TestApp::new().await;
    let child = Person::born("李苗苗", true, day(2016, 3, 2), 13);
    let mut file = app.appointed().await.a_case().with_child(child).accepted().assigned().notified().await;
    let alone = sheets::minutes(&file, &[&file.applicant]);
    file.mediate("hold-session", &alone).await;
    let child = file.child.clone().unwrap();
    let mut terms = sheets::child_terms(&file, &child);
    let fee = "李大伟向调解员支付辛苦费500元。";
    terms.push(sheets::payment(&file, "OTHER", fee, 50_000, file.app.today()));
    terms.push(json!({"id": platform::ids::Id::new().0, "kind": "OTHER", "text": "双方自签字之日起离婚。"}));
    file.drafted(&terms).await;
    let hash = json!({"textHash": file.agreement().await["textHash"]});
    file.mediate("record-refusal", &json!({"partyId": file.applicant.id, "words": "不签了。"})).await;
    let guards = ["G01", "G08", "G10", "G13", "G21"];
    file.refused(&file.mediator().await, "settle", &hash, &guards).await;
}

#[actix_web::test]
async fn m03_notice_to_each_party_comes_before_the_session() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().await;
    let told = sheets::notice(&file, &file.applicant.clone());
    file.mediate("notify", &told).await;
    let session = sheets::minutes(&file, &file.sides());
    let refused = file.refused(&file.mediator().await, "hold-session", &session, &["G07"]).await;
    assert_eq!(refused.json["blockers"][0]["params"]["parties"], json!(["李大伟"]), "the one who was not told is named");
    let other = sheets::notice(&file, &file.respondent.clone());
    file.mediate("notify", &other).await;
    file.mediating().await;
    assert_eq!(file.state().await, "MEDIATING");
}

#[actix_web::test]
async fn m18_a_pending_recusal_blocks_the_session_and_replacement_keeps_history() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().await;
    let request = json!({"requestedBy": file.respondent.id, "against": file.mediator, "grounds": "听说调解员与对方是邻居。"});
    let registrar = app.registrar().await;
    file.step(&registrar, "request-recusal", &request).await;
    let session = sheets::minutes(&file, &file.sides());
    let refused = file.refused(&file.mediator().await, "hold-session", &session, &["G06"]).await;
    assert_eq!(refused.json["blockers"][0]["params"]["undecidedRecusals"], 1);

    let paper = file.papers("F23").await[0]["id"].clone();
    let head = app.station_head().await;
    file.step(&head, "decide-recusal", &json!({"paperId": paper, "upheld": true, "reason": "确系邻居，回避成立。"})).await;
    let first = file.mediator;
    let second = app.another_mediator("zhao").await;
    let change = json!({"outgoing": first, "incoming": second, "reason": "回避成立"});
    file.step(&head, "replace-mediator", &change).await;
    (file.mediator, file.mediator_name) = (second, "zhao".to_owned());
    file.mediating().await;

    let ties = file.view().await["ties"].as_array().unwrap().clone();
    let mediators: Vec<_> = ties.iter().filter(|tie| tie["role"] == "MEDIATOR").map(|tie| (&tie["accountId"], &tie["until"])).collect();
    assert_eq!(mediators.len(), 2, "both mediators stay in the history: {ties:?}");
    assert!(mediators.contains(&(&json!(first), &json!("2026-03-02"))) && mediators.contains(&(&json!(second), &json!(null))));
}

#[actix_web::test]
async fn m18_a_recusal_not_upheld_lets_the_session_open() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().await;
    let request = json!({"requestedBy": file.respondent.id, "against": file.mediator, "grounds": "觉得年纪太轻。"});
    file.mediate("request-recusal", &request).await;
    let paper = file.papers("F23").await[0]["id"].clone();
    let head = app.station_head().await;
    file.step(&head, "decide-recusal", &json!({"paperId": paper, "upheld": false, "reason": "不属于回避情形。"})).await;
    file.mediating().await;
    let twice = file.attempt(&head, "decide-recusal", &json!({"paperId": paper, "upheld": true, "reason": "再议。"})).await;
    assert_eq!((twice.status, twice.code()), (409, "mediation.case.recusal-decided"));
}

#[actix_web::test]
async fn m19_an_appointment_that_ended_yesterday_signs_nothing_today() {
    let app = TestApp::new().await;
    app.appoint(app.accounts[&Role::Mediator], day(2025, 1, 1), day(2026, 3, 2)).await;
    let mut file = app.a_case().accepted().assigned().notified().mediating().drafted(sheets::plain_terms).settled().await;
    let paper = file.agreement().await;
    app.go_to(day(2026, 3, 3), 9);
    let mediator = file.mediator().await;
    let refused = file.refused(&mediator, "sign", &sheets::mark(&paper, Some(&file.applicant)), &["G05"]).await;
    assert_eq!(refused.json["blockers"][0]["params"]["mediators"], json!(["测试MEDIATOR"]));
    file.refused(&mediator, "sign", &sheets::mark(&paper, None), &["G05"]).await;

    app.appoint(app.accounts[&Role::Mediator], day(2026, 3, 3), day(2027, 3, 2)).await;
    file.signed().await.sealed().await;
    assert_eq!(file.state().await, "AGREED");
}

#[actix_web::test]
async fn m19_the_last_day_of_an_appointment_still_counts_and_a_suspended_one_does_not() {
    let app = TestApp::new().await;
    let letter = app.appoint(app.accounts[&Role::Mediator], day(2025, 1, 1), day(2026, 3, 2)).await;
    let file = app.a_case().accepted().assigned().notified().await;
    let director = app.committee_director().await;
    let path = format!("/api/v1/mediation/appointments/{}/suspend", letter["id"].as_str().unwrap());
    director.post_at(&path, 1, &json!({"suspended": true})).await.expect(200);
    let session = sheets::minutes(&file, &file.sides());
    file.refused(&file.mediator().await, "hold-session", &session, &["G05"]).await;
}

#[actix_web::test]
async fn m20_an_extension_needs_everybodys_consent_before_the_term_ends() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().mediating().await;
    // accepted on 2 March: the thirtieth day is 1 April
    assert_eq!(file.clock("T_MED").await.unwrap(), "2026-04-01");
    app.go_to(day(2026, 3, 31), 10);
    let (a, r) = (file.applicant.clone(), file.respondent.clone());
    let today = app.today();
    let mediator = file.mediator().await;
    file.refused(&mediator, "extend", &sheets::extension(&[(&a, today)], today, 20), &["G19"]).await;
    file.refused(&mediator, "extend", &sheets::extension(&[(&a, today), (&r, today)], today, 31), &["G19"]).await;
    file.mediate("extend", &sheets::extension(&[(&a, today), (&r, today)], today, 30)).await;
    assert_eq!(file.clock("T_MED").await.unwrap(), "2026-05-01", "thirty and thirty days");
    file.refused(&mediator, "extend", &sheets::extension(&[(&a, today), (&r, today)], today, 5), &["G19"]).await;
}

#[actix_web::test]
async fn m20_once_the_term_has_ended_no_extension_is_entered() {
    let app = TestApp::new().await;
    let file = app.appointed().await.a_case().accepted().assigned().notified().mediating().await;
    app.go_to(day(2026, 4, 2), 9);
    let (a, r) = (&file.applicant, &file.respondent);
    let late = app.today();
    let mediator = file.mediator().await;
    file.refused(&mediator, "extend", &sheets::extension(&[(a, late), (r, late)], late, 20), &["G19"]).await;
    let before = day(2026, 3, 31);
    file.refused(&mediator, "extend", &sheets::extension(&[(a, before), (r, before)], before, 20), &["G19"]).await;
}

#[actix_web::test]
async fn m21_a_failed_file_is_not_closed_before_everybody_was_told_the_remedies() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().mediating().failed().await;
    let mediator = file.mediator().await;
    let closing = sheets::closing(&file, "N1");
    file.refused(&mediator, "request-closing", &closing, &["G17"]).await;
    let head = app.station_head().await;
    let opinion = json!({"opinion": "同意结案。"});
    file.refused(&head, "close", &opinion, &["C12", "G17"]).await;

    let mut half = sheets::remedies(&file, "N1");
    half["notice"]["served"].as_array_mut().unwrap().truncate(1);
    file.mediate("serve-remedy-notice", &half).await;
    let refused = file.refused(&mediator, "request-closing", &closing, &["G17"]).await;
    assert_eq!(refused.json["blockers"][0]["params"]["parties"], json!(["李大伟"]));

    file.closing_failed().await.closed().await;
    assert_eq!(file.state().await, "CLOSED");
}
