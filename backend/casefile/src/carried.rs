//! A case file as a tablet carries it into a village: everything the rules look at, and no more of the people than they need.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use platform::calendar::{Calendar, DayKind};
use platform::identity_document::{mask_name, mask_phone};
use platform::ids::{AccountId, OrgId};
use serde::{Deserialize, Serialize};

use crate::cases::{Committee, Dossier, Party, Sight, StoredMark};
use crate::deadlines::{Setting, Settings, limits};
use crate::papers::PaperContent;
use crate::views::case::CaseHead;

/// One file on a tablet.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Carried {
    pub head: CaseHead,
    pub station_name: String,
    /// How much of it the carrier may see.
    pub sight: Sight,
    pub dossier: Dossier,
    /// The marks with their strokes.
    pub marks: Vec<StoredMark>,
    /// The names of those who made its papers.
    pub makers: BTreeMap<AccountId, String>,
}

/// A station for which the carrier may take applications down.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OwnStation {
    pub id: OrgId,
    pub name: String,
    /// The committee that numbers and seals its files.
    pub committee: Committee,
}

/// What the office lends every tablet: its numbers, the public holidays, the carrier's stations.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OfficeFacts {
    pub settings: Vec<Setting>,
    pub days: Vec<(NaiveDate, DayKind)>,
    pub stations: Vec<OwnStation>,
}

impl OfficeFacts {
    pub fn settings(&self) -> Settings {
        Settings::new(self.settings.clone())
    }

    pub fn calendar(&self) -> Calendar {
        Calendar::new(self.days.iter().copied())
    }

    /// Fills the limits of a dossier.
    pub fn limit(&self, dossier: &mut Dossier) {
        dossier.limits = limits(dossier, &self.settings(), &self.calendar());
    }
}

/// Takes from a dossier what a tablet must not hold: numbers of documents become tokens that can only be compared, telephones are
/// masked (they are read by `reveal`, at a desk), colleagues lose what is their own business, and the particulars of minors stay
/// behind unless the carrier may see them.
pub fn prune(dossier: &mut Dossier, sight: Sight, token: impl Fn(&str) -> String) {
    let homes: Vec<String> = dossier
        .parties
        .iter()
        .flat_map(|party| [&party.particulars.residence_address, &party.particulars.household_address, &party.particulars.household_number])
        .flatten()
        .map(|home| home.trim().to_owned())
        .collect();
    for mediator in &mut dossier.mediators {
        let shared = |home: &Option<String>| home.clone().filter(|home| homes.iter().any(|other| other == home.trim()));
        mediator.residence_address = shared(&mediator.residence_address);
        mediator.household_number = shared(&mediator.household_number);
    }
    let hidden: Vec<bool> = dossier.parties.iter().map(|party| !sight.shows(party, dossier)).collect();
    for (party, hidden) in dossier.parties.iter_mut().zip(hidden) {
        if hidden {
            conceal(party);
        }
        let p = &mut party.particulars;
        p.id_document.number = p.id_document.number.as_deref().map(|number| comparable(number, &token));
        p.phones = p.phones.iter().map(|phone| mask_phone(phone)).collect();
    }
    for one in &mut dossier.representatives {
        one.phone = one.phone.as_deref().map(mask_phone);
        if let Some(document) = &mut one.id_document {
            document.number = document.number.as_deref().map(|number| comparable(number, &token));
        }
    }
    for paper in &mut dossier.papers {
        match &mut paper.content {
            PaperContent::Investigation(sheet) => sheet.person_phone = sheet.person_phone.as_deref().map(mask_phone),
            PaperContent::ServiceAddress(sheet) => sheet.phone = sheet.phone.as_deref().map(mask_phone),
            PaperContent::ChildView(sheet) if !sight.minors => *sheet = sheet.without_words(),
            _ => {}
        }
    }
}

/// Leaves of a minor what the rules need: how old, with which capacity.
fn conceal(party: &mut Party) {
    let p = &mut party.particulars;
    p.name = mask_name(&p.name);
    (p.former_name, p.ethnicity, p.nationality, p.education, p.occupation, p.employer) = (None, None, None, None, None, None);
    (p.household_address, p.household_number, p.residence_division, p.residence_address) = (None, None, None, None);
    (p.safe_contact, p.language, p.disability, p.capacity_evidence) = (None, None, None, None);
    p.phones.clear();
    p.special_groups.clear();
}

/// As long as the number, with its first and last character, and in between only what tells equal from unequal.
fn comparable(number: &str, token: &impl Fn(&str) -> String) -> String {
    let shown: Vec<char> = number.chars().collect();
    let inner = token(number);
    match (shown.first(), shown.last()) {
        (Some(first), Some(last)) if shown.len() > 2 => {
            let middle: String = inner.chars().cycle().take(shown.len() - 2).collect();
            format!("{first}{middle}{last}")
        }
        _ => inner,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::example::*;

    const OPEN: Sight = Sight { full: true, minors: true };

    fn token(number: &str) -> String {
        format!("{:x}", number.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte))))
    }

    #[test]
    fn no_document_number_and_no_telephone_leaves_the_office() {
        let whole = dossier();
        let mut carried = whole.clone();
        prune(&mut carried, OPEN, token);
        let text = serde_json::to_string(&carried).unwrap();
        for party in &whole.parties {
            let p = &party.particulars;
            for secret in p.id_document.number.iter().chain(&p.phones) {
                assert!(!text.contains(secret.as_str()), "{secret} is carried");
            }
        }
        assert!(text.contains("张小梅"), "a party's name is needed at the table");
    }

    #[test]
    fn the_same_number_can_still_be_told_from_another() {
        assert_eq!(comparable("999900199001011237", &token), comparable("999900199001011237", &token));
        assert_ne!(comparable("999900199001011237", &token), comparable("999900199001011238", &token));
        assert_eq!(comparable("999900199001011237", &token).chars().count(), 18);
    }

    #[test]
    fn a_minor_the_carrier_may_not_see_is_an_age_and_a_surname() {
        let mut carried = dossier();
        prune(&mut carried, Sight { full: true, minors: false }, token);
        for party in carried.parties.iter().filter(|party| party.role == crate::vocabulary::PartyRole::Child) {
            assert!(party.name().contains('*'), "{}", party.name());
            assert!(party.particulars.birth_date.is_some() && party.particulars.residence_address.is_none());
        }
    }

    #[test]
    fn the_rules_judge_the_carried_file_as_they_judge_the_whole() {
        let whole = dossier();
        let mut carried = whole.clone();
        prune(&mut carried, OPEN, token);
        let roles = [platform::access::Role::Mediator];
        assert_eq!(crate::cases::steps(&carried, &roles), crate::cases::steps(&whole, &roles));
    }
}
