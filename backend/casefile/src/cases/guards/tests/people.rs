//! Capacity, refusal, appointment, neutrality.

use platform::access::Role;

use super::*;
use crate::cases::example::*;
use crate::cases::guards::*;
use crate::cases::*;
use crate::papers::*;
use crate::vocabulary::*;

#[test]
fn m01_a_refusal_blocks_the_session_and_leaves_only_termination_as_refused() {
    let mut d = dossier();
    d.refusals.push(refusal(WEI));
    bring(&mut d, PaperContent::Minutes(minutes()));
    let found = refused(&d, Step::OpenSession, Role::Mediator);
    assert_eq!(codes(&found), ["G01"]);
    assert_eq!(found[0].params["parties"], serde_json::json!(["李大伟"]));

    d.case.outcome = Some(Outcome::N2);
    assert!(check(&d, Step::Terminate, &[Role::Mediator]).is_ok());
    let ended = in_state(State::Terminated);
    assert!(view(&ended, Step::ServeRemedyNotice, Role::Mediator).possible);

    d.refusals[0].withdrawn_at = Some(at(today(), 9));
    assert!(check(&d, Step::OpenSession, &[Role::Mediator]).is_ok());
}

#[test]
fn a_session_with_two_obstacles_names_both() {
    let mut d = dossier();
    d.refusals.push(refusal(MEI));
    without(&mut d, FormCode::F05);
    bring(&mut d, PaperContent::Minutes(minutes()));
    assert_eq!(codes(&refused(&d, Step::OpenSession, Role::Mediator)), ["G01", "G07"]);
}

#[test]
fn m03_one_party_without_notice_stops_the_first_session_and_is_named() {
    let mut d = in_state(State::Notified);
    d.papers.retain(|paper| !matches!(&paper.content, PaperContent::Notice(notice) if notice.party_id == WEI));
    bring(&mut d, PaperContent::Minutes(minutes()));
    let found = refused(&d, Step::OpenSession, Role::Mediator);
    assert_eq!(codes(&found), ["G07"]);
    assert_eq!(found[0].params["parties"], serde_json::json!(["李大伟"]));
}

#[test]
fn m14_a_minor_is_not_represented_by_the_opponent() {
    let mut d = dossier();
    d.parties[0].particulars.birth_date = Some(day(2010, 1, 1));
    assert_eq!(PARTIES_CAPABLE.blocker(&d).unwrap().params["withoutGuardian"], serde_json::json!(["张小梅"]));

    let guardian = |is_party| Representative {
        id: RepresentativeId::new(),
        party_id: MEI,
        kind: RepresentativeKind::LegalGuardian,
        name: "李大伟".to_owned(),
        id_document: None,
        phone: None,
        relation: Some("父亲".to_owned()),
        authority: Authority::Special,
        proof: Some("户口簿".to_owned()),
        is_party,
        account_id: None,
        valid_until: None,
    };
    d.representatives = vec![guardian(Some(WEI))];
    let found = PARTIES_CAPABLE.blocker(&d).unwrap();
    assert_eq!(found.guard, "G04");
    assert_eq!(found.params["adverseGuardian"], serde_json::json!(["张小梅"]));

    d.representatives[0].is_party = None;
    d.representatives[0].id_document = d.party(WEI).map(|party| party.particulars.id_document.clone());
    assert!(!holds(&PARTIES_CAPABLE, &d), "the same identity number is the same person");
    d.representatives = vec![guardian(None)];
    assert!(holds(&PARTIES_CAPABLE, &d));
    d.representatives[0].proof = None;
    assert!(!holds(&PARTIES_CAPABLE, &d));
}

#[test]
fn a_self_supporting_person_of_sixteen_acts_alone() {
    let mut d = dossier();
    d.parties[0].particulars.birth_date = Some(day(2010, 4, 20));
    d.parties[0].particulars.capacity = Capacity::DeemedFull;
    assert!(holds(&PARTIES_CAPABLE, &d));
    d.parties[0].particulars.birth_date = Some(day(2010, 4, 21));
    assert!(!holds(&PARTIES_CAPABLE, &d));
}

fn recusal() -> Recusal {
    Recusal { requested_by: WEI, against: WANG, grounds: "与申请人是邻居。".to_owned(), requested_on: today(), decision: None }
}

