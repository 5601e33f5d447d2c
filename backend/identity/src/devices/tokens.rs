//! Refresh tokens of a tablet, and the rule by which one follows the other.
//!
//! A token names office, tablet, family and generation, and carries a keyed digest of them: nothing of it is stored, the row
//! of the tablet only says which generation is the newest. A database put back from an older backup therefore still knows
//! the tokens issued since. Activating a tablet begins a new family; a family that is ended never comes back.

use chrono::{DateTime, TimeDelta, Utc};
use platform::crypto::Keyring;
use platform::ids::{DeviceId, Id, OfficeId};
use platform::uuid::Uuid;
use subtle::ConstantTimeEq;

use crate::sessions::token::{pack, unpack};

/// A tablet that is not heard of for so long must be activated again.
pub(crate) const IDLE: TimeDelta = TimeDelta::days(35);
/// An answer may be lost on a bad connection: after its successor was seen a token is still good for so long.
const GRACE: TimeDelta = TimeDelta::seconds(60);

const BODY: usize = 32;
const WHOLE: usize = BODY + 32;

/// A refresh token, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RefreshToken {
    pub office: OfficeId,
    pub device: DeviceId,
    pub family: i64,
    pub generation: i64,
}

impl RefreshToken {
    /// The text for the tablet.
    pub(crate) fn reveal(&self, keys: &Keyring) -> String {
        let body = self.body();
        pack(self.office, &[body.as_slice(), &self.digest(keys, &body)].concat())
    }

    /// Reads a token; nothing when we did not issue it.
    pub(crate) fn read(keys: &Keyring, text: &str) -> Option<Self> {
        let (office, rest) = unpack::<WHOLE>(text)?;
        let (body, digest) = rest.split_first_chunk::<BODY>()?;
        let (device, numbers) = body.split_first_chunk::<16>()?;
        let (family, generation) = numbers.split_first_chunk::<8>()?;
        let token = Self {
            office,
            device: DeviceId(Id(Uuid::from_bytes(*device))),
            family: i64::from_be_bytes(*family),
            generation: i64::from_be_bytes(*generation.first_chunk()?),
        };
        bool::from(token.digest(keys, body).as_slice().ct_eq(digest)).then_some(token)
    }

    fn body(&self) -> [u8; BODY] {
        let mut body = [0; BODY];
        let parts = [self.device.bytes().as_slice(), &self.family.to_be_bytes(), &self.generation.to_be_bytes()].concat();
        body.copy_from_slice(&parts);
        body
    }

    fn digest(&self, keys: &Keyring, body: &[u8; BODY]) -> [u8; 32] {
        keys.token_digest("device-refresh", &[self.office.bytes().as_slice(), body].concat())
    }
}

/// What follows from a token of the living family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The newest one, seen for the first time: issue this generation.
    Next(i64),
    /// Its answer was lost: give this generation again.
    Again(i64),
    /// Used after its successor: somebody has a copy.
    Theft,
    /// Not used for too long.
    Stale,
}

/// Judges a generation against the newest one issued, which was issued at `rotated_at`.
pub(crate) fn judge(presented: i64, newest: i64, rotated_at: DateTime<Utc>, now: DateTime<Utc>) -> Verdict {
    if now - rotated_at >= IDLE {
        return Verdict::Stale;
    }
    // a generation ahead of ours was issued before the database was put back from a backup
    if presented >= newest {
        return Verdict::Next(presented.saturating_add(1));
    }
    match newest - presented {
        // its successor is the newest one, which nobody has used yet
        1 => Verdict::Again(newest),
        // its successor was used when the newest one was issued
        2 if now <= rotated_at + GRACE => Verdict::Again(newest - 1),
        _ => Verdict::Theft,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + second, 0).unwrap()
    }

    #[test]
    fn a_token_comes_back_whole_and_any_change_of_it_is_found() {
        let keys = Keyring::ephemeral(1);
        let token = RefreshToken { office: OfficeId::new(), device: DeviceId::new(), family: 3, generation: 41 };
        let text = token.reveal(&keys);
        assert_eq!(RefreshToken::read(&keys, &text), Some(token));
        assert_eq!(RefreshToken::read(&Keyring::ephemeral(2), &text), None, "another house");
        for at in 0..text.len() {
            let mut bad = text.clone().into_bytes();
            bad[at] = if bad[at] == b'A' { b'B' } else { b'A' };
            assert_eq!(RefreshToken::read(&keys, &String::from_utf8(bad).unwrap()), None, "character {at}");
        }
        for bad in ["", "x", &text[1..], &format!("{text}AA")] {
            assert_eq!(RefreshToken::read(&keys, bad), None);
        }
    }

    #[test]
    fn a_token_is_good_until_its_successor_was_seen_and_sixty_seconds_after() {
        // generation 7 was issued at 0, when 6 was seen
        assert_eq!(judge(7, 7, at(0), at(1)), Verdict::Next(8));
        assert_eq!(judge(6, 7, at(0), at(100_000)), Verdict::Again(7), "nobody has seen 7");
        assert_eq!(judge(5, 7, at(0), at(60)), Verdict::Again(6), "6 was seen a minute ago");
        assert_eq!(judge(5, 7, at(0), at(61)), Verdict::Theft);
        assert_eq!(judge(4, 7, at(0), at(1)), Verdict::Theft);
    }

    #[test]
    fn a_generation_from_before_a_restore_is_taken_for_the_newest() {
        assert_eq!(judge(12, 7, at(0), at(1)), Verdict::Next(13));
    }

    #[test]
    fn five_weeks_of_silence_end_the_family() {
        let week = 7 * 86_400;
        assert_eq!(judge(7, 7, at(0), at(5 * week - 1)), Verdict::Next(8));
        assert_eq!(judge(7, 7, at(0), at(5 * week)), Verdict::Stale);
    }
}
