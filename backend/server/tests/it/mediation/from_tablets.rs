//! What a tablet did without signal, when it arrives.

use actix_web::http::Method;
use platform::access::Role;
use serde_json::{Value, json};

use super::sheets;
use crate::support::TestApp;

/// All of one day names the version the tablet had in the morning.
#[actix_web::test]
async fn a_session_and_the_first_draft_of_one_day_without_signal_both_arrive() {
    let app = TestApp::new().await;
    app.appointed().await;
    let file = app.a_case().accepted().assigned().notified().await;
    let tablet = app.tablet_of(Role::Mediator).await;
    let send = |step: &str, body: &Value| tablet.ask(Method::POST, &file.at(step)).fresh_key().at(file.version).json(body).send();
    let [a, b] = file.sides();
    send("hold-session", &sheets::minutes(&file, &[a, b])).await.expect(200);
    let draft = sheets::draft(&file, &sheets::plain_terms(&file));
    let drafted = send("draft-agreement", &draft).await.expect(200);
    assert_eq!(drafted.version(), file.version + 2);
    // a second sheet that knows nothing of the first would overwrite it
    let blind = send("draft-agreement", &draft).await;
    assert_eq!((blind.status, blind.json["currentVersion"].as_i64()), (412, Some(file.version + 2)));
    let mut more = draft.clone();
    more["agreement"]["place"] = json!("清源县栖霞街道");
    more["base"] = draft["agreement"].clone();
    send("draft-agreement", &more).await.expect(200);
}
