//! Settings: typed, from the environment, each described once; `.env.example` is written from the same list.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;

use crate::tls::authority::Authority;
use crate::tls::certificates::Files;

/// One environment variable the program reads.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    pub name: &'static str,
    /// What holds when it is not set.
    pub default: &'static str,
    pub about: &'static str,
}

/// Every variable the program reads, in the order of `.env.example`.
pub const SETTINGS: &[Setting] = &[
    Setting { name: "JIAHE_PORT", default: "8080", about: "Port of the web app and the API." },
    Setting {
        name: "JIAHE_BIND",
        default: "127.0.0.1",
        about: "Address to listen on. Anything but the loopback address needs HTTPS: the settings below, or a TLS proxy in front.",
    },
    Setting {
        name: "JIAHE_DATA_DIR",
        default: "data",
        about: "Directory of the embedded database, the keys, the files people bring along, and the journal's checkpoints.",
    },
    Setting {
        name: "JIAHE_DATABASE_URL",
        default: "",
        about: "sqlite:/path/to/jiahe.db or postgres://user:password@host/name. Empty: jiahe.db in the data directory.",
    },
    Setting { name: "JIAHE_WEB_DIR", default: "frontend/dist", about: "The built web app. A missing directory serves the API alone." },
    Setting {
        name: "JIAHE_KEY_FILE",
        default: "",
        about: "Encryption keys; only its owner may read the file. Empty: keys.json in the data directory. Back it up apart from the database.",
    },
    Setting { name: "JIAHE_FONT_DIR", default: ".cache/fonts", about: "Fonts of the printed papers; scripts/fonts puts them there." },
    Setting { name: "JIAHE_LOG", default: "info", about: "What is logged: error, warn, info, debug, or per module (info,platform=debug)." },
    Setting {
        name: "JIAHE_HTTPS",
        default: "false",
        about: "true when browsers reach the server over HTTPS: cookies are then marked Secure and carry the __Host- prefix.",
    },
    Setting {
        name: "JIAHE_TLS_CERT",
        default: "",
        about: "Certificate chain (PEM) with which the server speaks HTTPS itself; implies JIAHE_HTTPS=true. Empty: tls/server.crt in the data directory, if jiahe tls init made one.",
    },
    Setting { name: "JIAHE_TLS_KEY", default: "", about: "Private key (PEM) of that certificate; only its owner may read the file." },
    Setting {
        name: "JIAHE_TRUST_PORT",
        default: "",
        about: "Plain-HTTP port with nothing but the page that hands the office's root certificate to tablets; all else is sent to HTTPS. Empty: none.",
    },
    Setting {
        name: "JIAHE_ORIGIN",
        default: "",
        about: "https://host[:port] as browsers see the server. Empty: taken from the Host header of each request.",
    },
    Setting {
        name: "JIAHE_BEHIND_PROXY",
        default: "false",
        about: "true when a reverse proxy of yours appends the caller's address to X-Forwarded-For; otherwise that header is ignored.",
    },
    Setting { name: "JIAHE_SESSION_IDLE_MINUTES", default: "15", about: "A browser session without a request ends after so many minutes." },
    Setting {
        name: "JIAHE_OFFLINE_LEASE_HOURS",
        default: "72",
        about: "A tablet that has not reached the server for so many hours stays locked until it does; 1 to 168.",
    },
    Setting { name: "JIAHE_METRICS_PORT", default: "", about: "Port of the Prometheus metrics on the loopback address. Empty: none." },
];

/// What the program runs with.
#[derive(Debug, Clone)]
pub struct Config {
    pub port: u16,
    pub bind: IpAddr,
    pub data_dir: PathBuf,
    pub database_url: String,
    pub web_dir: PathBuf,
    pub key_file: PathBuf,
    pub font_dir: PathBuf,
    pub log: String,
    pub https: bool,
    /// The certificate of a server that speaks HTTPS itself.
    pub tls: Option<Files>,
    pub trust_port: Option<u16>,
    pub origin: Option<String>,
    pub behind_proxy: bool,
    pub session_idle: TimeDelta,
    pub offline_lease: TimeDelta,
    pub metrics_port: Option<u16>,
}

