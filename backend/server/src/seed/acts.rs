//! The acts of a story: which step, by whom, when, and what it brings along.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use mediation::agreements::{Clause, ClauseKind};
use mediation::cases::filing::FileCase;
use mediation::cases::{Dossier, Step};
use mediation::vocabulary::FormCode;
use platform::calendar::{local_date, start_of_local_day};
use platform::ids::AccountId;
use serde_json::{Value, json};

use super::office::County;
use super::stories::{End, Matter, Story};

/// Who performs an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Registrar,
    Head,
    Mediator,
    SealKeeper,
    Archivist,
}

impl Who {
    pub fn account(self, _: &County, story: &Story) -> AccountId {
        match self {
            Self::Registrar => County::account("registrar"),
            Self::Head => County::account(&story.head()),
            Self::Mediator => County::account(&story.mediator()),
            Self::SealKeeper => County::account("seal"),
            Self::Archivist => County::account("archivist"),
        }
    }
}

/// What a body is made of at the moment of the act.
pub(crate) struct Scene<'a> {
    pub story: &'a Story,
    pub dossier: &'a Dossier,
    pub by: AccountId,
    pub now: DateTime<Utc>,
}

impl Scene<'_> {
    fn today(&self) -> NaiveDate {
        local_date(self.now)
    }

    fn both(&self) -> [platform::ids::PartyId; 2] {
        [self.story.party("applicant"), self.story.party("respondent")]
    }
}

