//! The tablet's life, from the request to the wipe, and what it may still do in each state.

use chrono::{DateTime, TimeDelta, Utc};
use platform::text_enum;

/// How many tablets one person may have at a time.
pub const PER_PERSON: i64 = 2;
/// A revoked tablet may be given so many hours to hand in what it holds.
pub const UPLOAD_HOURS: i64 = 72;

text_enum!(
    /// Where a tablet stands.
    DeviceState {
        /// 待批准: asked for, not approved yet.
        Pending = "PENDING",
        /// 已批准: may be activated by its owner.
        Approved = "APPROVED",
        /// 使用中.
        Active = "ACTIVE",
        /// 已撤销: may hand in what it holds for a while, then it is told to wipe itself.
        Revoked = "REVOKED",
        /// 已擦除: has reported that nothing is left on it.
        Wiped = "WIPED",
    }
);

impl DeviceState {
    /// The states that count towards [`PER_PERSON`].
    pub const LIVE: [Self; 3] = [Self::Pending, Self::Approved, Self::Active];
}

/// What a tablet may do at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Not activated: no token of it is good.
    Waiting,
    Working,
    /// Revoked, with some time left to hand in what it holds.
    Draining {
        until: DateTime<Utc>,
    },
    /// Revoked and out of time, or wiped.
    Gone,
}

/// Judges a tablet by its state and the end of its time for uploading.
pub fn standing(state: DeviceState, upload_until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Standing {
    match (state, upload_until) {
        (DeviceState::Pending | DeviceState::Approved, _) => Standing::Waiting,
        (DeviceState::Active, _) => Standing::Working,
        (DeviceState::Revoked, Some(until)) if now < until => Standing::Draining { until },
        (DeviceState::Revoked | DeviceState::Wiped, _) => Standing::Gone,
    }
}

/// Until when a tablet that was heard of just now may be unlocked without the network.
pub fn lease_until(standing: Standing, lease: TimeDelta, now: DateTime<Utc>) -> DateTime<Utc> {
    match standing {
        Standing::Draining { until } => until.min(now + lease),
        _ => now + lease,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + hour * 3_600, 0).unwrap()
    }

    #[test]
    fn a_revoked_tablet_drains_until_its_hour_and_is_gone_after() {
        let standing = |hour| standing(DeviceState::Revoked, Some(at(2)), at(hour));
        assert_eq!(standing(1), Standing::Draining { until: at(2) });
        assert_eq!(standing(2), Standing::Gone);
    }

    #[test]
    fn only_an_active_tablet_works() {
        for (state, expected) in [
            (DeviceState::Pending, Standing::Waiting),
            (DeviceState::Approved, Standing::Waiting),
            (DeviceState::Active, Standing::Working),
            (DeviceState::Revoked, Standing::Gone),
            (DeviceState::Wiped, Standing::Gone),
        ] {
            assert_eq!(standing(state, None, at(0)), expected, "{state}");
        }
    }

    #[test]
    fn a_lease_never_outlives_the_time_for_uploading() {
        let lease = TimeDelta::hours(72);
        assert_eq!(lease_until(Standing::Working, lease, at(0)), at(72));
        assert_eq!(lease_until(Standing::Draining { until: at(3) }, lease, at(0)), at(3));
    }
}
