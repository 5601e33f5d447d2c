//! What the house itself may call: the seed, the benchmark, other contexts. Everything else comes in over HTTP.

use platform::access::{Permission, Scope};
use platform::db::{Conn, Tx};
use platform::http::{Answer, DeviceNote};
use platform::ids::CaseId;
use platform::problem::AppError;

use crate::cases::filing::{self, FileCase};
use crate::cases::{Dossier, store};
use crate::permissions::FileCases;

pub use crate::mediators::{NewAppointment, appoint};
pub use crate::steps::take_step;

/// Takes an application down as the acting account may.
pub fn file_case(tx: &mut Tx<'_>, input: &FileCase) -> Result<Answer, AppError> {
    let scope = tx.who().scope_for(FileCases::GRANTS).ok_or(AppError::Forbidden { code: "forbidden" })?;
    filing::file(tx, &scope, input, &DeviceNote::default())
}

/// The file as the rules see it, and its version; for the house itself.
pub fn dossier(conn: &mut Conn<'_>, scope: &Scope, id: CaseId) -> Result<(i64, Dossier), AppError> {
    let row = store::find_row(conn, scope, id)?;
    Ok((row.version, store::dossier(conn, &row, scope.account)?))
}
