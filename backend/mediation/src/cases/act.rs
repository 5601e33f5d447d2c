//! The one way a case file changes: load, take the step, save, record.

use audit::{Fact, record};
use casefile::moves::{self, Desk, Move, Stamp};
use chrono::{DateTime, Utc};
use platform::access::{Permission, Role, Scope};
use platform::db::{Instant, Tx};
use platform::http::{Answer, DeviceNote, Version};
use platform::ids::{AccountId, CaseId, FileId, OrgId};
use platform::problem::{AppError, Blocker};

use super::store::{self, Loaded};
use super::veil::veil;
use super::{Committee, Dossier, MediatorOnFile, Step, numbers, sight, views};
use crate::attachments::holder;
use crate::permissions::ReadCases;
use crate::vocabulary::RoleInCase;
use crate::{clocks, directory, mediators};

/// On which file somebody acts, and on which version of it.
#[derive(Debug, Clone)]
pub(crate) struct Acting {
    pub scope: Scope,
    pub id: CaseId,
    pub seen: Version,
    /// What a tablet says of its clock; everybody else says nothing.
    pub device: DeviceNote,
}

/// What the office knows beyond the file, asked inside the transaction.
struct Office<'a, 'b>(&'a mut Tx<'b>);

impl Desk for Office<'_, '_> {
    fn own_name(&self) -> String {
        self.0.who().name.clone()
    }

    fn seals_kept(&self) -> Vec<OrgId> {
        self.0.who().roles.iter().filter(|held| held.role == Role::SealKeeper).map(|held| held.org).collect()
    }

    fn committee(&mut self, org: OrgId) -> Result<Committee, AppError> {
        let office = self.0.who().office;
        directory::committee(self.0, office, org)
    }

    fn issue_number(&mut self, dossier: &Dossier, stamp: &Stamp) -> Result<String, AppError> {
        numbers::issue(self.0, dossier, stamp)
    }

    fn void_number(&mut self, dossier: &Dossier, reason: &str) -> Result<(), AppError> {
        numbers::void(self.0, dossier, reason)
    }

    fn mediator(&mut self, account: AccountId) -> Result<Option<String>, AppError> {
        let office = self.0.who().office;
        if !directory::holds_role(self.0, office, account, Role::Mediator)? {
            return Ok(None);
        }
        Ok(Some(directory::account_names(self.0, office, &[account])?.remove(&account).unwrap_or_default()))
    }

    fn mediators_on_file(&mut self, dossier: &Dossier) -> Result<Vec<MediatorOnFile>, AppError> {
        let office = self.0.who().office;
        let ties = dossier.ties.iter().filter(|tie| matches!(tie.role, RoleInCase::Mediator | RoleInCase::Lawyer));
        let accounts: Vec<AccountId> = ties.map(|tie| tie.account_id).collect();
        mediators::on_file(self.0, office, &accounts, &dossier.representatives)
    }

    // a tablet sends its commands first: a file that nobody has announced yet may still come
    fn may_name(&mut self, dossier: &Dossier, file: FileId) -> Result<bool, AppError> {
        let office = self.0.who().office;
        let belongs = documents::register::belongs(self.0, office, holder(dossier.case.id), file)?;
        Ok(belongs.unwrap_or_else(|| self.0.who().device.is_some()))
    }
}

/// Takes one step.
pub(crate) fn act<M: Move>(tx: &mut Tx<'_>, acting: &Acting, step: &M) -> Result<Answer, AppError> {
    let mut loaded = store::load(tx, &acting.scope, acting.id, step.occurred_at())?;
    if tx.who().device.is_some() && loaded.held.dossier.case.sealed_in.is_some_and(|sealed| acting.seen.0 < sealed) {
        return Err(AppError::Refused(vec![sealed_since()]));
    }
    let stamp = match tx.who().device {
        // a tablet thought of this on an earlier version, perhaps days ago: the step is judged on the file as it stands now
        Some(_) if acting.seen.0 <= loaded.row.version => {
            let asked = loaded.held.dossier.case.occurred_at;
            Stamp::of_tablet(tx.who().account, tx.now(), step.occurred_at(), acting.device.skew(tx.now()), asked)
        }
        _ => {
            acting.seen.check(loaded.row.version)?;
            Stamp::of(tx.who().account, tx.now(), step.occurred_at())?
        }
    };
    let before = loaded.held.dossier.clone();
    let roles = tx.who().role_list();
    let taken = match moves::take(step, &roles, &mut Office(tx), &mut loaded.held, &stamp) {
        Ok(taken) => taken,
        Err(AppError::Refused(blockers)) => return Err(refused(tx, &loaded, acting.id, blockers)),
        Err(error) => return Err(error),
    };
    let due = clocks::set(tx, &loaded.held.dossier)?;
    let version = store::save(tx, &before, &mut loaded, due)?;
    let dossier = &loaded.held.dossier;
    let mut fact = Fact::new(action(M::STEP), "CASE", acting.id)
        .at(step.occurred_at().map(|_| Instant(stamp.occurred_at)))
        .with("step", M::STEP.as_str())
        .with("from", taken.from.as_str())
        .with("to", taken.to.as_str())
        .with("version", version);
    if let Some(paper) = dossier.act.brings.and_then(|id| dossier.papers.iter().find(|paper| paper.id == id)) {
        fact = fact.with("form", paper.form().as_str()).with("paper", paper.id.to_string());
    }
    record(tx, noted(tx, fact, &acting.device, step.occurred_at()))?;
    let view = views::after_command(tx, &loaded)?;
    Answer::ok(version, &view)
}

