//! The office's own authority: a root constrained to the server's names, and the server's certificate under it.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use chrono::{Datelike, Days, NaiveDate};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, NameConstraints, SanType, date_time_ymd,
};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use super::certificates::{self, Names};
use crate::cli::Failure;

/// No browser takes a certificate that is good for longer.
pub const LEAF_DAYS: u64 = 397;
/// Tablets are given the root once in their life.
const ROOT_DAYS: u64 = 3650;

/// The files of an authority.
#[derive(Debug, Clone)]
pub struct Authority {
    directory: PathBuf,
}

/// What was made, for whoever made it.
#[derive(Debug, Clone)]
pub struct Made {
    pub certificate: PathBuf,
    pub fingerprint: String,
    pub until: NaiveDate,
}

impl Authority {
    pub fn in_directory(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into() }
    }

    pub fn root_certificate(&self) -> PathBuf {
        self.directory.join("root.crt")
    }

    pub fn root_key(&self) -> PathBuf {
        self.directory.join("root.key")
    }

    pub fn certificate(&self) -> PathBuf {
        self.directory.join("server.crt")
    }

    pub fn key(&self) -> PathBuf {
        self.directory.join("server.key")
    }

    /// Makes root and server certificate; overwrites nothing, since tablets may trust what is there.
    pub fn init(&self, names: &Names, today: NaiveDate) -> Result<Made, Failure> {
        for path in [self.root_certificate(), self.root_key(), self.certificate(), self.key()] {
            if path.exists() {
                let path = path.display();
                return Err(Failure::new(format!("{path} exists already: `jiahe tls renew` renews the server's certificate")));
            }
        }
        let root = root_params(names, today)?;
        let root_key = KeyPair::generate().map_err(unusable)?;
        let root_certificate = root.self_signed(&root_key).map_err(unusable)?;
        let server_key = KeyPair::generate().map_err(unusable)?;
        let server = server_params(names, today)?;
        let certificate = server.signed_by(&server_key, &Issuer::from_params(&root, &root_key)).map_err(unusable)?;
        private_directory(&self.directory)?;
        write(&self.root_key(), &root_key.serialize_pem(), Kept::Secret)?;
        write(&self.root_certificate(), &root_certificate.pem(), Kept::Public)?;
        write(&self.key(), &server_key.serialize_pem(), Kept::Secret)?;
        write(&self.certificate(), &certificate.pem(), Kept::Public)?;
        Ok(Made {
            certificate: self.certificate(),
            fingerprint: super::fingerprint(root_certificate.der()),
            until: last_day(today, LEAF_DAYS)?,
        })
    }

    /// Signs a new certificate for the same names and the same key of the server; a running server takes it up by itself.
    pub fn renew(&self, today: NaiveDate) -> Result<Made, Failure> {
        let read = |path: PathBuf| fs::read_to_string(&path).map_err(|error| Failure::new(format!("{}: {error}", path.display())));
        let key = KeyPair::from_pem(&read(self.root_key())?).map_err(unusable)?;
        let root_pem = read(self.root_certificate())?;
        let issuer = Issuer::from_ca_cert_pem(&root_pem, key).map_err(unusable)?;
        let root = CertificateDer::from_pem_slice(root_pem.as_bytes()).map_err(|error| Failure::new(error.to_string()))?;
        let until = last_day(today, LEAF_DAYS)?;
        if certificates::valid_until(&root)?.date_naive() < until {
            return Err(Failure::new("the root ends before the new certificate would: make a new authority in another directory"));
        }
        let old = certificates::chain(&self.certificate())?;
        let names = certificates::names(old.first().ok_or_else(|| Failure::new("server.crt holds no certificate"))?)?;
        let server_key = KeyPair::from_pem(&read(self.key())?).map_err(unusable)?;
        let certificate = server_params(&names, today)?.signed_by(&server_key, &issuer).map_err(unusable)?;
        // put in place as a whole: the server may read at this moment
        let fresh = self.directory.join("server.crt.new");
        if fresh.exists() {
            fs::remove_file(&fresh)?;
        }
        write(&fresh, &certificate.pem(), Kept::Public)?;
        fs::rename(&fresh, self.certificate())?;
        sync(&self.directory)?;
        Ok(Made { certificate: self.certificate(), fingerprint: super::fingerprint(&root), until })
    }
}

