//! A mediator's tablet: what it carries, what it may do on a file that moved on, and that it answers as the server does.

use actix_web::http::Method;
use chrono::{DateTime, TimeDelta, Utc};
use platform::access::Role;
use platform::ids::Id;
use serde_json::{Value, json};

use super::file::File;
use super::people::Person;
use super::sheets;
use crate::support::app::username;
use crate::support::staff::day;
use crate::support::tablets::Tablet;
use crate::support::{Client, Reply, TestApp};

/// What one pull brings.
async fn pull(tablet: &Tablet, cursor: Option<&str>) -> Value {
    let cursor = cursor.map(|cursor| format!("?cursor={cursor}")).unwrap_or_default();
    tablet.get(&format!("/api/v1/sync/changes{cursor}")).await.expect(200).json
}

fn cursor(page: &Value) -> Option<&str> {
    page["cursor"].as_str()
}

/// The file as the page brings it.
fn carried<'a>(page: &'a Value, file: &File<'_>) -> Option<&'a Value> {
    page["files"].as_array().unwrap().iter().find(|one| one["id"] == file.id.as_str())
}

/// Why the page takes the file away.
fn withdrawn<'a>(page: &'a Value, file: &File<'_>) -> Option<&'a str> {
    let gone = page["withdrawn"].as_array().unwrap().iter().find(|one| one["id"] == file.id.as_str())?;
    gone["reason"].as_str()
}

/// A command as a tablet sends it.
struct Sent<'a> {
    step: &'a str,
    base: i64,
    body: Value,
    key: String,
    /// The tablet's clock now, and how long ago by that clock it was done.
    clock: DateTime<Utc>,
    ago: TimeDelta,
}

impl<'a> Sent<'a> {
    fn new(file: &File<'_>, step: &'a str, body: Value) -> Self {
        let clock = file.app.clock.now();
        Self { step, base: file.version, body, key: Id::new().0.to_string(), clock, ago: TimeDelta::minutes(5) }
    }

    fn body(&self) -> Value {
        let mut body = self.body.clone();
        body["occurredAt"] = json!(self.clock - self.ago);
        body
    }

    async fn by(&self, tablet: &Tablet, file: &File<'_>) -> Reply {
        let ask = tablet.ask(Method::POST, &file.at(self.step)).key(&self.key).at(self.base);
        ask.header("device-seq", "7").header("device-time", &self.clock.to_rfc3339()).json(&self.body()).send().await
    }
}

/// The rules of the tablet, asked about a carried file.
fn ask_rules(page: &Value, file: &Value, me: &Value, now: DateTime<Utc>, method: &str, path: &str, command: Option<&Sent<'_>>) -> Value {
    let question = json!({
        "op": "request", "now": now, "lang": "zh-CN", "actor": me, "office": page["office"], "file": file["body"],
        "method": method, "path": path, "body": command.map(Sent::body), "key": command.map_or("", |sent| &sent.key),
    });
    serde_json::from_slice(&tablet::reply(question.to_string().as_bytes())).unwrap()
}

async fn mediating(app: &TestApp) -> File<'_> {
    let plan = app.appointed().await.a_case().of(Person::woman("张小梅", 1), Person::man("李大伟", 2));
    let file = plan.accepted().assigned().notified().mediating().await;
    // the day goes on: what is done on the tablet is done after all this
    app.clock.advance(TimeDelta::hours(3));
    app.sessions_over();
    file
}

