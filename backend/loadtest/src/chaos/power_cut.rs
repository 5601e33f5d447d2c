//! The power goes: what was written and not synced is gone, some of it torn (R2 of the security specification). SQLite; the
//! product's own binary over HTTP, with a shim between it and the disk. The negative control runs on a disk that does not
//! sync the write-ahead log: if nothing is lost there, the test itself is broken.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use platform::clock::Clock;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::kill::storm;
use super::writers::{Acked, Writer};
use super::{Tally, check, found};
use crate::house::{self, House};
use crate::{Asked, Fault, fill, say};

/// What a disk writes at once.
const SECTOR: usize = 512;
/// Nothing else is on the disk of an installation.
const FILES: [&str; 4] = ["jiahe.db", "jiahe.db-wal", "keys.json", "checkpoints.jsonl"];

/// True when nothing acknowledged was lost, doubled or damaged, and the control did lose something.
pub fn run(asked: &Asked) -> Result<bool, Fault> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../target/loadtest/power-cut-{}", std::process::id()));
    std::fs::create_dir_all(&top)?;
    let top = top.canonicalize()?;
    let shim = compile(&top)?;
    let started = Instant::now();
    let tally = Disk { shim: &shim, lies: false }.rounds(&top.join("main"), asked)?;
    let control =
        Disk { shim: &shim, lies: true }.rounds(&top.join("control"), &Asked { rounds: asked.rounds.clamp(1, 10), ..asked.clone() })?;
    let damage = tally.damage;
    say(&format!(
        "power-cut rounds={} acked={} lost={} dup={} corrupt={} control_lost={} t={:.0}s seed={}",
        tally.rounds,
        tally.acked,
        damage.lost,
        damage.dup,
        damage.corrupt,
        control.damage.lost,
        started.elapsed().as_secs_f64(),
        asked.seed
    ))?;
    let clean = damage == check::Damage::default() && tally.acked > 0;
    if control.damage.lost == 0 {
        say("# the control lost nothing: this test could not have seen a loss")?;
    }
    if clean {
        std::fs::remove_dir_all(&top)?;
    } else {
        say(&format!("# what is left of it: {}", top.display()))?;
    }
    Ok(clean && control.damage.lost > 0)
}

fn compile(dir: &Path) -> Result<PathBuf, Fault> {
    let (source, library) = (dir.join("shim.c"), dir.join("shim.so"));
    std::fs::write(&source, include_str!("../../shim.c"))?;
    let status = Command::new("cc").args(["-shared", "-fPIC", "-O2", "-o"]).arg(&library).arg(&source).arg("-ldl").status()?;
    if status.success() { Ok(library) } else { Err("the shim cannot be compiled".into()) }
}

/// The disk under the server.
struct Disk<'a> {
    shim: &'a Path,
    /// Acknowledges the sync of the write-ahead log without doing it.
    lies: bool,
}

