//! The required-document matrix (§3.3): what the volume of this case must hold, and what of it is missing.

use crate::cases::{Dossier, State};
use crate::papers::PaperContent;
use crate::vocabulary::{FormCode, words};

words! {
    /// How strongly a paper is wanted (必备程度).
    pub enum RequirementLevel {
        Required = "REQUIRED", "必备", "required";
        IfApplicable = "IF_APPLICABLE", "视情", "if applicable";
    }
}

/// One row of the matrix as it stands for one case file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    pub form: FormCode,
    pub level: RequirementLevel,
    pub present: bool,
    /// Explained in the volume note (F15).
    pub explained: bool,
    pub why_zh: &'static str,
}

impl Requirement {
    /// Required, not there, not explained: what keeps a volume from the archive.
    pub const fn is_gap(&self) -> bool {
        matches!(self.level, RequirementLevel::Required) && !self.present && !self.explained
    }

    /// The name of the paper.
    pub const fn title_zh(&self) -> &'static str {
        self.form.label_zh()
    }
}

/// Which column of the matrix a case file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    Written,
    Oral,
    Ended,
    NotAccepted,
    /// Still open: what every course needs.
    Undecided,
}

/// The column of the matrix, read from the papers rather than from the present state: a closed file no longer says how it ended.
pub fn course(d: &Dossier) -> Course {
    if d.case.state == State::NotAccepted || d.current(FormCode::F18).next().is_some() {
        return Course::NotAccepted;
    }
    let has_ended = matches!(d.case.state, State::Failed | State::Terminated)
        || d.case.outcome.is_some_and(|outcome| !matches!(outcome, crate::vocabulary::Outcome::S1 | crate::vocabulary::Outcome::S2));
    if has_ended {
        return Course::Ended;
    }
    match d.agreement() {
        Some(agreement) if agreement.is_oral => Course::Oral,
        Some(_) => Course::Written,
        None => Course::Undecided,
    }
}

/// The column of the matrix (§3.3): what a volume of this course holds, and why. `held_session`: people have sat down together.
fn column(course: Course, held_session: bool) -> Vec<(FormCode, RequirementLevel, &'static str)> {
    use FormCode::{F03, F04, F05, F06, F07, F08, F09, F10, F11, F12, F13, F18, F19, F22, F23, F24, FChild};
    use RequirementLevel::{IfApplicable, Required};

    let mut rows = match course {
        Course::NotAccepted => {
            return vec![(F03, Required, "不予受理仍须保存申请"), (F18, Required, "不予受理须书面告知"), (F06, IfApplicable, "身份证明")];
        }
        Course::Written => vec![
            (F03, Required, EITHER_APPLICATION),
            (F05, Required, "各方当事人均须告知"),
            (F06, Required, "各方当事人身份证明"),
            (F10, Required, "至少一次调解记录"),
            (F11, Required, "书面协议"),
            (F13, Required, "适时回访"),
        ],
        Course::Oral => vec![
            (F04, Required, "口头协议案件须有受理登记"),
            (F05, Required, "可口头告知并记录"),
            (F06, Required, "各方当事人身份证明"),
            (F10, Required, "简要调解记录"),
            (F12, Required, "口头协议登记"),
            (F13, Required, "至少一次回访"),
        ],
        Course::Ended | Course::Undecided => vec![
            (F03, Required, EITHER_APPLICATION),
            (F05, IfApplicable, "已告知的须入卷"),
            (F06, Required, "各方当事人身份证明"),
            (F10, if held_session { Required } else { IfApplicable }, "开展过调解的须有记录"),
            (F19, if course == Course::Ended { Required } else { IfApplicable }, "调解不成或者终止须告知救济途径"),
            (F13, IfApplicable, "回访"),
        ],
    };
    rows.extend([F07, F08, F09, F22, F23, F24, FChild].map(|form| (form, IfApplicable, "有此事项时入卷")));
    rows
}

/// The application or the acceptance form: the system makes both, one will do.
const EITHER_APPLICATION: &str = "申请书或者受理登记表至少一份";

/// How strongly a volume of this course wants a form; nothing when the matrix does not name it.
pub fn expected(course: Course, form: FormCode) -> Option<RequirementLevel> {
    column(course, true).into_iter().find(|(wanted, _, _)| *wanted == form).map(|(_, level, _)| level)
}

/// Every paper the matrix names for this course, with whether it is there.
pub fn matrix(d: &Dossier) -> Vec<Requirement> {
    column(course(d), d.sessions().next().is_some())
        .into_iter()
        .map(|(form, level, why_zh)| match why_zh {
            EITHER_APPLICATION => either_application(d),
            _ => Requirement { form, level, present: is_present(d, form), explained: is_explained(d, form), why_zh },
        })
        .collect()
}

/// What of the matrix is not there yet.
pub fn missing(d: &Dossier) -> Vec<Requirement> {
    matrix(d).into_iter().filter(|one| !one.present && one.level == RequirementLevel::Required).collect()
}

fn either_application(d: &Dossier) -> Requirement {
    let form = if is_present(d, FormCode::F03) { FormCode::F03 } else { FormCode::F04 };
    Requirement {
        form,
        level: RequirementLevel::Required,
        present: is_present(d, form),
        explained: is_explained(d, FormCode::F03) || is_explained(d, FormCode::F04),
        why_zh: EITHER_APPLICATION,
    }
}

/// Notices and identities are counted per party, everything else per paper.
fn is_present(d: &Dossier, form: FormCode) -> bool {
    match form {
        FormCode::F05 => d.parties_without_notice().is_empty(),
        FormCode::F06 => d.signing_parties().all(|party| {
            d.current(FormCode::F06)
                .any(|paper| matches!(&paper.content, PaperContent::IdentityRecord(record) if record.party_id == party.id))
        }),
        FormCode::F10 => d.sessions().next().is_some(),
        _ => d.current(form).next().is_some(),
    }
}

fn is_explained(d: &Dossier, form: FormCode) -> bool {
    d.current(FormCode::F15).any(|paper| match &paper.content {
        PaperContent::VolumeNote(note) => note.explanations.iter().any(|one| one.form == form),
        _ => false,
    })
}
