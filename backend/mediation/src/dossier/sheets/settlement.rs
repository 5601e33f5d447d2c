//! The agreements: F11 in writing, F12 by word of mouth.

use platform::calendar::local_date;
use platform::money::Fen;
use print::form::{Block, Form, choices, label, value};

use super::wording::{article, count, day, listed, money};
use super::{SheetContext, people, slots};
use crate::agreements::{Clause, Confirmability, Cycle, confirmable, is_conditional};
use crate::cases::Paper;
use crate::papers::{Agreement, OralAgreement};

const CONDITIONAL: &str =
    "以双方离婚为条件，双方未离婚的不发生效力（《最高人民法院关于适用〈中华人民共和国民法典〉婚姻家庭编的解释（一）》第六十九条）";

const COURT: &str = "双方当事人可以自本协议生效之日起30日内共同向人民法院申请司法确认（《人民调解法》第三十三条）；\
     就协议的履行或者内容发生争议的，一方可以向人民法院起诉（《人民调解法》第三十二条）。";

/// F11 人民调解协议书.
pub(super) fn agreement(ctx: &SheetContext<'_>, paper: &Paper, sheet: &Agreement) -> Form {
    let parties = ctx.dossier.signing_parties();
    let mut form = ctx
        .blank(paper)
        .grid(parties.flat_map(|party| people::particulars_with_document(ctx, party, sheet.dated_on)))
        .heading("纠纷主要事实、争议事项")
        .paragraph(format!("主要事实：{}", sheet.facts))
        .paragraph(format!("争议事项：{}", sheet.issues));
    if let Some(text) = filled(sheet.responsibility.as_deref()) {
        form = form.paragraph(format!("责任：{text}"));
    }
    form = form.heading("经调解，当事人自愿达成如下协议").articles(sheet.clauses.iter().map(|clause| clause.text.as_str()));
    form = payments(ctx, form, &sheet.clauses).heading("履行方式、地点、期限").paragraph(format!(
        "履行方式：{}；履行地点：{}；履行期限：{}。",
        by_clause(sheet.method.as_deref()),
        by_clause(sheet.place.as_deref()),
        by_clause(sheet.term.as_deref())
    ));
    form = elders(ctx, form, &sheet.elders_consent)
        .paragraph(format!("本协议一式{}份，当事人各执一份，人民调解委员会留存一份，各份具有同等效力。", count(sheet.copies)))
        .paragraph("本协议自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效。")
        .signatures(signers(ctx, paper, sheet));
    remarks(ctx, form, &sheet.clauses, COURT)
}

fn signers(ctx: &SheetContext<'_>, paper: &Paper, sheet: &Agreement) -> Vec<print::form::SignatureSlot> {
    let names: Vec<String> = ctx.dossier.mediators_on(sheet.dated_on).map(|tie| tie.name.clone()).collect();
    let mut signers = slots::of_parties(ctx, paper);
    signers.extend(slots::of_mediators(ctx, paper, &names));
    if slots::has_recorder(ctx, paper) || !ctx.dossier.is_fully_marked(paper) {
        signers.push(slots::of_recorder(ctx, paper, ""));
    }
    signers.push(slots::of_committee(ctx, paper));
    signers
}

/// F12 人民调解口头协议登记表.
pub(super) fn oral_agreement(ctx: &SheetContext<'_>, paper: &Paper, sheet: &OralAgreement) -> Form {
    let declined = listed(sheet.declined_paper.iter().map(|id| people::name(ctx, *id)));
    let once: Option<Fen> = Fen::checked_sum(
        sheet.clauses.iter().filter(|clause| matches!(clause.cycle, None | Some(Cycle::Once))).filter_map(|clause| clause.amount_fen),
    );
    let has_series = sheet.clauses.iter().any(|clause| !matches!(clause.cycle, None | Some(Cycle::Once)));
    let sum = match once.filter(|sum| *sum > Fen::ZERO) {
        Some(sum) if has_series => format!("一次性给付合计{}；按期给付见给付明细", money(sum)),
        Some(sum) => money(sum),
        None if has_series => "按期给付，见给付明细".to_owned(),
        None => "不涉及".to_owned(),
    };
    let applied = day(local_date(ctx.dossier.case.occurred_at));
    let mut rows = vec![vec![
        label("申请时间"),
        value(applied).across(3),
        label("纠纷类型").across(2),
        value(ctx.dossier.case.category.label_zh()).across(2),
    ]];
    rows.extend(ctx.dossier.signing_parties().flat_map(|party| people::particulars_with_document(ctx, party, sheet.reached_on)));
    rows.push(vec![label("主要事实"), value(&sheet.facts).across(7)]);
    rows.push(vec![label("争议事项"), value(&sheet.issues).across(7)]);
    let form = ctx.blank(paper).grid(rows).heading("达成协议内容").articles(sheet.clauses.iter().map(|clause| clause.text.as_str()));
    let spot = choices([("即时履行", sheet.performed_on_the_spot), ("按约定期限履行", !sheet.performed_on_the_spot)]);
    let mut form = payments(ctx, form, &sheet.clauses).heading("履行方式、地点、期限").grid([
        vec![label("协议涉及\n金额"), value(sum).across(3)],
        vec![label("履行方式"), value(by_clause(sheet.method.as_deref())).across(3)],
        vec![label("履行地点"), value(by_clause(sheet.place.as_deref())).across(3)],
        vec![label("履行期限"), value(by_clause(sheet.term.as_deref())).across(3)],
        vec![label("履行情况"), value(spot).across(3)],
    ]);
    if !declined.is_empty() {
        form = form.paragraph(format!("{declined}认为无需制作调解协议书，同意采取口头协议方式。"));
    }
    form = elders(ctx, form, &sheet.elders_consent)
        .paragraph(format!("本协议于{}达成，自达成之日起生效（《人民调解法》第三十条）。", day(sheet.reached_on)));
    let names: Vec<String> = ctx.dossier.mediators_on(sheet.reached_on).map(|tie| tie.name.clone()).collect();
    let mut signers = slots::of_mediators(ctx, paper, &names);
    signers.push(slots::of_committee(ctx, paper));
    remarks(ctx, form.signatures(signers), &sheet.clauses, "")
}

