//! What serde needs to read our records strictly.

use platform::money::Fen;
use serde::{Deserialize, Deserializer};
use validator::ValidationError;

/// Reads an optional record that may be left out but not be `null`; the contract knows no nullable records.
pub fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// Refuses an amount below nothing.
pub fn not_negative(amount: &Fen) -> Result<(), ValidationError> {
    if amount.0 < 0 { Err(ValidationError::new("range")) } else { Ok(()) }
}
