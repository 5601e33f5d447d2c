//! SIGKILL at a random moment, again and again (R1 of the security specification).

use std::path::Path;
use std::time::{Duration, Instant};

use platform::clock::Clock;
use platform::db::Engine;
use platform::ids::OrgId;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::writers::{Acked, Writer};
use super::{Tally, check, found};
use crate::house::{self, House};
use crate::wire::Session;
use crate::{Asked, Fault, fill, say};

/// The journal is walked after so many rounds, and at the end.
const WALK_EVERY: usize = 10;

/// True when nothing acknowledged was lost, doubled or damaged.
pub fn run(asked: &Asked) -> Result<bool, Fault> {
    let mut whole = true;
    for engine in &asked.engines {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../target/loadtest/kill-{}", std::process::id()));
        let name = format!("jiahe_kill_{}", std::process::id());
        let started = Instant::now();
        let tally = match engine {
            Engine::Sqlite => rounds(House::new(&house::binary()?, &dir, None)?, asked)?,
            Engine::Postgres => {
                let server = asked.server()?;
                server.create(&name, None)?;
                let tally = rounds(House::new(&house::binary()?, &dir, Some(&server.database(&name)))?, asked)?;
                server.drop_database(&name)?;
                tally
            }
        };
        let damage = tally.damage;
        say(&format!(
            "kill db={} rounds={} acked={} lost={} dup={} corrupt={} t={:.0}s seed={}",
            if *engine == Engine::Sqlite { "sqlite" } else { "postgres" },
            tally.rounds,
            tally.acked,
            damage.lost,
            damage.dup,
            damage.corrupt,
            started.elapsed().as_secs_f64(),
            asked.seed
        ))?;
        let clean = damage == check::Damage::default() && tally.acked > 0;
        whole &= clean;
        if clean {
            std::fs::remove_dir_all(&dir)?;
        } else {
            say(&format!("# what is left of it: {}", dir.display()))?;
        }
    }
    Ok(whole)
}

fn rounds(mut house: House, asked: &Asked) -> Result<Tally, Fault> {
    let session = found(&mut house)?;
    let stations = actix_web::rt::System::new().block_on(async { fill::place(&fill::open(&house, Clock::system())?).await })?.stations;
    let mut dice = StdRng::seed_from_u64(asked.seed);
    let mut writers: Vec<Writer> = (0..asked.writers.max(1)).map(|which| Writer::new(asked.seed, which)).collect();
    let (mut tally, mut all) = (Tally::default(), Vec::new());
    house.start()?;
    let at_first = check::files(&house, &session)?;
    for round in 1..=asked.rounds {
        storm(&mut house, &session, &stations, &mut writers, Duration::from_millis(dice.random_range(50..=350)))?;
        house.start()?;
        check::resend(&house, &mut writers)?;
        let acked: Vec<Acked> = writers.iter_mut().flat_map(|writer| writer.acked.drain(..)).collect();
        tally.damage.add(check::acknowledged(&house, &session, &acked)?);
        tally.damage.add(check::integrity(&house)?);
        tally.acked += acked.len();
        all.extend(acked.into_iter().map(|one| Acked { body: Vec::new(), ..one }));
        tally.rounds = round;
        if round % WALK_EVERY == 0 || round == asked.rounds {
            tally.damage.add(check::journal(&house)?);
            tally.damage.add(check::totals(&house, &session, at_first, &all)?);
        }
    }
    Ok(tally)
}

/// All writers at work, and the end of the process in the middle of it.
pub fn storm(house: &mut House, session: &Session, stations: &[OrgId], writers: &mut [Writer], after: Duration) -> Result<(), Fault> {
    let (address, until) = (house.address, Instant::now() + after);
    std::thread::scope(|scope| {
        let at_work: Vec<_> =
            writers.iter_mut().map(|writer| scope.spawn(move || writer.work(address, session, stations, until))).collect();
        std::thread::sleep(until.saturating_duration_since(Instant::now()));
        house.kill()?;
        at_work.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a writer panicked")?)
    })
}
