//! Printing over HTTP: who gets which bytes, what the journal knows of it, and what cannot be printed.

use platform::access::Role;
use platform::ids::PaperId;
use serde_json::{Value, json};

use crate::support::{Client, TestApp};

const CASES: &str = "/api/v1/mediation/cases";

fn party(role: &str, side: i32, name: &str, number: &str) -> Value {
    json!({
        "id": platform::ids::PartyId::new().to_string(), "role": role, "side": side, "relation": "SPOUSES",
        "particulars": {
            "kind": "PERSON", "name": name, "sex": if side == 1 { "FEMALE" } else { "MALE" }, "ethnicity": "汉族",
            "birthDate": format!("{}-{}-{}", &number[6..10], &number[10..12], &number[12..14]),
            "idDocument": {"kind": "RESIDENT_ID", "number": number, "verification": "SEEN"},
            "phones": ["13800000001"], "residenceAddress": "清源县金方街道桂花巷12号", "literacy": "SIGNS", "capacity": "FULL",
        },
    })
}

/// Files an application at the registrar's desk and returns the address of the file.
async fn filed(app: &TestApp, registrar: &Client, applicant: &str) -> String {
    let body = json!({
        "stationId": app.place.station.to_string(), "mode": "WRITTEN", "category": "B1", "source": "SELF", "marriage": "MARRIED",
        "summary": "双方因家务分担发生争吵。", "claims": ["请求调解家务分担"], "informed": true,
        "parties": [party("APPLICANT", 1, applicant, "999900199003074222"), party("RESPONDENT", 2, "李大伟", "999900198805123319")],
    });
    let view = registrar.post(CASES, &body).await.expect(201);
    format!("{CASES}/{}", view.json["id"].as_str().unwrap())
}

/// The actions the journal knows of a file's reads.
async fn prints(app: &TestApp, case: &str) -> usize {
    let officer = app.role(Role::FederationOfficer).await;
    let readers = officer.get(&format!("{case}/readers")).await.expect(200);
    readers.json["items"].as_array().unwrap().iter().filter(|fact| fact["action"] == "mediation.case.print").count()
}

#[actix_web::test]
async fn papers_receipt_and_volume_are_printed_and_each_print_is_in_the_journal() {
    let app = TestApp::new().await;
    let registrar = app.role(Role::Registrar).await;
    let case = filed(&app, &registrar, "张小梅").await;
    let papers = registrar.get(&format!("{case}/papers")).await.expect(200);
    let paper = papers.json["items"][0]["id"].as_str().unwrap().to_owned();
    for (address, kind, start) in [
        (format!("{case}/papers/{paper}/pdf"), "application/pdf", b"%PDF".as_slice()),
        (format!("{case}/receipt"), "application/pdf", b"%PDF"),
        (format!("{case}/volume"), "application/pdf", b"%PDF"),
        (format!("{case}/papers/{paper}/docx"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04"),
    ] {
        let reply = registrar.get(&address).await.expect(200);
        assert_eq!(reply.header("content-type"), kind);
        assert!(reply.bytes.starts_with(start), "{address}");
        assert!(reply.header("content-disposition").contains("filename*=UTF-8''%"), "{address}");
        assert_eq!(reply.header("cache-control"), "no-store");
    }
    assert_eq!(prints(&app, &case).await, 4);
}

#[actix_web::test]
async fn the_dossier_tells_what_the_volume_holds_and_lacks() {
    let app = TestApp::new().await;
    let registrar = app.role(Role::Registrar).await;
    let case = filed(&app, &registrar, "张小梅").await;
    let view = registrar.get(&format!("{case}/dossier")).await.expect(200).json;
    assert_eq!((&view["course"], &view["complete"], &view["protected"]), (&json!("UNDECIDED"), &json!(false), &json!(0)));
    let forms: Vec<&str> = view["papers"].as_array().unwrap().iter().map(|paper| paper["form"].as_str().unwrap()).collect();
    assert_eq!(forms, ["F03", "F06", "F06"]);
    assert_eq!(view["papers"][1]["titleZh"], "身份证明（张小梅）");
}

#[actix_web::test]
async fn who_is_not_tied_to_a_file_gets_no_paper_and_leaves_no_print_behind() {
    let app = TestApp::new().await;
    let registrar = app.role(Role::Registrar).await;
    let case = filed(&app, &registrar, "张小梅").await;
    for (role, status) in [(Role::Mediator, 404), (Role::StationHead, 403), (Role::SealKeeper, 403), (Role::Archivist, 404)] {
        let stranger = app.role(role).await;
        for address in ["receipt", "volume", "dossier"] {
            stranger.get(&format!("{case}/{address}")).await.expect(status);
        }
    }
    registrar.get(&format!("{case}/papers/{}/pdf", PaperId::new())).await.expect(404);
    assert_eq!(prints(&app, &case).await, 0);
}

#[actix_web::test]
async fn a_name_no_font_can_print_is_refused_by_its_character() {
    let app = TestApp::new().await;
    let registrar = app.role(Role::Registrar).await;
    let case = filed(&app, &registrar, "张\u{e815}梅").await;
    let reply = registrar.get(&format!("{case}/receipt")).await.expect(422);
    assert_eq!(reply.fields(), [("/paper", "glyph")]);
    assert!(reply.json["errors"][0]["message"].as_str().unwrap().contains("U+E815"));
    assert_eq!(prints(&app, &case).await, 0);
}
