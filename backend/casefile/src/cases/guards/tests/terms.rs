//! Clauses, form, child, divorce, marks.

use platform::access::Role;

use super::*;
use crate::agreements::{Clause, ClauseKind, Cycle};
use crate::cases::example::*;
use crate::cases::guards::*;
use crate::cases::*;
use crate::papers::*;
use crate::vocabulary::*;

#[test]
fn m04_an_agreement_takes_effect_with_the_last_mark_or_the_seal() {
    let mut d = agreed(vec![plain_payment()]);
    d.case.state = State::AgreedPending;
    let effective = |d: &Dossier| d.effective_on(d.agreement().unwrap().paper);
    mark(&mut d, MarkRole::Party, Some(MEI), day(2026, 5, 1));
    mark(&mut d, MarkRole::Party, Some(WEI), day(2026, 5, 2));
    mark(&mut d, MarkRole::Mediator, None, day(2026, 5, 2));
    assert_eq!(effective(&d), None);
    let sign = check(&d, Step::Sign, &[Role::Mediator]).unwrap();
    assert_eq!(sign.lands_in(&d), State::AgreedPending, "without the seal it is not in force");

    mark(&mut d, MarkRole::Committee, None, day(2026, 5, 6));
    assert_eq!(effective(&d), Some(day(2026, 5, 6)));
    let seal = check(&d, Step::Seal, &[Role::SealKeeper]).unwrap();
    assert_eq!(seal.lands_in(&d), State::Agreed);
}

#[test]
fn m05_a_stations_stamp_is_no_seal() {
    let mut d = agreed(vec![plain_payment()]);
    d.case.state = State::AgreedPending;
    for party in [MEI, WEI] {
        mark(&mut d, MarkRole::Party, Some(party), today());
    }
    mark(&mut d, MarkRole::Mediator, None, today());
    assert!(holds(&READY_FOR_SEAL, &d));
    mark(&mut d, MarkRole::Committee, None, today());
    let stamp = d.marks.last_mut().unwrap();
    stamp.by_sealing_committee = false;
    stamp.org_id = Some(STATION);
    let found = refused(&d, Step::Seal, Role::SealKeeper);
    assert_eq!(codes(&found), ["G11"]);
    assert_eq!(found[0].params["stationStamp"], true);
    assert_eq!(d.effective_on(d.agreement().unwrap().paper), None);
}

#[test]
fn the_seal_waits_for_every_mark_and_says_whose_is_missing() {
    let mut d = agreed(vec![plain_payment()]);
    d.case.state = State::AgreedPending;
    mark(&mut d, MarkRole::Party, Some(MEI), today());
    let found = READY_FOR_SEAL.blocker(&d).unwrap();
    assert_eq!(found.params["parties"], serde_json::json!(["李大伟"]));
    assert_eq!(found.params["mediatorMissing"], true);
}

#[test]
fn m06_an_oral_agreement_takes_effect_that_day_if_nobody_wants_paper() {
    let mut d = dossier();
    bring(&mut d, PaperContent::OralAgreement(oral(vec![plain_payment()])));
    let rule = check(&d, Step::RecordOralAgreement, &[Role::Mediator]).unwrap();
    assert_eq!(rule.lands_in(&d), State::Agreed);
    assert_eq!(d.agreement().unwrap().dated_on, today());

    let mut wants_paper = dossier();
    let mut sheet = oral(vec![plain_payment()]);
    sheet.declined_paper = vec![MEI];
    bring(&mut wants_paper, PaperContent::OralAgreement(sheet));
    let found = refused(&wants_paper, Step::RecordOralAgreement, Role::Mediator);
    assert_eq!(codes(&found), ["G12"]);
    assert_eq!(found[0].params["wantPaper"], serde_json::json!(["李大伟"]));
}

#[test]
fn m07_renunciation_and_property_regime_are_not_agreed_by_word_of_mouth() {
    let spoken = |clause: Clause| {
        let mut d = dossier();
        let mut sheet = oral(vec![clause]);
        sheet.acknowledged = WARNINGS.map(|code| Acknowledgement { code: code.to_owned(), clause_id: None }).to_vec();
        bring(&mut d, PaperContent::OralAgreement(sheet));
        codes(&refused(&d, Step::RecordOralAgreement, Role::Mediator))
    };
    assert_eq!(spoken(clause(ClauseKind::InheritanceRenunciation, "李大伟自愿放弃继承父亲遗产。")), ["G12"]);
    assert_eq!(spoken(clause(ClauseKind::SpousalPropertyRegime, "双方收入归各自所有。")), ["G12"]);
    assert_eq!(spoken(clause(ClauseKind::Other, "李大伟放弃对母亲遗产的继承。")), ["G12"], "by its words");
    assert_eq!(spoken(clause(ClauseKind::LivingArrangement, "双方互相尊重。")), Vec::<&str>::new());
}

const WARNINGS: [&str; 7] = ["W1", "W2", "W3", "W4", "W5", "W6", "W7"];

#[test]
fn a_category_that_needs_paper_is_not_settled_orally() {
    let mut d = divorcing();
    bring(&mut d, PaperContent::OralAgreement(oral(vec![plain_payment()])));
    assert_eq!(codes(&refused(&d, Step::RecordOralAgreement, Role::Mediator)), ["G12"]);
}

