//! Explaining what a volume lacks, and taking it into the archive.

use platform::problem::AppError;

use super::retention;
use crate::cases::Step;
use crate::cases::step_inputs::{ArchiveCase, ExplainVolume};
use crate::moves::{Desk, Held, Move, Stamp, bring};
use crate::papers::{PaperContent, VolumeNote};

/// Explains what a volume lacks or replaces (F15).
impl Move for ExplainVolume {
    const STEP: Step = Step::ExplainVolume;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, stamp: &Stamp) -> Result<(), AppError> {
        let note = VolumeNote {
            dated_on: stamp.on,
            explanations: self.explanations.clone(),
            corrections: self.corrections.clone(),
            electronic_originals: self.electronic_originals.clone(),
            made_by: stamp.by,
        };
        bring(held, stamp, PaperContent::VolumeNote(note));
        Ok(())
    }
}

/// Takes the volume into the archive (G18). The class is never shorter than the one the rules propose.
impl Move for ArchiveCase {
    const STEP: Step = Step::Archive;

    fn propose(&self, _: &mut dyn Desk, held: &mut Held, _: &Stamp) -> Result<(), AppError> {
        if self.retention < retention::proposed(&held.dossier) {
            return Err(AppError::field("/retention", "range"));
        }
        Ok(())
    }

    fn conclude(&self, _: &mut dyn Desk, held: &mut Held, _: &Stamp) -> Result<(), AppError> {
        held.dossier.case.retention = Some(self.retention);
        Ok(())
    }
}
