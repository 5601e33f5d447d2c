//! Drafting, settling, signing and sealing an agreement; or recording an oral one.

use platform::access::Role;
use platform::db::Tx;
use platform::http::Answer;
use platform::ids::{MarkId, OrgId, PaperId};
use platform::problem::AppError;
use sha2::{Digest, Sha256};

use super::Clause;
use crate::cases::act::{Acting, Stamp, act, bring, bring_as, known_party, not_future, nothing};
use crate::cases::step_inputs::{
    AmendAgreement, DraftAgreement, NewMark, RecordOralAgreement, ReviseAgreement, SealAgreement, SettleAgreement, SignAgreement,
};
use crate::cases::store::Held;
use crate::cases::{Dossier, Mark, Paper};
use crate::directory;
use crate::dossier::numbering::agreement_number;
use crate::papers::{Agreement, OralAgreement, PaperContent};
use crate::performance::plan;
use crate::vocabulary::{Authority, FormCode, MarkKind, MarkRole, Outcome, PaperState, RepresentativeKind};

/// The hash every mark names: SHA-256 over the exact content of the sheet.
pub(crate) fn text_hash(content: &PaperContent) -> Result<String, AppError> {
    let bytes = serde_json::to_vec(content).map_err(AppError::internal)?;
    Ok(Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Writes the draft, or rewrites it. Rewriting after the first mark voids every mark under the earlier text.
pub(crate) fn draft(tx: &mut Tx<'_>, acting: &Acting, input: &DraftAgreement) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            check_clauses(&held.dossier, &input.agreement.clauses)?;
            let working = working_draft(&held.dossier).map(|paper| paper.id);
            let version_no = next_version(&held.dossier, working);
            let content = PaperContent::Agreement(Agreement { version_no, ..input.agreement.clone() });
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
            }
            held.dossier.act.brings = Some(id);
            Ok(())
        },
        nothing,
    )
}

/// Settles the text the mediator has just read; from now on marks are collected under exactly this text.
pub(crate) fn settle(tx: &mut Tx<'_>, acting: &Acting, input: &SettleAgreement) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, _| {
            let draft = working_draft(&held.dossier).map(|paper| (paper.id, paper.text_hash.clone()));
            if let Some((id, hash)) = draft {
                if hash.as_deref() != Some(input.text_hash.as_str()) {
                    return Err(AppError::field("/textHash", "stale_text"));
                }
                held.dossier.act.brings = Some(id);
            }
            Ok(())
        },
        |_, held, _| {
            let Some(id) = held.dossier.act.brings else {
                return Err(AppError::field("/textHash", "unknown_reference"));
            };
            set_state(held, id, PaperState::Current);
            Ok(())
        },
    )
}

/// Takes the text back for a change; every mark is voided.
pub(crate) fn revise(tx: &mut Tx<'_>, acting: &Acting, _: &ReviseAgreement) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, _, _| Ok(()),
        |_, held, stamp| {
            let Some(id) = pending(&held.dossier).map(|paper| paper.id) else { return Ok(()) };
            void_marks(&mut held.dossier.marks, id, stamp);
            set_state(held, id, PaperState::Draft);
            Ok(())
        },
    )
}

/// Puts a mark of a party, a mediator or the recorder under the text.
pub(crate) fn sign(tx: &mut Tx<'_>, acting: &Acting, input: &SignAgreement) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |tx, held, stamp| {
            not_before_text(&held.dossier, stamp)?;
            let mark = mark_of(tx, held, stamp, &input.mark)?;
            if let Some(strokes) = &input.mark.strokes {
                held.strokes.push((mark.id, strokes.clone()));
            }
            held.dossier.marks.push(mark);
            Ok(())
        },
        |_, held, _| {
            take_effect(held);
            Ok(())
        },
    )
}