#[test]
fn m18_a_pending_recusal_stops_the_session_until_the_mediator_is_replaced() {
    let mut d = dossier();
    let request = file(&mut d, PaperContent::Recusal(recusal()));
    bring(&mut d, PaperContent::Minutes(minutes()));
    let found = refused(&d, Step::OpenSession, Role::Mediator);
    assert_eq!(codes(&found), ["G06"]);
    assert_eq!(found[0].params["undecidedRecusals"], 1);

    let decision = RecusalDecision { upheld: true, reason: "理由成立".to_owned(), decided_by: CHEN, decided_on: today() };
    for paper in &mut d.papers {
        if let (true, PaperContent::Recusal(sheet)) = (paper.id == request, &mut paper.content) {
            sheet.decision = Some(decision.clone());
        }
    }
    for tie in d.ties.iter_mut().filter(|tie| tie.role == RoleInCase::Mediator) {
        tie.until = Some(today());
    }
    d.ties.push(tie(WANG, "王和平", RoleInCase::Recused));
    d.ties.push(Tie { from: today(), ..tie(ZHAO, "赵敏", RoleInCase::Mediator) });
    d.mediators.push(mediator(ZHAO, "赵敏"));
    d.act.by = ZHAO;
    let mut sheet = minutes();
    sheet.mediators = vec![ZHAO];
    bring(&mut d, PaperContent::Minutes(sheet));
    assert!(holds(&MEDIATORS_NEUTRAL, &d));
    let history: Vec<_> = d.ties.iter().filter(|tie| tie.role == RoleInCase::Mediator).map(|tie| tie.account_id).collect();
    assert_eq!(history, [WANG, ZHAO], "both mediators stay on the file");
    assert_eq!(codes(&advice::advice(&d)), ["G07"], "the parties should be told of the new mediator");

    d.ties.push(tie(WANG, "王和平", RoleInCase::Mediator));
    assert!(!holds(&MEDIATORS_NEUTRAL, &d), "who was recused does not come back");
}

#[test]
fn a_conflict_shows_in_the_records_and_both_parties_may_accept_it_in_writing() {
    let mut d = dossier();
    d.mediators[0].name = "李和平".to_owned();
    d.mediators[0].residence_address = Some("金方街道一号".to_owned());
    assert_eq!(conflicts_of(&d, WANG), [ConflictKind::SameNameAndAddress]);
    assert!(!holds(&MEDIATORS_NEUTRAL, &d));

    let accepted =
        |accepted_by| Conflict { account_id: WANG, kind: ConflictKind::SameNameAndAddress, party_id: Some(WEI), note: None, accepted_by };
    d.conflicts = vec![accepted(vec![MEI])];
    assert!(!holds(&MEDIATORS_NEUTRAL, &d), "one party is not enough");
    d.conflicts = vec![accepted(vec![MEI, WEI])];
    assert!(holds(&MEDIATORS_NEUTRAL, &d));
}

#[test]
fn one_household_is_a_conflict_and_so_is_a_declared_interest() {
    let mut d = dossier();
    d.mediators[0].household_number = Some("H-7".to_owned());
    d.parties[0].particulars.household_number = Some("H-7".to_owned());
    d.conflicts.push(Conflict { account_id: WANG, kind: ConflictKind::Interest, party_id: None, note: None, accepted_by: Vec::new() });
    assert_eq!(conflicts_of(&d, WANG), [ConflictKind::Interest, ConflictKind::SameHousehold]);
}

#[test]
fn m19_an_appointment_that_ended_yesterday_signs_nothing_today() {
    let mut d = agreed(vec![plain_payment()]);
    d.case.state = State::AgreedPending;
    mark(&mut d, MarkRole::Mediator, None, today());
    assert!(check(&d, Step::Sign, &[Role::Mediator]).is_ok());
    d.mediators[0].appointments[0].to = today().pred_opt();
    let found = refused(&d, Step::Sign, Role::Mediator);
    assert_eq!(codes(&found), ["G05"]);
    assert_eq!(found[0].params["mediators"], serde_json::json!(["王和平"]));
    d.mediators[0].appointments[0].to = Some(today());
    assert!(holds(&MEDIATORS_APPOINTED, &d), "the last day still counts");
}

#[test]
fn a_suspended_or_underage_mediator_does_not_act() {
    let mut d = dossier();
    d.mediators[0].appointments[0].suspended_from = Some(day(2026, 4, 1));
    assert!(!holds(&MEDIATORS_APPOINTED, &d));
    d.mediators[0].appointments[0].suspended_to = Some(day(2026, 4, 19));
    assert!(holds(&MEDIATORS_APPOINTED, &d));
    d.mediators[0].birth_date = Some(day(2008, 4, 21));
    assert!(!holds(&MEDIATORS_APPOINTED, &d));
}

