//! Sheets after the agreement: receipts, urging, follow-up, closing, notes to the volume.

use chrono::NaiveDate;
use platform::ids::{AccountId, PartyId};
use platform::money::Fen;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::cases::PerformanceItemId;
use crate::vocabulary::{FormCode, Outcome, words};
use crate::wire::{not_negative, present};

/// F24 收条、履行凭证: one promise kept, whole or in part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Receipt {
    pub item_id: PerformanceItemId,
    pub received_on: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[validate(custom(function = "not_negative"))]
    #[schema(nullable = false)]
    pub amount_fen: Option<Fen>,
    /// Nothing is owed on this item any more.
    pub completes: bool,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub method: String,
    pub received_by: PartyId,
    #[validate(length(max = 20000))]
    #[schema(max_length = 20000)]
    pub note: Option<String>,
}

/// F26 督促履行通知.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Urge {
    #[validate(length(min = 1, max = 200))]
    #[schema(min_items = 1, max_items = 200)]
    pub item_ids: Vec<PerformanceItemId>,
    /// Who is urged.
    pub party_id: PartyId,
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub demand: String,
    pub comply_by: NaiveDate,
    /// What the other side may do next.
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub consequences: String,
    pub urged_on: NaiveDate,
}

words! {
    /// How a follow-up was made (回访方式).
    pub enum FollowUpChannel {
        Visit = "VISIT", "上门", "visit";
        Phone = "PHONE", "电话", "telephone";
        Office = "OFFICE", "来访", "at the office";
        Video = "VIDEO", "视频", "video";
    }
}

words! {
    /// Answer of a party asked whether it is content (满意度).
    pub enum Satisfaction {
        VerySatisfied = "VERY_SATISFIED", "很满意", "very satisfied";
        Satisfied = "SATISFIED", "满意", "satisfied";
        RatherSatisfied = "RATHER_SATISFIED", "基本满意", "rather satisfied";
        Dissatisfied = "DISSATISFIED", "不满意", "dissatisfied";
        VeryDissatisfied = "VERY_DISSATISFIED", "很不满意", "very dissatisfied";
        NotAnswered = "NOT_ANSWERED", "未评价", "not answered";
    }
}

words! {
    /// What a follow-up found (回访发现).
    pub enum FollowUpFinding {
        Kept = "KEPT", "协议正常履行", "kept";
        PartlyKept = "PARTLY_KEPT", "部分履行", "partly kept";
        NotKept = "NOT_KEPT", "未履行", "not kept";
        Sued = "SUED", "已起诉", "went to court";
        WronglyMediated = "WRONGLY_MEDIATED", "调解确有错误", "wrongly mediated";
        Escalating = "ESCALATING", "矛盾有激化可能", "escalating";
        Reconciled = "RECONCILED", "和好", "reconciled";
    }
}

/// F13 人民调解回访记录.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FollowUp {
    pub followed_on: NaiveDate,
    pub channel: FollowUpChannel,
    /// 回访事由.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub reason: String,
    /// Who was asked.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_items = 1, max_items = 200)]
    pub parties: Vec<PartyId>,
    pub finding: FollowUpFinding,
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub record: String,
    pub satisfaction: Satisfaction,
    #[validate(length(max = 20000))]
    #[schema(max_length = 20000)]
    pub lawsuit_result: Option<String>,
    #[validate(length(max = 20000))]
    #[schema(max_length = 20000)]
    pub remaining_risk: Option<String>,
    #[validate(length(max = 20000))]
    #[schema(max_length = 20000)]
    pub measures: Option<String>,
    pub visitor: AccountId,
}

/// Why a sheet is missing or replaced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Explanation {
    pub form: FormCode,
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub reason: String,
}

/// F15 卷宗情况说明.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VolumeNote {
    pub dated_on: NaiveDate,
    #[serde(default)]
    #[validate(length(max = 200), nested)]
    #[schema(max_items = 200)]
    pub explanations: Vec<Explanation>,
    #[validate(length(max = 20000))]
    #[schema(max_length = 20000)]
    pub corrections: Option<String>,
    #[validate(length(max = 20000))]
    #[schema(max_length = 20000)]
    pub electronic_originals: Option<String>,
    pub made_by: AccountId,
}

/// The reviewer's opinion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClosingReview {
    pub reviewer: AccountId,
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub opinion: String,
    pub approved: bool,
    pub reviewed_on: NaiveDate,
}

/// F17 结案报告表.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClosingReport {
    pub dated_on: NaiveDate,
    /// 受案时间.
    pub received_on: NaiveDate,
    /// 简要事实.
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub facts: String,
    pub outcome: Outcome,
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub result: String,
    pub handler: AccountId,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    #[validate(nested)]
    pub review: Option<ClosingReview>,
}