#[actix_web::test]
async fn a_tablet_answers_about_a_carried_file_as_the_server_does() {
    let app = TestApp::new().await;
    let mut file = mediating(&app).await;
    file.mediate("draft-agreement", &sheets::draft(&file, &sheets::plain_terms(&file))).await;
    let (tablet, mediator) = (app.tablet(&file.mediator_name).await, file.mediator().await);
    let page = pull(&tablet, None).await;
    let (me, taken) = (mediator.get("/api/v1/me").await.json, carried(&page, &file).unwrap());
    assert_eq!(taken["version"].as_i64(), Some(file.version));
    let papers = mediator.get(&file.at("papers")).await.json;
    let mut paths = vec![file.address(), file.at("steps"), file.at("papers"), file.at("performance")];
    paths.extend(papers["items"].as_array().unwrap().iter().map(|paper| file.at(&format!("papers/{}", paper["id"].as_str().unwrap()))));
    for path in paths {
        let (here, there) = (ask_rules(&page, taken, &me, app.clock.now(), "GET", &path, None), mediator.get(&path).await.expect(200));
        assert_eq!(here["status"], 200, "{path}: {here}");
        assert_eq!(here["body"], there.json, "{path}");
    }
}

#[actix_web::test]
async fn what_a_tablet_refuses_the_server_refuses_in_the_same_words() {
    let app = TestApp::new().await;
    let file = mediating(&app).await;
    let (tablet, mediator) = (app.tablet(&file.mediator_name).await, file.mediator().await);
    let page = pull(&tablet, None).await;
    let (me, taken) = (mediator.get("/api/v1/me").await.json, carried(&page, &file).unwrap());
    let unlawful = json!([{"id": Id::new().0, "kind": "OTHER", "text": "女方承诺以后不再报警，也不申请人身安全保护令。"}]);
    let oral = sheets::oral(&file, unlawful.as_array().unwrap(), &[&file.applicant]);
    for (step, body) in [
        ("settle", json!({"textHash": "0".repeat(64)})),
        ("record-oral-agreement", oral),
        ("close", json!({"opinion": "同意"})),
        ("record-refusal", json!({"partyId": Id::new().0, "words": "不同意"})),
        ("notify", json!({"notice": {}})),
    ] {
        let sent = Sent::new(&file, step, body);
        let here = ask_rules(&page, taken, &me, app.clock.now(), "POST", &file.at(step), Some(&sent));
        let there = sent.by(&tablet, &file).await;
        if step == "close" {
            // the server does not even look at a step of somebody else's post; the tablet says whose it is
            assert_eq!((here["status"].as_u64(), there.status), (Some(409), 403));
            continue;
        }
        assert_eq!(here["status"].as_u64(), Some(u64::from(there.status)), "{step}: {here} {}", there.text);
        for part in ["code", "title", "blockers", "errors"] {
            assert_eq!(here["body"].get(part), there.json.get(part), "{step} {part}");
        }
    }
}

#[actix_web::test]
async fn what_is_made_on_a_tablet_has_the_same_names_and_the_same_text_on_the_server() {
    let app = TestApp::new().await;
    let file = mediating(&app).await;
    let (tablet, mediator) = (app.tablet(&file.mediator_name).await, file.mediator().await);
    let page = pull(&tablet, None).await;
    let (me, taken) = (mediator.get("/api/v1/me").await.json, carried(&page, &file).unwrap());
    let sent = Sent::new(&file, "draft-agreement", sheets::draft(&file, &sheets::plain_terms(&file)));
    let here = ask_rules(&page, taken, &me, app.clock.now(), "POST", &file.at(sent.step), Some(&sent));
    assert_eq!(here["status"], 200, "{here}");
    // a draft without its base would overwrite: on a file that has not moved it goes through
    sent.by(&tablet, &file).await.expect(200);
    let there = pull(&tablet, cursor(&page)).await;
    let draft = |file: &Value| {
        let papers = file["dossier"]["papers"].as_array().unwrap().clone();
        let paper = papers.into_iter().find(|paper| paper["content"]["form"] == "F11").unwrap();
        (paper["id"].clone(), paper["textHash"].clone())
    };
    assert_eq!(draft(&here["file"]), draft(&carried(&there, &file).unwrap()["body"]));
}

