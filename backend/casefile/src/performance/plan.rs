//! What is owed when: the items that an agreement in force makes of its clauses.

use chrono::NaiveDate;
use platform::ids::{Names, PaperId};
use platform::money::Fen;

use crate::agreements::{ClauseKind, planned_items};
use crate::cases::{Dossier, PerformanceItem};
use crate::vocabulary::PerformanceStatus;

/// The items of the agreement that counts, one per instalment; a series says which instalment it is.
pub fn items(dossier: &Dossier, names: &mut Names) -> Vec<PerformanceItem> {
    let Some(agreement) = dossier.agreement() else { return Vec::new() };
    let kind = |id| agreement.clauses.iter().find(|clause| clause.id == id).map_or(ClauseKind::Other, |clause| clause.kind);
    let planned = planned_items(dossier);
    planned
        .iter()
        .map(|item| {
            let label = kind(item.clause_id).label_zh();
            let series = planned.iter().filter(|other| other.clause_id == item.clause_id).count() > 1;
            PerformanceItem {
                id: names.make(),
                paper_id: agreement.paper.id,
                clause_id: item.clause_id,
                sequence: item.sequence,
                description: if series { format!("{label}（第{}期）", item.sequence) } else { label.to_owned() },
                amount_fen: item.amount_fen,
                due_on: item.due_on,
                payer_party_id: item.payer_party_id,
                payee_party_id: item.payee_party_id,
                conditional_on_divorce: item.conditional_on_divorce,
                status: PerformanceStatus::NotDue,
                received_fen: Fen::ZERO,
                performed_on: None,
                urged_on: None,
            }
        })
        .collect()
}

/// Everything of an agreement was done at the table (即时履行).
pub fn perform_on_the_spot(items: &mut [PerformanceItem], paper: PaperId, on: NaiveDate) {
    for item in items.iter_mut().filter(|item| item.paper_id == paper) {
        item.status = PerformanceStatus::OnTheSpot;
        item.received_fen = item.amount_fen.unwrap_or(Fen::ZERO);
        item.performed_on = Some(on);
    }
}

/// What was still owed under superseded agreements is changed by the new one.
pub fn change(items: &mut [PerformanceItem], superseded: &[PaperId]) {
    for item in items.iter_mut().filter(|item| superseded.contains(&item.paper_id) && item.status.is_open()) {
        item.status = PerformanceStatus::Changed;
    }
}
