//! The volume before it is bound: what it holds, what it lacks, how long it will be kept.

use chrono::NaiveDate;
use platform::ids::PaperId;
use serde::Serialize;
use utoipa::ToSchema;

use super::order::order;
use super::press::Desk;
use super::required::{self, Course, RequirementLevel};
use super::retention;
use super::sheets::{is_protected, title};
use crate::vocabulary::{FormCode, PaperState, Retention, words};

words! {
    /// How the dispute went, which decides what the volume needs (办理过程).
    pub enum DossierCourse {
        Written = "WRITTEN", "书面协议", "written agreement";
        Oral = "ORAL", "口头协议", "oral agreement";
        Ended = "ENDED", "调解不成或者终止", "failed or terminated";
        NotAccepted = "NOT_ACCEPTED", "不予受理", "not accepted";
        Undecided = "UNDECIDED", "尚未办结", "still open";
    }
}

impl From<Course> for DossierCourse {
    fn from(course: Course) -> Self {
        match course {
            Course::Written => Self::Written,
            Course::Oral => Self::Oral,
            Course::Ended => Self::Ended,
            Course::NotAccepted => Self::NotAccepted,
            Course::Undecided => Self::Undecided,
        }
    }
}

/// One row of the matrix of required papers.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DossierRequirement {
    pub form: FormCode,
    pub title_zh: String,
    pub title_en: String,
    pub level: RequirementLevel,
    pub present: bool,
    /// Explained in the volume note (F15).
    pub explained: bool,
    pub why_zh: String,
}

/// One line of the index.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DossierPaper {
    pub paper_id: PaperId,
    pub form: FormCode,
    /// The name as the index prints it, with the serial or the party.
    pub title_zh: String,
    pub dated_on: NaiveDate,
    pub state: PaperState,
}

/// The volume of a file as it stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DossierView {
    pub course: DossierCourse,
    pub requirements: Vec<DossierRequirement>,
    /// The class the rules propose; the archivist may choose a longer one.
    pub proposed_retention: Retention,
    /// The papers in the order of binding.
    pub papers: Vec<DossierPaper>,
    /// Papers about minors that this reader may not see.
    pub protected: usize,
    /// The dispute is over and nothing required is missing unexplained.
    pub complete: bool,
}

/// Describes the volume of a file for a reader.
pub(crate) fn view(desk: &Desk) -> DossierView {
    let ctx = desk.context();
    let d = ctx.dossier;
    let matrix = required::matrix(d);
    let hides = |paper: &&crate::cases::Paper| !ctx.shows_minors && is_protected(d, paper);
    let bound = order(d);
    DossierView {
        course: required::course(d).into(),
        complete: required::course(d) != Course::Undecided && !matrix.iter().any(required::Requirement::is_gap),
        requirements: matrix
            .into_iter()
            .map(|row| DossierRequirement {
                form: row.form,
                title_zh: row.title_zh().to_owned(),
                title_en: row.form.label_en().to_owned(),
                level: row.level,
                present: row.present,
                explained: row.explained,
                why_zh: row.why_zh.to_owned(),
            })
            .collect(),
        proposed_retention: retention::proposed(d),
        protected: bound.iter().filter(|paper| hides(paper)).count(),
        papers: bound
            .into_iter()
            .filter(|paper| !hides(paper))
            .map(|paper| DossierPaper {
                paper_id: paper.id,
                form: paper.form(),
                title_zh: title(d, paper),
                dated_on: paper.dated_on(),
                state: paper.state,
            })
            .collect(),
    }
}
