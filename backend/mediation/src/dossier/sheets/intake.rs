//! Sheets of the front desk: F03, F04, F06, F07, F25.

use platform::calendar::local_date;
use platform::identity_document::mask_id;
use print::form::{Cell, Form, Numbering, choices, label, value};

use super::wording::{day, day_or, or_none, second};
use super::{SheetContext, people, slots};
use crate::cases::{Paper, Party};
use crate::papers::{AcceptanceForm, Application, IdentityRecord, PowerOfAttorney, ServiceAddress};
use crate::vocabulary::{ApplicationMode, Authority, PartyRole, SourceLevel};

/// F03 人民调解申请书.
pub(super) fn application(ctx: &SheetContext<'_>, paper: &Paper, sheet: &Application) -> Form {
    let mut rows = people::all_particulars(ctx, sheet.applied_on);
    rows.push(vec![label("纠纷简要\n情况"), value(&sheet.summary).across(7)]);
    let informed = if sheet.informed {
        "人民调解委员会已将申请人民调解的相关规定告知我，现自愿申请人民调解。"
    } else {
        "现自愿申请人民调解。"
    };
    let mut form = ctx
        .blank(paper)
        .grid(rows)
        .heading("申请事项")
        .numbered(Numbering::Arabic, sheet.claims.iter())
        .paragraph(informed)
        .signatures(applicants(ctx).map(|party| slots::of_party(ctx, paper, party)));
    if sheet.mode == ApplicationMode::Oral {
        let read = if sheet.read_back { "，已向申请人宣读，申请人认为无误" } else { "" };
        form = form.note(format!("当事人口头申请，由{}记录{read}。", ctx.name_of(paper.made_by)));
    }
    form.note(format!(
        "申请方式：{}。申请日期：{}。登记时间：{}。",
        sheet.mode.label_zh(),
        day(sheet.applied_on),
        second(ctx.dossier.case.recorded_at)
    ))
}

fn applicants<'a>(ctx: &'a SheetContext<'_>) -> impl Iterator<Item = &'a Party> {
    ctx.dossier.parties.iter().filter(|party| party.role == PartyRole::Applicant)
}

/// F04 人民调解受理登记表.
pub(super) fn acceptance(ctx: &SheetContext<'_>, paper: &Paper, sheet: &AcceptanceForm) -> Form {
    let level = sheet.source.level();
    let source = choices([
        ("当事人申请", level == SourceLevel::ByApplication),
        ("主动调解", level == SourceLevel::Proactive),
        ("接受委托移送", level == SourceLevel::Transferred),
    ]);
    let reference = sheet.source_reference.as_deref().map_or_else(String::new, |number| format!("，来文编号：{number}"));
    let consent = choices([("同意调解", sheet.parties_consent), ("未表示", !sheet.parties_consent)]);
    let mut rows = vec![vec![
        label("受理时间"),
        value(day(sheet.accepted_on)).across(3),
        label("纠纷类型").across(2),
        value(sheet.category.label_zh()).across(2),
    ]];
    rows.extend(people::all_particulars(ctx, sheet.accepted_on));
    rows.push(vec![label("案件来源"), value(format!("{source}\n来源明细：{}{reference}", sheet.source.label_zh())).across(7)]);
    rows.push(vec![label("纠纷简要\n情况"), value(&sheet.summary).across(7)]);
    rows.push(vec![label("当事人意愿"), value(consent).across(3), label("备注"), value("此表由人民调解委员会填写").across(3)]);
    let mut signers = slots::of_parties(ctx, paper);
    signers.push(slots::empty("登记人（签名）", &ctx.name_of(sheet.registrar)));
    signers.push(slots::of_committee(ctx, paper));
    ctx.blank(paper).grid(rows).signatures(signers)
}

/// F06 身份证明: a transcription; the document itself stays with its holder.
pub(super) fn identity(ctx: &SheetContext<'_>, paper: &Paper, sheet: &IdentityRecord) -> Form {
    let mut rows: Vec<Vec<Cell>> =
        ctx.dossier.party(sheet.party_id).map(|party| people::particulars(ctx, party, sheet.recorded_on)).unwrap_or_default();
    let number = sheet.masked_number.as_deref().map_or_else(|| "无".to_owned(), |number| mask_id(number.trim()));
    rows.push(vec![
        label("证件类型"),
        value(sheet.document_kind.label_zh()).across(3),
        label("核验方式").across(2),
        value(sheet.verification.label_zh()).across(2),
    ]);
    rows.push(vec![label("证件号码"), value(number).across(7)]);
    rows.push(vec![label("说明"), value(or_none(sheet.explanation.as_deref())).across(7)]);
    ctx.blank(paper)
        .grid(rows)
        .paragraph(format!("以上内容于{}依证件摘录，证件核对后已当场退还持有人。", day(sheet.recorded_on)))
        .signatures([slots::empty("核对人（签名）", &ctx.name_of(paper.made_by))])
        .note("本件为摘录，证件号码的中间部分已经隐去，仅用于婚姻家庭纠纷人民调解。")
}

