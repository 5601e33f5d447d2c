//! The command line: one word says what to do.

use std::error::Error;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::net::{IpAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use diesel::prelude::*;
use platform::access::Actor;
use platform::db::{AnyConnection, Use, epoch, migrate};
use platform::http::Command;
use platform::ids::{AccountId, Id};
use platform::problem::AppError;
use platform::uuid;

use crate::config::{self, Config};
use crate::{backup, checkpoints, contract, doctor, keys, matrix, portable, reasons, seed, serve, tls};

const USAGE: &str = "\
jiahe serve                                serve the web app and the API
jiahe migrate                              create the database or bring it up to date; makes the keys of a new one
jiahe openapi [--v3.0]                     print the contract
jiahe seed                                 fill an empty database with the demo county, print its accounts
jiahe demo-accounts                        print the accounts of the demo county as JSON, for scripts and browser tests
jiahe access-matrix                        print who may do what
jiahe problems                             print why the server says no
jiahe lifecycle                            print the lifecycle of a case file
jiahe doctor                               say what is right and what is wrong here
jiahe health                               ask the running server on this machine whether it is ready
jiahe audit verify [--checkpoints FILE]    walk the journal's hash chain
jiahe import divisions FILE                take over a list of administrative divisions (code,name,level,parent_code)
jiahe import holidays FILE                 take over a list of public holidays (date,kind,festival)
jiahe backup FILE                          copy the embedded database while it runs
jiahe restore FILE                         put a copy back where no database is
jiahe epoch renew                          after pg_restore: have every tablet send again what the backup may lack
jiahe tls init --name HOST --ip ADDRESS    make a certificate for HTTPS in the office's own network (--dir DIR)
jiahe tls renew                            renew it; tablets need nothing new (--dir DIR)
jiahe tls show                             print names, end and the root's fingerprint (--dir DIR)
jiahe settings                             print every setting with its default
";

/// Why a command did not do what it was asked for.
#[derive(Debug)]
pub struct Failure {
    pub message: String,
    pub exit: u8,
}

impl Failure {
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), exit: 1 }
    }

    fn usage(message: impl Into<String>) -> Self {
        Self { message: format!("{}\n\n{USAGE}", message.into()), exit: 64 }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        let mut message = describe(&error);
        if let AppError::Invalid(fields) = &error {
            fields.iter().for_each(|field| message.push_str(&format!("\n  {} {}", field.pointer, field.message)));
        }
        Self::new(message)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(error.to_string())
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::new(error.to_string())
    }
}

impl From<config::BadSetting> for Failure {
    fn from(error: config::BadSetting) -> Self {
        Self::new(error.to_string())
    }
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        Self::usage(error.to_string())
    }
}

/// An error with its causes: at the command line the operator is the one who needs them.
pub fn describe(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}

/// Runs the program with its arguments.
pub fn run(args: impl Iterator<Item = OsString>) -> ExitCode {
    match dispatch(&args.skip(1).collect::<Vec<_>>()) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            // nobody is left to hear of a broken stderr
            let _ = writeln!(io::stderr(), "jiahe: {}", failure.message);
            ExitCode::from(failure.exit)
        }
    }
}

fn dispatch(args: &[OsString]) -> Result<u8, Failure> {
    let words: Vec<&str> = args.iter().map(|arg| arg.to_str().unwrap_or("?")).collect();
    match words.as_slice() {
        ["serve"] => {
            let config = Config::from_env()?;
            log_to_stderr(&config);
            actix_web::rt::System::new().block_on(serve::serve(config))?;
            Ok(0)
        }
        ["migrate"] => bring_up_to_date(&Config::from_env()?),
        ["openapi"] => print_contract(false),
        ["openapi", "--v3.0"] => print_contract(true),
        ["problems"] => say(reasons::page().trim_end()),
        ["lifecycle"] => say(mediation::cases::lifecycle_pages::page().trim_end()),
        ["access-matrix"] => say(matrix::page().trim_end()),
        ["demo-accounts"] => print_demo_accounts(),
        ["seed"] => sow(&Config::from_env()?),
        ["health"] => ask_health(&Config::from_env()?),
        ["doctor"] => consult_doctor(&Config::from_env()?),
        ["audit", "verify"] => verify_journal(&Config::from_env()?, None),
        ["audit", "verify", "--checkpoints", _] => verify_journal(&Config::from_env()?, args.get(3).map(PathBuf::from)),
        ["import", list @ ("divisions" | "holidays"), _] => {
            import(&Config::from_env()?, list, &args.get(2).map(PathBuf::from).unwrap_or_default())
        }
        ["backup", _] => {
            let target = args.get(1).map(PathBuf::from).unwrap_or_default();
            let config = Config::from_env()?;
            let digest = backup::backup(&config, &target)?;
            say(&format!("backed up to {} (sha256 {digest})", target.display()))?;
            say(&format!(
                "the files people brought along are apart: copy {} now, after the database (docs/databases.md)",
                config.files().display()
            ))
        }
        ["restore", _] => {
            let config = Config::from_env()?;
            backup::restore(&config, &args.get(1).map(PathBuf::from).unwrap_or_default())?;
            say(&format!("restored to {}; run jiahe migrate and jiahe audit verify next", config.database_shown()))?;
            say(&format!("the files people brought along belong to {}: put their copy there (docs/databases.md)", config.files().display()))
        }
        ["epoch", "renew"] => begin_epoch(&Config::from_env()?),
        ["tls", verb @ ("init" | "renew" | "show"), ..] => tls::command::run(&Config::from_env()?, verb, args.get(2..).unwrap_or_default()),
        ["settings"] => say(config::example().trim_end()),
        ["help" | "--help" | "-h"] => say(USAGE.trim_end()),
        ["version" | "--version" | "-V"] => say(concat!("jiahe ", env!("CARGO_PKG_VERSION"))),
        [] => Err(Failure::usage("say what to do")),
        _ => Err(Failure::usage(format!("unknown command: {}", words.join(" ")))),
    }
}

