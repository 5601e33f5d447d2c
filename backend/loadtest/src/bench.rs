//! The benchmark: a filled database, then every piece of work beside its limits, round by round, and one line for each.

use std::path::{Path, PathBuf};
use std::time::Duration;

use platform::db::Engine;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::Value;

use crate::applications::{application, given_name};
use crate::engine::postgres::{self, Server};
use crate::engine::sqlite;
use crate::fill::Place;
use crate::floor::Floor;
use crate::house::{self, House};
use crate::load::{Burst, Took, count, median};
use crate::wire::{self, Session};
use crate::work::Work;
use crate::{Asked, Fault, caseload, fill, load, process, say, tablets};

/// Files whose ids are known to the readers.
const KNOWN: usize = 20_000;
/// A search may take so many times longer than reading one file.
const SEARCH_WITHIN: f64 = 3.0;
/// Group commit against one commit per file.
const GROUP_GOAL: f64 = 7.0;
/// What a tablet may have to load the first time, in bytes.
const FIRST_SYNC: f64 = 1_048_576.0;
/// Reading one file may take so many times longer while all tablets take theirs along.
const BESIDE_TABLETS: f64 = 2.0;

/// Measures on every engine asked for; true when every goal is met.
pub fn run(asked: &Asked) -> Result<bool, Fault> {
    let mut met = true;
    for engine in &asked.engines {
        met &= match engine {
            Engine::Sqlite => Bench::sqlite(asked)?.run(asked)?,
            Engine::Postgres => {
                let server = asked.server()?;
                Bench::postgres(asked, &server)?.run(asked)?
            }
        };
    }
    Ok(met)
}

/// The raw engine on a copy of the data.
enum Raw<'a> {
    Sqlite(Box<sqlite::Bench>),
    Postgres(Box<postgres::Bench<'a>>),
}

struct Bench<'a> {
    engine: Engine,
    house: House,
    raw: Raw<'a>,
    /// Where the processes of the engine are looked for.
    server: Option<(&'a Server, String)>,
    terms: Vec<String>,
    place: Place,
}

/// Directory of the filled databases; they are kept for the next run.
fn store() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/loadtest")
}

/// The names searched for: everybody's but not all at once.
fn terms() -> Vec<String> {
    (0..200).map(|n| given_name(n * 37)).collect()
}

/// Fills the house unless it was filled by an earlier run; says where its stations are.
fn furnish(house: &House, asked: &Asked, filled: bool) -> Result<Place, Fault> {
    let system = actix_web::rt::System::new();
    if !filled {
        say(&format!("# filling {} case files", asked.rows))?;
        house.run(&["migrate"])?;
        house.run(&["seed"])?;
        system.block_on(fill::fill(house, asked.rows, asked.tablets))?;
    }
    system.block_on(async { fill::place(&fill::open(house, platform::clock::Clock::system())?).await })
}

impl<'a> Bench<'a> {
    fn sqlite(asked: &Asked) -> Result<Self, Fault> {
        let (store, work) = (store().join(format!("sqlite-{}-{}", asked.rows, asked.tablets)), store().join("sqlite"));
        if !store.join("filled").exists() {
            // a half-filled one is of no use
            let _ = std::fs::remove_dir_all(&store);
            let house = House::new(&house::binary()?, &store, None)?;
            furnish(&house, asked, false)?;
            std::fs::write(store.join("filled"), "")?;
        }
        let _ = std::fs::remove_dir_all(&work);
        std::fs::create_dir_all(&work)?;
        for file in ["jiahe.db", "keys.json"] {
            std::fs::copy(store.join(file), work.join(file))?;
        }
        std::fs::copy(store.join("jiahe.db"), work.join("copy.db"))?;
        let house = House::new(&house::binary()?, &work, None)?;
        house.run(&["migrate"])?;
        let place = furnish(&house, asked, true)?;
        let raw = Raw::Sqlite(Box::new(sqlite::Bench::open(&house.dir.join("copy.db"))?));
        Ok(Self { engine: Engine::Sqlite, house, raw, server: None, terms: terms(), place })
    }

