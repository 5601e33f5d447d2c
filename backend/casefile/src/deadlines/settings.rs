//! Dated settings: numbers that a law, a notice or the office may change, each with its source.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::vocabulary::words;

words! {
    /// A number the office may set (可设置的期限).
    pub enum SettingCode {
        AcceptWorkingDays = "ACCEPT_WORKING_DAYS", "作出受理决定（工作日）", "decide on acceptance, working days";
        AssignWorkingDays = "ASSIGN_WORKING_DAYS", "指定调解员（工作日）", "assign a mediator, working days";
        FirstContactWorkingDays = "FIRST_CONTACT_WORKING_DAYS", "首次联系当事人（工作日）", "first contact, working days";
        MediationDays = "MEDIATION_DAYS", "调解期限（日）", "mediation term, days";
        CourtMediationDays = "COURT_MEDIATION_DAYS", "法院委派调解期限（日）", "term for a court's case, days";
        ExtensionDays = "EXTENSION_DAYS", "每次延期上限（日）", "longest extension, days";
        Extensions = "EXTENSIONS", "延期次数上限", "number of extensions";
        SuspensionDays = "SUSPENSION_DAYS", "调解员可自行中止的天数", "suspension a mediator may decide, days";
        SignReminderDays = "SIGN_REMINDER_DAYS", "签署提醒（日）", "reminder of signatures, days";
        SignReturnDays = "SIGN_RETURN_DAYS", "未签退回（日）", "unsigned text goes back, days";
        FollowUpFirstDays = "FOLLOW_UP_FIRST_DAYS", "第一次回访（日）", "first follow-up, days";
        FollowUpSecondDays = "FOLLOW_UP_SECOND_DAYS", "第二次回访（日）", "second follow-up, days";
        FollowUpThirdDays = "FOLLOW_UP_THIRD_DAYS", "第三次回访（日）", "third follow-up, days";
        ArchiveDays = "ARCHIVE_DAYS", "结案后归档（日）", "archive after closing, days";
        CarriedFiles = "CARRIED_FILES", "平板离线携带案件上限（件）", "files a tablet carries at most";
    }
}

impl SettingCode {
    /// The number of §2.4, used until the office sets its own, with its source.
    pub const fn initial(self) -> (u32, &'static str) {
        const OFFICE: &str = "本会工作规则";
        const PROVISIONS: &str = "《人民调解工作若干规定》第33条";
        const COURT: &str = "《最高人民法院关于人民法院特邀调解的规定》第27条";
        match self {
            Self::AcceptWorkingDays | Self::FirstContactWorkingDays => (3, OFFICE),
            Self::AssignWorkingDays => (2, OFFICE),
            Self::MediationDays => (30, PROVISIONS),
            Self::CourtMediationDays => (30, COURT),
            Self::ExtensionDays => (30, COURT),
            Self::Extensions => (1, OFFICE),
            Self::SuspensionDays | Self::SignReturnDays => (15, OFFICE),
            Self::SignReminderDays => (7, OFFICE),
            Self::FollowUpFirstDays => (7, "《人民调解工作若干规定》第36条"),
            Self::FollowUpSecondDays => (30, "《人民调解工作若干规定》第36条"),
            Self::FollowUpThirdDays => (90, "《人民调解工作若干规定》第36条"),
            Self::ArchiveDays => (30, OFFICE),
            Self::CarriedFiles => (200, OFFICE),
        }
    }
}

/// One value from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Setting {
    pub code: SettingCode,
    pub value: u32,
    pub from: NaiveDate,
    pub source: String,
}

/// What the office has set so far; nothing set means the numbers of §2.4.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    set: Vec<Setting>,
}

impl Settings {
    /// The values the office has set.
    pub const fn new(set: Vec<Setting>) -> Self {
        Self { set }
    }

    /// Everything the office has set.
    pub fn all(&self) -> &[Setting] {
        &self.set
    }

    /// The value in force on a day.
    pub fn on(&self, code: SettingCode, date: NaiveDate) -> u32 {
        self.set
            .iter()
            .filter(|setting| setting.code == code && setting.from <= date)
            .max_by_key(|setting| setting.from)
            .map_or(code.initial().0, |setting| setting.value)
    }
}
