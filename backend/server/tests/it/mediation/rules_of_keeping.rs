//! What follows an agreement: breach and re-mediation under one number, changes of the text, the passing of terms.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::sheets;
use crate::support::TestApp;
use crate::support::staff::day;

#[actix_web::test]
async fn m23_a_breached_agreement_mediated_again_is_still_one_case() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().agreed(sheets::plain_terms).await;
    let number = file.view().await["number"].clone();
    let first = file.agreement().await;
    assert_eq!(first["number"].as_str().unwrap(), format!("{}-1", number.as_str().unwrap()));
    file.mediate("schedule-performance", &json!({"items": []})).await;

    // due after ten days; urged in vain; breached
    let item = file.owed().await[0].clone();
    let early = sheets::urge(&file, &[&item], app.today() + TimeDelta::days(7));
    file.refused(&file.mediator().await, "urge", &early, &["C09"]).await;
    app.days_later(12);
    file.refused(&file.mediator().await, "confirm-breach", &json!({"facts": "仍未支付。"}), &["C10"]).await;
    let urge = sheets::urge(&file, &[&item], app.today() + TimeDelta::days(7));
    file.mediate("urge", &urge).await;
    app.days_later(7);
    file.refused(&file.mediator().await, "confirm-breach", &json!({"facts": "仍未支付。"}), &["C10"]).await;
    app.days_later(1);
    file.mediate("confirm-breach", &json!({"facts": "督促期限届满，对方仍未支付。"})).await;
    assert_eq!(file.state().await, "BREACHED");

    file.mediate("remediate", &json!({"reason": "双方愿意重新协商支付方式。"})).await;
    file.mediating().await;
    let terms = sheets::plain_terms(&file);
    file.drafted(&terms).await.settled().await.signed().await.sealed().await;
    let second = file.agreement().await;
    assert_eq!(second["content"]["fields"]["versionNo"], 2);
    assert_eq!(second["number"].as_str().unwrap(), format!("{}-2", number.as_str().unwrap()));
    assert_eq!(file.view().await["number"], number, "the same number");
    let states: Vec<Value> = file.papers("F11").await.iter().map(|paper| paper["state"].clone()).collect();
    assert_eq!(states, ["SUPERSEDED", "CURRENT"], "the first agreement is kept");

    let figures = app.committee_director().await.get("/api/v1/mediation/figures").await.expect(200).json;
    assert_eq!(figures, json!({"counts": [{"state": "AGREED", "files": 1}], "files": 1}));
    let open: Vec<Value> = file.owed().await.into_iter().filter(|item| item["paperId"] == second["id"]).collect();
    assert_eq!(open.len(), 1, "only the latest agreement is owed");
    let old = file.owed().await.into_iter().find(|one| one["id"] == item["id"]).unwrap();
    assert_eq!(old["status"], "CHANGED", "{old}");
    file.mediate("schedule-performance", &json!({"items": []})).await;
    let receipt = sheets::receipt(&file, &open[0]);
    file.mediate("record-performance", &receipt).await;
    assert_eq!(file.state().await, "PERFORMED", "what the first agreement said is owed no more");
}

#[actix_web::test]
async fn editing_after_the_first_mark_voids_every_mark() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().mediating().drafted(sheets::plain_terms).settled().await;
    let (a, b) = (file.applicant.clone(), file.respondent.clone());
    file.marked_by(Some(&a)).await.marked_by(Some(&b)).await;
    let before = file.agreement().await;

    let mut terms = sheets::plain_terms(&file);
    terms[0]["amountFen"] = json!(1_500_000);
    file.drafted(&terms).await;
    let after = file.agreement().await;
    assert_ne!(after["textHash"], before["textHash"]);
    assert_eq!((&after["id"], &after["marks"]), (&before["id"], &json!(0)));
    let marks = after["signatures"].as_array().unwrap();
    assert!(marks.len() == 2 && marks.iter().all(|mark| mark["voidedAt"].is_string()), "voided, not struck out: {marks:?}");
    assert_eq!(file.state().await, "AGREED_PENDING");

    file.signed().await.sealed().await;
    assert_eq!(file.state().await, "AGREED");
    assert_eq!(file.owed().await[0]["amountFen"], 1_500_000, "what was signed is what is owed");
}

