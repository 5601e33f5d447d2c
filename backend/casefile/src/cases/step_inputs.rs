//! What each step of a case file brings along over the wire: a sheet, or a few words; and when the people acted.

use chrono::{DateTime, NaiveDate, Utc};
use platform::ids::{AccountId, PaperId, PartyId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::corrections::FieldChange;
use super::{PerformanceItemId, RefusalId, Representative, RepresentativeId};
use crate::agreements::ClauseId;
use crate::papers::{
    Agreement, ChildView, ClosingReport, EvidenceList, Explanation, ExtensionConsent, FollowUp, Investigation, Minutes, NonAcceptance,
    Notice, OralAgreement, PowerOfAttorney, Receipt, ServiceAddress, Strokes, Termination, Urge,
};
use crate::vocabulary::{AssignmentMode, ConflictKind, Difficulty, MarkKind, Outcome, Retention};
use crate::wire::present;

/// An input that says when the people acted.
pub trait Occurred {
    fn occurred_at(&self) -> Option<DateTime<Utc>>;
}

/// Declares the body of a step: its fields, and `occurredAt` for a tablet that tells the server later.
macro_rules! step_inputs {
    ($($(#[$about:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident : $ty:ty),* $(,)? })+) => { $(
        $(#[$about])*
        #[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $ty,)*
            /// When the people acted, on the device; left out at the desk.
            #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
            #[schema(nullable = false)]
            pub occurred_at: Option<DateTime<Utc>>,
        }
        impl Occurred for $name {
            fn occurred_at(&self) -> Option<DateTime<Utc>> {
                self.occurred_at
            }
        }
    )+ };
}

step_inputs! {
    /// Takes the dispute on.
    AcceptCase {
        /// The parties agree to be mediated.
        parties_consent: bool,
        difficulty: Difficulty,
    }
    /// Declines the dispute, with the notice F18.
    DeclineCase { #[validate(nested)] notice: NonAcceptance }
    /// Names the mediators, or records whom the parties chose.
    AssignMediators {
        mode: AssignmentMode,
        #[validate(length(min = 1, max = 5))]
        #[schema(min_items = 1, max_items = 5)]
        mediators: Vec<AccountId>,
        /// 未成年人信息: the mediators may see the particulars of minors, for as long as the case needs, 180 days at most.
        #[serde(default)]
        minors_approved: bool,
        #[serde(default)]
        #[validate(length(max = 20), nested)]
        #[schema(max_items = 20)]
        declared_conflicts: Vec<DeclaredConflict>,
    }
    /// Replaces one mediator by another.
    ReplaceMediator {
        outgoing: AccountId,
        incoming: AccountId,
        #[validate(length(min = 1, max = 500))]
        #[schema(min_length = 1, max_length = 500)]
        reason: String,
        #[serde(default)]
        minors_approved: bool,
    }
    /// Tells one party its rights and duties (F05).
    NotifyParty { #[validate(nested)] notice: Notice }
    /// Records an interview or a visit (F08).
    Investigate { #[validate(nested)] investigation: Investigation }
    /// Records a session with its minutes (F10).
    HoldSession { #[validate(nested)] minutes: Minutes }
    /// Stops the mediation clock.
    SuspendMediation {
        until: NaiveDate,
        #[validate(length(min = 1, max = 1000))]
        #[schema(min_length = 1, max_length = 1000)]
        reason: String,
    }
    /// Lets the mediation clock run again.
    ResumeMediation { #[validate(length(max = 1000))] #[schema(max_length = 1000)] note: Option<String> }
    /// Records what a child wants (F-CHILD).
    RecordChildView { #[validate(nested)] child_view: ChildView }
    /// Writes or rewrites the draft of the agreement (F11); marks under an earlier text are voided.
    DraftAgreement {
        #[validate(nested)]
        agreement: Agreement,
        /// The sheet this one was written from. With it, changes of others in other fields are kept, and the same field changed
        /// by both answers 409 with both values; without it the sheet replaces what is there.
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
        #[schema(nullable = false)]
        base: Option<Agreement>,
    }
    /// Settles the text: from now on marks are collected under exactly this text.
    SettleAgreement { text_hash: String }
    /// Takes the text back for a change; every mark is voided.
    ReviseAgreement {
        #[validate(length(min = 1, max = 1000))]
        #[schema(min_length = 1, max_length = 1000)]
        reason: String,
    }
    /// Puts a mark of a party, a mediator or the recorder under the text.
    SignAgreement { #[validate(nested)] mark: NewMark }
    /// Puts the committee's seal under the text.
    SealAgreement {
        paper_id: PaperId,
        /// The text the seal keeper has read.
        text_hash: String,
    }
    /// Records an oral agreement (F12).
    RecordOralAgreement { #[validate(nested)] agreement: OralAgreement }
    /// Declares that no agreement was reached.
    DeclareFailure {
        #[validate(length(min = 1, max = 4000))]
        #[schema(min_length = 1, max_length = 4000)]
        reason: String,
    }
    /// Ends the mediation for one of the reasons of termination.
    TerminateCase {
        outcome: Outcome,
        #[validate(length(min = 1, max = 4000))]
        #[schema(min_length = 1, max_length = 4000)]
        reason: String,
    }
    /// Serves the notice of remedies (F19).
    ServeRemedyNotice { #[validate(nested)] notice: Termination }
    /// Records that a party explicitly refuses mediation.
    RecordRefusal {
        party_id: PartyId,
        /// In the party's words.
        #[validate(length(min = 1, max = 1000))]
        #[schema(min_length = 1, max_length = 1000)]
        words: String,
    }
    /// Records that a party takes its refusal back.
    WithdrawRefusal { refusal_id: RefusalId }
    /// Extends the term with everybody's consent (F22).
    ExtendCase { #[validate(nested)] consent: ExtensionConsent }
    /// Asks that a mediator withdraw (F23).
    RequestRecusal {
        requested_by: PartyId,
        against: AccountId,
        #[validate(length(min = 1, max = 4000))]
        #[schema(min_length = 1, max_length = 4000)]
        grounds: String,
    }
    /// Decides on a recusal request.
    DecideRecusal {
        paper_id: PaperId,
        upheld: bool,
        #[validate(length(min = 1, max = 4000))]
        #[schema(min_length = 1, max_length = 4000)]
        reason: String,
    }
    /// Adds evidence to the file (F09).
    AddEvidence { #[validate(nested)] evidence: EvidenceList }
    /// Records who may speak for a party (F07).
    AddPowerOfAttorney {
        #[validate(nested)]
        representative: Representative,
        #[validate(nested)]
        power: PowerOfAttorney,
    }
    /// Puts right what was taken down wrongly, field by field; both values stay in the history.
    CorrectParticulars {
        #[validate(length(min = 1, max = 40), nested)]
        #[schema(min_items = 1, max_items = 40)]
        changes: Vec<FieldChange>,
        #[validate(length(min = 1, max = 500))]
        #[schema(min_length = 1, max_length = 500)]
        reason: String,
    }
    /// Records where papers reach a party (F25).
    ConfirmServiceAddress { #[validate(nested)] address: ServiceAddress }
    /// Makes the plan of what is owed when, from the clauses.
    SchedulePerformance {
        #[serde(default)]
        #[validate(length(max = 400), nested)]
        #[schema(max_items = 400)]
        items: Vec<AddedItem>,
    }
    /// Records a payment or another performance (F24).
    RecordPerformance { #[validate(nested)] receipt: Receipt }
    /// Urges a debtor (F26).
    UrgePerformance { #[validate(nested)] urge: Urge }
    /// Confirms that what was promised is not kept.
    ConfirmBreach {
        #[validate(length(min = 1, max = 4000))]
        #[schema(min_length = 1, max_length = 4000)]
        facts: String,
    }
    /// Mediates the same dispute again, under the same number.
    Remediate {
        #[validate(length(min = 1, max = 4000))]
        #[schema(min_length = 1, max_length = 4000)]
        reason: String,
    }
    /// Changes what was agreed, by everybody's consent.
    AmendAgreement {
        #[validate(length(min = 1, max = 20))]
        #[schema(min_items = 1, max_items = 20)]
        consented_by: Vec<PartyId>,
        #[validate(length(min = 1, max = 4000))]
        #[schema(min_length = 1, max_length = 4000)]
        reason: String,
    }
    /// Records a visit or call after the agreement (F13).
    RecordFollowUp { #[validate(nested)] follow_up: FollowUp }
    /// Asks that the file be closed (F17).
    RequestClosing { #[validate(nested)] report: ClosingReport }
    /// Closes the file after review.
    CloseCase {
        #[validate(length(min = 1, max = 2000))]
        #[schema(min_length = 1, max_length = 2000)]
        opinion: String,
    }
    /// Explains what a volume lacks (F15).
    ExplainVolume {
        #[serde(default)]
        #[validate(length(max = 30), nested)]
        #[schema(max_items = 30)]
        explanations: Vec<Explanation>,
        #[validate(length(max = 4000))]
        #[schema(max_length = 4000)]
        corrections: Option<String>,
        #[validate(length(max = 4000))]
        #[schema(max_length = 4000)]
        electronic_originals: Option<String>,
    }
    /// Takes the volume into the archive, read-only from then on.
    ArchiveCase {
        /// Never shorter than the class the rules propose.
        retention: Retention,
    }
    /// Reopens a closed file.
    ReopenCase {
        #[validate(length(min = 1, max = 4000))]
        #[schema(min_length = 1, max_length = 4000)]
        reason: String,
    }
}

/// A tie of a mediator to a party that everybody knows of and may accept in writing.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeclaredConflict {
    pub account_id: AccountId,
    pub kind: ConflictKind,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub party_id: Option<PartyId>,
    #[validate(length(max = 500))]
    #[schema(max_length = 500)]
    pub note: Option<String>,
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(max_items = 20)]
    pub accepted_by: Vec<PartyId>,
}

/// A mark as it is put on the tablet or recorded from the paper original.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewMark {
    pub paper_id: PaperId,
    /// The text the signer saw; another text refuses the mark.
    #[validate(length(min = 64, max = 64))]
    #[schema(min_length = 64, max_length = 64)]
    pub text_hash: String,
    pub kind: MarkKind,
    /// The party that signs; left out when a mediator or the recorder does.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub party_id: Option<PartyId>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub representative_id: Option<RepresentativeId>,
    /// The mediator signs as the one who recorded, not as the one who mediated.
    #[serde(default)]
    pub as_recorder: bool,
    /// Needed for a fingerprint of somebody who cannot write.
    #[validate(length(max = 80))]
    #[schema(max_length = 80)]
    pub witness: Option<String>,
    /// The drawn signature; needed for a signature on the tablet.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[validate(nested)]
    #[schema(nullable = false)]
    pub strokes: Option<Strokes>,
    /// The mark stands on the paper original, which is kept with the volume.
    #[serde(default)]
    pub on_paper: bool,
}

/// One promise of the plan.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddedItem {
    pub id: PerformanceItemId,
    pub clause_id: ClauseId,
    #[validate(length(min = 1, max = 400))]
    #[schema(min_length = 1, max_length = 400)]
    pub description: String,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[validate(custom(function = "crate::wire::not_negative"))]
    #[schema(nullable = false)]
    pub amount_fen: Option<platform::money::Fen>,
    pub due_on: Option<NaiveDate>,
}
