//! Requests of parties during the mediation: F22, F23.

use print::form::{Block, Form, Numbering, choices, label, value};

use super::wording::day;
use super::{SheetContext, people, slots};
use crate::cases::Paper;
use crate::papers::{ExtensionConsent, Recusal};

/// F22 延期同意书.
pub(super) fn extension(ctx: &SheetContext<'_>, paper: &Paper, sheet: &ExtensionConsent) -> Form {
    let rows = sheet
        .consents
        .iter()
        .map(|one| {
            let party = ctx.dossier.party(one.party_id);
            let role = party.map_or("", |party| people::short_role(party.role));
            vec![people::name(ctx, one.party_id), role.to_owned(), "同意延期".to_owned(), day(one.consented_on)]
        })
        .collect();
    let mut signers: Vec<_> = sheet.consents.iter().flat_map(|one| slots::of_party_id(ctx, paper, one.party_id)).collect();
    signers.extend(slots::of_mediators(ctx, paper, &[ctx.name_of(paper.made_by)]));
    ctx.blank(paper)
        .paragraph(format!(
            "{}一案，在调解期限内未能调解终结。经各方当事人协商一致，同意将调解期限延长{}日。",
            super::binding::dispute(ctx.dossier),
            sheet.days
        ))
        .heading("延期理由")
        .paragraph(&sheet.reason)
        .heading("当事人意见")
        .block(Block::Table {
            head: ["当事人", "地位", "意见", "日期"].map(str::to_owned).into(),
            rows,
            widths: vec![25.0, 25.0, 25.0, 25.0],
        })
        .numbered(
            Numbering::Arabic,
            [
                "延长期限内，当事人仍可以随时要求终止调解。",
                "延长期限届满仍未达成协议的，调解终止，当事人可以依法通过仲裁、行政、司法等途径维护自己的权利。",
            ],
        )
        .signatures(signers)
        .note(format!("制作日期：{}。", day(sheet.dated_on)))
}

/// F23 回避申请及决定.
pub(super) fn recusal(ctx: &SheetContext<'_>, paper: &Paper, sheet: &Recusal) -> Form {
    let party = ctx.dossier.party(sheet.requested_by);
    let mut form = ctx
        .blank(paper)
        .heading("一、回避申请")
        .grid([
            vec![
                label("申请人"),
                value(people::name(ctx, sheet.requested_by)),
                label("地位"),
                value(party.map_or("", |party| people::short_role(party.role))),
            ],
            vec![label("被申请回避\n的调解员"), value(ctx.name_of(sheet.against)), label("申请日期"), value(day(sheet.requested_on))],
            vec![label("申请理由"), value(&sheet.grounds).across(3)],
        ])
        .signatures(slots::of_party_id(ctx, paper, sheet.requested_by))
        .heading("二、决定");
    let decision = sheet.decision.as_ref();
    let decided = choices([
        ("同意，更换人民调解员", decision.is_some_and(|one| one.upheld)),
        ("不同意，由原人民调解员继续调解", decision.is_some_and(|one| !one.upheld)),
    ]);
    form = form.grid([
        vec![label("决定"), value(decided).across(3)],
        vec![label("理由"), value(decision.map_or("", |one| one.reason.as_str())).across(3)],
        vec![
            label("决定人"),
            value(decision.map_or_else(String::new, |one| ctx.name_of(one.decided_by))),
            label("决定日期"),
            value(decision.map_or_else(String::new, |one| day(one.decided_on))),
        ],
    ]);
    form.signatures([
        slots::empty("决定人（签名）", &decision.map_or_else(String::new, |one| ctx.name_of(one.decided_by))),
        slots::of_committee(ctx, paper),
    ])
    .note("对决定不服的，当事人仍可以要求另行选择人民调解员，或者要求终止调解。")
}
