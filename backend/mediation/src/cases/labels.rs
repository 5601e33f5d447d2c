//! Facts about a file that are no step of its life: a duplicate decided, a divorce proven, a seal on the file.

use audit::{Fact, record};
use casefile::filing::tie_need_to_know;
use chrono::NaiveDate;
use platform::access::Scope;
use platform::db::Tx;
use platform::http::{Answer, Version};
use platform::ids::{AccountId, CaseId, OrgId};
use platform::problem::AppError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::store::{self, Loaded};
use super::{DuplicateVerdict, State, views};
use crate::vocabulary::MarriageOfParties;
use crate::{clocks, directory};

/// The certificate or court paper that proves a divorce (离婚证、法院文书).
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProveDivorce {
    #[validate(length(min = 2, max = 200))]
    #[schema(min_length = 2, max_length = 200)]
    pub document: String,
    pub divorced_on: NaiveDate,
}

/// Why a file is sealed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SealFile {
    #[validate(length(min = 5, max = 500))]
    #[schema(min_length = 5, max_length = 500)]
    pub reason: String,
}

/// What the registrar found out about a possible duplicate.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecideDuplicate {
    pub case_id: CaseId,
    pub verdict: DuplicateVerdict,
}

/// Records whether a hit of the duplicate check is the same dispute (G26 asks for it before acceptance).
pub(crate) fn decide_duplicate(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: CaseId,
    seen: Version,
    input: &DecideDuplicate,
) -> Result<Answer, AppError> {
    let fact = Fact::new("mediation.case.decide-duplicate", "CASE", id)
        .with("other", input.case_id.to_string())
        .with("verdict", input.verdict.as_str());
    change(tx, scope, id, seen, fact, |loaded| {
        let hit = loaded.held.dossier.duplicates.iter_mut().find(|hit| hit.case_id == input.case_id);
        hit.ok_or_else(|| AppError::field("/caseId", "unknown_reference"))?.verdict = input.verdict;
        Ok(())
    })
}

/// Records the proof of a divorce: terms that hang on it may be performed from now on (CC-M1 69).
pub(crate) fn prove_divorce(tx: &mut Tx<'_>, scope: &Scope, id: CaseId, seen: Version, input: &ProveDivorce) -> Result<Answer, AppError> {
    change(tx, scope, id, seen, Fact::new("mediation.case.prove-divorce", "CASE", id), |loaded| {
        if input.divorced_on > loaded.held.dossier.today {
            return Err(AppError::field("/divorcedOn", "future"));
        }
        let file = &mut loaded.held.dossier.case;
        file.marriage = MarriageOfParties::DivorceProven;
        file.divorce_proof = Some(input.document.clone());
        file.divorce_proven_on = Some(input.divorced_on);
        Ok(())
    })
}

/// Seals a file; whoever seals it keeps it in sight, and so do those who work on it.
pub(crate) fn seal_file(tx: &mut Tx<'_>, scope: &Scope, id: CaseId, seen: Version, input: &SealFile) -> Result<Answer, AppError> {
    let committee = store::load(tx, scope, id, None)?.row.committee_id;
    let mut known = need_to_know(tx, committee)?;
    let who = tx.who().clone();
    if !known.iter().any(|(account, _)| *account == who.account) {
        known.push((who.account, who.name.clone()));
    }
    change(tx, scope, id, seen, Fact::new("mediation.case.seal-file", "CASE", id), |loaded| {
        loaded.row.sealed = true;
        loaded.held.dossier.case.sealed_in = Some(loaded.row.version + 1);
        let today = loaded.held.dossier.today;
        let file = &mut loaded.held;
        tie_need_to_know(&mut file.dossier.ties, &mut file.names, known, today, Some(input.reason.clone()));
        Ok(())
    })
}

/// Who must know of a sealed file of this committee.
pub(crate) fn need_to_know(tx: &mut Tx<'_>, committee: OrgId) -> Result<Vec<(AccountId, String)>, AppError> {
    let office = tx.who().office;
    directory::must_know(tx, office, committee)
}

/// Refuses what would change an archived file.
fn not_archived(loaded: &Loaded) -> Result<(), AppError> {
    if loaded.held.dossier.case.state == State::Archived {
        return Err(AppError::Conflict {
            code: "mediation.case.archived",
            zh: "卷宗已归档，不能再改动",
            en: "An archived file is read-only",
        });
    }
    Ok(())
}

fn change(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: CaseId,
    seen: Version,
    fact: Fact,
    apply: impl FnOnce(&mut Loaded) -> Result<(), AppError>,
) -> Result<Answer, AppError> {
    let mut loaded = store::load(tx, scope, id, None)?;
    seen.check(loaded.row.version)?;
    not_archived(&loaded)?;
    let before = loaded.held.dossier.clone();
    apply(&mut loaded)?;
    let due = clocks::set(tx, &loaded.held.dossier)?;
    let version = store::save(tx, &before, &mut loaded, due)?;
    record(tx, fact.with("version", version))?;
    Answer::ok(version, &views::after_command(tx, &loaded)?)
}
