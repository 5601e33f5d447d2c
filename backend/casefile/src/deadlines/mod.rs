//! Clocks (§2.4): what is due when, for whom, and by which law; recomputed from the dossier after every command.
//!
//! Legal periods are counted as CC 201–203 say: the first day does not count, a last day on a day off moves on.

mod settings;

use chrono::{Days, NaiveDate};
use platform::access::Role;
use platform::calendar::{Calendar, local_date};
use platform::ids::{AccountId, PartyId};

pub use settings::{Setting, SettingCode, Settings};

use crate::cases::{Dossier, Limits, State};
use crate::papers::PaperContent;
use crate::vocabulary::{FormCode, words};

words! {
    /// A clock of the office (期限).
    pub enum TimerCode {
        Accept = "T_ACCEPT", "作出受理决定", "decide on acceptance";
        Assign = "T_ASSIGN", "指定调解员", "assign a mediator";
        First = "T_FIRST", "首次联系、告知当事人", "first contact with a party";
        Mediate = "T_MED", "调解期限", "conclude the mediation";
        MediateCourt = "T_MED_COURT", "法院委派（委托）调解期限", "conclude a court's case";
        Sign = "T_SIGN", "签署、盖章提醒", "signatures and seal due";
        SignReturn = "T_SIGN_RETURN", "逾期未签，退回调解", "unsigned text goes back";
        Confirm = "T_CONF", "申请司法确认期限", "apply for judicial confirmation";
        FollowUp1 = "T_FU1", "第一次回访", "first follow-up";
        FollowUp2 = "T_FU2", "第二次回访", "second follow-up";
        FollowUp3 = "T_FU3", "第三次回访", "third follow-up";
        FollowUpDue = "T_FU_DUE", "履行日次日回访", "follow-up on the day after a promise was due";
        Perform = "T_PERFORM", "履行期限", "promise due";
        Archive = "T_ARCH", "归档", "archive the volume";
    }
}

impl TimerCode {
    /// Whether the clock runs for a right of the parties, not for a duty of the office.
    pub const fn is_right(self) -> bool {
        matches!(self, Self::Confirm)
    }
}

words! {
    /// How a clock stands (期限状态); derived by the reader from today.
    pub enum TimerState {
        Running = "RUNNING", "进行中", "running";
        Overdue = "OVERDUE", "已逾期", "overdue";
        Done = "DONE", "已完成", "done";
        /// A right of the parties that they did not use; nobody is late.
        Lapsed = "LAPSED", "已届满", "lapsed";
    }
}

/// One clock of one case file.
#[derive(Clone, Debug, PartialEq)]
pub struct Timer {
    pub code: TimerCode,
    pub started_on: NaiveDate,
    pub due_on: NaiveDate,
    pub done_on: Option<NaiveDate>,
    pub basis_zh: &'static str,
    /// Whose home page shows it.
    pub for_role: Role,
    /// The mediators of the file, where it is theirs.
    pub for_accounts: Vec<AccountId>,
    pub party_id: Option<PartyId>,
}

impl Timer {
    /// How the clock stands on a day.
    pub fn state_on(&self, today: NaiveDate) -> TimerState {
        match self.done_on {
            Some(_) => TimerState::Done,
            None if today > self.due_on && self.code.is_right() => TimerState::Lapsed,
            None if today > self.due_on => TimerState::Overdue,
            None => TimerState::Running,
        }
    }
}

/// Law fixes this one; no setting changes it.
const CONFIRMATION_DAYS: u32 = 30;
const PROVISIONS_33: &str = "《人民调解工作若干规定》第33条";
const OFFICE_RULES: &str = "本会工作规则（可设置）";

/// The first and last day on which the parties may ask a court to confirm their agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfirmationWindow {
    pub effective_on: NaiveDate,
    pub last_day: NaiveDate,
}

impl ConfirmationWindow {
    /// The window of an agreement (PML 33, CPL 205).
    pub fn of(effective_on: NaiveDate, calendar: &Calendar) -> Self {
        Self { effective_on, last_day: calendar.legal_deadline(effective_on, CONFIRMATION_DAYS) }
    }

    /// Whether an application on that day is in time; later, only a new agreement helps.
    pub fn is_open_on(&self, date: NaiveDate) -> bool {
        self.effective_on <= date && date <= self.last_day
    }

    /// Days on which the office reminds the parties.
    pub fn alerts(&self) -> [NaiveDate; 4] {
        [7, 15, 23, 28].map(|days| later(self.effective_on, days))
    }
}

/// What settings and calendar make of a case file, for the guards to look at.
pub fn limits(d: &Dossier, settings: &Settings, calendar: &Calendar) -> Limits {
    Limits {
        conclude_by: conclude_by(d, settings, calendar).map(|(_, due)| due),
        extension_days: i32::try_from(settings.on(SettingCode::ExtensionDays, d.today)).unwrap_or(i32::MAX),
        extensions: usize::try_from(settings.on(SettingCode::Extensions, d.today)).unwrap_or(usize::MAX),
        suspension_days: i64::from(settings.on(SettingCode::SuspensionDays, d.today)),
    }
}

