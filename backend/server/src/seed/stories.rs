//! Forty disputes of the demo county: who against whom, over what, and how far it has come.

use platform::ids::{CaseId, PartyId};

use super::office::{County, uuid};
use super::people_of_county::Person;

/// How far a story has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Applied,
    NotAccepted,
    Accepted,
    Assigned,
    HalfNotified,
    Notified,
    Investigating,
    Mediating,
    Refused,
    RecusalAsked,
    Suspended,
    Extended,
    Drafted,
    AwaitingMarks,
    AwaitingSeal,
    Agreed,
    Performing,
    Overdue,
    Urged,
    Breached,
    MediatedAgain,
    Performed,
    OralPerformed,
    Failed,
    RemediesServed,
    Withdrawn,
    ClosingAsked,
    Closed,
    ClosedOral,
    ClosedFailed,
    Archived,
    ArchivedRefusal,
}

/// One dispute.
#[derive(Debug, Clone)]
pub(crate) struct Story {
    pub n: usize,
    pub id: CaseId,
    pub station: usize,
    pub end: End,
    pub category: &'static str,
    pub matter: Matter,
    pub applicant: Person,
    pub respondent: Person,
    pub child: Option<Person>,
    /// Days before today on which it was filed.
    pub days_ago: i64,
}

/// What a dispute is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Matter {
    Support,
    Property,
    Elder,
    BridePrice,
    Daily,
    Validity,
}

impl Story {
    pub fn party(&self, who: &str) -> PartyId {
        PartyId(uuid(&format!("story {} {who}", self.n)))
    }

    pub fn title(&self) -> String {
        format!("{}与{}（{:?}）", self.applicant.name, self.respondent.name, self.end)
    }

    /// The first mediator of the station.
    pub fn mediator(&self) -> String {
        match self.station * 2 {
            0 => "mediator".to_owned(),
            n => format!("mediator{}", n + 1),
        }
    }

    pub fn head(&self) -> String {
        if self.station == 0 { "station".to_owned() } else { format!("station{}", self.station + 1) }
    }

    pub fn married(&self) -> bool {
        matches!(self.matter, Matter::Support | Matter::Property | Matter::Daily | Matter::Validity)
    }
}

const SURNAMES: [&str; 20] =
    ["张", "李", "王", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高", "罗"];
const WOMEN: [&str; 20] = [
    "小梅", "秀英", "桂兰", "丽华", "春燕", "婷婷", "玉珍", "雪琴", "晓红", "美玲", "佳怡", "彩云", "淑芬", "凤霞", "海燕", "金花", "慧敏",
    "翠莲", "思琪", "文静",
];
const MEN: [&str; 20] = [
    "大伟", "建军", "志强", "国庆", "永福", "文斌", "少华", "立新", "海涛", "家豪", "光明", "学礼", "春生", "德胜", "金龙", "长顺", "宏图",
    "小兵", "天佑", "子轩",
];
const CHILDREN: [&str; 10] = ["苗苗", "浩然", "雨桐", "子涵", "梓萱", "俊杰", "诗雅", "一诺", "嘉宝", "安安"];

/// Every story, in a fixed order.
pub(crate) fn all(_: &County) -> Vec<Story> {
    use End::*;
    let ends = [
        Applied,
        Applied,
        NotAccepted,
        Accepted,
        Accepted,
        Assigned,
        HalfNotified,
        Notified,
        Investigating,
        Mediating,
        Mediating,
        Refused,
        RecusalAsked,
        Suspended,
        Extended,
        Drafted,
        AwaitingMarks,
        AwaitingSeal,
        AwaitingSeal,
        Agreed,
        Performing,
        Performing,
        Overdue,
        Urged,
        Breached,
        MediatedAgain,
        Performed,
        OralPerformed,
        Failed,
        RemediesServed,
        Withdrawn,
        ClosingAsked,
        ClosingAsked,
        Closed,
        ClosedOral,
        ClosedFailed,
        Archived,
        Archived,
        ArchivedRefusal,
        Mediating,
    ];
    ends.iter().enumerate().map(|(n, end)| story(n, *end)).collect()
}

fn story(n: usize, end: End) -> Story {
    use End::*;
    let pick = |list: &[&'static str], k: usize| list.get(k % list.len()).copied().unwrap_or("");
    let (year, month, day) =
        (1978 + i32::try_from(n % 18).unwrap_or(0), u32::try_from(n % 12 + 1).unwrap_or(1), u32::try_from(n % 27 + 1).unwrap_or(1));
    let serial = u32::try_from(n + 10).unwrap_or(10);
    let (wife, husband) = (pick(&SURNAMES, n), pick(&SURNAMES, n * 7 + 1));
    let matter = match end {
        NotAccepted | ArchivedRefusal => Matter::Validity,
        OralPerformed | ClosedOral => Matter::Daily,
        // property terms hang on a divorce that is not proven yet: nothing of them is ever overdue or performed
        Overdue | Urged | Breached | MediatedAgain | Performed if n % 4 == 1 => Matter::BridePrice,
        _ => match n % 4 {
            0 => Matter::Support,
            1 => Matter::Property,
            2 => Matter::Elder,
            _ => Matter::BridePrice,
        },
    };
    let applicant_name = if n == 9 { "阿依古丽·买买提".to_owned() } else { format!("{wife}{}", pick(&WOMEN, n)) };
    let applicant = if matter == Matter::Elder {
        Person::new(&applicant_name, true, 1950, month, day, serial)
    } else {
        Person::new(&applicant_name, true, year, month, day, serial)
    };
    let respondent = Person::new(&format!("{husband}{}", pick(&MEN, n)), false, year - 2, month, day, serial);
    let child = (matter == Matter::Support).then(|| {
        Person::new(
            &format!("{husband}{}", pick(&CHILDREN, n)),
            n.is_multiple_of(2),
            2015 + i32::try_from(n % 3).unwrap_or(0),
            month,
            day,
            serial,
        )
    });
    let days_ago = match end {
        Applied => 1,
        NotAccepted | Accepted => 4,
        Assigned | HalfNotified | Notified => 7,
        Investigating | Mediating | Refused | RecusalAsked => 15,
        Suspended | Drafted | AwaitingMarks | AwaitingSeal => 22,
        Extended => 28,
        Agreed | Failed | RemediesServed | Withdrawn => 30,
        Performing | OralPerformed | ClosingAsked => 45,
        Performed | Overdue | Urged | Closed | ClosedOral | ClosedFailed => 80,
        Breached | MediatedAgain => 110,
        Archived | ArchivedRefusal => 125,
    };
    Story {
        n,
        id: CaseId(uuid(&format!("story {n}"))),
        station: n % 9,
        end,
        category: match matter {
            Matter::Support => "D2",
            Matter::Property => "C2",
            Matter::Elder => "E1",
            Matter::BridePrice => "A3",
            Matter::Daily => "B1",
            Matter::Validity => "C8",
        },
        matter,
        applicant,
        respondent,
        child,
        days_ago,
    }
}
