//! Sheets after the agreement: F13, F15, F24, F26.

use print::form::{Block, Form, label, value};

use super::wording::{day, day_or, listed, money, or_none};
use super::{SheetContext, people, slots};
use crate::cases::{Paper, PerformanceItem};
use crate::papers::{FollowUp, Receipt, Urge, VolumeNote};

/// F13 人民调解回访记录.
pub(super) fn follow_up(ctx: &SheetContext<'_>, paper: &Paper, sheet: &FollowUp) -> Form {
    let asked = listed(sheet.parties.iter().map(|id| people::name(ctx, *id)));
    let number = ctx.dossier.agreement().and_then(|agreement| agreement.paper.number.clone());
    let mut signers: Vec<_> = sheet.parties.iter().flat_map(|id| slots::of_party_id(ctx, paper, *id)).collect();
    signers.push(slots::empty("回访人（签名）", &ctx.name_of(sheet.visitor)));
    ctx.blank(paper)
        .grid([
            vec![label("当事人"), value(asked), label("协议编号"), value(or_none(number.as_deref()))],
            vec![label("回访时间"), value(day(sheet.followed_on)), label("回访方式"), value(sheet.channel.label_zh())],
            vec![label("回访事由"), value(&sheet.reason).across(3)],
            vec![label("回访发现"), value(sheet.finding.label_zh()), label("满意度"), value(sheet.satisfaction.label_zh())],
            vec![label("回访情况"), value(&sheet.record).across(3)],
            vec![label("起诉及\n结果"), value(or_none(sheet.lawsuit_result.as_deref())).across(3)],
            vec![label("遗留风险"), value(or_none(sheet.remaining_risk.as_deref())).across(3)],
            vec![label("处理措施"), value(or_none(sheet.measures.as_deref())).across(3)],
        ])
        .signatures(signers)
}

/// F15 卷宗情况说明.
pub(super) fn volume_note(ctx: &SheetContext<'_>, paper: &Paper, sheet: &VolumeNote) -> Form {
    let rows = sheet
        .explanations
        .iter()
        .enumerate()
        .map(|(at, one)| vec![(at + 1).to_string(), one.form.label_zh().to_owned(), one.reason.clone()])
        .collect::<Vec<_>>();
    let mut form = ctx.blank(paper).heading("一、缺少或者替代的材料");
    form = if rows.is_empty() { form.paragraph("无。") } else { form.table(["序号", "材料", "说明"], rows) };
    form.heading("二、更正和移交")
        .paragraph(or_none(sheet.corrections.as_deref()))
        .heading("三、电子原件")
        .paragraph(or_none(sheet.electronic_originals.as_deref()))
        .paragraph(format!("说明日期：{}。", day(sheet.dated_on)))
        .signatures([slots::empty("说明人（签名）", &ctx.name_of(sheet.made_by))])
}

fn item<'a>(ctx: &'a SheetContext<'_>, id: crate::cases::PerformanceItemId) -> Option<&'a PerformanceItem> {
    ctx.dossier.performance.iter().find(|item| item.id == id)
}

fn agreement_number(ctx: &SheetContext<'_>, item: Option<&PerformanceItem>) -> String {
    let paper = item.and_then(|item| ctx.dossier.papers.iter().find(|paper| paper.id == item.paper_id));
    paper.and_then(|paper| paper.number.clone()).unwrap_or_default()
}