type Body = fn(&Scene<'_>) -> Value;

/// One act.
#[derive(Clone)]
pub(crate) struct Act {
    pub day: i64,
    pub hour: i64,
    pub order: usize,
    pub who: Who,
    /// None for the filing itself.
    pub step: Option<Step>,
    pub body: Body,
}

impl Act {
    /// When it happens: days after the filing, at an hour of the office.
    pub fn at(&self, story: &Story, now: DateTime<Utc>) -> DateTime<Utc> {
        let filed = local_date(now) - TimeDelta::days(story.days_ago);
        start_of_local_day(filed + TimeDelta::days(self.day))
            + TimeDelta::hours(self.hour)
            + TimeDelta::minutes(i64::try_from(story.n).unwrap_or(0))
    }
}

/// The application as the registrar takes it down.
pub(crate) fn application(county: &County, story: &Story) -> FileCase {
    let street = ["栖霞", "临溪", "枫桥", "望川", "石泉", "青禾", "云岭", "双塘", "松原"].get(story.station).copied().unwrap_or("");
    let party = |who: &str, role: &str, side: i32, person: &super::people_of_county::Person| {
        json!({
            "id": story.party(who), "role": role, "side": side,
            "relation": if side == 0 { "PARENT_CHILD" } else { match story.matter { Matter::Elder => "PARENT_CHILD", Matter::BridePrice => "FIANCES", _ => "SPOUSES" } },
            "particulars": person.particulars(street, story.n + usize::from(side != 1)),
        })
    };
    let mut parties = vec![party("applicant", "APPLICANT", 1, &story.applicant), party("respondent", "RESPONDENT", 2, &story.respondent)];
    if let Some(child) = &story.child {
        parties.push(party("child", "CHILD", 0, child));
    }
    let (summary, claim) = match story.matter {
        Matter::Support => {
            ("双方分居后，子女随母亲生活，父亲未按约支付抚养费，双方就数额和支付方式争执不下。", "请求确定抚养费数额、支付方式和期限")
        }
        Matter::Property => ("双方拟协议离婚，对共同存款和家用车辆的分割意见不一，多次争吵。", "请求分割共同财产"),
        Matter::Elder => ("申请人年事已高，独自居住，子女对赡养费和照料分工发生争执。", "请求确定赡养费和照料安排"),
        Matter::BridePrice => ("双方按习俗订婚并给付彩礼，后未办理结婚登记，就彩礼返还发生纠纷。", "请求返还部分彩礼"),
        Matter::Daily => ("双方因家务分担和与公婆相处的琐事反复争吵，申请人回娘家居住。", "请求调解，改善共同生活"),
        Matter::Validity => ("申请人主张结婚登记时对方隐瞒重大疾病，要求确认婚姻无效。", "请求确认婚姻无效"),
    };
    let value = json!({
        "id": story.id,
        "stationId": county.stations.get(story.station),
        "mode": if story.n % 5 == 3 { "ORAL" } else { "WRITTEN" },
        "category": story.category,
        "source": match story.n % 6 { 0 => "SELF", 1 => "VISIT", 2 => "HOTLINE_12338", 3 => "SELF", 4 => "SCREENING", _ => "MARRIAGE_REGISTRY" },
        "summary": summary,
        "claims": [claim],
        "marriage": if story.married() { "MARRIED" } else { "NOT_APPLICABLE" },
        "informed": true,
        "readBack": true,
        "parties": parties,
    });
    // a story that does not fit the contract is found by the seed's own test
    serde_json::from_value(value).unwrap_or_else(|error| unreachable!("{}: {error}", story.title()))
}

/// The acts of a story, up to where it has come.
pub(crate) fn of(story: &Story) -> Vec<Act> {
    use End::*;
    let mut acts = Script::default();
    acts.then(0, 1, Who::Registrar, None, |_| json!(null));
    match story.end {
        Applied => return acts.0,
        NotAccepted | ArchivedRefusal => {
            acts.then(1, 2, Who::Head, Some(Step::Decline), decline);
            if story.end == ArchivedRefusal {
                acts.then(6, 3, Who::Archivist, Some(Step::Archive), archive);
            }
            return acts.0;
        }
        _ => {}
    }
    acts.then(1, 2, Who::Registrar, Some(Step::Accept), |_| json!({"partiesConsent": true, "difficulty": "ORDINARY"}));
    if story.end == Accepted {
        return acts.0;
    }
    acts.then(2, 3, Who::Head, Some(Step::Assign), |s| {
        json!({"mode": if s.story.n % 3 == 0 { "CHOSEN" } else { "ASSIGNED" },
               "mediators": [County::account(&s.story.mediator())], "minorsApproved": true})
    });
    if story.end == Assigned {
        return acts.0;
    }
    acts.then(3, 2, Who::Mediator, Some(Step::Notify), |s| notice(s, 0));
    if story.end == HalfNotified {
        return acts.0;
    }
    acts.then(3, 3, Who::Mediator, Some(Step::Notify), |s| notice(s, 1));
    if story.end == Notified {
        return acts.0;
    }
    if story.n.is_multiple_of(2) || story.end == Investigating {
        acts.then(5, 3, Who::Mediator, Some(Step::Investigate), investigation);
    }
    if story.end == Investigating {
        return acts.0;
    }
    acts.then(8, 5, Who::Mediator, Some(Step::OpenSession), |s| minutes(s, "CONTINUE"));
    if story.child.is_some() {
        acts.then(9, 3, Who::Mediator, Some(Step::RecordChildView), child_view);
    }
    match story.end {
        Mediating => return acts.0,
        Refused => {
            acts.then(
                10,
                4,
                Who::Mediator,
                Some(Step::RecordRefusal),
                |s| json!({"partyId": s.story.party("respondent"), "words": "我不同意再调了，要说法院说去。"}),
            );
            return acts.0;
        }
        RecusalAsked => {
            acts.then(10, 4, Who::Registrar, Some(Step::RequestRecusal), |s| {
                json!({"requestedBy": s.story.party("respondent"), "against": County::account(&s.story.mediator()),
                       "grounds": "听说调解员与对方家里是邻居，担心不公正。"})
            });
            return acts.0;
        }
        Suspended => {
            acts.then(
                10,
                4,
                Who::Mediator,
                Some(Step::Suspend),
                |s| json!({"until": s.today() + TimeDelta::days(14), "reason": "被申请人外出务工，约定返乡后继续调解。"}),
            );
            return acts.0;
        }
        Extended => {
            acts.then(25, 4, Who::Mediator, Some(Step::Extend), |s| {
                let consents: Vec<Value> = s.both().iter().map(|id| json!({"partyId": id, "consentedOn": s.today()})).collect();
                json!({"consent": {"datedOn": s.today(), "days": 20, "reason": "双方愿意继续协商，尚需核实账目。", "consents": consents}})
            });
            return acts.0;
        }
        Failed | RemediesServed | ClosedFailed => {
            acts.then(14, 6, Who::Mediator, Some(Step::Fail), |_| json!({"reason": "双方对数额分歧过大，经两次调解不能达成一致。"}));
            if story.end != Failed {
                acts.then(15, 3, Who::Mediator, Some(Step::ServeRemedyNotice), |s| remedies(s, "N1"));
            }
            if story.end == ClosedFailed {
                closing(&mut acts, 18);
            }
            return acts.0;
        }
        Withdrawn => {
            acts.then(12, 4, Who::Mediator, Some(Step::Terminate), |_| json!({"outcome": "N3", "reason": "申请人自愿撤回申请。"}));
            return acts.0;
        }
        OralPerformed | ClosedOral => {
            acts.then(12, 7, Who::Mediator, Some(Step::RecordOralAgreement), oral);
            acts.then(20, 4, Who::Mediator, Some(Step::FollowUp), follow_up);
            if story.end == ClosedOral {
                closing(&mut acts, 24);
            }
            return acts.0;
        }
        _ => {}
    }
    agreement(&mut acts, story, 11);
    acts.0
}

/// From the draft to the seal, and what follows.
fn agreement(acts: &mut Script, story: &Story, day: i64) {
    use End::*;
    acts.then(day, 6, Who::Mediator, Some(Step::DraftAgreement), draft);
    if story.end == Drafted {
        return;
    }
    acts.then(day, 7, Who::Mediator, Some(Step::Settle), |s| json!({"textHash": working(s).1}));
    if story.end == AwaitingMarks {
        acts.then(day, 8, Who::Mediator, Some(Step::Sign), |s| mark(s, Some(0)));
        return;
    }
    acts.then(day, 8, Who::Mediator, Some(Step::Sign), |s| mark(s, Some(0)));
    acts.then(day, 8, Who::Mediator, Some(Step::Sign), |s| mark(s, Some(1)));
    acts.then(day, 8, Who::Mediator, Some(Step::Sign), |s| mark(s, None));
    if story.end == AwaitingSeal {
        return;
    }
    acts.then(day + 1, 2, Who::SealKeeper, Some(Step::Seal), |s| {
        let (id, hash) = working(s);
        json!({"paperId": id, "textHash": hash})
    });
    if story.end == Agreed {
        return;
    }
    if matches!(story.end, ClosingAsked | Closed | Archived) && story.matter == Matter::Property {
        acts.then(day + 9, 3, Who::Mediator, Some(Step::FollowUp), follow_up);
        finish(acts, story, day + 12);
        return;
    }
    acts.then(day + 2, 3, Who::Mediator, Some(Step::SchedulePerformance), |_| json!({"items": []}));
    if matches!(story.end, Performing) {
        return;
    }
    if matches!(story.end, Performed | Closed | Archived | ClosingAsked) {
        acts.then(day + 5, 4, Who::Mediator, Some(Step::RecordPerformance), receipt);
        acts.then(day + 9, 3, Who::Mediator, Some(Step::FollowUp), follow_up);
        if story.end != Performed {
            finish(acts, story, day + 12);
        }
        return;
    }
    if story.end == Overdue {
        return;
    }
    acts.then(day + 22, 3, Who::Mediator, Some(Step::Urge), urge);
    if story.end == Urged {
        return;
    }
    acts.then(day + 34, 3, Who::Mediator, Some(Step::ConfirmBreach), |_| json!({"facts": "督促期限届满，对方仍未支付。"}));
    if story.end == Breached {
        return;
    }
    acts.then(day + 36, 3, Who::Mediator, Some(Step::Remediate), |_| json!({"reason": "双方愿意就支付方式重新协商。"}));
    acts.then(day + 38, 5, Who::Mediator, Some(Step::OpenSession), |s| minutes(s, "AGREED_WRITTEN"));
}

fn finish(acts: &mut Script, story: &Story, day: i64) {
    acts.then(day, 3, Who::Mediator, Some(Step::RequestClose), closing_report);
    if story.end == End::ClosingAsked {
        return;
    }
    acts.then(day + 1, 3, Who::Head, Some(Step::Close), |_| json!({"opinion": "材料齐全，程序合法，同意结案。"}));
    if story.end == End::Archived {
        acts.then(day + 10, 3, Who::Archivist, Some(Step::Archive), archive);
    }
}

fn closing(acts: &mut Script, day: i64) {
    acts.then(day, 3, Who::Mediator, Some(Step::RequestClose), closing_report);
    acts.then(day + 1, 3, Who::Head, Some(Step::Close), |_| json!({"opinion": "材料齐全，程序合法，同意结案。"}));
}

#[derive(Default)]
struct Script(Vec<Act>);

impl Script {
    fn then(&mut self, day: i64, hour: i64, who: Who, step: Option<Step>, body: Body) {
        let order = self.0.len();
        // office hours begin at eight
        self.0.push(Act { day, hour: hour + 8, order, who, step, body });
    }
}

fn decline(s: &Scene<'_>) -> Value {
    json!({"notice": {"datedOn": s.today(), "reason": "STATUS", "routes": ["LAWSUIT", "LEGAL_AID"],
        "explanation": "婚姻效力的确认须由人民法院判决，不适用人民调解。", "servedOn": s.today()}})
}

fn archive(s: &Scene<'_>) -> Value {
    json!({"retention": mediation::dossier::retention::proposed(s.dossier)})
}

fn notice(s: &Scene<'_>, which: usize) -> Value {
    json!({"notice": {"partyId": s.both().get(which), "notifiedOn": s.today(), "delivery": "WRITTEN", "language": "普通话",
        "openness": "CLOSED", "mediator": s.by}})
}

fn investigation(s: &Scene<'_>) -> Value {
    json!({"investigation": {
        "startedAt": s.now - TimeDelta::minutes(70), "endedAt": s.now - TimeDelta::minutes(10),
        "place": "社区居民委员会调解室", "personName": "社区网格员", "personRelation": "邻里", "readBack": true,
        "record": [
            {"question": "您了解双方的情况吗？", "answer": "了解一些，两家平时往来不多，近来常有争吵。"},
            {"question": "双方主要为什么事争执？", "answer": s.dossier.case.summary},
        ],
        "investigators": [s.by],
    }})
}

fn minutes(s: &Scene<'_>, result: &str) -> Value {
    let attendance: Vec<Value> = s.both().iter().map(|id| json!({"partyId": id, "present": true})).collect();
    json!({"minutes": {
        "sessionNo": 1, "startedAt": s.now - TimeDelta::minutes(100), "endedAt": s.now - TimeDelta::minutes(10),
        "place": "街道调解工作站调解室", "openness": "CLOSED", "noticeConfirmed": true, "attendance": attendance,
        "mediators": [s.by],
        "record": "调解员告知双方权利义务。申请人陈述事实和请求；被申请人陈述意见。调解员结合民法典有关规定分别做工作，双方表示愿意继续协商。",
        "result": result,
    }})
}

fn child_view(s: &Scene<'_>) -> Value {
    json!({"childView": {"childPartyId": s.story.party("child"), "heardOn": s.today(), "place": "儿童之家", "heardBy": [s.by],
        "parentsAbsent": true, "ableToExpress": true, "view": "我想和妈妈一起住，周末想去爸爸那里。", "accompaniedBy": "儿童主任"}})
}

fn remedies(s: &Scene<'_>, outcome: &str) -> Value {
    let served: Vec<Value> = s.both().iter().map(|id| json!({"partyId": id, "servedOn": s.today(), "method": "当面送达"})).collect();
    json!({"notice": {"datedOn": s.today(), "outcome": outcome, "reason": "经调解未能达成协议。", "routes": ["LAWSUIT", "LEGAL_AID"],
        "timeLimits": "诉讼时效自申请调解之日起重新计算。", "served": served}})
}

fn clauses(s: &Scene<'_>) -> Vec<Value> {
    let [applicant, respondent] = s.both();
    let due = s.today() + TimeDelta::days(10);
    let id = |n: usize| super::office::uuid(&format!("story {} clause {n}", s.story.n));
    let pay = |n: usize, kind: ClauseKind, text: String, fen: i64| {
        json!({"id": id(n), "kind": kind, "text": text, "amountFen": fen, "cycle": "ONCE", "firstDueOn": due, "method": "银行转账",
            "payerPartyId": respondent, "payeePartyId": applicant})
    };
    let (a, r) = (&s.story.applicant.name, &s.story.respondent.name);
    match s.story.matter {
        Matter::Support => {
            let child = s.story.child.as_ref().map_or("", |child| child.name.as_str());
            let end = due.checked_add_days(Days::new(60)).unwrap_or(due);
            vec![
                json!({"id": id(0), "kind": "CUSTODY", "text": format!("{child}由{a}直接抚养，{r}予以配合。"),
                    "childPartyId": s.story.party("child"), "conditionalOnDivorce": false}),
                json!({"id": id(1), "kind": "SUPPORT_PAYMENT", "text": format!("{r}自{due}起每月支付{child}抚养费人民币1200元，至{end}止，以银行转账方式付给{a}。"),
                    "amountFen": 120_000, "cycle": "MONTHLY", "firstDueOn": due, "endOn": end, "method": "银行转账",
                    "payerPartyId": respondent, "payeePartyId": applicant, "childPartyId": s.story.party("child"),
                    "conditionalOnDivorce": false}),
            ]
        }
        Matter::Property => vec![
            json!({"id": id(0), "kind": "PROPERTY_DIVISION", "text": format!("家用小汽车归{r}所有，{r}于{due}前以银行转账方式支付{a}折价款人民币20000元。"),
                "amountFen": 2_000_000, "cycle": "ONCE", "firstDueOn": due, "method": "银行转账", "payerPartyId": respondent,
                "payeePartyId": applicant}),
        ],
        Matter::Elder => vec![pay(
            0,
            ClauseKind::ElderSupport,
            format!("{r}于{due}前以银行转账方式支付{a}本年度赡养费人民币6000元，并承担日常照料。"),
            600_000,
        )],
        Matter::BridePrice => vec![pay(
            0,
            ClauseKind::BridePrice,
            format!("{r}于{due}前以银行转账方式返还{a}彩礼人民币30000元，双方就彩礼再无其他争议。"),
            3_000_000,
        )],
        Matter::Daily | Matter::Validity => vec![json!({"id": id(0), "kind": "LIVING_ARRANGEMENT",
            "text": "双方共同承担家务，遇事先商量，互相尊重，孝敬双方父母。"})],
    }
}

/// Warnings are read and acknowledged, as a mediator would.
fn acknowledged(s: &Scene<'_>, clauses: &[Value]) -> Vec<Value> {
    let read: Vec<Clause> = clauses.iter().filter_map(|clause| serde_json::from_value(clause.clone()).ok()).collect();
    mediation::agreements::screen(&read, s.dossier)
        .into_iter()
        .filter(|finding| !finding.hard)
        .map(|finding| json!({"code": finding.code, "clauseId": finding.clause_id}))
        .collect()
}

fn draft(s: &Scene<'_>) -> Value {
    let clauses = clauses(s);
    let acknowledged = acknowledged(s, &clauses);
    let elders: Vec<_> = if s.story.matter == Matter::Elder { vec![s.story.party("applicant")] } else { Vec::new() };
    json!({"agreement": {"versionNo": 1, "facts": s.dossier.case.summary, "issues": s.dossier.case.claims.join("；"), "clauses": clauses,
        "method": "银行转账", "place": "清源县", "term": "按各条约定", "copies": 3, "datedOn": s.today(), "acknowledged": acknowledged,
        "eldersConsent": elders}})
}

fn oral(s: &Scene<'_>) -> Value {
    let clauses = clauses(s);
    let acknowledged = acknowledged(s, &clauses);
    json!({"agreement": {"versionNo": 1, "facts": s.dossier.case.summary, "issues": s.dossier.case.claims.join("；"), "clauses": clauses,
        "reachedOn": s.today(), "declinedPaper": s.both(), "performedOnTheSpot": true, "acknowledged": acknowledged}})
}

/// The text that waits for marks.
fn working(s: &Scene<'_>) -> (Value, Value) {
    s.dossier.agreement().map_or((json!(null), json!(null)), |agreement| (json!(agreement.paper.id), json!(agreement.paper.text_hash)))
}

fn mark(s: &Scene<'_>, which: Option<usize>) -> Value {
    let (id, hash) = working(s);
    let mut mark = json!({"paperId": id, "textHash": hash, "kind": "SIGNATURE", "strokes": strokes(s.story.n + which.unwrap_or(7) * 3)});
    if let (Some(party), Some(fields)) = (which.and_then(|n| s.both().get(n).copied()), mark.as_object_mut()) {
        fields.insert("partyId".to_owned(), json!(party));
    }
    json!({"mark": mark})
}

/// A drawn line that looks like a hand was at work; different for every signer.
fn strokes(seed: usize) -> Value {
    let wave = |k: usize, scale: f64| {
        let x = u32::try_from((seed * 31 + k * 17) % 97).unwrap_or(0);
        f64::from(x) / 97.0 * scale
    };
    let lines: Vec<Value> = (0..5)
        .map(|line| {
            let points: Vec<Value> = (0..9)
                .map(|k| {
                    let (l, t) = (f64::from(u32::try_from(line).unwrap_or(0)), f64::from(u32::try_from(k).unwrap_or(0)));
                    json!([30.0 + l * 52.0 + t * 5.0 + wave(k + line, 9.0), 34.0 + wave(k * 3 + line * 5, 74.0), l * 400.0 + t * 30.0, 0.5])
                })
                .collect();
            json!(points)
        })
        .collect();
    json!({"width": 320, "height": 140, "lines": lines})
}

fn receipt(s: &Scene<'_>) -> Value {
    let item = s.dossier.performance.iter().find(|item| item.status.is_open());
    json!({"receipt": {"itemId": item.map(|item| item.id), "receivedOn": s.today(), "amountFen": item.and_then(|item| item.amount_fen),
        "completes": true, "method": "银行转账", "receivedBy": s.story.party("applicant")}})
}

fn urge(s: &Scene<'_>) -> Value {
    let overdue: Vec<_> = s.dossier.performance.iter().filter(|item| item.is_overdue_on(s.today())).map(|item| item.id).collect();
    json!({"urge": {"itemIds": overdue, "partyId": s.story.party("respondent"), "demand": "请按协议约定支付到期款项。",
        "complyBy": s.today() + TimeDelta::days(7), "consequences": "逾期仍不履行的，对方可以向人民法院提起诉讼。", "urgedOn": s.today()}})
}

fn follow_up(s: &Scene<'_>) -> Value {
    json!({"followUp": {"followedOn": s.today(), "channel": "PHONE", "reason": "协议履行情况回访", "parties": s.both(), "finding": "KEPT",
        "record": "双方均表示按协议履行，情绪平稳。", "satisfaction": "SATISFIED", "visitor": s.by}})
}

fn closing_report(s: &Scene<'_>) -> Value {
    json!({"report": {"datedOn": s.today(), "receivedOn": local_date(s.dossier.case.recorded_at), "facts": s.dossier.case.summary,
        "outcome": s.dossier.case.outcome,
        "result": if s.dossier.papers_of(FormCode::F11).next().is_some() { "达成书面协议并履行。" } else { "调解程序终结。" },
        "handler": s.by}})
}
