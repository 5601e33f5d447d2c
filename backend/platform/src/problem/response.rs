//! How an error leaves the house, and how those of the keys become one.

use std::error::Error;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};

use super::AppError;
use crate::http::context;

impl From<crate::crypto::CryptoError> for AppError {
    fn from(error: crate::crypto::CryptoError) -> Self {
        match error {
            crate::crypto::CryptoError::Integrity => {
                log::error!("a sealed column does not belong to its row, or was altered");
                Self::Conflict {
                    code: "integrity",
                    zh: "数据完整性校验未通过，已记录告警",
                    en: "The stored data failed its integrity check",
                }
            }
            other => Self::internal(other),
        }
    }
}

impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        match self {
            Self::Internal(source) => log::error!("request {} failed: {}", context::request_id(), chain(source.as_ref())),
            Self::Unavailable { source, .. } => log::warn!("request {} unavailable: {}", context::request_id(), chain(source.as_ref())),
            _ => {}
        }
        let mut response = HttpResponseBuilder::new(self.status_code());
        match self {
            Self::TooMany { retry_after, .. } => {
                response.insert_header((header::RETRY_AFTER, retry_after.to_string()));
            }
            Self::Unavailable { .. } => {
                response.insert_header((header::RETRY_AFTER, "1"));
            }
            Self::MethodNotAllowed { allow } => {
                response.insert_header((header::ALLOW, allow.clone()));
            }
            Self::Unauthenticated { code: "device_proof" } => {
                response.insert_header((header::WWW_AUTHENTICATE, "DPoP realm=\"jiahe\", algs=\"ES256\""));
            }
            Self::Unauthenticated { .. } => {
                response.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"jiahe\""));
            }
            Self::RequestTimeout | Self::TooLarge { .. } => {
                response.force_close();
            }
            _ => {}
        }
        response.content_type("application/problem+json").json(self.problem())
    }
}

fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}
