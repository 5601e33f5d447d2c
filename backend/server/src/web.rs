//! Serves the built web app: one page for every address, files with a hash in their name for ever, strict CSP.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;

use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use flate2::Compression;
use flate2::write::GzEncoder;
use platform::problem::AppError;
use sha2::{Digest, Sha256};

/// What a page of this house may load: its own files and nothing else, no inline script, no plug-in, no frame around it.
/// `wasm-unsafe-eval` lets a tablet run the rules of the house, which are WebAssembly of our own; it allows no script.
pub const PAGE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; font-src 'self'; \
connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
frame-ancestors 'none'; require-trusted-types-for 'script'; report-to csp";

/// The service worker keeps the files of the app; it may fetch them from here and do nothing else.
const WORKER_POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'";
const WORKER: &str = "/sw.js";

/// One file of the web app, in memory.
struct Asset {
    plain: Bytes,
    /// Absent when compressing does not pay.
    gzip: Option<Bytes>,
    media_type: &'static str,
    etag: String,
    /// The name carries a hash of the content.
    immutable: bool,
    /// The service worker, which is in charge of every address of the app.
    worker: bool,
}

/// The built web app, read once at start.
#[derive(Default)]
pub struct WebApp {
    files: HashMap<String, Asset>,
}

impl WebApp {
    /// Reads the directory; one that is not there gives a server without pages.
    pub fn load(directory: &Path) -> std::io::Result<Self> {
        let mut app = Self::default();
        if directory.is_dir() {
            app.read(directory, "")?;
        }
        Ok(app)
    }

    fn read(&mut self, directory: &Path, prefix: &str) -> std::io::Result<()> {
        for entry in std::fs::read_dir(directory)? {
            let entry = entry?;
            let address = format!("{prefix}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                self.read(&entry.path(), &address)?;
            } else {
                let asset = Asset::new(&address, std::fs::read(entry.path())?)?;
                self.files.insert(address, asset);
            }
        }
        Ok(())
    }

    /// True when there are no pages to serve.
    pub fn is_empty(&self) -> bool {
        !self.files.contains_key("/index.html")
    }

    /// The file at the address, or the one page that knows every address of the app.
    pub fn answer(&self, request: &HttpRequest) -> Result<HttpResponse, AppError> {
        let asset = match self.files.get(request.path()) {
            Some(asset) => asset,
            // a file that is not there is no page: a stale tab must see that its script is gone
            None if request.path().starts_with("/assets/") || request.path() == WORKER => return Err(AppError::NotFound),
            None => self.files.get("/index.html").ok_or(AppError::NotFound)?,
        };
        Ok(asset.answer(request))
    }
}

impl Asset {
    fn new(address: &str, bytes: Vec<u8>) -> std::io::Result<Self> {
        let extension = address.rsplit_once('.').map_or("", |(_, extension)| extension);
        let (media_type, compressible) = media_type(extension);
        let mut gzip = None;
        if compressible && bytes.len() > 512 {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(&bytes)?;
            gzip = Some(Bytes::from(encoder.finish()?)).filter(|small| small.len() < bytes.len());
        }
        let digest: String = Sha256::digest(&bytes).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        let immutable = address.starts_with("/assets/");
        Ok(Self { plain: Bytes::from(bytes), gzip, media_type, etag: format!("\"{digest}\""), immutable, worker: address == WORKER })
    }

    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let header_text = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let known = header_text(header::IF_NONE_MATCH);
        let mut response = HttpResponse::Ok();
        if self.media_type.starts_with("text/html") {
            response.insert_header((header::CONTENT_SECURITY_POLICY, PAGE_POLICY));
        }
        if self.worker {
            response.insert_header((header::CONTENT_SECURITY_POLICY, WORKER_POLICY));
            response.insert_header(("service-worker-allowed", "/"));
        }
        response.insert_header((header::ETAG, self.etag.clone()));
        response.insert_header((header::VARY, "Accept-Encoding"));
        let cache = if self.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
        response.insert_header((header::CACHE_CONTROL, cache));
        if !known.is_empty() && known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == self.etag) {
            return response.status(actix_web::http::StatusCode::NOT_MODIFIED).finish();
        }
        response.insert_header((header::CONTENT_TYPE, self.media_type));
        let takes_gzip = header_text(header::ACCEPT_ENCODING).split(',').any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            parts.next() == Some("gzip") && parts.next() != Some("q=0")
        });
        match &self.gzip {
            Some(gzip) if takes_gzip => response.insert_header((header::CONTENT_ENCODING, "gzip")).body(gzip.clone()),
            _ => response.body(self.plain.clone()),
        }
    }
}

/// The media type of a file name's extension, and whether its content gets smaller by compressing.
pub fn media_type(extension: &str) -> (&'static str, bool) {
    match extension {
        "html" => ("text/html; charset=utf-8", true),
        "js" | "mjs" => ("text/javascript; charset=utf-8", true),
        "css" => ("text/css; charset=utf-8", true),
        "json" | "map" => ("application/json", true),
        "webmanifest" => ("application/manifest+json", true),
        "svg" => ("image/svg+xml", true),
        "txt" => ("text/plain; charset=utf-8", true),
        "wasm" => ("application/wasm", true),
        "png" => ("image/png", false),
        "ico" => ("image/x-icon", false),
        "woff2" => ("font/woff2", false),
        _ => ("application/octet-stream", false),
    }
}
