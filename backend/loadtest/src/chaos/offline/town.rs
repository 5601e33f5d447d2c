//! The installation under test, its twin, everybody who works there, and what befalls it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use platform::db::Engine;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::line::Line;
use super::office::{Colleague, Office};
use super::tablet::Tablet;
use crate::device::Device;
use crate::engine::postgres::Server;
use crate::house::{self, House};
use crate::{Asked, Fault, say};

/// Mediators whose appointment lasts.
const MEDIATORS: usize = 17;
/// Fresh files for each mediator and batch.
const FRESH: usize = 4;

/// Where the databases are.
pub enum Deployment {
    Files { backup: PathBuf },
    Server { server: Server, live: String, twin: String, backup: PathBuf },
}

pub struct Town {
    pub house: House,
    pub twin: House,
    pub deployment: Deployment,
    pub office: Office,
    pub tablets: Vec<Tablet>,
    /// The same tablets as the twin knows them.
    pub twins: HashMap<String, Device>,
    pub colleagues: Vec<Colleague>,
    /// The newest fact of the journal that was looked at.
    pub newest: i64,
    dir: PathBuf,
}

impl Town {
    /// The demo county with its tablets enrolled, twice.
    pub fn found(asked: &Asked, engine: Engine) -> Result<Self, Fault> {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../target/loadtest/offline-{}", std::process::id()));
        // what another process of this number left is of no use
        let _ = std::fs::remove_dir_all(&dir);
        let binary = house::binary()?;
        let (live, twin) = (format!("jiahe_offline_{}", std::process::id()), format!("jiahe_offline_twin_{}", std::process::id()));
        let backup = dir.join("backup");
        let (deployment, urls) = match engine {
            Engine::Sqlite => (Deployment::Files { backup }, (None, None)),
            Engine::Postgres => {
                let server = asked.server()?;
                server.create(&live, None)?;
                let urls = (Some(server.database(&live)), Some(server.database(&twin)));
                (Deployment::Server { server, live, twin, backup }, urls)
            }
        };
        let mut house = House::new(&binary, &dir.join("main"), urls.0.as_deref())?;
        house.run(&["migrate"])?;
        house.run(&["seed"])?;
        house.start()?;
        let office = Office::new(&house)?;
        let mut dice = StdRng::seed_from_u64(asked.seed);
        let mut tablets = Vec::new();
        let count = asked.tablets.clamp(2, 2 * MEDIATORS);
        let mut owners = HashMap::new();
        for which in 0..count {
            let n = which % MEDIATORS;
            let username = if n == 0 { "mediator".to_owned() } else { format!("mediator{}", n + 1) };
            if !owners.contains_key(&username) {
                owners.insert(username.clone(), house.sign_in(&username)?);
            }
            let mut device = Device::new(&mut dice)?;
            let owner = owners.get(&username).ok_or("no owner")?;
            device.enrol(&house, owner, office.session("security")?, &format!("入户平板{which}"))?;
            let mut line = Line::new(house.address, dice.random());
            line.calm = true;
            let mut tablet = Tablet::new(device, &username, line, dice.random(), which);
            tablet.forgetful = asked.control;
            tablets.push(tablet);
        }
        house.stop()?;
        let twin = double(&house, &deployment, &binary, &dir, urls.1.as_deref())?;
        let twins = tablets.iter().map(|tablet| (tablet.device.id.clone(), tablet.device.clone())).collect();
        let mut town = Self { house, twin, deployment, office, tablets, twins, colleagues: Vec::new(), newest: 0, dir };
        town.house.start()?;
        town.twin.start()?;
        town.tablets.iter_mut().try_for_each(Tablet::meet)?;
        let first: Vec<&Tablet> = town.tablets.iter().take(MEDIATORS).collect();
        town.colleagues = first
            .iter()
            .enumerate()
            .filter_map(|(n, tablet)| {
                // two mediators share a station
                let partner = first.get(n ^ 1).map_or(tablet.account, |other| other.account);
                Some(Colleague { account: tablet.account, station: tablet.station?, partner })
            })
            .collect();
        town.newest = super::journal::effects(&town.house, town.office.session("auditor")?, 0)?.1;
        Ok(town)
    }

    /// New disputes for every mediator, some for two of them together.
    pub fn open_files(&mut self, dice: &mut StdRng) -> Result<(), Fault> {
        for colleague in self.colleagues.clone() {
            for _ in 0..FRESH {
                let together = colleague.partner != colleague.account && dice.random_bool(0.3);
                self.office.open(&colleague, together)?;
            }
        }
        Ok(())
    }