/// A setting that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadSetting {
    pub name: &'static str,
    pub why: &'static str,
}

impl std::fmt::Display for BadSetting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.name, self.why)
    }
}

impl std::error::Error for BadSetting {}

impl Config {
    /// Reads the process's environment.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub fn from_env() -> Result<Self, BadSetting> {
        Self::read(|name| std::env::var(name).ok())
    }

    /// Reads the settings from anywhere; an empty value counts as not set.
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, BadSetting> {
        let text = |name: &'static str| {
            let default = SETTINGS.iter().find(|setting| setting.name == name).map_or("", |setting| setting.default);
            lookup(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).unwrap_or_else(|| default.to_owned())
        };
        let bad = |name, why| BadSetting { name, why };
        let data_dir = PathBuf::from(text("JIAHE_DATA_DIR"));
        let or_in_data = |name, file| match text(name) {
            path if path.is_empty() => data_dir.join(file),
            path => PathBuf::from(path),
        };
        let tls = match (text("JIAHE_TLS_CERT"), text("JIAHE_TLS_KEY")) {
            (certificate, key) if certificate.is_empty() && key.is_empty() => {
                let own = Authority::in_directory(data_dir.join("tls"));
                own.certificate().exists().then(|| Files { certificate: own.certificate(), key: own.key() })
            }
            (certificate, _) if certificate.is_empty() => return Err(bad("JIAHE_TLS_CERT", "is missing beside JIAHE_TLS_KEY")),
            (_, key) if key.is_empty() => return Err(bad("JIAHE_TLS_KEY", "is missing beside JIAHE_TLS_CERT")),
            (certificate, key) => Some(Files { certificate: PathBuf::from(certificate), key: PathBuf::from(key) }),
        };
        let port_or_none = |name| match text(name) {
            port if port.is_empty() => Ok(None),
            port => port.parse().map(Some).map_err(|_| bad(name, "must be a port number")),
        };
        let trust_port = port_or_none("JIAHE_TRUST_PORT")?;
        if trust_port.is_some() && tls.is_none() {
            return Err(bad("JIAHE_TRUST_PORT", "needs a certificate: run jiahe tls init, or set JIAHE_TLS_CERT"));
        }
        let https: bool = text("JIAHE_HTTPS").parse().map_err(|_| bad("JIAHE_HTTPS", "must be true or false"))?;
        Ok(Self {
            port: text("JIAHE_PORT").parse().map_err(|_| bad("JIAHE_PORT", "must be a port number"))?,
            bind: text("JIAHE_BIND").parse().map_err(|_| bad("JIAHE_BIND", "must be an IP address"))?,
            database_url: match text("JIAHE_DATABASE_URL") {
                url if url.is_empty() => format!("sqlite:{}", data_dir.join("jiahe.db").display()),
                url => url,
            },
            web_dir: PathBuf::from(text("JIAHE_WEB_DIR")),
            key_file: or_in_data("JIAHE_KEY_FILE", "keys.json"),
            font_dir: PathBuf::from(text("JIAHE_FONT_DIR")),
            log: text("JIAHE_LOG"),
            https: https || tls.is_some(),
            tls,
            trust_port,
            origin: Some(text("JIAHE_ORIGIN")).filter(|origin| !origin.is_empty()),
            behind_proxy: text("JIAHE_BEHIND_PROXY").parse().map_err(|_| bad("JIAHE_BEHIND_PROXY", "must be true or false"))?,
            session_idle: match text("JIAHE_SESSION_IDLE_MINUTES").parse::<i64>() {
                Ok(minutes @ 1..=1440) => TimeDelta::minutes(minutes),
                _ => return Err(bad("JIAHE_SESSION_IDLE_MINUTES", "must be between 1 and 1440")),
            },
            metrics_port: port_or_none("JIAHE_METRICS_PORT")?,
            offline_lease: match text("JIAHE_OFFLINE_LEASE_HOURS").parse::<i64>() {
                Ok(hours @ 1..=168) => TimeDelta::hours(hours),
                _ => return Err(bad("JIAHE_OFFLINE_LEASE_HOURS", "must be between 1 and 168")),
            },
            data_dir,
        })
    }

    /// Where the signed heads of the journal are kept.
    pub fn checkpoints(&self) -> PathBuf {
        self.data_dir.join("checkpoints.jsonl")
    }

    /// Where the files that people bring along lie, sealed.
    pub fn files(&self) -> PathBuf {
        self.data_dir.join("files")
    }

    /// The file of an embedded database.
    pub fn database_file(&self) -> Option<&Path> {
        self.database_url.strip_prefix("sqlite:").map(|path| Path::new(path.trim_start_matches("//")))
    }

    /// The database URL without its password, for messages.
    pub fn database_shown(&self) -> String {
        match (self.database_url.find("://"), self.database_url.rfind('@')) {
            (Some(scheme), Some(at)) if scheme + 3 <= at => {
                let head = self.database_url.get(..scheme + 3).unwrap_or_default();
                let tail = self.database_url.get(at + 1..).unwrap_or_default();
                format!("{head}…@{tail}")
            }
            _ => self.database_url.clone(),
        }
    }
}

