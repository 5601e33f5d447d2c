//! The volume (卷宗): the papers in their order between cover (F01) and back cover (F16).

use chrono::NaiveDate;
use platform::calendar::local_date;
use print::volume::{Closing, Cover, Volume};

use super::wording::{day, listed};
use super::{SheetContext, is_protected, sheet};
use crate::cases::{Dossier, Paper, Party};
use crate::dossier::order::order;
use crate::dossier::{required, retention};
use crate::papers::PaperContent;
use crate::vocabulary::{Category, FormCode, PaperState, PartyRole, RoleInCase};

/// The dispute as it is named: 张小梅与李大伟离婚纠纷.
pub(super) fn dispute(d: &Dossier) -> String {
    let named = |wanted: fn(PartyRole) -> bool| listed(d.parties.iter().filter(|party| wanted(party.role)).map(Party::name));
    let ours = named(|role| role == PartyRole::Applicant);
    let theirs = named(|role| matches!(role, PartyRole::Respondent | PartyRole::ThirdParty));
    let people = if ours.is_empty() || theirs.is_empty() { format!("{ours}{theirs}") } else { format!("{ours}与{theirs}") };
    format!("{people}{}", quarrel(d.case.category))
}

/// The kind of quarrel at the end of a name.
fn quarrel(category: Category) -> String {
    let label = match category {
        Category::C1 | Category::C6 => "离婚",
        Category::Z1 => "婚姻家庭",
        other => other.label_zh(),
    };
    if label.ends_with("纠纷") { label.to_owned() } else { format!("{label}纠纷") }
}

/// Binds the papers of a file as they lie on `today`.
pub(crate) fn volume(ctx: &SheetContext<'_>, today: NaiveDate) -> Volume {
    let d = ctx.dossier;
    let (hidden, shown): (Vec<&Paper>, Vec<&Paper>) = order(d).into_iter().partition(|paper| !ctx.shows_minors && is_protected(d, paper));
    let mut volume = Volume::new(cover(ctx, today), closing(ctx, today, hidden.len()));
    for paper in shown {
        volume = volume.paper(sheet(ctx, paper), remark(ctx, paper));
    }
    volume
}

fn cover(ctx: &SheetContext<'_>, today: NaiveDate) -> Cover {
    let d = ctx.dossier;
    let mut mediators: Vec<&str> = Vec::new();
    for tie in d.ties.iter().filter(|tie| tie.role == RoleInCase::Mediator) {
        if !mediators.contains(&tie.name.as_str()) {
            mediators.push(&tie.name);
        }
    }
    let kept = match d.case.retention {
        Some(retention) => retention.label_zh().to_owned(),
        None => format!("{}（拟定）", retention::proposed(d).label_zh()),
    };
    Cover {
        committee: ctx.committee_name.to_owned(),
        name: dispute(d),
        number: ctx.file_number(),
        mediators: mediators.join("、"),
        mediated: mediated(d),
        filed_by: filed_by(ctx),
        filed_on: day(d.case.milestones.closed_on.unwrap_or(today)),
        retention: kept,
        remark: if ctx.sealed { "不公开案卷，查阅须经批准".to_owned() } else { String::new() },
    }
}

/// The days of mediation: from the acceptance to the end of the mediation.
fn mediated(d: &Dossier) -> String {
    let stones = &d.case.milestones;
    let sessions = || d.sessions().map(|minutes| local_date(minutes.started_at));
    let from = stones.accepted_on.or_else(|| sessions().min());
    let to = [stones.effective_on, stones.ended_on, sessions().max()].into_iter().flatten().max();
    match (from, to) {
        (Some(from), Some(to)) if from != to => format!("{}至{}", day(from), day(to)),
        (Some(date), _) | (None, Some(date)) => day(date),
        (None, None) => "未开展调解".to_owned(),
    }
}

/// Who made the volume: the handler of the closing report, else who mediates, else who registered the file.
fn filed_by(ctx: &SheetContext<'_>) -> String {
    let handler = ctx.dossier.current(FormCode::F17).find_map(|paper| match &paper.content {
        PaperContent::ClosingReport(report) => Some(ctx.name_of(report.handler)),
        _ => None,
    });
    let tied = |role| ctx.dossier.ties.iter().find(|tie| tie.role == role && tie.until.is_none()).map(|tie| tie.name.clone());
    handler.or_else(|| tied(RoleInCase::Mediator)).or_else(|| tied(RoleInCase::Registrar)).unwrap_or_default()
}

fn closing(ctx: &SheetContext<'_>, today: NaiveDate, protected: usize) -> Closing {
    let d = ctx.dossier;
    let reviewer = d.current(FormCode::F17).find_map(|paper| match &paper.content {
        PaperContent::ClosingReport(report) => report.review.as_ref().map(|review| ctx.name_of(review.reviewer)),
        _ => None,
    });
    Closing {
        filed_by: filed_by(ctx),
        checked_by: reviewer.unwrap_or_default(),
        date: day(d.case.milestones.archived_on.unwrap_or(today)),
        statement: statement(d, protected),
    }
}

/// What is to be said about the volume: gaps, explanations, papers that are kept apart.
fn statement(d: &Dossier, protected: usize) -> String {
    let gaps: Vec<&str> = required::missing(d).iter().filter(|one| one.is_gap()).map(required::Requirement::title_zh).collect();
    let mut lines = Vec::new();
    if required::course(d) == required::Course::Undecided {
        lines.push("本案尚未办结，材料截至装订之日。".to_owned());
    } else if gaps.is_empty() {
        lines.push("本卷宗应有材料齐全。".to_owned());
    } else {
        lines.push(format!("尚缺：{}。", gaps.join("、")));
    }
    if d.current(FormCode::F15).next().is_some() {
        lines.push("缺少或者替代的材料，见卷宗情况说明。".to_owned());
    }
    if protected > 0 {
        lines.push(format!("另有涉及未成年人的文书{protected}份，依法单独保存，未装入本件。"));
    }
    lines.join("\n")
}

/// The remark of a paper in the index.
fn remark(ctx: &SheetContext<'_>, paper: &Paper) -> String {
    let late = local_date(paper.recorded_at) > local_date(paper.occurred_at);
    match (&paper.content, paper.state) {
        (_, PaperState::Superseded) => "已被替代".to_owned(),
        (PaperContent::Agreement(_), _) if !ctx.dossier.is_fully_marked(paper) => "签章未齐".to_owned(),
        (PaperContent::EvidenceList(_), _) => "证据附后".to_owned(),
        (PaperContent::IdentityRecord(_), _) => "摘录".to_owned(),
        _ if late => "离线制作，事后登记".to_owned(),
        _ => String::new(),
    }
}
