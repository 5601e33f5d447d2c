//! Every operation that changes a file, with a body as it should be: what the answer says, it says of the reader and the file.

use serde_json::{Value, json};

use super::file::File;
use super::sheets;

/// The part of the address of every change of a file, with a sound body.
pub fn of(file: &File<'_>) -> Vec<(&'static str, Value)> {
    let id = json!(platform::ids::Id::new().0);
    let today = file.app.today();
    let paper = json!({"id": id, "textHash": "0".repeat(64)});
    let item = json!({"id": id, "amountFen": 100});
    let (a, r) = (&file.applicant, &file.respondent);
    vec![
        ("accept", json!({"partiesConsent": true, "difficulty": "ORDINARY"})),
        ("decline", json!({"notice": {"datedOn": today, "reason": "STATUS", "routes": ["LAWSUIT"]}})),
        ("assign", json!({"mode": "ASSIGNED", "mediators": [file.mediator]})),
        ("replace-mediator", json!({"outgoing": file.mediator, "incoming": id, "reason": "休假"})),
        ("notify", sheets::notice(file, a)),
        ("investigate", sheets::investigation(file)),
        ("hold-session", sheets::minutes(file, &[a, r])),
        ("suspend", json!({"until": today.succ_opt().unwrap(), "reason": "外出"})),
        ("resume", json!({})),
        ("record-child-view", sheets::child_view(file, a)),
        ("extend", sheets::extension(&[(a, today), (r, today)], today, 10)),
        ("draft-agreement", sheets::draft(file, &sheets::plain_terms(file))),
        ("settle", json!({"textHash": paper["textHash"]})),
        ("revise", json!({"reason": "金额写错"})),
        ("sign", sheets::mark(&paper, Some(a))),
        ("seal-agreement", sheets::seal(&paper)),
        ("record-oral-agreement", sheets::oral(file, &sheets::living_terms(), &[a, r])),
        ("amend", json!({"consentedBy": [a.id, r.id], "reason": "延后付款"})),
        ("fail", json!({"reason": "分歧过大"})),
        ("terminate", json!({"outcome": "N3", "reason": "撤回申请"})),
        ("serve-remedy-notice", sheets::remedies(file, "N1")),
        ("record-refusal", json!({"partyId": r.id, "words": "不调了"})),
        ("withdraw-refusal", json!({"refusalId": id})),
        ("request-recusal", json!({"requestedBy": r.id, "against": file.mediator, "grounds": "邻居"})),
        ("decide-recusal", json!({"paperId": id, "upheld": false, "reason": "不成立"})),
        (
            "add-evidence",
            json!({"evidence": {"datedOn": today, "items": [{"name": "转账记录", "kind": "书证", "provider": "张小梅",
            "original": false, "pages": 2, "proves": "给付彩礼", "receivedBy": file.mediator, "receivedOn": today}]}}),
        ),
        (
            "add-power-of-attorney",
            json!({
            "representative": {"id": id, "partyId": a.id, "kind": "NEAR_RELATIVE", "name": "张建国", "authority": "GENERAL"},
            "power": {"partyId": a.id, "representativeId": id, "matters": "代为参加调解", "authority": "GENERAL", "datedOn": today}}),
        ),
        (
            "correct-particulars",
            json!({
                "changes": [{"field": "OCCUPATION", "partyId": file.applicant.id, "value": "教师"}], "reason": "登记有误"
            }),
        ),
        (
            "confirm-service-address",
            json!({"address": {"partyId": a.id, "recipient": "张小梅", "address": "清源县栖霞街道桂花巷12号",
            "phone": a.phone, "informedOfConsequences": true, "confirmedOn": today}}),
        ),
        ("schedule-performance", json!({"items": []})),
        ("record-performance", sheets::receipt(file, &item)),
        ("urge", sheets::urge(file, &[&item], today)),
        ("confirm-breach", json!({"facts": "仍未支付"})),
        ("remediate", json!({"reason": "重新协商"})),
        ("follow-up", sheets::follow_up(file, file.mediator)),
        ("request-closing", sheets::closing(file, "S1")),
        ("close", json!({"opinion": "同意结案"})),
        ("explain-volume", json!({"explanations": [{"form": "F13", "reason": "联系不上"}]})),
        ("archive", json!({"retention": "PERMANENT"})),
        ("reopen", json!({"reason": "新的事实"})),
        ("decide-duplicate", json!({"caseId": id, "verdict": "DIFFERENT"})),
        ("prove-divorce", json!({"document": "离婚证", "divorcedOn": today})),
        ("seal-file", json!({"reason": "当事人是本会工作人员"})),
    ]
}