/// F24 收条、履行凭证.
pub(super) fn receipt_of_performance(ctx: &SheetContext<'_>, paper: &Paper, sheet: &Receipt) -> Form {
    let item = item(ctx, sheet.item_id);
    let payer = item.and_then(|item| item.payer_party_id).map(|id| people::name(ctx, id)).unwrap_or_default();
    let payee = people::name(ctx, sheet.received_by);
    let what = sheet.amount_fen.map_or_else(|| "约定的履行内容".to_owned(), |amount| format!("款项{}", money(amount)));
    let from = if payer.is_empty() { String::new() } else { format!("{payer}履行的") };
    let state = if sheet.completes { "该项已经全部履行" } else { "该项尚未全部履行" };
    ctx.blank(paper)
        .paragraph(format!("今收到{from}{what}，收到日期{}。{state}。", day(sheet.received_on)))
        .grid([
            vec![label("协议编号"), value(agreement_number(ctx, item)).across(3)],
            vec![label("履行事项"), value(item.map_or("", |item| item.description.as_str())).across(3)],
            vec![label("应付金额"), value(item.and_then(|item| item.amount_fen).map_or_else(|| "不涉及金额".to_owned(), money)).across(3)],
            vec![label("本次金额"), value(sheet.amount_fen.map_or_else(|| "不涉及金额".to_owned(), money)).across(3)],
            vec![label("约定期限"), value(day_or(item.and_then(|item| item.due_on), "未约定")), label("给付方式"), value(&sheet.method)],
            vec![label("给付人"), value(payer), label("收款人"), value(payee)],
            vec![label("备注"), value(or_none(sheet.note.as_deref())).across(3)],
        ])
        .signatures(
            slots::of_party_id(ctx, paper, sheet.received_by)
                .into_iter()
                .map(|mut slot| {
                    slot.label = "收款人（签名、盖章或按指印）".to_owned();
                    slot
                })
                .chain([slots::empty("经办人（签名）", &ctx.name_of(paper.made_by))]),
        )
        .note("人民调解不收取任何费用；人民调解委员会不经手当事人的款项。")
}

/// F26 督促履行通知.
pub(super) fn urge(ctx: &SheetContext<'_>, paper: &Paper, sheet: &Urge) -> Form {
    let items: Vec<&PerformanceItem> = sheet.item_ids.iter().filter_map(|id| item(ctx, *id)).collect();
    let rows = items
        .iter()
        .enumerate()
        .map(|(at, item)| {
            vec![
                (at + 1).to_string(),
                item.description.clone(),
                item.amount_fen.map_or_else(|| "不涉及金额".to_owned(), money),
                day_or(item.due_on, "未约定"),
                item.status.label_zh().to_owned(),
            ]
        })
        .collect();
    let number = agreement_number(ctx, items.first().copied());
    ctx.blank(paper)
        .paragraph(format!("{}：", people::name(ctx, sheet.party_id)))
        .paragraph(format!(
            "经本会调解，您与对方当事人达成了调解协议（编号：{number}）。依照《中华人民共和国人民调解法》第三十一条的规定，调解协议具有\
             法律约束力，当事人应当按照约定履行。下列事项已经到期，尚未履行："
        ))
        .block(Block::Table {
            head: ["序号", "履行事项", "金额", "约定期限", "状态"].map(str::to_owned).into(),
            rows,
            widths: vec![7.0, 29.0, 30.0, 23.0, 11.0],
        })
        .heading("履行要求")
        .paragraph(&sheet.demand)
        .paragraph(format!("请于{}前履行。", day(sheet.comply_by)))
        .heading("不履行的后果")
        .paragraph(&sheet.consequences)
        .paragraph("协议已经人民法院司法确认有效的，对方可以向人民法院申请强制执行；未经确认的，对方可以就协议的履行向人民法院起诉（《人民调解法》第三十二条、第三十三条）。")
        .paragraph("您对协议的内容或者履行有异议的，可以向本会说明，也可以依法向人民法院起诉。")
        .signatures(
            slots::of_party_id(ctx, paper, sheet.party_id)
                .into_iter()
                .map(|mut slot| {
                    slot.label = "签收人（签名或按指印）".to_owned();
                    slot
                })
                .chain([slots::of_committee(ctx, paper)]),
        )
        .note(format!("通知日期：{}。经办人：{}。", day(sheet.urged_on), ctx.name_of(paper.made_by)))
}
