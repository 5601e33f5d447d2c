//! Drafting, settling, signing and sealing an agreement; or recording an oral one.

use platform::ids::{MarkId, OrgId, PaperId};
use platform::problem::AppError;
use sha2::{Digest, Sha256};

use super::{Clause, merge};
use crate::cases::step_inputs::{
    AmendAgreement, DraftAgreement, NewMark, RecordOralAgreement, ReviseAgreement, SealAgreement, SettleAgreement, SignAgreement,
};
use crate::cases::{Dossier, Edited, Mark, Paper, Step};
use crate::dossier::numbering::agreement_number;
use crate::moves::{Desk, Held, Move, Stamp, bring, bring_as, known_party, not_future};
use crate::papers::{Agreement, OralAgreement, PaperContent};
use crate::performance::plan;
use crate::vocabulary::{Authority, FormCode, MarkKind, MarkRole, Outcome, PaperState, RepresentativeKind};

/// The hash every mark names: SHA-256 over the exact content of the sheet.
pub fn text_hash(content: &PaperContent) -> Result<String, AppError> {
    let bytes = serde_json::to_vec(content).map_err(AppError::internal)?;
    Ok(Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Writes the draft, or rewrites it. Rewriting after the first mark voids every mark under the earlier text.
impl Move for DraftAgreement {
    const STEP: Step = Step::DraftAgreement;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        let working = working_draft(&held.dossier).map(|paper| paper.id);
        let written = match working_draft(&held.dossier) {
            // a tablet that names no sheet began with an empty one: it overwrites nothing of the sheet that is there
            Some(draft @ Paper { content: PaperContent::Agreement(there), .. }) if self.base.is_some() || stamp.from_tablet => {
                merge::merge(&held.dossier, draft, self.base.as_ref(), &self.agreement, there)?
            }
            _ => self.agreement.clone(),
        };
        check_clauses(&held.dossier, &written.clauses)?;
        let version_no = next_version(&held.dossier, working);
        let content = PaperContent::Agreement(Agreement { version_no, ..written });
        let hash = text_hash(&content)?;
        let id = match working {
            Some(id) => id,
            None => bring_as(held, stamp, content.clone(), PaperState::Draft),
        };
        let number = held.dossier.case.number.as_ref().map(|number| agreement_number(number, version_no));
        if let Some(paper) = held.dossier.papers.iter_mut().find(|paper| paper.id == id) {
            if paper.text_hash.as_ref().is_some_and(|old| *old != hash) {
                void_marks(&mut held.dossier.marks, id, stamp);
            }
            paper.content = content;
            paper.number = number;
            paper.text_hash = Some(hash);
            paper.edited = Some(Edited { by: stamp.by, at: stamp.now });
        }
        held.dossier.act.brings = Some(id);
        Ok(())
    }
}

/// Settles the text the mediator has just read; from now on marks are collected under exactly this text.
impl Move for SettleAgreement {
    const STEP: Step = Step::Settle;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, _: &Stamp) -> Result<(), AppError> {
        let draft = working_draft(&held.dossier).map(|paper| (paper.id, paper.text_hash.clone()));
        if let Some((id, hash)) = draft {
            if hash.as_deref() != Some(self.text_hash.as_str()) {
                return Err(AppError::field("/textHash", "stale_text"));
            }
            held.dossier.act.brings = Some(id);
        }
        Ok(())
    }

    fn conclude(&self, _: &mut dyn Desk, held: &mut Held, _: &Stamp) -> Result<(), AppError> {
        let Some(id) = held.dossier.act.brings else {
            return Err(AppError::field("/textHash", "unknown_reference"));
        };
        set_state(held, id, PaperState::Current);
        Ok(())
    }
}

/// Takes the text back for a change; every mark is voided.
impl Move for ReviseAgreement {
    const STEP: Step = Step::Revise;

    fn conclude(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        let Some(id) = pending(&held.dossier).map(|paper| paper.id) else { return Ok(()) };
        void_marks(&mut held.dossier.marks, id, stamp);
        set_state(held, id, PaperState::Draft);
        Ok(())
    }
}

