//! What a tablet answers without signal, from the same dossier the guards are tested with.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first surprise")]

use casefile::carried::{Carried, OfficeFacts};
use casefile::cases::example::{LIU, MEI, WANG, dossier, today};
use casefile::cases::{Dossier, Sight, State};
use casefile::views::case::CaseHead;
use platform::columns::Instant;
use serde_json::{Value, json};

/// The example file as a tablet carries it.
fn carried(dossier: Dossier) -> Carried {
    let case = &dossier.case;
    Carried {
        head: CaseHead {
            id: case.id,
            version: 7,
            state: case.state,
            number: case.number.clone(),
            category: case.category,
            source: case.source,
            mode: case.mode,
            difficulty: case.difficulty,
            station_id: case.org_id,
            committee_id: case.committee_id,
            sealed: false,
            minor: true,
            requested_at: Instant(case.recorded_at),
            occurred_at: None,
            updated_at: Instant(dossier.now),
            filed_by: WANG,
            outcome: None,
            retention: None,
            next_due_on: today(),
        },
        station_name: "云溪街道工作站".to_owned(),
        sight: Sight { full: true, minors: true },
        dossier,
        marks: Vec::new(),
        makers: Default::default(),
    }
}

struct Tablet {
    file: Value,
    keys: u32,
}

impl Tablet {
    fn with(dossier: Dossier) -> Self {
        Self { file: serde_json::to_value(carried(dossier)).unwrap(), keys: 0 }
    }

    fn ask(&mut self, method: &str, rest: &str, body: Value) -> Value {
        self.keys += 1;
        let id = self.file["head"]["id"].as_str().unwrap().to_owned();
        let now = self.file["dossier"]["now"].clone();
        let question = json!({
            "op": "request", "now": now, "method": method, "path": format!("/api/v1/mediation/cases/{id}{rest}"), "body": body,
            "actor": {"account": {"id": WANG, "name": "王调解"}, "roles": [{"role": "MEDIATOR", "orgId": self.file["head"]["stationId"]}]},
            "office": OfficeFacts::default(), "file": self.file, "key": format!("key-{:08}", self.keys),
        });
        let answer: Value = serde_json::from_slice(&tablet::reply(question.to_string().as_bytes())).unwrap();
        if let Some(file) = answer.get("file").filter(|_| method == "POST") {
            self.file = file.clone();
        }
        answer
    }

    fn get(&mut self, rest: &str) -> Value {
        self.ask("GET", rest, Value::Null)
    }
}

fn mediating() -> Dossier {
    let mut d = dossier();
    d.case.state = State::Mediating;
    d.marks.clear();
    d
}