/// Who owes whom how much and when, as the clauses say it.
fn payments(ctx: &SheetContext<'_>, form: Form, clauses: &[Clause]) -> Form {
    let rows: Vec<Vec<String>> = clauses
        .iter()
        .enumerate()
        .filter(|(_, clause)| clause.amount_fen.is_some() || clause.first_due_on.is_some())
        .map(|(at, clause)| {
            let who = |id: Option<platform::ids::PartyId>| id.map_or_else(String::new, |id| people::name(ctx, id));
            vec![
                article(at + 1),
                clause.kind.label_zh().to_owned(),
                who(clause.payer_party_id),
                who(clause.payee_party_id),
                clause.amount_fen.map_or_else(String::new, money),
                due(clause),
            ]
        })
        .collect();
    if rows.is_empty() {
        return form;
    }
    form.heading("给付明细").block(Block::Table {
        head: ["条款", "事项", "给付人", "受领人", "金额", "期限"].map(str::to_owned).into(),
        rows,
        widths: vec![10.0, 13.0, 10.0, 10.0, 29.0, 28.0],
    })
}

/// When something is due: once, or as a series from one day to another.
fn due(clause: &Clause) -> String {
    match (clause.cycle, clause.first_due_on, clause.end_on) {
        (Some(cycle @ (Cycle::Monthly | Cycle::Quarterly | Cycle::Yearly)), Some(first), Some(end)) => {
            format!("{}，自{}起至{}止", cycle.label_zh(), day(first), day(end))
        }
        (Some(cycle @ (Cycle::Monthly | Cycle::Quarterly | Cycle::Yearly)), Some(first), None) => {
            format!("{}，自{}起", cycle.label_zh(), day(first))
        }
        (_, Some(first), _) => format!("{}前", day(first)),
        (Some(cycle), None, _) => cycle.label_zh().to_owned(),
        (None, None, _) => String::new(),
    }
}

/// Remarks in small print: what hangs on the divorce, what a court may confirm.
fn remarks(ctx: &SheetContext<'_>, mut form: Form, clauses: &[Clause], closing: &str) -> Form {
    let conditional: Vec<String> =
        clauses.iter().enumerate().filter(|(_, clause)| is_conditional(ctx.dossier, clause)).map(|(at, _)| article(at + 1)).collect();
    if !conditional.is_empty() {
        form = form.note(format!("{}{CONDITIONAL}。", conditional.join("、")));
    }
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for (at, clause) in clauses.iter().enumerate() {
        let words = judgement(ctx, clause);
        match groups.iter_mut().find(|(known, _)| *known == words) {
            Some((_, articles)) => articles.push(article(at + 1)),
            None => groups.push((words, vec![article(at + 1)])),
        }
    }
    let lines: Vec<String> = groups.into_iter().map(|(words, articles)| format!("{}：{words}。", articles.join("、"))).collect();
    form.note(format!("司法确认提示：{}{closing}", lines.join("")))
}

/// What a court may make of one clause; the reason of a yes says yes already.
fn judgement(ctx: &SheetContext<'_>, clause: &Clause) -> String {
    let view = confirmable(clause);
    let words = match view.answer {
        Confirmability::No => format!("{}，{}", view.answer.label_zh(), view.reason_zh),
        Confirmability::Yes | Confirmability::CourtDependent => view.reason_zh.to_owned(),
    };
    if is_conditional(ctx.dossier, clause) { format!("{words}，但须先证明双方已经离婚") } else { words }
}

/// The elders' consent to what their children agreed about their support.
fn elders(ctx: &SheetContext<'_>, form: Form, consent: &[platform::ids::PartyId]) -> Form {
    let names = listed(consent.iter().map(|id| people::name(ctx, *id)));
    if names.is_empty() {
        return form;
    }
    form.paragraph(format!("被赡养人{names}同意上述赡养安排（《老年人权益保障法》第二十条）。"))
}

fn by_clause(text: Option<&str>) -> String {
    match filled(text) {
        Some(text) => text.trim_end_matches('。').to_owned(),
        None => "按上列各条的约定".to_owned(),
    }
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}
