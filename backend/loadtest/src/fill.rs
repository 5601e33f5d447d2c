//! Fills a database with case files through the product's own command: the same rows, seals, terms and journal as by hand.

use std::sync::Arc;

use chrono::TimeDelta;
use identity::OrgKind;
use mediation::cases::filing::FileCase;
use platform::access::{Actor, Orgs, Role, RoleHeld};
use platform::clock::Clock;
use platform::db::{Db, Sizes};
use platform::http::Command;
use platform::ids::OrgId;
use platform::problem::AppError;
use server::cli::describe;
use server::config::Config;

use crate::applications::application;
use crate::house::House;
use crate::{Fault, caseload, say};

/// The street of the demo account `station`.
const OWN: &str = "栖霞";
/// Applications filed in one transaction.
const BATCH: usize = 100;

/// The organisations and the registrar of the demo county.
pub struct Place {
    pub stations: Vec<OrgId>,
    /// The station of the account `station`.
    pub own: OrgId,
    /// The committee that appoints mediators.
    pub committee: OrgId,
    pub registrar: Actor,
}

/// Opens the database of a house whose server does not run.
pub fn open(house: &House, clock: Clock) -> Result<Db, Fault> {
    let config = Config::read(|name| house.setting(name))?;
    let keys = server::keys::load(&config).map_err(|failure| failure.message)?;
    Db::open(&config.database_url, keys, clock, Sizes::default()).map_err(told)
}

/// Reads where the demo county's stations are and who its registrar is.
pub async fn place(db: &Db) -> Result<Place, Fault> {
    db.read_slow(|conn| {
        let office = identity::orgs::queries::offices(conn)?.first().map(|office| office.id).ok_or(AppError::NotFound)?;
        let orgs = identity::orgs::queries::all(conn, office)?;
        let seat = orgs.iter().find(|org| org.kind == OrgKind::County).map(|org| org.id).ok_or(AppError::NotFound)?;
        let committee = orgs.iter().find(|org| org.is_sealing_committee).map(|org| org.id).ok_or(AppError::NotFound)?;
        let is_station = |org: &&identity::orgs::queries::OrgView| org.kind == OrgKind::Station;
        let stations = orgs.iter().filter(is_station).map(|org| org.id).collect();
        let own = orgs.iter().filter(is_station).find(|org| org.name.starts_with(OWN)).map(|org| org.id).ok_or(AppError::NotFound)?;
        let people = identity::accounts::queries::colleagues(conn, office, Role::Registrar, None)?;
        let registrar = people.first().map(|colleague| colleague.id).ok_or(AppError::NotFound)?;
        let role = RoleHeld { role: Role::Registrar, org: seat, subtree: Orgs::All };
        Ok(Place {
            stations,
            own,
            committee,
            registrar: Actor { name: "登记人".to_owned(), roles: vec![role], ..Actor::system(office, registrar) },
        })
    })
    .await
    .map_err(told)
}

/// Gives the mediators of so many tablets their files, then files `rows` applications, one minute of the past apart from batch to
/// batch.
pub async fn fill(house: &House, rows: usize, tablets: usize) -> Result<(), Fault> {
    let batches = i64::try_from(rows.div_ceil(BATCH))?;
    let begin = Clock::system().now() - TimeDelta::minutes(batches + 10);
    let clock = Clock::frozen(begin - caseload::PAST);
    let db = open(house, clock.clone())?;
    let place = place(&db).await?;
    caseload::fill(&db, &clock, &place, tablets).await?;
    clock.advance((begin - clock.now()).max(TimeDelta::zero()));
    let registrar = Arc::new(place.registrar);
    for start in (0..rows).step_by(BATCH) {
        let inputs = (start..rows.min(start + BATCH)).map(|n| serde_json::from_value::<FileCase>(application(n, &place.stations)));
        let inputs = inputs.collect::<Result<Vec<_>, _>>()?;
        db.transact(Command::internal(registrar.clone()), move |tx| {
            inputs.iter().try_for_each(|input| mediation::api::file_case(tx, input).map(drop))
        })
        .await
        .map_err(told)?;
        clock.advance(TimeDelta::minutes(1));
        if start > 0 && start % 20_000 == 0 {
            say(&format!("# {start} of {rows} case files"))?;
        }
    }
    Ok(())
}

/// An error of the house with its causes.
pub fn told(error: AppError) -> Fault {
    match &error {
        AppError::Invalid(fields) => format!("{error}: {fields:?}").into(),
        _ => describe(&error).into(),
    }
}
