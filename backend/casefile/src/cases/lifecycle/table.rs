//! The table itself.

use platform::access::Role;

use super::super::guards::*;
use super::{Next, Rule};
use crate::cases::{Dossier, State, Step};
use crate::vocabulary::FormCode;

use FormCode::*;
use Next::{OneOf, Same, To};
use Role::{Archivist, CommitteeDirector, FederationOfficer, Mediator, Registrar, SealKeeper, StationHead};
use State::*;
use Step::*;

/// Who may do what a station head does.
const HEADS: &[Role] = &[StationHead, CommitteeDirector, FederationOfficer];
/// The director, and the officer of the federation who stands in.
const DIRECTORS: &[Role] = &[CommitteeDirector, FederationOfficer];
const FRONT_DESK: &[Role] = &[Registrar, StationHead, CommitteeDirector, FederationOfficer];
const MEDIATORS: &[Role] = &[Mediator];
const MEDIATORS_AND_HEADS: &[Role] = &[Mediator, StationHead, CommitteeDirector, FederationOfficer];
const DESK_AND_MEDIATORS: &[Role] = &[Registrar, Mediator];

/// From the application to the settled text.
const OPEN: &[State] = &[Applied, Accepted, Assigned, Notified, Investigating, Mediating, Suspended, AgreedPending];
/// A mediator is named and the mediation is not over.
const IN_HAND: &[State] = &[Assigned, Notified, Investigating, Mediating, Suspended, AgreedPending];
/// The parties may still add to the file.
#[rustfmt::skip]
const TO_PERFORMING: &[State] = &[
    Applied, Accepted, Assigned, Notified, Investigating, Mediating, Suspended, AgreedPending, Agreed, Performing,
];
/// Somebody must be there to go on, from the assignment to the closing: whoever leaves or withdraws is replaced.
#[rustfmt::skip]
const WITH_MEDIATOR: &[State] = &[
    Assigned, Notified, Investigating, Mediating, Suspended, AgreedPending, Agreed, Performing, Performed, Breached, Failed, Terminated,
];
/// Everything but the archive, where nothing changes any more.
#[rustfmt::skip]
const NOT_ARCHIVED: &[State] = &[
    Applied, NotAccepted, Accepted, Assigned, Notified, Investigating, Mediating, Suspended, AgreedPending, Agreed, Performing, Performed,
    Breached, Failed, Terminated, Closed,
];
/// The mediation is over, the file is not closed.
const CONCLUDED: &[State] = &[Agreed, Performing, Performed, Breached, Failed, Terminated];

const BARE: Rule = Rule { step: Accept, from: &[], to: Same, by: &[], brings: None, guards: &[], proposal: &[] };

