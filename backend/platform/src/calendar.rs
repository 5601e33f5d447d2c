//! Working days, statutory holidays and the deadlines that follow from them.
//!
//! The list of holidays is published by the State Council for one year at a time, so a [`Calendar`] is data, not
//! code: it is built from the rows of the `holidays` table.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};

crate::text_enum!(
    /// What the State Council made of one day (节假日安排); the codes are those of the published list.
    DayKind {
        /// A day off (放假).
        Holiday = "HOLIDAY",
        /// A Saturday or Sunday on which work is done in exchange for a day off (调休上班).
        Workday = "MAKE_UP_WORKDAY",
    }
);

/// Days off and make-up working days; every other day follows the week.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    days: BTreeMap<NaiveDate, DayKind>,
    years: BTreeSet<i32>,
}

impl Calendar {
    /// Builds the calendar from the published days, in any order; the last entry for a day wins.
    pub fn new(days: impl IntoIterator<Item = (NaiveDate, DayKind)>) -> Self {
        let days: BTreeMap<_, _> = days.into_iter().collect();
        let years = days.keys().map(Datelike::year).collect();
        Self { days, years }
    }

    /// Whether the arrangement for `year` has been published and loaded; a date outside follows the plain week and
    /// a deadline computed there is provisional.
    #[must_use]
    pub fn covers(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    /// Whether people work on `date`.
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        match self.days.get(&date) {
            Some(DayKind::Holiday) => false,
            Some(DayKind::Workday) => true,
            None => !matches!(date.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    /// The first working day after `date`.
    #[must_use]
    pub fn next_working_day(&self, date: NaiveDate) -> NaiveDate {
        date.succ_opt().map_or(date, |day| self.working_day_from(day))
    }

    /// The first working day on or after `date`.
    #[must_use]
    pub fn working_day_from(&self, date: NaiveDate) -> NaiveDate {
        date.iter_days().find(|day| self.is_working_day(*day)).unwrap_or(date)
    }

    /// The `n`-th working day after `start`, which itself does not count; `start` when `n` is 0.
    #[must_use]
    pub fn add_working_days(&self, start: NaiveDate, n: u32) -> NaiveDate {
        (0..n).fold(start, |day, _| self.next_working_day(day))
    }

    /// The last day of a period of `days` calendar days (期间): the day it starts on does not count, and a last day
    /// that falls on a statutory holiday or weekend moves to the day on which work resumes (Civil Code, 201–203).
    #[must_use]
    pub fn legal_deadline(&self, start: NaiveDate, days: u32) -> NaiveDate {
        let last = start.checked_add_days(chrono::Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX);
        self.working_day_from(last)
    }
}

/// China Standard Time, one zone and no summer time since 1992.
const CHINA_SECONDS_EAST: i32 = 8 * 3600;

/// The calendar date in China at `instant`.
#[must_use]
pub fn local_date(instant: DateTime<Utc>) -> NaiveDate {
    local(instant).map_or_else(|| instant.date_naive(), |local| local.date_naive())
}

/// `instant` as the clock on the wall of a Chinese office shows it.
#[must_use]
pub fn local(instant: DateTime<Utc>) -> Option<DateTime<FixedOffset>> {
    FixedOffset::east_opt(CHINA_SECONDS_EAST).map(|zone| instant.with_timezone(&zone))
}

/// The instant at which `date` begins in China.
#[must_use]
pub fn start_of_local_day(date: NaiveDate) -> DateTime<Utc> {
    let midnight = date.and_time(NaiveTime::MIN).and_utc();
    midnight.checked_sub_signed(TimeDelta::seconds(i64::from(CHINA_SECONDS_EAST))).unwrap_or(midnight)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The arrangement of 2026 around the two long holidays, as published.
    const PUBLISHED: &str = "\
2026-02-14,MAKE_UP_WORKDAY 2026-02-15,HOLIDAY 2026-02-16,HOLIDAY 2026-02-17,HOLIDAY 2026-02-18,HOLIDAY \
2026-02-19,HOLIDAY 2026-02-20,HOLIDAY 2026-02-21,HOLIDAY 2026-02-22,HOLIDAY 2026-02-23,HOLIDAY \
2026-02-28,MAKE_UP_WORKDAY 2026-09-20,MAKE_UP_WORKDAY 2026-09-25,HOLIDAY 2026-09-26,HOLIDAY 2026-09-27,HOLIDAY \
2026-10-01,HOLIDAY 2026-10-02,HOLIDAY 2026-10-03,HOLIDAY 2026-10-04,HOLIDAY 2026-10-05,HOLIDAY \
2026-10-06,HOLIDAY 2026-10-07,HOLIDAY 2026-10-10,MAKE_UP_WORKDAY";

    fn calendar() -> Calendar {
        Calendar::new(PUBLISHED.split(' ').map(|row| {
            let (date, kind) = row.split_once(',').unwrap();
            (date.parse().unwrap(), kind.parse().unwrap())
        }))
    }

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    #[test]
    fn knows_which_years_are_published() {
        assert!(calendar().covers(2026));
        assert!(!calendar().covers(2027));
        assert!(!Calendar::default().covers(2026));
    }

    #[test]
    fn make_up_days_are_worked_and_holidays_are_not() {
        let calendar = calendar();
        assert!(calendar.is_working_day(day(2, 14)), "a Saturday before Spring Festival");
        assert!(!calendar.is_working_day(day(2, 16)), "a Monday within Spring Festival");
        assert!(calendar.is_working_day(day(2, 28)));
        assert!(!calendar.is_working_day(day(3, 1)), "an ordinary Sunday");
        assert!(calendar.is_working_day(day(9, 20)), "a Sunday before National Day");
        assert!(!calendar.is_working_day(day(10, 7)));
    }

    #[test]
    fn the_next_working_day_is_strictly_later() {
        let calendar = calendar();
        assert_eq!(calendar.next_working_day(day(2, 13)), day(2, 14));
        assert_eq!(calendar.next_working_day(day(2, 14)), day(2, 24));
        assert_eq!(calendar.next_working_day(day(9, 30)), day(10, 8));
        assert_eq!(calendar.next_working_day(day(10, 9)), day(10, 10));
        assert_eq!(calendar.working_day_from(day(10, 10)), day(10, 10));
    }

    #[test]
    fn working_days_are_counted_over_holidays() {
        let calendar = calendar();
        assert_eq!(calendar.add_working_days(day(2, 12), 0), day(2, 12));
        // 13, 14 (make-up), 24, 25, 26
        assert_eq!(calendar.add_working_days(day(2, 12), 5), day(2, 26));
        // 8, 9, 10 (make-up), 12
        assert_eq!(calendar.add_working_days(day(9, 30), 4), day(10, 12));
        // starting inside the holiday
        assert_eq!(calendar.add_working_days(day(10, 3), 1), day(10, 8));
    }

    #[test]
    fn a_deadline_in_a_holiday_moves_to_its_end() {
        let calendar = calendar();
        assert_eq!(calendar.legal_deadline(day(1, 16), 30), day(2, 24), "the 15th is in Spring Festival");
        assert_eq!(calendar.legal_deadline(day(1, 15), 30), day(2, 14), "a make-up Saturday is a working day");
        assert_eq!(calendar.legal_deadline(day(9, 1), 30), day(10, 8));
        assert_eq!(calendar.legal_deadline(day(10, 1), 10), day(10, 12), "an ordinary Sunday");
        assert_eq!(calendar.legal_deadline(day(3, 2), 30), day(4, 1));
    }

    #[test]
    fn arithmetic_at_the_end_of_time_does_not_fail() {
        let calendar = Calendar::default();
        assert_eq!(calendar.next_working_day(NaiveDate::MAX), NaiveDate::MAX);
        let _ = calendar.legal_deadline(NaiveDate::MAX, u32::MAX);
        let _ = start_of_local_day(NaiveDate::MIN);
    }

    #[test]
    fn the_local_day_begins_at_sixteen_utc() {
        let before: DateTime<Utc> = "2026-02-13T15:59:59Z".parse().unwrap();
        let after: DateTime<Utc> = "2026-02-13T16:00:00Z".parse().unwrap();
        assert_eq!(local_date(before), day(2, 13));
        assert_eq!(local_date(after), day(2, 14));
        assert_eq!(start_of_local_day(day(2, 14)), after);
    }

    #[test]
    fn codes_round_trip() {
        for kind in DayKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        assert!("WEEKEND".parse::<DayKind>().is_err());
    }
}
