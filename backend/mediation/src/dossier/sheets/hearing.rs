//! Sheets of the mediation itself: F08, F09, F10, F-CHILD.

use platform::calendar::local_date;
use print::form::{Block, Form, choices, label, value};

use super::wording::{day, listed, or_none, span};
use super::{SheetContext, people, slots};
use crate::cases::Paper;
use crate::papers::{Attendance, ChildView, EvidenceList, Guest, Investigation, Minutes};
use crate::vocabulary::{Openness, SessionResult};

/// F08 人民调解调查记录.
pub(super) fn investigation(ctx: &SheetContext<'_>, paper: &Paper, sheet: &Investigation) -> Form {
    let phone = sheet.person_phone.as_deref().map_or_else(String::new, |number| people::phone(ctx, number));
    let mut form = ctx
        .blank(paper)
        .grid([
            vec![label("时间"), value(span(sheet.started_at, sheet.ended_at)).across(5)],
            vec![label("地点"), value(people_place(ctx, &sheet.place)).across(5)],
            vec![label("参加人"), value(or_none(Some(&listed(sheet.participants.iter().map(String::as_str))))).across(5)],
            vec![
                label("被调查人"),
                value(&sheet.person_name),
                label("性别"),
                value(sheet.person_sex.map_or("", |sex| sex.label_zh())),
                label("年龄"),
                value(sheet.person_age.map_or_else(String::new, |age| format!("{age}周岁"))),
            ],
            vec![label("与当事人\n关系"), value(sheet.person_relation.as_deref().unwrap_or("")), label("联系方式"), value(phone).across(3)],
        ])
        .heading("调查记录")
        .questions(sheet.record.iter().map(|pair| (pair.question.as_str(), pair.answer.as_str())));
    if sheet.read_back {
        form = form.paragraph("以上记录已向被调查人宣读，被调查人认为无误。");
    }
    let mut signers = vec![slots::empty("被调查人（签名或按指印）", &sheet.person_name)];
    signers.extend(sheet.investigators.iter().map(|account| slots::empty("调查人（签名）", &ctx.name_of(*account))));
    if let Some(recorder) = sheet.recorder {
        signers.push(slots::of_recorder(ctx, paper, &ctx.name_of(recorder)));
    }
    form.signatures(signers).note("被调查人应当在每一页签名或者按指印；修改之处由被调查人按指印。")
}

/// The place of a hearing in a sealed file may be the hiding place of a person.
fn people_place(ctx: &SheetContext<'_>, place: &str) -> String {
    people::place(ctx, place)
}

/// F09 证据材料.
pub(super) fn evidence(ctx: &SheetContext<'_>, paper: &Paper, sheet: &EvidenceList) -> Form {
    let rows = sheet.items.iter().enumerate().map(|(at, item)| {
        vec![
            (at + 1).to_string(),
            ctx.with_photo(&item.name, item.attachment_id),
            item.kind.clone(),
            item.provider.clone(),
            if item.original { "原件" } else { "复印件" }.to_owned(),
            item.pages.to_string(),
            item.proves.clone(),
            format!("{}\n{}", ctx.name_of(item.received_by), day(item.received_on)),
        ]
    });
    let mut signers: Vec<_> =
        distinct(sheet.items.iter().map(|item| item.provider.clone())).iter().map(|name| slots::empty("提供人（签名）", name)).collect();
    signers.extend(
        distinct(sheet.items.iter().map(|item| ctx.name_of(item.received_by))).iter().map(|name| slots::empty("接收人（签名）", name)),
    );
    let pages: i32 = sheet.items.iter().map(|item| item.pages).fold(0, i32::saturating_add);
    ctx.blank(paper)
        .block(Block::Table {
            head: ["序号", "名称", "种类", "提供人\n或来源", "原件或\n复印件", "页数", "证明的事实", "接收人\n和日期"]
                .map(str::to_owned)
                .into(),
            rows: rows.collect(),
            widths: vec![7.0, 19.0, 9.0, 11.0, 10.0, 8.0, 16.0, 20.0],
        })
        .paragraph(format!("以上证据材料共{}件{pages}页，附于本清单之后。清单制作日期：{}。", sheet.items.len(), day(sheet.dated_on)))
        .signatures(signers)
}

/// Each word once, in the order of its first place.
fn distinct(words: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for word in words {
        if !word.trim().is_empty() && !seen.contains(&word) {
            seen.push(word);
        }
    }
    seen
}