/// Puts a mark of a party, a mediator or the recorder under the text.
impl Move for SignAgreement {
    const STEP: Step = Step::Sign;

    fn propose(&self, desk: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        not_before_text(&held.dossier, stamp)?;
        let id = held.names.make();
        let mark = mark_of(desk, &held.dossier, id, stamp, &self.mark)?;
        if let Some(strokes) = &self.mark.strokes {
            held.strokes.push((mark.id, strokes.clone()));
        }
        held.dossier.marks.push(mark);
        Ok(())
    }

    fn conclude(&self, _: &mut dyn Desk, held: &mut Held, _: &Stamp) -> Result<(), AppError> {
        take_effect(held);
        Ok(())
    }
}

/// Puts the seal of the organisation whose seal keeper acts. Only the registered committee's own seal counts (G11).
impl Move for SealAgreement {
    const STEP: Step = Step::Seal;

    fn propose(&self, desk: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        not_before_text(&held.dossier, stamp)?;
        let org = seal_of(desk, &held.dossier)?;
        let owner = desk.committee(org)?;
        held.dossier.marks.push(Mark {
            id: held.names.make(),
            paper_id: self.paper_id,
            kind: MarkKind::OrganisationSeal,
            role: MarkRole::Committee,
            party_id: None,
            representative_id: None,
            account_id: Some(stamp.by),
            org_id: Some(org),
            by_sealing_committee: owner.is_sealing_committee,
            signer_name: owner.name,
            witness: None,
            text_hash: self.text_hash.clone(),
            made_at: stamp.occurred_at,
            voided_at: None,
            on_paper: false,
        });
        Ok(())
    }

    fn conclude(&self, _: &mut dyn Desk, held: &mut Held, _: &Stamp) -> Result<(), AppError> {
        take_effect(held);
        Ok(())
    }
}

/// Records an oral agreement: in force on the day it was reached (《人民调解法》第30条).
impl Move for RecordOralAgreement {
    const STEP: Step = Step::RecordOralAgreement;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        check_clauses(&held.dossier, &self.agreement.clauses)?;
        not_future(self.agreement.reached_on, stamp, "/agreement/reachedOn")?;
        let version_no = next_version(&held.dossier, None);
        let content = PaperContent::OralAgreement(OralAgreement { version_no, ..self.agreement.clone() });
        let hash = text_hash(&content)?;
        let id = bring(held, stamp, content);
        let number = held.dossier.case.number.as_ref().map(|number| agreement_number(number, version_no));
        if let Some(paper) = held.dossier.papers.iter_mut().find(|paper| paper.id == id) {
            paper.number = number;
            paper.text_hash = Some(hash);
        }
        Ok(())
    }

    fn conclude(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        let Some(id) = held.dossier.act.brings else { return Ok(()) };
        supersede_others(held, id);
        held.dossier.case.milestones.effective_on = Some(self.agreement.reached_on);
        held.dossier.case.outcome = Some(Outcome::S2);
        let items = plan::items(&held.dossier, &mut held.names);
        held.dossier.performance.extend(items);
        if self.agreement.performed_on_the_spot {
            plan::perform_on_the_spot(&mut held.dossier.performance, id, stamp.on);
        }
        Ok(())
    }
}

/// Opens the file for a change everybody consents to; the agreement in force stays in force until the new one is.
impl Move for AmendAgreement {
    const STEP: Step = Step::Amend;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, _: &Stamp) -> Result<(), AppError> {
        for (n, party) in self.consented_by.iter().enumerate() {
            known_party(&held.dossier, *party, &format!("/consentedBy/{n}"))?;
        }
        held.dossier.act.consented_by = self.consented_by.clone();
        Ok(())
    }

    fn conclude(&self, _: &mut dyn Desk, held: &mut Held, _: &Stamp) -> Result<(), AppError> {
        held.dossier.case.reason = Some(self.reason.clone());
        Ok(())
    }
}

