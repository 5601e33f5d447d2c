//! Documents of invented persons only: the examples of the standards and numbers from an unassigned region.

use super::*;
use chrono::Datelike;

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn today() -> NaiveDate {
    date(2026, 11, 24)
}

/// A number of an invented person, from the region code that was never assigned.
fn number(birth: NaiveDate, sequence: u32) -> String {
    let body = format!("999900{}{sequence:03}", birth.format("%Y%m%d"));
    let figures: Vec<u32> = body.chars().map(|c| c.to_digit(10).unwrap()).collect();
    format!("{body}{}", resident_check_character(&figures))
}

#[test]
fn the_example_of_the_standard_is_valid() {
    // GB 11643-1999, annex A
    let id = ResidentId::parse("11010519491231002X", today()).unwrap();
    assert_eq!((id.birth_date(), id.sex(), id.region()), (date(1949, 12, 31), Sex::Female, "110105"));
    assert_eq!(id.masked(), "1****************X");
    assert_eq!(ResidentId::parse("440524188001010014", today()).unwrap().sex(), Sex::Male);
    assert_eq!(format!("{id:?}"), "ResidentId(masked)");
}

#[test]
fn blanks_full_width_and_small_x_are_accepted() {
    for text in [" 110105 19491231 002x ", "１１０１０５１９４９１２３１００２Ｘ"] {
        assert_eq!(ResidentId::parse(text, today()).unwrap().as_str(), "11010519491231002X");
    }
}

#[test]
fn every_day_and_sequence_reads_back() {
    let days = date(1900, 1, 1).iter_days().step_by(37).take_while(|day| *day <= today());
    for (at, birth) in days.enumerate() {
        let sequence = u32::try_from(at % 1000).unwrap();
        let id = ResidentId::parse(&number(birth, sequence), today()).unwrap();
        assert_eq!(id.birth_date(), birth);
        assert_eq!(id.sex() == Sex::Male, sequence % 2 == 1);
    }
}

#[test]
fn every_wrong_figure_and_every_swap_of_neighbours_is_found() {
    for (day, sequence) in
        (0..60).map(|n| (date(1950 + n, 1 + n.unsigned_abs() % 12, 1 + n.unsigned_abs() % 28), n.unsigned_abs() * 13 % 1000))
    {
        let good: Vec<char> = number(day, sequence).chars().collect();
        for at in 0..18 {
            for wrong in "0123456789X".chars().filter(|c| *c != good[at]) {
                let mut bad = good.clone();
                bad[at] = wrong;
                assert!(ResidentId::parse(&bad.iter().collect::<String>(), today()).is_err());
            }
            if at < 17 && good[at] != good[at + 1] {
                let mut bad = good.clone();
                bad.swap(at, at + 1);
                assert!(ResidentId::parse(&bad.iter().collect::<String>(), today()).is_err());
            }
        }
    }
}

#[test]
fn says_what_is_wrong() {
    let parse = |text: &str| ResidentId::parse(text, today()).unwrap_err();
    assert_eq!(parse(""), IdProblem::Length);
    assert_eq!(parse("11010519491231002"), IdProblem::Length);
    assert_eq!(parse("1101051949123100X2"), IdProblem::Character);
    assert_eq!(parse("01010519491231002X"), IdProblem::Character);
    assert_eq!(parse("1101051949123100甲乙"), IdProblem::Character);
    assert_eq!(parse("11010519490231002X"), IdProblem::BirthDate);
    assert_eq!(parse("110105184912310027"), IdProblem::BirthDate);
    assert_eq!(parse("110105194912310021"), IdProblem::CheckDigit);
    let tomorrow = number(today().succ_opt().unwrap(), 1);
    assert_eq!(parse(&tomorrow), IdProblem::BirthDate);
    assert!(ResidentId::parse(&tomorrow, today().succ_opt().unwrap()).is_ok());
}

#[test]
fn social_credit_codes_are_checked() {
    let good = "91350100M000100Y43"; // GB 32100-2015, the example of the standard
    assert_eq!(parse_social_credit_code(&good.to_lowercase()).as_deref(), Some(good));
    let chars: Vec<char> = good.chars().collect();
    for at in 0..18 {
        for wrong in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".chars().filter(|c| *c != chars[at]) {
            let mut bad = chars.clone();
            bad[at] = wrong;
            assert_eq!(parse_social_credit_code(&bad.iter().collect::<String>()), None);
        }
    }
    for bad in ["", "91350100M000100Y4", "91350100M000100Y433", "９１３５甲"] {
        assert_eq!(parse_social_credit_code(bad), None);
    }
}

#[test]
fn phones_are_normalised() {
    let cases = [
        ("138 1234 5678", Some("13812345678")),
        ("+86-138-1234-5678", Some("13812345678")),
        ("008613812345678", Some("13812345678")),
        ("8613812345678", Some("13812345678")),
        ("１３８１２３４５６７８", Some("13812345678")),
        ("(025) 8360-1234", Some("02583601234")),
        ("010-62345678", Some("01062345678")),
        ("+86 25 83601234", Some("02583601234")),
        ("0516-83601234", Some("051683601234")),
        ("12338", Some("12338")),
        ("110", Some("110")),
        ("83601234", Some("83601234")),
        ("400-810-1234", Some("4008101234")),
        ("", None),
        ("1381234567", None),
        ("12812345678", None),
        ("138123456789", None),
        ("138x1234567", None),
    ];
    for (text, expected) in cases {
        assert_eq!(normalise_phone(text).as_deref(), expected, "{text}");
    }
}

#[test]
fn masks_hide_what_they_must() {
    assert_eq!(mask_phone("13812345678"), "138****5678");
    assert_eq!(mask_phone("83601234"), "******34");
    assert_eq!(mask_phone("110"), "**0");
    assert_eq!(mask_phone_sealed("13812345678"), "*********78");
    assert_eq!(mask_name("张三"), "张**");
    assert_eq!(mask_name("阿依古丽·买买提"), "阿**");
    assert_eq!(mask_name("  "), "");
    assert_eq!(mask_id("32010619900101001X"), "3****************X");
    assert_eq!(mask_id("E1"), "**");
}

#[test]
fn age_counts_full_years() {
    let birth = date(2008, 2, 29);
    assert_eq!(age_at(birth, date(2026, 2, 28)), 17);
    assert_eq!(age_at(birth, date(2026, 3, 1)), 18);
    assert_eq!(age_at(birth, date(2024, 2, 29)), 16);
    assert_eq!(age_at(birth, date(2008, 2, 29)), 0);
    assert_eq!(age_at(birth, date(2001, 1, 1)), 0);
    for later in birth.iter_days().step_by(11).take(3_000) {
        assert!(i32::try_from(age_at(birth, later)).unwrap() <= later.year() - birth.year());
    }
}
