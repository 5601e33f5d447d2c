//! The invented people of the stories. Document numbers carry the reserved region 999900 and a right check digit.

use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// A person of a story.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub name: String,
    pub female: bool,
    pub born: NaiveDate,
    /// Distinguishes people born on one day; even for women.
    pub sequence: u32,
}

impl Person {
    pub fn new(name: &str, female: bool, year: i32, month: u32, day: u32, n: u32) -> Self {
        let born = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        Self { name: name.to_owned(), female, born, sequence: (n * 2 + u32::from(!female)) % 1000 }
    }

    /// GB 11643: region, birth date, sequence, check digit.
    pub fn number(&self) -> String {
        let body = format!("999900{:04}{:02}{:02}{:03}", self.born.year(), self.born.month(), self.born.day(), self.sequence);
        let sum: u32 = body.chars().zip(WEIGHTS).filter_map(|(c, weight)| c.to_digit(10).map(|digit| digit * weight)).sum();
        let check = usize::try_from(sum % 11).ok().and_then(|n| CHECK.get(n)).copied().unwrap_or('0');
        format!("{body}{check}")
    }

    /// What the registrar takes down.
    pub fn particulars(&self, street: &str, n: usize) -> Value {
        json!({
            "kind": "PERSON",
            "name": self.name,
            "sex": if self.female { "FEMALE" } else { "MALE" },
            "birthDate": self.born,
            "ethnicity": if self.name.contains('·') { "维吾尔族" } else { "汉族" },
            "idDocument": {"kind": "RESIDENT_ID", "number": self.number(), "verification": "CARD_READ"},
            "maritalStatus": "MARRIED",
            "education": "高中",
            "occupation": if n.is_multiple_of(3) { "务农" } else if n % 3 == 1 { "个体经营" } else { "工厂职工" },
            "phones": [format!("1399900{:04}", (n * 37) % 10_000)],
            "householdAddress": format!("清源县{street}街道{}组{}号", n % 9 + 1, n % 60 + 1),
            "residenceAddress": format!("清源县{street}街道{}组{}号", n % 9 + 1, n % 60 + 1),
            "literacy": if n.is_multiple_of(11) { "FINGERPRINT_ONLY" } else { "SIGNS" },
            "capacity": if self.born.year() > 2012 { "LIMITED" } else { "FULL" },
            "safeContact": if n.is_multiple_of(4) { json!({"window": "18:00后勿电，勿发短信", "noMessages": true}) } else { json!({"window": "工作日9:00至17:00"}) },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invented_numbers_carry_the_reserved_region_and_a_right_check_digit() {
        let person = Person::new("张小梅", true, 1990, 3, 7, 12);
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let read = platform::identity_document::ResidentId::parse(&person.number(), today).unwrap();
        assert!(person.number().starts_with("999900"));
        assert_eq!(read.birth_date(), person.born);
        assert_eq!(read.sex().as_str(), "FEMALE");
    }
}
