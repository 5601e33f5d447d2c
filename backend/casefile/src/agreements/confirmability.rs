//! Whether a court can confirm a clause (司法确认): a property of each clause, not of the case (§1.2).

use serde::Serialize;
use utoipa::ToSchema;

use super::text::{Phrase, any, sentences, then};
use super::{Clause, ClauseKind};
use crate::vocabulary::words;

words! {
    /// Answer to the question whether a court can confirm a clause (可否司法确认).
    pub enum Confirmability {
        Yes = "YES", "可以申请司法确认", "can be confirmed";
        No = "NO", "不能申请司法确认", "cannot be confirmed";
        CourtDependent = "COURT_DEPENDENT", "由人民法院审查决定", "depends on the court";
    }
}

/// The answer with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmabilityView {
    pub answer: Confirmability,
    pub reason_zh: &'static str,
}

const STATUS: Phrase = Phrase::of(&[
    any(&["解除", "终止", "确认", "否认", "成立"]),
    then(4, &["婚姻", "夫妻关系", "收养", "亲子关系", "父子关系", "父女关系", "母子关系", "母女关系"]),
]);
const OWNERSHIP: Phrase =
    Phrase::of(&[any(&["房", "宅基地", "土地", "商铺", "车库"]), then(14, &["归", "所有权", "产权"])]).not_before(&["还"]);

/// Whether a court can confirm the clause, and why.
pub fn confirmable(clause: &Clause) -> ConfirmabilityView {
    use Confirmability::{CourtDependent, No, Yes};
    let says = |phrase: &Phrase| sentences(&clause.text).iter().any(|sentence| sentence.says(phrase));
    let view = |answer, reason_zh| ConfirmabilityView { answer, reason_zh };
    if says(&STATUS) {
        return view(No, "请求确认婚姻关系、亲子关系、收养关系等身份关系的，人民法院不予受理（《民诉法解释》第355条）");
    }
    match clause.kind {
        ClauseKind::RealEstate | ClauseKind::SpousalPropertyRegime => view(No, "涉及物权确权的，人民法院不予受理（《民诉法解释》第355条）"),
        _ if says(&OWNERSHIP) => view(No, "涉及物权确权的，人民法院不予受理（《民诉法解释》第355条）"),
        ClauseKind::InheritanceRenunciation => view(No, "放弃继承是单方身份财产行为，没有可供执行的给付内容"),
        kind if kind.is_payment() || clause.amount_fen.is_some() => {
            let is_clear = clause.amount_fen.is_some() && clause.first_due_on.is_some();
            if is_clear {
                view(Yes, "给付内容明确，可以申请司法确认（《人民调解法》第33条）")
            } else {
                view(No, "内容不明确的，人民法院裁定驳回（《民诉法解释》第358条）；请补充金额和日期")
            }
        }
        ClauseKind::Visitation | ClauseKind::Custody | ClauseKind::SupportWaiver => {
            view(CourtDependent, "涉及子女抚养、探望的，由人民法院审查是否有利于子女")
        }
        _ => view(CourtDependent, "没有明确的给付内容，由人民法院审查"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::example::{clause, payment};

    #[test]
    fn m10_status_and_ownership_are_never_confirmable_and_a_clear_payment_is() {
        let ends = clause(ClauseKind::Other, "双方自即日起解除婚姻关系。");
        let house = clause(ClauseKind::PropertyDivision, "金方街道的房屋一套归女方所有。");
        let pays = payment(ClauseKind::Compensation, "男方于2026年9月1日前一次性支付女方20000元。", 2_000_000);
        assert_eq!(confirmable(&ends).answer, Confirmability::No);
        assert_eq!(confirmable(&house).answer, Confirmability::No);
        assert_eq!(confirmable(&pays).answer, Confirmability::Yes);
    }

    #[test]
    fn an_unclear_payment_is_not_confirmable_and_visits_depend_on_the_court() {
        let vague = clause(ClauseKind::Compensation, "男方补偿女方。");
        let visits = clause(ClauseKind::Visitation, "男方每月第二、第四个周末探望女儿。");
        assert_eq!(confirmable(&vague).answer, Confirmability::No);
        assert_eq!(confirmable(&visits).answer, Confirmability::CourtDependent);
    }
}
