//! One function per step of keeping, or not keeping, an agreement.

use platform::money::Fen;
use platform::problem::AppError;

use crate::cases::step_inputs::{ConfirmBreach, RecordPerformance, Remediate, SchedulePerformance, UrgePerformance};
use crate::cases::{PerformanceItem, Step};
use crate::moves::{Desk, Held, Move, Stamp, bring, known_party, not_future};
use crate::papers::{PaperContent, Receipt};
use crate::vocabulary::PerformanceStatus;

/// Makes the plan. The clauses have made its items already; what clauses cannot say (a hand-over, a visit) is added here.
impl Move for SchedulePerformance {
    const STEP: Step = Step::SchedulePerformance;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, _: &Stamp) -> Result<(), AppError> {
        let dossier = &held.dossier;
        let mut added = Vec::new();
        for (n, planned) in self.items.iter().enumerate() {
            let Some(agreement) = dossier.agreement() else { break };
            let Some(clause) = agreement.clauses.iter().find(|clause| clause.id == planned.clause_id) else {
                return Err(AppError::field(format!("/items/{n}/clauseId"), "unknown_reference"));
            };
            let known = dossier.performance.iter().any(|item| item.id == planned.id);
            if known || self.items.iter().take(n).any(|other| other.id == planned.id) {
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
    }
}

/// Records a payment or another performance (F24), whole or in part.
impl Move for RecordPerformance {
    const STEP: Step = Step::RecordPerformance;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        let receipt = &self.receipt;
        if !held.dossier.performance.iter().any(|item| item.id == receipt.item_id) {
            return Err(AppError::field("/receipt/itemId", "unknown_reference"));
        }
        known_party(&held.dossier, receipt.received_by, "/receipt/receivedBy")?;
        not_future(receipt.received_on, stamp, "/receipt/receivedOn")?;
        bring(held, stamp, PaperContent::Receipt(receipt.clone()));
        Ok(())
    }

    fn conclude(&self, _: &mut dyn Desk, held: &mut Held, _: &Stamp) -> Result<(), AppError> {
        let item = held.dossier.performance.iter_mut().find(|item| item.id == self.receipt.item_id);
        if let Some(item) = item {
            receive(item, &self.receipt)?;
        }
        Ok(())
    }
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
impl Move for UrgePerformance {
    const STEP: Step = Step::Urge;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        known_party(&held.dossier, self.urge.party_id, "/urge/partyId")?;
        not_future(self.urge.urged_on, stamp, "/urge/urgedOn")?;
        if self.urge.comply_by < self.urge.urged_on {
            return Err(AppError::field("/urge/complyBy", "order"));
        }
        for (n, id) in self.urge.item_ids.iter().enumerate() {
            if !held.dossier.performance.iter().any(|item| item.id == *id) {
                return Err(AppError::field(format!("/urge/itemIds/{n}"), "unknown_reference"));
            }
        }
        bring(held, stamp, PaperContent::Urge(self.urge.clone()));
        Ok(())
    }

    fn conclude(&self, _: &mut dyn Desk, held: &mut Held, _: &Stamp) -> Result<(), AppError> {
        for item in held.dossier.performance.iter_mut().filter(|item| self.urge.item_ids.contains(&item.id)) {
            item.urged_on = Some(self.urge.urged_on);
            item.status = PerformanceStatus::Overdue;
        }
        Ok(())
    }
}

/// Confirms that what was promised is not kept.
impl Move for ConfirmBreach {
    const STEP: Step = Step::ConfirmBreach;

    fn conclude(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        held.dossier.case.reason = Some(self.facts.clone());
        for item in held.dossier.performance.iter_mut().filter(|item| item.urged_on.is_some() && item.is_overdue_on(stamp.on)) {
            item.status = PerformanceStatus::Refused;
        }
        Ok(())
    }
}

/// Mediates the same dispute again: same number, next version of the agreement, still one case in the statistics.
impl Move for Remediate {
    const STEP: Step = Step::Remediate;

    fn conclude(&self, _: &mut dyn Desk, held: &mut Held, _: &Stamp) -> Result<(), AppError> {
        held.dossier.case.reason = Some(self.reason.clone());
        Ok(())
    }
}
