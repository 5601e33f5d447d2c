//! Mediation is free (G21): finds a sentence that makes somebody pay for it.

use super::text::{Phrase, any, sentences, then};

const FEES: &[Phrase] = &[
    Phrase::of(&[any(&["调解费", "调解服务费", "调解手续费", "调解员辛苦费", "调解员劳务费"])])
        .shielded_by(&["不收", "不收取", "免收", "无", "没有", "不得收取", "不产生"])
        .not_before(&["全免", "为零", "免除"]),
    Phrase::of(&[
        any(&["支付", "给付", "付给", "缴纳", "交纳", "赠与", "交给", "转给", "酬谢"]),
        then(6, &["调委会", "调解委员会", "调解员", "妇联", "调解工作站", "志愿律师"]),
    ])
    .unless(&["代为保管", "代收", "代转", "转交", "见证下", "监督下", "主持下", "凭证", "收条"])
    .shielded_by(&["不得", "不向", "无需", "不"])
    .not_before(&["处", "见证", "主持"]),
    Phrase::of(&[
        any(&["向调委会", "向调解委员会", "向调解员", "向妇联", "向调解工作站", "向志愿律师", "给调解员", "给志愿律师", "给调委会"]),
        then(4, &["支付", "给付", "缴纳", "交纳", "交费", "红包", "酬劳", "辛苦费", "感谢费", "服务费", "代书费", "咨询费"]),
    ])
    .shielded_by(&["不得", "无需", "不"])
    .unless(&["凭证", "收条", "代转", "转交"]),
];

/// The sentence that asks for a fee, if there is one.
pub fn fee_in(text: &str) -> Option<String> {
    sentences(text).iter().find(|sentence| FEES.iter().any(|phrase| sentence.says(phrase))).map(|sentence| sentence.excerpt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fee_to_the_committee_a_mediator_or_a_lawyer_is_found() {
        for text in
            ["男方向调解员支付辛苦费500元", "双方各承担调解费200元", "李大伟付给婚调委调解委员会人民币一千元", "女方给志愿律师红包300元"]
        {
            assert!(fee_in(text).is_some(), "{text}");
        }
    }

    #[test]
    fn money_between_the_parties_is_no_fee() {
        for text in [
            "男方于2026年9月1日前一次性支付女方人民币20000元",
            "人民调解不收取调解费",
            "男方在调解员见证下支付女方补偿款5000元",
            "男方付款后将付款凭证交给调解员",
            "男方向人民调解委员会提交履行凭证",
        ] {
            assert_eq!(fee_in(text), None, "{text}");
        }
    }
}
