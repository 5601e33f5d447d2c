//! The order of the papers in the volume.

use crate::cases::{Dossier, Paper};
use crate::vocabulary::{FormCode, PaperState};

use FormCode::{F03, F04, F05, F06, F07, F08, F09, F10, F11, F12, F13, F15, F17, F18, F19, F22, F23, F24, F25, F26, FChild};

/// The forms in the order they are bound; cover and index (F01, F02) lie before, the back cover (F16) after.
pub const BINDING_ORDER: &[FormCode] =
    &[F03, F04, F05, F06, F07, F25, F08, F09, F10, FChild, F23, F22, F11, F12, F24, F26, F13, F18, F19, F17, F15];

/// The papers as they are bound: by form, then by date, then as recorded. Superseded agreements stay in the volume,
/// before the one that replaced them; drafts and voided sheets do not.
pub fn order(d: &Dossier) -> Vec<&Paper> {
    let mut papers: Vec<&Paper> =
        d.papers.iter().filter(|paper| matches!(paper.state, PaperState::Current | PaperState::Superseded)).collect();
    papers.sort_by_key(|paper| (place(paper.form()), paper.dated_on(), paper.recorded_at, paper.id));
    papers
}

/// Written and oral agreements share a place, so do the two notices that end a case.
fn place(form: FormCode) -> usize {
    let shared = match form {
        F12 => F11,
        F19 => F18,
        other => other,
    };
    BINDING_ORDER.iter().position(|one| *one == shared).unwrap_or(BINDING_ORDER.len())
}