/// The text of `.env.example`.
pub fn example() -> String {
    let mut out = String::from("# Settings of jiahe and what holds when a line stays commented out.\n");
    for setting in SETTINGS {
        out.push_str(&format!("\n# {}\n# {}={}\n", setting.about, setting.name, setting.default));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_setting_the_server_listens_on_the_loopback_address_alone() {
        let config = Config::read(|_| None).unwrap();
        assert!(config.bind.is_loopback());
        assert_eq!(config.database_url, "sqlite:data/jiahe.db");
        assert_eq!(config.key_file, Path::new("data/keys.json"));
        assert_eq!(config.metrics_port, None);
    }

    #[test]
    fn a_setting_that_makes_no_sense_is_named() {
        let error = Config::read(|name| (name == "JIAHE_PORT").then(|| "http".to_owned())).unwrap_err();
        assert_eq!(error.to_string(), "JIAHE_PORT must be a port number");
        for hours in ["0", "169", "three"] {
            let error = Config::read(|name| (name == "JIAHE_OFFLINE_LEASE_HOURS").then(|| hours.to_owned())).unwrap_err();
            assert_eq!(error.to_string(), "JIAHE_OFFLINE_LEASE_HOURS must be between 1 and 168");
        }
    }

    #[test]
    fn a_certificate_makes_the_server_speak_https_and_needs_its_key() {
        let with = |given: &'static [(&'static str, &'static str)]| {
            Config::read(|name| given.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
        };
        let config = with(&[("JIAHE_TLS_CERT", "a.crt"), ("JIAHE_TLS_KEY", "a.key"), ("JIAHE_TRUST_PORT", "8081")]).unwrap();
        assert!(config.https && config.tls.is_some());
        assert_eq!(config.trust_port, Some(8081));
        assert_eq!(with(&[("JIAHE_TLS_CERT", "a.crt")]).unwrap_err().name, "JIAHE_TLS_KEY");
        assert_eq!(with(&[("JIAHE_TLS_KEY", "a.key")]).unwrap_err().name, "JIAHE_TLS_CERT");
        assert_eq!(with(&[("JIAHE_TRUST_PORT", "8081")]).unwrap_err().name, "JIAHE_TRUST_PORT");
    }

    #[test]
    fn a_password_in_the_database_url_is_never_shown() {
        let url = "postgres://jiahe:s3cret@db/jiahe";
        let config = Config::read(|name| (name == "JIAHE_DATABASE_URL").then(|| url.to_owned())).unwrap();
        assert_eq!(config.database_shown(), "postgres://…@db/jiahe");
    }

    #[test]
    fn the_example_file_describes_every_setting() {
        let committed = include_str!("../../../.env.example");
        assert_eq!(committed, example(), "run: cargo run -q -p server -- settings > .env.example");
    }
}
