//! The answer to a command: status, version and body, kept so that a repeated request gets exactly the same.

use actix_web::body::BoxBody;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::{Deserialize, Serialize};

use crate::problem::AppError;

/// A finished answer, serialisable so that the idempotency table can replay it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Answer {
    pub status: u16,
    pub version: Option<i64>,
    pub location: Option<String>,
    pub body: String,
    /// The try of a tablet's command that was refused; nothing of what was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<u32>,
    #[serde(skip)]
    pub replayed: bool,
}

impl Answer {
    fn with(status: StatusCode, version: Option<i64>, value: &impl Serialize) -> Result<Self, AppError> {
        let body = serde_json::to_string(value).map_err(AppError::internal)?;
        Ok(Self { status: status.as_u16(), version, location: None, body, refused: None, replayed: false })
    }

    /// 200 with the record's new version.
    pub fn ok(version: i64, value: &impl Serialize) -> Result<Self, AppError> {
        Self::with(StatusCode::OK, Some(version), value)
    }

    /// 200 without a version.
    pub fn plain(value: &impl Serialize) -> Result<Self, AppError> {
        Self::with(StatusCode::OK, None, value)
    }

    /// 201 with the place of the new record.
    pub fn created(location: String, version: i64, value: &impl Serialize) -> Result<Self, AppError> {
        let mut answer = Self::with(StatusCode::CREATED, Some(version), value)?;
        answer.location = Some(location);
        Ok(answer)
    }

    /// 204.
    pub fn empty() -> Self {
        Self { status: 204, version: None, location: None, body: String::new(), refused: None, replayed: false }
    }

    /// A refusal as it is kept.
    pub(crate) fn refusal(error: &AppError, attempt: u32) -> Result<Self, AppError> {
        let body = serde_json::to_string(&error.problem()).map_err(AppError::internal)?;
        Ok(Self { status: error.status(), version: None, location: None, body, refused: Some(attempt), replayed: false })
    }
}

impl Responder for Answer {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse<BoxBody> {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut response = HttpResponse::build(status);
        if let Some(version) = self.version {
            response.insert_header((header::ETAG, format!("\"{version}\"")));
        }
        if let Some(location) = self.location {
            response.insert_header((header::LOCATION, location));
        }
        if self.replayed {
            response.insert_header(("Idempotency-Replayed", "true"));
        }
        let kind = if self.refused.is_some() { "application/problem+json" } else { "application/json" };
        if status == StatusCode::NO_CONTENT { response.finish() } else { response.content_type(kind).body(self.body) }
    }
}
