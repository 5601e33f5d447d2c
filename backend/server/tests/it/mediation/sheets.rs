//! The papers people bring to a step, as they travel.

use chrono::{NaiveDate, TimeDelta};
use platform::ids::{AccountId, Id};
use serde_json::{Value, json};

use super::file::File;
use super::people::Person;

pub fn notice(file: &File<'_>, party: &Person) -> Value {
    json!({"notice": {"partyId": party.id, "notifiedOn": file.app.today(), "delivery": "WRITTEN", "language": "普通话",
        "openness": "CLOSED", "mediator": file.mediator}})
}

pub fn investigation(file: &File<'_>) -> Value {
    let now = file.app.clock.now();
    json!({"investigation": {
        "startedAt": now - TimeDelta::minutes(70), "endedAt": now - TimeDelta::minutes(10), "place": "社区调解室",
        "personName": "社区网格员", "personRelation": "邻里", "personPhone": "13712345678", "readBack": true,
        "record": [{"question": "您了解双方的情况吗？", "answer": "了解一些，近来常有争吵。"}], "investigators": [file.mediator],
    }})
}

/// A session to which the named people came.
pub fn minutes(file: &File<'_>, present: &[&Person]) -> Value {
    let now = file.app.clock.now();
    let came = |person: &Person| present.iter().any(|one| one.id == person.id);
    let attendance: Vec<Value> = file.sides().iter().map(|one| json!({"partyId": one.id, "present": came(one)})).collect();
    json!({"minutes": {
        "sessionNo": 1, "startedAt": now - TimeDelta::minutes(100), "endedAt": now - TimeDelta::minutes(10),
        "place": "街道调解工作站调解室", "openness": "CLOSED", "noticeConfirmed": true, "attendance": attendance,
        "mediators": [file.mediator], "record": "调解员告知双方权利义务，双方分别陈述，表示愿意继续协商。", "result": "CONTINUE",
    }})
}

pub fn child_view(file: &File<'_>, child: &Person) -> Value {
    json!({"childView": {"childPartyId": child.id, "heardOn": file.app.today(), "place": "儿童之家", "heardBy": [file.mediator],
        "parentsAbsent": true, "ableToExpress": true, "view": "我想和妈妈一起住，周末想去爸爸那里。", "accompaniedBy": "儿童主任"}})
}

/// A single payment of the respondent to the applicant.
pub fn payment(file: &File<'_>, kind: &str, text: &str, fen: i64, due: NaiveDate) -> Value {
    json!({"id": Id::new().0, "kind": kind, "text": text, "amountFen": fen, "cycle": "ONCE", "firstDueOn": due, "method": "银行转账",
        "payerPartyId": file.respondent.id, "payeePartyId": file.applicant.id})
}

/// What most stories of these tests agree on: one payment in ten days.
pub fn plain_terms(file: &File<'_>) -> Vec<Value> {
    let due = file.app.today() + TimeDelta::days(10);
    let text = format!("{}于{due}前以银行转账方式返还{}彩礼人民币20000元。", file.respondent.name, file.applicant.name);
    vec![payment(file, "BRIDE_PRICE", &text, 2_000_000, due)]
}

/// Custody with support by the month until a day, for the child of the file.
pub fn child_terms(file: &File<'_>, child: &Person) -> Vec<Value> {
    let (a, r) = (&file.applicant.name, &file.respondent.name);
    let due = file.app.today() + TimeDelta::days(10);
    let end = due + TimeDelta::days(60);
    vec![
        json!({"id": Id::new().0, "kind": "CUSTODY", "text": format!("{}由{a}直接抚养，{r}予以配合。", child.name),
            "childPartyId": child.id, "conditionalOnDivorce": false}),
        json!({"id": Id::new().0, "kind": "SUPPORT_PAYMENT", "amountFen": 120_000, "cycle": "MONTHLY", "firstDueOn": due, "endOn": end,
            "text": format!("{r}自{due}起每月支付{}抚养费人民币1200元，至{end}止，以银行转账方式付给{a}。", child.name),
            "method": "银行转账", "payerPartyId": file.respondent.id, "payeePartyId": file.applicant.id, "childPartyId": child.id,
            "conditionalOnDivorce": false}),
    ]
}

