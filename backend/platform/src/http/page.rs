//! Keyset pages: an opaque cursor, never an offset, never a count nobody asked for.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::problem::AppError;

/// Most records one page may hold.
pub const PAGE_LIMIT: u32 = 200;

/// The position after the last record of a page, opaque to clients.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub String);

impl Cursor {
    pub fn of(position: &impl Serialize) -> Result<Self, AppError> {
        let bytes = serde_json::to_vec(position).map_err(AppError::internal)?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// Reads a cursor back; one that was not made here is a field error, not a crash.
    pub fn position<T: DeserializeOwned>(&self) -> Result<T, AppError> {
        URL_SAFE_NO_PAD
            .decode(&self.0)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .ok_or_else(|| AppError::field("/query/cursor", "type"))
    }
}

/// `limit` and `cursor` as every list takes them.
#[derive(Debug, Clone, Default)]
pub struct PageQuery {
    pub limit: Option<u32>,
    pub cursor: Option<String>,
}

impl PageQuery {
    /// The page size, 50 unless asked for.
    pub fn limit(&self) -> Result<usize, AppError> {
        match self.limit {
            None => Ok(50),
            Some(n) if (1..=PAGE_LIMIT).contains(&n) => usize::try_from(n).map_err(AppError::internal),
            Some(_) => Err(AppError::field("/query/limit", "range")),
        }
    }

    pub fn position<T: DeserializeOwned>(&self) -> Result<Option<T>, AppError> {
        self.cursor.as_ref().map(|text| Cursor(text.clone()).position()).transpose()
    }
}

/// Cuts one record too many off and turns it into the next cursor.
pub fn cut<T, P: Serialize>(mut items: Vec<T>, limit: usize, position: impl Fn(&T) -> P) -> Result<(Vec<T>, Option<String>), AppError> {
    if items.len() <= limit {
        return Ok((items, None));
    }
    items.truncate(limit);
    let next = items.last().map(|last| Cursor::of(&position(last))).transpose()?;
    Ok((items, next.map(|cursor| cursor.0)))
}