/// Puts the seal of the organisation whose seal keeper acts. Only the registered committee's own seal counts (G11).
pub(crate) fn seal(tx: &mut Tx<'_>, acting: &Acting, input: &SealAgreement) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |tx, held, stamp| {
            not_before_text(&held.dossier, stamp)?;
            let org = seal_of(tx, &held.dossier)?;
            let office = tx.who().office;
            let owner = directory::committee(tx, office, org)?;
            held.dossier.marks.push(Mark {
                id: MarkId::new(),
                paper_id: input.paper_id,
                kind: MarkKind::OrganisationSeal,
                role: MarkRole::Committee,
                party_id: None,
                representative_id: None,
                account_id: Some(stamp.by),
                org_id: Some(org),
                by_sealing_committee: owner.is_sealing_committee,
                signer_name: owner.name,
                witness: None,
                text_hash: input.text_hash.clone(),
                made_at: stamp.occurred_at,
                voided_at: None,
                on_paper: false,
            });
            Ok(())
        },
        |_, held, _| {
            take_effect(held);
            Ok(())
        },
    )
}

/// Records an oral agreement: in force on the day it was reached (《人民调解法》第30条).
pub(crate) fn record_oral(tx: &mut Tx<'_>, acting: &Acting, input: &RecordOralAgreement) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            check_clauses(&held.dossier, &input.agreement.clauses)?;
            not_future(input.agreement.reached_on, stamp, "/agreement/reachedOn")?;
            let version_no = next_version(&held.dossier, None);
            let content = PaperContent::OralAgreement(OralAgreement { version_no, ..input.agreement.clone() });
            let hash = text_hash(&content)?;
            let id = bring(held, stamp, content);
            let number = held.dossier.case.number.as_ref().map(|number| agreement_number(number, version_no));
            if let Some(paper) = held.dossier.papers.iter_mut().find(|paper| paper.id == id) {
                paper.number = number;
                paper.text_hash = Some(hash);
            }
            Ok(())
        },
        |_, held, stamp| {
            let Some(id) = held.dossier.act.brings else { return Ok(()) };
            supersede_others(held, id);
            held.dossier.case.milestones.effective_on = Some(input.agreement.reached_on);
            held.dossier.case.outcome = Some(Outcome::S2);
            let items = plan::items(&held.dossier);
            held.dossier.performance.extend(items);
            if input.agreement.performed_on_the_spot {
                plan::perform_on_the_spot(&mut held.dossier.performance, id, stamp.on);
            }
            Ok(())
        },
    )
}

/// Opens the file for a change everybody consents to; the agreement in force stays in force until the new one is.
pub(crate) fn amend(tx: &mut Tx<'_>, acting: &Acting, input: &AmendAgreement) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, _| {
            for (n, party) in input.consented_by.iter().enumerate() {
                known_party(&held.dossier, *party, &format!("/consentedBy/{n}"))?;
            }
            held.dossier.act.consented_by = input.consented_by.clone();
            Ok(())
        },
        |_, held, _| {
            held.dossier.case.reason = Some(input.reason.clone());
            Ok(())
        },
    )
}

/// The agreement sheet that is being worked on: a draft, or the settled text that still lacks marks.
fn working_draft(dossier: &Dossier) -> Option<&Paper> {
    dossier.papers_of(FormCode::F11).find(|paper| paper.state == PaperState::Draft).or_else(|| pending(dossier))
}

/// The settled text that still lacks marks.
pub(crate) fn pending(dossier: &Dossier) -> Option<&Paper> {
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

fn mark_of(tx: &mut Tx<'_>, held: &Held, stamp: &Stamp, input: &NewMark) -> Result<Mark, AppError> {
    let dossier = &held.dossier;
    let text = dossier.agreement().map(|agreement| agreement.paper).filter(|paper| paper.id == input.paper_id);
    if text.is_none() {
        return Err(AppError::field("/mark/paperId", "unknown_reference"));
    }
    let (role, signer_name) = match input.party_id {
        Some(id) => (MarkRole::Party, party_signer(dossier, input, id)?),
        None => {
            let name = tx.who().name.clone();
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
        id: MarkId::new(),
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
fn seal_of(tx: &Tx<'_>, dossier: &Dossier) -> Result<OrgId, AppError> {
    let kept: Vec<OrgId> = tx.who().roles.iter().filter(|held| held.role == Role::SealKeeper).map(|held| held.org).collect();
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
    let items = plan::items(dossier);
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
