//! Many tablets that work without signal and hand in over bad lines, against the release binary: what was acknowledged is there,
//! once, and the files are what a single delivery in the same order makes of them (R5, R7, R21, R22 of the security specification).

mod check;
mod journal;
mod line;
mod office;
mod outbox;
mod script;
mod tablet;
mod town;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use platform::db::Engine;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::{Asked, Fault, say};
use check::Broken;
use outbox::Fate;
use town::Town;

/// Histories of one tablet between two looks at the files.
const A_BATCH: usize = 5;
/// Every so many batches the database is put back from an older backup.
const RESTORE_EVERY: usize = 2;

/// True when nothing was lost, doubled or different; for the control, when something was doubled.
pub fn run(asked: &Asked) -> Result<bool, Fault> {
    let mut kept = true;
    for engine in &asked.engines {
        kept &= run_on(asked, *engine)?;
    }
    Ok(kept)
}

#[derive(Default)]
struct Tally {
    histories: usize,
    commands: usize,
    broken: Broken,
    late: usize,
    steps: BTreeMap<String, usize>,
    kills: usize,
    restores: usize,
}

fn run_on(asked: &Asked, engine: Engine) -> Result<bool, Fault> {
    let started = Instant::now();
    let mut town = Town::found(asked, engine)?;
    say(&format!("# {} tablets enrolled after {:.0} s", town.tablets.len(), started.elapsed().as_secs_f64()))?;
    let each = asked.histories.div_ceil(town.tablets.len().max(1));
    let mut tally = Tally::default();
    let mut batch = 0;
    while tally.histories < asked.histories && (tally.broken == Broken::default() || asked.control) {
        batch += 1;
        let told = (batch - 1) * A_BATCH;
        let parts: Vec<f64> =
            (1..=A_BATCH.min(each - told.min(each))).map(|n| crate::load::count(told + n) / crate::load::count(each)).collect();
        one_batch(&mut town, asked, batch, &parts, &mut tally)?;
        say(&format!(
            "# batch {batch}: {} histories, {} commands, {} kills, {} restores, {:.0} s",
            tally.histories,
            tally.commands,
            tally.kills,
            tally.restores,
            started.elapsed().as_secs_f64()
        ))?;
    }
    let here: usize = town.tablets.iter().map(|tablet| tablet.refused_here).sum();
    let troubles: usize = town.tablets.iter().map(|tablet| tablet.line.troubles).sum();
    let resent: usize = town.tablets.iter().map(|tablet| tablet.resent).sum();
    let steps: Vec<String> = tally.steps.iter().map(|(step, count)| format!("{step}={count}")).collect();
    say(&format!("# {}", steps.join(" ")))?;
    say(&format!(
        "# {troubles} troubled deliveries, {resent} sent again for another epoch, {here} refused on the tablet, {} by a late copy, {} deeds of the office",
        tally.late,
        town.office.deeds.len()
    ))?;
    let broken = tally.broken;
    let kept = if asked.control { broken.dup > 0 } else { broken == Broken::default() && tally.commands > 0 };
    town.leave(kept)?;
    if asked.control && broken.dup == 0 {
        say("# the control doubled nothing: this test could not have seen a double")?;
    }
    say(&format!(
        "{}offline histories={} commands={} lost={} dup={} diverged={} seed={}",
        if asked.control { "control " } else { "" },
        tally.histories,
        tally.commands,
        broken.lost,
        broken.dup,
        broken.diverged,
        asked.seed
    ))?;
    Ok(kept)
}

fn one_batch(town: &mut Town, asked: &Asked, batch: usize, parts: &[f64], tally: &mut Tally) -> Result<(), Fault> {
    let mut dice = StdRng::seed_from_u64(asked.seed.wrapping_add(u64::try_from(batch)? << 40));
    town.open_files(&mut dice)?;
    for tablet in &mut town.tablets {
        tablet.batch = batch;
        tablet.line.calm = false;
        // older than a week: no restore asks for it any more
        tablet.store.items.retain(|item| item.batch + 1 >= batch);
    }
    let restore = batch.is_multiple_of(RESTORE_EVERY) && !asked.control;
    let left = AtomicUsize::new(town.tablets.len());
    let told = Mutex::new(0);
    let colleagues = town.colleagues.clone();
    let (kills, restores) = {
        let (tablets, house, deployment) = (&mut town.tablets, &mut town.house, &town.deployment);
        let office = Mutex::new(&mut town.office);
        std::thread::scope(|scope| -> Result<(usize, usize), Fault> {
            let at_work: Vec<_> = tablets
                .iter_mut()
                .map(|tablet| {
                    let (left, told) = (&left, &told);
                    scope.spawn(move || {
                        let outcome = parts.iter().try_for_each(|part| -> Result<(), Fault> {
                            tablet.history(*part)?;
                            *told.lock().map_err(|_| "a tablet panicked")? += 1;
                            Ok(())
                        });
                        left.fetch_sub(1, Ordering::SeqCst);
                        outcome
                    })
                })
                .collect();
            let desk = scope.spawn({
                let (left, office, colleagues) = (&left, &office, &colleagues);
                let mut dice = StdRng::seed_from_u64(dice.random());
                move || -> Result<(), Fault> {
                    while left.load(Ordering::SeqCst) > 0 {
                        office.lock().map_err(|_| "the office panicked")?.meddle(&mut dice, colleagues)?;
                        std::thread::sleep(Duration::from_millis(dice.random_range(5..60)));
                    }
                    Ok(())
                }
            });
            let fate = town::fate(house, deployment, &office, &left, &mut dice, restore);
            if fate.is_err() {
                // a dead server would keep the tablets waiting for minutes
                let _ = house.start();
            }
            at_work.into_iter().try_for_each(|tablet| tablet.join().map_err(|_| "a tablet panicked")?)?;
            desk.join().map_err(|_| "the office panicked")??;
            fate
        })?
    };
    tally.kills += kills;
    tally.restores += restores;
    tally.histories += told.into_inner().map_err(|_| "a tablet panicked")?;
    town.come_home()?;
    judge(town, asked, batch, tally)
}

fn judge(town: &mut Town, asked: &Asked, batch: usize, tally: &mut Tally) -> Result<(), Fault> {
    let (effects, newest) = journal::effects(&town.house, town.office.session("auditor")?, town.newest)?;
    town.newest = newest;
    for item in town.tablets.iter().flat_map(|tablet| &tablet.store.items).filter(|item| item.batch == batch) {
        tally.commands += 1;
        let name = match &item.fate {
            Fate::Parked(status, code) => format!("{}:{status}:{code}", item.step),
            _ => item.step.to_owned(),
        };
        *tally.steps.entry(name).or_default() += 1;
    }
    tally.broken.add(check::commands(&town.tablets, &effects, batch, &mut tally.late)?);
    if asked.control {
        return Ok(());
    }
    town.ready_twin()?;
    let twin = check::Twin { house: &town.twin, office: &town.office, tablets: &town.tablets, devices: &town.twins };
    tally.broken.diverged += twin.deliver(&effects)?;
    let director = town.office.session("director")?;
    let views = check::Views { main: &town.house, twin: &town.twin, director, tablets: &town.tablets };
    tally.broken.add(views.compare(&effects)?);
    Ok(())
}