#[actix_web::test]
async fn a_step_thought_of_on_an_older_version_is_judged_on_the_file_as_it_stands() {
    let app = TestApp::new().await;
    let mut file = mediating(&app).await;
    let (tablet, mediator) = (app.tablet(&file.mediator_name).await, file.mediator().await);
    let old = Sent::new(&file, "investigate", sheets::investigation(&file));
    let another = Sent::new(&file, "record-refusal", json!({"partyId": file.respondent.id, "words": "不调了"}));
    let meanwhile = evidence(&file);
    file.mediate("add-evidence", &meanwhile).await;
    let done = old.by(&tablet, &file).await.expect(200);
    assert_eq!(done.version(), file.version + 1);
    let desk = mediator.post_at(&file.at("investigate"), old.base, &old.body).await;
    assert_eq!(desk.status, 412, "at the desk nobody overwrites what she has not seen");
    another.by(&tablet, &file).await.expect(200);
    let late = Sent { key: Id::new().0.to_string(), ..Sent::new(&file, "hold-session", sheets::minutes(&file, &file.sides())) };
    let refused = late.by(&tablet, &file).await;
    assert_eq!((refused.status, refused.blockers()), (409, vec!["mediation.case.refused"]), "{}", refused.text);
}

fn evidence(file: &File<'_>) -> Value {
    super::steps::of(file).into_iter().find(|(step, _)| *step == "add-evidence").unwrap().1
}

#[actix_web::test]
async fn a_clock_ten_years_wrong_changes_no_legal_date() {
    let app = TestApp::new().await;
    let mut days = Vec::new();
    for years in [-10, 0, 10] {
        let mut file = mediating(&app).await;
        let tablet = app.tablet(&file.mediator_name).await;
        let clock = app.clock.now() + TimeDelta::days(365 * years);
        let sent = Sent { clock, ago: TimeDelta::hours(1), ..Sent::new(&file, "fail", json!({"reason": "双方分歧过大。"})) };
        file.version = sent.by(&tablet, &file).await.expect(200).version();
        let view = file.view().await;
        days.push(view["milestones"]["endedOn"].clone());
        let facts = app.facts_of(&file.id).await;
        let fact = facts.iter().find(|fact| fact["action"] == "mediation.case.fail").unwrap();
        assert_eq!(fact["detail"]["deviceSeq"].to_string().trim_matches('"'), "7", "{fact}");
        assert_eq!(fact["detail"].get("skewSeconds").is_some(), years != 0, "a wrong clock is worth a note: {fact}");
        let when: DateTime<Utc> = fact["occurredAt"].as_str().unwrap().parse().unwrap();
        assert!((app.clock.now() - when - TimeDelta::hours(1)).num_seconds().abs() < 2, "an hour ago is an hour ago: {fact}");
        tablet_gone(&app, &tablet).await;
    }
    assert!(days.iter().all(|day| *day == days[0] && day.is_string()), "{days:?}");
}

async fn tablet_gone(app: &TestApp, tablet: &Tablet) {
    app.revoke(tablet, 0).await.expect(200);
}

