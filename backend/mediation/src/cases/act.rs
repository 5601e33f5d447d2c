//! The one way a case file changes: load, propose, check against the lifecycle, conclude, save, record.

use audit::{Fact, record};
use chrono::{DateTime, NaiveDate, Utc};
use platform::access::{Permission, Scope};
use platform::calendar::local_date;
use platform::db::{Instant, Tx};
use platform::http::{Answer, Version};
use platform::ids::{AccountId, CaseId, PaperId, PartyId};
use platform::problem::{AppError, Blocker};

use super::sight::Sight;
use super::store::{self, Held};
use super::veil::veil;
use super::{CaseFile, Dossier, Paper, State, Step, lifecycle, views};
use crate::clocks;
use crate::papers::PaperContent;
use crate::permissions::ReadCases;
use crate::vocabulary::PaperState;

/// Which step somebody takes on which file, on which version of it, and when the people acted.
#[derive(Debug, Clone)]
pub(crate) struct Acting {
    pub scope: Scope,
    pub id: CaseId,
    pub seen: Version,
    pub step: Step,
    /// On the device; now when the act happens at the desk.
    pub occurred_at: Option<DateTime<Utc>>,
}

/// A tablet's clock may run ahead by this much before its word is not taken.
const CLOCK_LEEWAY: chrono::TimeDelta = chrono::TimeDelta::hours(24);

