//! What the database engine alone costs for the statements of a request: no web, no JSON, no rules, no encryption.

pub mod postgres;
pub mod raw;
pub mod sqlite;

/// Condition on `cases` under which the director sees a file; `?1` is the office, `?2` the account.
const VISIBLE: &str = "c.office_id = ?1 AND NOT EXISTS (SELECT 1 FROM ties t WHERE t.office_id = ?1 AND t.account_id = ?2 AND t.case_id = c.id \
AND t.kind = 'RECUSED') AND (NOT c.sealed OR EXISTS (SELECT 1 FROM ties t WHERE t.office_id = ?1 AND t.account_id = ?2 AND t.case_id = c.id \
AND t.kind <> 'RECUSED' AND t.until IS NULL))";

/// The reads of one file: the row, the parties, the ties. `?3` is the file.
fn reads_of_a_file() -> [String; 3] {
    [
        format!("SELECT c.* FROM cases c WHERE c.id = ?3 AND {VISIBLE}"),
        "SELECT * FROM parties WHERE office_id = ?1 AND case_id = ?3 ORDER BY position".to_owned(),
        "SELECT * FROM ties WHERE office_id = ?1 AND case_id = ?3 ORDER BY since, kind".to_owned(),
    ]
}

const LIST_COLUMNS: &str = "c.id, c.state, c.number, c.category, c.applicants, c.respondents, c.station_id, c.sealed, c.minor, c.next_due_on, \
c.requested_at, c.updated_at";

/// A page of one station (`?3`) in one state.
fn page_of_a_station() -> String {
    format!(
        "SELECT {LIST_COLUMNS} FROM cases c WHERE {VISIBLE} AND c.station_id = ?3 AND c.state = 'APPLIED' \
         ORDER BY c.updated_at DESC, c.id DESC LIMIT 51"
    )
}

/// The newest files with a term (`?3`) in a name.
fn page_of_a_term() -> String {
    // the plus keeps the engine from walking all files in order of time instead of fetching the few that are named
    format!(
        "SELECT {LIST_COLUMNS} FROM cases c WHERE {VISIBLE} AND c.id IN (SELECT t.case_id FROM case_terms t WHERE t.office_id = ?1 \
         AND t.term = ?3) ORDER BY +c.updated_at DESC, c.id DESC LIMIT 51"
    )
}

/// Tables a new file has rows in, in the order they are written, with the columns that name the new rows.
const WRITTEN: [(&str, &str); 6] =
    [("cases", "id"), ("parties", "case_id"), ("ties", "case_id"), ("papers", "case_id"), ("timers", "case_id"), ("case_terms", "case_id")];
