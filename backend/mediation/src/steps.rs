//! The steps of a case file as operations of the contract: one row each, from the path to the command behind it.

use actix_web::{FromRequest, HttpRequest, dev::Payload, post, web};
use futures_util::future::LocalBoxFuture;
use platform::access::{Caller, Permission};
use platform::db::{Db, Tx};
use platform::http::preconditions::IdempotencyKey;
use platform::http::{Answer, Json, Path, Version};
use platform::ids::CaseId;
use platform::problem::AppError;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::cases::act::Acting;
use crate::cases::step_inputs::*;
use crate::cases::{Step, assignment, desk, views::CaseView};
use crate::permissions::*;
use crate::{agreements, dossier, endings, hearings, performance};

/// Everything a step asks of a request: who, which file, which version of it, under which key.
struct At<P: Permission> {
    caller: Caller<P>,
    id: CaseId,
    seen: Version,
    key: IdempotencyKey,
}

impl<P: Permission> FromRequest for At<P> {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = Caller::<P>::from_request(request, payload);
        let id = Path::<CaseId>::from_request(request, payload);
        let (seen, key) = (Version::from_request(request, payload), IdempotencyKey::from_request(request, payload));
        Box::pin(async move {
            let caller = caller.await?;
            Ok(Self { caller, id: id.await?.0, seen: seen.await?, key: key.await? })
        })
    }
}