/// Every clock of a case file that has begun, done ones included.
pub fn timers(d: &Dossier, settings: &Settings, calendar: &Calendar) -> Vec<Timer> {
    let mut timers = Vec::new();
    desk(d, settings, calendar, &mut timers);
    mediation(d, settings, calendar, &mut timers);
    performance(d, &mut timers);
    follow_ups(d, settings, &mut timers);
    archive(d, settings, &mut timers);
    timers
}

/// The clocks that still run: on an archived file none, and a right that was not used is over.
pub fn running(d: &Dossier, settings: &Settings, calendar: &Calendar) -> Vec<Timer> {
    if d.case.state == State::Archived {
        return Vec::new();
    }
    let lapsed = |timer: &Timer| timer.code.is_right() && timer.due_on < d.today;
    timers(d, settings, calendar).into_iter().filter(|timer| timer.done_on.is_none() && !lapsed(timer)).collect()
}

/// A day far in the future that stands for "nothing is due": the column is indexed and must not be null.
pub const NOTHING_DUE: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// The earliest due day of running clocks. A right of the parties may be used or not: only duties of the office are due.
pub fn next_due_on(running: &[Timer]) -> NaiveDate {
    running.iter().filter(|timer| !timer.code.is_right()).map(|timer| timer.due_on).min().unwrap_or(NOTHING_DUE)
}

fn timer(code: TimerCode, started_on: NaiveDate, due_on: NaiveDate, basis_zh: &'static str, for_role: Role) -> Timer {
    Timer { code, started_on, due_on, done_on: None, basis_zh, for_role, for_accounts: Vec::new(), party_id: None }
}

fn later(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_add_days(Days::new(u64::from(days))).unwrap_or(date)
}

fn of_mediators(d: &Dossier, timer: Timer) -> Timer {
    Timer { for_accounts: d.current_mediators().map(|tie| tie.account_id).collect(), ..timer }
}

fn desk(d: &Dossier, settings: &Settings, calendar: &Calendar, timers: &mut Vec<Timer>) {
    let days = |code, from| settings.on(code, from);
    let stages = &d.case.milestones;
    let asked_on = local_date(d.case.recorded_at);
    let declined_on = d.current(FormCode::F18).map(|paper| paper.dated_on()).next();
    let due = calendar.add_working_days(asked_on, days(SettingCode::AcceptWorkingDays, asked_on));
    timers.push(Timer {
        done_on: stages.accepted_on.or(declined_on).or(stages.ended_on),
        ..timer(TimerCode::Accept, asked_on, due, OFFICE_RULES, Role::Registrar)
    });
    if let Some(accepted_on) = stages.accepted_on {
        let due = calendar.add_working_days(accepted_on, days(SettingCode::AssignWorkingDays, accepted_on));
        timers.push(Timer {
            done_on: stages.assigned_on.or(stages.ended_on),
            ..timer(TimerCode::Assign, accepted_on, due, OFFICE_RULES, Role::StationHead)
        });
    }
    if let Some(assigned_on) = stages.assigned_on {
        let due = calendar.add_working_days(assigned_on, days(SettingCode::FirstContactWorkingDays, assigned_on));
        for party in d.signing_parties() {
            let notices = d.current(FormCode::F05).filter_map(|paper| match &paper.content {
                PaperContent::Notice(notice) if notice.party_id == party.id => Some(notice.notified_on),
                _ => None,
            });
            let first = timer(TimerCode::First, assigned_on, due, OFFICE_RULES, Role::Mediator);
            timers.push(of_mediators(d, Timer { done_on: notices.min().or(stages.ended_on), party_id: Some(party.id), ..first }));
        }
    }
}

/// The start and the last day of the mediation clock: term, extensions and suspensions together.
fn conclude_by(d: &Dossier, settings: &Settings, calendar: &Calendar) -> Option<(NaiveDate, NaiveDate)> {
    let stages = &d.case.milestones;
    let is_court = d.case.source.is_court();
    let first = stages.restarted_on.or(stages.accepted_on)?;
    let start = if is_court { stages.restarted_on.or(stages.court_materials_on).unwrap_or(first) } else { first };
    let term = settings.on(if is_court { SettingCode::CourtMediationDays } else { SettingCode::MediationDays }, start);
    let is_of_this_round = |date: NaiveDate| date >= start;
    let extended: i64 = d
        .current(FormCode::F22)
        .filter_map(|paper| match &paper.content {
            PaperContent::ExtensionConsent(consent) if is_of_this_round(consent.dated_on) => Some(i64::from(consent.days)),
            _ => None,
        })
        .sum();
    let rested: i64 = d.suspensions.iter().filter(|one| is_of_this_round(one.from)).map(|one| one.days(d.today)).sum();
    let days = u32::try_from(i64::from(term) + extended + rested).ok()?;
    Some((start, calendar.legal_deadline(start, days)))
}