    /// The last contact of all tablets, a few at a time.
    pub fn come_home(&mut self) -> Result<(), Fault> {
        let many = self.tablets.len().div_ceil(4).max(1);
        // twice: what one hands in, another has to take along
        for _ in 0..2 {
            std::thread::scope(|scope| {
                let groups: Vec<_> = self
                    .tablets
                    .chunks_mut(many)
                    .map(|group| scope.spawn(move || group.iter_mut().try_for_each(Tablet::come_home)))
                    .collect();
                groups.into_iter().try_for_each(|group| group.join().map_err(|_| "a tablet panicked")?)
            })?;
        }
        Ok(())
    }

    /// New tokens on the twin: those of the last batch may be over.
    pub fn ready_twin(&mut self) -> Result<(), Fault> {
        let mut wire = self.twin.wire();
        for device in self.twins.values_mut() {
            let reply = wire.exchange(&device.come_back())?;
            device.keep(&reply.body).ok_or_else(|| format!("no tokens on the twin: {}", reply.text()))?;
        }
        Ok(())
    }

    /// Nothing is left behind by a clean run.
    pub fn leave(mut self, clean: bool) -> Result<(), Fault> {
        self.house.stop()?;
        self.twin.stop()?;
        if !clean {
            return say(&format!("# what is left of it: {}", self.dir.display()));
        }
        if let Deployment::Server { server, live, twin, .. } = &self.deployment {
            server.drop_database(live)?;
            server.drop_database(twin)?;
        }
        Ok(std::fs::remove_dir_all(&self.dir)?)
    }
}

/// A copy of the installation that has never known anything but good lines.
fn double(house: &House, deployment: &Deployment, binary: &Path, dir: &Path, url: Option<&str>) -> Result<House, Fault> {
    let twin = House::new(binary, &dir.join("twin"), url)?;
    for entry in std::fs::read_dir(&house.dir)? {
        let entry = entry?;
        if entry.file_type()?.is_file() && entry.file_name() != "server.log" {
            std::fs::copy(entry.path(), twin.dir.join(entry.file_name()))?;
        }
    }
    if let Deployment::Server { server, live, twin, .. } = deployment {
        server.create(twin, Some(live))?;
    }
    Ok(twin)
}

/// Kills the server again and again while tablets are at work, and puts an older backup in its place if that is asked for; says how
/// often each was done.
pub fn fate(
    house: &mut House,
    deployment: &Deployment,
    office: &Mutex<&mut Office>,
    left: &AtomicUsize,
    dice: &mut StdRng,
    restore: bool,
) -> Result<(usize, usize), Fault> {
    let (mut kills, mut restores, mut backed_up) = (0, 0, false);
    while left.load(Ordering::SeqCst) > 0 || (restore && restores == 0) {
        let until = dice.random_range(4..16);
        for _ in 0..until {
            if left.load(Ordering::SeqCst) > 0 {
                std::thread::sleep(Duration::from_millis(100));
            }
        }
        if restore && !backed_up {
            let mut office = office.lock().map_err(|_| "the office panicked")?;
            office.note_backup();
            back_up(house, deployment)?;
            backed_up = true;
        } else if restore && restores == 0 {
            let mut office = office.lock().map_err(|_| "the office panicked")?;
            house.kill()?;
            put_back(house, deployment)?;
            house.start()?;
            office.again()?;
            restores += 1;
        } else if left.load(Ordering::SeqCst) > 0 {
            house.kill()?;
            house.start()?;
            kills += 1;
        }
    }
    Ok((kills, restores))
}

/// Copies the running database.
fn back_up(house: &House, deployment: &Deployment) -> Result<(), Fault> {
    match deployment {
        Deployment::Files { backup } => {
            for old in [backup.clone(), backup.with_extension("note.json")] {
                // the first batch has none
                let _ = std::fs::remove_file(old);
            }
            house.run(&["backup", &backup.display().to_string()]).map(drop)
        }
        Deployment::Server { server, live, backup, .. } => {
            tool("pg_dump", &["--format=custom", "--file", &backup.display().to_string(), &server.database(live)])
        }
    }
}

/// Puts the backup in the place of the database of a server that does not run.
fn put_back(house: &House, deployment: &Deployment) -> Result<(), Fault> {
    match deployment {
        Deployment::Files { backup } => {
            for file in ["jiahe.db", "jiahe.db-wal", "jiahe.db-shm"] {
                match std::fs::remove_file(house.dir.join(file)) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                    _ => {}
                }
            }
            house.run(&["restore", &backup.display().to_string()]).map(drop)
        }
        Deployment::Server { server, live, backup, .. } => {
            server.create(live, None)?;
            tool("pg_restore", &["--no-owner", "--dbname", &server.database(live), &backup.display().to_string()])?;
            house.run(&["epoch", "renew"]).map(drop)
        }
    }
}

fn tool(name: &str, words: &[&str]) -> Result<(), Fault> {
    let output = Command::new(name).args(words).output().map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() { Ok(()) } else { Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr)).into()) }
}
