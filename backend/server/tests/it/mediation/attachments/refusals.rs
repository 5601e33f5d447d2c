//! What is no file of a case: other types, other content, too much.

use actix_web::http::Method;
use serde_json::{Value, json};

use super::upload::{CHUNK, Picture, Upload};
use crate::mediation::people::Person;
use crate::support::TestApp;

#[actix_web::test]
async fn a_content_other_than_announced_is_thrown_away_and_may_be_sent_again() {
    let app = TestApp::new().await;
    let file = app.appointed().await.a_case().accepted().assigned().await;
    let mediator = file.mediator().await;
    let picture = Picture::of(CHUNK + 77);
    let upload = Upload::begin(&mediator, &file, &picture).await;
    upload.put(0, picture.part(0)).await.expect(200);
    let mut wrong = picture.part(1).to_vec();
    wrong[5] ^= 1;
    upload.put(1, &wrong).await.expect(200);
    // what was acknowledged is never replaced
    let other = upload.put(1, picture.part(1)).await;
    assert_eq!((other.status, other.code()), (409, "chunk_differs"));
    let refused = upload.complete().await;
    assert_eq!((refused.status, refused.fields()), (422, vec![("/sha256", "other_content")]));
    assert_eq!(upload.received().await, json!([]));
    assert_eq!(upload.listed().await.unwrap()["state"], "UPLOADING");
    for number in [0, 1] {
        upload.put(number, picture.part(number)).await.expect(200);
    }
    assert_eq!(upload.complete().await.expect(200).json["state"], "READY");
}

#[actix_web::test]
async fn a_name_proves_nothing_the_content_is_looked_at() {
    let app = TestApp::new().await;
    let file = app.appointed().await.a_case().accepted().assigned().await;
    let mediator = file.mediator().await;
    for content in [&b"<!doctype html><script>alert(1)</script>"[..], b"MZ\x90\x00\x03", b"PK\x03\x04", b"%PDF-1.7\n%"] {
        let disguised = Picture(content.to_vec());
        let upload = Upload::begin(&mediator, &file, &disguised).await;
        upload.put(0, content).await.expect(200);
        let refused = upload.complete().await;
        assert_eq!((refused.status, refused.code()), (415, "file_type"));
        // it can never become whole: it is gone, and the journal knows why
        mediator.get(&upload.at("progress")).await.expect(404);
        assert!(upload.listed().await.is_none());
    }
    let facts = app.facts_of(&file.id).await;
    let refused: Vec<&Value> = facts.iter().filter(|fact| fact["action"] == "mediation.attachment.refuse").collect();
    assert_eq!(refused.len(), 4);
    assert!(refused.iter().all(|fact| fact["decision"] == "DENY"));
}

#[actix_web::test]
async fn what_could_never_become_whole_is_refused_before_a_byte_comes() {
    let app = TestApp::new().await;
    let file = app.appointed().await.a_case().accepted().assigned().await;
    let mediator = file.mediator().await;
    let list = file.at("attachments");
    let with = |changes: Value| {
        let mut body = Picture::of(500).announcement();
        changes.as_object().unwrap().iter().for_each(|(name, value)| body[name] = value.clone());
        body
    };
    for (media_type, name) in [
        ("text/html", "a.html"),
        ("image/svg+xml", "a.svg"),
        ("application/zip", "a.zip"),
        ("image/jpeg", "a.png"),
        ("image/jpeg", "photo.jpg.exe"),
        ("image/png", "照片"),
    ] {
        let reply = mediator.post(&list, &with(json!({"mediaType": media_type, "fileName": name}))).await;
        assert_eq!((reply.status, reply.code()), (415, "file_type"), "{media_type} {name}");
    }
    let megabytes = |n: i64| n << 20;
    for (media_type, name, most) in
        [("image/jpeg", "a.jpg", 20), ("application/pdf", "a.pdf", 20), ("audio/mpeg", "a.mp3", 200), ("video/mp4", "a.mp4", 200)]
    {
        let of = |size: i64| with(json!({"mediaType": media_type, "fileName": name, "size": size}));
        mediator.post(&list, &of(megabytes(most))).await.expect(201);
        let reply = mediator.post(&list, &of(megabytes(most) + 1)).await;
        assert!([413, 422].contains(&reply.status), "{media_type}: {}", reply.text);
    }
    for (changes, field) in [
        (json!({"sha256": "00"}), ("/sha256", "type")),
        (json!({"sha256": "A".repeat(64)}), ("/sha256", "type")),
        (json!({"size": 0}), ("/size", "range")),
        (json!({"fileName": "../../etc/passwd.jpg"}), ("/fileName", "type")),
        (json!({"fileName": "a\u{202E}gpj.exe.jpg"}), ("/fileName", "type")),
        (json!({"endedAt": "2026-03-01T08:00:00Z"}), ("/endedAt", "order")),
        (json!({"recordingAgreed": true}), ("/recordingAgreed", "type")),
        (json!({"more": 1}), ("/more", "unknown_field")),
    ] {
        let reply = mediator.post(&list, &with(changes.clone())).await;
        assert_eq!((reply.status, reply.fields()), (422, vec![field]), "{changes}");
    }
}

