//! Which files a mediator takes along on a tablet, and what of them: her own, open, never a sealed one.

use casefile::carried::{Carried, OfficeFacts, OwnStation, prune};
use diesel::prelude::*;
use platform::access::{Actor, Permission, Scope};
use platform::calendar::local_date;
use platform::db::{Conn, Instant};
use platform::ids::{AccountId, CaseId, Id};
use platform::problem::AppError;
use platform::uuid::Uuid;
use serde_json::Value;
use sync::{Carried as Carrier, Withdrawal};

use crate::cases::sight::{self, ON_SHELF, OWN_WORK, visible};
use crate::cases::store;
use crate::deadlines::SettingCode;
use crate::permissions::{FileCases, ReadCases};
use crate::schema::{cases, ties};
use crate::{clocks, directory};

/// Case files on tablets.
#[derive(Debug, Clone, Copy)]
pub struct CaseFiles;

impl Carrier for CaseFiles {
    fn kind(&self) -> &'static str {
        "CASE_FILE"
    }

    fn carried(&self, conn: &mut Conn<'_>, actor: &Actor) -> Result<Vec<(Uuid, i64)>, AppError> {
        let Some(scope) = actor.scope_for(ReadCases::GRANTS) else { return Ok(Vec::new()) };
        let today = local_date(conn.now());
        let most = clocks::settings(conn, actor.office)?.on(SettingCode::CarriedFiles, today);
        let own = ties::table
            .filter(ties::office_id.eq(scope.office))
            .filter(ties::account_id.eq(scope.account))
            .filter(ties::kind.eq_any(OWN_WORK))
            .filter(ties::until.is_null())
            .select(ties::case_id);
        let rows: Vec<(CaseId, i64)> = cases::table
            .filter(visible(&scope))
            .filter(cases::id.eq_any(own))
            .filter(cases::sealed.eq(false))
            .filter(cases::state.ne_all(ON_SHELF))
            .order((cases::next_due_on.asc(), cases::id.asc()))
            .limit(i64::from(most))
            .select((cases::id, cases::version))
            .load(conn.db())?;
        let approved = approved(conn, &scope)?;
        Ok(rows.into_iter().map(|(id, version)| (id.0.0, revision(version, approved.contains(&id)))).collect())
    }

    fn version_of(&self, revision: i64) -> i64 {
        revision / 2
    }

    fn why_gone(&self, conn: &mut Conn<'_>, actor: &Actor, id: Uuid) -> Result<Withdrawal, AppError> {
        let (office, case) = (actor.office, CaseId(Id(id)));
        let row = cases::table.find((office, case)).select((cases::sealed, cases::state)).first(conn.db()).optional()?;
        let Some((sealed, state)) = row else { return Ok(Withdrawal::OutOfScope) };
        let (_, own) = store::ties_and_own(conn, &Scope::house(actor), case)?;
        let tied = own.live.iter().any(|(kind, _)| OWN_WORK.contains(kind));
        Ok(match (own.recused, sealed) {
            (true, _) => Withdrawal::Recused,
            (_, true) => Withdrawal::Sealed,
            _ if !tied => Withdrawal::Reassigned,
            _ if ON_SHELF.contains(&state) => Withdrawal::Closed,
            _ => Withdrawal::OutOfScope,
        })
    }

    fn load(&self, conn: &mut Conn<'_>, actor: &Actor, ids: &[Uuid]) -> Result<Vec<(Uuid, i64, Value)>, AppError> {
        let Some(scope) = actor.scope_for(ReadCases::GRANTS) else { return Ok(Vec::new()) };
        let mut files = Vec::new();
        for id in ids {
            match carry(conn, &scope, CaseId(Id(*id))) {
                Ok(file) => files.push((
                    *id,
                    revision(file.head.version, file.sight.minors),
                    serde_json::to_value(&file).map_err(AppError::internal)?,
                )),
                // withdrawn between the list and the reading: the next pull says so
                Err(AppError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(files)
    }

    fn office(&self, conn: &mut Conn<'_>, actor: &Actor) -> Result<Value, AppError> {
        let facts = OfficeFacts {
            settings: clocks::settings(conn, actor.office)?.all().to_vec(),
            days: people::queries::days(conn)?.into_iter().map(|day| (day.date, day.kind)).collect(),
            stations: match actor.scope_for(FileCases::GRANTS) {
                Some(scope) => directory::filing_stations(conn, &scope)?
                    .into_iter()
                    .map(|(id, name, committee)| OwnStation { id, name, committee })
                    .collect(),
                None => Vec::new(),
            },
        };
        serde_json::to_value(&facts).map_err(AppError::internal)
    }
}

/// An approval to see minors ends by itself, without a change of the file: the tablet must hear of that, too.
fn revision(version: i64, minors: bool) -> i64 {
    version * 2 + i64::from(minors)
}

/// The files whose minors the carrier may see now.
fn approved(conn: &mut Conn<'_>, scope: &Scope) -> Result<Vec<CaseId>, AppError> {
    let now = Instant(conn.now());
    Ok(ties::table
        .filter(ties::office_id.eq(scope.office))
        .filter(ties::account_id.eq(scope.account))
        .filter(ties::until.is_null())
        .filter(ties::minor_until.gt(now))
        .select(ties::case_id)
        .load(conn.db())?)
}

/// One file as the tablet of this scope's account carries it.
fn carry(conn: &mut Conn<'_>, scope: &Scope, id: CaseId) -> Result<Carried, AppError> {
    let row = store::find_row(conn, scope, id)?;
    if row.sealed {
        return Err(AppError::NotFound);
    }
    let sight = sight::of(scope, &row, &store::own_ties(conn, scope, id)?);
    if !sight.full {
        return Err(AppError::NotFound);
    }
    let mut dossier = store::dossier(conn, &row, scope.account)?;
    let makers: Vec<AccountId> = dossier.papers.iter().map(|paper| paper.made_by).collect();
    let makers = directory::account_names(conn, scope.office, &makers)?.into_iter().collect();
    let marks = store::marks_of(conn, scope.office, id)?;
    let keys = conn.keys();
    prune(&mut dossier, sight, |number| keys.blind_index("tablet", number).iter().map(|byte| format!("{byte:02x}")).collect());
    let station_name = directory::org_name(conn, scope.office, row.station_id)?;
    Ok(Carried { head: row.head(), station_name, sight, dossier, marks, makers })
}
