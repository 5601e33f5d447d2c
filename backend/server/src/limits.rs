//! What a request may weigh before anybody looks at it: 414 for the address, 431 for the headers.

use actix_web::Error;
use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::Next;
use platform::http::context;
use platform::problem::Problem;

/// Longest request target, in bytes.
pub const TARGET_LIMIT: usize = 8 * 1024;
/// Most bytes of header names and values.
pub const HEADER_LIMIT: usize = 32 * 1024;

/// Refuses heads over the limits; goes right inside the guard rails.
pub async fn heads(request: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Result<ServiceResponse<BoxBody>, Error> {
    let target = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    if target > TARGET_LIMIT {
        let answer = refusal(StatusCode::URI_TOO_LONG, "uri_too_long", "网址太长", "The address is too long", TARGET_LIMIT);
        return Ok(request.into_response(answer));
    }
    let headers: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if headers > HEADER_LIMIT {
        let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
        let answer = refusal(status, "headers_too_large", "请求头太大", "The request headers are too large", HEADER_LIMIT);
        return Ok(request.into_response(answer));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

fn refusal(status: StatusCode, code: &str, zh: &str, en: &str, limit: usize) -> HttpResponse {
    HttpResponse::build(status).force_close().content_type("application/problem+json").json(Problem {
        r#type: format!("/problems/{code}"),
        title: if context::is_chinese() { zh } else { en }.to_owned(),
        status: status.as_u16(),
        code: code.to_owned(),
        detail: Some(format!("limit {limit} bytes")),
        instance: context::request_id(),
        blockers: Vec::new(),
        conflicts: Vec::new(),
        errors: Vec::new(),
        current_version: None,
    })
}