#[actix_web::test]
async fn a_part_has_its_number_its_length_and_its_media_type() {
    let app = TestApp::new().await;
    let file = app.appointed().await.a_case().accepted().assigned().await;
    let picture = Picture::of(CHUNK + 10);
    let upload = Upload::begin(&file.mediator().await, &file, &picture).await;
    for (number, bytes) in [(0, &picture.0[..CHUNK - 1]), (1, &picture.0[..11]), (1, &[][..]), (0, &picture.0[..10])] {
        let reply = upload.put(number, bytes).await;
        assert_eq!((reply.status, reply.fields()), (422, vec![("/body", "length")]), "{number}: {}", bytes.len());
    }
    let reply = upload.put(2, b"x").await;
    assert_eq!((reply.status, reply.fields()), (422, vec![("/path/n", "range")]));
    assert_eq!(upload.put(0, &vec![0; CHUNK + 1]).await.status, 413);
    for (media_type, encoding) in [("application/json", None), ("image/jpeg", None), ("application/octet-stream", Some("gzip"))] {
        let ask = upload.client.ask(Method::PUT, &upload.at("chunks/0")).header("content-type", media_type).raw(picture.part(0));
        let ask = if let Some(encoding) = encoding { ask.header("content-encoding", encoding) } else { ask };
        assert_eq!(ask.send().await.status, 415, "{media_type}");
    }
    for odd in ["chunks/-1", "chunks/x", "chunks/4294967296"] {
        let ask = upload.client.ask(Method::PUT, &upload.at(odd)).header("content-type", "application/octet-stream").raw("x");
        assert_eq!(ask.send().await.status, 404, "{odd}");
    }
    assert_eq!(upload.received().await, json!([]));
}

#[actix_web::test]
async fn the_files_of_a_case_have_a_quota_of_their_own() {
    let app = TestApp::new().await;
    let file = app.appointed().await.a_case().accepted().assigned().await;
    let others = app.a_case().of(Person::woman("王晓丽", 301), Person::man("赵志强", 302));
    let other = others.accepted().assigned().await;
    let mediator = file.mediator().await;
    let recording = |bytes: i64| {
        let mut body = Picture::of(500).announcement();
        (body["fileName"], body["mediaType"], body["size"]) = (json!("谈话录音.mp3"), json!("audio/mpeg"), json!(bytes));
        body["recordingAgreed"] = json!(true);
        body
    };
    let list = file.at("attachments");
    for _ in 0..10 {
        mediator.post(&list, &recording(200 << 20)).await.expect(201);
    }
    mediator.post(&list, &recording(48 << 20)).await.expect(201);
    let full = mediator.post(&list, &recording(1)).await;
    assert_eq!((full.status, full.code()), (409, "quota"));
    mediator.post(&other.at("attachments"), &recording(1)).await.expect(201);
}
