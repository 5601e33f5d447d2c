//! `jiahe tls init`, `renew`, `show`.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::*;
use platform::calendar::local_date;
use platform::clock::Clock;

use super::authority::{Authority, names_of};
use super::{certificates, fingerprint};
use crate::cli::{Failure, say};
use crate::config::Config;

/// Runs one of the commands with what follows it on the line.
pub fn run(config: &Config, verb: &str, rest: &[OsString]) -> Result<u8, Failure> {
    let (mut dns, mut ips, mut directory) = (Vec::new(), Vec::new(), config.data_dir.join("tls"));
    let mut parser = lexopt::Parser::from_args(rest);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("name") if verb == "init" => dns.push(parser.value()?.string()?),
            Long("ip") if verb == "init" => ips.push(parser.value()?.string()?),
            Long("dir") => directory = PathBuf::from(parser.value()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let authority = Authority::in_directory(&directory);
    let today = local_date(Clock::system().now());
    match verb {
        "init" => {
            let names = names_of(&dns, &ips)?;
            let made = authority.init(&names, today)?;
            say(&format!(
                "certificate of the server: {} (until {})\nroot for the tablets:      {}\nfingerprint of the root (SHA-256), to be compared on every tablet:\n{}\n\
                 The root's key is in {}: keep it on a medium that lies in the safe, and bring it back once a year for jiahe tls renew.",
                made.certificate.display(),
                made.until,
                authority.root_certificate().display(),
                made.fingerprint,
                authority.root_key().display(),
            ))
        }
        "renew" => {
            let made = authority.renew(today)?;
            say(&format!("renewed: {} (until {}); the root is the same: {}", made.certificate.display(), made.until, made.fingerprint))
        }
        _ => show(&authority),
    }
}

/// Prints what the server presents and what tablets trust.
fn show(authority: &Authority) -> Result<u8, Failure> {
    let leaf = certificates::chain(&authority.certificate())?;
    if let Some(certificate) = leaf.first() {
        let names = certificates::names(certificate)?;
        let all: Vec<String> = names.dns.iter().cloned().chain(names.ips.iter().map(ToString::to_string)).collect();
        say(&format!("server {}: until {}", all.join(", "), certificates::valid_until(certificate)?.date_naive()))?;
    }
    let root = certificates::chain(&authority.root_certificate())?;
    if let Some(certificate) = root.first() {
        say(&format!("root: until {}\n{}", certificates::valid_until(certificate)?.date_naive(), fingerprint(certificate)))?;
    }
    Ok(0)
}
