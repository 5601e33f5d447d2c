//! `jiahe-loadtest`: how fast is the house, beside what its machine could do at best, and what does it forget when it is killed?

mod applications;
mod bench;
mod caseload;
mod chaos;
mod device;
mod engine;
mod fill;
mod floor;
mod house;
mod load;
mod process;
mod tablets;
mod wire;
mod work;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use lexopt::prelude::*;
use platform::db::Engine;

/// Whatever went wrong, in words.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;

const USAGE: &str = "\
jiahe-loadtest bench [--db sqlite|postgres|both] [--rows N] [--rounds N] [--seconds N] [--tablets K] [--only W7] [--postgres URL]
jiahe-loadtest chaos kill [--db sqlite|postgres|both] [--rounds N] [--seed N] [--writers N] [--postgres URL]
jiahe-loadtest chaos power-cut [--rounds N] [--seed N] [--writers N]
jiahe-loadtest chaos offline [--db sqlite|postgres|both] [--histories N] [--seed N] [--tablets K] [--control] [--postgres URL]

--postgres URL   a server on this machine where databases may be created; else the environment's TEST_POSTGRES_URL
";

/// What a run was asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    pub engines: Vec<Engine>,
    pub rows: usize,
    pub rounds: usize,
    pub seconds: u64,
    pub seed: u64,
    pub writers: usize,
    pub histories: usize,
    pub tablets: usize,
    /// Measure only the work whose name begins so.
    pub only: Option<String>,
    /// The negative control: a test that finds nothing there could not have found anything.
    pub control: bool,
    pub postgres: Option<String>,
}

impl Asked {
    /// Whether a piece of work is to be measured; a search is held against reading.
    pub fn wants(&self, work: work::Work) -> bool {
        let named = |work: work::Work| self.only.as_ref().is_none_or(|only| work.name().starts_with(only.as_str()));
        named(work) || (work == work::Work::Read && named(work::Work::Search))
    }

    pub fn wants_tablets(&self) -> bool {
        self.tablets > 0 && self.only.as_ref().is_none_or(|only| only == "W7")
    }

    /// The PostgreSQL server, for a run that needs one.
    pub fn server(&self) -> Result<engine::postgres::Server, Fault> {
        let url = self.postgres.as_ref().ok_or("which PostgreSQL server? Give --postgres URL or set TEST_POSTGRES_URL")?;
        Ok(engine::postgres::Server::new(url))
    }
}

/// Prints a line at once: somebody is watching.
pub fn say(line: &str) -> Result<(), Fault> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

fn main() -> ExitCode {
    match dispatch() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            // nobody is left to hear of a broken stderr
            let _ = writeln!(std::io::stderr(), "jiahe-loadtest: {fault}");
            ExitCode::from(2)
        }
    }
}

fn dispatch() -> Result<bool, Fault> {
    let mut words: Vec<String> = Vec::new();
    let mut asked = Asked {
        engines: vec![Engine::Sqlite],
        rows: 100_000,
        rounds: 3,
        seconds: 3,
        seed: u64::from(std::process::id()),
        writers: 6,
        histories: 1_000,
        tablets: 0,
        only: None,
        control: false,
        postgres: server_of_the_environment(),
    };
    let (mut rounds, mut tablets) = (None, None);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(word) => words.push(text(word)?),
            Long("db") => {
                asked.engines = match text(parser.value()?)?.as_str() {
                    "sqlite" => vec![Engine::Sqlite],
                    "postgres" | "pg" => vec![Engine::Postgres],
                    "both" => vec![Engine::Sqlite, Engine::Postgres],
                    other => return Err(format!("--db {other}?\n{USAGE}").into()),
                };
            }
            Long("rows") => asked.rows = parser.value()?.parse()?,
            Long("rounds") => rounds = Some(parser.value()?.parse()?),
            Long("seconds") => asked.seconds = parser.value()?.parse()?,
            Long("seed") => asked.seed = parser.value()?.parse()?,
            Long("histories") => asked.histories = parser.value()?.parse()?,
            Long("tablets") => tablets = Some(parser.value()?.parse()?),
            Long("only") => asked.only = Some(text(parser.value()?)?),
            Long("control") => asked.control = true,
            Long("writers") => asked.writers = parser.value()?.parse()?,
            Long("postgres") => asked.postgres = Some(text(parser.value()?)?),
            _ => return Err(USAGE.into()),
        }
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["bench"] => bench::run(&Asked { rounds: rounds.unwrap_or(3), tablets: tablets.unwrap_or(100), ..asked }),
        ["chaos", "kill"] => chaos::kill::run(&Asked { rounds: rounds.unwrap_or(100), ..asked }),
        ["chaos", "power-cut"] => chaos::power_cut::run(&Asked { rounds: rounds.unwrap_or(20), ..asked }),
        ["chaos", "offline"] => chaos::offline::run(&Asked { tablets: tablets.unwrap_or(34), ..asked }),
        ["floor", port, size] => floor::serve(port.parse()?, size.parse()?).map(|()| true),
        _ => Err(USAGE.into()),
    }
}

fn text(word: OsString) -> Result<String, Fault> {
    word.into_string().map_err(|word| format!("not a text: {}", word.display()).into())
}

#[expect(clippy::disallowed_methods, reason = "a test run is told its server by the environment")]
fn server_of_the_environment() -> Option<String> {
    std::env::var("TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty())
}
