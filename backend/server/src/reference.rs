//! The contract for readers: the document in both versions, and a page to browse it that needs no internet.

use std::io::Write;
use std::sync::Arc;

use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, get, web};
use flate2::Compression;
use flate2::write::GzEncoder;
use platform::problem::AppError;
use serde_json::Value;
use utoipa_swagger_ui::Config;

use crate::contract::text as text_of;
use crate::portable;

/// The page's own files, pictures inside its style sheet, and the document; nothing from elsewhere.
const REFERENCE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

/// Addresses of this file, for whoever answers a wrong method.
pub const ADDRESSES: &[&str] = &["/api/openapi.json", "/api/openapi-3.0.json", "/api/docs", "/api/docs/{tail}*"];

/// A text in memory, plain and compressed.
struct Text {
    plain: Bytes,
    gzip: Bytes,
}

impl Text {
    fn new(text: String) -> std::io::Result<Self> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text.as_bytes())?;
        Ok(Self { gzip: Bytes::from(encoder.finish()?), plain: Bytes::from(text) })
    }

    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let accepted = request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut response = HttpResponse::Ok();
        response.content_type("application/json").insert_header((header::VARY, "Accept-Encoding"));
        if accepted.contains("gzip") {
            response.insert_header((header::CONTENT_ENCODING, "gzip")).body(self.gzip.clone())
        } else {
            response.body(self.plain.clone())
        }
    }
}

/// Both documents and the settings of the page.
#[derive(Clone)]
pub struct Reference {
    current: Arc<Text>,
    previous: Arc<Text>,
    page: Arc<Config<'static>>,
}

impl Reference {
    /// Prepares the answers once.
    pub fn of(contract: &Value) -> std::io::Result<Self> {
        Ok(Self {
            current: Arc::new(Text::new(text_of(contract))?),
            previous: Arc::new(Text::new(text_of(&portable::downgrade(contract)))?),
            page: Arc::new(Config::from("/api/openapi.json").validator_url("none").deep_linking(true).display_operation_id(true)),
        })
    }
}

#[get("/api/openapi.json")]
async fn document(reference: web::Data<Reference>, request: HttpRequest) -> HttpResponse {
    reference.current.answer(&request)
}

#[get("/api/openapi-3.0.json")]
async fn document_3_0(reference: web::Data<Reference>, request: HttpRequest) -> HttpResponse {
    reference.previous.answer(&request)
}

#[get("/api/docs")]
async fn door() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "/api/docs/")).finish()
}

#[get("/api/docs/{tail:.*}")]
async fn page(reference: web::Data<Reference>, tail: web::Path<String>) -> Result<HttpResponse, AppError> {
    let file = utoipa_swagger_ui::serve(&tail, reference.page.clone()).map_err(|error| AppError::internal(error.to_string()))?;
    let file = file.ok_or(AppError::NotFound)?;
    let mut response = HttpResponse::Ok();
    response.content_type(file.content_type).insert_header((header::CONTENT_SECURITY_POLICY, REFERENCE_POLICY));
    if file.gzpipped {
        response.insert_header((header::CONTENT_ENCODING, "gzip"));
    }
    Ok(response.body(file.bytes.into_owned()))
}

/// Everything of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(document).service(document_3_0).service(door).service(page);
}