/// F10 人民调解记录.
pub(super) fn minutes(ctx: &SheetContext<'_>, paper: &Paper, sheet: &Minutes) -> Form {
    let openness = choices([("公开", sheet.openness == Openness::Open), ("不公开", sheet.openness == Openness::Closed)]);
    let known = choices([("已告知并确认", sheet.notice_confirmed), ("未确认", !sheet.notice_confirmed)]);
    let recording = choices([("是，已告知并经同意", sheet.recording_announced), ("否", !sheet.recording_announced)]);
    let came = sheet.attendance.iter().map(|one| attendance(ctx, one)).collect::<Vec<_>>().join("；");
    let guests = sheet.guests.iter().map(|one| guest(ctx, one)).collect::<Vec<_>>().join("；");
    let mut form = ctx
        .blank(paper)
        .grid([
            vec![label("时间"), value(span(sheet.started_at, sheet.ended_at)).across(3)],
            vec![label("地点"), value(people_place(ctx, &sheet.place)).across(3)],
            vec![label("当事人"), value(came).across(3)],
            vec![label("参加人"), value(or_none(Some(&guests))).across(3)],
            vec![label("人民调解员"), value(ctx.names_of(&sheet.mediators)), label("是否公开"), value(openness)],
            vec![label("权利义务"), value(known).across(3)],
            vec![label("录音录像"), value(recording).across(3)],
        ])
        .heading("调解记录")
        .paragraph(&sheet.record);
    if ctx.dossier.case.source.is_court() {
        form = form.paragraph("当事人为达成协议作出的妥协，仅供调解使用，不作为以后诉讼中对其不利的根据。");
    }
    form = form.heading("调解结果").paragraph(result(sheet));
    let mut signers: Vec<_> = sheet
        .attendance
        .iter()
        .filter(|one| one.present || one.represented_by.is_some())
        .flat_map(|one| slots::of_party_id(ctx, paper, one.party_id))
        .collect();
    signers.extend(sheet.guests.iter().map(|one| slots::empty("参加人（签名）", &one.name)));
    let names: Vec<String> = sheet.mediators.iter().map(|account| ctx.name_of(*account)).collect();
    signers.extend(slots::of_mediators(ctx, paper, &names));
    if let Some(recorder) = sheet.recorder {
        signers.push(slots::of_recorder(ctx, paper, &ctx.name_of(recorder)));
    }
    form.paragraph("以上记录已经当事人核对，认为无误。").signatures(signers)
}

fn attendance(ctx: &SheetContext<'_>, one: &Attendance) -> String {
    let name = people::name(ctx, one.party_id);
    let agent = one.represented_by.and_then(|id| ctx.dossier.representatives.iter().find(|agent| agent.id == id));
    match (agent, one.present) {
        (Some(agent), true) => format!("{name}（到场，代理人{}一并参加）", agent.name),
        (Some(agent), false) => format!("{name}（由代理人{}参加）", agent.name),
        (None, true) => format!("{name}（到场）"),
        (None, false) => format!("{name}（未到场）"),
    }
}

fn guest(ctx: &SheetContext<'_>, one: &Guest) -> String {
    let consented = listed(one.consented_by.iter().map(|id| people::name(ctx, *id)));
    let by = if consented.is_empty() { String::new() } else { format!("，经{consented}同意") };
    format!("{}（{}{by}）", one.name, one.role)
}

fn result(sheet: &Minutes) -> String {
    let chosen = |result| sheet.result == result;
    let boxes = choices([
        ("达成书面协议", chosen(SessionResult::AgreedWritten)),
        ("达成口头协议", chosen(SessionResult::AgreedOral)),
        ("继续调解", chosen(SessionResult::Continue)),
        ("未达成协议", chosen(SessionResult::NotReached)),
    ]);
    match (sheet.result, sheet.continue_on) {
        (SessionResult::Continue, Some(date)) => format!("{boxes}\n定于{}继续调解。", day(date)),
        _ => boxes,
    }
}

/// F-CHILD 未成年人意见记录.
pub(super) fn child_view(ctx: &SheetContext<'_>, paper: &Paper, sheet: &ChildView) -> Form {
    let child = ctx.dossier.party(sheet.child_party_id);
    let age = child.map_or_else(String::new, |child| people::age(child, sheet.heard_on));
    let yes_no = |yes: bool| choices([("是", yes), ("否", !yes)]);
    let mut signers = vec![slots::empty("未成年人（签名或按指印，可以不签）", child.map_or("", |child| child.name()))];
    signers.extend(sheet.heard_by.iter().map(|account| slots::empty("听取人（签名）", &ctx.name_of(*account))));
    if let Some(companion) = sheet.accompanied_by.as_deref().filter(|name| !name.trim().is_empty()) {
        signers.push(slots::empty("陪同人（签名）", companion));
    }
    let observed = or_none(sheet.observations.as_deref());
    ctx.blank(paper)
        .grid([
            vec![label("未成年人"), value(child.map_or("", |child| child.name())), label("年龄"), value(age)],
            vec![label("时间"), value(day(sheet.heard_on)), label("地点"), value(people_place(ctx, &sheet.place))],
            vec![
                label("父母是否\n回避"),
                value(yes_no(sheet.parents_absent)),
                label("能否表达\n意愿"),
                value(yes_no(sheet.able_to_express)),
            ],
            vec![label("听取人"), value(ctx.names_of(&sheet.heard_by)), label("陪同人"), value(or_none(sheet.accompanied_by.as_deref()))],
        ])
        .heading("未成年人的意见（以其本人的话记录）")
        .paragraph(&sheet.view)
        .heading("观察和说明")
        .paragraph(observed)
        .signatures(signers)
        .note(format!(
            "涉及子女抚养、探望的，应当听取八周岁以上未成年子女的意见，尊重其真实意愿（《民法典》第一千零八十四条）。\
             本记录依法保密，不向当事人出示。记录日期：{}。",
            day(local_date(paper.recorded_at))
        ))
}
