//! What a tablet says of itself with a command: its own clock, and the command's place in its queue.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use chrono::{DateTime, TimeDelta, Utc};

use crate::problem::{AppError, FieldError};

/// `Device-Time`, `Device-Seq` and `Device-Try`; empty for everybody who is no tablet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DeviceNote {
    /// The tablet's clock when it sent the command.
    pub time: Option<DateTime<Utc>>,
    /// The command's number in the tablet's queue.
    pub seq: Option<i64>,
    /// How often its user has asked for the command; what a network repeats is no new try.
    pub attempt: Option<u32>,
}

/// A clock that is wrong by more than this is worth a note in the journal.
const WORTH_A_NOTE: TimeDelta = TimeDelta::minutes(10);

impl DeviceNote {
    /// How far the tablet's clock was behind; what it claims is corrected by so much.
    pub fn skew(&self, now: DateTime<Utc>) -> TimeDelta {
        self.time.map_or(TimeDelta::zero(), |time| now - time)
    }

    /// Whether the clock is so wrong that the journal says so.
    pub fn is_skewed(&self, now: DateTime<Utc>) -> bool {
        self.skew(now).abs() > WORTH_A_NOTE
    }

    /// The try of a command that has a place in a queue.
    pub fn try_of_command(&self) -> Option<u32> {
        self.seq.map(|_| self.attempt.unwrap_or(1))
    }
}

impl FromRequest for DeviceNote {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or_default());
        let wrong = |name: &str| AppError::Invalid(vec![FieldError::new(format!("/header/{name}"), "type")]);
        let time = header("device-time").map(|text| DateTime::parse_from_rfc3339(text).map(|time| time.with_timezone(&Utc)));
        let seq = header("device-seq").map(|text| text.parse::<i64>().ok().filter(|seq| *seq >= 0));
        let attempt = header("device-try").map(|text| text.parse::<u32>().ok().filter(|times| *times > 0));
        ready(match (time, seq, attempt) {
            (Some(Err(_)), ..) => Err(wrong("Device-Time")),
            (_, Some(None), _) => Err(wrong("Device-Seq")),
            (.., Some(None)) => Err(wrong("Device-Try")),
            (time, seq, attempt) => Ok(Self { time: time.and_then(Result::ok), seq: seq.flatten(), attempt: attempt.flatten() }),
        })
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn read(headers: &[(&'static str, &'static str)]) -> Result<DeviceNote, AppError> {
        let mut request = TestRequest::default();
        for header in headers {
            request = request.insert_header(*header);
        }
        DeviceNote::from_request(&request.to_http_request(), &mut Payload::None).into_inner()
    }

    #[test]
    fn a_clock_ten_years_ahead_is_so_much_ahead() {
        let note = read(&[("device-time", "2036-11-24T08:00:00+08:00"), ("device-seq", "17")]).unwrap();
        let now = DateTime::parse_from_rfc3339("2026-11-24T00:00:00Z").unwrap().with_timezone(&Utc);
        assert_eq!((note.seq, note.skew(now).num_days()), (Some(17), -3653));
        assert!(note.is_skewed(now));
        assert!(!DeviceNote::default().is_skewed(now));
    }

    #[test]
    fn what_is_no_time_and_no_number_is_refused() {
        for headers in [("device-time", "yesterday"), ("device-seq", "-1"), ("device-seq", "x"), ("device-try", "0")] {
            assert!(read(&[headers]).is_err(), "{headers:?}");
        }
        assert_eq!(read(&[]).unwrap(), DeviceNote::default());
    }
}