/// What the journal keeps of a tablet's word: its place in the queue, the time it claimed, how wrong its clock was.
pub(crate) fn noted(tx: &Tx<'_>, fact: Fact, device: &DeviceNote, claimed: Option<DateTime<Utc>>) -> Fact {
    let Some(id) = tx.who().device else { return fact };
    let mut fact = fact.with("device", id.to_string());
    if let Some(seq) = device.seq {
        fact = fact.with("deviceSeq", seq);
    }
    if device.is_skewed(tx.now()) {
        let claimed = claimed.map(|claimed| claimed.to_rfc3339()).unwrap_or_default();
        fact = fact.with("claimedAt", claimed).with("skewSeconds", device.skew(tx.now()).num_seconds());
    }
    fact
}

/// The refusal, with no more names in it than the actor may read.
fn refused(tx: &mut Tx<'_>, loaded: &Loaded, id: CaseId, mut blockers: Vec<Blocker>) -> AppError {
    let scope = reading_scope(tx);
    match store::own_ties(tx, &scope, id) {
        Ok(ties) => {
            veil(&mut blockers, &loaded.held.dossier, sight::of(&scope, &loaded.row, &ties));
            AppError::Refused(blockers)
        }
        Err(error) => error,
    }
}

/// A sealed file is never carried, so nothing that was thought of beside its last open copy goes into it unseen.
fn sealed_since() -> Blocker {
    Blocker {
        code: "mediation.case.sealed-since",
        guard: "C16",
        title_zh: "案件已封存，请在办公室的电脑上办理".to_owned(),
        title_en: "The file has been sealed: do this at a desk of the office".to_owned(),
        basis_zh: "本会工作规则",
        params: serde_json::Map::new(),
    }
}

/// The scope in which the actor may read the file that a command has just changed.
pub(crate) fn reading_scope(tx: &Tx<'_>) -> Scope {
    tx.who().scope_for(ReadCases::GRANTS).unwrap_or_else(|| Scope::house(tx.who()))
}

/// The name of a step in the journal: `mediation.case.open-session`.
fn action(step: Step) -> &'static str {
    macro_rules! names {
        ($($variant:ident => $name:literal),+ $(,)?) => { match step { $(Step::$variant => concat!("mediation.case.", $name)),+ } };
    }
    names!(
        Accept => "accept", Decline => "decline", Assign => "assign", ReplaceMediator => "replace-mediator", Notify => "notify",
        Investigate => "investigate", OpenSession => "open-session", Suspend => "suspend", Resume => "resume",
        RecordChildView => "record-child-view", DraftAgreement => "draft-agreement", Settle => "settle", Revise => "revise",
        Sign => "sign", Seal => "seal", RecordOralAgreement => "record-oral-agreement", Fail => "fail", Terminate => "terminate",
        ServeRemedyNotice => "serve-remedy-notice", RecordRefusal => "record-refusal", WithdrawRefusal => "withdraw-refusal",
        Extend => "extend", RequestRecusal => "request-recusal", DecideRecusal => "decide-recusal", AddEvidence => "add-evidence",
        AddPowerOfAttorney => "add-power-of-attorney", ConfirmServiceAddress => "confirm-service-address", CorrectParticulars => "correct-particulars",
        SchedulePerformance => "schedule-performance", RecordPerformance => "record-performance", Urge => "urge",
        ConfirmBreach => "confirm-breach", Remediate => "remediate", Amend => "amend", FollowUp => "follow-up",
        RequestClose => "request-close", Close => "close", ExplainVolume => "explain-volume", Archive => "archive",
        Reopen => "reopen",
    )
}
