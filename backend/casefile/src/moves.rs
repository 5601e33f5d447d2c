//! How a step changes a file: it puts in what it brings, the rules judge the file as it would be, then it makes the change.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use platform::access::Role;
use platform::calendar::local_date;
use platform::columns::Instant;
use platform::ids::{AccountId, FileId, MarkId, Names, OrgId, PaperId, PartyId};
use platform::problem::AppError;

use crate::cases::step_inputs::Occurred;
use crate::cases::{CaseFile, Committee, Dossier, MediatorOnFile, Paper, State, Step, TieId, lifecycle};
use crate::papers::{PaperContent, Strokes};
use crate::vocabulary::PaperState;

/// A case file in hand while one step is taken on it.
#[derive(Debug, Clone)]
pub struct Held {
    pub dossier: Dossier,
    /// Strokes of the marks made by this step; the rules never look at them.
    pub strokes: Vec<(MarkId, Strokes)>,
    /// Approvals to see minors, by tie, given by this step.
    pub minor_until: Vec<(TieId, Instant)>,
    /// Names what the step makes.
    pub names: Names,
}

impl Held {
    pub fn new(dossier: Dossier, names: Names) -> Self {
        Self { dossier, strokes: Vec::new(), minor_until: Vec::new(), names }
    }
}

/// Who acts, when the people acted, and when it is known.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    pub by: AccountId,
    pub occurred_at: DateTime<Utc>,
    pub now: DateTime<Utc>,
    /// The local day on which the people acted: legal dates use it.
    pub on: NaiveDate,
    /// The step comes from a tablet: its user may not have seen what stands in the file now. What follows from that must not depend
    /// on when the step arrives, or the file would end otherwise than if nothing had been late.
    pub from_tablet: bool,
}

/// A clock may run ahead by this much before its word is not taken.
const CLOCK_LEEWAY: chrono::TimeDelta = chrono::TimeDelta::hours(24);

impl Stamp {
    /// An act by somebody who says when it was, or does it now.
    pub fn of(by: AccountId, now: DateTime<Utc>, occurred_at: Option<DateTime<Utc>>) -> Result<Self, AppError> {
        let occurred_at = occurred_at.unwrap_or(now);
        if occurred_at > now + CLOCK_LEEWAY {
            return Err(AppError::field("/occurredAt", "future"));
        }
        // a clock that runs a little ahead never dates an act into the future
        let occurred_at = occurred_at.min(now);
        Ok(Self { by, occurred_at, now, on: local_date(occurred_at), from_tablet: false })
    }

    /// An act on a tablet. Its clock may be wrong by years, but it measures how long ago: `skew` is how far the clock was behind
    /// when it sent the command. The corrected time is never in the future and never before the file was asked for.
    pub fn of_tablet(by: AccountId, now: DateTime<Utc>, claimed: Option<DateTime<Utc>>, skew: TimeDelta, asked: DateTime<Utc>) -> Self {
        let corrected = claimed.and_then(|claimed| claimed.checked_add_signed(skew)).unwrap_or(now);
        let occurred_at = corrected.max(asked).min(now);
        Self { by, occurred_at, now, on: local_date(occurred_at), from_tablet: true }
    }
}

/// What a step must ask beyond the file: the directory, the register of numbers. A tablet has neither and says so.
pub trait Desk {
    /// The name of whoever acts.
    fn own_name(&self) -> String;
    /// The organisations whose seal she keeps.
    fn seals_kept(&self) -> Vec<OrgId>;
    /// The organisation as the owner of a seal.
    fn committee(&mut self, org: OrgId) -> Result<Committee, AppError>;
    /// Draws the committee's next number of the year.
    fn issue_number(&mut self, dossier: &Dossier, stamp: &Stamp) -> Result<String, AppError>;
    /// Voids the number of a file that was joined to another.
    fn void_number(&mut self, dossier: &Dossier, reason: &str) -> Result<(), AppError>;
    /// The name of a colleague who mediates; none when the account holds no such role.
    fn mediator(&mut self, account: AccountId) -> Result<Option<String>, AppError>;
    /// What is known of those who mediate the file.
    fn mediators_on_file(&mut self, dossier: &Dossier) -> Result<Vec<MediatorOnFile>, AppError>;
    /// Whether a paper of this file may name that photo or scan.
    fn may_name(&mut self, dossier: &Dossier, file: FileId) -> Result<bool, AppError>;
}

/// One step, with what it brings.
pub trait Move: Occurred {
    const STEP: Step;

    /// Puts what is brought into the file, and refuses references to what is not there.
    fn propose(&self, _: &mut dyn Desk, _: &mut Held, _: &Stamp) -> Result<(), AppError> {
        Ok(())
    }

    /// Makes the change, once the lifecycle has allowed it.
    fn conclude(&self, _: &mut dyn Desk, _: &mut Held, _: &Stamp) -> Result<(), AppError> {
        Ok(())
    }
}

