//! Who mediates: assignment or the parties' choice, replacement, recusal. History is kept, nobody is struck out.

use platform::columns::Instant;
use platform::ids::AccountId;
use platform::problem::AppError;

use crate::cases::step_inputs::{AssignMediators, DecideRecusal, ReplaceMediator, RequestRecusal};
use crate::cases::{Conflict, Step, Tie};
use crate::moves::{Desk, Held, Move, Stamp, bring_as, known_party};
use crate::papers::{PaperContent, Recusal, RecusalDecision};
use crate::vocabulary::{PaperState, RoleInCase};

/// An approval to see minors lasts this long at most (未成年人网络保护条例 36; house rule).
const MINORS_APPROVED_FOR: chrono::TimeDelta = chrono::TimeDelta::days(180);

/// Names the mediators of an accepted file, or records whom the parties chose (《人民调解法》第19条).
impl Move for AssignMediators {
    const STEP: Step = Step::Assign;

    fn propose(&self, desk: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        held.dossier.case.assignment = Some(self.mode);
        for (n, account) in self.mediators.iter().enumerate() {
            if self.mediators.iter().take(n).any(|other| other == account) {
                return Err(AppError::field(format!("/mediators/{n}"), "duplicate"));
            }
            tie_mediator(desk, held, stamp, *account, None, self.minors_approved, &format!("/mediators/{n}"))?;
        }
        for (n, declared) in self.declared_conflicts.iter().enumerate() {
            if !self.mediators.contains(&declared.account_id) {
                return Err(AppError::field(format!("/declaredConflicts/{n}/accountId"), "unknown_reference"));
            }
            if let Some(party) = declared.party_id {
                known_party(&held.dossier, party, &format!("/declaredConflicts/{n}/partyId"))?;
            }
            held.dossier.conflicts.push(Conflict {
                account_id: declared.account_id,
                kind: declared.kind,
                party_id: declared.party_id,
                note: declared.note.clone(),
                accepted_by: declared.accepted_by.clone(),
            });
        }
        reload_mediators(desk, held)
    }
}

/// Replaces one mediator by another; the first one's part stays in the history.
impl Move for ReplaceMediator {
    const STEP: Step = Step::ReplaceMediator;

    fn propose(&self, desk: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        // who has withdrawn after a recusal is out already; somebody still has to come in
        if !held.dossier.ties.iter().any(|tie| tie.account_id == self.outgoing && tie.role == RoleInCase::Recused) {
            end_tie(held, stamp, self.outgoing, &self.reason, "/outgoing")?;
        }
        let reason = Some(self.reason.clone());
        tie_mediator(desk, held, stamp, self.incoming, reason, self.minors_approved, "/incoming")?;
        reload_mediators(desk, held)
    }
}

/// Records a party's request that a mediator withdraw (F23): no session until it is decided (G06).
impl Move for RequestRecusal {
    const STEP: Step = Step::RequestRecusal;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        known_party(&held.dossier, self.requested_by, "/requestedBy")?;
        if !held.dossier.current_mediators().any(|tie| tie.account_id == self.against) {
            return Err(AppError::field("/against", "unknown_reference"));
        }
        let request = Recusal {
            requested_by: self.requested_by,
            against: self.against,
            grounds: self.grounds.clone(),
            requested_on: stamp.on,
            decision: None,
        };
        // a draft until it is decided: the home page of the head asks for it
        bring_as(held, stamp, PaperContent::Recusal(request), PaperState::Draft);
        Ok(())
    }
}

/// Decides on a recusal request. Upheld: the mediator's part ends, and the file is gone for her from that moment.
impl Move for DecideRecusal {
    const STEP: Step = Step::DecideRecusal;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        let Some(paper) = held.dossier.papers.iter_mut().find(|paper| paper.id == self.paper_id) else {
            return Err(AppError::field("/paperId", "unknown_reference"));
        };
        let PaperContent::Recusal(recusal) = &mut paper.content else {
            return Err(AppError::field("/paperId", "unknown_reference"));
        };
        paper.state = PaperState::Current;
        if recusal.decision.is_some() {
            return Err(AppError::Conflict {
                code: "mediation.case.recusal-decided",
                zh: "该回避申请已经决定",
                en: "This recusal request has been decided",
            });
        }
        recusal.decision =
            Some(RecusalDecision { upheld: self.upheld, reason: self.reason.clone(), decided_by: stamp.by, decided_on: stamp.on });
        held.dossier.act.brings = Some(self.paper_id);
        Ok(())
    }

    fn conclude(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        let against = held.dossier.papers.iter().find(|paper| paper.id == self.paper_id).and_then(|paper| match &paper.content {
            PaperContent::Recusal(recusal) if self.upheld => Some(recusal.against),
            _ => None,
        });
        let Some(account) = against else { return Ok(()) };
        // she may have been replaced while the request waited
        if held.dossier.current_mediators().any(|tie| tie.account_id == account) {
            end_tie(held, stamp, account, &self.reason, "/paperId")?;
        }
        let name = held.dossier.ties.iter().find(|tie| tie.account_id == account).map(|tie| tie.name.clone());
        held.dossier.ties.push(Tie {
            id: held.names.make(),
            account_id: account,
            name: name.unwrap_or_default(),
            role: RoleInCase::Recused,
            from: stamp.on,
            until: None,
            reason: Some(self.reason.clone()),
        });
        Ok(())
    }
}

fn tie_mediator(
    desk: &mut dyn Desk,
    held: &mut Held,
    stamp: &Stamp,
    account: AccountId,
    reason: Option<String>,
    minors_approved: bool,
    pointer: &str,
) -> Result<(), AppError> {
    let Some(name) = desk.mediator(account)? else {
        return Err(AppError::field(pointer, "unknown_reference"));
    };
    if held.dossier.current_mediators().any(|tie| tie.account_id == account) {
        return Err(AppError::field(pointer, "duplicate"));
    }
    let tie = Tie { id: held.names.make(), account_id: account, name, role: RoleInCase::Mediator, from: stamp.on, until: None, reason };
    if minors_approved {
        held.minor_until.push((tie.id, Instant(stamp.now + MINORS_APPROVED_FOR)));
    }
    held.dossier.ties.push(tie);
    Ok(())
}

fn end_tie(held: &mut Held, stamp: &Stamp, account: AccountId, reason: &str, pointer: &str) -> Result<(), AppError> {
    let tie = held
        .dossier
        .ties
        .iter_mut()
        .find(|tie| tie.account_id == account && tie.role == RoleInCase::Mediator && tie.until.is_none())
        .ok_or_else(|| AppError::field(pointer, "unknown_reference"))?;
    tie.until = Some(stamp.on);
    tie.reason = Some(reason.to_owned());
    Ok(())
}

fn reload_mediators(desk: &mut dyn Desk, held: &mut Held) -> Result<(), AppError> {
    held.dossier.mediators = desk.mediators_on_file(&held.dossier)?;
    Ok(())
}
