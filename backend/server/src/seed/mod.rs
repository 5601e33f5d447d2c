//! The demo county 清源县: invented people, real commands. Everything here goes through the same commands as a request.

mod acts;
mod office;
mod people_of_county;
mod stories;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use platform::access::Actor;
use platform::clock::Clock;
use platform::db::{Db, Sizes};
use platform::http::{Command, Version};
use platform::ids::AccountId;
use platform::problem::AppError;

pub use office::{DemoAccount, PASSWORD, accounts};

use crate::cli::Failure;
use crate::config::Config;
use crate::{keys, serve};
use acts::Scene;
use office::County;

/// How long before today the first application of the demo county was filed.
const HISTORY: TimeDelta = TimeDelta::days(150);

/// What seeding did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seeded {
    /// The county is there now.
    Fresh { cases: usize },
    /// Some office was there already; nothing was changed.
    AlreadyThere,
}

/// Fills an empty database with the demo county.
pub fn run(config: &Config) -> Result<Seeded, Failure> {
    let system = actix_web::rt::System::new();
    let live = serve::open(config)?;
    let there = system.block_on(live.read_slow(identity::orgs::queries::offices))?;
    if !there.is_empty() {
        return Ok(Seeded::AlreadyThere);
    }
    let now = Clock::system().now();
    let clock = Clock::frozen(now - HISTORY);
    let keys = keys::load_or_create(config, false)?;
    let db = Db::open(&config.database_url, keys, clock.clone(), Sizes::default())?;
    let cases = system.block_on(sow(&db, &clock, now))?;
    Ok(Seeded::Fresh { cases })
}

/// Founds the office and lets its stories happen up to `now`; the clock stands at the beginning and is moved along.
pub async fn sow(db: &Db, clock: &Clock, now: DateTime<Utc>) -> Result<usize, AppError> {
    let county = office::found(db).await?;
    tell(db, clock, &county, now).await
}

/// Lets every story happen, act by act, in the order of time.
async fn tell(db: &Db, clock: &Clock, county: &County, now: DateTime<Utc>) -> Result<usize, AppError> {
    let stories = stories::all(county);
    let mut acts: Vec<(DateTime<Utc>, usize, acts::Act)> = Vec::new();
    for (n, story) in stories.iter().enumerate() {
        acts.extend(acts::of(story).into_iter().map(|act| (act.at(story, now), n, act)));
    }
    acts.sort_by_key(|(at, n, act)| (*at, *n, act.order));
    for (at, n, act) in acts {
        let Some(story) = stories.get(n) else { continue };
        let moment = at.min(now - TimeDelta::minutes(5));
        clock.advance((moment - clock.now()).max(TimeDelta::zero()));
        perform(db, county, story, &act).await?;
    }
    Ok(stories.len())
}

async fn perform(db: &Db, county: &County, story: &stories::Story, act: &acts::Act) -> Result<(), AppError> {
    let actor = Arc::new(county.actor(db, act.who.account(county, story)).await?);
    let (county, story, act) = (county.clone(), story.clone(), act.clone());
    db.transact(Command::internal(actor), move |tx| {
        match act.step {
            None => {
                mediation::api::file_case(tx, &acts::application(&county, &story))?;
            }
            Some(step) => {
                let house = platform::access::Scope::house(&Actor::system(county.office, AccountId(county.office.0)));
                let (version, dossier) = mediation::api::dossier(tx, &house, story.id)?;
                let by = tx.who().account;
                let scene = Scene { story: &story, dossier: &dossier, by, now: tx.now() };
                let body = (act.body)(&scene);
                mediation::api::take_step(tx, story.id, Version(version), step, &body).map_err(|error| explain(error, &story, step))?;
            }
        }
        Ok(())
    })
    .await
}

/// A story that the rules refuse is a mistake in the story: say which one.
fn explain(error: AppError, story: &stories::Story, step: mediation::cases::Step) -> AppError {
    match error {
        AppError::Refused(reasons) => {
            let codes: Vec<String> = reasons.iter().map(|reason| format!("{} {:?}", reason.guard, reason.params)).collect();
            AppError::internal(format!("{} cannot {step}: {}", story.title(), codes.join("; ")))
        }
        AppError::Invalid(fields) => {
            let codes: Vec<String> = fields.iter().map(|field| format!("{} {}", field.pointer, field.code)).collect();
            AppError::internal(format!("{} cannot {step}: {}", story.title(), codes.join("; ")))
        }
        other => AppError::internal(format!("{} cannot {step}: {other}", story.title())),
    }
}