/// Prints a line; a reader that has gone away is no failure of ours.
pub fn say(line: &str) -> Result<u8, Failure> {
    match writeln!(io::stdout(), "{line}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(0),
    }
}

fn log_to_stderr(config: &Config) {
    env_logger::Builder::new().parse_filters(&config.log).format_timestamp_millis().init();
}

fn bring_up_to_date(config: &Config) -> Result<u8, Failure> {
    std::fs::create_dir_all(&config.data_dir)?;
    if let Some(parent) = config.database_file().and_then(|file| file.parent()) {
        std::fs::create_dir_all(parent)?;
    }
    let new = is_new(config)?;
    keys::load_or_create(config, new)?;
    let ran = migrate::migrate(&config.database_url)?;
    say(&format!("{}: {ran} migrations applied", config.database_shown()))
}

/// True when no migration has ever run there.
fn is_new(config: &Config) -> Result<bool, Failure> {
    if config.database_file().is_some_and(|file| !file.exists()) {
        return Ok(true);
    }
    let count = |sql| diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>(sql));
    let tables: i64 = match &mut AnyConnection::open(&config.database_url, Use::Write)? {
        AnyConnection::Pg(conn) => count(
            "(SELECT count(*) FROM information_schema.tables \
             WHERE table_name = '__diesel_schema_migrations' AND table_schema = current_schema())",
        )
        .get_result(conn),
        AnyConnection::Sqlite(conn) => {
            count("(SELECT count(*) FROM sqlite_master WHERE name = '__diesel_schema_migrations')").get_result(conn)
        }
    }
    .map_err(AppError::from)?;
    Ok(tables == 0)
}

fn print_contract(old: bool) -> Result<u8, Failure> {
    let document = contract::document();
    let faults = contract::faults(&document);
    if !faults.is_empty() {
        return Err(Failure::new(format!("the contract has faults:\n{}", faults.join("\n"))));
    }
    let document = if old { portable::downgrade(&document) } else { document };
    say(contract::text(&document).trim_end())
}

/// Fills an empty database with the demo county, and prints the accounts with the one-time code of this moment.
fn sow(config: &Config) -> Result<u8, Failure> {
    bring_up_to_date(config)?;
    match seed::run(config)? {
        seed::Seeded::Fresh { cases } => say(&format!("demo county 清源县: {cases} case files"))?,
        seed::Seeded::AlreadyThere => say("an office is there already; nothing was changed")?,
    };
    let step = platform::clock::Clock::system().now().timestamp() / platform::totp::STEP_SECONDS;
    say(&format!(
        "password of every demo account: {}\n\nusername     code now  secret of the one-time code          name, post",
        seed::PASSWORD
    ))?;
    for account in seed::accounts() {
        let code = platform::totp::base32_decode(&account.totp_secret).map(|secret| platform::totp::code_at(&secret, step));
        say(&format!(
            "{:<12} {:<9} {:<36} {}，{}",
            account.username,
            code.unwrap_or_default(),
            account.totp_secret,
            account.name,
            account.post
        ))?;
    }
    Ok(0)
}

fn print_demo_accounts() -> Result<u8, Failure> {
    let accounts = seed::accounts().into_iter().map(|account| {
        serde_json::json!({
            "username": account.username,
            "password": seed::PASSWORD,
            "totpSecret": account.totp_secret,
            "role": account.role,
            "name": account.name,
        })
    });
    say(&serde_json::to_string_pretty(&serde_json::Value::Array(accounts.collect()))?)
}

fn consult_doctor(config: &Config) -> Result<u8, Failure> {
    let mut worst = 0;
    for finding in doctor::examine(config) {
        say(&format!("{} {}", if finding.good { "ok " } else { "BAD" }, finding.text))?;
        if !finding.good {
            worst = 1;
        }
    }
    Ok(worst)
}