impl<P: Permission> At<P> {
    async fn take<T>(
        self,
        db: &Db,
        body: Json<T>,
        step: Step,
        command: fn(&mut Tx<'_>, &Acting, &T) -> Result<Answer, AppError>,
    ) -> Result<Answer, AppError>
    where
        T: Occurred + Send + Sync + 'static,
    {
        let acting = Acting { scope: self.caller.scope(), id: self.id, seen: self.seen, step, occurred_at: body.value.occurred_at() };
        db.write(self.caller.command(self.key, body.fingerprint), move |tx| command(tx, &acting, &body.value)).await
    }
}

/// Declares the operations: `/// doc. name: "path", Permission, Body, Step => command;`
macro_rules! steps {
    ($($(#[$doc:meta])+ $name:ident: $path:literal, $permission:ident, $body:ident, $step:ident => $command:path;)+) => {
        $(
            $(#[$doc])+
            #[utoipa::path(tag = "case steps",
                extensions(("x-permission" = json!($permission::NAME)), ("x-if-match" = json!(true)), ("x-step" = json!(Step::$step.as_str()))),
                params(("id" = CaseId, Path, description = "Case file")), request_body = $body,
                responses((status = 200, description = "The file after the step", body = CaseView)))]
            #[post($path)]
            async fn $name(at: At<$permission>, db: web::Data<Db>, body: Json<$body>) -> Result<Answer, AppError> {
                at.take(&db, body, Step::$step, $command).await
            }
        )+

        /// Takes a step by its name, with its body as it travels: the seed and the tests come in here, with the same rights, the
        /// same checks and the same commands as a request.
        pub fn take_step(tx: &mut Tx<'_>, id: CaseId, seen: Version, step: Step, body: &serde_json::Value) -> Result<Answer, AppError> {
            let bytes = serde_json::to_vec(body).map_err(AppError::internal)?;
            match step {
                $(Step::$step => {
                    let scope = tx.who().scope_for($permission::GRANTS).ok_or(AppError::Forbidden { code: "forbidden" })?;
                    let input: $body = platform::http::body::parse(&bytes)?;
                    let acting = Acting { scope, id, seen, step, occurred_at: input.occurred_at() };
                    $command(tx, &acting, &input)
                })+
            }
        }

        /// Every step.
        pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
            config $(.service($name))+;
        }
    };
}

steps! {
    /// Takes the dispute on; the committee's next number is issued.
    accept_case: "/mediation/cases/{id}/accept", AcceptCases, AcceptCase, Accept => desk::accept;
    /// Declines the dispute, with the notice F18.
    decline_case: "/mediation/cases/{id}/decline", DirectCases, DeclineCase, Decline => desk::decline;
    /// Names the mediators, or records whom the parties chose.
    assign_mediators: "/mediation/cases/{id}/assign", DirectCases, AssignMediators, Assign => assignment::assign;
    /// Replaces a mediator; history is kept.
    replace_mediator: "/mediation/cases/{id}/replace-mediator", DirectCases, ReplaceMediator, ReplaceMediator => assignment::replace;
    /// Tells one party its rights and duties (F05).
    notify_party: "/mediation/cases/{id}/notify", Mediate, NotifyParty, Notify => hearings::notify;
    /// Records an interview or a visit (F08).
    investigate_case: "/mediation/cases/{id}/investigate", Mediate, Investigate, Investigate => hearings::investigate;
    /// Records a session with its minutes (F10).
    hold_session: "/mediation/cases/{id}/hold-session", Mediate, HoldSession, OpenSession => hearings::hold_session;
    /// Stops the mediation clock.
    suspend_mediation: "/mediation/cases/{id}/suspend", EndCases, SuspendMediation, Suspend => hearings::suspend;
    /// Lets the mediation clock run again.
    resume_mediation: "/mediation/cases/{id}/resume", EndCases, ResumeMediation, Resume => hearings::resume;
    /// Records what a child wants (F-CHILD).
    record_child_view: "/mediation/cases/{id}/record-child-view", Mediate, RecordChildView, RecordChildView => hearings::record_child_view;
    /// Extends the term with everybody's consent (F22).
    extend_case: "/mediation/cases/{id}/extend", Mediate, ExtendCase, Extend => hearings::extend;
    /// Writes or rewrites the draft of the agreement (F11).
    draft_agreement: "/mediation/cases/{id}/draft-agreement", Mediate, DraftAgreement, DraftAgreement => agreements::commands::draft;
    /// Settles the text: marks are collected under exactly this text.
    settle_agreement: "/mediation/cases/{id}/settle", Mediate, SettleAgreement, Settle => agreements::commands::settle;
    /// Takes the text back for a change; every mark is voided.
    revise_agreement: "/mediation/cases/{id}/revise", Mediate, ReviseAgreement, Revise => agreements::commands::revise;
    /// Puts a mark of a party, a mediator or the recorder under the text.
    sign_agreement: "/mediation/cases/{id}/sign", Mediate, SignAgreement, Sign => agreements::commands::sign;
    /// Puts the committee's seal under the text.
    seal_agreement: "/mediation/cases/{id}/seal-agreement", SealAgreements, SealAgreement, Seal => agreements::commands::seal;
    /// Records an oral agreement (F12).
    record_oral_agreement: "/mediation/cases/{id}/record-oral-agreement", Mediate, RecordOralAgreement, RecordOralAgreement => agreements::commands::record_oral;
    /// Opens an agreement for a change everybody consents to.
    amend_agreement: "/mediation/cases/{id}/amend", Mediate, AmendAgreement, Amend => agreements::commands::amend;
    /// Declares that no agreement was reached.
    declare_failure: "/mediation/cases/{id}/fail", Mediate, DeclareFailure, Fail => endings::fail;
    /// Ends the mediation for one of the reasons of termination.
    terminate_case: "/mediation/cases/{id}/terminate", EndCases, TerminateCase, Terminate => endings::terminate;
    /// Serves the notice of remedies (F19).
    serve_remedy_notice: "/mediation/cases/{id}/serve-remedy-notice", EndCases, ServeRemedyNotice, ServeRemedyNotice => endings::serve_remedy_notice;
    /// Records that a party explicitly refuses mediation.
    record_refusal: "/mediation/cases/{id}/record-refusal", AttendCases, RecordRefusal, RecordRefusal => desk::record_refusal;
    /// Records that a party takes its refusal back.
    withdraw_refusal: "/mediation/cases/{id}/withdraw-refusal", AttendCases, WithdrawRefusal, WithdrawRefusal => desk::withdraw_refusal;
    /// Asks that a mediator withdraw (F23).
    request_recusal: "/mediation/cases/{id}/request-recusal", AttendCases, RequestRecusal, RequestRecusal => assignment::request_recusal;
    /// Decides on a recusal request.
    decide_recusal: "/mediation/cases/{id}/decide-recusal", DirectCases, DecideRecusal, DecideRecusal => assignment::decide_recusal;
    /// Adds evidence (F09).
    add_evidence: "/mediation/cases/{id}/add-evidence", AttendCases, AddEvidence, AddEvidence => desk::add_evidence;
    /// Records who may speak for a party (F07).
    add_power_of_attorney: "/mediation/cases/{id}/add-power-of-attorney", AttendCases, AddPowerOfAttorney, AddPowerOfAttorney => desk::add_power_of_attorney;
    /// Records where papers reach a party (F25).
    confirm_service_address: "/mediation/cases/{id}/confirm-service-address", AttendCases, ConfirmServiceAddress, ConfirmServiceAddress => desk::confirm_service_address;
    /// Makes the plan of what is owed when.
    schedule_performance: "/mediation/cases/{id}/schedule-performance", Mediate, SchedulePerformance, SchedulePerformance => performance::schedule;
    /// Records a payment or another performance (F24).
    record_performance: "/mediation/cases/{id}/record-performance", Mediate, RecordPerformance, RecordPerformance => performance::record;
    /// Urges a debtor (F26).
    urge_performance: "/mediation/cases/{id}/urge", Mediate, UrgePerformance, Urge => performance::urge;
    /// Confirms that what was promised is not kept.
    confirm_breach: "/mediation/cases/{id}/confirm-breach", Mediate, ConfirmBreach, ConfirmBreach => performance::confirm_breach;
    /// Mediates the same dispute again, under the same number.
    remediate_case: "/mediation/cases/{id}/remediate", Mediate, Remediate, Remediate => performance::remediate;
    /// Records a visit or call after the agreement (F13).
    record_follow_up: "/mediation/cases/{id}/follow-up", FollowUpCases, RecordFollowUp, FollowUp => endings::follow_up;
    /// Asks that the file be closed (F17).
    request_closing: "/mediation/cases/{id}/request-closing", Mediate, RequestClosing, RequestClose => endings::request_closing;
    /// Closes the file after review.
    close_case: "/mediation/cases/{id}/close", DirectCases, CloseCase, Close => endings::close;
    /// Explains what a volume lacks (F15).
    explain_volume: "/mediation/cases/{id}/explain-volume", ExplainVolumes, ExplainVolume, ExplainVolume => dossier::commands::explain;
    /// Takes the volume into the archive, read-only from then on.
    archive_case: "/mediation/cases/{id}/archive", ArchiveCases, ArchiveCase, Archive => dossier::commands::archive;
    /// Reopens a closed file.
    reopen_case: "/mediation/cases/{id}/reopen", ReopenCases, ReopenCase, Reopen => endings::reopen;
}
