//! Passwords and one-time codes of an account: what may be a password, and how one is made up for somebody.

use chrono::{DateTime, Utc};
use platform::crypto::random_bytes;
use platform::db::Conn;
use platform::password::{self, HashError, PasswordProfile};
use platform::problem::AppError;
use platform::totp;

use super::store::AccountRow;

/// Who issues the codes, as the authenticator app names it.
const ISSUER: &str = "家和";

/// Refuses a password that the installation's profile does not take; `at` is the JSON pointer of the field.
pub fn check(password: &str, profile: PasswordProfile, own: &[&str], at: &str) -> Result<(), AppError> {
    password::check(password, profile, own).map_err(|problem| AppError::field(at, problem.code()))
}

/// A first password of about 120 bits; it is shown once and meant to be replaced.
pub fn made_up() -> Result<String, AppError> {
    let bytes: [u8; 15] = random_bytes()?;
    let text = totp::base32_encode(&bytes).to_lowercase();
    let groups: Vec<String> = text.as_bytes().chunks(6).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    Ok(groups.join("-"))
}

/// A hasher that is full tells the caller to come back.
pub fn hash_error(error: HashError) -> AppError {
    match error {
        HashError::Busy => AppError::unavailable("password hashing is busy"),
        other => AppError::internal(other),
    }
}

/// The one-time code's secret, opened.
pub(crate) fn totp_secret(conn: &Conn<'_>, row: &AccountRow) -> Result<Vec<u8>, AppError> {
    Ok(conn.keys().open("accounts", "totp_secret", row.id.bytes(), &row.totp_secret)?)
}

/// The step a code belongs to, and whether it lies after the last one accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    Fresh(i64),
    Replayed,
    Wrong,
}

pub(crate) fn read_code(secret: &[u8], code: &str, now: DateTime<Utc>, last_step: i64) -> Code {
    match totp::verify(secret, code, now.timestamp(), None) {
        None => Code::Wrong,
        Some(step) if step > last_step => Code::Fresh(step),
        Some(_) => Code::Replayed,
    }
}

pub(crate) fn provisioning_uri(username: &str, secret: &[u8]) -> String {
    totp::provisioning_uri(ISSUER, username, secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_up_password_passes_both_profiles_of_length_and_is_never_the_same() {
        let (one, two) = (made_up().unwrap(), made_up().unwrap());
        assert_ne!(one, two);
        assert_eq!(one.len(), 27);
        check(&one, PasswordProfile::Asvs, &[], "/password").unwrap();
    }

    #[test]
    fn a_code_is_fresh_once() {
        let secret = [7; 20];
        let now = DateTime::from_timestamp(1_790_000_010, 0).unwrap();
        let step = now.timestamp().div_euclid(totp::STEP_SECONDS);
        let code = totp::code_at(&secret, step);
        assert_eq!(read_code(&secret, &code, now, 0), Code::Fresh(step));
        assert_eq!(read_code(&secret, &code, now, step), Code::Replayed);
        assert_eq!(read_code(&secret, "x", now, 0), Code::Wrong);
    }
}
