//! Notice, session, extension, consent.

use platform::access::Role;

use super::*;
use crate::cases::example::*;
use crate::cases::guards::*;
use crate::cases::*;
use crate::papers::*;
use crate::vocabulary::*;

#[test]
fn ending_as_refused_needs_a_recorded_refusal() {
    let mut d = dossier();
    d.case.outcome = Some(Outcome::N2);
    assert_eq!(codes(&refused(&d, Step::Terminate, Role::Mediator)), ["C07"]);
    d.case.outcome = Some(Outcome::S1);
    assert_eq!(codes(&refused(&d, Step::Terminate, Role::Mediator)), ["C13"]);
    d.case.outcome = Some(Outcome::N3);
    assert!(check(&d, Step::Terminate, &[Role::Mediator]).is_ok());
}

#[test]
fn m02_no_agreement_written_or_oral_without_a_session() {
    let mut written = agreed(vec![plain_payment()]);
    without(&mut written, FormCode::F10);
    assert_eq!(codes(&refused(&written, Step::Settle, Role::Mediator)), ["G08"]);

    let mut spoken = dossier();
    without(&mut spoken, FormCode::F10);
    bring(&mut spoken, PaperContent::OralAgreement(oral(vec![plain_payment()])));
    assert_eq!(codes(&refused(&spoken, Step::RecordOralAgreement, Role::Mediator)), ["G08"]);
}

#[test]
fn a_session_counts_only_whole_attended_by_all_and_not_after_the_agreement() {
    let with = |change: fn(&mut Minutes)| {
        let mut d = agreed(vec![plain_payment()]);
        without(&mut d, FormCode::F10);
        let mut sheet = minutes();
        change(&mut sheet);
        file(&mut d, PaperContent::Minutes(sheet));
        d
    };
    assert!(holds(&SESSION_HELD, &with(|_| {})));
    assert!(!holds(&SESSION_HELD, &with(|sheet| sheet.ended_at = sheet.started_at)));
    assert!(!holds(&SESSION_HELD, &with(|sheet| sheet.attendance[1].present = false)));
    assert!(holds(
        &SESSION_HELD,
        &with(|sheet| {
            sheet.attendance[1].present = false;
            sheet.attendance[1].represented_by = Some(RepresentativeId::new());
        })
    ));
    assert!(!holds(
        &SESSION_HELD,
        &with(|sheet| {
            sheet.started_at = at(day(2026, 4, 21), 9);
            sheet.ended_at = at(day(2026, 4, 21), 10);
        })
    ));
}

#[test]
fn a_mark_under_another_text_does_not_count() {
    let mut d = agreed(vec![plain_payment()]);
    d.case.state = State::AgreedPending;
    mark(&mut d, MarkRole::Party, Some(MEI), today());
    d.marks[0].text_hash = "old".to_owned();
    assert_eq!(codes(&refused(&d, Step::Sign, Role::Mediator)), ["C06"]);
    assert_eq!(d.parties_without_mark(d.agreement().unwrap().paper), [MEI, WEI]);
}

fn extension(consented_on: [chrono::NaiveDate; 2], days: i32) -> ExtensionConsent {
    ExtensionConsent {
        dated_on: consented_on[0],
        days,
        reason: "需要补充材料".to_owned(),
        consents: [MEI, WEI].into_iter().zip(consented_on).map(|(party_id, consented_on)| Consent { party_id, consented_on }).collect(),
    }
}

#[test]
fn m20_an_extension_is_agreed_and_entered_before_the_term_ends() {
    let day_29 = day(2026, 4, 30);
    let mut d = dossier();
    d.today = day_29;
    bring(&mut d, PaperContent::ExtensionConsent(extension([day_29, day_29], 30)));
    assert!(check(&d, Step::Extend, &[Role::Mediator]).is_ok());

    d.today = day(2026, 5, 2);
    assert_eq!(codes(&refused(&d, Step::Extend, Role::Mediator)), ["G19"], "entered after the last day");
    assert!(!view(&d, Step::Extend, Role::Mediator).possible, "and the button says so before anybody tries");
}

