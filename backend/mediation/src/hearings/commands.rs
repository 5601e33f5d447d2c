//! One function per step of the hearing.

use platform::db::Tx;
use platform::http::Answer;
use platform::problem::AppError;

use crate::cases::act::{Acting, act, bring, known_mediators, known_party, not_future, nothing};
use crate::cases::step_inputs::{ExtendCase, HoldSession, Investigate, NotifyParty, RecordChildView, ResumeMediation, SuspendMediation};
use crate::cases::{Suspension, SuspensionId};
use crate::papers::{Minutes, NoticeDelivery, PaperContent};
use crate::vocabulary::{FormCode, PartyRole};

/// Tells one party its rights and duties (F05). An oral notice names its witness.
pub(crate) fn notify(tx: &mut Tx<'_>, acting: &Acting, input: &NotifyParty) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            let notice = &input.notice;
            known_party(&held.dossier, notice.party_id, "/notice/partyId")?;
            known_mediators(&held.dossier, &[notice.mediator], "/notice/mediator")?;
            not_future(notice.notified_on, stamp, "/notice/notifiedOn")?;
            let witnessed = notice.witness.as_ref().is_some_and(|name| !name.trim().is_empty());
            if notice.delivery == NoticeDelivery::Oral && !witnessed {
                return Err(AppError::field("/notice/witness", "required"));
            }
            held.dossier.case.openness = Some(notice.openness);
            bring(held, stamp, PaperContent::Notice(notice.clone()));
            Ok(())
        },
        nothing,
    )
}

/// Records an interview or a visit (F08).
pub(crate) fn investigate(tx: &mut Tx<'_>, acting: &Acting, input: &Investigate) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            let sheet = &input.investigation;
            known_mediators(&held.dossier, &sheet.investigators, "/investigation/investigators")?;
            if sheet.ended_at <= sheet.started_at {
                return Err(AppError::field("/investigation/endedAt", "order"));
            }
            if sheet.ended_at > stamp.now {
                return Err(AppError::field("/investigation/endedAt", "future"));
            }
            bring(held, stamp, PaperContent::Investigation(sheet.clone()));
            Ok(())
        },
        nothing,
    )
}

/// Records a session with its minutes (F10). The server numbers the sessions.
pub(crate) fn hold_session(tx: &mut Tx<'_>, acting: &Acting, input: &HoldSession) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            let sheet = &input.minutes;
            known_mediators(&held.dossier, &sheet.mediators, "/minutes/mediators")?;
            for (n, one) in sheet.attendance.iter().enumerate() {
                known_party(&held.dossier, one.party_id, &format!("/minutes/attendance/{n}/partyId"))?;
                if let Some(id) = one.represented_by
                    && !held.dossier.representatives_of(one.party_id).any(|representative| representative.id == id)
                {
                    return Err(AppError::field(format!("/minutes/attendance/{n}/representedBy"), "unknown_reference"));
                }
            }
            if sheet.ended_at <= sheet.started_at {
                return Err(AppError::field("/minutes/endedAt", "order"));
            }
            if sheet.ended_at > stamp.now {
                return Err(AppError::field("/minutes/endedAt", "future"));
            }
            let held_before = held.dossier.papers_of(FormCode::F10).count();
            let session_no = i32::try_from(held_before + 1).map_err(AppError::internal)?;
            bring(held, stamp, PaperContent::Minutes(Minutes { session_no, ..sheet.clone() }));
            Ok(())
        },
        nothing,
    )
}

/// Stops the mediation clock, with a planned last day and a reason.
pub(crate) fn suspend(tx: &mut Tx<'_>, acting: &Acting, input: &SuspendMediation) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            if input.until <= stamp.on {
                return Err(AppError::field("/until", "past"));
            }
            held.dossier.suspensions.push(Suspension {
                id: SuspensionId::new(),
                from: stamp.on,
                until: input.until,
                resumed_on: None,
                reason: input.reason.clone(),
                decided_by: stamp.by,
            });
            Ok(())
        },
        nothing,
    )
}

/// Lets the mediation clock run again.
pub(crate) fn resume(tx: &mut Tx<'_>, acting: &Acting, _: &ResumeMediation) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, _, _| Ok(()),
        |_, held, stamp| {
            for suspension in held.dossier.suspensions.iter_mut().filter(|one| one.resumed_on.is_none()) {
                suspension.resumed_on = Some(stamp.on);
            }
            Ok(())
        },
    )
}

/// Records what a child wants (F-CHILD; 《民法典》第1084条).
pub(crate) fn record_child_view(tx: &mut Tx<'_>, acting: &Acting, input: &RecordChildView) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            let sheet = &input.child_view;
            let child = held.dossier.party(sheet.child_party_id).filter(|party| party.role == PartyRole::Child);
            if child.is_none() {
                return Err(AppError::field("/childView/childPartyId", "unknown_reference"));
            }
            not_future(sheet.heard_on, stamp, "/childView/heardOn")?;
            known_mediators(&held.dossier, &sheet.heard_by, "/childView/heardBy")?;
            bring(held, stamp, PaperContent::ChildView(sheet.clone()));
            Ok(())
        },
        nothing,
    )
}

/// Extends the term with everybody's consent (F22, G19).
pub(crate) fn extend(tx: &mut Tx<'_>, acting: &Acting, input: &ExtendCase) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            for (n, one) in input.consent.consents.iter().enumerate() {
                known_party(&held.dossier, one.party_id, &format!("/consent/consents/{n}/partyId"))?;
                not_future(one.consented_on, stamp, &format!("/consent/consents/{n}/consentedOn"))?;
            }
            bring(held, stamp, PaperContent::ExtensionConsent(input.consent.clone()));
            Ok(())
        },
        nothing,
    )
}
