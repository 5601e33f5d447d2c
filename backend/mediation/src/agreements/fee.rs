//! Mediation is free (G21): finds a sentence that makes somebody pay for it.

/// Stays empty until the screen's text reader is there.
pub fn fee_in(text: &str) -> Option<String> { let _ = text; None }
