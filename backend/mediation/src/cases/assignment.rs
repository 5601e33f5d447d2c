//! Who mediates: assignment or the parties' choice, replacement, recusal. History is kept, nobody is struck out.

use platform::db::{Instant, Tx};
use platform::http::Answer;
use platform::ids::AccountId;
use platform::problem::AppError;

use super::act::{Acting, Stamp, act, bring_as, known_party, nothing};
use super::step_inputs::{AssignMediators, DecideRecusal, ReplaceMediator, RequestRecusal};
use super::store::Held;
use super::{Conflict, Tie, TieId};
use crate::papers::{PaperContent, Recusal, RecusalDecision};
use crate::vocabulary::{PaperState, RoleInCase};
use crate::{directory, mediators};

/// An approval to see minors lasts this long at most (未成年人网络保护条例 36; house rule).
const MINORS_APPROVED_FOR: chrono::TimeDelta = chrono::TimeDelta::days(180);

/// Names the mediators of an accepted file, or records whom the parties chose (《人民调解法》第19条).
pub(crate) fn assign(tx: &mut Tx<'_>, acting: &Acting, input: &AssignMediators) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |tx, held, stamp| {
            held.dossier.case.assignment = Some(input.mode);
            for (n, account) in input.mediators.iter().enumerate() {
                if input.mediators.iter().take(n).any(|other| other == account) {
                    return Err(AppError::field(format!("/mediators/{n}"), "duplicate"));
                }
                tie_mediator(tx, held, stamp, *account, None, input.minors_approved, &format!("/mediators/{n}"))?;
            }
            for (n, declared) in input.declared_conflicts.iter().enumerate() {
                if !input.mediators.contains(&declared.account_id) {
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
            reload_mediators(tx, held)
        },
        nothing,
    )
}

/// Replaces one mediator by another; the first one's part stays in the history.
pub(crate) fn replace(tx: &mut Tx<'_>, acting: &Acting, input: &ReplaceMediator) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |tx, held, stamp| {
            // who has withdrawn after a recusal is out already; somebody still has to come in
            if !held.dossier.ties.iter().any(|tie| tie.account_id == input.outgoing && tie.role == RoleInCase::Recused) {
                end_tie(held, stamp, input.outgoing, &input.reason, "/outgoing")?;
            }
            let reason = Some(input.reason.clone());
            tie_mediator(tx, held, stamp, input.incoming, reason, input.minors_approved, "/incoming")?;
            reload_mediators(tx, held)
        },
        nothing,
    )
}

/// Records a party's request that a mediator withdraw (F23): no session until it is decided (G06).
pub(crate) fn request_recusal(tx: &mut Tx<'_>, acting: &Acting, input: &RequestRecusal) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            known_party(&held.dossier, input.requested_by, "/requestedBy")?;
            if !held.dossier.current_mediators().any(|tie| tie.account_id == input.against) {
                return Err(AppError::field("/against", "unknown_reference"));
            }
            let request = Recusal {
                requested_by: input.requested_by,
                against: input.against,
                grounds: input.grounds.clone(),
                requested_on: stamp.on,
                decision: None,
            };
            // a draft until it is decided: the home page of the head asks for it
            bring_as(held, stamp, PaperContent::Recusal(request), PaperState::Draft);
            Ok(())
        },
        nothing,
    )
}

/// Decides on a recusal request. Upheld: the mediator's part ends, and the file is gone for her from that moment.
pub(crate) fn decide_recusal(tx: &mut Tx<'_>, acting: &Acting, input: &DecideRecusal) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            let Some(paper) = held.dossier.papers.iter_mut().find(|paper| paper.id == input.paper_id) else {
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
                Some(RecusalDecision { upheld: input.upheld, reason: input.reason.clone(), decided_by: stamp.by, decided_on: stamp.on });
            held.dossier.act.brings = Some(input.paper_id);
            Ok(())
        },
        |_, held, stamp| {
            let against = held.dossier.papers.iter().find(|paper| paper.id == input.paper_id).and_then(|paper| match &paper.content {
                PaperContent::Recusal(recusal) if input.upheld => Some(recusal.against),
                _ => None,
            });
            let Some(account) = against else { return Ok(()) };
            // she may have been replaced while the request waited
            if held.dossier.current_mediators().any(|tie| tie.account_id == account) {
                end_tie(held, stamp, account, &input.reason, "/paperId")?;
            }
            let name = held.dossier.ties.iter().find(|tie| tie.account_id == account).map(|tie| tie.name.clone());
            held.dossier.ties.push(Tie {
                id: TieId::new(),
                account_id: account,
                name: name.unwrap_or_default(),
                role: RoleInCase::Recused,
                from: stamp.on,
                until: None,
                reason: Some(input.reason.clone()),
            });
            Ok(())
        },
    )
}

fn tie_mediator(
    tx: &mut Tx<'_>,
    held: &mut Held,
    stamp: &Stamp,
    account: AccountId,
    reason: Option<String>,
    minors_approved: bool,
    pointer: &str,
) -> Result<(), AppError> {
    let office = tx.who().office;
    if !directory::holds_role(tx, office, account, platform::access::Role::Mediator)? {
        return Err(AppError::field(pointer, "unknown_reference"));
    }
    if held.dossier.current_mediators().any(|tie| tie.account_id == account) {
        return Err(AppError::field(pointer, "duplicate"));
    }
    let name = directory::account_names(tx, office, &[account])?.remove(&account).unwrap_or_default();
    let tie = Tie { id: TieId::new(), account_id: account, name, role: RoleInCase::Mediator, from: stamp.on, until: None, reason };
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

fn reload_mediators(tx: &mut Tx<'_>, held: &mut Held) -> Result<(), AppError> {
    let office = tx.who().office;
    let accounts: Vec<AccountId> = held
        .dossier
        .ties
        .iter()
        .filter(|tie| matches!(tie.role, RoleInCase::Mediator | RoleInCase::Lawyer))
        .map(|tie| tie.account_id)
        .collect();
    held.dossier.mediators = mediators::on_file(tx, office, &accounts, &held.dossier.representatives)?;
    Ok(())
}
