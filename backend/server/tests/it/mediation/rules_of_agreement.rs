//! Rules of §9 about how an agreement comes into force.

use platform::access::Role;
use serde_json::json;

use super::sheets;
use crate::support::TestApp;
use crate::support::staff::day;

#[actix_web::test]
async fn m04_an_agreement_is_in_force_from_the_latest_of_the_marks_and_the_seal() {
    let app = TestApp::new().await;
    app.appointed().await;
    app.go_to(day(2026, 4, 20), 9);
    let mut file = app.a_case().accepted().assigned().notified().mediating().drafted(sheets::plain_terms).settled().await;
    let (a, b) = (file.applicant.clone(), file.respondent.clone());
    app.go_to(day(2026, 5, 1), 10);
    file.marked_by(Some(&a)).await;
    app.go_to(day(2026, 5, 2), 10);
    file.marked_by(Some(&b)).await.marked_by(None).await;
    assert_eq!(file.state().await, "AGREED_PENDING", "without the seal nothing is in force");
    assert_eq!(file.view().await["milestones"]["effectiveOn"], json!(null));
    app.go_to(day(2026, 5, 6), 10);
    file.sealed().await;
    let view = file.view().await;
    assert_eq!((&view["state"], &view["outcome"]), (&json!("AGREED"), &json!("S1")));
    assert_eq!(view["milestones"]["effectiveOn"], "2026-05-06");
}

#[actix_web::test]
async fn m04_a_mark_made_in_a_village_counts_on_its_own_day() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().mediating().drafted(sheets::plain_terms).settled().await;
    let signed_at = app.clock.now();
    let paper = file.agreement().await;
    app.go_to(day(2026, 3, 5), 9);
    for party in [Some(file.applicant.clone()), Some(file.respondent.clone()), None] {
        let mut mark = sheets::mark(&paper, party.as_ref());
        mark["occurredAt"] = json!(signed_at);
        file.mediate("sign", &mark).await;
    }
    let keeper = app.seal_keeper().await;
    let mut seal = sheets::seal(&paper);
    seal["occurredAt"] = json!(signed_at + chrono::TimeDelta::days(1));
    file.step(&keeper, "seal-agreement", &seal).await;
    assert_eq!(file.view().await["milestones"]["effectiveOn"], "2026-03-03", "the day of the seal, not of its arrival");
}

#[actix_web::test]
async fn m04_no_mark_is_older_than_the_text() {
    let app = TestApp::new().await;
    let filed_at = app.clock.now();
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().mediating().await;
    app.days_later(2);
    let terms = sheets::plain_terms(&file);
    file.drafted(&terms).await.settled().await;
    let mut mark = sheets::mark(&file.agreement().await, Some(&file.applicant));
    mark["occurredAt"] = json!(filed_at + chrono::TimeDelta::days(1));
    let refused = file.attempt(&file.mediator().await, "sign", &mark).await.expect(422);
    assert_eq!(refused.fields(), [("/occurredAt", "order")]);
    mark["occurredAt"] = json!(filed_at - chrono::TimeDelta::days(1));
    let refused = file.attempt(&file.mediator().await, "sign", &mark).await.expect(422);
    assert_eq!(refused.fields(), [("/occurredAt", "order")], "nothing happens before the party asked");
    assert_eq!(file.agreement().await["marks"], 0);
}

#[actix_web::test]
async fn m05_the_stamp_of_a_station_is_not_the_seal() {
    let app = TestApp::new().await;
    app.engage("stamp", "站章保管人", Role::SealKeeper, app.place.station).await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().mediating().drafted(sheets::plain_terms).settled().await;
    file.signed().await;
    let paper = file.agreement().await;
    let stamp = app.person("stamp").await;
    let refused = file.refused(&stamp, "seal-agreement", &sheets::seal(&paper), &["G11"]).await;
    assert_eq!(refused.json["blockers"][0]["params"], json!({"stationStamp": true}));
    assert_eq!(file.agreement().await["signatures"].as_array().unwrap().len(), 3, "no stamp was put");
    file.sealed().await;
    assert_eq!(file.state().await, "AGREED");
}

#[actix_web::test]
async fn m05_the_seal_comes_last() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().mediating().drafted(sheets::plain_terms).settled().await;
    let keeper = app.seal_keeper().await;
    let paper = file.agreement().await;
    let refused = file.refused(&keeper, "seal-agreement", &sheets::seal(&paper), &["G11"]).await;
    // the keeper reads the surname: the file is not hers
    assert_eq!(refused.json["blockers"][0]["params"], json!({"parties": ["张**", "李**"], "mediatorMissing": true}));
    let a = file.applicant.clone();
    file.marked_by(Some(&a)).await.marked_by(None).await;
    let refused = file.refused(&keeper, "seal-agreement", &sheets::seal(&paper), &["G11"]).await;
    assert_eq!(refused.json["blockers"][0]["params"], json!({"parties": ["李**"]}));
}