    fn postgres(asked: &Asked, server: &'a Server) -> Result<Self, Fault> {
        let dir = store().join("postgres");
        let store = format!("jiahe_filled_{}_{}", asked.rows, asked.tablets);
        let (live, copy) = ("jiahe_bench".to_owned(), "jiahe_bench_raw".to_owned());
        let binary = house::binary()?;
        let marker = dir.join(&store);
        let filled = marker.exists() && server.exists(&store)?;
        if !filled {
            server.create(&store, None)?;
            let house = House::new(&binary, &dir, Some(&server.database(&store)))?;
            furnish(&house, asked, false)?;
            std::fs::write(&marker, "")?;
        }
        server.settle(&store)?;
        server.create(&live, Some(&store))?;
        server.create(&copy, Some(&store))?;
        let house = House::new(&binary, &dir, Some(&server.database(&live)))?;
        house.run(&["migrate"])?;
        let place = furnish(&house, asked, true)?;
        let terms = terms();
        let raw = Raw::Postgres(Box::new(postgres::Bench::open(server, &copy, &house.dir, &terms)?));
        Ok(Self { engine: Engine::Postgres, house, raw, server: Some((server, live)), terms, place })
    }

    fn name(&self) -> &'static str {
        if self.engine == Engine::Sqlite { "sqlite" } else { "postgres" }
    }

    fn run(mut self, asked: &Asked) -> Result<bool, Fault> {
        let lasting = Duration::from_secs(asked.seconds);
        let ready = self.house.start()?;
        std::thread::sleep(Duration::from_secs(1));
        say(&format!(
            "start_to_ready_ms {} {:.0} goal=2000 {}",
            self.name(),
            ready.as_secs_f64() * 1e3,
            verdict(ready.as_secs_f64() <= 2.0)
        ))?;
        let idle = process::resident_mb(self.house.pid());
        say(&format!("rss_idle_mb {} {idle:.0} goal=80 {}", self.name(), verdict(idle <= 80.0)))?;
        let mut met = ready.as_secs_f64() <= 2.0 && idle <= 80.0;
        let sessions = Sessions {
            director: self.house.sign_in("director")?,
            head: self.house.sign_in("station")?,
            registrar: self.house.sign_in("registrar")?,
        };
        let cases = self.known(&sessions.director)?;
        let mut read_p99 = 0.0;
        for work in Work::ALL.into_iter().filter(|work| asked.wants(*work)) {
            let (static_, raw, ours) = self.rounds(work, asked.rounds, lasting, &sessions, &cases)?;
            let floor = static_.cpu_ms() + raw.cpu_ms();
            if work == Work::Read {
                read_p99 = ours.p99_ms();
            }
            let (ratio, goal) = match work.goal(self.engine) {
                Some(goal) => (floor / ours.cpu_ms(), goal),
                None => (read_p99 / ours.p99_ms(), 1.0 / SEARCH_WITHIN),
            };
            met &= ratio >= goal;
            say(&format!(
                "{} {} rps={:.0} p99_ms={:.1} cpu_ms={:.4} ratio={ratio:.2} goal={goal:.2} {}",
                work.name(),
                self.name(),
                ours.rps(),
                ours.p99_ms(),
                ours.cpu_ms(),
                verdict(ratio >= goal)
            ))?;
            say(&format!(
                "#   {} bytes; static cpu_ms={:.4}, engine cpu_ms={:.4}, floor/ours={:.2}",
                ours.bytes / ours.requests.max(1),
                static_.cpu_ms(),
                raw.cpu_ms(),
                floor / ours.cpu_ms()
            ))?;
            if let (Work::Create(32), Raw::Sqlite(raw)) = (work, &self.raw) {
                let single = raw.measure(work, &self.terms, 1, lasting)?;
                let ratio = ours.rps() / single.rps();
                met &= ratio >= GROUP_GOAL;
                say(&format!(
                    "W3 group_commit sqlite rps={:.0} p99_ms={:.1} cpu_ms={:.4} ratio={ratio:.2} goal={GROUP_GOAL:.2} {}",
                    ours.rps(),
                    ours.p99_ms(),
                    ours.cpu_ms(),
                    verdict(ratio >= GROUP_GOAL)
                ))?;
                say(&format!("#   one commit per file, engine alone: {:.0} files a second", single.rps()))?;
            }
        }
        if asked.wants_tablets() {
            met &= self.with_tablets(asked, lasting, &sessions, &cases)?;
        }
        let busy = process::resident_mb(self.house.pid());
        say(&format!("# rss after the load: {busy:.0} MB"))?;
        self.house.stop()?;
        if let Some((server, live)) = self.server {
            server.drop_database(&live)?;
        }
        Ok(met)
    }

    /// Static answer, engine, ours; then again: what disturbs the machine disturbs all three.
    fn rounds(&self, work: Work, rounds: usize, lasting: Duration, who: &Sessions, cases: &[String]) -> Result<(Took, Took, Took), Fault> {
        // a first short burst warms caches and tells how large an answer is
        let warm = self.ours(work, &|since| since < Duration::from_millis(500), who, cases, 0)?;
        let floor = Floor::start(warm.bytes / warm.requests.max(1))?;
        let (mut statics, mut raws, mut ours) = (Vec::new(), Vec::new(), Vec::new());
        for round in 1..=rounds.max(1) {
            statics.push(self.fixed(work, &floor, lasting)?);
            raws.push(match &self.raw {
                Raw::Sqlite(raw) => raw.measure(work, &self.terms, work.connections(), lasting)?,
                Raw::Postgres(raw) => raw.measure(work, lasting)?,
            });
            ours.push(self.ours(work, &|since| since < lasting, who, cases, round)?);
        }
        Ok((median(statics), median(raws), median(ours)))
    }

    fn fixed(&self, work: Work, floor: &Floor, lasting: Duration) -> Result<Took, Fault> {
        let is_new = matches!(work, Work::Create(_));
        let body = application(1, &self.place.stations).to_string();
        let request = if is_new { wire::request("POST", "/", None, &[], Some(&body)) } else { wire::get("/", None) };
        let pid = floor.pid();
        Burst {
            address: floor.address,
            connections: work.connections(),
            going: &|since| since < lasting,
            expect: if is_new { 201 } else { 200 },
            request: &|_, _| request.clone(),
        }
        .run(&|| process::cpu(pid))
    }

    /// W7: what one tablet costs alone, then what reading a file costs while all tablets take theirs along.
    fn with_tablets(&self, asked: &Asked, lasting: Duration, who: &Sessions, cases: &[String]) -> Result<bool, Fault> {
        let mut all = tablets::enrol(&self.house, asked.tablets)?;
        let spent = self.spent()?;
        let rounds = asked.rounds.max(1);
        // a pair of mediators shares its files: every other tablet that is looked at has files of its own
        let apart = all.iter_mut().step_by(2 * caseload::PER_PERSON).take(rounds);
        let alone = tablets::median(apart.map(|tablet| tablet.alone(&spent)).collect::<Result<_, _>>()?)?;
        let ratio = FIRST_SYNC / load::count(alone.first.travelled).max(1.0);
        say(&format!(
            "W7 first_sync {} bytes={} requests={} cpu_ms={:.0} wall_ms={:.0} ratio={ratio:.2} goal=1.00 {}",
            self.name(),
            alone.first.travelled,
            alone.first.requests.len(),
            alone.first.cpu_ms(),
            alone.first.elapsed.as_secs_f64() * 1e3,
            verdict(ratio >= 1.0)
        ))?;
        for (what, synced) in [("nothing changed".to_owned(), &alone.unchanged), (format!("{} changed", tablets::CHANGED), &alone.changed)]
        {
            say(&format!(
                "#   {} files, {what}: {} bytes, {} requests, cpu_ms={:.1}, wall_ms={:.1}",
                caseload::CARRIED,
                synced.travelled,
                synced.requests.len(),
                synced.cpu_ms(),
                synced.elapsed.as_secs_f64() * 1e3
            ))?;
        }
        let (mut quiet, mut beside, mut last) = (Vec::new(), Vec::new(), Vec::new());
        for round in 1..=rounds {
            all.iter_mut().try_for_each(tablets::Tablet::come_back)?;
            quiet.push(self.ours(Work::Read, &|since| since < lasting, who, cases, round)?);
            let (synced, took) = tablets::at_once(&mut all, |going| self.ours(Work::Read, going, who, cases, round))?;
            beside.push(took);
            last = synced;
        }
        tablets::complete(&last)?;
        let p99 = |rounds: &[Took]| tablets::middle(rounds.iter().map(|took| took.p99).collect());
        let ratio = p99(&quiet).as_secs_f64() / p99(&beside).as_secs_f64().max(f64::EPSILON);
        let (quiet, beside) = ((p99(&quiet), median(quiet)), (p99(&beside), median(beside)));
        say(&format!(
            "W7 read_beside_{} {} rps={:.0} p99_ms={:.1} ratio={ratio:.2} goal={:.2} {}",
            all.len(),
            self.name(),
            beside.1.rps(),
            beside.0.as_secs_f64() * 1e3,
            1.0 / BESIDE_TABLETS,
            verdict(ratio >= 1.0 / BESIDE_TABLETS)
        ))?;
        let times = tablets::times(&last);
        let part = |percent| load::percentile(&times, percent).as_secs_f64() * 1e3;
        say(&format!(
            "#   without tablets rps={:.0} p99_ms={:.1}; {} syncs in {:.1} s, {} requests p50_ms={:.0} p95_ms={:.0} p99_ms={:.0}",
            quiet.1.rps(),
            quiet.0.as_secs_f64() * 1e3,
            all.len(),
            last.iter().map(|one| one.elapsed).max().unwrap_or_default().as_secs_f64(),
            times.len(),
            part(50),
            part(95),
            part(99)
        ))?;
        Ok(alone.first.travelled <= 1_048_576 && ratio >= 1.0 / BESIDE_TABLETS)
    }

    /// Reads the CPU time of whoever serves: the house, and the engine where it is a process of its own.
    fn spent(&self) -> Result<impl Fn() -> Duration + use<>, Fault> {
        let engine = match &self.server {
            Some((server, name)) => server.watch(name)?,
            None => Vec::new(),
        };
        let pid = self.house.pid();
        Ok(move || process::cpu(pid) + engine.iter().map(|pid| process::cpu(*pid)).sum::<Duration>())
    }

    fn ours(
        &self,
        work: Work,
        going: &(dyn Fn(Duration) -> bool + Sync),
        who: &Sessions,
        cases: &[String],
        round: usize,
    ) -> Result<Took, Fault> {
        let spent = self.spent()?;
        let station = self.place.own;
        let (terms, stations) = (&self.terms, &self.place.stations);
        let request = |worker: usize, n: usize| {
            let mut dice = StdRng::seed_from_u64(u64::try_from((round * 1_000 + worker) * 1_000_000 + n).unwrap_or(0));
            match work {
                Work::Read => {
                    let id = cases.get(dice.random_range(0..cases.len().max(1))).map_or("", String::as_str);
                    wire::get(&format!("/api/v1/mediation/cases/{id}"), Some(&who.director))
                }
                Work::List => wire::get(&format!("/api/v1/mediation/cases?state=APPLIED&limit=50&stationId={station}"), Some(&who.head)),
                Work::Search => {
                    let term = terms.get(dice.random_range(0..terms.len().max(1))).map_or("", String::as_str);
                    wire::get(&format!("/api/v1/mediation/cases?q={}&limit=50", percent(term)), Some(&who.director))
                }
                Work::Create(clients) => {
                    // people nobody else has filed for: the bench's own part of the sequence of invented people
                    let place = 1_000_000 + ((round * 2 + clients / 32) * 64 + worker) * 10_000 + n;
                    let body = application(place, stations).to_string();
                    wire::command("/api/v1/mediation/cases", &who.registrar, &platform::ids::Id::new().0.to_string(), None, &body)
                }
            }
        };
        let expect = if matches!(work, Work::Create(_)) { 201 } else { 200 };
        Burst { address: self.house.address, connections: work.connections(), going, expect, request: &request }.run(&spent)
    }

    /// Ids of the newest files, page by page, as a reader would come to know them.
    fn known(&self, director: &Session) -> Result<Vec<String>, Fault> {
        let (mut ids, mut cursor, mut wire) = (Vec::new(), String::new(), self.house.wire());
        while ids.len() < KNOWN {
            let reply = wire.exchange(&wire::get(&format!("/api/v1/mediation/cases?state=APPLIED&limit=200{cursor}"), Some(director)))?;
            let page: Value = serde_json::from_slice(&reply.body)?;
            let items = page.get("items").and_then(Value::as_array).ok_or_else(|| format!("no list: {}", reply.text()))?;
            ids.extend(items.iter().filter_map(|item| item.get("id")?.as_str().map(str::to_owned)));
            match page.get("nextCursor").and_then(Value::as_str) {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        say(&format!("# {:.0} known files", count(ids.len())))?;
        Ok(ids)
    }
}

struct Sessions {
    director: Session,
    head: Session,
    registrar: Session,
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn verdict(good: bool) -> &'static str {
    if good { "OK" } else { "SHORT" }
}
