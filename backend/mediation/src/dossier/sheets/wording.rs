//! Dates, times and amounts as official papers write them.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use platform::calendar::local;
use platform::money::Fen;

/// A day: 2026年3月5日.
pub(super) fn day(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// A day that may not be set.
pub(super) fn day_or(date: Option<NaiveDate>, otherwise: &str) -> String {
    date.map_or_else(|| otherwise.to_owned(), day)
}

/// A moment on the office's clock, to the minute: 2026年3月5日9时05分.
pub(super) fn minute(instant: DateTime<Utc>) -> String {
    local(instant).map_or_else(String::new, |at| format!("{}{}时{:02}分", day(at.date_naive()), at.hour(), at.minute()))
}

/// A moment on the office's clock, to the second: 2026年3月5日 09:05:07.
pub(super) fn second(instant: DateTime<Utc>) -> String {
    local(instant).map_or_else(String::new, |at| format!("{} {:02}:{:02}:{:02}", day(at.date_naive()), at.hour(), at.minute(), at.second()))
}

/// From one moment to another; the day is told once.
pub(super) fn span(from: DateTime<Utc>, to: DateTime<Utc>) -> String {
    match (local(from), local(to)) {
        (Some(start), Some(end)) if start.date_naive() == end.date_naive() => {
            format!("{}至{}时{:02}分", minute(from), end.hour(), end.minute())
        }
        _ => format!("{}至{}", minute(from), minute(to)),
    }
}

/// An amount in figures and in words: 20,000.00元（人民币贰万元整）.
pub(super) fn money(amount: Fen) -> String {
    format!("{amount}元（人民币{}）", amount.zh_upper())
}

/// Words in one line, empty ones left out.
pub(super) fn listed<T: Into<String>>(words: impl IntoIterator<Item = T>) -> String {
    let words: Vec<String> = words.into_iter().map(Into::into).filter(|word: &String| !word.trim().is_empty()).collect();
    words.join("、")
}

/// A field of the sheet, or the stroke that says it was left empty on purpose.
pub(super) fn or_none(text: Option<&str>) -> String {
    text.map(str::trim).filter(|text| !text.is_empty()).unwrap_or("无").to_owned()
}

/// The number of an article: 第三条.
pub(super) fn article(position: usize) -> String {
    print::form::Numbering::Articles.prefix(position)
}

/// A count in Chinese characters, as copies are counted: 一式三份.
pub(super) fn count(number: i32) -> String {
    let written = usize::try_from(number).ok().map(|number| print::form::Numbering::Chinese.prefix(number));
    written.and_then(|text| text.strip_suffix('、').map(str::to_owned)).unwrap_or_else(|| number.to_string())
}
