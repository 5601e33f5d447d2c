//! Performance, breach, closing.

use platform::access::Role;

use super::*;
use crate::agreements::ClauseKind;
use crate::cases::example::*;
use crate::cases::guards::*;
use crate::cases::*;
use crate::papers::*;
use crate::vocabulary::*;

#[test]
fn m11_nothing_conditional_is_performed_before_the_proof_of_divorce() {
    let mut d = divorcing();
    d.case.state = State::Performing;
    file(&mut d, PaperContent::Agreement(agreement(vec![plain_payment()])));
    let promise = PerformanceItem { conditional_on_divorce: true, ..item(&d, day(2026, 4, 30)) };
    d.performance = vec![promise.clone()];
    bring(&mut d, PaperContent::Receipt(receipt(promise.id)));
    let found = refused(&d, Step::RecordPerformance, Role::Mediator);
    assert_eq!(codes(&found), ["C08"]);
    assert_eq!(found[0].params["needsProofOfDivorce"], true);

    d.case.marriage = MarriageOfParties::DivorceProven;
    let rule = check(&d, Step::RecordPerformance, &[Role::Mediator]).unwrap();
    assert_eq!(rule.lands_in(&d), State::Performing, "the item is still open");
    d.performance[0].status = PerformanceStatus::Performed;
    assert_eq!(rule.lands_in(&d), State::Performed);
    d.case.marriage = MarriageOfParties::Married;
    assert_eq!(rule.lands_in(&d), State::Performing, "without proof nothing conditional counts as performed");
}

fn receipt(item_id: PerformanceItemId) -> Receipt {
    Receipt {
        item_id,
        received_on: today(),
        amount_fen: None,
        completes: true,
        method: "银行转账".to_owned(),
        received_by: MEI,
        note: None,
    }
}

#[test]
fn m21_a_failed_case_is_not_closed_before_the_remedies_are_served_on_everybody() {
    let mut d = in_state(State::Failed);
    d.case.outcome = Some(Outcome::N1);
    d.act.by = CHEN;
    let report = ClosingReport {
        dated_on: today(),
        received_on: day(2026, 4, 1),
        facts: "双方未达成协议。".to_owned(),
        outcome: Outcome::N1,
        result: "调解不成。".to_owned(),
        handler: WANG,
        review: None,
    };
    file(&mut d, PaperContent::ClosingReport(report));
    d.papers.last_mut().unwrap().made_by = WANG;
    assert_eq!(codes(&refused(&d, Step::Close, Role::StationHead)), ["G17"]);
    file(&mut d, PaperContent::Termination(termination(Outcome::N1, &[MEI])));
    assert_eq!(REMEDIES_SERVED.blocker(&d).unwrap().params["parties"], serde_json::json!(["李大伟"]));
    file(&mut d, PaperContent::Termination(termination(Outcome::N1, &[WEI])));
    assert!(check(&d, Step::Close, &[Role::StationHead]).is_ok());

    d.act.by = WANG;
    assert_eq!(codes(&refused(&d, Step::Close, Role::StationHead)), ["C12"], "nobody reviews her own report");
}

#[test]
fn m23_a_breached_agreement_is_mediated_again_under_the_same_number() {
    let mut d = agreed(vec![plain_payment()]);
    d.case.state = State::Breached;
    let rule = check(&d, Step::Remediate, &[Role::Mediator]).unwrap();
    assert_eq!(rule.lands_in(&d), State::Mediating);

    d.papers.last_mut().unwrap().state = PaperState::Superseded;
    let mut second = agreement(vec![payment(ClauseKind::BridePrice, "李大伟返还张小梅人民币15000元。", 1_500_000)]);
    second.version_no = 2;
    let newest = file(&mut d, PaperContent::Agreement(second));
    let counted = d.agreement().unwrap();
    assert_eq!((counted.paper.id, counted.clauses[0].amount_fen.map(|fen| fen.0)), (newest, Some(1_500_000)));
    assert_eq!(d.case.number.as_deref(), Some("（2026）安宁婚人调字第0001号"));
}

#[test]
fn a_breach_is_what_stays_overdue_after_the_urge() {
    let mut d = agreed(vec![plain_payment()]);
    d.case.state = State::Performing;
    let promise = item(&d, day(2026, 4, 20));
    d.performance = vec![promise.clone()];
    assert!(!holds(&ITEM_OVERDUE, &d), "due today is not overdue");
    d.act.on = day(2026, 4, 25);
    assert!(holds(&ITEM_OVERDUE, &d));
    assert_eq!(codes(&refused(&d, Step::ConfirmBreach, Role::Mediator)), ["C10"]);
    let urge = Urge {
        item_ids: vec![promise.id],
        party_id: WEI,
        demand: "请履行。".to_owned(),
        comply_by: day(2026, 4, 28),
        consequences: "对方可以向人民法院起诉。".to_owned(),
        urged_on: day(2026, 4, 25),
    };
    bring(&mut d, PaperContent::Urge(urge));
    assert!(check(&d, Step::Urge, &[Role::Mediator]).is_ok());
    d.act.brings = None;
    d.act.on = day(2026, 4, 28);
    assert!(!holds(&URGED_IN_VAIN, &d), "the last day to comply is still hers");
    d.act.on = day(2026, 4, 29);
    assert!(check(&d, Step::ConfirmBreach, &[Role::Mediator]).is_ok());
    d.performance[0].status = PerformanceStatus::Performed;
    assert!(!holds(&URGED_IN_VAIN, &d), "what was cured is no breach");
}
