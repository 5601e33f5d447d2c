//! At the front desk: taking a dispute on or not, and what registrar and mediator add to a file.

use platform::problem::AppError;

use crate::cases::step_inputs::{
    AcceptCase, AddEvidence, AddPowerOfAttorney, ConfirmServiceAddress, DeclineCase, RecordRefusal, WithdrawRefusal,
};
use crate::cases::{Refusal, Step};
use crate::moves::{Desk, Held, Move, Stamp, bring, known_party, not_future};
use crate::papers::{AcceptanceForm, PaperContent};

/// Takes an application on; the committee's next number is issued in the same transaction.
impl Move for AcceptCase {
    const STEP: Step = Step::Accept;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        let file = &held.dossier.case;
        let form = AcceptanceForm {
            accepted_on: stamp.on,
            category: file.category,
            source: file.source,
            source_reference: file.source_reference.clone(),
            summary: file.summary.clone(),
            parties_consent: self.parties_consent,
            registrar: stamp.by,
        };
        bring(held, stamp, PaperContent::AcceptanceForm(form));
        Ok(())
    }

    fn conclude(&self, desk: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        held.dossier.case.difficulty = self.difficulty;
        held.dossier.case.number = Some(desk.issue_number(&held.dossier, stamp)?);
        Ok(())
    }
}

/// Declines an application, with the reason and the right route (F18).
impl Move for DeclineCase {
    const STEP: Step = Step::Decline;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        not_future(self.notice.dated_on, stamp, "/notice/datedOn")?;
        bring(held, stamp, PaperContent::NonAcceptance(self.notice.clone()));
        Ok(())
    }
}

/// Adds evidence (F09).
impl Move for AddEvidence {
    const STEP: Step = Step::AddEvidence;

    fn propose(&self, desk: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        not_future(self.evidence.dated_on, stamp, "/evidence/datedOn")?;
        for (n, item) in self.evidence.items.iter().enumerate() {
            if let Some(file) = item.attachment_id
                && !desk.may_name(&held.dossier, file)?
            {
                return Err(AppError::field(format!("/evidence/items/{n}/attachmentId"), "unknown_reference"));
            }
        }
        bring(held, stamp, PaperContent::EvidenceList(self.evidence.clone()));
        Ok(())
    }
}

/// Records who may speak for a party (F07).
impl Move for AddPowerOfAttorney {
    const STEP: Step = Step::AddPowerOfAttorney;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        known_party(&held.dossier, self.representative.party_id, "/representative/partyId")?;
        if self.power.party_id != self.representative.party_id {
            return Err(AppError::field("/power/partyId", "unknown_reference"));
        }
        if self.power.representative_id != self.representative.id {
            return Err(AppError::field("/power/representativeId", "unknown_reference"));
        }
        if held.dossier.representatives.iter().any(|one| one.id == self.representative.id) {
            return Err(AppError::field("/representative/id", "duplicate"));
        }
        held.dossier.representatives.push(self.representative.clone());
        bring(held, stamp, PaperContent::PowerOfAttorney(self.power.clone()));
        Ok(())
    }
}

/// Records where papers reach a party (F25).
impl Move for ConfirmServiceAddress {
    const STEP: Step = Step::ConfirmServiceAddress;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        known_party(&held.dossier, self.address.party_id, "/address/partyId")?;
        not_future(self.address.confirmed_on, stamp, "/address/confirmedOn")?;
        bring(held, stamp, PaperContent::ServiceAddress(self.address.clone()));
        Ok(())
    }
}

/// Records that a party explicitly refuses mediation: from now on no session (G01).
impl Move for RecordRefusal {
    const STEP: Step = Step::RecordRefusal;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        known_party(&held.dossier, self.party_id, "/partyId")?;
        held.dossier.refusals.push(Refusal {
            id: held.names.make(),
            party_id: self.party_id,
            refused_at: stamp.occurred_at,
            words: self.words.clone(),
            recorded_by: stamp.by,
            withdrawn_at: None,
        });
        Ok(())
    }
}

/// Records that a party takes its refusal back; the refusal stays in the history.
impl Move for WithdrawRefusal {
    const STEP: Step = Step::WithdrawRefusal;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, _: &Stamp) -> Result<(), AppError> {
        let known = held.dossier.refusals.iter().any(|one| one.id == self.refusal_id);
        if known { Ok(()) } else { Err(AppError::field("/refusalId", "unknown_reference")) }
    }

    fn conclude(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        for refusal in held.dossier.refusals.iter_mut().filter(|one| one.id == self.refusal_id && one.withdrawn_at.is_none()) {
            refusal.withdrawn_at = Some(stamp.occurred_at);
        }
        Ok(())
    }
}
