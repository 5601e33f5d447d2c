//! Fills the hands of mediators: for every two of them as many files as a tablet carries at most, shared by both, each as far
//! along as such files are. Everything goes through the product's own steps.

mod papers;
mod words;

use std::sync::Arc;

use casefile::cases::Step;
use chrono::TimeDelta;
use identity::NewAccount;
use mediation::api::NewAppointment;
use mediation::cases::filing::FileCase;
use platform::access::{Actor, Permission, Role, Scope};
use platform::calendar::local_date;
use platform::clock::Clock;
use platform::db::{Db, Tx};
use platform::http::{Command, Version};
use platform::ids::{AccountId, CaseId, Id, OrgId};
use platform::password::{HashCost, Hasher};
use platform::problem::AppError;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use crate::applications::application;
use crate::fill::{Place, told};
use crate::{Fault, say};
use papers::Scene;

/// What the setting `CARRIED_FILES` says unless the office has changed it.
pub const CARRIED: usize = 200;
/// Tablets of one person.
pub const PER_PERSON: usize = 2;
/// Days before now on which the first of these files was applied for.
pub const PAST: TimeDelta = TimeDelta::days(14);
/// Files of one transaction.
const BATCH: usize = 50;
/// The part of the sequence of invented people that is used here.
const PEOPLE: usize = 3_000_000;

/// Two mediators of one station who share their files.
struct Pair {
    first: AccountId,
    second: AccountId,
    station: OrgId,
    files: Vec<CaseId>,
}

/// Who has to act for a file to come along.
#[derive(Clone)]
struct Desk {
    registrar: Arc<Actor>,
    director: Arc<Actor>,
    seal: Arc<Actor>,
}

/// The name under which the n-th of these mediators signs in.
pub fn username(n: usize) -> String {
    format!("carrier{}", n + 1)
}

/// The secret of the authenticator that belongs to the n-th of these mediators.
pub fn secret(n: usize) -> Vec<u8> {
    format!("carrier {n:>12}").into_bytes()
}

fn pair_of(n: usize) -> usize {
    n / 2
}

/// Engages the mediators whom so many tablets need, and gives them their files. The clock stands in the past and is moved along.
pub async fn fill(db: &Db, clock: &Clock, place: &Place, tablets: usize) -> Result<(), Fault> {
    let people = tablets.div_ceil(2 * PER_PERSON).max(1) * 2;
    say(&format!("# {people} mediators with {CARRIED} files each"))?;
    let desk = Desk {
        registrar: Arc::new(place.registrar.clone()),
        director: Arc::new(actor(db, place, seed_account("director", db, place).await?).await?),
        seal: Arc::new(actor(db, place, seed_account("seal", db, place).await?).await?),
    };
    let accounts = engage(db, place, &desk, people).await?;
    let mut pairs: Vec<Pair> = accounts
        .chunks(2)
        .enumerate()
        .filter_map(|(n, two)| {
            let station = *place.stations.get(n % place.stations.len().max(1))?;
            Some(Pair { first: *two.first()?, second: *two.get(1)?, station, files: (0..CARRIED).map(|_| CaseId(Id::new())).collect() })
        })
        .collect();
    apply(db, &desk, &mut pairs).await?;
    for (n, act) in papers::ACTS.iter().enumerate() {
        clock.advance(TimeDelta::hours(24));
        for (which, pair) in pairs.iter().enumerate() {
            let by = match act.step {
                Step::Accept => desk.registrar.clone(),
                Step::Assign => desk.director.clone(),
                Step::Seal => desk.seal.clone(),
                _ => Arc::new(actor(db, place, pair.first).await?),
            };
            advance(db, pair, which, n, by).await?;
        }
    }
    Ok(())
}

async fn actor(db: &Db, place: &Place, account: AccountId) -> Result<Actor, Fault> {
    let office = place.registrar.office;
    let (roles, name) = db
        .read_slow(move |conn| {
            let names = identity::accounts::queries::names(conn, office, &[account])?;
            Ok((identity::roles(conn, office, account)?, names.get(&account).cloned().unwrap_or_default()))
        })
        .await
        .map_err(told)?;
    Ok(Actor { name, roles, ..Actor::system(office, account) })
}

async fn seed_account(username: &str, db: &Db, place: &Place) -> Result<AccountId, Fault> {
    let accounts = server::seed::accounts();
    let account = accounts.iter().find(|account| account.username == username).ok_or("no such demo account")?;
    let (office, role) = (place.registrar.office, account.role);
    let people = db.read_slow(move |conn| identity::accounts::queries::colleagues(conn, office, role, None)).await.map_err(told)?;
    Ok(people.first().ok_or("nobody holds that office")?.id)
}

