//! The certificate that the listener presents: read at start, and again by the next connection after the file has changed.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use platform::clock::Clock;
use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use x509_parser::extensions::GeneralName;

use crate::cli::Failure;

/// How often the log may speak of the end.
const DAILY: Duration = Duration::from_secs(24 * 60 * 60);
/// From so many days before its end the log speaks of it.
pub const SOON: i64 = 30;

/// Where certificate and key lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// The names and addresses a certificate is good for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    pub dns: Vec<String>,
    pub ips: Vec<IpAddr>,
}

impl Names {
    /// The one to call the server by.
    pub fn first(&self) -> String {
        self.dns.first().cloned().or_else(|| self.ips.first().map(IpAddr::to_string)).unwrap_or_default()
    }

    /// Whether the host of an address is one of them.
    pub fn hold(&self, host: &str) -> bool {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        self.dns.iter().any(|name| name.eq_ignore_ascii_case(host)) || bare.parse().is_ok_and(|ip: IpAddr| self.ips.contains(&ip))
    }
}

/// The certificates of a file, the server's own first.
pub fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, Failure> {
    let shown = |error: rustls::pki_types::pem::Error| Failure::new(format!("{}: {error}", path.display()));
    let chain: Vec<_> = CertificateDer::pem_file_iter(path).map_err(shown)?.collect::<Result<_, _>>().map_err(shown)?;
    if chain.is_empty() { Err(Failure::new(format!("{} holds no certificate", path.display()))) } else { Ok(chain) }
}

fn parsed<T>(
    der: &CertificateDer<'_>,
    read: impl FnOnce(&x509_parser::certificate::X509Certificate<'_>) -> Option<T>,
) -> Result<T, Failure> {
    let certificate = x509_parser::parse_x509_certificate(der).map_err(|error| Failure::new(format!("no certificate: {error}")))?.1;
    read(&certificate).ok_or_else(|| Failure::new("the certificate cannot be read"))
}

/// When a certificate ends.
pub fn valid_until(der: &CertificateDer<'_>) -> Result<DateTime<Utc>, Failure> {
    parsed(der, |certificate| DateTime::from_timestamp(certificate.validity().not_after.timestamp(), 0))
}

/// What a certificate is good for.
pub fn names(der: &CertificateDer<'_>) -> Result<Names, Failure> {
    parsed(der, |certificate| {
        let mut names = Names::default();
        for name in &certificate.subject_alternative_name().ok()??.value.general_names {
            match name {
                GeneralName::DNSName(name) => names.dns.push((*name).to_owned()),
                GeneralName::IPAddress(bytes) => names.ips.push(address(bytes)?),
                _ => {}
            }
        }
        Some(names)
    })
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    if let Ok(v4) = <[u8; 4]>::try_from(bytes) {
        return Some(IpAddr::from(v4));
    }
    <[u8; 16]>::try_from(bytes).ok().map(IpAddr::from)
}

/// The cryptography of every TLS connection of the program.
pub fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// What is presented now.
#[derive(Debug)]
struct Presented {
    key: Arc<CertifiedKey>,
    written: Written,
}

/// When certificate and key were written.
type Written = [Option<SystemTime>; 2];

/// The certificate of the listener. Cloning shares it.
#[derive(Debug, Clone)]
pub struct Certificates {
    files: Files,
    presented: Arc<RwLock<Presented>>,
}

impl Certificates {
    /// Reads certificate and key, and refuses two that do not belong together.
    pub fn load(files: Files) -> Result<Self, Failure> {
        let presented = Presented { written: written(&files), key: Arc::new(read(&files)?) };
        Ok(Self { files, presented: Arc::new(RwLock::new(presented)) })
    }

    fn now(&self) -> Arc<CertifiedKey> {
        self.presented.read().unwrap_or_else(PoisonError::into_inner).key.clone()
    }

    /// The certificate itself.
    pub fn leaf(&self) -> Result<CertificateDer<'static>, Failure> {
        self.now().cert.first().cloned().ok_or_else(|| Failure::new("no certificate"))
    }

    /// The root that `jiahe tls init` laid beside the certificate; a certificate from elsewhere has none here.
    pub fn own_root(&self) -> Result<Option<CertificateDer<'static>>, Failure> {
        let root = self.files.certificate.with_file_name("root.crt");
        if root.exists() { Ok(chain(&root)?.into_iter().next()) } else { Ok(None) }
    }

    /// What a listener needs.
    pub fn server_config(&self) -> Result<ServerConfig, Failure> {
        let builder = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .map_err(|error| Failure::new(error.to_string()))?;
        Ok(builder.with_no_client_auth().with_cert_resolver(Arc::new(self.clone())))
    }

    /// Takes up files that were replaced; true when it did. Files that do not go together (yet) are left alone until they change.
    pub fn refresh(&self) -> Result<bool, Failure> {
        let written = written(&self.files);
        if written.contains(&None) || written == self.presented.read().unwrap_or_else(PoisonError::into_inner).written {
            return Ok(false);
        }
        let fresh = read(&self.files);
        let mut presented = self.presented.write().unwrap_or_else(PoisonError::into_inner);
        presented.written = written;
        presented.key = Arc::new(fresh?);
        Ok(true)
    }

    /// How many whole days the certificate is still good for; negative when it is over.
    pub fn days_left(&self, clock: &Clock) -> Result<i64, Failure> {
        Ok((valid_until(&self.leaf()?)? - clock.now()).num_days())
    }

    fn mention_the_end(&self, clock: &Clock) {
        match self.days_left(clock) {
            Ok(days) if days < 0 => log::error!("the server's certificate is over: no tablet can connect; run jiahe tls renew"),
            Ok(days) if days < SOON => log::warn!("the server's certificate ends in {days} days: run jiahe tls renew"),
            Ok(_) => {}
            Err(failure) => log::error!("the server's certificate cannot be read: {}", failure.message),
        }
    }

    /// Speaks of the certificate's end once a day until the server stops.
    pub async fn remind(self, clock: Clock) {
        loop {
            self.mention_the_end(&clock);
            tokio::time::sleep(DAILY).await;
        }
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        match self.refresh() {
            Ok(true) => log::info!("a new certificate of the server was taken up"),
            Ok(false) => {}
            Err(failure) => log::warn!("the new certificate is not taken up: {}", failure.message),
        }
        Some(self.now())
    }
}

fn written(files: &Files) -> Written {
    [&files.certificate, &files.key].map(|path| std::fs::metadata(path).and_then(|metadata| metadata.modified()).ok())
}

fn read(files: &Files) -> Result<CertifiedKey, Failure> {
    refuse_exposed(&files.key)?;
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| Failure::new(format!("{}: {error}", files.key.display())))?;
    let certified = CertifiedKey::from_der(chain(&files.certificate)?, key, &ring::default_provider());
    certified
        .map_err(|error| Failure::new(format!("{} and {} do not go together: {error}", files.certificate.display(), files.key.display())))
}

#[cfg(unix)]
fn refuse_exposed(path: &Path) -> Result<(), Failure> {
    let metadata = std::fs::metadata(path).map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
    let mode = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(Failure::new(format!("{} is open to others (mode {mode:04o}): chmod 600 it", path.display())))
}

#[cfg(not(unix))]
fn refuse_exposed(_: &Path) -> Result<(), Failure> {
    Ok(())
}
