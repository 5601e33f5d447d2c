//! Invented people of a dispute; their numbers begin with the reserved region 999900 and end with a right check digit.

use chrono::{Datelike, NaiveDate};
use platform::ids::PartyId;
use serde_json::{Value, json};

use crate::support::staff::day;

/// Somebody in a dispute.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: PartyId,
    pub name: String,
    pub born: NaiveDate,
    pub female: bool,
    pub number: String,
    pub phone: String,
}

impl Person {
    /// Born on a day; `serial` tells people of one birthday apart.
    pub fn born(name: &str, female: bool, born: NaiveDate, serial: u32) -> Self {
        let body = format!("999900{:04}{:02}{:02}{:03}", born.year(), born.month(), born.day(), serial * 2 + u32::from(!female));
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        let sum: u32 = body.chars().zip(weights).map(|(figure, weight)| figure.to_digit(10).unwrap() * weight).sum();
        let check = b"10X98765432"[sum as usize % 11] as char;
        let phone = format!("139{:08}", 10_000_000 + serial * 7919 + u32::from(female));
        Self { id: PartyId::new(), name: name.to_owned(), born, female, number: format!("{body}{check}"), phone }
    }

    pub fn woman(name: &str, serial: u32) -> Self {
        Self::born(name, true, day(1990, 3, 7), serial)
    }

    pub fn man(name: &str, serial: u32) -> Self {
        Self::born(name, false, day(1988, 5, 12), serial)
    }

    /// What the registrar takes down.
    pub fn as_party(&self, role: &str, side: i32, relation: &str) -> Value {
        json!({
            "id": self.id, "role": role, "side": side, "relation": relation,
            "particulars": {
                "kind": "PERSON", "name": self.name, "sex": if self.female { "FEMALE" } else { "MALE" }, "birthDate": self.born,
                "ethnicity": "汉族", "maritalStatus": "MARRIED",
                "idDocument": {"kind": "RESIDENT_ID", "number": self.number, "verification": "CARD_READ"},
                "phones": [self.phone], "safeContact": {"window": "18:00后勿电", "noMessages": true},
                "householdAddress": "清源县栖霞街道桂花巷12号", "residenceAddress": "清源县栖霞街道桂花巷12号",
                "literacy": "SIGNS", "capacity": if self.born > day(2008, 3, 2) { "LIMITED" } else { "FULL" },
            },
        })
    }
}