/// F07 授权委托书.
pub(super) fn power_of_attorney(ctx: &SheetContext<'_>, paper: &Paper, sheet: &PowerOfAttorney) -> Form {
    let principal = ctx.dossier.party(sheet.party_id);
    let agent = ctx.dossier.representatives.iter().find(|one| one.id == sheet.representative_id);
    let mut form = ctx.blank(paper).heading("委托人");
    if let Some(party) = principal {
        form = form.grid(people::particulars_with_document(ctx, party, sheet.dated_on));
    }
    form = form.heading("受托人");
    if let Some(one) = agent {
        form = form.grid(people::representative(ctx, one));
    }
    let special = sheet.authority == Authority::Special;
    let reach = if special {
        "受托人有权代为陈述事实，承认、放弃、变更调解请求，进行和解，达成并签署调解协议，签收文书。"
    } else {
        "受托人有权代为陈述事实、提出意见、签收文书；承认、放弃、变更调解请求和签署调解协议，须由委托人本人作出。"
    };
    let mut signers = slots::of_party_id(ctx, paper, sheet.party_id);
    if let Some(one) = signers.first_mut() {
        one.label = "委托人（签名、盖章或按指印）".to_owned();
    }
    signers.push(slots::empty("受托人（签名）", agent.map_or("", |one| one.name.as_str())));
    form.paragraph(format!("现委托上列受托人，在{}一案的人民调解中，作为委托人的代理人。", super::binding::dispute(ctx.dossier)))
        .grid([
            vec![label("委托事项"), value(&sheet.matters).across(3)],
            vec![label("代理权限"), value(format!("{}\n{reach}", choices([("一般代理", !special), ("特别授权", special)]))).across(3)],
            vec![label("委托期限"), value(term(sheet)).across(3)],
        ])
        .signatures(signers)
}

fn term(sheet: &PowerOfAttorney) -> String {
    format!("自{}至{}", day(sheet.dated_on), day_or(sheet.valid_until, "本次调解终结之日"))
}

/// F25 送达地址确认书.
pub(super) fn service_address(ctx: &SheetContext<'_>, paper: &Paper, sheet: &ServiceAddress) -> Form {
    let party = ctx.dossier.party(sheet.party_id);
    let electronic = match sheet.electronic_address.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        Some(_) if ctx.sealed => "（保密）".to_owned(),
        Some(text) => text.to_owned(),
        None => "不接受电子送达".to_owned(),
    };
    let known = if sheet.informed_of_consequences {
        "上述后果已经告知我，我确认所填内容真实、准确。"
    } else {
        "我确认所填内容真实、准确。"
    };
    ctx.blank(paper)
        .grid([
            vec![
                label("当事人"),
                value(party.map_or("", Party::name)),
                label("地位"),
                value(party.map_or("", |party| people::short_role(party.role))),
            ],
            vec![label("收件人"), value(&sheet.recipient), label("联系电话"), value(shown_phone(ctx, sheet))],
            vec![label("送达地址"), value(people::place(ctx, &sheet.address)).across(3)],
            vec![label("电子送达\n地址"), value(electronic).across(3)],
            vec![label("确认日期"), value(day(sheet.confirmed_on)).across(3)],
        ])
        .heading("告知事项")
        .numbered(
            Numbering::Arabic,
            [
                "当事人应当准确填写送达地址；地址有变更的，应当及时告知人民调解委员会。",
                "地址不准确、变更后未及时告知，或者无正当理由拒收，致使文书未能被实际接收的，文书退回之日视为送达之日。",
                "同意电子送达的，文书到达所填电子地址所在系统之日为送达之日。",
            ],
        )
        .paragraph(known)
        .signatures(
            slots::of_party_id(ctx, paper, sheet.party_id).into_iter().chain([slots::empty("经办人（签名）", &ctx.name_of(paper.made_by))]),
        )
        .note(format!("本确认书适用于本纠纷的调解和协议履行。登记日期：{}。", day(local_date(paper.recorded_at))))
}

fn shown_phone(ctx: &SheetContext<'_>, sheet: &ServiceAddress) -> String {
    sheet.phone.as_deref().map_or_else(|| "无".to_owned(), |number| people::phone(ctx, number))
}