impl Disk<'_> {
    fn rounds(&self, dir: &Path, asked: &Asked) -> Result<Tally, Fault> {
        let mut house = House::new(&house::binary()?, dir, None)?;
        let session = found(&mut house)?;
        let stations = actix_web::rt::System::new().block_on(async { fill::place(&fill::open(&house, Clock::system())?).await })?.stations;
        house.start()?;
        let at_first = check::files(&house, &session)?;
        house.stop()?;
        let shadow = house.dir.with_extension("shadow");
        let mut dice = StdRng::seed_from_u64(asked.seed);
        let (mut tally, mut all) = (Tally::default(), Vec::new());
        let mut writers: Vec<Writer> = (0..asked.writers.max(1)).map(|which| Writer::new(asked.seed, which)).collect();
        for round in 1..=asked.rounds {
            // what an earlier round left was recovered and counts as durable
            settle(&house.dir, &shadow)?;
            house.extra = vec![
                ("LD_PRELOAD".to_owned(), self.shim.display().to_string()),
                ("PL_PREFIX".to_owned(), format!("{}/", house.dir.display())),
                ("PL_SHADOW".to_owned(), shadow.display().to_string()),
            ];
            if self.lies {
                house.extra.push(("PL_CONTROL".to_owned(), "1".to_owned()));
            }
            house.start()?;
            storm(&mut house, &session, &stations, &mut writers, Duration::from_millis(dice.random_range(50..=350)))?;
            cut(&house.dir, &shadow, &mut dice, !self.lies)?;
            house.extra.clear();
            house.start()?;
            if self.lies {
                // the writers' memory and the disk no longer agree: every round is counted by itself
                let acked: Vec<Acked> = writers.iter().flat_map(|writer| writer.acked.iter().cloned()).collect();
                tally.damage.lost += check::missing(&house, &session, &acked)?;
                tally.acked += acked.len();
                let others = round * writers.len();
                writers = (0..writers.len()).map(|which| Writer::new(asked.seed, others + which)).collect();
            } else {
                check::resend(&house, &mut writers)?;
                let acked: Vec<Acked> = writers.iter_mut().flat_map(|writer| writer.acked.drain(..)).collect();
                tally.damage.add(check::acknowledged(&house, &session, &acked)?);
                tally.damage.add(check::integrity(&house)?);
                tally.damage.add(check::journal(&house)?);
                tally.acked += acked.len();
                all.extend(acked.into_iter().map(|one| Acked { body: Vec::new(), ..one }));
                if round == asked.rounds {
                    tally.damage.add(check::totals(&house, &session, at_first, &all)?);
                }
            }
            tally.rounds = round;
            house.stop()?;
        }
        Ok(tally)
    }
}

/// Starts a round with everything on the disk.
fn settle(dir: &Path, shadow: &Path) -> Result<(), Fault> {
    // the first round has no shadow yet
    let _ = std::fs::remove_dir_all(shadow);
    std::fs::create_dir_all(shadow)?;
    for file in FILES.iter().filter(|file| dir.join(file).exists()) {
        std::fs::copy(dir.join(file), shadow.join(file))?;
    }
    Ok(())
}

/// The power is gone: each file is what was synced last, with some sectors of what was written later. (A disk that lies about
/// the log would be damaged by such sectors, not only forgetful; the control is to forget.)
fn cut(dir: &Path, shadow: &Path, dice: &mut StdRng, tear: bool) -> Result<(), Fault> {
    for file in FILES {
        let (written, durable) = (std::fs::read(dir.join(file)).unwrap_or_default(), std::fs::read(shadow.join(file)));
        match durable {
            Ok(durable) if tear => std::fs::write(dir.join(file), torn(&durable, &written, dice))?,
            Ok(durable) => std::fs::write(dir.join(file), durable)?,
            // never synced, so not even its name is sure to be there
            Err(_) if dir.join(file).exists() => std::fs::remove_file(dir.join(file))?,
            Err(_) => {}
        }
    }
    // shared memory does not outlive the machine
    let _ = std::fs::remove_file(dir.join("jiahe.db-shm"));
    Ok(())
}

/// The durable bytes, with every later sector on the disk or not, as it happens.
fn torn(durable: &[u8], written: &[u8], dice: &mut StdRng) -> Vec<u8> {
    let mut out = durable.to_vec();
    for (n, sector) in written.chunks(SECTOR).enumerate() {
        let at = n * SECTOR;
        let is_new = durable.get(at..at + sector.len()) != Some(sector);
        if is_new && dice.random_bool(0.5) {
            if out.len() < at + sector.len() {
                out.resize(at + sector.len(), 0);
            }
            if let Some(place) = out.get_mut(at..at + sector.len()) {
                place.copy_from_slice(sector);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_keeps_what_was_synced_and_tears_what_was_not() {
        let mut dice = StdRng::seed_from_u64(1);
        let durable = vec![1; 4 * SECTOR];
        let mut written = durable.clone();
        written.extend(vec![2; 64 * SECTOR]);
        let left = torn(&durable, &written, &mut dice);
        assert_eq!(left[..durable.len()], durable[..]);
        let later: Vec<u8> = left[durable.len()..].chunks(SECTOR).map(|sector| sector[0]).collect();
        assert!(later.contains(&0) && later.contains(&2), "some sectors made it and some did not");
    }
}
