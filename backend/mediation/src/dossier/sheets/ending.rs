//! Sheets that end a file: F17, F18, F19.

use print::form::{Block, Form, choices, label, value};

use super::wording::{day, or_none};
use super::{SheetContext, people, remedies, slots};
use crate::cases::{Paper, Party};
use crate::papers::{ClosingReport, NonAcceptance, Termination};
use crate::vocabulary::PartyRole;

/// F18 不予受理告知书.
pub(super) fn non_acceptance(ctx: &SheetContext<'_>, paper: &Paper, sheet: &NonAcceptance) -> Form {
    let applicants: Vec<&Party> = ctx.dossier.parties.iter().filter(|party| party.role == PartyRole::Applicant).collect();
    let names = super::wording::listed(applicants.iter().map(|party| party.name()));
    let form = ctx
        .blank(paper)
        .paragraph(format!("{names}："))
        .paragraph(format!(
            "您就{}提出的人民调解申请，本会已经收悉。经审查，本会决定不予受理，现告知如下。",
            super::binding::dispute(ctx.dossier)
        ))
        .grid([
            vec![label("不予受理\n的理由"), value(sheet.reason.label_zh()).across(3)],
            vec![label("说明"), value(or_none(sheet.explanation.as_deref())).across(3)],
            vec![label("告知日期"), value(day(sheet.dated_on)), label("送达日期"), value(sheet.served_on.map_or_else(String::new, day))],
        ]);
    let mut signers: Vec<_> = applicants.iter().map(|party| receiver(slots::of_party(ctx, paper, party))).collect();
    signers.push(slots::of_committee(ctx, paper));
    remedies::add(form, &sheet.routes, sheet.route_detail.as_deref()).paragraph(remedies::RIGHT_TO_SUE).signatures(signers)
}

/// F19 终止调解告知书.
pub(super) fn termination(ctx: &SheetContext<'_>, paper: &Paper, sheet: &Termination) -> Form {
    let names = super::wording::listed(ctx.dossier.signing_parties().map(Party::name));
    let form = ctx
        .blank(paper)
        .paragraph(format!("{names}："))
        .paragraph(format!(
            "{}一案，经本会调解，因下列原因终止。依照《中华人民共和国人民调解法》第二十六条的规定，现将有关途径告知如下。",
            super::binding::dispute(ctx.dossier)
        ))
        .grid([
            vec![label("调解结果"), value(sheet.outcome.label_zh()), label("终止日期"), value(day(sheet.dated_on))],
            vec![label("终止原因"), value(&sheet.reason).across(3)],
        ]);
    let mut form = remedies::add(form, &sheet.routes, sheet.time_limits.as_deref());
    if !sheet.served.is_empty() {
        let rows = sheet.served.iter().map(|one| vec![people::name(ctx, one.party_id), day(one.served_on), one.method.clone()]).collect();
        form = form.heading("送达情况").block(Block::Table {
            head: ["受送达人", "送达日期", "送达方式"].map(str::to_owned).into(),
            rows,
            widths: vec![30.0, 35.0, 35.0],
        });
    }
    let mut signers: Vec<_> = slots::of_parties(ctx, paper).into_iter().map(receiver).collect();
    signers.extend(slots::of_mediators(ctx, paper, &[ctx.name_of(paper.made_by)]));
    signers.push(slots::of_committee(ctx, paper));
    form.paragraph(remedies::RIGHT_TO_SUE).signatures(signers)
}

/// A party that signs for having received a paper.
fn receiver(mut slot: print::form::SignatureSlot) -> print::form::SignatureSlot {
    slot.label = "签收人（签名或按指印）".to_owned();
    slot
}

/// F17 结案报告表.
pub(super) fn closing_report(ctx: &SheetContext<'_>, paper: &Paper, sheet: &ClosingReport) -> Form {
    let case = &ctx.dossier.case;
    let mut rows = vec![
        vec![label("填表时间"), value(day(sheet.dated_on)).across(3), label("承办单位").across(2), value(ctx.office_name).across(2)],
        vec![label("受案时间"), value(day(sheet.received_on)).across(3), label("结案时间").across(2), value(closed(ctx, sheet)).across(2)],
        vec![
            label("承办人"),
            value(ctx.name_of(sheet.handler)).across(3),
            label("案件来源").across(2),
            value(case.source.label_zh()).across(2),
        ],
    ];
    rows.extend(people::all_particulars(ctx, sheet.dated_on));
    rows.push(vec![
        label("纠纷类型"),
        value(case.category.label_zh()).across(3),
        label("调解结果").across(2),
        value(sheet.outcome.label_zh()).across(2),
    ]);
    rows.push(vec![label("简要事实"), value(&sheet.facts).across(7)]);
    rows.push(vec![label("办理结果"), value(&sheet.result).across(7)]);
    let review = sheet.review.as_ref();
    let decided = choices([("同意结案", review.is_some_and(|one| one.approved)), ("不同意结案", review.is_some_and(|one| !one.approved))]);
    let opinion = review.map_or("", |one| one.opinion.as_str());
    rows.push(vec![label("审核意见"), value(format!("{decided}\n{opinion}")).across(7)]);
    rows.push(vec![
        label("审核人"),
        value(review.map_or_else(String::new, |one| ctx.name_of(one.reviewer))).across(3),
        label("审核日期").across(2),
        value(review.map_or_else(String::new, |one| day(one.reviewed_on))).across(2),
    ]);
    ctx.blank(paper).grid(rows).signatures([
        slots::empty("承办人（签名）", &ctx.name_of(sheet.handler)),
        slots::empty("审核人（签名）", &review.map_or_else(String::new, |one| ctx.name_of(one.reviewer))),
    ])
}

fn closed(ctx: &SheetContext<'_>, sheet: &ClosingReport) -> String {
    let approved = sheet.review.as_ref().filter(|review| review.approved).map(|review| review.reviewed_on);
    let date = ctx.dossier.case.milestones.closed_on.or(approved).map(day);
    or_none(Some(date.as_deref().unwrap_or("待审核")))
}
