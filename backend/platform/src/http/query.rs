//! Strict path and query extractors: an unreadable id does not exist, an unknown parameter is an error.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::de::DeserializeOwned;

use crate::problem::{AppError, FieldError};

/// Path parameters; one that cannot be read names nothing, so it answers 404 like an id that does not exist.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Path<T> {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(actix_web::web::Path::<T>::extract(request).into_inner().map(|path| Self(path.into_inner())).map_err(|_| AppError::NotFound))
    }
}

/// Query parameters; give the type `#[serde(deny_unknown_fields)]`.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(request.query_string()).map(Self))
    }
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, AppError> {
    if text.contains("%00") {
        return Err(AppError::field("/query", "nul"));
    }
    actix_web::web::Query::<T>::from_query(text).map(actix_web::web::Query::into_inner).map_err(|error| {
        let text = match &error {
            actix_web::error::QueryPayloadError::Deserialize(inner) => inner.to_string(),
            other => other.to_string(),
        };
        if text.starts_with("unknown field") {
            return AppError::Malformed(text);
        }
        let name = text.split('`').nth(1).unwrap_or_default();
        let code = if text.starts_with("missing field") {
            "required"
        } else if text.starts_with("unknown variant") {
            "unknown_variant"
        } else {
            "type"
        };
        let pointer = if code == "required" { format!("/query/{name}") } else { "/query".to_owned() };
        AppError::Invalid(vec![FieldError::new(pointer, code)])
    })
}