/// Where a step has led.
#[derive(Debug, Clone, Copy)]
pub struct Taken {
    pub from: State,
    pub to: State,
}

/// Takes a step: the state follows from the table.
pub fn take<M: Move>(step: &M, roles: &[Role], desk: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<Taken, AppError> {
    // nothing happens on a file before the party asked
    if stamp.occurred_at < held.dossier.case.occurred_at {
        return Err(AppError::field("/occurredAt", "order"));
    }
    let from = held.dossier.case.state;
    held.dossier.act.on = stamp.on;
    held.dossier.act.brings = None;
    lifecycle::begin(&held.dossier, M::STEP, roles).map_err(AppError::Refused)?;
    step.propose(desk, held, stamp)?;
    let rule = lifecycle::check(&held.dossier, M::STEP, roles).map_err(AppError::Refused)?;
    step.conclude(desk, held, stamp)?;
    let to = rule.lands_in(&held.dossier);
    reach(&mut held.dossier.case, from, to, stamp.on);
    Ok(Taken { from, to })
}

/// Puts a new paper into the dossier as the one the act brings.
pub fn bring(held: &mut Held, stamp: &Stamp, content: PaperContent) -> PaperId {
    bring_as(held, stamp, content, PaperState::Current)
}

/// The same, in a state other than current.
pub fn bring_as(held: &mut Held, stamp: &Stamp, content: PaperContent, state: PaperState) -> PaperId {
    let paper = new_paper(&mut held.names, stamp, content, state);
    let id = paper.id;
    held.dossier.papers.push(paper);
    held.dossier.act.brings = Some(id);
    id
}

/// A paper made now, by whoever acts.
pub fn new_paper(names: &mut Names, stamp: &Stamp, content: PaperContent, state: PaperState) -> Paper {
    let party_id = addressee(&content);
    Paper {
        id: names.make(),
        state,
        number: None,
        party_id,
        supersedes: None,
        made_by: stamp.by,
        occurred_at: stamp.occurred_at,
        recorded_at: stamp.now,
        text_hash: None,
        edited: None,
        content,
    }
}

fn addressee(content: &PaperContent) -> Option<PartyId> {
    match content {
        PaperContent::Notice(sheet) => Some(sheet.party_id),
        PaperContent::IdentityRecord(sheet) => Some(sheet.party_id),
        PaperContent::PowerOfAttorney(sheet) => Some(sheet.party_id),
        PaperContent::ServiceAddress(sheet) => Some(sheet.party_id),
        PaperContent::Urge(sheet) => Some(sheet.party_id),
        PaperContent::Recusal(sheet) => Some(sheet.requested_by),
        PaperContent::ChildView(sheet) => Some(sheet.child_party_id),
        _ => None,
    }
}

/// Refuses a reference to a party that is not of this file.
pub fn known_party(dossier: &Dossier, id: PartyId, pointer: &str) -> Result<(), AppError> {
    if dossier.party(id).is_some() { Ok(()) } else { Err(AppError::field(pointer, "unknown_reference")) }
}

/// Refuses a reference to an account that does not mediate this file now.
pub fn known_mediators(dossier: &Dossier, ids: &[AccountId], pointer: &str) -> Result<(), AppError> {
    let known = ids.iter().all(|id| dossier.current_mediators().any(|tie| tie.account_id == *id));
    if known && !ids.is_empty() { Ok(()) } else { Err(AppError::field(pointer, "unknown_reference")) }
}

/// Refuses a day that has not come yet.
pub fn not_future(day: NaiveDate, stamp: &Stamp, pointer: &str) -> Result<(), AppError> {
    if day <= local_date(stamp.now) { Ok(()) } else { Err(AppError::field(pointer, "future")) }
}

/// The state and the day it was reached; clocks start from these days.
fn reach(file: &mut CaseFile, from: State, to: State, on: NaiveDate) {
    file.state = to;
    if from == to {
        return;
    }
    let days = &mut file.milestones;
    // mediated again: the clocks of the new round start today, the papers of the first one stay as they are
    if to == State::Mediating && matches!(from, State::Breached | State::Agreed | State::Performing | State::Closed) {
        days.restarted_on = Some(on);
        (days.settled_on, days.effective_on, days.performed_on, days.ended_on, days.closed_on) = (None, None, None, None, None);
        file.outcome = None;
        return;
    }
    let day = match to {
        State::Accepted => &mut days.accepted_on,
        State::Assigned => &mut days.assigned_on,
        State::Notified => &mut days.notified_on,
        State::AgreedPending => &mut days.settled_on,
        State::Performed => &mut days.performed_on,
        State::Failed | State::Terminated | State::NotAccepted => &mut days.ended_on,
        State::Closed => &mut days.closed_on,
        State::Archived => &mut days.archived_on,
        // an agreement takes effect on the day of its last mark, which its own command sets
        State::Agreed
        | State::Applied
        | State::Investigating
        | State::Mediating
        | State::Suspended
        | State::Performing
        | State::Breached => {
            return;
        }
    };
    *day = Some(on);
}