#[test]
fn m10_a_clause_that_dissolves_the_marriage_stops_any_agreement() {
    let d = agreed(vec![clause(ClauseKind::Other, "双方自即日起解除婚姻关系。")]);
    let found = refused(&d, Step::Settle, Role::Mediator);
    assert_eq!(codes(&found), ["G10"]);
    assert_eq!(found[0].params["hardStops"][0], "L8 以协议解除婚姻、收养或者确认亲子关系");
}

#[test]
fn m17_a_hard_stop_stays_whatever_is_acknowledged_and_whoever_asks() {
    let mut d = dossier();
    let mut sheet = agreement(vec![clause(ClauseKind::Other, "张小梅收款后不再报警。")]);
    sheet.acknowledged = vec![Acknowledgement { code: "L1".to_owned(), clause_id: None }];
    file(&mut d, PaperContent::Agreement(sheet));
    let found = check(&d, Step::Settle, &[Role::Mediator, Role::StationHead, Role::CommitteeDirector]).err().unwrap();
    assert_eq!(codes(&found), ["G10"]);
}

#[test]
fn a_warning_passes_once_it_is_acknowledged() {
    let waiver = clause(ClauseKind::SupportWaiver, "女儿的抚养费由张小梅负担。");
    let mut d = agreed(vec![waiver.clone()]);
    assert_eq!(CLAUSES_LAWFUL.blocker(&d).unwrap().params["warnings"], serde_json::json!(["W1 免除抚养费"]));
    without(&mut d, FormCode::F11);
    let mut sheet = agreement(vec![waiver.clone()]);
    sheet.acknowledged = vec![Acknowledgement { code: "W1".to_owned(), clause_id: Some(waiver.id) }];
    file(&mut d, PaperContent::Agreement(sheet));
    assert!(holds(&CLAUSES_LAWFUL, &d));
}

#[test]
fn m11_property_terms_of_an_undivorced_couple_are_conditional_by_themselves() {
    let car = payment(ClauseKind::PropertyDivision, "汽车归张小梅，张小梅支付折价款20000元。", 2_000_000);
    let with = |flag: Option<bool>| {
        let mut d = divorcing();
        file(&mut d, PaperContent::Agreement(agreement(vec![Clause { conditional_on_divorce: flag, ..car.clone() }])));
        d
    };
    assert!(crate::agreements::is_conditional(&with(None), &car), "flagged by the rule");
    assert!(holds(&CONDITION_FLAGGED, &with(None)));
    assert!(holds(&CONDITION_FLAGGED, &with(Some(true))));
    assert_eq!(codes(&refused(&with(Some(false)), Step::Settle, Role::Mediator)), ["G14"]);

    let mut divorced = with(Some(false));
    divorced.case.marriage = MarriageOfParties::DivorceProven;
    assert!(holds(&CONDITION_FLAGGED, &divorced));
}

fn custody(born: chrono::NaiveDate) -> Dossier {
    let mut d = dossier();
    with_child(&mut d, born);
    let lives = Clause { child_party_id: Some(MIAO), ..clause(ClauseKind::Custody, "李小苗由张小梅直接抚养。") };
    let pays = Clause {
        cycle: Some(Cycle::Monthly),
        end_on: Some(day(2035, 5, 1)),
        ..payment(ClauseKind::SupportPayment, "李大伟每月支付李小苗抚养费1000元。", 100_000)
    };
    file(&mut d, PaperContent::Agreement(agreement(vec![lives, pays])));
    d
}

#[test]
fn m13_a_child_of_eight_must_be_heard_and_a_younger_one_should() {
    let eight = custody(day(2018, 4, 20));
    let found = refused(&eight, Step::Settle, Role::Mediator);
    assert_eq!(codes(&found), ["G13"]);
    assert_eq!(found[0].params["children"], serde_json::json!(["李小苗"]));

    let almost_eight = custody(day(2018, 5, 20));
    assert!(check(&almost_eight, Step::Settle, &[Role::Mediator]).is_ok());
    assert_eq!(codes(&advice::advice(&almost_eight)), ["G13"]);

    let mut heard = eight;
    let view = ChildView {
        child_party_id: MIAO,
        heard_on: today(),
        place: "学校".to_owned(),
        heard_by: vec![WANG],
        parents_absent: true,
        able_to_express: true,
        view: "想跟妈妈住。".to_owned(),
        accompanied_by: None,
        observations: None,
    };
    file(&mut heard, PaperContent::ChildView(view));
    assert!(check(&heard, Step::Settle, &[Role::Mediator]).is_ok());
    assert!(advice::advice(&heard).is_empty());
}

#[test]
fn custody_without_support_or_support_without_end_is_incomplete() {
    let mut d = custody(day(2020, 1, 1));
    let PaperContent::Agreement(sheet) = &mut d.papers.last_mut().unwrap().content else { panic!() };
    sheet.clauses[1].end_on = None;
    assert_eq!(CHILD_HEARD.blocker(&d).unwrap().params["supportIncomplete"], true);
    let PaperContent::Agreement(sheet) = &mut d.papers.last_mut().unwrap().content else { panic!() };
    sheet.clauses.pop();
    assert_eq!(CHILD_HEARD.blocker(&d).unwrap().params["supportMissing"], true);
}

#[test]
fn mediation_is_free() {
    let d = agreed(vec![plain_payment(), clause(ClauseKind::Other, "双方各付调解费200元。")]);
    assert_eq!(codes(&refused(&d, Step::Settle, Role::Mediator)), ["G21"]);
}
