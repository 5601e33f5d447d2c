//! The clocks over a real calendar: every day that counts and every one that does not.

use platform::calendar::DayKind;

use super::*;
use crate::cases::example::*;
use crate::cases::{Suspension, SuspensionId};
use crate::papers::{Consent, ExtensionConsent, FollowUp, FollowUpChannel, FollowUpFinding, PaperContent, Satisfaction};
use crate::vocabulary::Source;

/// The published days around Spring Festival, Labour Day, the Dragon Boat and National Day 2026.
fn calendar() -> Calendar {
    let off = |month, from: u32, to: u32| (from..=to).map(move |d| (day(2026, month, d), DayKind::Holiday));
    let worked = [(2, 14), (2, 28), (5, 9), (9, 20), (10, 10)].map(|(m, d)| (day(2026, m, d), DayKind::Workday));
    Calendar::new(off(2, 15, 23).chain(off(4, 4, 6)).chain(off(5, 1, 5)).chain(off(6, 19, 21)).chain(off(10, 1, 7)).chain(worked))
}

fn clock(d: &Dossier, code: TimerCode) -> Timer {
    timers(d, &Settings::default(), &calendar()).into_iter().find(|timer| timer.code == code).unwrap()
}

#[test]
fn m08_the_confirmation_window_of_6_may_ends_on_5_june() {
    let window = ConfirmationWindow::of(day(2026, 5, 6), &calendar());
    assert_eq!(window.last_day, day(2026, 6, 5));
    assert!(window.is_open_on(day(2026, 6, 5)));
    assert!(!window.is_open_on(day(2026, 6, 6)), "day 31 is too late: a new agreement is the way");
    assert!(!window.is_open_on(day(2026, 5, 5)));
}

#[test]
fn m08_a_last_day_in_spring_festival_moves_to_the_first_working_day_after_it() {
    assert_eq!(ConfirmationWindow::of(day(2026, 1, 17), &calendar()).last_day, day(2026, 2, 24));
    assert_eq!(ConfirmationWindow::of(day(2026, 1, 24), &calendar()).last_day, day(2026, 2, 24));
    assert_eq!(ConfirmationWindow::of(day(2026, 1, 15), &calendar()).last_day, day(2026, 2, 14), "a make-up working day counts");
    assert_eq!(ConfirmationWindow::of(day(2026, 1, 29), &calendar()).last_day, day(2026, 2, 28), "a worked Saturday");
}

#[test]
fn a_last_day_is_never_earlier_than_thirty_days_and_always_a_working_day() {
    let calendar = calendar();
    let mut start = day(2025, 12, 20);
    let mut before = None;
    while start <= day(2026, 12, 1) {
        let last = ConfirmationWindow::of(start, &calendar).last_day;
        let length = last.signed_duration_since(start).num_days();
        assert!((30..=39).contains(&length), "{start}: {length}");
        assert!(calendar.is_working_day(last), "{start}: {last}");
        assert!(before.is_none_or(|earlier| earlier <= last), "{start}: a later start never ends earlier");
        before = Some(last);
        start = start.succ_opt().unwrap();
    }
}

#[test]
fn three_working_days_before_spring_festival_reach_over_it() {
    let mut d = dossier();
    d.case.recorded_at = at(day(2026, 2, 13), 10);
    d.case.milestones.accepted_on = None;
    let timer = clock(&d, TimerCode::Accept);
    assert_eq!(timer.due_on, day(2026, 2, 25), "Saturday the 14th is worked, then the 24th and the 25th");
    assert_eq!(timer.state_on(day(2026, 2, 25)), TimerState::Running);
    assert_eq!(timer.state_on(day(2026, 2, 26)), TimerState::Overdue);
}

#[test]
fn the_mediation_ends_thirty_days_after_acceptance_and_rolls_over_labour_day() {
    let timer = clock(&dossier(), TimerCode::Mediate);
    assert_eq!((timer.started_on, timer.due_on), (day(2026, 4, 1), day(2026, 5, 6)));
    assert_eq!(timer.for_accounts, [WANG]);
}

#[test]
fn only_a_suspension_stops_the_clock() {
    let mut d = dossier();
    d.suspensions.push(Suspension {
        id: SuspensionId::new(),
        from: day(2026, 4, 11),
        until: day(2026, 4, 25),
        resumed_on: Some(day(2026, 4, 21)),
        reason: "等待鉴定".to_owned(),
        decided_by: WANG,
    });
    assert_eq!(clock(&d, TimerCode::Mediate).due_on, day(2026, 5, 11), "forty days on");
    d.case.state = crate::cases::State::Investigating;
    assert_eq!(clock(&d, TimerCode::Mediate).due_on, day(2026, 5, 11));
}