/// The agreement sheet that is being worked on: a draft, or the settled text that still lacks marks.
fn working_draft(dossier: &Dossier) -> Option<&Paper> {
    dossier.papers_of(FormCode::F11).find(|paper| paper.state == PaperState::Draft).or_else(|| pending(dossier))
}

/// The settled text that still lacks marks.
pub fn pending(dossier: &Dossier) -> Option<&Paper> {
    let waiting = dossier.case.state == crate::cases::State::AgreedPending;
    dossier.agreement().map(|agreement| agreement.paper).filter(|paper| waiting && paper.form() == FormCode::F11)
}

fn next_version(dossier: &Dossier, working: Option<PaperId>) -> i32 {
    let version = |paper: &Paper| match &paper.content {
        PaperContent::Agreement(sheet) => sheet.version_no,
        PaperContent::OralAgreement(sheet) => sheet.version_no,
        _ => 0,
    };
    match working.and_then(|id| dossier.papers.iter().find(|paper| paper.id == id)) {
        Some(paper) => version(paper),
        None => dossier.papers.iter().map(version).max().unwrap_or(0) + 1,
    }
}

fn check_clauses(dossier: &Dossier, clauses: &[Clause]) -> Result<(), AppError> {
    for (n, clause) in clauses.iter().enumerate() {
        let at = |field: &str| format!("/agreement/clauses/{n}/{field}");
        if clauses.iter().take(n).any(|other| other.id == clause.id) {
            return Err(AppError::field(at("id"), "duplicate"));
        }
        let named =
            [("payerPartyId", clause.payer_party_id), ("payeePartyId", clause.payee_party_id), ("childPartyId", clause.child_party_id)];
        for (field, party) in named {
            if let Some(id) = party {
                known_party(dossier, id, &at(field))?;
            }
        }
        if let (Some(first), Some(end)) = (clause.first_due_on, clause.end_on)
            && end < first
        {
            return Err(AppError::field(at("endOn"), "order"));
        }
    }
    Ok(())
}

/// No mark is older than the text it stands under: the day an agreement takes effect is the day of the latest.
fn not_before_text(dossier: &Dossier, stamp: &Stamp) -> Result<(), AppError> {
    let settled = dossier.case.milestones.settled_on;
    if settled.is_some_and(|day| stamp.on < day) { Err(AppError::field("/occurredAt", "order")) } else { Ok(()) }
}

fn mark_of(desk: &dyn Desk, dossier: &Dossier, id: MarkId, stamp: &Stamp, input: &NewMark) -> Result<Mark, AppError> {
    let text = dossier.agreement().map(|agreement| agreement.paper).filter(|paper| paper.id == input.paper_id);
    if text.is_none() {
        return Err(AppError::field("/mark/paperId", "unknown_reference"));
    }
    let (role, signer_name) = match input.party_id {
        Some(id) => (MarkRole::Party, party_signer(dossier, input, id)?),
        None => {
            let name = desk.own_name();
            if !dossier.current_mediators().any(|tie| tie.account_id == stamp.by) {
                return Err(AppError::field("/mark/partyId", "required"));
            }
            (if input.as_recorder { MarkRole::Recorder } else { MarkRole::Mediator }, name)
        }
    };
    if input.kind == MarkKind::OrganisationSeal && role != MarkRole::Party {
        return Err(AppError::field("/mark/kind", "unknown_variant"));
    }
    if input.kind == MarkKind::Signature && !input.on_paper && input.strokes.is_none() {
        return Err(AppError::field("/mark/strokes", "required"));
    }
    let witnessed = input.witness.as_ref().is_some_and(|name| !name.trim().is_empty());
    if input.kind == MarkKind::Fingerprint && !witnessed {
        return Err(AppError::field("/mark/witness", "required"));
    }
    let twice = dossier.marks.iter().any(|mark| {
        mark.paper_id == input.paper_id
            && mark.voided_at.is_none()
            && mark.role == role
            && mark.party_id == input.party_id
            && (role == MarkRole::Party || mark.account_id == Some(stamp.by))
    });
    if twice {
        return Err(AppError::Conflict {
            code: "mediation.agreement.already-signed",
            zh: "该人已经签署",
            en: "This person has signed already",
        });
    }
    Ok(Mark {
        id,
        paper_id: input.paper_id,
        kind: input.kind,
        role,
        party_id: input.party_id,
        representative_id: input.representative_id,
        account_id: Some(stamp.by),
        org_id: None,
        by_sealing_committee: false,
        signer_name,
        witness: input.witness.clone(),
        text_hash: input.text_hash.clone(),
        made_at: stamp.occurred_at,
        voided_at: None,
        on_paper: input.on_paper,
    })
}

