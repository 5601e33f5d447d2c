//! Invented applications, any number of them: application number n is always the same one.

use chrono::{Days, NaiveDate};
use platform::ids::{OrgId, PartyId};
use serde_json::{Value, json};

const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎";
const GIVEN: &str = "秀兰建国晓梅志强丽华文博桂芳海燕振宇淑珍雅琴德明红霞婉清少华玉洁长青敏慧和平静怡雪月娥春邹娟永福云龙金凤立新";
const STREETS: [&str; 9] = ["栖霞", "临溪", "枫桥", "望川", "石泉", "青禾", "云岭", "双塘", "松原"];
const CATEGORIES: [&str; 4] = ["B1", "B5", "B6", "C2"];
/// GB 11643.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// A two-character given name that somebody in any larger set bears.
pub fn given_name(n: usize) -> String {
    // spread so that neighbours in the sequence do not share a character
    let spread = n.wrapping_mul(2_654_435_761) >> 7;
    let letters: Vec<char> = GIVEN.chars().collect();
    let pick = |k: usize| letters.get(k % letters.len()).copied().unwrap_or('文');
    [pick(spread), pick(spread / letters.len())].iter().collect()
}

fn name(n: usize) -> String {
    let letters: Vec<char> = SURNAMES.chars().collect();
    let surname = letters.get(n % letters.len()).copied().unwrap_or('王');
    format!("{surname}{}", given_name(n))
}

fn born(n: usize) -> NaiveDate {
    let start = NaiveDate::from_ymd_opt(1960, 1, 1).unwrap_or_default();
    start + Days::new(u64::try_from(n % 14_000).unwrap_or(0))
}

fn number(n: usize, female: bool) -> String {
    let sequence = (n / 14_000 % 500) * 2 + usize::from(!female);
    let body = format!("999900{}{sequence:03}", born(n).format("%Y%m%d"));
    let sum: u32 = body.chars().zip(WEIGHTS).filter_map(|(c, weight)| c.to_digit(10).map(|digit| digit * weight)).sum();
    let check = usize::try_from(sum % 11).ok().and_then(|k| CHECK.get(k)).copied().unwrap_or('0');
    format!("{body}{check}")
}

/// The woman or the man of application number `n`.
fn party(n: usize, role: &str, side: u8, street: &str) -> Value {
    let female = side == 1;
    let named = name(2 * n + usize::from(!female));
    let address = format!("清源县{street}街道{}组{}号", n % 9 + 1, n % 60 + 1);
    json!({
        "id": PartyId::new(), "role": role, "side": side, "relation": "SPOUSES",
        "particulars": {
            "kind": "PERSON", "name": named, "sex": if female { "FEMALE" } else { "MALE" }, "birthDate": born(n),
            "ethnicity": "汉族", "idDocument": {"kind": "RESIDENT_ID", "number": number(n, female), "verification": "CARD_READ"},
            "maritalStatus": "MARRIED", "education": "高中", "occupation": "个体经营", "phones": [format!("1399900{:04}", n % 10_000)],
            "householdAddress": address, "residenceAddress": address, "literacy": "SIGNS", "capacity": "FULL",
            "safeContact": {"window": "工作日9:00至17:00"},
        },
    })
}

/// Application number `n`, to be handled by the `n`-th station.
pub fn application(n: usize, stations: &[OrgId]) -> Value {
    let street = STREETS.get(n % STREETS.len()).copied().unwrap_or_default();
    json!({
        "stationId": stations.get(n % stations.len().max(1)),
        "mode": if n % 5 == 3 { "ORAL" } else { "WRITTEN" },
        "category": CATEGORIES.get(n % CATEGORIES.len()),
        "source": "SELF",
        "summary": "双方因家务分担和与公婆相处的琐事反复争吵，申请人回娘家居住，希望在调解员主持下就今后的共同生活、家庭开支和子女照料作出约定。",
        "claims": ["请求调解，改善共同生活", "请求约定家庭开支的分担"],
        "marriage": "MARRIED", "informed": true, "readBack": true,
        "parties": [party(n, "APPLICANT", 1, street), party(n, "RESPONDENT", 2, street)],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invented_application_is_one_the_house_takes() {
        let stations = [OrgId::new()];
        for n in [0, 1, 7, 99_999, 1_000_000] {
            let text = application(n, &stations).to_string();
            let parsed = platform::http::body::parse::<mediation::cases::filing::FileCase>(text.as_bytes());
            assert!(parsed.is_ok(), "{n}: {:?}", parsed.err());
        }
    }

    #[test]
    fn no_two_people_share_a_number() {
        let numbers: std::collections::HashSet<_> = (0..50_000).flat_map(|n| [number(n, true), number(n, false)]).collect();
        assert_eq!(numbers.len(), 100_000);
    }
}
