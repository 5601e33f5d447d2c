//! One function per step of the hearing.

use platform::problem::AppError;

use crate::cases::step_inputs::{ExtendCase, HoldSession, Investigate, NotifyParty, RecordChildView, ResumeMediation, SuspendMediation};
use crate::cases::{Step, Suspension};
use crate::moves::{Desk, Held, Move, Stamp, bring, known_mediators, known_party, not_future};
use crate::papers::{Minutes, NoticeDelivery, PaperContent};
use crate::vocabulary::{FormCode, PartyRole};

/// Tells one party its rights and duties (F05). An oral notice names its witness.
impl Move for NotifyParty {
    const STEP: Step = Step::Notify;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        let notice = &self.notice;
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
    }
}

/// Records an interview or a visit (F08).
impl Move for Investigate {
    const STEP: Step = Step::Investigate;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        let sheet = &self.investigation;
        known_mediators(&held.dossier, &sheet.investigators, "/investigation/investigators")?;
        if sheet.ended_at <= sheet.started_at {
            return Err(AppError::field("/investigation/endedAt", "order"));
        }
        if sheet.ended_at > stamp.now {
            return Err(AppError::field("/investigation/endedAt", "future"));
        }
        bring(held, stamp, PaperContent::Investigation(sheet.clone()));
        Ok(())
    }
}

/// Records a session with its minutes (F10). The server numbers the sessions.
impl Move for HoldSession {
    const STEP: Step = Step::OpenSession;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        let sheet = &self.minutes;
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
    }
}

/// Stops the mediation clock, with a planned last day and a reason.
impl Move for SuspendMediation {
    const STEP: Step = Step::Suspend;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        if self.until <= stamp.on {
            return Err(AppError::field("/until", "past"));
        }
        held.dossier.suspensions.push(Suspension {
            id: held.names.make(),
            from: stamp.on,
            until: self.until,
            resumed_on: None,
            reason: self.reason.clone(),
            decided_by: stamp.by,
        });
        Ok(())
    }
}

/// Lets the mediation clock run again.
impl Move for ResumeMediation {
    const STEP: Step = Step::Resume;

    fn conclude(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        for suspension in held.dossier.suspensions.iter_mut().filter(|one| one.resumed_on.is_none()) {
            suspension.resumed_on = Some(stamp.on);
        }
        Ok(())
    }
}

/// Records what a child wants (F-CHILD; 《民法典》第1084条).
impl Move for RecordChildView {
    const STEP: Step = Step::RecordChildView;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        let sheet = &self.child_view;
        let child = held.dossier.party(sheet.child_party_id).filter(|party| party.role == PartyRole::Child);
        if child.is_none() {
            return Err(AppError::field("/childView/childPartyId", "unknown_reference"));
        }
        not_future(sheet.heard_on, stamp, "/childView/heardOn")?;
        known_mediators(&held.dossier, &sheet.heard_by, "/childView/heardBy")?;
        bring(held, stamp, PaperContent::ChildView(sheet.clone()));
        Ok(())
    }
}

/// Extends the term with everybody's consent (F22, G19).
impl Move for ExtendCase {
    const STEP: Step = Step::Extend;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        for (n, one) in self.consent.consents.iter().enumerate() {
            known_party(&held.dossier, one.party_id, &format!("/consent/consents/{n}/partyId"))?;
            not_future(one.consented_on, stamp, &format!("/consent/consents/{n}/consentedOn"))?;
        }
        bring(held, stamp, PaperContent::ExtensionConsent(self.consent.clone()));
        Ok(())
    }
}
