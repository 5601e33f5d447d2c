//! One function per way a mediation or a file ends.

use platform::db::Tx;
use platform::http::Answer;
use platform::problem::AppError;

use crate::cases::act::{Acting, act, bring, known_party, not_future, nothing};
use crate::cases::numbers;
use crate::cases::step_inputs::{CloseCase, DeclareFailure, RecordFollowUp, ReopenCase, RequestClosing, ServeRemedyNotice, TerminateCase};
use crate::papers::{ClosingReport, ClosingReview, FollowUp, PaperContent};
use crate::vocabulary::{FormCode, Outcome};

/// Declares that no agreement was reached; the notice of remedies is due next (《人民调解法》第26条).
pub(crate) fn fail(tx: &mut Tx<'_>, acting: &Acting, input: &DeclareFailure) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, _, _| Ok(()),
        |_, held, _| {
            held.dossier.case.outcome = Some(Outcome::N1);
            held.dossier.case.reason = Some(input.reason.clone());
            Ok(())
        },
    )
}

/// Ends the mediation for one of the reasons of termination.
pub(crate) fn terminate(tx: &mut Tx<'_>, acting: &Acting, input: &TerminateCase) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, _| {
            held.dossier.case.outcome = Some(input.outcome);
            held.dossier.case.reason = Some(input.reason.clone());
            Ok(())
        },
        |tx, held, _| match input.outcome {
            // the same dispute is counted under the other file's number
            Outcome::X2 => numbers::void(tx, &held.dossier, &input.reason),
            _ => Ok(()),
        },
    )
}

/// Serves the notice of remedies (F19).
pub(crate) fn serve_remedy_notice(tx: &mut Tx<'_>, acting: &Acting, input: &ServeRemedyNotice) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            not_future(input.notice.dated_on, stamp, "/notice/datedOn")?;
            if held.dossier.case.outcome != Some(input.notice.outcome) {
                return Err(AppError::field("/notice/outcome", "unknown_reference"));
            }
            for (n, served) in input.notice.served.iter().enumerate() {
                known_party(&held.dossier, served.party_id, &format!("/notice/served/{n}/partyId"))?;
                not_future(served.served_on, stamp, &format!("/notice/served/{n}/servedOn"))?;
            }
            bring(held, stamp, PaperContent::Termination(input.notice.clone()));
            Ok(())
        },
        nothing,
    )
}

/// Records a visit or call after the agreement (F13).
pub(crate) fn follow_up(tx: &mut Tx<'_>, acting: &Acting, input: &RecordFollowUp) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            let sheet = &input.follow_up;
            not_future(sheet.followed_on, stamp, "/followUp/followedOn")?;
            for (n, party) in sheet.parties.iter().enumerate() {
                known_party(&held.dossier, *party, &format!("/followUp/parties/{n}"))?;
            }
            bring(held, stamp, PaperContent::FollowUp(FollowUp { visitor: stamp.by, ..sheet.clone() }));
            Ok(())
        },
        nothing,
    )
}

/// Asks that the file be closed (F17); somebody else reviews it.
pub(crate) fn request_closing(tx: &mut Tx<'_>, acting: &Acting, input: &RequestClosing) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            if held.dossier.case.outcome != Some(input.report.outcome) {
                return Err(AppError::field("/report/outcome", "unknown_reference"));
            }
            let report = ClosingReport { handler: stamp.by, review: None, ..input.report.clone() };
            bring(held, stamp, PaperContent::ClosingReport(report));
            Ok(())
        },
        nothing,
    )
}

/// Closes the file after review; the statistics date is fixed by it.
pub(crate) fn close(tx: &mut Tx<'_>, acting: &Acting, input: &CloseCase) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, _, _| Ok(()),
        |_, held, stamp| {
            let report = held
                .dossier
                .papers
                .iter_mut()
                .filter(|paper| paper.form() == FormCode::F17)
                .max_by_key(|paper| (paper.recorded_at, paper.id));
            if let Some(PaperContent::ClosingReport(report)) = report.map(|paper| &mut paper.content) {
                report.review =
                    Some(ClosingReview { reviewer: stamp.by, opinion: input.opinion.clone(), approved: true, reviewed_on: stamp.on });
            }
            Ok(())
        },
    )
}

/// Reopens a closed file: rejected by the court, or new facts. What was counted is adjusted by a new fact, never edited.
pub(crate) fn reopen(tx: &mut Tx<'_>, acting: &Acting, input: &ReopenCase) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, _, _| Ok(()),
        |_, held, _| {
            held.dossier.case.reason = Some(input.reason.clone());
            Ok(())
        },
    )
}