/// Every step a case file knows: §2.3 of the mediation specification.
#[rustfmt::skip]
pub const LIFECYCLE: &[Rule] = &[
    // At the front desk
    Rule { step: Accept, from: &[Applied], to: To(Accepted), by: FRONT_DESK, brings: Some(F04),
           guards: &[&MEDIABLE, &TWO_SIDES, &PARTIES_CAPABLE, &DUPLICATES_DECIDED], ..BARE },
    Rule { step: Decline, from: &[Applied], to: To(NotAccepted), by: HEADS, brings: Some(F18),
           proposal: &[&REFUSAL_NOTICE_COMPLETE], ..BARE },
    Rule { step: Assign, from: &[Accepted], to: To(Assigned), by: HEADS,
           proposal: &[&MEDIATORS_APPOINTED, &MEDIATORS_NEUTRAL, &NO_CHANGE_OF_SIDE, &TEAM_STRONG_ENOUGH], ..BARE },
    Rule { step: ReplaceMediator, from: WITH_MEDIATOR, to: Same, by: HEADS,
           proposal: &[&MEDIATORS_APPOINTED, &MEDIATORS_NEUTRAL, &NO_CHANGE_OF_SIDE], ..BARE },

    // Notice, investigation, sessions
    Rule { step: Notify, from: &[Assigned], to: OneOf(&[Assigned, Notified], after_notice), by: MEDIATORS,
           brings: Some(F05), guards: &[&MEDIATORS_APPOINTED], ..BARE },
    Rule { step: Notify, from: &[Notified, Investigating, Mediating], to: Same, by: MEDIATORS, brings: Some(F05),
           guards: &[&MEDIATORS_APPOINTED], ..BARE },
    Rule { step: Investigate, from: &[Notified], to: To(Investigating), by: MEDIATORS, brings: Some(F08),
           guards: &[&MEDIATORS_APPOINTED], ..BARE },
    Rule { step: Investigate, from: &[Investigating, Mediating], to: Same, by: MEDIATORS, brings: Some(F08),
           guards: &[&MEDIATORS_APPOINTED], ..BARE },
    // from ASSIGNED only to say whom nobody has told yet (G07): with everybody told the file stands in NOTIFIED
    Rule { step: OpenSession, from: &[Assigned, Notified, Investigating], to: To(Mediating), by: MEDIATORS, brings: Some(F10),
           guards: SESSION, proposal: &[&GUESTS_WELCOME] },
    Rule { step: OpenSession, from: &[Mediating], to: Same, by: MEDIATORS, brings: Some(F10), guards: SESSION,
           proposal: &[&GUESTS_WELCOME] },
    Rule { step: Suspend, from: &[Mediating], to: To(Suspended), by: MEDIATORS, proposal: &[&SUSPENSION_SHORT], ..BARE },
    Rule { step: Suspend, from: &[Mediating], to: To(Suspended), by: HEADS, ..BARE },
    Rule { step: Resume, from: &[Suspended], to: To(Mediating), by: MEDIATORS_AND_HEADS, ..BARE },
    Rule { step: RecordChildView, from: &[Notified, Investigating, Mediating, Suspended, AgreedPending], to: Same,
           by: MEDIATORS, brings: Some(FChild), guards: &[&MEDIATORS_APPOINTED], ..BARE },

    // Agreement
    Rule { step: DraftAgreement, from: &[Mediating], to: Same, by: MEDIATORS, brings: Some(F11),
           guards: &[&NOBODY_REFUSED, &MEDIATORS_APPOINTED], ..BARE },
    // a text that waits for marks was settled: what takes its place must be fit to be settled too
    Rule { step: DraftAgreement, from: &[AgreedPending], to: Same, by: MEDIATORS, brings: Some(F11),
           guards: &[&NOBODY_REFUSED, &MEDIATORS_APPOINTED],
           proposal: &[&PARTIES_CAPABLE, &MEDIATORS_NEUTRAL, &SESSION_HELD, &CLAUSES_LAWFUL, &CHILD_HEARD, &CONDITION_FLAGGED,
                       &NO_FEE] },
    Rule { step: Settle, from: &[Mediating], to: To(AgreedPending), by: MEDIATORS,
           guards: &[&DRAFT_EXISTS, &NOBODY_REFUSED, &PARTIES_CAPABLE, &MEDIATORS_APPOINTED, &MEDIATORS_NEUTRAL,
                     &SESSION_HELD, &CLAUSES_LAWFUL, &CHILD_HEARD, &CONDITION_FLAGGED, &NO_FEE], ..BARE },
    Rule { step: Revise, from: &[AgreedPending], to: To(Mediating), by: MEDIATORS, ..BARE },
    Rule { step: Sign, from: &[AgreedPending], to: OneOf(&[AgreedPending, Agreed], after_mark), by: MEDIATORS,
           guards: &[&MEDIATORS_APPOINTED], proposal: &[&TEXT_UNCHANGED], ..BARE },
    Rule { step: Seal, from: &[AgreedPending], to: OneOf(&[AgreedPending, Agreed], after_mark), by: &[SealKeeper],
           guards: &[&READY_FOR_SEAL], proposal: &[&TEXT_UNCHANGED], ..BARE },
    Rule { step: RecordOralAgreement, from: &[Mediating], to: To(Agreed), by: MEDIATORS, brings: Some(F12),
           guards: &[&NOBODY_REFUSED, &PARTIES_CAPABLE, &MEDIATORS_APPOINTED, &MEDIATORS_NEUTRAL, &SESSION_HELD],
           proposal: &[&CLAUSES_LAWFUL, &ORAL_FORM_ALLOWED, &CHILD_HEARD, &CONDITION_FLAGGED, &NO_FEE] },

    // Or not
    Rule { step: Fail, from: &[Mediating, Suspended], to: To(Failed), by: MEDIATORS, ..BARE },
    Rule { step: Terminate, from: &[Applied, Accepted], to: To(Terminated), by: FRONT_DESK,
           proposal: &[&TERMINATION_CODE, &REFUSAL_RECORDED], ..BARE },
    Rule { step: Terminate, from: IN_HAND, to: To(Terminated), by: MEDIATORS,
           proposal: &[&TERMINATION_CODE, &REFUSAL_RECORDED], ..BARE },
    Rule { step: ServeRemedyNotice, from: &[Failed, Terminated], to: Same, by: MEDIATORS_AND_HEADS, brings: Some(F19), ..BARE },
    Rule { step: RecordRefusal, from: OPEN, to: Same, by: DESK_AND_MEDIATORS, ..BARE },
    Rule { step: WithdrawRefusal, from: OPEN, to: Same, by: DESK_AND_MEDIATORS, guards: &[&REFUSAL_STANDS], ..BARE },

    // Time, recusal, additions to the file
    Rule { step: Extend, from: &[Accepted, Assigned, Notified, Investigating, Mediating, Suspended], to: Same, by: MEDIATORS,
           brings: Some(F22), guards: &[&EXTENSION_IN_TIME], ..BARE },
    Rule { step: RequestRecusal, from: IN_HAND, to: Same, by: DESK_AND_MEDIATORS, brings: Some(F23), ..BARE },
    Rule { step: DecideRecusal, from: IN_HAND, to: Same, by: HEADS, brings: Some(F23), guards: &[&RECUSAL_WAITS], ..BARE },
    Rule { step: AddEvidence, from: TO_PERFORMING, to: Same, by: DESK_AND_MEDIATORS, brings: Some(F09), ..BARE },
    Rule { step: AddPowerOfAttorney, from: TO_PERFORMING, to: Same, by: DESK_AND_MEDIATORS, brings: Some(F07), ..BARE },
    // what was taken down wrongly is put right at any time before the archive; the history keeps both
    Rule { step: CorrectParticulars, from: NOT_ARCHIVED, to: Same, by: DESK_AND_MEDIATORS, ..BARE },
    Rule { step: ConfirmServiceAddress, from: TO_PERFORMING, to: Same, by: DESK_AND_MEDIATORS, brings: Some(F25), ..BARE },

    // Keeping the promise
    Rule { step: SchedulePerformance, from: &[Agreed], to: To(Performing), by: MEDIATORS, ..BARE },
    Rule { step: RecordPerformance, from: &[Agreed, Performing], to: OneOf(&[Performing, Performed], after_receipt),
           by: MEDIATORS, brings: Some(F24), guards: &[&ITEM_OPEN], ..BARE },
    Rule { step: RecordPerformance, from: &[Closed], to: Same, by: MEDIATORS, brings: Some(F24), guards: &[&ITEM_OPEN], ..BARE },
    Rule { step: Urge, from: &[Performing], to: Same, by: MEDIATORS, brings: Some(F26), guards: &[&ITEM_OVERDUE], ..BARE },
    Rule { step: ConfirmBreach, from: &[Performing], to: To(Breached), by: MEDIATORS, guards: &[&URGED_IN_VAIN], ..BARE },
    Rule { step: Remediate, from: &[Breached], to: To(Mediating), by: MEDIATORS, ..BARE },
    Rule { step: Amend, from: &[Agreed, Performing], to: To(Mediating), by: MEDIATORS, proposal: &[&ALL_CONSENT], ..BARE },
    Rule { step: FollowUp, from: &[Agreed, Performing, Performed, Breached, Failed, Terminated, Closed], to: Same,
           by: MEDIATORS_AND_HEADS, brings: Some(F13), ..BARE },

    // Closing and the volume
    Rule { step: RequestClose, from: CONCLUDED, to: Same, by: MEDIATORS, brings: Some(F17), guards: &[&REMEDIES_SERVED], ..BARE },
    Rule { step: Close, from: CONCLUDED, to: To(Closed), by: HEADS, guards: &[&REVIEWED_BY_ANOTHER, &REMEDIES_SERVED], ..BARE },
    Rule { step: ExplainVolume, from: &[Closed, NotAccepted], to: Same, by: &[Mediator, Archivist, Registrar],
           brings: Some(F15), ..BARE },
    Rule { step: Archive, from: &[Closed, NotAccepted], to: To(Archived), by: &[Archivist], guards: &[&VOLUME_COMPLETE], ..BARE },
    Rule { step: Reopen, from: &[Closed], to: To(Mediating), by: DIRECTORS, ..BARE },
];

/// What must hold whenever people sit down together.
const SESSION: &[&super::Guard] =
    &[&NOBODY_REFUSED, &PARTIES_CAPABLE, &MEDIATORS_APPOINTED, &MEDIATORS_NEUTRAL, &PARTIES_NOTIFIED, &NO_FEE];

fn after_notice(d: &Dossier) -> State {
    if d.parties_without_notice().is_empty() { Notified } else { Assigned }
}

fn after_mark(d: &Dossier) -> State {
    let in_force = d.agreement().is_some_and(|agreement| d.is_fully_marked(agreement.paper));
    if in_force { Agreed } else { AgreedPending }
}

fn after_receipt(d: &Dossier) -> State {
    if d.is_fully_performed() { Performed } else { Performing }
}