#[actix_web::test]
async fn the_same_field_changed_by_two_is_409_with_both_values_and_different_fields_are_both_kept() {
    let app = TestApp::new().await;
    let mut file = mediating(&app).await;
    let tablet = app.tablet(&file.mediator_name).await;
    let base = file.version;
    let applicant = file.applicant.id;
    let change = |field: &str, value: &str| json!({"field": field, "partyId": applicant, "value": value});
    let both = |changes: Vec<Value>| json!({"changes": changes, "reason": "登记有误"});
    let (office, village) =
        (both(vec![change("OCCUPATION", "教师")]), both(vec![change("OCCUPATION", "会计"), change("LANGUAGE", "方言")]));
    let registrar = app.registrar().await;
    file.step(&registrar, "correct-particulars", &office).await;
    let sent = Sent { base, ..Sent::new(&file, "correct-particulars", village) };
    let refused = sent.by(&tablet, &file).await;
    assert_eq!((refused.status, refused.code()), (409, "conflict"), "{}", refused.text);
    let conflict = &refused.json["conflicts"][0];
    assert_eq!(
        (&conflict["mine"], &conflict["theirs"], &conflict["pointer"]),
        (&json!("会计"), &json!("教师"), &json!("/changes/0/value"))
    );
    assert!(conflict["byName"].is_string() && conflict["at"].is_string(), "who and when: {conflict}");

    let other = Sent { base, ..Sent::new(&file, "correct-particulars", both(vec![change("LANGUAGE", "方言")])) };
    other.by(&tablet, &file).await.expect(200);
    let decided =
        json!({"field": "OCCUPATION", "partyId": file.applicant.id, "base": "教师", "value": "会计", "verdict": "MINE", "against": "教师"});
    Sent { base, ..Sent::new(&file, "correct-particulars", both(vec![decided])) }.by(&tablet, &file).await.expect(200);
    let view = file.view().await;
    let party = view["parties"].as_array().unwrap().iter().find(|party| party["id"] == json!(file.applicant.id)).unwrap();
    assert_eq!((&party["particulars"]["occupation"], &party["particulars"]["language"]), (&json!("会计"), &json!("方言")));
    let history = view["narrative"]["corrections"].as_array().unwrap();
    assert_eq!(history.len(), 3);
    assert_eq!((&history[2]["verdict"], &history[2]["against"]), (&json!("MINE"), &json!("教师")), "the decision is history");
}

#[actix_web::test]
async fn a_draft_without_its_base_never_overwrites_what_came_meanwhile() {
    let app = TestApp::new().await;
    let mut file = mediating(&app).await;
    let tablet = app.tablet(&file.mediator_name).await;
    let base = sheets::draft(&file, &sheets::plain_terms(&file));
    file.mediate("draft-agreement", &base).await;
    let seen = file.version;
    let mut office = base.clone();
    office["agreement"]["place"] = json!("云溪街道调解室");
    file.mediate("draft-agreement", &office).await;
    let mut village = base.clone();
    village["agreement"]["facts"] = json!("双方按习俗订婚，给付彩礼二万元。");
    let blind = Sent { base: seen, ..Sent::new(&file, "draft-agreement", village.clone()) };
    let refused = blind.by(&tablet, &file).await;
    assert_eq!((refused.status, refused.code()), (409, "conflict"), "{}", refused.text);
    village["base"] = base["agreement"].clone();
    Sent { base: seen, ..Sent::new(&file, "draft-agreement", village) }.by(&tablet, &file).await.expect(200);
    let sheet = file.agreement().await["content"]["fields"].clone();
    assert_eq!((&sheet["place"], &sheet["facts"]), (&json!("云溪街道调解室"), &json!("双方按习俗订婚，给付彩礼二万元。")));
}

#[actix_web::test]
async fn a_tablet_carries_own_open_unsealed_files_and_no_number_or_telephone() {
    let app = TestApp::new().await;
    let file = mediating(&app).await;
    app.another_mediator("mediator2").await;
    let theirs = app.a_case().of(Person::woman("王秀兰", 5), Person::man("赵建国", 6)).mediated_by("mediator2").accepted().assigned().await;
    let sealed =
        app.a_case().of(Person::woman("孙桂英", 7), Person::man("周海", 8)).with("sealed", json!(true)).accepted().assigned().await;
    let tablet = app.tablet(&file.mediator_name).await;
    let page = pull(&tablet, None).await;
    assert!(carried(&page, &file).is_some());
    assert!(carried(&page, &theirs).is_none() && carried(&page, &sealed).is_none(), "A-32");
    let text = page.to_string();
    for person in file.sides() {
        assert!(!text.contains(&person.number) && !text.contains(&person.phone), "{} is carried", person.name);
    }
    assert!(!text.contains("13712345678"), "a witness' telephone is carried");
    let facts = app.facts_of(&file.id).await;
    assert!(
        facts.iter().any(|fact| fact["action"] == "sync.read" && fact["decision"] == "ALLOW"),
        "the journal knows what went to which tablet"
    );
}

