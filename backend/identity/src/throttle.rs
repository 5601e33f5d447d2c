//! Counting within a minute or a quarter of an hour, in this process: addresses that guess, clients over their quota.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use platform::problem::AppError;

use crate::accounts::lock::rest_after;

/// Entries kept before the finished ones are swept out.
const ROOM: usize = 10_000;

/// At most `limit` events of one key in a window.
#[derive(Debug)]
pub struct Throttle {
    limit: u32,
    window: TimeDelta,
    seen: Mutex<HashMap<String, (DateTime<Utc>, u32)>>,
}

/// What is left of a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    pub limit: u32,
    pub remaining: u32,
    /// Seconds until the window ends.
    pub reset: u32,
    pub exceeded: bool,
}

impl Left {
    /// Refuses when the quota is used up.
    pub fn check(self) -> Result<(), AppError> {
        if self.exceeded { Err(AppError::TooMany { retry_after: self.reset, code: "too_many_requests" }) } else { Ok(()) }
    }
}

impl Throttle {
    pub fn new(limit: u32, window: TimeDelta) -> Self {
        Self { limit, window, seen: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, (DateTime<Utc>, u32)>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Refuses a key that has reached its limit; counts nothing.
    pub fn check(&self, key: &str, now: DateTime<Utc>) -> Result<(), AppError> {
        let seen = self.lock();
        match seen.get(key) {
            Some((since, count)) if *since + self.window > now && *count >= self.limit => {
                Err(AppError::TooMany { retry_after: seconds_until(*since + self.window, now), code: "too_many_attempts" })
            }
            _ => Ok(()),
        }
    }

    /// Counts one event and tells what is left.
    pub fn count(&self, key: &str, now: DateTime<Utc>) -> Left {
        let mut seen = self.lock();
        if seen.len() > ROOM {
            seen.retain(|_, (since, _)| *since + self.window > now);
        }
        let (since, count) = seen.entry(key.to_owned()).or_insert((now, 0));
        if *since + self.window <= now {
            (*since, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        Left {
            limit: self.limit,
            remaining: self.limit.saturating_sub(*count),
            reset: seconds_until(*since + self.window, now),
            exceeded: *count > self.limit,
        }
    }
}

/// Wrong attempts in a row, and until when the name rests.
type Failures = (i32, Option<DateTime<Utc>>);

/// Login names that do not exist, counted like those that do, so that the lock does not tell them apart.
#[derive(Debug, Default)]
pub struct UnknownNames {
    seen: Mutex<HashMap<[u8; 32], Failures>>,
}

impl UnknownNames {
    /// The instant until which the name rests, if that lies ahead.
    pub fn locked_until(&self, name: &[u8; 32], now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.get(name).and_then(|(_, until)| *until).filter(|until| *until > now)
    }

    /// Counts a wrong attempt.
    pub fn fail(&self, name: [u8; 32], now: DateTime<Utc>) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() > ROOM {
            seen.retain(|_, (_, until)| until.is_some_and(|until| until > now));
        }
        let (failures, until) = seen.entry(name).or_insert((0, None));
        *failures = failures.saturating_add(1);
        *until = rest_after(*failures).map(|rest| now + rest);
    }
}

/// Whole seconds until an instant, rounded up, at least one.
pub fn seconds_until(until: DateTime<Utc>, now: DateTime<Utc>) -> u32 {
    let millis = (until - now).num_milliseconds().max(0);
    u32::try_from((millis + 999).div_euclid(1000).max(1)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + second, 0).unwrap()
    }

    #[test]
    fn a_full_window_refuses_until_it_ends() {
        let throttle = Throttle::new(2, TimeDelta::minutes(1));
        assert_eq!(throttle.count("a", at(0)).remaining, 1);
        assert!(throttle.check("a", at(0)).is_ok());
        assert!(!throttle.count("a", at(1)).exceeded);
        assert!(matches!(throttle.check("a", at(30)), Err(AppError::TooMany { retry_after: 30, .. })));
        assert!(throttle.check("b", at(30)).is_ok(), "another key");
        assert!(throttle.count("a", at(30)).check().is_err());
        assert!(throttle.check("a", at(60)).is_ok());
        assert_eq!(throttle.count("a", at(61)).remaining, 1);
    }

    #[test]
    fn an_unknown_name_locks_like_a_known_one() {
        let names = UnknownNames::default();
        for _ in 0..4 {
            names.fail([1; 32], at(0));
        }
        assert_eq!(names.locked_until(&[1; 32], at(0)), None);
        names.fail([1; 32], at(0));
        assert_eq!(names.locked_until(&[1; 32], at(1)), Some(at(900)));
        assert_eq!(names.locked_until(&[1; 32], at(900)), None);
        assert_eq!(names.locked_until(&[2; 32], at(1)), None);
    }
}