/// The draft of an agreement; every warning of the screen is acknowledged, hard stops are not.
pub fn draft(file: &File<'_>, clauses: &[Value]) -> Value {
    let warnings: Vec<Value> = ["W1", "W2", "W3", "W4", "W5", "W6", "W7"].iter().map(|code| json!({"code": code})).collect();
    json!({"agreement": {"versionNo": 1, "facts": "双方按习俗订婚并给付彩礼，后未办理结婚登记。", "issues": "彩礼返还", "clauses": clauses,
        "method": "银行转账", "place": "清源县", "term": "按各条约定", "copies": 3, "datedOn": file.app.today(), "acknowledged": warnings}})
}

pub fn oral(file: &File<'_>, clauses: &[Value], declined: &[&Person]) -> Value {
    let declined: Vec<_> = declined.iter().map(|one| one.id).collect();
    json!({"agreement": {"versionNo": 1, "facts": "双方因家务分担争吵。", "issues": "家务分担", "clauses": clauses,
        "reachedOn": file.app.today(), "declinedPaper": declined, "performedOnTheSpot": true}})
}

pub fn living_terms() -> Vec<Value> {
    vec![json!({"id": Id::new().0, "kind": "LIVING_ARRANGEMENT", "text": "双方共同承担家务，遇事先商量，互相尊重，孝敬双方父母。"})]
}

/// A mark under a text: of a party, or of the mediator who is signed in.
pub fn mark(paper: &Value, party: Option<&Person>) -> Value {
    let points: Vec<Value> = (0..9).map(|n| json!([30 + n * 5, 34 + n * n, n * 30, 0.5])).collect();
    let mut mark = json!({"paperId": paper["id"], "textHash": paper["textHash"], "kind": "SIGNATURE",
        "strokes": {"width": 320, "height": 140, "lines": [points]}});
    if let Some(person) = party {
        mark["partyId"] = json!(person.id);
    }
    json!({"mark": mark})
}

pub fn seal(paper: &Value) -> Value {
    json!({"paperId": paper["id"], "textHash": paper["textHash"]})
}

pub fn remedies(file: &File<'_>, outcome: &str) -> Value {
    let today = file.app.today();
    let served: Vec<Value> = file.sides().iter().map(|one| json!({"partyId": one.id, "servedOn": today, "method": "当面送达"})).collect();
    json!({"notice": {"datedOn": today, "outcome": outcome, "reason": "经调解未能达成协议。", "routes": ["LAWSUIT", "LEGAL_AID"],
        "timeLimits": "诉讼时效自申请调解之日起重新计算。", "served": served}})
}

pub fn extension(consents: &[(&Person, NaiveDate)], dated_on: NaiveDate, days: i32) -> Value {
    let consents: Vec<Value> = consents.iter().map(|(who, on)| json!({"partyId": who.id, "consentedOn": on})).collect();
    json!({"consent": {"datedOn": dated_on, "days": days, "reason": "双方愿意继续协商，尚需核实账目。", "consents": consents}})
}

pub fn receipt(file: &File<'_>, item: &Value) -> Value {
    json!({"receipt": {"itemId": item["id"], "receivedOn": file.app.today(), "amountFen": item["amountFen"], "completes": true,
        "method": "银行转账", "receivedBy": file.applicant.id}})
}

pub fn urge(file: &File<'_>, items: &[&Value], comply_by: NaiveDate) -> Value {
    let ids: Vec<&Value> = items.iter().map(|item| &item["id"]).collect();
    json!({"urge": {"itemIds": ids, "partyId": file.respondent.id, "demand": "请按协议约定支付到期款项。", "complyBy": comply_by,
        "consequences": "逾期仍不履行的，对方可以向人民法院提起诉讼。", "urgedOn": file.app.today()}})
}

pub fn follow_up(file: &File<'_>, visitor: AccountId) -> Value {
    let asked: Vec<_> = file.sides().iter().map(|one| one.id).collect();
    json!({"followUp": {"followedOn": file.app.today(), "channel": "PHONE", "reason": "协议履行情况回访", "parties": asked,
        "finding": "KEPT", "record": "双方均表示按协议履行，情绪平稳。", "satisfaction": "SATISFIED", "visitor": visitor}})
}

pub fn closing(file: &File<'_>, outcome: &str) -> Value {
    json!({"report": {"datedOn": file.app.today(), "receivedOn": file.app.today(), "facts": "双方因婚约财产发生纠纷。",
        "outcome": outcome, "result": "调解程序终结。", "handler": file.mediator}})
}
