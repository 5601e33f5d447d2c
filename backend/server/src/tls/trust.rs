//! A plain-HTTP listener with one page: the root certificate for tablets, how to install it, and its fingerprint.
//! Everything else is sent to HTTPS. A device that does not trust the server yet could read the page in no other way.

use std::net::IpAddr;
use std::time::Duration;

use actix_web::dev::{Server, ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::{Next, from_fn};
use actix_web::{App, Error, HttpRequest, HttpResponse, HttpServer, get, web};
use data_encoding::BASE64;
use qrcode::QrCode;
use qrcode::render::svg;
use sha2::{Digest, Sha256};

use super::certificates::{self, Certificates, Names};
use super::fingerprint;
use crate::cli::Failure;

const PAGE: &str = include_str!("trust.html");
const STYLE: &str = "body{margin:0;background:#f6f7f9;color:#1c2430;font:18px/1.6 system-ui,'PingFang SC','Microsoft YaHei',sans-serif}\
main{max-width:46rem;margin:0 auto;padding:1.5rem}h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:0}\
small{font-weight:400;color:#4a5568}section{background:#fff;border:1px solid #d5dae1;border-radius:8px;padding:1rem 1.25rem;margin:1rem 0}\
.get{display:inline-block;background:#8c1d2f;color:#fff;padding:.6rem 1.2rem;border-radius:8px;text-decoration:none}\
.print{font:1rem/1.8 ui-monospace,monospace;word-break:break-all;font-weight:700}[lang=en]{color:#4a5568}.qr svg{max-width:14rem;height:auto}";

/// What the listener serves.
#[derive(Debug, Clone)]
pub struct Trust {
    names: Names,
    https_port: u16,
    /// The root and the page about it; nothing when the certificate comes from an authority that devices know already.
    root: Option<(web::Bytes, web::Bytes)>,
    policy: String,
}

impl Trust {
    pub fn new(certificates: &Certificates, https_port: u16, trust_port: u16) -> Result<Self, Failure> {
        let names = certificates::names(&certificates.leaf()?)?;
        let mut trust = Self { names, https_port, root: None, policy: String::new() };
        let style: String = BASE64.encode(&Sha256::digest(STYLE));
        trust.policy =
            format!("default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        if let Some(root) = certificates.own_root()? {
            let page = trust.page(&root, trust_port)?;
            trust.root = Some((web::Bytes::copy_from_slice(&root), web::Bytes::from(page)));
        }
        Ok(trust)
    }

    fn page(&self, root: &[u8], trust_port: u16) -> Result<String, Failure> {
        let names: Vec<String> = self.names.dns.iter().cloned().chain(self.names.ips.iter().map(ToString::to_string)).collect();
        // a browser that has once been at the name by HTTPS goes there by HTTPS only, whatever the port; an address has no such memory
        let host = self.names.ips.first().map_or_else(|| self.names.first(), |ip| written(*ip));
        let here = format!("http://{host}:{trust_port}/trust");
        let code = QrCode::new(here.as_bytes()).map_err(|error| Failure::new(error.to_string()))?;
        let qr = code.render::<svg::Color<'_>>().min_dimensions(220, 220).build();
        let qr = qr.find("<svg").and_then(|start| qr.get(start..)).unwrap_or_default();
        let text = PAGE
            .replace("{style}", STYLE)
            .replace("{names}", &names.join("、"))
            .replace("{fingerprint}", &fingerprint(root))
            .replace("{address}", &self.origin(&self.host(&self.names.first())))
            .replace("{here}", &here)
            .replace("{qr}", qr);
        Ok(text)
    }

    /// The host to go on to: the one that was asked for, if the certificate is good for it.
    fn host(&self, asked: &str) -> String {
        if self.names.hold(asked) { asked.to_owned() } else { self.names.first() }
    }

    fn origin(&self, host: &str) -> String {
        match self.https_port {
            443 => format!("https://{host}"),
            port => format!("https://{host}:{port}"),
        }
    }

    /// Listens on the port until the process ends.
    pub fn listen(self, bind: IpAddr, port: u16) -> std::io::Result<Server> {
        let server = HttpServer::new(move || {
            App::new()
                .app_data(web::Data::new(self.clone()))
                .service(trust_page)
                .service(trust_root)
                .default_service(web::to(to_https))
                .wrap(from_fn(headers))
        });
        let server = server.workers(1).client_request_timeout(Duration::from_secs(5)).disable_signals().bind((bind, port))?;
        Ok(server.run())
    }
}

/// An address as it stands in a URL.
fn written(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    }
}

#[get("/trust")]
async fn trust_page(trust: web::Data<Trust>, request: HttpRequest) -> HttpResponse {
    match &trust.root {
        Some((_, page)) => HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page.clone()),
        None => to_https(trust, request).await,
    }
}

/// The root as phones take it: DER, in a file called `.crt`.
#[get("/trust/root.crt")]
async fn trust_root(trust: web::Data<Trust>, request: HttpRequest) -> HttpResponse {
    match &trust.root {
        Some((der, _)) => HttpResponse::Ok()
            .content_type("application/x-x509-ca-cert")
            .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"jiahe-root.crt\""))
            .body(der.clone()),
        None => to_https(trust, request).await,
    }
}

async fn to_https(trust: web::Data<Trust>, request: HttpRequest) -> HttpResponse {
    let asked = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let asked = match asked.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => asked,
    };
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    let location = format!("{}{target}", trust.origin(&trust.host(asked)));
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, location)).finish()
}

async fn headers(
    request: ServiceRequest,
    next: Next<impl actix_web::body::MessageBody>,
) -> Result<ServiceResponse<impl actix_web::body::MessageBody>, Error> {
    let policy = request.app_data::<web::Data<Trust>>().map(|trust| trust.policy.clone()).unwrap_or_default();
    let mut response = next.call(request).await?;
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy.as_str()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        if let Ok(value) = header::HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}
