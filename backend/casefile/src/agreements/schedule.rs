//! From clauses to promises: the performance items an agreement proposes.

use chrono::{Months, NaiveDate};
use platform::ids::PartyId;
use platform::money::Fen;

use super::{Clause, ClauseId, Cycle, is_conditional};
use crate::cases::Dossier;

/// The longest series written out: eighteen years of months.
const MOST_ITEMS: i32 = 216;

/// One item as the mediator will see it before she schedules it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedItem {
    pub clause_id: ClauseId,
    pub sequence: i32,
    pub description: String,
    pub amount_fen: Option<Fen>,
    pub due_on: Option<NaiveDate>,
    pub payer_party_id: Option<PartyId>,
    pub payee_party_id: Option<PartyId>,
    pub conditional_on_divorce: bool,
}

/// The items of the agreement on file, in the order of its clauses and of their days.
pub fn planned_items(d: &Dossier) -> Vec<PlannedItem> {
    let clauses = d.agreement().map(|agreement| agreement.clauses).unwrap_or_default();
    clauses
        .iter()
        .filter(|clause| clause.kind.is_payment() || clause.amount_fen.is_some() || clause.first_due_on.is_some())
        .flat_map(|clause| items_of(d, clause))
        .collect()
}

fn items_of(d: &Dossier, clause: &Clause) -> Vec<PlannedItem> {
    let item = |(sequence, due_on): (i32, Option<NaiveDate>)| PlannedItem {
        clause_id: clause.id,
        sequence,
        description: clause.text.clone(),
        amount_fen: clause.amount_fen,
        due_on,
        payer_party_id: clause.payer_party_id,
        payee_party_id: clause.payee_party_id,
        conditional_on_divorce: is_conditional(d, clause),
    };
    due_days(clause).into_iter().map(item).collect()
}

/// The days of a series. Counted from the first day each time, so that the 31st does not wander to the 28th.
fn due_days(clause: &Clause) -> Vec<(i32, Option<NaiveDate>)> {
    let step = match clause.cycle {
        None | Some(Cycle::Once) => None,
        Some(Cycle::Monthly) => Some(1),
        Some(Cycle::Quarterly) => Some(3),
        Some(Cycle::Yearly) => Some(12),
    };
    let (Some(step), Some(first), Some(end)) = (step, clause.first_due_on, clause.end_on) else {
        return vec![(1, clause.first_due_on)];
    };
    (0..MOST_ITEMS)
        .map_while(|n| {
            let months = u32::try_from(n).ok()?.checked_mul(step)?;
            let due = first.checked_add_months(Months::new(months))?;
            (due <= end).then_some((n + 1, Some(due)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreements::ClauseKind;
    use crate::cases::example::{agreed, day, payment};

    #[test]
    fn a_monthly_series_ends_with_its_last_day_and_keeps_the_end_of_the_month() {
        let mut clause = payment(ClauseKind::SupportPayment, "男方每月支付抚养费1000元。", 100_000);
        clause.cycle = Some(Cycle::Monthly);
        clause.first_due_on = Some(day(2026, 1, 31));
        clause.end_on = Some(day(2026, 4, 30));
        let items = planned_items(&agreed(vec![clause]));
        let days: Vec<_> = items.iter().filter_map(|item| item.due_on).collect();
        assert_eq!(days, [day(2026, 1, 31), day(2026, 2, 28), day(2026, 3, 31), day(2026, 4, 30)]);
        assert_eq!(items.iter().map(|item| item.sequence).collect::<Vec<_>>(), [1, 2, 3, 4]);
    }

    #[test]
    fn a_single_payment_is_one_item_and_a_custody_clause_none() {
        let once = payment(ClauseKind::Compensation, "男方支付20000元。", 2_000_000);
        let custody = crate::cases::example::clause(ClauseKind::Custody, "女儿由女方直接抚养。");
        assert_eq!(planned_items(&agreed(vec![once, custody])).len(), 1);
    }
}
