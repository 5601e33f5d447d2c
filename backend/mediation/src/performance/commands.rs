//! One function per step of keeping, or not keeping, an agreement.

use platform::db::Tx;
use platform::http::Answer;
use platform::money::Fen;
use platform::problem::AppError;

use crate::cases::PerformanceItem;
use crate::cases::act::{Acting, act, bring, known_party, not_future, nothing};
use crate::cases::step_inputs::{ConfirmBreach, RecordPerformance, Remediate, SchedulePerformance, UrgePerformance};
use crate::papers::{PaperContent, Receipt};
use crate::vocabulary::PerformanceStatus;

/// Makes the plan. The clauses have made its items already; what clauses cannot say (a hand-over, a visit) is added here.
pub(crate) fn schedule(tx: &mut Tx<'_>, acting: &Acting, input: &SchedulePerformance) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, _| {
            let dossier = &held.dossier;
            let mut added = Vec::new();
            for (n, planned) in input.items.iter().enumerate() {
                let Some(agreement) = dossier.agreement() else { break };
                let Some(clause) = agreement.clauses.iter().find(|clause| clause.id == planned.clause_id) else {
                    return Err(AppError::field(format!("/items/{n}/clauseId"), "unknown_reference"));
                };
                let known = dossier.performance.iter().any(|item| item.id == planned.id);
                if known || input.items.iter().take(n).any(|other| other.id == planned.id) {
                    return Err(AppError::field(format!("/items/{n}/id"), "duplicate"));
                }
                let earlier = dossier.performance.iter().filter(|item| item.clause_id == clause.id).count() + n;
                added.push(PerformanceItem {
                    id: planned.id,
                    paper_id: agreement.paper.id,
                    clause_id: clause.id,
                    sequence: i32::try_from(earlier + 1).map_err(AppError::internal)?,
                    description: planned.description.clone(),
                    amount_fen: planned.amount_fen,
                    due_on: planned.due_on,
                    payer_party_id: clause.payer_party_id,
                    payee_party_id: clause.payee_party_id,
                    conditional_on_divorce: crate::agreements::is_conditional(dossier, clause),
                    status: PerformanceStatus::NotDue,
                    received_fen: Fen::ZERO,
                    performed_on: None,
                    urged_on: None,
                });
            }
            held.dossier.performance.extend(added);
            Ok(())
        },
        nothing,
    )
}

/// Records a payment or another performance (F24), whole or in part.
pub(crate) fn record(tx: &mut Tx<'_>, acting: &Acting, input: &RecordPerformance) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            let receipt = &input.receipt;
            if !held.dossier.performance.iter().any(|item| item.id == receipt.item_id) {
                return Err(AppError::field("/receipt/itemId", "unknown_reference"));
            }
            known_party(&held.dossier, receipt.received_by, "/receipt/receivedBy")?;
            not_future(receipt.received_on, stamp, "/receipt/receivedOn")?;
            bring(held, stamp, PaperContent::Receipt(receipt.clone()));
            Ok(())
        },
        |_, held, _| {
            let item = held.dossier.performance.iter_mut().find(|item| item.id == input.receipt.item_id);
            if let Some(item) = item {
                receive(item, &input.receipt)?;
            }
            Ok(())
        },
    )
}

fn receive(item: &mut PerformanceItem, receipt: &Receipt) -> Result<(), AppError> {
    let amount = receipt.amount_fen.unwrap_or(Fen::ZERO);
    item.received_fen = item.received_fen.checked_add(amount).ok_or_else(|| AppError::field("/receipt/amountFen", "range"))?;
    let whole = receipt.completes || item.amount_fen.is_some_and(|owed| item.received_fen >= owed);
    item.status = if whole { PerformanceStatus::Performed } else { PerformanceStatus::PartlyPerformed };
    item.performed_on = whole.then_some(receipt.received_on);
    Ok(())
}

/// Urges a debtor (F26; 《人民调解法》第31条).
pub(crate) fn urge(tx: &mut Tx<'_>, acting: &Acting, input: &UrgePerformance) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            known_party(&held.dossier, input.urge.party_id, "/urge/partyId")?;
            not_future(input.urge.urged_on, stamp, "/urge/urgedOn")?;
            if input.urge.comply_by < input.urge.urged_on {
                return Err(AppError::field("/urge/complyBy", "order"));
            }
            for (n, id) in input.urge.item_ids.iter().enumerate() {
                if !held.dossier.performance.iter().any(|item| item.id == *id) {
                    return Err(AppError::field(format!("/urge/itemIds/{n}"), "unknown_reference"));
                }
            }
            bring(held, stamp, PaperContent::Urge(input.urge.clone()));
            Ok(())
        },
        |_, held, _| {
            for item in held.dossier.performance.iter_mut().filter(|item| input.urge.item_ids.contains(&item.id)) {
                item.urged_on = Some(input.urge.urged_on);
                item.status = PerformanceStatus::Overdue;
            }
            Ok(())
        },
    )
}

/// Confirms that what was promised is not kept.
pub(crate) fn confirm_breach(tx: &mut Tx<'_>, acting: &Acting, input: &ConfirmBreach) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, _, _| Ok(()),
        |_, held, stamp| {
            held.dossier.case.reason = Some(input.facts.clone());
            for item in held.dossier.performance.iter_mut().filter(|item| item.urged_on.is_some() && item.is_overdue_on(stamp.on)) {
                item.status = PerformanceStatus::Refused;
            }
            Ok(())
        },
    )
}

/// Mediates the same dispute again: same number, next version of the agreement, still one case in the statistics.
pub(crate) fn remediate(tx: &mut Tx<'_>, acting: &Acting, input: &Remediate) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, _, _| Ok(()),
        |_, held, _| {
            held.dossier.case.reason = Some(input.reason.clone());
            Ok(())
        },
    )
}