#[actix_web::test]
async fn a_file_that_is_reassigned_sealed_closed_or_recused_from_is_taken_away_with_its_reason() {
    let app = TestApp::new().await;
    let mut moved = mediating(&app).await;
    let second = app.another_mediator("mediator2").await;
    let mut recused = app.a_case().of(Person::woman("王秀兰", 5), Person::man("赵建国", 6)).accepted().assigned().await;
    let sealed = app.a_case().of(Person::woman("孙桂英", 7), Person::man("周海", 8)).accepted().assigned().await;
    let tablet = app.tablet(&moved.mediator_name).await;
    let page = pull(&tablet, None).await;
    assert!([&moved, &recused, &sealed].iter().all(|file| carried(&page, file).is_some()));

    let head = app.station_head().await;
    let replace = json!({"outgoing": moved.mediator, "incoming": second, "reason": "休假"});
    moved.step(&head, "replace-mediator", &replace).await;
    let request = json!({"requestedBy": recused.respondent.id, "against": recused.mediator, "grounds": "双方系表亲。"});
    recused.mediate("request-recusal", &request).await;
    let decision = json!({"paperId": recused.papers("F23").await[0]["id"], "upheld": true, "reason": "回避成立。"});
    recused.step(&head, "decide-recusal", &decision).await;
    let director = app.person(&username(Role::CommitteeDirector)).await;
    director.post_at(&sealed.at("seal-file"), sealed.version, &json!({"reason": "涉及家庭暴力"})).await.expect(200);

    let next = pull(&tablet, cursor(&page)).await;
    assert_eq!(withdrawn(&next, &moved), Some("REASSIGNED"));
    assert_eq!(withdrawn(&next, &recused), Some("RECUSED"));
    assert_eq!(withdrawn(&next, &sealed), Some("SEALED"));
    let late = Sent::new(&moved, "investigate", sheets::investigation(&moved)).by(&tablet, &moved).await;
    assert_eq!(late.status, 404, "what is not hers any more is not there");
}

#[actix_web::test]
async fn when_the_approval_to_see_minors_ends_the_tablet_is_told_without_a_change_of_the_file() {
    let app = TestApp::new().await;
    let plan = app.appointed().await.a_case().with_child(Person::born("李苗苗", true, day(2016, 5, 1), 13));
    let file = plan.accepted().assigned().notified().mediating().await;
    let tablet = app.tablet(&file.mediator_name).await;
    let first = pull(&tablet, None).await;
    assert!(carried(&first, &file).unwrap().to_string().contains("李苗苗"));
    app.days_later(181);
    let mut tablet = tablet;
    // half a year without contact: the refresh token is over its 35 days, so its owner activates it anew
    let owner = app.person(&file.mediator_name).await;
    tablet.activate(&owner).await.expect(200);
    let later = pull(&tablet, cursor(&first)).await;
    let again = carried(&later, &file).unwrap_or_else(|| panic!("{later}"));
    assert_eq!(again["version"], carried(&first, &file).unwrap()["version"]);
    assert!(!again.to_string().contains("李苗苗"), "the name of the child stayed");
}

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
    let mut more = draft.clone();
    more["agreement"]["place"] = json!("清源县栖霞街道");
    more["base"] = draft["agreement"].clone();
    send("draft-agreement", &more).await.expect(200);
}