/// Opens the accounts, two for a station, and has the director appoint their owners.
async fn engage(db: &Db, place: &Place, desk: &Desk, people: usize) -> Result<Vec<AccountId>, Fault> {
    let hasher = Hasher::new(HashCost::PRODUCTION, db.keys().password_pepper(), 2).map_err(|fault| format!("{fault:?}"))?;
    // one salt for all: these accounts guard nothing, and each hash takes as long as a sign-in
    let hash = hasher.hash_blocking(server::seed::PASSWORD).map_err(|fault| format!("{fault:?}"))?;
    let office = place.registrar.office;
    let house = Arc::new(Actor::system(office, AccountId(office.0)));
    let accounts: Vec<AccountId> = (0..people).map(|_| AccountId(Id::new())).collect();
    let (new, stations) = (accounts.clone(), place.stations.clone());
    db.transact(Command::internal(house), move |tx| {
        for (n, id) in new.iter().enumerate() {
            let account = NewAccount {
                id: *id,
                username: username(n),
                name: crate::applications::given_name(n),
                password_hash: hash.clone(),
                totp_secret: Some(secret(n)),
            };
            let enrolled = identity::create_account(tx, account)?;
            let station = *stations.get(pair_of(n) % stations.len().max(1)).ok_or(AppError::NotFound)?;
            identity::grant_role(tx, *id, Version(enrolled.version), Role::Mediator, station)?;
        }
        Ok(())
    })
    .await
    .map_err(told)?;
    let (new, committee) = (accounts.clone(), place.committee);
    db.transact(Command::internal(desk.director.clone()), move |tx| {
        let scope = tx.who().scope_for(mediation::permissions::Appoint::GRANTS).ok_or(AppError::Forbidden { code: "forbidden" })?;
        let today = local_date(tx.now());
        for (n, id) in new.iter().enumerate() {
            let letter: NewAppointment = serde_json::from_value(json!({
                "accountId": id, "committeeId": committee, "kind": "MEDIATOR", "letterNo": format!("清婚调聘字第{}号", n + 100),
                "validFrom": today - TimeDelta::days(100), "validUntil": today + TimeDelta::days(700), "birthDate": "1980-05-01",
            }))
            .map_err(AppError::internal)?;
            mediation::api::appoint(tx, &scope, &letter)?;
        }
        Ok(())
    })
    .await
    .map_err(told)?;
    Ok(accounts)
}

async fn apply(db: &Db, desk: &Desk, pairs: &mut [Pair]) -> Result<(), Fault> {
    for (which, pair) in pairs.iter_mut().enumerate() {
        for (batch, files) in pair.files.chunks(BATCH).enumerate() {
            let station = [pair.station];
            let inputs = files.iter().enumerate().map(|(n, id)| {
                let number = PEOPLE + which * CARRIED + batch * BATCH + n;
                let mut body = application(number, &station);
                if let Some(fields) = body.as_object_mut() {
                    let mut dice = StdRng::seed_from_u64(u64::try_from(number).unwrap_or_default());
                    fields.insert("id".to_owned(), json!(id));
                    fields.insert("summary".to_owned(), Value::String(words::text(&mut dice, 120)));
                }
                serde_json::from_value::<FileCase>(body)
            });
            let inputs = inputs.collect::<Result<Vec<_>, _>>()?;
            db.transact(Command::internal(desk.registrar.clone()), move |tx| {
                inputs.iter().try_for_each(|input| mediation::api::file_case(tx, input).map(drop))
            })
            .await
            .map_err(told)?;
        }
    }
    Ok(())
}

/// The n-th act on all those files of a pair that come so far.
async fn advance(db: &Db, pair: &Pair, which: usize, n: usize, by: Arc<Actor>) -> Result<(), Fault> {
    let far: Vec<(usize, CaseId)> = pair.files.iter().copied().enumerate().filter(|(at, _)| papers::comes_to(*at, n)).collect();
    let mediators = [pair.first, pair.second];
    for files in far.chunks(BATCH) {
        let files = files.to_vec();
        db.transact(Command::internal(by.clone()), move |tx| {
            files.iter().try_for_each(|(at, id)| take(tx, *id, n, mediators, which * CARRIED + at))
        })
        .await
        .map_err(told)?;
    }
    Ok(())
}

fn take(tx: &mut Tx<'_>, id: CaseId, n: usize, mediators: [AccountId; 2], number: usize) -> Result<(), AppError> {
    let act = papers::ACTS.get(n).ok_or(AppError::NotFound)?;
    let office = tx.who().office;
    let house = Scope::house(&Actor::system(office, AccountId(office.0)));
    let (version, dossier) = mediation::api::dossier(tx, &house, id)?;
    let seed = u64::try_from(number * 100 + n).unwrap_or_default();
    let mut scene = Scene { dossier: &dossier, mediators, now: tx.now(), dice: StdRng::seed_from_u64(seed) };
    let body = (act.body)(&mut scene);
    mediation::api::take_step(tx, id, Version(version), act.step, &body).map(drop).map_err(|error| match error {
        AppError::Refused(reasons) => {
            let guards: Vec<String> = reasons.iter().map(|reason| format!("{} {:?}", reason.guard, reason.params)).collect();
            AppError::internal(format!("the file cannot {}: {}", act.step, guards.join("; ")))
        }
        other => other,
    })
}
