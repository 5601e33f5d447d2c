//! What a tablet can say in the place of the office, and what only the office can.

use casefile::cases::{Committee, Dossier, MediatorOnFile};
use casefile::moves::{Desk, Stamp};
use platform::ids::{AccountId, FileId, OrgId};
use platform::problem::AppError;

use crate::question::Person;

/// The tablet knows who holds it; numbers, seals and the directory stay in the office.
pub(crate) struct Field<'a>(pub &'a Person);

/// Numbers, seals and the directory are where the register is (联网办理).
const ONLY_AT_THE_OFFICE: AppError =
    AppError::Conflict {
        code: "sync.office-only", zh: "此项须联网由机关办理", en: "Only the office can do this: it needs a connection"
    };

impl Desk for Field<'_> {
    fn own_name(&self) -> String {
        self.0.account.name.clone()
    }

    fn seals_kept(&self) -> Vec<OrgId> {
        Vec::new()
    }

    fn committee(&mut self, _: OrgId) -> Result<Committee, AppError> {
        Err(ONLY_AT_THE_OFFICE)
    }

    fn issue_number(&mut self, _: &Dossier, _: &Stamp) -> Result<String, AppError> {
        Err(ONLY_AT_THE_OFFICE)
    }

    fn void_number(&mut self, _: &Dossier, _: &str) -> Result<(), AppError> {
        Err(ONLY_AT_THE_OFFICE)
    }

    fn mediator(&mut self, _: AccountId) -> Result<Option<String>, AppError> {
        Err(ONLY_AT_THE_OFFICE)
    }

    fn mediators_on_file(&mut self, _: &Dossier) -> Result<Vec<MediatorOnFile>, AppError> {
        Err(ONLY_AT_THE_OFFICE)
    }

    // the photo goes up after the command that names it
    fn may_name(&mut self, _: &Dossier, _: FileId) -> Result<bool, AppError> {
        Ok(true)
    }
}