/// Takes over a published list in the name of the house; a list with a bad line changes nothing.
fn import(config: &Config, list: &str, file: &Path) -> Result<u8, Failure> {
    let csv = std::fs::read_to_string(file).map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
    let db = serve::open(config)?;
    let take = if list == "divisions" { people::import_divisions } else { people::import_holidays };
    let imported = actix_web::rt::System::new().block_on(async {
        let offices = db.read_slow(identity::orgs::queries::offices).await?;
        let Some(office) = offices.first() else {
            return Err(Failure::new("there is no office yet whose journal could record the import: run jiahe seed or found one first"));
        };
        let house = Actor::system(office.id, AccountId(Id(uuid::Uuid::nil())));
        Ok(db.transact(Command::internal(Arc::new(house)), move |tx| take(tx, &csv)).await?)
    })?;
    say(&format!("{list}: {} added, {} changed, {} unchanged", imported.added, imported.changed, imported.unchanged))
}

/// Begins a new epoch, as `jiahe restore` does by itself. The journal of the first office has it: the epoch belongs to none.
fn begin_epoch(config: &Config) -> Result<u8, Failure> {
    let db = serve::open(config)?;
    let epoch = actix_web::rt::System::new().block_on(async {
        let offices = db.read_slow(identity::orgs::queries::offices).await?;
        let Some(office) = offices.first().map(|office| office.id) else {
            return Err(Failure::new("there is no office yet, and so no tablet that could hold anything"));
        };
        let house = Actor::system(office, AccountId(Id(uuid::Uuid::nil())));
        let renew = move |tx: &mut platform::db::Tx<'_>| {
            let epoch = epoch::renew(tx)?;
            audit::record(tx, audit::Fact::new("sync.epoch.renew", "OFFICE", office).with("epoch", epoch.to_string()))?;
            Ok(epoch)
        };
        Ok(db.transact(Command::internal(Arc::new(house)), renew).await?)
    })?;
    say(&format!("{}: epoch {epoch}", config.database_shown()))
}

/// Asks `/readyz` of the server of this configuration; for container health checks.
fn ask_health(config: &Config) -> Result<u8, Failure> {
    let patience = Duration::from_secs(2);
    let address = if config.bind.is_unspecified() { IpAddr::from([127, 0, 0, 1]) } else { config.bind };
    let mut stream = TcpStream::connect_timeout(&(address, config.port).into(), patience)?;
    stream.set_read_timeout(Some(patience))?;
    let request = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let answer = match &config.tls {
        Some(files) => tls::sign_of_life::exchange(&tls::Certificates::load(files.clone())?, stream, request)?,
        None => {
            stream.write_all(request)?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            answer
        }
    };
    if answer.starts_with("HTTP/1.1 200 ") {
        return say("ready");
    }
    Err(Failure::new(format!("not ready: {}", answer.lines().next().unwrap_or("no answer"))))
}

/// `OK n=… head=…` and 0, or `BROKEN seq=… kind=…` and 2, one line per office.
fn verify_journal(config: &Config, file: Option<PathBuf>) -> Result<u8, Failure> {
    let file = file.unwrap_or_else(|| config.checkpoints());
    let witnessed = checkpoints::read(&file)?;
    let db = serve::open(config)?;
    let key = keys::signing_key(db.keys()).verifying_key();
    if let Some(forged) = witnessed.iter().find(|line| !checkpoints::is_genuine(line, &key)) {
        say(&format!("BROKEN seq={} kind=checkpoint-signature", forged.seq))?;
        return Ok(2);
    }
    let verdicts = actix_web::rt::System::new().block_on(db.read_slow(move |conn| {
        let heads = audit::heads(conn)?;
        // an office whose head is gone is still remembered by the witness
        let mut offices: Vec<_> = heads.iter().map(|(office, ..)| *office).chain(witnessed.iter().map(|line| line.office)).collect();
        offices.sort();
        offices.dedup();
        let mut verdicts = Vec::new();
        for office in offices {
            let own: Vec<_> = witnessed.iter().filter(|line| line.office == office).cloned().collect();
            verdicts.push((office, audit::verify(conn, office, &own)?));
        }
        Ok(verdicts)
    }))?;
    if verdicts.is_empty() {
        return say("OK n=0 head=");
    }
    let several = verdicts.len() > 1;
    let mut worst = 0;
    for (office, verdict) in verdicts {
        let which = if several { format!(" office={office}") } else { String::new() };
        match verdict {
            Ok(chain) => say(&format!("OK n={} head={}{which}", chain.facts, chain.head))?,
            Err(broken) => {
                worst = 2;
                say(&format!("BROKEN seq={} kind={}{which}", broken.seq, broken.kind))?
            }
        };
    }
    Ok(worst)
}