fn unusable(error: rcgen::Error) -> Failure {
    Failure::new(format!("the certificate could not be made: {error}"))
}

/// A root that is worthless to a thief who wants to be a bank: every other name and address is outside its constraints.
fn root_params(names: &Names, today: NaiveDate) -> Result<CertificateParams, Failure> {
    let mut params = CertificateParams::default();
    params.distinguished_name = called(&format!("家和 {} 专用根证书", names.first()));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    set_span(&mut params, today, ROOT_DAYS)?;
    let dns = names.dns.iter().map(|name| GeneralSubtree::DnsName(name.clone()));
    let ips = names.ips.iter().map(|ip| GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(*ip, if ip.is_ipv4() { 32 } else { 128 })));
    // a kind of name with no permitted one would be free: then all of that kind are excluded
    let mut excluded = Vec::new();
    if names.dns.is_empty() {
        excluded.push(GeneralSubtree::DnsName(String::new()));
    }
    if names.ips.is_empty() {
        excluded.push(GeneralSubtree::IpAddress(CidrSubnet::from_v4_prefix([0; 4], 0)));
        excluded.push(GeneralSubtree::IpAddress(CidrSubnet::from_v6_prefix([0; 16], 0)));
    }
    params.name_constraints = Some(NameConstraints { permitted_subtrees: dns.chain(ips).collect(), excluded_subtrees: excluded });
    Ok(params)
}

fn server_params(names: &Names, today: NaiveDate) -> Result<CertificateParams, Failure> {
    let mut params = CertificateParams::default();
    params.distinguished_name = called(&names.first());
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    set_span(&mut params, today, LEAF_DAYS)?;
    for name in &names.dns {
        let name = name.as_str().try_into().map_err(unusable)?;
        params.subject_alt_names.push(SanType::DnsName(name));
    }
    params.subject_alt_names.extend(names.ips.iter().map(|ip| SanType::IpAddress(*ip)));
    Ok(params)
}

fn called(name: &str) -> DistinguishedName {
    let mut distinguished = DistinguishedName::new();
    distinguished.push(DnType::CommonName, name);
    distinguished
}

/// From yesterday, because the tablet's clock may be behind ours, for so many days.
fn set_span(params: &mut CertificateParams, today: NaiveDate, days: u64) -> Result<(), Failure> {
    let first = today.checked_sub_days(Days::new(1)).ok_or_else(|| Failure::new("the clock is off"))?;
    let midnight = |day: NaiveDate| {
        let (month, day_of_month) = (u8::try_from(day.month()).unwrap_or(1), u8::try_from(day.day()).unwrap_or(1));
        date_time_ymd(day.year(), month, day_of_month)
    };
    params.not_before = midnight(first);
    params.not_after = midnight(last_day(today, days)?);
    Ok(())
}

fn last_day(today: NaiveDate, days: u64) -> Result<NaiveDate, Failure> {
    today.checked_add_days(Days::new(days - 1)).ok_or_else(|| Failure::new("the clock is off"))
}

/// Who may read a file.
enum Kept {
    Secret,
    Public,
}

fn write(path: &Path, text: &str, kept: Kept) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, if matches!(kept, Kept::Secret) { 0o600 } else { 0o644 });
    let mut file = options.open(path).map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(())
}

fn private_directory(path: &Path) -> Result<(), Failure> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| Failure::new(format!("{}: {error}", path.display())))
}

fn sync(directory: &Path) -> Result<(), Failure> {
    if cfg!(unix) {
        File::open(directory)?.sync_all()?;
    }
    Ok(())
}

/// Reads names and addresses as given at the command line.
pub fn names_of(dns: &[String], ips: &[String]) -> Result<Names, Failure> {
    let mut names = Names::default();
    for name in dns {
        let name = name.trim().to_ascii_lowercase();
        let good = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        if name.len() > 253 || !name.split('.').all(good) || name.parse::<IpAddr>().is_ok() {
            return Err(Failure::new(format!("{name:?} is no host name (letters, digits, hyphens and dots)")));
        }
        names.dns.push(name);
    }
    for ip in ips {
        names.ips.push(ip.trim().parse().map_err(|_| Failure::new(format!("{ip:?} is no IP address")))?);
    }
    if names.dns.is_empty() && names.ips.is_empty() {
        return Err(Failure::new("name the server as tablets reach it: --name HOST, --ip ADDRESS, or both"));
    }
    Ok(names)
}