#[actix_web::test]
async fn the_rules_hold_for_a_text_changed_while_marks_are_collected() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().mediating().drafted(sheets::plain_terms).settled().await;
    let a = file.applicant.clone();
    file.marked_by(Some(&a)).await;
    let mut terms = sheets::plain_terms(&file);
    terms.push(json!({"id": platform::ids::Id::new().0, "kind": "OTHER", "text": "张小梅承诺不再报警。"}));
    let fee = sheets::payment(&file, "OTHER", "李大伟给调解员红包500元。", 50_000, app.today());
    terms.push(fee);
    let body = sheets::draft(&file, &terms);
    file.refused(&file.mediator().await, "draft-agreement", &body, &["G10", "G21"]).await;
    assert_eq!(file.agreement().await["marks"], 1, "the mark under the lawful text stands");
}

#[actix_web::test]
async fn a_text_taken_back_loses_its_marks_and_may_be_drafted_freely() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().mediating().drafted(sheets::plain_terms).settled().await;
    file.signed().await;
    file.mediate("revise", &json!({"reason": "金额写错。"})).await;
    assert_eq!(file.state().await, "MEDIATING");
    assert_eq!(file.agreement().await["marks"], 0);
    file.settled().await;
    let keeper = app.seal_keeper().await;
    let paper = file.agreement().await;
    file.refused(&keeper, "seal-agreement", &sheets::seal(&paper), &["G11"]).await;
}

#[actix_web::test]
async fn nobody_signs_twice() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().mediating().drafted(sheets::plain_terms).settled().await;
    let a = file.applicant.clone();
    file.marked_by(Some(&a)).await;
    let mark = sheets::mark(&file.agreement().await, Some(&a));
    let twice = file.attempt(&file.mediator().await, "sign", &mark).await;
    assert_eq!((twice.status, twice.code()), (409, "mediation.agreement.already-signed"));
}

#[actix_web::test]
async fn a_suspension_stops_the_clock_and_only_a_suspension_does() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().mediating().await;
    assert_eq!(file.clock("T_MED").await.unwrap(), "2026-04-01");
    app.go_to(day(2026, 3, 10), 9);
    file.mediate("suspend", &json!({"until": "2026-03-20", "reason": "被申请人外出务工。"})).await;
    assert_eq!(file.clock("T_MED").await.unwrap(), "2026-04-13", "eleven days of rest, both ends counted; the last is a Sunday");
    app.go_to(day(2026, 3, 15), 9);
    file.mediate("resume", &json!({})).await;
    assert_eq!(file.clock("T_MED").await.unwrap(), "2026-04-06", "resumed early: five days of rest");
    app.go_to(day(2026, 3, 25), 9);
    assert_eq!(file.clock("T_MED").await.unwrap(), "2026-04-06", "an adjournment stops nothing");
}

#[actix_web::test]
async fn a_long_suspension_is_the_station_heads_to_decide() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().mediating().await;
    let body = json!({"until": "2026-03-17", "reason": "等待鉴定。"});
    file.refused(&file.mediator().await, "suspend", &body, &["C04"]).await;
    let head = app.station_head().await;
    file.step(&head, "suspend", &body).await;
    assert_eq!(file.state().await, "SUSPENDED");
}

#[actix_web::test]
async fn a_change_needs_everybody_and_the_old_agreement_stays_until_the_new_one_is_in_force() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().agreed(sheets::plain_terms).await;
    let one = json!({"consentedBy": [file.applicant.id], "reason": "延后付款。"});
    file.refused(&file.mediator().await, "amend", &one, &["C11"]).await;
    let both = json!({"consentedBy": [file.applicant.id, file.respondent.id], "reason": "延后付款。"});
    file.mediate("amend", &both).await;
    let mut terms = sheets::plain_terms(&file);
    terms[0]["firstDueOn"] = json!("2026-06-01");
    file.drafted(&terms).await;
    let states = |papers: Vec<Value>| papers.iter().map(|paper| paper["state"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(states(file.papers("F11").await), ["CURRENT", "DRAFT"]);
    file.settled().await.signed().await.sealed().await;
    assert_eq!(states(file.papers("F11").await), ["SUPERSEDED", "CURRENT"]);
}