#[actix_web::test]
async fn m05_a_mark_or_seal_under_another_text_is_refused() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().mediating().drafted(sheets::plain_terms).settled().await;
    let mut paper = file.agreement().await;
    paper["textHash"] = json!("0".repeat(64));
    file.refused(&file.mediator().await, "sign", &sheets::mark(&paper, Some(&file.applicant)), &["C06"]).await;
    file.signed().await;
    let keeper = app.seal_keeper().await;
    file.refused(&keeper, "seal-agreement", &sheets::seal(&paper), &["C06"]).await;
}

#[actix_web::test]
async fn m06_an_oral_agreement_is_in_force_on_the_day_it_was_reached() {
    let app = TestApp::new().await;
    app.appointed().await;
    app.go_to(day(2026, 6, 3), 9);
    let mut file = app.a_case().category("B1").accepted().assigned().notified().mediating().await;
    let terms = sheets::living_terms();
    let one_wants_paper = sheets::oral(&file, &terms, &[&file.applicant]);
    let refused = file.refused(&file.mediator().await, "record-oral-agreement", &one_wants_paper, &["G12"]).await;
    assert_eq!(refused.json["blockers"][0]["params"], json!({"wantPaper": ["李大伟"]}));
    file.agreed_orally().await;
    let view = file.view().await;
    assert_eq!((&view["state"], &view["outcome"]), (&json!("AGREED"), &json!("S2")));
    assert_eq!(view["milestones"]["effectiveOn"], "2026-06-03");
}

#[actix_web::test]
async fn m07_what_the_law_wants_on_paper_is_not_promised_orally() {
    let app = TestApp::new().await;
    let file = app.appointed().await.a_case().category("B1").accepted().assigned().notified().mediating().await;
    let clause = |kind: &str, text: &str| vec![json!({"id": platform::ids::Id::new().0, "kind": kind, "text": text})];
    for (terms, label) in [
        (clause("INHERITANCE_RENUNCIATION", "李大伟自愿放弃对其父遗产的继承。"), "放弃继承"),
        (clause("SPOUSAL_PROPERTY_REGIME", "双方约定婚后所得财产归各自所有。"), "夫妻财产约定"),
        // the kind does not hide what the words say
        (clause("OTHER", "李大伟放弃继承其父的遗产。"), "其他"),
    ] {
        let oral = sheets::oral(&file, &terms, &file.sides());
        let refused = file.refused(&file.mediator().await, "record-oral-agreement", &oral, &["G12"]).await;
        assert_eq!(refused.json["blockers"][0]["params"], json!({"clauses": [label]}));
    }
}

#[actix_web::test]
async fn m08_the_window_for_confirmation_is_thirty_days_without_the_first() {
    let app = TestApp::new().await;
    app.with_holidays().await.appointed().await;
    app.go_to(day(2026, 5, 6), 9);
    let file = app.a_case().agreed(sheets::plain_terms).await;
    assert_eq!(file.view().await["milestones"]["effectiveOn"], "2026-05-06");
    assert_eq!(file.clock("T_CONF").await.unwrap(), "2026-06-05");
    app.go_to(day(2026, 6, 5), 23);
    assert_eq!(file.clock("T_CONF").await.unwrap(), "2026-06-05", "the last day is inside");
    app.go_to(day(2026, 6, 6), 0);
    assert_eq!(file.clock("T_CONF").await, None, "on the day after, the right has lapsed");
    // what helps then is a new agreement, by everybody's consent
    assert_eq!(file.step_seen(&file.mediator().await, "AMEND").await["possible"], true);
}

#[actix_web::test]
async fn m08_a_last_day_on_a_holiday_moves_to_the_next_working_day() {
    let app = TestApp::new().await;
    app.with_holidays().await.appointed().await;
    app.go_to(day(2026, 3, 5), 9);
    let file = app.a_case().agreed(sheets::plain_terms).await;
    // the thirtieth day is Saturday, 4 April, the first of three days of Qingming
    assert_eq!(file.clock("T_CONF").await.unwrap(), "2026-04-07");
    app.go_to(day(2026, 4, 7), 12);
    assert_eq!(file.clock("T_CONF").await.unwrap(), "2026-04-07");
    app.go_to(day(2026, 4, 8), 0);
    assert_eq!(file.clock("T_CONF").await, None);
}

#[actix_web::test]
async fn m08_a_make_up_working_day_on_a_weekend_is_a_last_day() {
    let app = TestApp::new().await;
    app.with_holidays().await.appointed().await;
    app.go_to(day(2026, 4, 9), 9);
    let file = app.a_case().agreed(sheets::plain_terms).await;
    assert_eq!(file.clock("T_CONF").await.unwrap(), "2026-05-09", "a Saturday on which offices work");
}