#[test]
fn a_dispute_needs_two_different_people_on_two_sides() {
    let mut d = in_state(State::Applied);
    assert!(holds(&TWO_SIDES, &d));
    d.parties[1].particulars.id_document = d.parties[0].particulars.id_document.clone();
    assert!(!holds(&TWO_SIDES, &d), "one person cannot quarrel with herself");
    d.parties.pop();
    bring(&mut d, PaperContent::AcceptanceForm(acceptance()));
    assert_eq!(codes(&refused(&d, Step::Accept, Role::Registrar)), ["C01"]);
}

#[test]
fn status_questions_and_what_a_court_has_taken_are_not_mediated() {
    let mut d = in_state(State::Applied);
    d.case.category = Category::D6;
    assert_eq!(MEDIABLE.blocker(&d).unwrap().params["route"], "向人民法院起诉");
    d.case.category = Category::A3;
    d.case.decided_elsewhere = Some("人民法院已立案".to_owned());
    assert!(!holds(&MEDIABLE, &d));
}

#[test]
fn a_possible_duplicate_is_decided_before_acceptance() {
    let mut d = in_state(State::Applied);
    d.duplicates = vec![DuplicateHit { case_id: d.case.id, number: Some("0002".to_owned()), verdict: DuplicateVerdict::Open }];
    assert_eq!(DUPLICATES_DECIDED.blocker(&d).unwrap().params["cases"], serde_json::json!(["0002"]));
    d.duplicates[0].verdict = DuplicateVerdict::Linked;
    assert!(holds(&DUPLICATES_DECIDED, &d));
}

#[test]
fn a_complex_dispute_needs_two_mediators_or_a_lawyer() {
    let mut d = in_state(State::Accepted);
    d.case.difficulty = Difficulty::Complex;
    assert_eq!(codes(&refused(&d, Step::Assign, Role::StationHead)), ["C03"]);
    d.mediators[0].is_lawyer = true;
    assert!(check(&d, Step::Assign, &[Role::StationHead]).is_ok());
    d.mediators[0].is_lawyer = false;
    d.ties.push(tie(ZHAO, "赵敏", RoleInCase::Mediator));
    d.mediators.push(mediator(ZHAO, "赵敏"));
    assert!(check(&d, Step::Assign, &[Role::StationHead]).is_ok());
}

#[test]
fn assigning_nobody_is_refused_but_looking_at_the_button_is_not() {
    let mut d = in_state(State::Accepted);
    d.ties.clear();
    d.act.by = CHEN;
    assert!(view(&d, Step::Assign, Role::StationHead).possible);
    assert_eq!(codes(&refused(&d, Step::Assign, Role::StationHead)), ["G05"]);
}

#[test]
fn a_mediator_whose_appointment_ended_can_be_replaced() {
    let mut d = dossier();
    d.mediators[0].appointments.clear();
    assert!(view(&d, Step::ReplaceMediator, Role::StationHead).possible);
    assert!(!view(&d, Step::OpenSession, Role::Mediator).possible);
}

#[test]
fn who_spoke_for_a_party_does_not_mediate() {
    let mut d = dossier();
    let former = |role, same_dispute| EarlierTie { party_id: MEI, role, same_dispute };
    d.mediators[0].earlier = vec![former(EarlierRole::Agent, false)];
    assert!(holds(&NO_CHANGE_OF_SIDE, &d), "an earlier matter is a conflict the parties may accept");
    assert_eq!(conflicts_of(&d, WANG), [ConflictKind::EarlierClient]);
    d.mediators[0].is_lawyer = true;
    assert!(!holds(&NO_CHANGE_OF_SIDE, &d), "a lawyer's former client is a bar");
    assert!(conflicts_of(&d, WANG).is_empty());
    d.mediators[0].is_lawyer = false;
    d.mediators[0].earlier = vec![former(EarlierRole::Witness, true)];
    assert!(!holds(&NO_CHANGE_OF_SIDE, &d));
}

#[test]
fn a_decision_on_recusal_and_a_withdrawal_of_refusal_need_something_to_decide_on() {
    let mut d = in_state(State::Mediating);
    let codes = |d: &Dossier, step| match check(d, step, &[Role::StationHead, Role::Mediator]) {
        Ok(_) => Vec::new(),
        Err(blockers) => blockers.iter().map(|blocker| blocker.guard).collect(),
    };
    assert!(codes(&d, Step::DecideRecusal).contains(&"C14"));
    assert_eq!(codes(&d, Step::WithdrawRefusal), ["C15"]);
    file(&mut d, PaperContent::Recusal(recusal()));
    d.refusals.push(refusal(WEI));
    assert!(!codes(&d, Step::DecideRecusal).contains(&"C14"));
    assert!(codes(&d, Step::WithdrawRefusal).is_empty());
}
