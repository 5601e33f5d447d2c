//! `jiahe serve`: opens the house and keeps it open until it is told to close.

use std::time::Duration;

use actix_web::HttpServer;
use documents::Locker;
use identity::{Gatekeeper, Settings};
use platform::clock::Clock;
use platform::crypto::Keyring;
use platform::db::{Db, Sizes, migrate};
use platform::password::{HashCost, Hasher};
use platform::tokens::AccessTokens;
use print::Printer;

use crate::app::{self, House};
use crate::cli::Failure;
use crate::config::Config;
use crate::keys;
use crate::metrics;
use crate::tls::Certificates;
use crate::tls::trust::Trust;
use crate::web::WebApp;
use crate::{checkpoints, housekeeping};

/// A request head that has not arrived by then is given up.
const HEAD_DEADLINE: Duration = Duration::from_secs(5);
/// Requests at work when the server is told to stop have so many seconds to end.
const LAST_CALL: u64 = 10;

/// Opens the database under the configured keys.
pub fn open(config: &Config) -> Result<Db, Failure> {
    let keys = keys::load(config)?;
    match migrate::pending(&config.database_url)? {
        0 => Ok(Db::open(&config.database_url, keys, Clock::system(), Sizes::default())?),
        n => Err(Failure::new(format!("the database lacks {n} migrations: run `jiahe migrate` first"))),
    }
}

/// The printing house, if its fonts are there; a server without them still serves everything else.
pub fn printer(config: &Config) -> Option<Printer> {
    Printer::new(std::slice::from_ref(&config.font_dir))
        .inspect_err(|error| log::warn!("papers cannot be printed: {error}; run scripts/fonts"))
        .ok()
}

/// Who gets in, and how, in this installation.
fn gatekeeper(config: &Config, keys: &Keyring) -> Result<Gatekeeper, Failure> {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let hasher = Hasher::new(HashCost::PRODUCTION, keys.password_pepper(), cores)
        .map_err(|error| Failure::new(format!("passwords cannot be hashed: {error}")))?;
    let settings = Settings {
        https: config.https,
        origin: config.origin.clone(),
        behind_proxy: config.behind_proxy,
        idle: config.session_idle,
        lease: config.offline_lease,
        ..Settings::default()
    };
    Ok(Gatekeeper::new(settings, hasher, AccessTokens::new(keys, "jiahe", "jiahe"), app::catalogue()))
}

/// Serves until the process is told to stop; the last act is a checkpoint of the journal.
pub async fn serve(config: Config) -> Result<(), Failure> {
    let db = open(&config)?;
    let pages = WebApp::load(&config.web_dir)?;
    if pages.is_empty() {
        log::warn!("no web app in {}: serving the API alone", config.web_dir.display());
    }
    if !config.bind.is_loopback() && !config.https {
        log::warn!("listening on {} without HTTPS: run jiahe tls init, or put a TLS proxy in front and set JIAHE_HTTPS=true", config.bind);
    }
    let certificates = config.tls.clone().map(Certificates::load).transpose()?;
    let files = Locker::new(config.files(), db.keys().clone());
    let house = House::new(db.clone(), gatekeeper(&config, db.keys())?, pages, printer(&config), files.clone())?;
    if let Some(port) = config.metrics_port {
        actix_web::rt::spawn(metrics::listen(port, house.metrics.clone(), db.clone())?);
    }
    let witness = actix_web::rt::spawn(checkpoints::keep_taking(db.clone(), config.checkpoints()));
    let cleaner = actix_web::rt::spawn(housekeeping::keep_cleaning(db.clone(), files));
    let server = HttpServer::new(move || app::app(&house))
        .client_request_timeout(HEAD_DEADLINE)
        .keep_alive(Duration::from_secs(75))
        .tls_handshake_timeout(HEAD_DEADLINE)
        .shutdown_timeout(LAST_CALL);
    let place = (config.bind, config.port);
    let server = match &certificates {
        Some(certificates) => server.bind_rustls_0_23(place, certificates.server_config()?),
        None => server.bind(place),
    }
    .map_err(|error| Failure::new(format!("cannot listen on {}:{}: {error}", config.bind, config.port)))?;
    for (address, scheme) in server.addrs_with_scheme() {
        log::info!("listening on {scheme}://{address}, database {}", config.database_shown());
    }
    if let Some(certificates) = certificates {
        if let Some(port) = config.trust_port {
            let trust = Trust::new(&certificates, config.port, port)?;
            let listener = trust.listen(config.bind, port);
            let listener = listener.map_err(|error| Failure::new(format!("cannot listen on {}:{port}: {error}", config.bind)))?;
            log::info!("tablets find the root certificate on http://{}:{port}/trust", config.bind);
            actix_web::rt::spawn(listener);
        }
        actix_web::rt::spawn(certificates.remind(Clock::system()));
    }
    server.run().await?;
    witness.abort();
    cleaner.abort();
    let taken = checkpoints::take(&db, &config.checkpoints()).await?;
    log::info!("closed; {taken} checkpoints taken");
    Ok(())
}
