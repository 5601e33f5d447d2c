//! HTTPS in the office's own network: what the root can vouch for, how the certificate is renewed, what plain HTTP still serves.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use actix_web::{App, HttpResponse, HttpServer, web};
use chrono::NaiveDate;
use platform::calendar::local_date;
use platform::clock::Clock;
use rcgen::{CertificateParams, Issuer, KeyPair};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use server::tls::authority::{Authority, LEAF_DAYS, names_of};
use server::tls::certificates::{Files, chain, names, provider, valid_until};
use server::tls::trust::Trust;
use server::tls::{Certificates, fingerprint, sign_of_life};

/// A directory of its own, removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("jiahe-tls-{}", platform::ids::Id::new().0));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn authority(&self) -> Authority {
        Authority::in_directory(self.0.join("tls"))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn today() -> NaiveDate {
    local_date(Clock::system().now())
}

fn files(authority: &Authority) -> Files {
    Files { certificate: authority.certificate(), key: authority.key() }
}

fn verifier(authority: &Authority) -> Arc<WebPkiServerVerifier> {
    let mut roots = RootCertStore::empty();
    roots.add(chain(&authority.root_certificate()).unwrap().remove(0)).unwrap();
    WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider()).build().unwrap()
}

/// Whether a browser with that root would go to a server of that name which presents the certificate.
fn takes(authority: &Authority, certificate: &CertificateDer<'_>, host: &str) -> Result<(), String> {
    let host = ServerName::try_from(host.to_owned()).unwrap();
    let verdict = verifier(authority).verify_server_cert(certificate, &[], &host, &[], UnixTime::now());
    verdict.map(drop).map_err(|error| error.to_string())
}

/// A certificate for other names, signed by somebody who has stolen the root's key.
fn forged(authority: &Authority, name: &str) -> CertificateDer<'static> {
    let root = KeyPair::from_pem(&std::fs::read_to_string(authority.root_key()).unwrap()).unwrap();
    let issuer = Issuer::from_ca_cert_pem(&std::fs::read_to_string(authority.root_certificate()).unwrap(), root).unwrap();
    let own = KeyPair::generate().unwrap();
    CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&own, &issuer).unwrap().der().clone()
}

fn office() -> (Scratch, Authority) {
    let scratch = Scratch::new();
    let authority = scratch.authority();
    let names = names_of(&["Jiahe.office.lan".to_owned()], &["192.168.1.10".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    authority.init(&names, today()).unwrap();
    (scratch, authority)
}

#[test]
fn the_certificate_is_good_for_the_names_of_the_server_and_for_397_days() {
    let (_scratch, authority) = office();
    let leaf = chain(&authority.certificate()).unwrap().remove(0);
    for host in ["jiahe.office.lan", "192.168.1.10", "127.0.0.1"] {
        takes(&authority, &leaf, host).unwrap();
    }
    for host in ["office.lan", "192.168.1.11", "other.lan"] {
        assert!(takes(&authority, &leaf, host).is_err(), "{host}");
    }
    let span = valid_until(&leaf).unwrap().date_naive() - today();
    assert_eq!(u64::try_from(span.num_days()).unwrap() + 1, LEAF_DAYS);
}

#[test]
fn a_stolen_root_can_stand_for_no_other_name_or_address() {
    let (_scratch, authority) = office();
    for other in ["bank.example", "evil.lan", "office.lan", "192.168.1.11", "10.0.0.1", "::1"] {
        let certificate = forged(&authority, other);
        let refusal = takes(&authority, &certificate, other).unwrap_err();
        assert!(refusal.contains("NameConstraintViolation"), "{other}: {refusal}");
    }
    takes(&authority, &forged(&authority, "jiahe.office.lan"), "jiahe.office.lan").unwrap();

    // a root of a name alone is good for no address at all, and the other way round
    let scratch = Scratch::new();
    let authority = scratch.authority();
    authority.init(&names_of(&["jiahe.lan".to_owned()], &[]).unwrap(), today()).unwrap();
    for other in ["192.168.1.10", "2001:db8::1"] {
        assert!(takes(&authority, &forged(&authority, other), other).is_err(), "{other}");
    }
    let scratch = Scratch::new();
    let authority = scratch.authority();
    authority.init(&names_of(&[], &["192.168.1.10".to_owned()]).unwrap(), today()).unwrap();
    assert!(takes(&authority, &forged(&authority, "bank.example"), "bank.example").is_err());
    takes(&authority, &forged(&authority, "192.168.1.10"), "192.168.1.10").unwrap();
}

#[cfg(unix)]
#[test]
fn keys_are_for_their_owner_alone_and_nothing_is_overwritten() {
    use std::os::unix::fs::PermissionsExt;
    let (_scratch, authority) = office();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&authority.root_key()), 0o600);
    assert_eq!(mode(&authority.key()), 0o600);
    let before = std::fs::read(authority.root_certificate()).unwrap();
    let again = authority.init(&names_of(&["other.lan".to_owned()], &[]).unwrap(), today()).unwrap_err();
    assert!(again.message.contains("exists already"), "{}", again.message);
    assert_eq!(std::fs::read(authority.root_certificate()).unwrap(), before);
    std::fs::set_permissions(authority.key(), std::fs::Permissions::from_mode(0o640)).unwrap();
    let refused = Certificates::load(files(&authority)).unwrap_err();
    assert!(refused.message.contains("0640"), "{}", refused.message);
}

