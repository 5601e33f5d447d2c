//! 接收材料回执: what an applicant takes home at once. The time on it is legal evidence: limitation is interrupted from that day.

use platform::calendar::local_date;
use print::form::{Block, Form, label, value};

use super::wording::{day, listed, second};
use super::{SheetContext, slots};
use crate::cases::Party;
use crate::papers::PaperContent;
use crate::vocabulary::{FormCode, PartyRole};

/// The receipt for the materials of a request.
pub(crate) fn receipt(ctx: &SheetContext<'_>) -> Form {
    let case = &ctx.dossier.case;
    let named = |roles: &[PartyRole]| listed(ctx.dossier.parties.iter().filter(|party| roles.contains(&party.role)).map(Party::name));
    let applicants = named(&[PartyRole::Applicant]);
    let mut rows = vec![
        vec![label("申请人"), value(&applicants).across(3)],
        vec![label("被申请人"), value(named(&[PartyRole::Respondent, PartyRole::ThirdParty])).across(3)],
        vec![label("纠纷类型"), value(case.category.label_zh()), label("申请方式"), value(case.mode.label_zh())],
        vec![label("收到时间"), value(format!("{}（北京时间）", second(case.recorded_at))).across(3)],
    ];
    if case.occurred_at != case.recorded_at {
        rows.push(vec![label("提出时间"), value(format!("{}（现场设备记录）", second(case.occurred_at))).across(3)]);
    }
    rows.push(vec![label("接收单位"), value(ctx.office_name).across(3)]);
    let receiver = ctx.dossier.papers.iter().find(|paper| paper.form() == FormCode::F03).map(|paper| ctx.name_of(paper.made_by));
    let mut form = Form::new("RECEIPT", "接收材料回执", ctx.committee_name)
        .number(ctx.file_number())
        .paragraph(format!("{applicants}："))
        .paragraph("您向本会提出的人民调解申请及所附材料已经收到，特此回执。")
        .grid(rows);
    let materials = materials(ctx);
    if !materials.is_empty() {
        form = form.heading("收到的材料").block(Block::Table {
            head: ["序号", "材料名称", "份数或页数", "备注"].map(str::to_owned).into(),
            rows: materials,
            widths: vec![10.0, 46.0, 20.0, 24.0],
        });
    }
    form.heading("请您知悉")
        .numbered(
            print::form::Numbering::Arabic,
            [
                format!(
                    "自提出申请之日起诉讼时效中断（《最高人民法院关于审理民事案件适用诉讼时效制度若干问题的规定》第十二条）。\
                     您提出申请之日：{}。",
                    day(local_date(case.occurred_at))
                ),
                "本会将及时决定是否受理并告知您；受理的，另行发给正式编号。".to_owned(),
                "人民调解不收取任何费用。".to_owned(),
                "您随时有权依法向人民法院起诉，也可以撤回申请。".to_owned(),
            ],
        )
        .signatures([slots::empty("接收人（签名）", &receiver.unwrap_or_default()), slots::empty("接收单位（印章）", ctx.committee_name)])
        .note("请妥善保管本回执。遇有危险，请立即拨打110；妇女维权热线12338。")
}

/// What lay on the counter with the request: the application and the evidence handed in.
fn materials(ctx: &SheetContext<'_>) -> Vec<Vec<String>> {
    let mut rows: Vec<[String; 3]> = Vec::new();
    for paper in &ctx.dossier.papers {
        match &paper.content {
            PaperContent::Application(sheet) => {
                rows.push(["人民调解申请书".to_owned(), "1份".to_owned(), sheet.mode.label_zh().to_owned()]);
            }
            PaperContent::EvidenceList(sheet) => rows.extend(sheet.items.iter().map(|item| {
                let kind = if item.original { "原件" } else { "复印件" };
                [item.name.clone(), format!("{}页", item.pages), kind.to_owned()]
            })),
            _ => {}
        }
    }
    rows.into_iter().enumerate().map(|(at, row)| std::iter::once((at + 1).to_string()).chain(row).collect()).collect()
}