/// Takes one step. `propose` puts what is brought into the dossier (and refuses unknown references); once the lifecycle has
/// allowed the step, `conclude` makes the change; the state follows from the table.
pub(crate) fn act(
    tx: &mut Tx<'_>,
    acting: &Acting,
    propose: impl FnOnce(&mut Tx<'_>, &mut Held, &Stamp) -> Result<(), AppError>,
    conclude: impl FnOnce(&mut Tx<'_>, &mut Held, &Stamp) -> Result<(), AppError>,
) -> Result<Answer, AppError> {
    let mut held = store::load(tx, &acting.scope, acting.id)?;
    acting.seen.check(held.row.version)?;
    let stamp = Stamp::of(tx, acting.occurred_at)?;
    // nothing happens on a file before the party asked
    if stamp.occurred_at < held.dossier.case.occurred_at {
        return Err(AppError::field("/occurredAt", "order"));
    }
    let before = held.dossier.clone();
    held.dossier.act.on = stamp.on;
    let roles = tx.who().role_list();
    lifecycle::begin(&held.dossier, acting.step, &roles).map_err(AppError::Refused)?;
    propose(tx, &mut held, &stamp)?;
    let rule = match lifecycle::check(&held.dossier, acting.step, &roles) {
        Ok(rule) => rule,
        Err(blockers) => return Err(refused(tx, &held, acting.id, blockers)),
    };
    conclude(tx, &mut held, &stamp)?;
    let from = before.case.state;
    let to = rule.lands_in(&held.dossier);
    reach(&mut held.dossier.case, from, to, stamp.on);

    let due = clocks::set(tx, &held.dossier)?;
    let version = store::save(tx, &before, &mut held, due)?;
    let brought = held.dossier.act.brings;
    let mut fact = Fact::new(action(acting.step), "CASE", acting.id)
        .at(acting.occurred_at.map(Instant))
        .with("step", acting.step.as_str())
        .with("from", from.as_str())
        .with("to", to.as_str())
        .with("version", version);
    if let Some(paper) = brought.and_then(|id| held.dossier.papers.iter().find(|paper| paper.id == id)) {
        fact = fact.with("form", paper.form().as_str()).with("paper", paper.id.to_string());
    }
    record(tx, fact)?;
    let view = views::after_command(tx, &held)?;
    Answer::ok(version, &view)
}

/// The refusal, with no more names in it than the actor may read.
fn refused(tx: &mut Tx<'_>, held: &Held, id: CaseId, mut blockers: Vec<Blocker>) -> AppError {
    let scope = reading_scope(tx);
    match store::own_ties(tx, &scope, id) {
        Ok(ties) => {
            veil(&mut blockers, &held.dossier, Sight::of(&scope, &held.row, &ties));
            AppError::Refused(blockers)
        }
        Err(error) => error,
    }
}

/// The scope in which the actor may read the file that a command has just changed.
pub(crate) fn reading_scope(tx: &Tx<'_>) -> Scope {
    tx.who().scope_for(ReadCases::GRANTS).unwrap_or_else(|| Scope::house(tx.who()))
}

/// A step that changes nothing beyond what it proposed.
pub(crate) fn nothing(_: &mut Tx<'_>, _: &mut Held, _: &Stamp) -> Result<(), AppError> {
    Ok(())
}

/// Who acts, when the people acted, and when the server knows of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stamp {
    pub by: AccountId,
    pub occurred_at: DateTime<Utc>,
    pub now: DateTime<Utc>,
    /// The local day on which the people acted: legal dates use it.
    pub on: NaiveDate,
}

impl Stamp {
    pub(crate) fn of(tx: &Tx<'_>, occurred_at: Option<DateTime<Utc>>) -> Result<Self, AppError> {
        let now = tx.now();
        let occurred_at = occurred_at.unwrap_or(now);
        if occurred_at > now + CLOCK_LEEWAY {
            return Err(AppError::field("/occurredAt", "future"));
        }
        // a clock that runs a little ahead never dates an act into the future
        let occurred_at = occurred_at.min(now);
        Ok(Self { by: tx.who().account, occurred_at, now, on: local_date(occurred_at) })
    }
}

/// Puts a new paper into the dossier as the one the act brings.
pub(crate) fn bring(held: &mut Held, stamp: &Stamp, content: PaperContent) -> PaperId {
    bring_as(held, stamp, content, PaperState::Current)
}

/// The same, in a state other than current.
pub(crate) fn bring_as(held: &mut Held, stamp: &Stamp, content: PaperContent, state: PaperState) -> PaperId {
    let paper = new_paper(stamp, content, state);
    let id = paper.id;
    held.dossier.papers.push(paper);
    held.dossier.act.brings = Some(id);
    id
}

/// A paper made now, by whoever acts.
pub(crate) fn new_paper(stamp: &Stamp, content: PaperContent, state: PaperState) -> Paper {
    let party_id = addressee(&content);
    Paper {
        id: PaperId::new(),
        state,
        number: None,
        party_id,
        supersedes: None,
        made_by: stamp.by,
        occurred_at: stamp.occurred_at,
        recorded_at: stamp.now,
        text_hash: None,
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
pub(crate) fn known_party(dossier: &Dossier, id: PartyId, pointer: &str) -> Result<(), AppError> {
    if dossier.party(id).is_some() { Ok(()) } else { Err(AppError::field(pointer, "unknown_reference")) }
}

/// Refuses a reference to an account that does not mediate this file now.
pub(crate) fn known_mediators(dossier: &Dossier, ids: &[AccountId], pointer: &str) -> Result<(), AppError> {
    let known = ids.iter().all(|id| dossier.current_mediators().any(|tie| tie.account_id == *id));
    if known && !ids.is_empty() { Ok(()) } else { Err(AppError::field(pointer, "unknown_reference")) }
}

/// Refuses a day that has not come yet.
pub(crate) fn not_future(day: NaiveDate, stamp: &Stamp, pointer: &str) -> Result<(), AppError> {
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

/// The name of a step in the journal: `mediation.case.open-session`.
fn action(step: Step) -> &'static str {
    macro_rules! names {
        ($($variant:ident => $name:literal),+ $(,)?) => { match step { $(Step::$variant => concat!("mediation.case.", $name)),+ } };
    }
    names!(
        Accept => "accept", Decline => "decline", Assign => "assign", ReplaceMediator => "replace-mediator", Notify => "notify",
        Investigate => "investigate", OpenSession => "open-session", Suspend => "suspend", Resume => "resume",
        RecordChildView => "record-child-view", DraftAgreement => "draft-agreement", Settle => "settle", Revise => "revise",
        Sign => "sign", Seal => "seal", RecordOralAgreement => "record-oral-agreement", Fail => "fail", Terminate => "terminate",
        ServeRemedyNotice => "serve-remedy-notice", RecordRefusal => "record-refusal", WithdrawRefusal => "withdraw-refusal",
        Extend => "extend", RequestRecusal => "request-recusal", DecideRecusal => "decide-recusal", AddEvidence => "add-evidence",
        AddPowerOfAttorney => "add-power-of-attorney", ConfirmServiceAddress => "confirm-service-address",
        SchedulePerformance => "schedule-performance", RecordPerformance => "record-performance", Urge => "urge",
        ConfirmBreach => "confirm-breach", Remediate => "remediate", Amend => "amend", FollowUp => "follow-up",
        RequestClose => "request-close", Close => "close", ExplainVolume => "explain-volume", Archive => "archive",
        Reopen => "reopen",
    )
}
