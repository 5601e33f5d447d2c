//! Sheets of the front desk: application, acceptance or refusal, identity, who speaks for whom.

use chrono::NaiveDate;
use platform::ids::{AccountId, PartyId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::cases::RepresentativeId;
use crate::vocabulary::{ApplicationMode, Authority, Category, IdDocumentKind, IdVerification, Source, words};

/// F03 人民调解申请书: what the applicant asks for, in its own words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Application {
    pub applied_on: NaiveDate,
    pub mode: ApplicationMode,
    /// 纠纷简要情况.
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub summary: String,
    /// 申请事项, one entry each.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_items = 1, max_items = 200)]
    pub claims: Vec<String>,
    /// The applicant was told the rules and applies of its own will.
    pub informed: bool,
    /// An oral application was written down and read back.
    #[serde(default)]
    pub read_back: bool,
}

/// F04 人民调解受理登记表: the committee takes the dispute on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AcceptanceForm {
    pub accepted_on: NaiveDate,
    pub category: Category,
    pub source: Source,
    /// Number under which the sender keeps the matter.
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub source_reference: Option<String>,
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub summary: String,
    /// The parties consented to mediation.
    pub parties_consent: bool,
    pub registrar: AccountId,
}

words! {
    /// Why a dispute is not taken on (不予受理事由).
    pub enum NonAcceptanceReason {
        Status = "STATUS", "婚姻效力、亲子、收养等身份关系的确认", "declaration of marriage, parentage or adoption";
        SpecialOrgan = "SPECIAL_ORGAN", "法律规定由专门机关管辖或者禁止民间调解", "reserved to a special organ";
        DecidedElsewhere = "DECIDED_ELSEWHERE", "人民法院、公安机关或者其他机关已经受理或者解决", "taken on or decided elsewhere";
        Refused = "REFUSED", "一方当事人明确拒绝调解", "refused by a party";
        OutsideArea = "OUTSIDE_AREA", "不属于本调委会管辖", "outside the committee's area";
        NotFamily = "NOT_FAMILY", "不属于婚姻家庭纠纷", "not a family dispute";
        Duplicate = "DUPLICATE", "重复申请", "duplicate application";
    }
}

words! {
    /// Where a person may turn (救济途径).
    pub enum RemedyRoute {
        Lawsuit = "LAWSUIT", "向人民法院起诉", "sue in court";
        Arbitration = "ARBITRATION", "申请仲裁", "ask for arbitration";
        Administrative = "ADMINISTRATIVE", "请求行政机关处理", "turn to an administrative authority";
        CivilAffairs = "CIVIL_AFFAIRS", "到民政部门办理登记", "registration at civil affairs";
        Police = "POLICE", "向公安机关报案", "report to the police";
        ProtectionOrder = "PROTECTION_ORDER", "申请人身安全保护令", "ask for a protection order";
        LegalAid = "LEGAL_AID", "申请法律援助", "ask for legal aid";
        Township = "TOWNSHIP", "请求乡镇人民政府（街道办事处）处理", "turn to the township or street office";
        Procuratorate = "PROCURATORATE", "向人民检察院反映", "turn to the procuratorate";
        OtherCommittee = "OTHER_COMMITTEE", "向有管辖权的人民调解委员会申请", "apply to the competent committee";
    }
}

/// F18 不予受理告知书: why not here, and where instead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NonAcceptance {
    pub dated_on: NaiveDate,
    pub reason: NonAcceptanceReason,
    #[validate(length(max = 20000))]
    #[schema(max_length = 20000)]
    pub explanation: Option<String>,
    /// The right routes.
    #[serde(default)]
    #[validate(length(max = 200))]
    #[schema(max_items = 200)]
    pub routes: Vec<RemedyRoute>,
    /// Body, address, time limit.
    #[validate(length(max = 20000))]
    #[schema(max_length = 20000)]
    pub route_detail: Option<String>,
    pub served_on: Option<NaiveDate>,
}

/// F06 身份证明: a masked transcription of the document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IdentityRecord {
    pub party_id: PartyId,
    pub document_kind: IdDocumentKind,
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub masked_number: Option<String>,
    pub verification: IdVerification,
    /// Required when there is no document.
    #[validate(length(max = 20000))]
    #[schema(max_length = 20000)]
    pub explanation: Option<String>,
    pub recorded_on: NaiveDate,
}

/// F07 授权委托书: who may speak for a party, and how far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PowerOfAttorney {
    /// The principal.
    pub party_id: PartyId,
    pub representative_id: RepresentativeId,
    #[validate(length(min = 1, max = 20000))]
    #[schema(min_length = 1, max_length = 20000)]
    pub matters: String,
    pub authority: Authority,
    pub valid_until: Option<NaiveDate>,
    pub dated_on: NaiveDate,
}

/// F25 送达地址确认书.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ServiceAddress {
    pub party_id: PartyId,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub recipient: String,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub address: String,
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub phone: Option<String>,
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub electronic_address: Option<String>,
    /// The party knows that papers sent there count as served.
    pub informed_of_consequences: bool,
    pub confirmed_on: NaiveDate,
}
