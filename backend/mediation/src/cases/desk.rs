//! At the front desk: taking a dispute on or not, and what registrar and mediator add to a file.

use platform::db::Tx;
use platform::http::Answer;
use platform::problem::AppError;

use super::act::{Acting, act, bring, known_party, not_future, nothing};
use super::step_inputs::{AcceptCase, AddEvidence, AddPowerOfAttorney, ConfirmServiceAddress, DeclineCase, RecordRefusal, WithdrawRefusal};
use super::{Refusal, RefusalId, numbers};
use crate::papers::{AcceptanceForm, PaperContent};

/// Takes an application on; the committee's next number is issued in the same transaction.
pub(crate) fn accept(tx: &mut Tx<'_>, acting: &Acting, input: &AcceptCase) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            let file = &held.dossier.case;
            let form = AcceptanceForm {
                accepted_on: stamp.on,
                category: file.category,
                source: file.source,
                source_reference: file.source_reference.clone(),
                summary: file.summary.clone(),
                parties_consent: input.parties_consent,
                registrar: stamp.by,
            };
            bring(held, stamp, PaperContent::AcceptanceForm(form));
            Ok(())
        },
        |tx, held, stamp| {
            held.dossier.case.difficulty = input.difficulty;
            held.dossier.case.number = Some(numbers::issue(tx, &held.dossier, stamp)?);
            Ok(())
        },
    )
}

/// Declines an application, with the reason and the right route (F18).
pub(crate) fn decline(tx: &mut Tx<'_>, acting: &Acting, input: &DeclineCase) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            not_future(input.notice.dated_on, stamp, "/notice/datedOn")?;
            bring(held, stamp, PaperContent::NonAcceptance(input.notice.clone()));
            Ok(())
        },
        nothing,
    )
}

/// Adds evidence (F09).
pub(crate) fn add_evidence(tx: &mut Tx<'_>, acting: &Acting, input: &AddEvidence) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            not_future(input.evidence.dated_on, stamp, "/evidence/datedOn")?;
            bring(held, stamp, PaperContent::EvidenceList(input.evidence.clone()));
            Ok(())
        },
        nothing,
    )
}

/// Records who may speak for a party (F07).
pub(crate) fn add_power_of_attorney(tx: &mut Tx<'_>, acting: &Acting, input: &AddPowerOfAttorney) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            known_party(&held.dossier, input.representative.party_id, "/representative/partyId")?;
            if input.power.party_id != input.representative.party_id {
                return Err(AppError::field("/power/partyId", "unknown_reference"));
            }
            if input.power.representative_id != input.representative.id {
                return Err(AppError::field("/power/representativeId", "unknown_reference"));
            }
            if held.dossier.representatives.iter().any(|one| one.id == input.representative.id) {
                return Err(AppError::field("/representative/id", "duplicate"));
            }
            held.dossier.representatives.push(input.representative.clone());
            bring(held, stamp, PaperContent::PowerOfAttorney(input.power.clone()));
            Ok(())
        },
        nothing,
    )
}

/// Records where papers reach a party (F25).
pub(crate) fn confirm_service_address(tx: &mut Tx<'_>, acting: &Acting, input: &ConfirmServiceAddress) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            known_party(&held.dossier, input.address.party_id, "/address/partyId")?;
            not_future(input.address.confirmed_on, stamp, "/address/confirmedOn")?;
            bring(held, stamp, PaperContent::ServiceAddress(input.address.clone()));
            Ok(())
        },
        nothing,
    )
}

/// Records that a party explicitly refuses mediation: from now on no session (G01).
pub(crate) fn record_refusal(tx: &mut Tx<'_>, acting: &Acting, input: &RecordRefusal) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            known_party(&held.dossier, input.party_id, "/partyId")?;
            held.dossier.refusals.push(Refusal {
                id: RefusalId::new(),
                party_id: input.party_id,
                refused_at: stamp.occurred_at,
                words: input.words.clone(),
                recorded_by: stamp.by,
                withdrawn_at: None,
            });
            Ok(())
        },
        nothing,
    )
}

/// Records that a party takes its refusal back; the refusal stays in the history.
pub(crate) fn withdraw_refusal(tx: &mut Tx<'_>, acting: &Acting, input: &WithdrawRefusal) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, _| {
            let known = held.dossier.refusals.iter().any(|one| one.id == input.refusal_id);
            if known { Ok(()) } else { Err(AppError::field("/refusalId", "unknown_reference")) }
        },
        |_, held, stamp| {
            for refusal in held.dossier.refusals.iter_mut().filter(|one| one.id == input.refusal_id && one.withdrawn_at.is_none()) {
                refusal.withdrawn_at = Some(stamp.occurred_at);
            }
            Ok(())
        },
    )
}