#[test]
fn m20_an_extension_needs_everybody_and_has_its_limits() {
    let with = |sheet: ExtensionConsent| {
        let mut d = dossier();
        bring(&mut d, PaperContent::ExtensionConsent(sheet));
        EXTENSION_IN_TIME.blocker(&d).map(|blocker| blocker.params).unwrap_or_default()
    };
    let late = extension([today(), day(2026, 5, 2)], 30);
    assert_eq!(with(late)["withoutConsentInTime"], serde_json::json!(["李大伟"]));
    assert_eq!(with(extension([today(), today()], 31))["daysAllowed"], 30);

    let mut twice = dossier();
    file(&mut twice, PaperContent::ExtensionConsent(extension([today(), today()], 30)));
    bring(&mut twice, PaperContent::ExtensionConsent(extension([today(), today()], 30)));
    assert_eq!(EXTENSION_IN_TIME.blocker(&twice).unwrap().params["alreadyExtended"], 1);
}

#[test]
fn who_is_turned_away_learns_the_right_route() {
    let mut d = in_state(State::Applied);
    let mut sheet = NonAcceptance {
        dated_on: today(),
        reason: NonAcceptanceReason::Status,
        explanation: None,
        routes: Vec::new(),
        route_detail: None,
        served_on: None,
    };
    bring(&mut d, PaperContent::NonAcceptance(sheet.clone()));
    assert_eq!(codes(&refused(&d, Step::Decline, Role::StationHead)), ["C02"]);
    sheet.routes = vec![RemedyRoute::Lawsuit];
    bring(&mut d, PaperContent::NonAcceptance(sheet));
    assert!(check(&d, Step::Decline, &[Role::FederationOfficer]).is_ok());
    assert_eq!(codes(&refused(&d, Step::Decline, Role::Registrar)), ["ROLE"]);
}

#[test]
fn a_guest_needs_everybodys_consent() {
    let mut d = dossier();
    let mut sheet = minutes();
    sheet.guests = vec![Guest { name: "村长".to_owned(), role: "邻里".to_owned(), consented_by: vec![MEI] }];
    bring(&mut d, PaperContent::Minutes(sheet.clone()));
    assert_eq!(codes(&refused(&d, Step::OpenSession, Role::Mediator)), ["G09"]);
    sheet.guests[0].consented_by.push(WEI);
    bring(&mut d, PaperContent::Minutes(sheet));
    assert!(check(&d, Step::OpenSession, &[Role::Mediator]).is_ok());
}

#[test]
fn a_long_suspension_is_the_heads_to_decide() {
    let mut d = dossier();
    let rest = |until| Suspension {
        id: SuspensionId::new(),
        from: today(),
        until,
        resumed_on: None,
        reason: "等待鉴定".to_owned(),
        decided_by: WANG,
    };
    d.suspensions = vec![rest(day(2026, 5, 4))];
    assert!(check(&d, Step::Suspend, &[Role::Mediator]).is_ok(), "fifteen days");
    d.suspensions = vec![rest(day(2026, 5, 5))];
    assert_eq!(codes(&refused(&d, Step::Suspend, Role::Mediator)), ["C04"]);
    assert!(check(&d, Step::Suspend, &[Role::StationHead]).is_ok());
    assert!(check(&d, Step::Suspend, &[Role::Mediator, Role::StationHead]).is_ok(), "she holds both posts");
}

#[test]
fn a_text_without_draft_is_not_settled() {
    assert_eq!(codes(&refused(&dossier(), Step::Settle, Role::Mediator)), ["C05"]);
    let mut again = agreed(vec![plain_payment()]);
    for party in [MEI, WEI] {
        mark(&mut again, MarkRole::Party, Some(party), today());
    }
    mark(&mut again, MarkRole::Mediator, None, today());
    mark(&mut again, MarkRole::Committee, None, today());
    assert_eq!(codes(&refused(&again, Step::Settle, Role::Mediator)), ["C05"], "mediating again, the old text will not do");
}

#[test]
fn a_change_needs_everybody() {
    let mut d = agreed(vec![plain_payment()]);
    d.case.state = State::Agreed;
    d.act.consented_by = vec![MEI];
    assert_eq!(codes(&refused(&d, Step::Amend, Role::Mediator)), ["C11"]);
    d.act.consented_by.push(WEI);
    assert!(check(&d, Step::Amend, &[Role::Mediator]).is_ok());
}
