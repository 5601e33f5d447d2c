//! `jiahe doctor`: says in plain sentences what is right and what is wrong with this installation.

use std::path::Path;
use std::process::Command;

use documents::examine::chunks_of;
use documents::{Locker, Shelf, register};
use platform::clock::Clock;
use platform::db::migrate;
use platform::db::{AnyConnection, Db, Sizes, Use};

use crate::cli::describe;
use crate::config::Config;
use crate::tls::Certificates;
use crate::tls::certificates::{Files, SOON};
use crate::{checkpoints, keys};

/// Free space under which writing is about to stop.
const LITTLE_SPACE_MIB: u64 = 512;

/// One finding.
pub struct Finding {
    pub good: bool,
    pub text: String,
}

fn good(text: String) -> Finding {
    Finding { good: true, text }
}

fn bad(text: String) -> Finding {
    Finding { good: false, text }
}

/// Looks at everything the server needs.
pub fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = vec![data_directory(config), space(&config.data_dir)];
    findings.extend(database(config));
    findings.push(key_file(config));
    findings.extend(files(config));
    findings.push(witness(config));
    findings.push(fonts(&config.font_dir));
    findings.push(if config.web_dir.join("index.html").is_file() {
        good(format!("The web app is in {}.", config.web_dir.display()))
    } else {
        bad(format!("There is no built web app in {}: run npm run build in frontend/.", config.web_dir.display()))
    });
    findings.push(if config.bind.is_loopback() || config.https {
        good(format!("The server will listen on {}:{}.", config.bind, config.port))
    } else {
        bad(format!(
            "The server would listen on {} without HTTPS: run jiahe tls init, or put a TLS proxy in front and set JIAHE_HTTPS=true.",
            config.bind
        ))
    });
    findings.extend(config.tls.clone().map(certificate));
    findings
}

fn data_directory(config: &Config) -> Finding {
    let path = &config.data_dir;
    if !path.is_dir() {
        return bad(format!("The data directory {} does not exist: jiahe migrate makes it.", path.display()));
    }
    let probe = path.join(".doctor");
    match std::fs::write(&probe, b"x").and_then(|()| std::fs::remove_file(&probe)) {
        Ok(()) => good(format!("The data directory {} can be written.", path.display())),
        Err(error) => bad(format!("The data directory {} cannot be written: {error}.", path.display())),
    }
}

fn space(path: &Path) -> Finding {
    let free = Command::new("df").arg("-Pk").arg(path).output().ok().and_then(|output| {
        let text = String::from_utf8(output.stdout).ok()?;
        text.lines().nth(1)?.split_whitespace().nth(3)?.parse::<u64>().ok().map(|kib| kib / 1024)
    });
    match free {
        Some(mib) if mib < LITTLE_SPACE_MIB => bad(format!("Only {mib} MiB are free under {}.", path.display())),
        Some(mib) => good(format!("{mib} MiB are free under {}.", path.display())),
        None => bad(format!("How much space is free under {} could not be found out.", path.display())),
    }
}

fn database(config: &Config) -> Vec<Finding> {
    if config.database_file().is_some_and(|file| !file.exists()) {
        return vec![bad(format!("There is no database at {} yet: run jiahe migrate.", config.database_shown()))];
    }
    let mut findings = Vec::new();
    match AnyConnection::open(&config.database_url, Use::Write) {
        Err(error) => return vec![bad(format!("The database {} cannot be reached: {}.", config.database_shown(), describe(&error)))],
        Ok(mut conn) => findings.push(match migrate::refuse_unsafe_settings(&mut conn) {
            Ok(()) => good(format!("The database {} keeps what it acknowledges.", config.database_shown())),
            Err(error) => bad(format!("The database is set unsafely: {}.", describe(&error))),
        }),
    }
    findings.push(match migrate::pending(&config.database_url) {
        Ok(0) => good("The schema is up to date.".to_owned()),
        Ok(n) => bad(format!("{n} migrations are missing: run jiahe migrate.")),
        Err(error) => bad(format!("The schema cannot be read: {}.", describe(&error))),
    });
    findings
}

fn key_file(config: &Config) -> Finding {
    match keys::load(config) {
        Ok(keys) => good(format!("The key file can be read; its fingerprint is {}.", keys::fingerprint(&keys))),
        Err(failure) => bad(format!("{}.", capital(&failure.message))),
    }
}

/// Whether every part of every whole file is where it should be; says nothing while the database cannot be read.
fn files(config: &Config) -> Option<Finding> {
    let keys = keys::load(config).ok()?;
    if migrate::pending(&config.database_url).ok()? > 0 {
        return None;
    }
    let locker = Locker::new(config.files(), keys.clone());
    let db = Db::open(&config.database_url, keys, Clock::system(), Sizes::default()).ok()?;
    let counted = actix_web::rt::System::new().block_on(db.read_slow(move |conn| {
        let (mut whole, mut lacking) = (0_u64, 0_u64);
        for office in identity::orgs::queries::offices(conn)? {
            let mut after = None;
            loop {
                let page = register::whole_files(conn, office.id, after, 500)?;
                let Some((last, _)) = page.last() else { break };
                after = Some(*last);
                for (file, size) in page {
                    whole += 1;
                    let received = locker.received(Shelf { office: office.id, file })?;
                    lacking += u64::from((0..chunks_of(size)).any(|number| !received.contains(&number)));
                }
            }
        }
        Ok((whole, lacking))
    }));
    Some(match counted {
        Ok((whole, 0)) => good(format!("{whole} files people brought along are all there.")),
        Ok((whole, lacking)) => {
            bad(format!("{lacking} of {whole} files lack a part: put the copy of {} back (docs/databases.md).", config.files().display()))
        }
        Err(error) => bad(format!("The files people brought along cannot be counted: {}.", describe(&error))),
    })
}

fn witness(config: &Config) -> Finding {
    let path = config.checkpoints();
    let lines = match checkpoints::read(&path) {
        Ok(lines) => lines,
        Err(error) => return bad(format!("The checkpoints in {} cannot be read: {error}.", path.display())),
    };
    let Ok(keys) = keys::load(config) else { return bad("The checkpoints cannot be checked without the keys.".to_owned()) };
    let key = keys::signing_key(&keys).verifying_key();
    match lines.iter().position(|line| !checkpoints::is_genuine(line, &key)) {
        None => good(format!("{} checkpoints of the journal carry this house's signature.", lines.len())),
        Some(n) => bad(format!("Line {} of {} does not carry this house's signature.", n + 1, path.display())),
    }
}

fn certificate(files: Files) -> Finding {
    let shown = files.certificate.display().to_string();
    match Certificates::load(files).and_then(|certificates| certificates.days_left(&Clock::system())) {
        Ok(days) if days < SOON => bad(format!("The certificate {shown} ends in {days} days: run jiahe tls renew.")),
        Ok(days) => good(format!("The certificate {shown} is good for another {days} days.")),
        Err(failure) => bad(format!("The certificate cannot be used: {}.", failure.message)),
    }
}

fn fonts(directory: &Path) -> Finding {
    let count = std::fs::read_dir(directory)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|ext| ext == "ttf" || ext == "otf" || ext == "ttc"))
        .count();
    if count == 0 {
        bad(format!("There are no fonts in {}: run scripts/fonts, or papers cannot be printed.", directory.display()))
    } else {
        good(format!("{count} fonts for printing are in {}.", directory.display()))
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
