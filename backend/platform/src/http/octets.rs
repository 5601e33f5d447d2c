//! `Octets`: a raw body of a part of a file; bounded in size and in time.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use futures_util::StreamExt;

use crate::problem::AppError;

/// A part that has not arrived by then is given up; the tablet sends it again.
const DEADLINE: Duration = Duration::from_secs(60);

/// A raw body of at most `LIMIT` bytes.
#[derive(Debug, Clone)]
pub struct Octets<const LIMIT: usize>(pub Bytes);

impl<const LIMIT: usize> FromRequest for Octets<LIMIT> {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, AppError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            let is_raw = matches!(request.mime_type(), Ok(Some(mime)) if mime.essence_str() == "application/octet-stream");
            if !is_raw || request.headers().contains_key("content-encoding") {
                return Err(AppError::MediaType);
            }
            let announced = request.headers().get("content-length").and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
            if announced.is_some_and(|n| n > LIMIT) {
                return Err(AppError::TooLarge { limit: LIMIT });
            }
            let whole = async {
                let mut body = BytesMut::with_capacity(announced.unwrap_or_default());
                while let Some(part) = payload.next().await {
                    let part = part.map_err(|error| AppError::Malformed(error.to_string()))?;
                    if body.len() + part.len() > LIMIT {
                        return Err(AppError::TooLarge { limit: LIMIT });
                    }
                    body.extend_from_slice(&part);
                }
                Ok(Self(body.freeze()))
            };
            tokio::time::timeout(DEADLINE, whole).await.unwrap_or(Err(AppError::RequestTimeout))
        })
    }
}
