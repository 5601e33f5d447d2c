//! The ways that stay open (救济途径): where to turn, and until when.

use print::form::{Block, Form};

use crate::papers::RemedyRoute;

/// To whom a route leads, and what time limit the law sets.
fn way(route: RemedyRoute) -> (&'static str, &'static str) {
    match route {
        RemedyRoute::Lawsuit => (
            "有管辖权的人民法院",
            "诉讼时效期间一般为三年，自知道或者应当知道权利受到损害以及义务人之日起计算（《民法典》第一百八十八条）；\
             支付抚养费、赡养费、扶养费的请求不适用诉讼时效（《民法典》第一百九十六条）；法律另有规定的，依照其规定",
        ),
        RemedyRoute::Arbitration => ("有管辖权的仲裁机构", "依照有关仲裁法律规定的期限"),
        RemedyRoute::Administrative => ("有权处理的行政机关", "依照有关法律、法规规定的期限"),
        RemedyRoute::CivilAffairs => (
            "婚姻登记机关、民政部门",
            "申请离婚登记的，自受理之日起三十日内任何一方可以撤回；期满后三十日内双方应当亲自到场申请发给离婚证（《民法典》第一千零七十七条）",
        ),
        RemedyRoute::Police => ("公安机关（110）", "有危险或者发现违法犯罪的，应当立即报案"),
        RemedyRoute::ProtectionOrder => (
            "有管辖权的人民法院",
            "随时可以申请；人民法院受理后七十二小时内作出裁定，情况紧急的二十四小时内作出（《反家庭暴力法》第二十八条）",
        ),
        RemedyRoute::LegalAid => ("法律援助机构（12348）", "随时可以申请"),
        RemedyRoute::Township => ("乡镇人民政府、街道办事处", "随时可以请求"),
        RemedyRoute::Procuratorate => ("人民检察院（12309）", "随时可以反映"),
        RemedyRoute::OtherCommittee => ("有管辖权的人民调解委员会", "随时可以申请；自提出请求之日起诉讼时效中断"),
    }
}

/// Adds the table of routes; going to court is never left out.
pub(super) fn add(form: Form, routes: &[RemedyRoute], detail: Option<&str>) -> Form {
    let mut all = routes.to_vec();
    if !all.contains(&RemedyRoute::Lawsuit) {
        all.push(RemedyRoute::Lawsuit);
    }
    let rows = all.into_iter().map(|route| {
        let (whom, limit) = way(route);
        vec![route.label_zh().to_owned(), whom.to_owned(), limit.to_owned()]
    });
    let mut form = form.heading("您可以选择的途径和期限").block(Block::Table {
        head: ["途径", "向谁提出", "期限"].map(str::to_owned).into(),
        rows: rows.collect(),
        widths: vec![21.0, 21.0, 58.0],
    });
    if let Some(text) = detail.map(str::trim).filter(|text| !text.is_empty()) {
        form = form.paragraph(format!("具体办法：{text}"));
    }
    form
}

/// The right that no committee can take away: the last line before the signatures.
pub(super) const RIGHT_TO_SUE: &str =
    "您随时有权依法向人民法院起诉；本告知书不影响您行使任何诉讼权利。自您向本会提出请求之日起，诉讼时效中断。";