#[test]
fn an_agreed_extension_moves_the_last_day_and_the_limits_see_it() {
    let mut d = dossier();
    let consents = [MEI, WEI].map(|party_id| Consent { party_id, consented_on: today() }).to_vec();
    let extension = ExtensionConsent { dated_on: today(), days: 30, reason: "需要补充材料".to_owned(), consents };
    file(&mut d, PaperContent::ExtensionConsent(extension));
    assert_eq!(clock(&d, TimerCode::Mediate).due_on, day(2026, 6, 1));
    assert_eq!(limits(&d, &Settings::default(), &calendar()).conclude_by, Some(day(2026, 6, 1)));
}

#[test]
fn a_court_case_counts_from_the_signature_for_its_materials() {
    let mut d = dossier();
    d.case.source = Source::CourtDelegated;
    d.case.milestones.court_materials_on = Some(day(2026, 3, 25));
    let timer = clock(&d, TimerCode::MediateCourt);
    assert_eq!((timer.started_on, timer.due_on), (day(2026, 3, 25), day(2026, 4, 24)));
}

#[test]
fn a_setting_counts_from_its_day_on() {
    let setting = Setting { code: SettingCode::MediationDays, value: 20, from: day(2026, 4, 1), source: "县司法局通知".to_owned() };
    let settings = Settings::new(vec![setting]);
    assert_eq!(settings.on(SettingCode::MediationDays, day(2026, 3, 31)), 30);
    assert_eq!(settings.on(SettingCode::MediationDays, day(2026, 4, 1)), 20);
}

#[test]
fn each_party_without_notice_has_its_own_first_contact() {
    let mut d = dossier();
    d.papers.retain(|paper| !matches!(&paper.content, PaperContent::Notice(notice) if notice.party_id == WEI));
    let open: Vec<_> = timers(&d, &Settings::default(), &calendar())
        .into_iter()
        .filter(|timer| timer.code == TimerCode::First && timer.done_on.is_none())
        .map(|timer| timer.party_id)
        .collect();
    assert_eq!(open, [Some(WEI)]);
}

#[test]
fn follow_ups_fall_due_after_a_week_a_month_and_a_quarter() {
    let mut d = agreed(vec![plain_payment()]);
    d.case.state = crate::cases::State::Agreed;
    d.case.milestones.effective_on = Some(day(2026, 5, 6));
    let due: Vec<_> = [TimerCode::FollowUp1, TimerCode::FollowUp2, TimerCode::FollowUp3].map(|code| clock(&d, code).due_on).to_vec();
    assert_eq!(due, [day(2026, 5, 13), day(2026, 6, 5), day(2026, 8, 4)]);
    let visit = FollowUp {
        followed_on: day(2026, 5, 12),
        channel: FollowUpChannel::Phone,
        reason: "例行回访".to_owned(),
        parties: vec![MEI],
        finding: FollowUpFinding::Kept,
        record: "协议正常履行。".to_owned(),
        satisfaction: Satisfaction::NotAnswered,
        lawsuit_result: None,
        remaining_risk: None,
        measures: None,
        visitor: WANG,
    };
    file(&mut d, PaperContent::FollowUp(visit));
    assert_eq!(clock(&d, TimerCode::FollowUp1).done_on, Some(day(2026, 5, 12)));
    assert_eq!(clock(&d, TimerCode::FollowUp2).done_on, None);
    let confirm = clock(&d, TimerCode::Confirm);
    assert_eq!((confirm.due_on, confirm.state_on(day(2026, 6, 6))), (day(2026, 6, 5), TimerState::Lapsed));
}

#[test]
fn m11_what_hangs_on_a_divorce_is_not_due_before_it() {
    let mut d = divorcing();
    file(&mut d, PaperContent::Agreement(agreement(vec![plain_payment()])));
    let conditional = crate::cases::PerformanceItem { conditional_on_divorce: true, ..item(&d, day(2026, 9, 1)) };
    d.performance = vec![conditional];
    assert!(timers(&d, &Settings::default(), &calendar()).iter().all(|timer| timer.code != TimerCode::Perform));
    d.case.marriage = crate::vocabulary::MarriageOfParties::DivorceProven;
    assert_eq!(clock(&d, TimerCode::Perform).due_on, day(2026, 9, 1));
}

#[test]
fn the_archive_waits_for_performance_if_that_comes_later() {
    let mut d = in_state(crate::cases::State::Closed);
    d.case.milestones.closed_on = Some(day(2026, 6, 1));
    assert_eq!(clock(&d, TimerCode::Archive).due_on, day(2026, 7, 1));
    d.case.milestones.performed_on = Some(day(2026, 9, 1));
    assert_eq!(clock(&d, TimerCode::Archive).due_on, day(2026, 10, 1));
}
