//! The rules themselves, to be read in a village: law cards, the clause screen, the forms.

use casefile::agreements::screen_rules::RULES;
use casefile::cases::guards;
use casefile::dossier::required::{Course, RequirementLevel, expected};
use casefile::vocabulary::FormCode;
use platform::http::context::is_chinese;
use platform::problem::AppError;
use serde::Serialize;

use crate::question::Reply;

/// One condition of the lifecycle.
#[derive(Serialize)]
struct GuardCard {
    guard: &'static str,
    code: &'static str,
    title: &'static str,
    basis: &'static str,
}

/// One rule of the clause screen.
#[derive(Serialize)]
struct ScreenCard {
    code: &'static str,
    hard: bool,
    title: &'static str,
    basis: &'static str,
    advice: &'static str,
}

/// One form, and how strongly each course of a file wants it.
#[derive(Serialize)]
struct FormCard {
    form: FormCode,
    title: &'static str,
    written: Option<RequirementLevel>,
    oral: Option<RequirementLevel>,
    ended: Option<RequirementLevel>,
}

#[derive(Serialize)]
struct Catalogue {
    guards: Vec<GuardCard>,
    screen: Vec<ScreenCard>,
    forms: Vec<FormCard>,
}

/// Everything there is to read.
pub(crate) fn catalogue() -> Result<Reply, AppError> {
    let chinese = is_chinese();
    let pick = |zh, en| if chinese { zh } else { en };
    Reply::ok(&Catalogue {
        guards: guards::ALL
            .iter()
            .map(|one| GuardCard { guard: one.guard, code: one.code, title: pick(one.title_zh, one.title_en), basis: one.basis_zh })
            .collect(),
        screen: RULES
            .iter()
            .map(|rule| ScreenCard {
                code: rule.code,
                hard: rule.hard,
                title: pick(rule.title_zh, rule.title_en),
                basis: rule.basis_zh,
                advice: rule.advice_zh,
            })
            .collect(),
        forms: FormCode::ALL
            .iter()
            .map(|form| FormCard {
                form: *form,
                title: pick(form.label_zh(), form.label_en()),
                written: expected(Course::Written, *form),
                oral: expected(Course::Oral, *form),
                ended: expected(Course::Ended, *form),
            })
            .collect(),
    })
}
