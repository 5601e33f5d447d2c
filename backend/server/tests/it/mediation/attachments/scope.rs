//! Who gets to see the files of a case, and who is not told that there are any.

use actix_web::http::Method;
use platform::access::Role;
use serde_json::json;

use super::upload::{Picture, Upload};
use crate::mediation::access::is_the_same_as_nothing;
use crate::mediation::file::CASES;
use crate::mediation::people::Person;
use crate::support::{Client, TestApp};

/// Everything one can ask about a file, with the status of each answer.
async fn answers(client: &Client, upload: &Upload, picture: &Picture) -> Vec<u16> {
    let mut statuses = Vec::new();
    for address in [upload.list.clone(), upload.at("content"), upload.at("progress")] {
        statuses.push(client.get(&address).await.status);
    }
    let own = Upload { client: client.clone(), list: upload.list.clone(), id: upload.id.clone() };
    statuses.push(own.put(0, picture.part(0)).await.status);
    statuses.push(own.complete().await.status);
    statuses.push(client.post(&upload.list, &picture.announcement()).await.status);
    statuses
}

#[actix_web::test]
async fn a_file_is_there_for_those_who_see_its_case_in_full_and_for_nobody_else() {
    let app = TestApp::new().await;
    app.another_mediator("mediator2").await;
    let file = app.appointed().await.a_case().accepted().assigned().await;
    let picture = Picture::of(900);
    let upload = Upload::whole(&file.mediator().await, &file, &picture).await;
    // list, content, progress, part, completion, announcement
    for (name, who, wanted) in [
        ("mediator", app.mediator().await, [200, 200, 200, 200, 200, 201]),
        ("registrar", app.registrar().await, [200, 200, 200, 200, 200, 201]),
        ("committee_director", app.committee_director().await, [200, 200, 403, 403, 403, 403]),
        ("federation_officer", app.federation_officer().await, [200, 200, 403, 403, 403, 403]),
        ("station_head", app.station_head().await, [403; 6]),
        ("volunteer_lawyer", app.volunteer_lawyer().await, [403; 6]),
        ("platform_admin", app.platform_admin().await, [403; 6]),
        ("auditor", app.auditor().await, [403; 6]),
        ("integration", app.integration().await, [403; 6]),
        ("mediator2", app.person("mediator2").await, [404; 6]),
        // an open file is not on the shelf yet
        ("archivist", app.archivist().await, [404, 404, 403, 403, 403, 403]),
        ("nobody", app.anonymous(), [401; 6]),
    ] {
        assert_eq!(answers(&who, &upload, &picture).await, wanted, "{name}");
    }
    // a file is found under its own case alone
    let other = app.a_case().of(Person::woman("王晓丽", 301), Person::man("赵志强", 302)).accepted().assigned().await;
    let astray = Upload { client: file.mediator().await, list: other.at("attachments"), id: upload.id.clone() };
    assert_eq!(answers(&astray.client, &astray, &picture).await[1..5], [404; 4]);
    let mut taken = picture.announcement();
    taken["id"] = json!(upload.id);
    let reply = astray.client.post(&astray.list, &taken).await;
    assert_eq!((reply.status, reply.code()), (409, "file_exists"));
}

#[actix_web::test]
async fn the_files_of_a_sealed_case_do_not_exist_for_those_who_are_not_tied_to_it() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().await;
    let picture = Picture::of(900);
    let upload = Upload::whole(&file.mediator().await, &file, &picture).await;
    app.engage("officer2", "周文静", Role::FederationOfficer, app.place.county).await;
    let stranger = app.person("officer2").await;
    stranger.get(&upload.at("content")).await.expect(200);
    let mediator = file.mediator().await;
    file.step(&mediator, "seal-file", &json!({"reason": "涉及家庭暴力，须保密"})).await;
    let nothing = format!("{CASES}/{}/attachments", platform::ids::CaseId::new());
    is_the_same_as_nothing(&stranger, &upload.list, &nothing).await;
    is_the_same_as_nothing(&stranger, &upload.at("content"), &format!("{nothing}/{}/content", upload.id)).await;
    mediator.get(&upload.at("content")).await.expect(200);
    // what was refused was not read
    let reads = app.facts_of(&file.id).await.iter().filter(|fact| fact["action"] == "mediation.attachment.read").count();
    assert_eq!(reads, 2);
}

#[actix_web::test]
async fn an_archived_volume_takes_no_more_files_and_the_archivist_reads_what_it_has() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().notified().mediating().await;
    let picture = Picture::of(900);
    let mediator = file.mediator().await;
    let upload = Upload::whole(&mediator, &file, &picture).await;
    let late = Upload::begin(&mediator, &file, &picture).await;
    late.put(0, picture.part(0)).await.expect(200);
    file.failed().await.closing_failed().await.closed().await;
    // closed is not archived: the photographed original may still come
    Upload::whole(&mediator, &file, &picture).await;
    crate::mediation::stories::archived(&mut file).await;
    for reply in [mediator.post(&upload.list, &picture.announcement()).await, late.complete().await] {
        assert_eq!((reply.status, reply.code()), (409, "mediation.case.archived"));
    }
    assert_eq!(upload.complete().await.expect(200).json["state"], "READY", "what is whole stays whole");
    let archivist = app.archivist().await;
    assert!(archivist.get(&upload.at("content")).await.expect(200).bytes == picture.0);
    archivist.ask(Method::POST, &late.at("complete")).fresh_key().send().await.expect(403);
}
