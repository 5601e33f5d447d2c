//! Explaining what a volume lacks, and taking it into the archive.

use platform::db::Tx;
use platform::http::Answer;
use platform::problem::AppError;

use super::retention;
use crate::cases::act::{Acting, act, bring, nothing};
use crate::cases::step_inputs::{ArchiveCase, ExplainVolume};
use crate::papers::{PaperContent, VolumeNote};

/// Explains what a volume lacks or replaces (F15).
pub(crate) fn explain(tx: &mut Tx<'_>, acting: &Acting, input: &ExplainVolume) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, stamp| {
            let note = VolumeNote {
                dated_on: stamp.on,
                explanations: input.explanations.clone(),
                corrections: input.corrections.clone(),
                electronic_originals: input.electronic_originals.clone(),
                made_by: stamp.by,
            };
            bring(held, stamp, PaperContent::VolumeNote(note));
            Ok(())
        },
        nothing,
    )
}

/// Takes the volume into the archive (G18). The class is never shorter than the one the rules propose.
pub(crate) fn archive(tx: &mut Tx<'_>, acting: &Acting, input: &ArchiveCase) -> Result<Answer, AppError> {
    act(
        tx,
        acting,
        |_, held, _| {
            if input.retention < retention::proposed(&held.dossier) {
                return Err(AppError::field("/retention", "range"));
            }
            Ok(())
        },
        |_, held, _| {
            held.dossier.case.retention = Some(input.retention);
            Ok(())
        },
    )
}
