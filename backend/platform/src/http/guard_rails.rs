//! The outermost middleware: request id, language, admission, panics, security headers, one log line.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, ResponseError, web};
use futures_util::FutureExt;
use tokio::sync::Semaphore;

use super::context::{self, RequestContext};
use crate::ids::Id;
use crate::problem::AppError;

/// Requests admitted at once; the rest is told to come back instead of waiting in line.
pub const ADMITTED: usize = 1024;

/// Limits that hold for the whole process.
#[derive(Clone, Debug)]
pub struct Admission(Arc<Semaphore>);

impl Default for Admission {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(ADMITTED)))
    }
}

/// The actor of a finished request, for the log line.
#[derive(Clone, Debug)]
pub struct LoggedActor(pub String);

/// Wraps every request: `App::wrap(middleware::from_fn(guard_rails::rails))`.
pub async fn rails(request: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let started = Instant::now();
    let header = |name: &str| request.headers().get(name).and_then(|v| v.to_str().ok());
    let context =
        RequestContext { id: format!("req-{}", Id::new().0.simple()), chinese: context::wants_chinese(header("accept-language")) };
    let is_api = request.path().starts_with("/api");
    let id = context.id.clone();
    let method = request.method().clone();
    let admission = request.app_data::<web::Data<Admission>>().map(|a| a.0.clone());

    context::within(context, async move {
        let place = match &admission {
            Some(semaphore) => match semaphore.clone().try_acquire_owned() {
                Ok(place) => Some(place),
                Err(_) => return Ok(refuse(request, &AppError::unavailable("admission"), is_api, &id)),
            },
            None => None,
        };
        if is_api && !acceptable(&request) {
            return Ok(refuse(request, &AppError::NotAcceptable, is_api, &id));
        }
        let outcome = AssertUnwindSafe(next.call(request)).catch_unwind().await;
        drop(place);
        // an error that comes up to here has lost its request: the answer travels inside the error
        let mut response = match outcome {
            Ok(Ok(mut response)) => {
                finish(response.headers_mut(), is_api, &id);
                let pattern = response.request().match_pattern().unwrap_or_else(|| "-".to_owned());
                let actor = response.request().extensions().get::<LoggedActor>().map_or_else(|| "-".to_owned(), |a| a.0.clone());
                log::info!("{method} {pattern} {} {} ms actor={actor} {id}", response.status().as_u16(), started.elapsed().as_millis());
                return Ok(response.map_into_boxed_body());
            }
            Ok(Err(error)) => error.error_response(),
            Err(_) => AppError::internal("a handler panicked").error_response(),
        };
        finish(response.headers_mut(), is_api, &id);
        log::info!("{method} - {} {} ms actor=- {id}", response.status().as_u16(), started.elapsed().as_millis());
        Err(InternalError::from_response("answered by the guard rails", response).into())
    })
    .await
}

fn refuse(request: ServiceRequest, error: &AppError, is_api: bool, id: &str) -> ServiceResponse<BoxBody> {
    let mut response = request.into_response(error.error_response());
    finish(response.headers_mut(), is_api, id);
    response
}

/// Only JSON (and the files an operation names) is offered: a client that insists on something else hears 406.
fn acceptable(request: &ServiceRequest) -> bool {
    let Some(accept) = request.headers().get("accept").and_then(|v| v.to_str().ok()) else { return true };
    const OFFERED: [&str; 8] = [
        "*/*",
        "application/*",
        "application/json",
        "application/problem+json",
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "text/html",
        "",
    ];
    accept.split(',').any(|range| OFFERED.contains(&range.split(';').next().unwrap_or("").trim()))
}

fn finish(headers: &mut HeaderMap, is_api: bool, id: &str) {
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    set("x-request-id", id);
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "no-referrer");
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    set("strict-transport-security", "max-age=63072000; includeSubDomains");
    // a page of the app may record a voice note; a photo comes from the device's own camera app
    let powers = if is_api { "camera=(), microphone=(), geolocation=()" } else { "camera=(), microphone=(self), geolocation=()" };
    set("permissions-policy", powers);
    if is_api {
        set("cache-control", "no-store");
        if !headers.contains_key("content-security-policy") {
            let value = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox");
            headers.insert(HeaderName::from_static("content-security-policy"), value);
        }
    }
}