/// The party itself, or a representative who may sign for it: a guardian, or somebody with special authority.
fn party_signer(dossier: &Dossier, input: &NewMark, id: platform::ids::PartyId) -> Result<String, AppError> {
    let party = dossier.party(id).filter(|party| party.signs()).ok_or_else(|| AppError::field("/mark/partyId", "unknown_reference"))?;
    let Some(representative_id) = input.representative_id else { return Ok(party.name().to_owned()) };
    let representative = dossier
        .representatives_of(id)
        .find(|one| one.id == representative_id)
        .ok_or_else(|| AppError::field("/mark/representativeId", "unknown_reference"))?;
    let may_sign = representative.kind == RepresentativeKind::LegalGuardian || representative.authority == Authority::Special;
    if may_sign { Ok(representative.name.clone()) } else { Err(AppError::field("/mark/representativeId", "no_authority")) }
}

/// The organisation whose seal the actor keeps: the file's own committee if she keeps that one.
fn seal_of(desk: &dyn Desk, dossier: &Dossier) -> Result<OrgId, AppError> {
    let kept = desk.seals_kept();
    kept.iter()
        .copied()
        .find(|org| *org == dossier.committee.org_id)
        .or_else(|| kept.first().copied())
        .ok_or(AppError::Forbidden { code: "forbidden" })
}

/// Once every mark is there, the agreement is in force from the day of the latest (《人民调解法》第29条).
fn take_effect(held: &mut Held) {
    let dossier = &held.dossier;
    let Some(agreement) = dossier.agreement() else { return };
    let Some(effective_on) = dossier.effective_on(agreement.paper) else { return };
    let id = agreement.paper.id;
    let items = plan::items(dossier, &mut held.names);
    held.dossier.case.milestones.effective_on = Some(effective_on);
    held.dossier.case.outcome = Some(Outcome::S1);
    supersede_others(held, id);
    held.dossier.performance.extend(items);
}

/// Earlier agreements are kept, shown, and no longer count; what was still owed under them is changed.
fn supersede_others(held: &mut Held, in_force: PaperId) {
    let older: Vec<PaperId> = held
        .dossier
        .papers
        .iter()
        .filter(|paper| matches!(paper.form(), FormCode::F11 | FormCode::F12) && paper.id != in_force && paper.state == PaperState::Current)
        .map(|paper| paper.id)
        .collect();
    for id in &older {
        set_state(held, *id, PaperState::Superseded);
    }
    if let Some(paper) = held.dossier.papers.iter_mut().find(|paper| paper.id == in_force) {
        paper.supersedes = older.last().copied();
    }
    plan::change(&mut held.dossier.performance, &older);
}

fn set_state(held: &mut Held, id: PaperId, state: PaperState) {
    if let Some(paper) = held.dossier.papers.iter_mut().find(|paper| paper.id == id) {
        paper.state = state;
    }
}

fn void_marks(marks: &mut [Mark], paper: PaperId, stamp: &Stamp) {
    for mark in marks.iter_mut().filter(|mark| mark.paper_id == paper && mark.voided_at.is_none()) {
        mark.voided_at = Some(stamp.now);
    }
}
