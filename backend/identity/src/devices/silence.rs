//! What a revoked tablet hears while it hands in what it holds: that a command was taken or refused, and nothing of the record.

use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use platform::problem::Problem;

/// An answer without its contents: 204 for whatever was done, and of a refusal its code alone.
pub(crate) async fn silence(response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let succeeded = response.status().is_success();
    let (request, response) = response.into_parts();
    let (mut response, body) = response.into_parts();
    response.headers_mut().remove(header::CONTENT_TYPE);
    if succeeded {
        *response.status_mut() = StatusCode::NO_CONTENT;
        return ServiceResponse::new(request, response.set_body(BoxBody::new(())));
    }
    let problem = to_bytes(body).await.ok().and_then(|bytes| serde_json::from_slice::<Problem>(&bytes).ok());
    let bare = problem.map(|problem| Problem {
        detail: None,
        blockers: Vec::new(),
        errors: Vec::new(),
        conflicts: Vec::new(),
        current_version: None,
        ..problem
    });
    let text = bare.and_then(|bare| serde_json::to_string(&bare).ok());
    let body = match text {
        Some(text) => {
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
            text.boxed()
        }
        None => BoxBody::new(()),
    };
    ServiceResponse::new(request, response.set_body(body))
}