#[test]
fn what_is_no_name_and_no_address_is_refused() {
    for bad in ["", "a b", "-a.lan", "a..lan", "192.168.1.10", "名.lan", "*.lan"] {
        assert!(names_of(&[bad.to_owned()], &[]).is_err(), "{bad:?}");
    }
    assert!(names_of(&[], &["192.168.1".to_owned()]).is_err());
    assert!(names_of(&[], &[]).is_err());
}

#[test]
fn a_renewed_certificate_has_the_same_names_and_the_running_server_takes_it_up() {
    let (_scratch, authority) = office();
    let certificates = Certificates::load(files(&authority)).unwrap();
    let first = certificates.leaf().unwrap();
    assert!(!certificates.refresh().unwrap(), "nothing has changed");

    let later = today() + chrono::Days::new(300);
    authority.renew(later).unwrap();
    // a file system with whole seconds would not show the change at once
    let file = std::fs::File::options().append(true).open(authority.certificate()).unwrap();
    file.set_modified(SystemTime::now() + Duration::from_secs(5)).unwrap();
    assert!(certificates.refresh().unwrap());
    let second = certificates.leaf().unwrap();
    assert_ne!(first, second);
    assert_eq!(names(&first).unwrap(), names(&second).unwrap());
    assert_eq!(valid_until(&second).unwrap() - valid_until(&first).unwrap(), chrono::TimeDelta::days(300));

    // without the root's key nothing can be renewed, and the server goes on with what it has
    std::fs::rename(authority.root_key(), authority.root_key().with_extension("away")).unwrap();
    assert!(authority.renew(later).is_err());
    assert_eq!(certificates.leaf().unwrap(), second);
}

#[test]
fn a_certificate_and_a_key_that_do_not_go_together_are_refused() {
    let (_scratch, authority) = office();
    let (_other, stranger) = office();
    let mixed = Files { certificate: authority.certificate(), key: stranger.key() };
    assert!(Certificates::load(mixed).is_err());
}

fn ask(port: u16, host: &str, path: &str) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    (String::from_utf8_lossy(&answer[..end]).to_lowercase(), answer[end + 4..].to_vec())
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[actix_web::test]
async fn plain_http_hands_out_the_root_with_its_fingerprint_and_sends_all_else_to_https() {
    let (_scratch, authority) = office();
    let certificates = Certificates::load(files(&authority)).unwrap();
    let port = free_port();
    let listener = Trust::new(&certificates, 8443, port).unwrap().listen([127, 0, 0, 1].into(), port).unwrap();
    let handle = listener.handle();
    actix_web::rt::spawn(listener);
    let root = chain(&authority.root_certificate()).unwrap().remove(0);
    actix_web::rt::task::spawn_blocking(move || {
        let (head, page) = ask(port, &format!("192.168.1.10:{port}"), "/trust");
        let page = String::from_utf8(page).unwrap();
        assert!(head.starts_with("http/1.1 200") && head.contains("default-src 'none'; style-src 'sha256-"), "{head}");
        assert!(page.contains(&fingerprint(&root)), "the fingerprint is not on the page");
        for words in ["安卓平板", "Android", "iPadOS", "Full Trust", "https://jiahe.office.lan:8443", "<svg", "http://192.168.1.10:"] {
            assert!(page.to_lowercase().contains(&words.to_lowercase()), "{words}");
        }
        assert!(!page.contains('{') || !page.contains("{fingerprint}"));
        let (head, der) = ask(port, "192.168.1.10", "/trust/root.crt");
        assert!(head.contains("application/x-x509-ca-cert") && head.contains("jiahe-root.crt"), "{head}");
        assert_eq!(der, root.to_vec());
        for (host, path, target) in [
            ("jiahe.office.lan:8081", "/", "https://jiahe.office.lan:8443/"),
            ("192.168.1.10:8081", "/cases?tab=papers", "https://192.168.1.10:8443/cases?tab=papers"),
            // a host that is not ours is nowhere to send anybody
            ("evil.example", "/api/v1/me", "https://jiahe.office.lan:8443/api/v1/me"),
            ("192.168.1.10", "/trust/root.key", "https://192.168.1.10:8443/trust/root.key"),
        ] {
            let (head, body) = ask(port, host, path);
            assert!(head.starts_with("http/1.1 308") && head.contains(&format!("location: {target}\r\n")), "{host}{path}: {head}");
            assert!(body.is_empty());
        }
    })
    .await
    .unwrap();
    handle.stop(false).await;
}

#[actix_web::test]
async fn the_listener_speaks_https_with_that_certificate_and_knows_itself() {
    let (_scratch, authority) = office();
    let certificates = Certificates::load(files(&authority)).unwrap();
    let pages = || App::new().default_service(web::to(|| async { HttpResponse::Ok().body("ready\n") }));
    let server = HttpServer::new(pages).workers(1).disable_signals();
    let server = server.bind_rustls_0_23("127.0.0.1:0", certificates.server_config().unwrap()).unwrap();
    let address = server.addrs()[0];
    let server = server.run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    let stranger = office();
    actix_web::rt::task::spawn_blocking(move || {
        let request = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        let config = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_webpki_verifier(verifier(&authority))
            .with_no_client_auth();
        let client = ClientConnection::new(Arc::new(config), ServerName::try_from("127.0.0.1").unwrap()).unwrap();
        let mut stream = StreamOwned::new(client, TcpStream::connect(address).unwrap());
        stream.write_all(request).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));

        let answer = sign_of_life::exchange(&certificates, TcpStream::connect(address).unwrap(), request).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        let wrong = Certificates::load(files(&stranger.1)).unwrap();
        assert!(sign_of_life::exchange(&wrong, TcpStream::connect(address).unwrap(), request).is_err(), "another server's certificate");
    })
    .await
    .unwrap();
    handle.stop(false).await;
}