#[actix_web::test]
async fn two_first_drafts_of_one_file_meet_field_by_field_as_if_both_began_with_an_empty_sheet() {
    let app = TestApp::new().await;
    let mut file = mediating(&app).await;
    let tablet = app.tablet(&file.mediator_name).await;
    let seen = file.version;
    let mut village = sheets::draft(&file, &sheets::plain_terms(&file));
    village["agreement"].as_object_mut().unwrap().remove("place");
    let mut office = village.clone();
    office["agreement"]["facts"] = json!("双方按习俗订婚，给付彩礼三万元。");
    office["agreement"]["place"] = json!("云溪街道调解室");
    file.mediate("draft-agreement", &office).await;
    let sent = Sent { base: seen, ..Sent::new(&file, "draft-agreement", village.clone()) };
    let refused = sent.by(&tablet, &file).await;
    assert_eq!((refused.status, refused.code()), (409, "conflict"), "{}", refused.text);
    let conflicts = refused.json["conflicts"].as_array().unwrap();
    assert!(conflicts.iter().all(|one| one.get("base").is_none_or(Value::is_null)), "nothing was there before: {conflicts:?}");
    let pointers: Vec<&str> = conflicts.iter().map(|one| one["pointer"].as_str().unwrap()).collect();
    assert!(pointers.contains(&"/agreement/facts") && !pointers.contains(&"/agreement/place"), "{pointers:?}");
    let facts = conflicts.iter().find(|one| one["pointer"] == "/agreement/facts").unwrap();
    assert_eq!((&facts["mine"], &facts["theirs"]), (&village["agreement"]["facts"], &office["agreement"]["facts"]));

    let mut decided = village.clone();
    decided["agreement"]["facts"] = office["agreement"]["facts"].clone();
    Sent { base: seen, ..Sent::new(&file, "draft-agreement", decided) }.by(&tablet, &file).await.expect(200);
    let sheet = file.agreement().await["content"]["fields"].clone();
    assert_eq!((&sheet["facts"], &sheet["place"]), (&office["agreement"]["facts"], &json!("云溪街道调解室")));
}

#[actix_web::test]
async fn what_a_tablet_did_before_a_file_was_sealed_is_refused_with_its_reason_and_done_at_a_desk() {
    let app = TestApp::new().await;
    let mut file = mediating(&app).await;
    let (tablet, mediator) = (app.tablet(&file.mediator_name).await, file.mediator().await);
    let seen = file.version;
    let director = app.person(&username(Role::CommitteeDirector)).await;
    file.step(&director, "seal-file", &json!({"reason": "涉及家庭暴力"})).await;
    let sent = Sent { base: seen, ..Sent::new(&file, "investigate", sheets::investigation(&file)) };
    let refused = sent.by(&tablet, &file).await;
    assert_eq!((refused.status, refused.blockers()), (409, vec!["mediation.case.sealed-since"]), "{}", refused.text);
    let title = refused.json["blockers"][0]["title"].as_str().unwrap();
    assert_eq!(title, "案件已封存，请在办公室的电脑上办理");
    mediator.post_at(&file.at("investigate"), file.version, &sent.body()).await.expect(200);
}

#[actix_web::test]
async fn a_file_that_is_sealed_from_its_first_day_takes_the_steps_of_the_tablet_that_filed_it() {
    let app = TestApp::new().await;
    app.appointed().await;
    let file = app.a_case().of(Person::woman("孙桂英", 7), Person::man("周海", 8)).with("sealed", json!(true)).accepted().assigned().await;
    app.clock.advance(TimeDelta::hours(1));
    let tablet = app.tablet(&file.mediator_name).await;
    let sent = Sent { base: 1, ..Sent::new(&file, "add-evidence", evidence(&file)) };
    sent.by(&tablet, &file).await.expect(200);
}

