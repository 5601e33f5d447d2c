//! `Json<T>`: size, media type, shape and rules of a request body; every failure with a JSON pointer, nothing half-read.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::web::BytesMut;
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use validator::Validate;

pub use super::parse::parse;
use crate::problem::AppError;

/// Largest JSON body, in bytes.
pub const BODY_LIMIT: usize = 1024 * 1024;
/// A body that has not arrived by then is given up.
const BODY_DEADLINE: Duration = Duration::from_secs(15);

/// A parsed and validated body; also carries the fingerprint that idempotency compares.
#[derive(Debug, Clone)]
pub struct Json<T> {
    pub value: T,
    pub fingerprint: [u8; 32],
}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Json<T> {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, AppError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let body = read(&request, payload).await?;
            let value = parse(&body)?;
            Ok(Self { value, fingerprint: crate::http::preconditions::fingerprint(request.path(), &body) })
        })
    }
}

async fn read(request: &HttpRequest, mut payload: Payload) -> Result<BytesMut, AppError> {
    if !matches!(request.mime_type(), Ok(Some(mime)) if mime.essence_str() == "application/json") {
        return Err(AppError::MediaType);
    }
    if request.headers().contains_key("content-encoding") {
        return Err(AppError::MediaType);
    }
    let announced = request.headers().get("content-length").and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|n| n > BODY_LIMIT) {
        return Err(AppError::TooLarge { limit: BODY_LIMIT });
    }
    let whole = async {
        let mut body = BytesMut::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|e| AppError::Malformed(e.to_string()))?;
            if body.len() + chunk.len() > BODY_LIMIT {
                return Err(AppError::TooLarge { limit: BODY_LIMIT });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    };
    tokio::time::timeout(BODY_DEADLINE, whole).await.unwrap_or(Err(AppError::RequestTimeout))
}
