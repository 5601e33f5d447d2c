//! What a refusal may say to somebody who does not see the file in full: the reason, never the names or the story.

use platform::identity_document::mask_name;
use platform::problem::Blocker;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Dossier, Party};
use crate::vocabulary::PartyRole;

/// How much of a file a reader gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sight {
    /// Names in full, narratives, papers.
    pub full: bool,
    /// The particulars of minors (未成年人网络保护条例 36: only with a recorded approval).
    pub minors: bool,
}

/// Details that quote what the parties said or wrote.
const QUOTES: [&str; 2] = ["decidedElsewhere", "excerpts"];

/// Masks the names this reader may not read in the details of refusals, and leaves the quotations out.
pub fn veil(blockers: &mut [Blocker], dossier: &Dossier, sight: Sight) {
    let hidden: Vec<&str> = dossier.parties.iter().filter(|party| !sight.shows(party, dossier)).map(Party::name).collect();
    for blocker in blockers {
        for (name, detail) in &mut blocker.params {
            if !sight.full && QUOTES.contains(&name.as_str()) {
                *detail = Value::Bool(true);
            } else {
                mask(detail, &hidden);
            }
        }
    }
}

impl Sight {
    /// Whether the reader gets this party's name in full.
    pub fn shows(self, party: &Party, dossier: &Dossier) -> bool {
        let of_age = party.role != PartyRole::Child && party.particulars.age_on(dossier.today).is_none_or(|age| age >= 18);
        self.full && (of_age || self.minors)
    }
}

fn mask(detail: &mut Value, hidden: &[&str]) {
    match detail {
        Value::String(text) => {
            for name in hidden.iter().filter(|name| !name.is_empty()) {
                if text.contains(name) {
                    *text = text.replace(name, &mask_name(name));
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|one| mask(one, hidden)),
        Value::Object(map) => map.values_mut().for_each(|one| mask(one, hidden)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::example::{MEI, dossier};
    use super::super::lifecycle::{check, steps};
    use super::*;
    use crate::cases::{Refusal, RefusalId, State, Step};

    fn refused() -> (Dossier, Vec<Blocker>) {
        let mut d = dossier();
        d.refusals.push(Refusal {
            id: RefusalId::new(),
            party_id: MEI,
            refused_at: d.now,
            words: "不同意".to_owned(),
            recorded_by: d.act.by,
            withdrawn_at: None,
        });
        let found = check(&d, Step::Settle, &[platform::access::Role::Mediator]).err().unwrap();
        (d, found)
    }

    #[test]
    fn who_sees_the_file_reads_the_names_and_who_does_not_reads_the_surname() {
        for (sight, name) in [(Sight { full: true, minors: false }, "张小梅"), (Sight { full: false, minors: false }, "张**")] {
            let (d, mut found) = refused();
            veil(&mut found, &d, sight);
            let refusal = found.iter().find(|blocker| blocker.guard == "G01").unwrap();
            assert_eq!(refusal.params["parties"], json!([name]));
        }
    }

    #[test]
    fn what_another_authority_wrote_is_not_quoted_to_a_stranger() {
        let mut d = dossier();
        d.case.state = State::Applied;
        d.case.decided_elsewhere = Some("已由人民法院立案".to_owned());
        let mut found: Vec<Blocker> =
            steps(&d, &[platform::access::Role::StationHead]).into_iter().flat_map(|view| view.blockers).collect();
        veil(&mut found, &d, Sight { full: false, minors: false });
        let mediable = found.iter().find(|blocker| blocker.guard == "G02").unwrap();
        assert_eq!(mediable.params["decidedElsewhere"], json!(true));
    }
}
