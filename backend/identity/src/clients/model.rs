//! What a client may ask for, and how it is named.

use platform::ids::{AccountId, Id, OfficeId};
use platform::text_enum;
use platform::uuid::Uuid;

use crate::sessions::token::{pack, unpack};

text_enum!(
    /// The closed list of scopes. There is none for sealed cases, narratives, ID numbers or bulk data.
    ClientScope {
        /// File an application.
        CasesIntake = "cases.intake",
        /// Read the state of a case file.
        CasesStatusRead = "cases.status.read",
        /// Read aggregated figures.
        StatsRead = "stats.read",
    }
);

text_enum!(
    /// Whether a client may still get tokens.
    ClientStatus {
        Active = "ACTIVE",
        Revoked = "REVOKED",
    }
);

/// Scopes as the database and OAuth write them: separated by blanks.
pub fn join(scopes: &[ClientScope]) -> String {
    scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ")
}

/// Reads scopes; nothing when one of them is not on the list.
pub fn split(text: &str) -> Option<Vec<ClientScope>> {
    text.split_whitespace().map(|scope| scope.parse().ok()).collect()
}

/// The scopes a token gets: those asked for, if the client has them all, or all it has.
pub fn granted(asked: Option<&str>, has: &[ClientScope]) -> Option<Vec<ClientScope>> {
    match asked.map(str::trim).filter(|text| !text.is_empty()) {
        None => Some(has.to_vec()),
        Some(text) => split(text).filter(|asked| asked.iter().all(|scope| has.contains(scope))),
    }
}

/// The public name of a client; it names the office, so that the client is found by primary key.
pub fn client_id(office: OfficeId, id: AccountId) -> String {
    pack(office, id.bytes())
}

/// Reads a client's public name.
pub fn parse_client_id(text: &str) -> Option<(OfficeId, AccountId)> {
    let (office, id) = unpack::<16>(text)?;
    Some((office, AccountId(Id(Uuid::from_bytes(id)))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ClientScope::{CasesIntake, CasesStatusRead};

    #[test]
    fn a_client_gets_what_it_has_and_nothing_else() {
        let has = [CasesIntake, CasesStatusRead];
        assert_eq!(granted(None, &has), Some(has.to_vec()));
        assert_eq!(granted(Some(" "), &has), Some(has.to_vec()));
        assert_eq!(granted(Some("cases.intake"), &has), Some(vec![CasesIntake]));
        for refused in ["stats.read", "cases.intake stats.read", "cases.narrative.read", "CASES.INTAKE"] {
            assert_eq!(granted(Some(refused), &has), None, "{refused}");
        }
    }

    #[test]
    fn a_client_id_comes_back_whole() {
        let (office, id) = (OfficeId::new(), AccountId::new());
        assert_eq!(parse_client_id(&client_id(office, id)), Some((office, id)));
        assert_eq!(parse_client_id("c1"), None);
    }
}
