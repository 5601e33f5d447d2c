//! F05 权利义务告知书: what a party must know before the first session, with the article behind every line.

use print::form::{Form, Numbering, choices, label, value};

use super::wording::{day, or_none};
use super::{SheetContext, people, slots};
use crate::cases::Paper;
use crate::papers::{Notice, NoticeDelivery};
use crate::vocabulary::Openness;

const NATURE: &[&str] = &[
    "人民调解委员会是依法设立的调解民间纠纷的群众性组织，不是国家机关，不对纠纷作出裁决（第七条）。",
    "调解不收取任何费用。任何人以调解为名向您收钱、收物，您都可以拒绝并投诉（第四条）。",
    "调解在当事人自愿、平等的基础上进行，不违背法律、法规和国家政策，并尊重当事人的权利；不得因调解而阻止当事人依法通过仲裁、\
     行政、司法等途径维护自己的权利（第三条）。",
    "您向本会提出请求之日起，诉讼时效中断（《最高人民法院关于审理民事案件适用诉讼时效制度若干问题的规定》第十二条）。",
];

const RIGHTS: &[&str] = &[
    "选择人民调解员，或者接受人民调解委员会指定的人民调解员；",
    "接受调解、拒绝调解，或者随时要求终止调解；",
    "要求调解公开进行，或者不公开进行；",
    "自主表达意愿，自愿达成或者不达成调解协议。",
];

const DUTIES: &[&str] = &["如实陈述纠纷事实；", "遵守调解现场秩序，尊重人民调解员；", "尊重对方当事人行使权利。"];

const PRACTICE: &[&str] = &[
    "回避：您认为人民调解员是当事人或者代理人的近亲属，与纠纷有利害关系，或者有其他可能影响公正调解的情形的，可以说明理由，要求更换。",
    "保密：人民调解员不得泄露当事人的个人隐私和商业秘密（第十五条）。邀请亲属、邻里、专家等参加调解，\
     须经当事人同意（第二十条）。",
    "安全：发现纠纷有可能激化的，本会将采取有针对性的预防措施；有可能引起治安案件、刑事案件的，本会将及时向公安机关\
     或者其他有关部门报告（第二十五条）。遭受家庭暴力的，请拨打110。",
    "语言：您可以使用本民族的语言、文字或者当地通用的方言；需要翻译的，请告知人民调解员，翻译同样不收费用。",
];

const EFFECT: &[&str] = &[
    "达成协议的，可以制作调解协议书；认为无需制作的，可以采取口头协议方式，由人民调解员记录协议内容（第二十八条）。",
    "调解协议书自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效；口头协议自各方当事人\
     达成协议之日起生效（第二十九条、第三十条）。",
    "依法达成的调解协议具有法律约束力，当事人应当按照约定履行；本会对履行情况进行监督，督促当事人履行（第三十一条）。",
    "双方当事人认为有必要的，可以自调解协议生效之日起30日内共同向人民法院申请司法确认。确认有效后，一方拒绝履行或者未全部履行的，\
     对方可以申请强制执行；确认无效的，可以重新调解，也可以向人民法院起诉（第三十三条）。",
    "您随时有权向人民法院起诉，调解不是起诉的前提。当事人之间就协议的履行或者内容发生争议的，一方可以向人民法院提起诉讼\
     （第三十二条）；未达成协议的，可以依法通过仲裁、行政、司法等途径维护自己的权利（第二十六条）。",
];

const DIVORCE: &str = "调解协议不能解除婚姻关系：离婚须由双方到婚姻登记机关办理登记，或者由人民法院处理（《民法典》第一千零七十六条、\
     第一千零七十九条）。以离婚为条件的财产、债务约定，双方未离婚的，不发生效力。";

const COURT: &str = "本纠纷由人民法院委派、委托调解。为达成协议作出妥协而认可的事实，不得在以后的诉讼中作为对认可一方不利的根据，但法律另有\
     规定或者当事人均同意的除外（《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第一百零七条）。";

/// F05 权利义务告知书.
pub(super) fn notice(ctx: &SheetContext<'_>, paper: &Paper, sheet: &Notice) -> Form {
    let party = ctx.dossier.party(sheet.party_id);
    let mut effect: Vec<&str> = EFFECT.to_vec();
    if ctx.dossier.case.category.is_pending_divorce() {
        effect.push(DIVORCE);
    }
    if ctx.dossier.case.source.is_court() {
        effect.push(COURT);
    }
    let addressee = party.map_or_else(String::new, |party| format!("{}（{}）", party.name(), people::short_role(party.role)));
    let form = ctx
        .blank(paper)
        .paragraph(format!("{addressee}："))
        .paragraph("根据《中华人民共和国人民调解法》和有关规定，现将您的权利和义务等事项告知如下（括号内未注明名称的，为该法条文）：")
        .heading("一、性质和原则")
        .numbered(Numbering::Arabic, NATURE.iter().copied())
        .heading("二、您享有的权利（第二十三条）")
        .numbered(Numbering::Arabic, RIGHTS.iter().copied())
        .heading("三、您应当履行的义务（第二十四条）")
        .numbered(Numbering::Arabic, DUTIES.iter().copied())
        .heading("四、回避、保密、安全和语言")
        .numbered(Numbering::Arabic, PRACTICE.iter().copied())
        .heading("五、调解协议的效力、司法确认和诉讼权利")
        .numbered(Numbering::Arabic, effect)
        .heading("六、告知情况")
        .grid([
            vec![
                label("调解方式"),
                value(choices([("公开", sheet.openness == Openness::Open), ("不公开", sheet.openness == Openness::Closed)])),
                label("语言"),
                value(&sheet.language),
                label("翻译"),
                value(or_none(sheet.interpreter.as_deref())),
            ],
            vec![
                label("告知形式"),
                value(choices([("书面", sheet.delivery == NoticeDelivery::Written), ("口头", sheet.delivery == NoticeDelivery::Oral)])),
                label("日期"),
                value(day(sheet.notified_on)),
                label("见证人"),
                value(or_none(sheet.witness.as_deref())),
            ],
        ])
        .paragraph("以上内容已经告知我，我已知悉；调解公开或者不公开，由我自行选择如上。");
    let mut signers = slots::of_party_id(ctx, paper, sheet.party_id);
    signers.extend(slots::of_mediators(ctx, paper, &[ctx.name_of(sheet.mediator)]));
    for (title, name) in [("见证人（签名）", &sheet.witness), ("翻译（签名）", &sheet.interpreter)] {
        if let Some(name) = name.as_deref().filter(|name| !name.trim().is_empty()) {
            signers.push(slots::empty(title, name));
        }
    }
    form.signatures(signers)
}