#[actix_web::test]
async fn a_late_copy_of_a_refused_command_stays_refused_until_its_user_asks_again() {
    let app = TestApp::new().await;
    let mut file = mediating(&app).await;
    let tablet = app.tablet(&file.mediator_name).await;
    file.mediate("record-refusal", &json!({"partyId": file.respondent.id, "words": "不调了"})).await;
    let sent = Sent::new(&file, "hold-session", sheets::minutes(&file, &file.sides()));
    let body = sent.body();
    let send = |file: &File<'_>, attempt: &'static str| {
        let ask = tablet.ask(Method::POST, &file.at(sent.step)).key(&sent.key).at(sent.base).header("device-seq", "7");
        ask.header("device-try", attempt).json(&body).send()
    };
    let first = send(&file, "1").await;
    assert_eq!((first.status, first.blockers()), (409, vec!["mediation.case.refused"]), "{}", first.text);

    let refusal = file.view().await["narrative"]["refusals"][0]["id"].clone();
    file.mediate("withdraw-refusal", &json!({"refusalId": refusal})).await;
    let late = send(&file, "1").await;
    assert_eq!((late.status, late.header("idempotency-replayed")), (409, "true"), "{}", late.text);
    assert_eq!((&late.text, late.header("content-type")), (&first.text, first.header("content-type")));
    assert_eq!(file.view().await["version"], file.version, "a late copy did something");

    let asked = send(&file, "2").await.expect(200);
    for attempt in ["1", "2"] {
        let copy = send(&file, attempt).await.expect(200);
        assert_eq!((&copy.text, copy.header("idempotency-replayed")), (&asked.text, "true"));
    }
    let held = app.facts_of(&file.id).await.into_iter().filter(|fact| fact["detail"]["deviceSeq"].to_string().contains('7')).count();
    assert_eq!(held, 1, "one command, one fact");
}

#[actix_web::test]
async fn a_desk_s_refusal_is_not_kept() {
    let app = TestApp::new().await;
    let mut file = mediating(&app).await;
    let mediator = file.mediator().await;
    file.mediate("record-refusal", &json!({"partyId": file.respondent.id, "words": "不调了"})).await;
    let body = sheets::minutes(&file, &file.sides());
    let key = Id::new().0.to_string();
    let send = |version: i64| mediator.ask(Method::POST, &file.at("hold-session")).key(&key).at(version).json(&body).send();
    assert_eq!(send(file.version).await.status, 409);
    let refusal = file.view().await["narrative"]["refusals"][0]["id"].clone();
    let back = mediator.post_at(&file.at("withdraw-refusal"), file.version, &json!({"refusalId": refusal})).await.expect(200);
    send(back.version()).await.expect(200);
}

#[actix_web::test]
async fn work_that_waits_on_a_tablet_for_a_day_is_a_task_of_the_head_of_that_mediators_station() {
    let app = TestApp::new().await;
    let file = mediating(&app).await;
    let tablet = app.tablet(&file.mediator_name).await;
    let head = app.station_head().await;
    let tasks = |who: Client| async move { who.get("/api/v1/mediation/tasks").await.expect(200).json["tablets"].clone() };
    let tell = |unsent: i64, hours: i64| {
        let oldest = (app.clock.now() - TimeDelta::hours(hours)).format("%Y-%m-%dT%H:%M:%SZ");
        format!("/api/v1/sync/changes?unsent={unsent}&oldestUnsentAt={oldest}")
    };
    tablet.get(&tell(3, 23)).await.expect(200);
    assert_eq!(tasks(head.clone()).await, json!([]));
    tablet.get(&tell(3, 25)).await.expect(200);
    let found = tasks(head.clone()).await;
    assert_eq!(found.as_array().map(Vec::len), Some(1), "{found}");
    assert_eq!((&found[0]["unsent"], &found[0]["labelZh"]), (&json!(3), &json!("平板有超过24小时未上传的内容")));
    assert!(found[0]["accountName"].is_string() && found[0]["since"].is_string(), "{found}");
    assert_eq!(tasks(app.person(&file.mediator_name).await).await, json!([]), "it is no task of the mediator herself");
    tablet.get("/api/v1/sync/changes?unsent=0").await.expect(200);
    assert_eq!(tasks(head).await, json!([]));
}
