//! The steps as operations of the contract: one row each, from the address to what it brings and the right it needs.
//!
//! The server makes its handlers of this table, the tablet its answers.

/// Calls `$then!` with every row: `/// doc. name: "path", Permission, Body;`
#[macro_export]
macro_rules! step_operations {
    ($then:ident) => {
        $then! {
                /// Takes the dispute on; the committee's next number is issued.
                accept_case: "/mediation/cases/{id}/accept", AcceptCases, AcceptCase;
                /// Declines the dispute, with the notice F18.
                decline_case: "/mediation/cases/{id}/decline", DirectCases, DeclineCase;
                /// Names the mediators, or records whom the parties chose.
                assign_mediators: "/mediation/cases/{id}/assign", DirectCases, AssignMediators;
                /// Replaces a mediator; history is kept.
                replace_mediator: "/mediation/cases/{id}/replace-mediator", DirectCases, ReplaceMediator;
                /// Tells one party its rights and duties (F05).
                notify_party: "/mediation/cases/{id}/notify", Mediate, NotifyParty;
                /// Records an interview or a visit (F08).
                investigate_case: "/mediation/cases/{id}/investigate", Mediate, Investigate;
                /// Records a session with its minutes (F10).
                hold_session: "/mediation/cases/{id}/hold-session", Mediate, HoldSession;
                /// Stops the mediation clock.
                suspend_mediation: "/mediation/cases/{id}/suspend", EndCases, SuspendMediation;
                /// Lets the mediation clock run again.
                resume_mediation: "/mediation/cases/{id}/resume", EndCases, ResumeMediation;
                /// Records what a child wants (F-CHILD).
                record_child_view: "/mediation/cases/{id}/record-child-view", Mediate, RecordChildView;
                /// Extends the term with everybody's consent (F22).
                extend_case: "/mediation/cases/{id}/extend", Mediate, ExtendCase;
                /// Writes or rewrites the draft of the agreement (F11).
                draft_agreement: "/mediation/cases/{id}/draft-agreement", Mediate, DraftAgreement;
                /// Settles the text: marks are collected under exactly this text.
                settle_agreement: "/mediation/cases/{id}/settle", Mediate, SettleAgreement;
                /// Takes the text back for a change; every mark is voided.
                revise_agreement: "/mediation/cases/{id}/revise", Mediate, ReviseAgreement;
                /// Puts a mark of a party, a mediator or the recorder under the text.
                sign_agreement: "/mediation/cases/{id}/sign", Mediate, SignAgreement;
                /// Puts the committee's seal under the text.
                seal_agreement: "/mediation/cases/{id}/seal-agreement", SealAgreements, SealAgreement;
                /// Records an oral agreement (F12).
                record_oral_agreement: "/mediation/cases/{id}/record-oral-agreement", Mediate, RecordOralAgreement;
                /// Opens an agreement for a change everybody consents to.
                amend_agreement: "/mediation/cases/{id}/amend", Mediate, AmendAgreement;
                /// Declares that no agreement was reached.
                declare_failure: "/mediation/cases/{id}/fail", Mediate, DeclareFailure;
                /// Ends the mediation for one of the reasons of termination.
                terminate_case: "/mediation/cases/{id}/terminate", EndCases, TerminateCase;
                /// Serves the notice of remedies (F19).
                serve_remedy_notice: "/mediation/cases/{id}/serve-remedy-notice", EndCases, ServeRemedyNotice;
                /// Records that a party explicitly refuses mediation.
                record_refusal: "/mediation/cases/{id}/record-refusal", AttendCases, RecordRefusal;
                /// Records that a party takes its refusal back.
                withdraw_refusal: "/mediation/cases/{id}/withdraw-refusal", AttendCases, WithdrawRefusal;
                /// Asks that a mediator withdraw (F23).
                request_recusal: "/mediation/cases/{id}/request-recusal", AttendCases, RequestRecusal;
                /// Decides on a recusal request.
                decide_recusal: "/mediation/cases/{id}/decide-recusal", DirectCases, DecideRecusal;
                /// Adds evidence (F09).
                add_evidence: "/mediation/cases/{id}/add-evidence", AttendCases, AddEvidence;
                /// Records who may speak for a party (F07).
                add_power_of_attorney: "/mediation/cases/{id}/add-power-of-attorney", AttendCases, AddPowerOfAttorney;
                /// Puts right what was taken down wrongly; what others changed meanwhile is kept.
            correct_particulars: "/mediation/cases/{id}/correct-particulars", AttendCases, CorrectParticulars;
            /// Records where papers reach a party (F25).
                confirm_service_address: "/mediation/cases/{id}/confirm-service-address", AttendCases, ConfirmServiceAddress;
                /// Makes the plan of what is owed when.
                schedule_performance: "/mediation/cases/{id}/schedule-performance", Mediate, SchedulePerformance;
                /// Records a payment or another performance (F24).
                record_performance: "/mediation/cases/{id}/record-performance", Mediate, RecordPerformance;
                /// Urges a debtor (F26).
                urge_performance: "/mediation/cases/{id}/urge", Mediate, UrgePerformance;
                /// Confirms that what was promised is not kept.
                confirm_breach: "/mediation/cases/{id}/confirm-breach", Mediate, ConfirmBreach;
                /// Mediates the same dispute again, under the same number.
                remediate_case: "/mediation/cases/{id}/remediate", Mediate, Remediate;
                /// Records a visit or call after the agreement (F13).
                record_follow_up: "/mediation/cases/{id}/follow-up", FollowUpCases, RecordFollowUp;
                /// Asks that the file be closed (F17).
                request_closing: "/mediation/cases/{id}/request-closing", Mediate, RequestClosing;
                /// Closes the file after review.
                close_case: "/mediation/cases/{id}/close", DirectCases, CloseCase;
                /// Explains what a volume lacks (F15).
                explain_volume: "/mediation/cases/{id}/explain-volume", ExplainVolumes, ExplainVolume;
                /// Takes the volume into the archive, read-only from then on.
                archive_case: "/mediation/cases/{id}/archive", ArchiveCases, ArchiveCase;
                /// Reopens a closed file.
                reopen_case: "/mediation/cases/{id}/reopen", ReopenCases, ReopenCase;
        }
    };
}
