//! Who may mediate: strong enough a team, nobody partial, nobody who has changed sides; and those invited to help.

use platform::access::Role;
use platform::ids::Id;
use serde_json::{Value, json};

use super::file::File;
use super::people::Person;
use super::sheets;
use crate::support::TestApp;

fn team(of: &File<'_>) -> Value {
    json!({"mode": "ASSIGNED", "mediators": [of.mediator], "minorsApproved": true})
}

#[actix_web::test]
async fn a_complex_dispute_needs_two_mediators() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().await;
    let registrar = app.registrar().await;
    file.step(&registrar, "accept", &json!({"partiesConsent": true, "difficulty": "COMPLEX"})).await;
    let head = app.station_head().await;
    let mut body = team(&file);
    file.refused(&head, "assign", &body, &["C03"]).await;
    body["mediators"] = json!([file.mediator, app.another_mediator("zhao").await]);
    file.step(&head, "assign", &body).await;
}

#[actix_web::test]
async fn a_mediator_without_an_appointment_is_not_assigned() {
    let app = TestApp::new().await;
    let file = app.a_case().accepted().await;
    file.refused(&app.station_head().await, "assign", &team(&file), &["G05"]).await;
}

#[actix_web::test]
async fn a_declared_tie_keeps_a_mediator_away_unless_both_sides_accept_her_in_writing() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().await;
    let head = app.station_head().await;
    let mut body = team(&file);
    let tie = |accepted: Vec<&Person>| {
        let accepted: Vec<_> = accepted.iter().map(|one| one.id).collect();
        json!([{"accountId": file.mediator, "kind": "NEAR_RELATIVE", "partyId": file.applicant.id, "note": "表亲", "acceptedBy": accepted}])
    };
    let (none, one, both) = (tie(vec![]), tie(vec![&file.applicant]), tie(vec![&file.applicant, &file.respondent]));
    for not_enough in [none, one] {
        body["declaredConflicts"] = not_enough;
        file.refused(&head, "assign", &body, &["G06"]).await;
    }
    body["declaredConflicts"] = both;
    file.step(&head, "assign", &body).await;
    file.notified().await.mediating().await;
}

#[actix_web::test]
async fn who_speaks_for_a_party_does_not_mediate() {
    let app = TestApp::new().await;
    let mediator = app.accounts[&Role::Mediator];
    app.appointed().await;
    let mut plan = app.a_case();
    let agent = json!([{"id": Id::new().0, "partyId": plan.application()["parties"][0]["id"], "kind": "RECOMMENDED_CITIZEN",
        "name": "王和平", "authority": "GENERAL", "accountId": mediator}]);
    plan = plan.with("representatives", agent);
    let file = plan.accepted().await;
    file.refused(&app.station_head().await, "assign", &team(&file), &["G06", "G27"]).await;
}

#[actix_web::test]
async fn a_guest_needs_the_consent_of_every_party() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().await;
    let mut session = sheets::minutes(&file, &file.sides());
    session["minutes"]["guests"] = json!([{"name": "村支书", "role": "邻里", "consentedBy": [file.applicant.id]}]);
    let refused = file.refused(&file.mediator().await, "hold-session", &session, &["G09"]).await;
    assert_eq!(refused.json["blockers"][0]["params"], json!({"guests": ["村支书"]}));
    session["minutes"]["guests"][0]["consentedBy"] = json!([file.applicant.id, file.respondent.id]);
    file.mediate("hold-session", &session).await;
}

#[actix_web::test]
async fn a_replaced_mediator_loses_sight_of_the_file_and_the_parties_are_to_be_told() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().mediating().await;
    app.days_later(1);
    let first = file.mediator().await;
    let second = app.another_mediator("zhao").await;
    let head = app.station_head().await;
    let change = json!({"outgoing": file.mediator, "incoming": second, "reason": "产假"});
    let reply = file.step(&head, "replace-mediator", &change).await;
    assert_eq!(reply.json["state"], "MEDIATING");
    first.get(&file.address()).await.expect(404);
    (file.mediator, file.mediator_name) = (second, "zhao".to_owned());
    let steps = file.steps(&file.mediator().await).await;
    assert_eq!(steps["advice"][0]["code"], "mediation.case.advice-renew-notice");
    assert_eq!(steps["advice"][0]["params"]["parties"], json!(["张小梅", "李大伟"]));
    file.notified().await;
    assert_eq!(file.steps(&file.mediator().await).await["advice"], json!([]));
    let ties = file.view().await["ties"].as_array().unwrap().clone();
    let outgoing = ties.iter().find(|tie| tie["role"] == "MEDIATOR" && tie["until"].is_string()).unwrap();
    assert_eq!((&outgoing["until"], &outgoing["reason"]), (&json!("2026-03-03"), &json!("产假")));
}
