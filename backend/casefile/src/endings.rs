//! One function per way a mediation or a file ends.

use platform::problem::AppError;

use crate::cases::Step;
use crate::cases::step_inputs::{CloseCase, DeclareFailure, RecordFollowUp, ReopenCase, RequestClosing, ServeRemedyNotice, TerminateCase};
use crate::moves::{Desk, Held, Move, Stamp, bring, known_party, not_future};
use crate::papers::{ClosingReport, ClosingReview, FollowUp, PaperContent};
use crate::vocabulary::{FormCode, Outcome};

/// Declares that no agreement was reached; the notice of remedies is due next (《人民调解法》第26条).
impl Move for DeclareFailure {
    const STEP: Step = Step::Fail;

    fn conclude(&self, _: &mut dyn Desk, held: &mut Held, _: &Stamp) -> Result<(), AppError> {
        held.dossier.case.outcome = Some(Outcome::N1);
        held.dossier.case.reason = Some(self.reason.clone());
        Ok(())
    }
}

/// Ends the mediation for one of the reasons of termination.
impl Move for TerminateCase {
    const STEP: Step = Step::Terminate;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, _: &Stamp) -> Result<(), AppError> {
        held.dossier.case.outcome = Some(self.outcome);
        held.dossier.case.reason = Some(self.reason.clone());
        Ok(())
    }

    fn conclude(&self, desk: &mut dyn Desk, held: &mut Held, _: &Stamp) -> Result<(), AppError> {
        match self.outcome {
            // the same dispute is counted under the other file's number
            Outcome::X2 => desk.void_number(&held.dossier, &self.reason),
            _ => Ok(()),
        }
    }
}

/// Serves the notice of remedies (F19).
impl Move for ServeRemedyNotice {
    const STEP: Step = Step::ServeRemedyNotice;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        not_future(self.notice.dated_on, stamp, "/notice/datedOn")?;
        if held.dossier.case.outcome != Some(self.notice.outcome) {
            return Err(AppError::field("/notice/outcome", "unknown_reference"));
        }
        for (n, served) in self.notice.served.iter().enumerate() {
            known_party(&held.dossier, served.party_id, &format!("/notice/served/{n}/partyId"))?;
            not_future(served.served_on, stamp, &format!("/notice/served/{n}/servedOn"))?;
        }
        bring(held, stamp, PaperContent::Termination(self.notice.clone()));
        Ok(())
    }
}

/// Records a visit or call after the agreement (F13).
impl Move for RecordFollowUp {
    const STEP: Step = Step::FollowUp;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        let sheet = &self.follow_up;
        not_future(sheet.followed_on, stamp, "/followUp/followedOn")?;
        for (n, party) in sheet.parties.iter().enumerate() {
            known_party(&held.dossier, *party, &format!("/followUp/parties/{n}"))?;
        }
        bring(held, stamp, PaperContent::FollowUp(FollowUp { visitor: stamp.by, ..sheet.clone() }));
        Ok(())
    }
}

/// Asks that the file be closed (F17); somebody else reviews it.
impl Move for RequestClosing {
    const STEP: Step = Step::RequestClose;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        if held.dossier.case.outcome != Some(self.report.outcome) {
            return Err(AppError::field("/report/outcome", "unknown_reference"));
        }
        let report = ClosingReport { handler: stamp.by, review: None, ..self.report.clone() };
        bring(held, stamp, PaperContent::ClosingReport(report));
        Ok(())
    }
}

/// Closes the file after review; the statistics date is fixed by it.
impl Move for CloseCase {
    const STEP: Step = Step::Close;

    fn conclude(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        let report =
            held.dossier.papers.iter_mut().filter(|paper| paper.form() == FormCode::F17).max_by_key(|paper| (paper.recorded_at, paper.id));
        if let Some(PaperContent::ClosingReport(report)) = report.map(|paper| &mut paper.content) {
            report.review =
                Some(ClosingReview { reviewer: stamp.by, opinion: self.opinion.clone(), approved: true, reviewed_on: stamp.on });
        }
        Ok(())
    }
}

/// Reopens a closed file: rejected by the court, or new facts. What was counted is adjusted by a new fact, never edited.
impl Move for ReopenCase {
    const STEP: Step = Step::Reopen;

    fn conclude(&self, _: &mut dyn Desk, held: &mut Held, _: &Stamp) -> Result<(), AppError> {
        held.dossier.case.reason = Some(self.reason.clone());
        Ok(())
    }
}
