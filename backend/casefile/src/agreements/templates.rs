//! Clause templates: a sentence with blanks for each kind of clause, so that nothing a court asks for is forgotten.

use super::ClauseKind;

/// A sentence with `{blanks}`, and the fields of the clause it fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClauseTemplate {
    /// Stable name, unique among the templates.
    pub name: &'static str,
    pub kind: ClauseKind,
    pub title_zh: &'static str,
    pub title_en: &'static str,
    pub text_zh: &'static str,
    /// Fields of the clause that must be filled for it to be clear (camelCase, as on the wire).
    pub wants: &'static [&'static str],
}

const PAYMENT: &[&str] = &["amountFen", "firstDueOn", "payerPartyId", "payeePartyId", "method"];
const SERIES: &[&str] = &["amountFen", "cycle", "firstDueOn", "endOn", "payerPartyId", "payeePartyId", "method"];

/// Every template, in the order of the clause editor.
#[rustfmt::skip]
pub const CLAUSE_TEMPLATES: &[ClauseTemplate] = &[
    ClauseTemplate { name: "custody", kind: ClauseKind::Custody, title_zh: "子女直接抚养", title_en: "custody",
        text_zh: "{child}由{payee}直接抚养，{payer}应予配合；变更抚养关系由双方另行协商或者向人民法院起诉。",
        wants: &["childPartyId"] },
    ClauseTemplate { name: "support-payment", kind: ClauseKind::SupportPayment, title_zh: "抚养费", title_en: "child support",
        text_zh: "{payer}自{firstDueOn}起{cycle}支付{child}抚养费人民币{amount}元，至{endOn}止，以{method}方式付给{payee}。医疗、教育等大额支出凭票据由双方各半负担。",
        wants: &["childPartyId", "amountFen", "cycle", "firstDueOn", "endOn", "payerPartyId", "payeePartyId", "method"] },
    ClauseTemplate { name: "support-waiver", kind: ClauseKind::SupportWaiver, title_zh: "抚养费免除（附告知）", title_en: "waiver of child support, with notice",
        text_zh: "{child}的抚养费由{payee}承担，{payer}无需支付抚养费。双方知悉：本约定不影响{child}在必要时向任何一方提出抚养费请求。",
        wants: &["childPartyId"] },
    ClauseTemplate { name: "visitation", kind: ClauseKind::Visitation, title_zh: "探望", title_en: "visits",
        text_zh: "{payer}每月第{weeks}个周末探望{child}，{pickUpTime}在{place}接走，{returnTime}送回原处；寒暑假和法定节假日的探望由双方提前{days}日商定。{payee}应予协助。",
        wants: &["childPartyId", "place"] },
    ClauseTemplate { name: "property-division", kind: ClauseKind::PropertyDivision, title_zh: "财产分割（折价款）", title_en: "division of property by money",
        text_zh: "双方共同财产{property}归{payer}，{payer}于{firstDueOn}前以{method}方式支付{payee}折价款人民币{amount}元。",
        wants: PAYMENT },
    ClauseTemplate { name: "real-estate", kind: ClauseKind::RealEstate, title_zh: "房屋、宅基地", title_en: "real estate",
        text_zh: "坐落于{place}的{property}归{payee}；{payer}于{firstDueOn}前配合办理登记手续，费用由{feeBearer}承担。",
        wants: &["place", "firstDueOn", "payerPartyId", "payeePartyId"] },
    ClauseTemplate { name: "debt", kind: ClauseKind::Debt, title_zh: "债务承担", title_en: "debts",
        text_zh: "欠{creditor}的债务人民币{amount}元由{payer}于{firstDueOn}前以{method}方式偿还；本约定不影响债权人的权利。",
        wants: &["amountFen", "firstDueOn", "payerPartyId", "method"] },
    ClauseTemplate { name: "bride-price", kind: ClauseKind::BridePrice, title_zh: "彩礼返还", title_en: "return of betrothal gifts",
        text_zh: "{payer}于{firstDueOn}前以{method}方式返还{payee}彩礼人民币{amount}元，双方就彩礼、嫁妆再无争议。",
        wants: PAYMENT },
    ClauseTemplate { name: "elder-support", kind: ClauseKind::ElderSupport, title_zh: "赡养费", title_en: "support of elders",
        text_zh: "{payer}自{firstDueOn}起{cycle}支付{payee}赡养费人民币{amount}元，至{endOn}止，以{method}方式给付；{payee}的医疗费用凭票据由子女分担。{payee}同意本方案。",
        wants: SERIES },
    ClauseTemplate { name: "spousal-support", kind: ClauseKind::SpousalSupport, title_zh: "夫妻扶养", title_en: "support between spouses",
        text_zh: "{payer}自{firstDueOn}起{cycle}支付{payee}扶养费人民币{amount}元，至{endOn}止，以{method}方式给付。",
        wants: SERIES },
    ClauseTemplate { name: "compensation", kind: ClauseKind::Compensation, title_zh: "补偿、赔偿", title_en: "compensation",
        text_zh: "{payer}于{firstDueOn}前以{method}方式一次性支付{payee}人民币{amount}元。",
        wants: PAYMENT },
    ClauseTemplate { name: "inheritance-division", kind: ClauseKind::InheritanceDivision, title_zh: "遗产分割", title_en: "division of an estate",
        text_zh: "被继承人{deceased}的遗产{property}由{payer}继承，{payer}于{firstDueOn}前以{method}方式支付{payee}折价款人民币{amount}元。",
        wants: PAYMENT },
    ClauseTemplate { name: "inheritance-renunciation", kind: ClauseKind::InheritanceRenunciation, title_zh: "放弃继承", title_en: "renunciation of inheritance",
        text_zh: "{payer}自愿放弃对被继承人{deceased}遗产的继承，本表示在遗产处理前以书面形式作出；其对其他长辈的赡养义务不因此免除。",
        wants: &["payerPartyId"] },
    ClauseTemplate { name: "spousal-property-regime", kind: ClauseKind::SpousalPropertyRegime, title_zh: "夫妻财产约定", title_en: "spousal property agreement",
        text_zh: "双方书面约定：{property}归{payee}个人所有，其余婚姻关系存续期间所得的财产为共同所有。",
        wants: &["payeePartyId"] },
    ClauseTemplate { name: "living-arrangement", kind: ClauseKind::LivingArrangement, title_zh: "共同生活约定", title_en: "living arrangement",
        text_zh: "双方约定：{terms}。双方互相尊重，遇事协商，不使用任何形式的暴力。",
        wants: &[] },
    ClauseTemplate { name: "apology", kind: ClauseKind::Apology, title_zh: "赔礼道歉", title_en: "apology",
        text_zh: "{payer}于{firstDueOn}前在{place}当面向{payee}赔礼道歉。",
        wants: &["firstDueOn", "place", "payerPartyId", "payeePartyId"] },
    ClauseTemplate { name: "other", kind: ClauseKind::Other, title_zh: "其他", title_en: "other",
        text_zh: "{terms}。", wants: &[] },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreements::screen;
    use crate::cases::example::{clause, dossier};

    #[test]
    fn every_kind_of_clause_has_a_template_and_no_two_share_a_name() {
        for kind in ClauseKind::ALL {
            assert!(CLAUSE_TEMPLATES.iter().any(|template| template.kind == *kind), "{kind}");
        }
        let mut names: Vec<_> = CLAUSE_TEMPLATES.iter().map(|template| template.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), CLAUSE_TEMPLATES.len());
    }

    #[test]
    fn no_template_runs_into_a_hard_stop_of_our_own_screen() {
        for template in CLAUSE_TEMPLATES.iter().filter(|template| template.kind != ClauseKind::ElderSupport) {
            let found = screen(&[clause(template.kind, template.text_zh)], &dossier());
            let stops: Vec<_> = found.iter().filter(|finding| finding.hard).map(|finding| finding.code).collect();
            assert!(stops.is_empty(), "{}: {stops:?}", template.name);
        }
    }
}
