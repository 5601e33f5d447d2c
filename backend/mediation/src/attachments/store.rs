//! The case row behind its files.

use diesel::prelude::*;
use documents::Holder;
use platform::access::Scope;
use platform::db::portable::ForUpdate;
use platform::db::{Conn, Tx};
use platform::ids::{CaseId, OfficeId};
use platform::problem::AppError;

use crate::cases::store::{self, CaseRow};
use crate::cases::{State, sight};
use crate::schema::cases;

/// The case as a holder of files.
pub(crate) fn holder(id: CaseId) -> Holder {
    Holder { kind: "CASE", id: id.0 }
}

/// The case of a reader who sees it in full; everybody else hears 404.
pub(super) fn seen_in_full(conn: &mut Conn<'_>, scope: &Scope, id: CaseId) -> Result<CaseRow, AppError> {
    let row = store::find_row(conn, scope, id)?;
    let sight = sight::of(scope, &row, &store::own_ties(conn, scope, id)?);
    if sight.full { Ok(row) } else { Err(AppError::NotFound) }
}

/// The same for a change, with the row locked: an archived volume takes nothing more.
pub(super) fn held(tx: &mut Tx<'_>, scope: &Scope, id: CaseId) -> Result<CaseRow, AppError> {
    seen_in_full(tx, scope, id)?;
    let office: OfficeId = scope.office;
    let locked: Vec<CaseRow> = ForUpdate(cases::table.find((office, id)).select(CaseRow::as_select())).get_results(tx.db())?;
    let row = locked.into_iter().next().ok_or(AppError::NotFound)?;
    if row.state == State::Archived {
        return Err(AppError::Conflict {
            code: "mediation.case.archived",
            zh: "案卷已归档，不能再加入附件",
            en: "The volume is in the archive and takes no more files",
        });
    }
    Ok(row)
}
