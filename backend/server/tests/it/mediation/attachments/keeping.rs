//! What has been acknowledged is there; what nobody finishes goes after a month.

use actix_web::http::Method;
use documents::{FileId, Kept, Shelf};
use platform::access::Role;
use serde_json::json;
use server::housekeeping;

use super::upload::{CHUNK, Picture, Upload};
use crate::mediation::people::Person;
use crate::support::TestApp;

#[actix_web::test]
async fn a_photo_comes_in_any_order_after_interruptions_and_is_the_same_in_the_end() {
    let app = TestApp::new().await;
    let file = app.appointed().await.a_case().accepted().assigned().await;
    let mediator = file.mediator().await;
    let picture = Picture::of(2 * CHUNK + 1_000);
    let upload = Upload::begin(&mediator, &file, &picture).await;
    assert_eq!(upload.received().await, json!([]));
    assert_eq!(upload.put(2, picture.part(2)).await.expect(200).json, json!({"received": 1}));
    // the answer was lost, the tablet sends it again
    assert_eq!(upload.put(2, picture.part(2)).await.expect(200).json, json!({"received": 1}));
    let early = upload.complete().await;
    assert_eq!((early.status, early.fields()), (422, vec![("/received", "incomplete")]));
    assert_eq!(early.json["errors"][0]["params"]["missing"], json!([0, 1]));
    mediator.get(&upload.at("content")).await.expect(404);

    // another day, another device of the same person: the server knows what is missing
    app.days_later(3);
    let upload = Upload { client: file.mediator().await, ..upload };
    assert_eq!(upload.received().await, json!([2]));
    upload.put(1, picture.part(1)).await.expect(200);
    upload.put(0, picture.part(0)).await.expect(200);
    let done = upload.complete().await.expect(200);
    assert_eq!(
        (&done.json["state"], &done.json["fileName"], &done.json["size"]),
        (&json!("READY"), &json!("现场照片.jpg"), &json!(picture.0.len()))
    );
    assert_eq!(upload.listed().await.unwrap(), done.json);
    // what comes late changes nothing
    upload.put(1, picture.part(1)).await.expect(200);
    assert_eq!(upload.complete().await.expect(200).json, done.json);

    let read = upload.client.get(&upload.at("content")).await.expect(200);
    assert!(read.bytes == picture.0, "the content is another one");
    assert!(read.header("content-disposition").starts_with("attachment; filename=\"file.jpg\"; filename*=UTF-8''%E7%8E%B0"));
    for (name, value) in
        [("cache-control", "no-store"), ("x-content-type-options", "nosniff"), ("content-type", "application/octet-stream")]
    {
        assert_eq!(read.header(name), value);
    }
    assert!(read.header("content-security-policy").contains("sandbox"));

    let facts = app.facts_of(&file.id).await;
    let of = |action: &str| facts.iter().filter(|fact| fact["action"] == action).cloned().collect::<Vec<_>>();
    assert_eq!(of("mediation.attachment.announce").len(), 1);
    let added = of("mediation.attachment.add");
    assert_eq!(added.len(), 1);
    assert_eq!(added[0]["detail"]["sha256"], done.json["sha256"]);
    assert_eq!((added[0]["occurredAt"].as_str(), of("mediation.attachment.read").len()), (Some("2026-03-01T08:30:00Z"), 1));
    assert!(!serde_json::to_string(&facts).unwrap().contains("厨房"), "a note is no business of the journal");
}

#[actix_web::test]
async fn the_same_announcement_under_one_key_is_one_file() {
    let app = TestApp::new().await;
    let file = app.appointed().await.a_case().accepted().assigned().await;
    let mediator = file.mediator().await;
    let mut body = Picture::of(1_000).announcement();
    body["id"] = json!(FileId::new());
    let send = |key: &'static str, body: serde_json::Value| {
        let ask = mediator.ask(Method::POST, &file.at("attachments")).key(key).json(&body);
        async move { ask.send().await }
    };
    let first = send("photo-key-1", body.clone()).await.expect(201);
    let again = send("photo-key-1", body.clone()).await.expect(201);
    assert_eq!((first.text, again.header("idempotency-replayed")), (again.text.clone(), "true"));
    // a tablet that lost its key, too
    assert_eq!(send("photo-key-2", body.clone()).await.expect(201).json["id"], body["id"]);
    body["size"] = json!(1_001);
    let other = send("photo-key-3", body.clone()).await;
    assert_eq!((other.status, other.code()), (409, "file_exists"));
    assert_eq!(mediator.get(&file.at("attachments")).await.json["items"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn a_piece_of_evidence_names_its_photo_which_may_come_later() {
    let app = TestApp::new().await;
    let mut file = app.appointed().await.a_case().accepted().assigned().await;
    let mediator = file.mediator().await;
    let photo = FileId::new();
    let item = |attachment: serde_json::Value| {
        let mut item = json!({
            "name": "转账记录", "kind": "书证", "provider": "张小梅", "original": true, "pages": 1, "proves": "抚养支出",
            "receivedBy": app.accounts[&Role::Mediator], "receivedOn": app.today(),
        });
        item["attachmentId"] = attachment;
        json!({"evidence": {"datedOn": app.today(), "items": [item]}})
    };
    for nonsense in [json!(null), json!(""), json!("photo.jpg"), json!(7)] {
        let refused = file.attempt(&mediator, "add-evidence", &item(nonsense.clone())).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![("/evidence/items/0/attachmentId", "type")]), "{nonsense}");
    }
    let nobodys = file.attempt(&mediator, "add-evidence", &item(json!(photo))).await;
    assert_eq!((nobodys.status, nobodys.fields()), (422, vec![("/evidence/items/0/attachmentId", "unknown_reference")]));
    // a tablet sends its commands first
    let tablet = app.tablet(&file.mediator_name).await;
    let ask = tablet.ask(Method::POST, &file.at("add-evidence")).fresh_key().at(file.version);
    file.version = ask.json(&item(json!(photo))).send().await.expect(200).version();
    let papers = file.papers("F09").await;
    let sheet = file.at(&format!("papers/{}", papers[0]["id"].as_str().unwrap()));
    let paper = mediator.get(&sheet).await.expect(200).json;
    assert_eq!(paper["content"]["fields"]["items"][0]["attachmentId"], json!(photo));
    let arrival = |state: &str| json!([{"attachmentId": photo, "attachmentState": state}]);
    assert_eq!(paper["evidenceFiles"], arrival("MISSING"));
    let picture = Picture::of(900);
    let mut body = picture.announcement();
    body["id"] = json!(photo);
    mediator.post(&file.at("attachments"), &body).await.expect(201);
    assert_eq!(mediator.get(&sheet).await.json["evidenceFiles"], arrival("UPLOADING"));
    let upload = Upload { client: mediator.clone(), list: file.at("attachments"), id: photo.to_string() };
    upload.put(0, &picture.0).await.expect(200);
    upload.complete().await.expect(200);
    assert_eq!(mediator.get(&sheet).await.json["evidenceFiles"], arrival("READY"));
    file.mediate("add-evidence", &item(json!(photo))).await;
    assert!(mediator.get(&upload.at("content")).await.expect(200).bytes == picture.0);
}

