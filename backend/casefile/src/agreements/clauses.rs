//! Clauses (条款): typed terms of an agreement.

use chrono::NaiveDate;
use platform::ids::PartyId;
use platform::money::Fen;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::cases::Dossier;
use crate::vocabulary::words;
use crate::wire::{not_negative, present};

platform::id_type!(
    /// A clause; it keeps its identity from one version of the agreement to the next.
    ClauseId
);

words! {
    /// What a clause settles (条款类型).
    pub enum ClauseKind {
        Custody = "CUSTODY", "子女直接抚养", "custody";
        SupportPayment = "SUPPORT_PAYMENT", "抚养费支付", "child support";
        SupportWaiver = "SUPPORT_WAIVER", "抚养费免除", "waiver of child support";
        Visitation = "VISITATION", "探望", "visits";
        PropertyDivision = "PROPERTY_DIVISION", "财产分割", "division of property";
        RealEstate = "REAL_ESTATE", "房屋、宅基地、土地", "real estate";
        Debt = "DEBT", "债务承担", "debts";
        BridePrice = "BRIDE_PRICE", "彩礼返还", "return of betrothal gifts";
        ElderSupport = "ELDER_SUPPORT", "赡养", "support of elders";
        SpousalSupport = "SPOUSAL_SUPPORT", "夫妻扶养", "support between spouses";
        Compensation = "COMPENSATION", "补偿、赔偿、帮助", "compensation";
        InheritanceDivision = "INHERITANCE_DIVISION", "遗产分割", "division of an estate";
        InheritanceRenunciation = "INHERITANCE_RENUNCIATION", "放弃继承", "renunciation of inheritance";
        SpousalPropertyRegime = "SPOUSAL_PROPERTY_REGIME", "夫妻财产约定", "spousal property agreement";
        LivingArrangement = "LIVING_ARRANGEMENT", "共同生活、居住约定", "living arrangement";
        Apology = "APOLOGY", "赔礼道歉", "apology";
        Other = "OTHER", "其他", "other";
    }
}

impl ClauseKind {
    /// Concerns the property or debts of the couple.
    pub const fn is_property_or_debt(self) -> bool {
        matches!(self, Self::PropertyDivision | Self::RealEstate | Self::Debt | Self::Compensation)
    }

    /// Concerns where a child lives or whom it sees.
    pub const fn needs_child_view(self) -> bool {
        matches!(self, Self::Custody | Self::Visitation)
    }

    /// Can only be promised on paper.
    pub const fn needs_writing(self) -> bool {
        matches!(self, Self::SpousalPropertyRegime | Self::InheritanceRenunciation | Self::RealEstate)
    }

    /// A payment or hand-over that can be owed.
    pub const fn is_payment(self) -> bool {
        matches!(
            self,
            Self::SupportPayment | Self::Debt | Self::BridePrice | Self::ElderSupport | Self::SpousalSupport | Self::Compensation
        )
    }
}

words! {
    /// How often something is due (履行周期).
    pub enum Cycle {
        Once = "ONCE", "一次性", "once";
        Monthly = "MONTHLY", "按月", "monthly";
        Quarterly = "QUARTERLY", "按季", "quarterly";
        Yearly = "YEARLY", "按年", "yearly";
    }
}

/// One clause of an agreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Clause {
    pub id: ClauseId,
    pub kind: ClauseKind,
    /// The sentence as printed; what the parties read is what binds them.
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[validate(custom(function = "not_negative"))]
    #[schema(nullable = false)]
    pub amount_fen: Option<Fen>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub cycle: Option<Cycle>,
    pub first_due_on: Option<NaiveDate>,
    /// Last day of a series, for example the child's eighteenth birthday.
    pub end_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub payer_party_id: Option<PartyId>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub payee_party_id: Option<PartyId>,
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub method: Option<String>,
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub place: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub child_party_id: Option<PartyId>,
    /// Takes effect only with the divorce; left out, the rule of `conditional_on_divorce` decides.
    pub conditional_on_divorce: Option<bool>,
}

/// Whether a clause takes effect only with the divorce: a property or debt term of a couple that is not yet divorced,
/// in a dispute about the divorce (CC-M1 69).
pub fn conditional_on_divorce(d: &Dossier, clause: &Clause) -> bool {
    d.is_undivorced() && d.case.category.is_pending_divorce() && clause.kind.is_property_or_debt()
}

/// The flag as it counts: what the mediator set, else what the rule says.
pub fn is_conditional(d: &Dossier, clause: &Clause) -> bool {
    clause.conditional_on_divorce.unwrap_or_else(|| conditional_on_divorce(d, clause))
}