fn mediation(d: &Dossier, settings: &Settings, calendar: &Calendar, timers: &mut Vec<Timer>) {
    let stages = &d.case.milestones;
    if let Some((start, due)) = conclude_by(d, settings, calendar) {
        let (code, basis) = if d.case.source.is_court() {
            (TimerCode::MediateCourt, "《最高人民法院关于人民法院特邀调解的规定》第27条")
        } else {
            (TimerCode::Mediate, PROVISIONS_33)
        };
        let done_on = stages.effective_on.or(stages.ended_on);
        timers.push(of_mediators(d, Timer { done_on, ..timer(code, start, due, basis, Role::Mediator) }));
    }
    if let Some(settled_on) = stages.settled_on {
        let done_on = stages.effective_on.or(stages.ended_on);
        let remind = later(settled_on, settings.on(SettingCode::SignReminderDays, settled_on));
        let give_back = later(settled_on, settings.on(SettingCode::SignReturnDays, settled_on));
        for (code, due) in [(TimerCode::Sign, remind), (TimerCode::SignReturn, give_back)] {
            let pending = timer(code, settled_on, due, "《人民调解法》第29条；本会工作规则", Role::Mediator);
            timers.push(of_mediators(d, Timer { done_on, ..pending }));
        }
    }
    let is_in_force = !matches!(d.case.state, State::Mediating | State::AgreedPending | State::Failed | State::Terminated);
    if let Some(effective_on) = stages.effective_on.filter(|_| is_in_force) {
        let window = ConfirmationWindow::of(effective_on, calendar);
        let basis = "《人民调解法》第33条；《民事诉讼法》第205条；《民法典》第201、203条";
        timers.push(of_mediators(d, timer(TimerCode::Confirm, effective_on, window.last_day, basis, Role::Mediator)));
    }
}

fn performance(d: &Dossier, timers: &mut Vec<Timer>) {
    let start = d.case.milestones.effective_on.unwrap_or(d.today);
    for item in &d.performance {
        let Some(due_on) = item.due_on else { continue };
        // What hangs on the divorce is not due before the divorce.
        if item.conditional_on_divorce && d.is_undivorced() {
            continue;
        }
        let settled = if item.status.is_open() { None } else { Some(item.performed_on.unwrap_or(d.today)) };
        let due = timer(TimerCode::Perform, start, due_on, "《人民调解法》第31条", Role::Mediator);
        timers.push(of_mediators(d, Timer { done_on: settled, party_id: item.payer_party_id, ..due }));

        let day_after = later(due_on, 1);
        let asked = follow_up_days(d).into_iter().find(|day| *day >= day_after);
        let ask = timer(TimerCode::FollowUpDue, due_on, day_after, "《人民调解工作若干规定》第36条", Role::Mediator);
        timers.push(of_mediators(d, Timer { done_on: asked.or(settled), party_id: item.payer_party_id, ..ask }));
    }
}

fn follow_up_days(d: &Dossier) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = d.current(FormCode::F13).map(|paper| paper.dated_on()).collect();
    days.sort_unstable();
    days
}

fn follow_ups(d: &Dossier, settings: &Settings, timers: &mut Vec<Timer>) {
    let Some(start) = d.case.milestones.effective_on else { return };
    let visits: Vec<NaiveDate> = follow_up_days(d).into_iter().filter(|day| *day >= start).collect();
    let rounds = [
        (TimerCode::FollowUp1, SettingCode::FollowUpFirstDays),
        (TimerCode::FollowUp2, SettingCode::FollowUpSecondDays),
        (TimerCode::FollowUp3, SettingCode::FollowUpThirdDays),
    ];
    for (n, (code, setting)) in rounds.into_iter().enumerate() {
        let due = later(start, settings.on(setting, start));
        let visit = timer(code, start, due, "《人民调解工作若干规定》第36条", Role::Mediator);
        timers.push(of_mediators(d, Timer { done_on: visits.get(n).copied(), ..visit }));
    }
}

fn archive(d: &Dossier, settings: &Settings, timers: &mut Vec<Timer>) {
    let stages = &d.case.milestones;
    let declined_on = d.current(FormCode::F18).map(|paper| paper.dated_on()).next();
    let Some(closed_on) = stages.closed_on.or(declined_on) else { return };
    let start = stages.performed_on.map_or(closed_on, |performed| performed.max(closed_on));
    let due = later(start, settings.on(SettingCode::ArchiveDays, start));
    timers.push(Timer {
        done_on: stages.archived_on,
        ..timer(TimerCode::Archive, start, due, "《人民调解法》第27条；本会工作规则", Role::Archivist)
    });
}

#[cfg(test)]
mod tests;