#[actix_web::test]
async fn a_photo_of_another_file_is_nobodys_evidence_here_not_even_from_a_tablet() {
    let app = TestApp::new().await;
    let other = app.appointed().await.a_case().accepted().assigned().await;
    let picture = Picture::of(900);
    let upload = Upload::begin(&other.mediator().await, &other, &picture).await;
    let file = app.a_case().of(Person::woman("王秀兰", 5), Person::man("赵建国", 6)).accepted().assigned().await;
    let tablet = app.tablet(&file.mediator_name).await;
    let body = json!({"evidence": {"datedOn": app.today(), "items": [{
        "name": "转账记录", "kind": "书证", "provider": "王秀兰", "original": true, "pages": 1, "proves": "抚养支出",
        "receivedBy": app.accounts[&Role::Mediator], "receivedOn": app.today(), "attachmentId": upload.id,
    }]}});
    let ask = tablet.ask(Method::POST, &file.at("add-evidence")).fresh_key().at(file.version);
    let refused = ask.json(&body).send().await;
    assert_eq!((refused.status, refused.fields()), (422, vec![("/evidence/items/0/attachmentId", "unknown_reference")]));
}

#[actix_web::test]
async fn nothing_of_a_photo_can_be_read_on_the_disk() {
    let app = TestApp::new().await;
    let file = app.appointed().await.a_case().accepted().assigned().await;
    let picture = Picture::of(CHUNK + 5_000);
    let upload = Upload::whole(&file.mediator().await, &file, &picture).await;
    let shelf = Shelf { office: app.place.office, file: upload.id.parse().unwrap() };
    assert_eq!(app.locker.received(shelf).unwrap().len(), 2);
    let mut looked_at = 0;
    let mut folders = vec![app.files_directory().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                looked_at += 1;
                for start in [0, 4_000, CHUNK + 100] {
                    let sample = &picture.0[start..start + 16];
                    assert!(!bytes.windows(16).any(|window| window == sample), "{}", path.display());
                }
            }
        }
    }
    assert_eq!(looked_at, 2);
}

#[actix_web::test]
async fn an_upload_given_up_goes_after_thirty_days_and_a_whole_file_stays() {
    let app = TestApp::new().await;
    let file = app.appointed().await.a_case().accepted().assigned().await;
    let mediator = file.mediator().await;
    let picture = Picture::of(CHUNK + 1);
    let kept = Upload::whole(&mediator, &file, &picture).await;
    let given_up = Upload::begin(&mediator, &file, &picture).await;
    given_up.put(0, picture.part(0)).await.expect(200);
    // bytes without a row: the database was put back from an older copy
    let stranger = Shelf { office: app.place.office, file: FileId::new() };
    assert_eq!(app.locker.keep(stranger, 0, b"x").unwrap(), Kept::New);
    let shelf = |upload: &Upload| Shelf { office: app.place.office, file: upload.id.parse().unwrap() };

    app.days_later(29);
    housekeeping::clean(&app.db, &app.locker).await.unwrap();
    assert_eq!(app.locker.received(shelf(&given_up)).unwrap().len(), 1, "a tablet may still come home");
    app.days_later(2);
    housekeeping::clean(&app.db, &app.locker).await.unwrap();
    assert!(app.locker.received(shelf(&given_up)).unwrap().is_empty());
    let given_up = Upload { client: file.mediator().await, ..given_up };
    given_up.client.get(&given_up.at("progress")).await.expect(404);
    assert_eq!(app.locker.received(stranger).unwrap().len(), 1, "a tablet may send the command again");

    // the directory's own time is the machine's: go well beyond it
    app.days_later(1_000);
    housekeeping::clean(&app.db, &app.locker).await.unwrap();
    assert!(app.locker.received(stranger).unwrap().is_empty());
    let director = app.role(Role::CommitteeDirector).await;
    let read = director.get(&kept.at("content")).await.expect(200);
    assert!(read.bytes == picture.0, "a whole file stays");
}
