//! The soft lock: how long an account rests after wrong attempts in a row.

use chrono::TimeDelta;

/// Wrong attempts in a row that are let go by.
pub const FREE_ATTEMPTS: i32 = 5;
const FIRST: TimeDelta = TimeDelta::minutes(15);
const LONGEST: TimeDelta = TimeDelta::hours(24);

/// The rest after the given number of wrong attempts in a row: none before the fifth, then 15 minutes, doubling with each
/// further one up to a day. Only a right login forgets the count, which is stricter than a window of 15 minutes and needs
/// no second column.
pub fn rest_after(failures: i32) -> Option<TimeDelta> {
    let beyond = failures - FREE_ATTEMPTS;
    if beyond < 0 {
        return None;
    }
    let doubled = 2_i32.checked_pow(beyond.unsigned_abs()).and_then(|factor| FIRST.checked_mul(factor));
    Some(doubled.unwrap_or(LONGEST).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_wrong_attempt_locks_and_every_further_one_doubles() {
        assert_eq!(rest_after(4), None);
        assert_eq!(rest_after(5), Some(TimeDelta::minutes(15)));
        assert_eq!(rest_after(6), Some(TimeDelta::minutes(30)));
        assert_eq!(rest_after(8), Some(TimeDelta::hours(2)));
        for many in [12, 40, i32::MAX] {
            assert_eq!(rest_after(many), Some(LONGEST));
        }
    }
}