#[test]
fn a_carried_file_is_read_from_every_side() {
    let mut tablet = Tablet::with(mediating());
    let file = tablet.get("");
    assert_eq!((file["status"].as_u64(), file["etag"].as_str()), (Some(200), Some("\"7\"")));
    assert!(file["body"]["parties"].as_array().unwrap().iter().any(|party| party["name"] == "张小梅"));
    let steps = tablet.get("/steps");
    assert_eq!(steps["body"]["state"], "MEDIATING");
    let papers = tablet.get("/papers");
    let first = papers["body"]["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(tablet.get(&format!("/papers/{first}"))["body"]["id"], first.as_str());
    assert_eq!(tablet.get("/performance")["status"], 200);
    assert_eq!(tablet.get("/readers")["status"], 404, "who looked is known at the office only");
}

#[test]
fn a_refusal_taken_down_in_the_kitchen_stops_the_session_there() {
    let mut tablet = Tablet::with(mediating());
    let refused = tablet.ask("POST", "/record-refusal", json!({"partyId": MEI, "words": "不愿意再谈。"}));
    assert_eq!(refused["status"], 200, "{refused}");
    let settle = tablet.get("/steps");
    let blocked = settle["body"]["steps"].as_array().unwrap().iter().find(|step| step["step"] == "SETTLE").unwrap();
    assert_eq!(blocked["possible"], false);
    assert!(blocked["blockers"].as_array().unwrap().iter().any(|blocker| blocker["guard"] == "G01" && blocker["basis"] != ""));
}

#[test]
fn a_body_the_contract_does_not_know_is_refused_in_the_same_words() {
    let mut tablet = Tablet::with(mediating());
    let answer = tablet.ask("POST", "/record-refusal", json!({"partyId": MEI, "words": "", "more": 1}));
    assert_eq!(answer["status"], 422);
    assert_eq!(answer["body"]["errors"][0]["code"], "unknown_field");
    let answer = tablet.ask("POST", "/record-refusal", json!({"partyId": WANG, "words": "不愿意。"}));
    assert_eq!(answer["status"], 422, "no party of this file: {answer}");
}

#[test]
fn what_only_the_office_can_do_says_so() {
    let mut d = mediating();
    d.case.state = State::Accepted;
    let mut tablet = Tablet::with(d);
    let body = json!({"mode": "ASSIGNED", "mediators": [LIU]});
    let question = tablet.ask("POST", "/assign", body);
    assert_eq!(question["status"], 409, "a mediator assigns nobody: {question}");
}

#[test]
fn the_same_command_makes_the_same_refusal_again() {
    let body = json!({"partyId": MEI, "words": "不愿意再谈。", "occurredAt": "2026-03-01T02:00:00Z"});
    let refusal = |tablet: &mut Tablet| {
        tablet.ask("POST", "/record-refusal", body.clone());
        tablet.file["dossier"]["refusals"][0]["id"].clone()
    };
    let (mut here, mut there) = (Tablet::with(mediating()), Tablet::with(mediating()));
    assert_eq!(refusal(&mut here), refusal(&mut there));
}

#[test]
fn law_cards_and_forms_are_there_without_a_file() {
    let question = json!({"op": "catalogue", "now": "2026-03-01T00:00:00Z"});
    let answer: Value = serde_json::from_slice(&tablet::reply(question.to_string().as_bytes())).unwrap();
    let guards = answer["body"]["guards"].as_array().unwrap();
    assert!(guards.iter().any(|guard| guard["guard"] == "G08" && guard["basis"] == "《人民调解法》第22、27条"));
    assert!(answer["body"]["screen"].as_array().unwrap().len() >= 17);
    assert!(answer["body"]["forms"].as_array().unwrap().iter().any(|form| form["form"] == "F11" && form["written"] == "REQUIRED"));
}

#[test]
fn a_question_nobody_can_read_is_a_problem_not_a_crash() {
    for broken in ["", "{", "{\"op\":\"nothing\",\"now\":\"2026-03-01T00:00:00Z\"}", "[]"] {
        let answer: Value = serde_json::from_slice(&tablet::reply(broken.as_bytes())).unwrap();
        assert_eq!(answer["status"], 400, "{broken}");
    }
}

#[test]
fn todays_round_says_of_each_carried_file_what_is_due_and_what_can_be_done() {
    let file = serde_json::to_value(carried(mediating())).unwrap();
    for op in ["list", "home"] {
        let question = json!({
            "op": op, "now": file["dossier"]["now"], "files": [file],
            "actor": {"account": {"id": WANG, "name": "王调解"}, "roles": [{"role": "MEDIATOR"}]},
        });
        let answer: Value = serde_json::from_slice(&tablet::reply(question.to_string().as_bytes())).unwrap();
        assert_eq!(answer["status"], 200, "{op}: {answer}");
        let items = answer["body"]["items"].as_array().unwrap();
        assert_eq!(items.len(), 1);
        if op == "home" {
            let timers = items[0]["timers"].as_array().unwrap();
            assert!(timers.iter().any(|timer| timer["code"] == "T_MED" && timer["basis"] != ""), "{timers:?}");
            assert!(items[0]["steps"].as_array().unwrap().iter().any(|step| step["step"] == "RECORD_REFUSAL"));
        }
    }
}
