//! One-time codes by time (RFC 6238): SHA-1, 30 seconds, six figures, as every authenticator app makes them.

use std::fmt::Write;

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use subtle::ConstantTimeEq;

use crate::crypto::{CryptoError, random_bytes};

/// Seconds for which one code is valid.
pub const STEP_SECONDS: i64 = 30;

/// Steps before and after the present one that are accepted, for clocks that go wrong.
const WINDOW: i64 = 1;

/// A fresh secret of 160 bits, the length RFC 4226 recommends.
pub fn new_secret() -> Result<[u8; 20], CryptoError> {
    random_bytes()
}

/// The code of one step.
#[must_use]
pub fn code_at(secret: &[u8], step: i64) -> String {
    format!("{:06}", truncated(secret, step) % 1_000_000)
}

/// The dynamic truncation of RFC 4226: 31 bits of the HMAC.
fn truncated(secret: &[u8], step: i64) -> u32 {
    // an HMAC key may have any length
    let Ok(mac) = Hmac::<Sha1>::new_from_slice(secret) else {
        return 0;
    };
    let digest: [u8; 20] = mac.chain_update(step.to_be_bytes()).finalize().into_bytes().into();
    let offset = digest.last().map_or(0, |byte| usize::from(byte & 0x0f));
    let word = digest.get(offset..).and_then(|rest| rest.first_chunk::<4>()).copied().unwrap_or_default();
    u32::from_be_bytes(word) & 0x7fff_ffff
}

/// The step `code` belongs to, when it is valid at `now_unix` and later than `last_step`, the last one accepted.
///
/// The caller stores the answer as the new `last_step` in the same transaction, on the condition that it is still
/// smaller: so every code is accepted once, however many requests carry it.
#[must_use]
pub fn verify(secret: &[u8], code: &str, now_unix: i64, last_step: Option<i64>) -> Option<i64> {
    let present = now_unix.div_euclid(STEP_SECONDS);
    // every step is compared, so that the time taken does not tell which one it was
    (present - WINDOW..=present + WINDOW)
        .filter(|step| bool::from(code_at(secret, *step).as_bytes().ct_eq(code.as_bytes())))
        .fold(None, |found, step| found.max(Some(step)))
        .filter(|step| last_step.is_none_or(|last| *step > last))
}

/// The address an authenticator app reads from the QR code.
#[must_use]
pub fn provisioning_uri(issuer: &str, account: &str, secret: &[u8]) -> String {
    let (issuer, account, secret) = (percent_encoded(issuer), percent_encoded(account), base32_encode(secret));
    format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period={STEP_SECONDS}")
}

fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            // writing to a String does not fail
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// Base 32 (RFC 4648) without padding, as apps show it.
#[must_use]
pub fn base32_encode(bytes: &[u8]) -> String {
    BASE32_NOPAD.encode(bytes)
}

/// Reads base 32 as people type it: any case, blanks, with padding or without.
#[must_use]
pub fn base32_decode(text: &str) -> Option<Vec<u8>> {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
    BASE32_NOPAD.decode(text.trim_end_matches('=').as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn the_vectors_of_rfc_6238() {
        let vectors = [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ];
        for (time, code) in vectors {
            assert_eq!(truncated(SECRET, time / STEP_SECONDS) % 100_000_000, code);
            assert_eq!(code_at(SECRET, time / STEP_SECONDS), format!("{:06}", code % 1_000_000));
        }
    }

    #[test]
    fn the_vectors_of_rfc_4226() {
        let codes = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
        for (step, code) in (0..).zip(codes) {
            assert_eq!(code_at(SECRET, step), code);
        }
    }

    #[test]
    fn one_step_early_or_late_is_accepted() {
        let now = 1_111_111_111;
        let step = now / STEP_SECONDS;
        for (offset, accepted) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let found = verify(SECRET, &code_at(SECRET, step + offset), now, None);
            assert_eq!(found, accepted.then_some(step + offset));
        }
    }

    #[test]
    fn each_step_is_accepted_once() {
        let now = 1_111_111_111;
        let step = now / STEP_SECONDS;
        let code = code_at(SECRET, step);
        let used = verify(SECRET, &code, now, None);
        assert_eq!(used, Some(step));
        assert_eq!(verify(SECRET, &code, now, used), None);
        assert_eq!(verify(SECRET, &code_at(SECRET, step - 1), now, used), None, "an older one neither");
        assert_eq!(verify(SECRET, &code_at(SECRET, step + 1), now, used), Some(step + 1));
    }

    #[test]
    fn anything_else_is_refused() {
        for code in ["", "0", "28708", "2870820", "28708２", "abcdef", " 287082"] {
            assert_eq!(verify(SECRET, code, 59, None), None, "{code}");
        }
        assert_eq!(verify(SECRET, "287082", 59, None), Some(1));
        assert_eq!(verify(b"another secret", "287082", 59, None), None);
    }

    #[test]
    fn the_address_names_issuer_and_account() {
        assert_eq!(
            provisioning_uri("家和 Jiahe", "wang@x", SECRET),
            "otpauth://totp/%E5%AE%B6%E5%92%8C%20Jiahe:wang%40x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E5%AE%B6%E5%92%8C%20Jiahe&algorithm=SHA1&digits=6&period=30"
        );
    }

    #[test]
    fn base32_round_trips() {
        for (plain, text) in
            [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI")]
        {
            assert_eq!(base32_encode(plain.as_bytes()), text);
            assert_eq!(base32_decode(text).as_deref(), Some(plain.as_bytes()));
        }
        assert_eq!(base32_decode("mzxw 6ytb-oi======").as_deref(), Some(b"foobar".as_slice()));
        assert_eq!(base32_decode("MZXW1"), None);
        let secret = new_secret().unwrap();
        assert_eq!(base32_decode(&base32_encode(&secret)).as_deref(), Some(secret.as_slice()));
    }
}
