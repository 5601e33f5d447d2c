//! The dossier: everything the rules may look at, loaded in one place.

use chrono::{DateTime, NaiveDate, Utc};
use platform::calendar::local_date;
use platform::ids::{AccountId, OrgId, PaperId, PartyId};
use serde::{Deserialize, Serialize};

use super::{
    CaseFile, Conflict, Correction, DuplicateHit, Mark, MediatorOnFile, Paper, Party, PerformanceItem, Refusal, Representative, Suspension,
    Tie,
};
use crate::agreements::Clause;
use crate::papers::{Acknowledgement, Minutes, PaperContent};
use crate::vocabulary::{FormCode, MarkRole, PaperState, PartyRole, RoleInCase};

/// The organisation that numbers the file and seals its agreements.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Committee {
    pub org_id: OrgId,
    pub name: String,
    /// 县简称 in the case number.
    pub short_name: String,
    pub is_sealing_committee: bool,
}

/// The act under judgement: who does it, for which day, and the paper it brings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Act {
    pub by: AccountId,
    /// The day the people acted; a tablet may tell the server later.
    pub on: NaiveDate,
    /// The paper that the command has just put into the dossier; none while somebody only looks.
    pub brings: Option<PaperId>,
    /// Parties that consent to this act, where an act needs it.
    pub consented_by: Vec<PartyId>,
}

/// What the office's settings and the calendar make of this file; computed by `deadlines`, looked at by the guards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// Last day for concluding the mediation, extensions and suspensions included.
    pub conclude_by: Option<NaiveDate>,
    /// Days one extension may last.
    pub extension_days: i32,
    /// How often the mediation may be extended.
    pub extensions: usize,
    /// Days a mediator may suspend without the station head.
    pub suspension_days: i64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { conclude_by: None, extension_days: 30, extensions: 1, suspension_days: 15 }
    }
}

/// One case file as a whole.
///
/// A command first puts what it brings into the dossier (the paper, the mark, the refusal, the outcome), then asks the
/// lifecycle, then changes the state. So the rules see the file *as it would be*, in the state it *still* has; and an
/// item of performance is updated only after the receipt for it was allowed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dossier {
    pub case: CaseFile,
    pub committee: Committee,
    pub parties: Vec<Party>,
    pub representatives: Vec<Representative>,
    pub ties: Vec<Tie>,
    pub mediators: Vec<MediatorOnFile>,
    pub conflicts: Vec<Conflict>,
    pub refusals: Vec<Refusal>,
    pub duplicates: Vec<DuplicateHit>,
    pub suspensions: Vec<Suspension>,
    #[serde(default)]
    pub corrections: Vec<Correction>,
    pub papers: Vec<Paper>,
    pub marks: Vec<Mark>,
    pub performance: Vec<PerformanceItem>,
    pub limits: Limits,
    pub act: Act,
    pub today: NaiveDate,
    pub now: DateTime<Utc>,
}

/// The agreement that counts, written or oral, seen alike.
#[derive(Clone, Copy, Debug)]
pub struct AgreementOnFile<'a> {
    pub paper: &'a Paper,
    pub clauses: &'a [Clause],
    pub acknowledged: &'a [Acknowledgement],
    pub elders_consent: &'a [PartyId],
    pub dated_on: NaiveDate,
    pub is_oral: bool,
}

impl Dossier {
    /// Parties that bind themselves by a mark.
    pub fn signing_parties(&self) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(|party| party.signs())
    }

    /// Children the dispute concerns.
    pub fn children(&self) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(|party| party.role == PartyRole::Child)
    }

    /// A party by its id.
    pub fn party(&self, id: PartyId) -> Option<&Party> {
        self.parties.iter().find(|party| party.id == id)
    }

    /// The name of an account that has to do with this file.
    pub fn account_name(&self, account: AccountId) -> Option<String> {
        let mediator = self.mediators.iter().find(|one| one.account_id == account).map(|one| one.name.clone());
        mediator.or_else(|| self.ties.iter().find(|tie| tie.account_id == account).map(|tie| tie.name.clone()))
    }

    /// Names of parties, for a blocker's parameters.
    pub fn names(&self, ids: &[PartyId]) -> Vec<String> {
        ids.iter().filter_map(|id| self.party(*id)).map(|party| party.name().to_owned()).collect()
    }

    /// Those who speak for a party.
    pub fn representatives_of(&self, id: PartyId) -> impl Iterator<Item = &Representative> {
        self.representatives.iter().filter(move |one| one.party_id == id)
    }

    /// Papers that count: drafts included, superseded and voided ones not.
    pub fn papers_of(&self, form: FormCode) -> impl Iterator<Item = &Paper> {
        self.papers.iter().filter(move |paper| paper.form() == form && matches!(paper.state, PaperState::Draft | PaperState::Current))
    }

    /// Papers of a form that are no drafts.
    pub fn current(&self, form: FormCode) -> impl Iterator<Item = &Paper> {
        self.papers_of(form).filter(|paper| paper.state == PaperState::Current)
    }

    /// The paper that the act brings, if it is of this form.
    pub fn brought(&self, form: FormCode) -> Option<&Paper> {
        let id = self.act.brings?;
        self.papers.iter().find(|paper| paper.id == id && paper.form() == form)
    }

    /// Minutes that the rules count: begun before ended.
    pub fn sessions(&self) -> impl Iterator<Item = &Minutes> {
        self.papers_of(FormCode::F10).filter_map(|paper| match &paper.content {
            PaperContent::Minutes(minutes) if minutes.started_at < minutes.ended_at => Some(minutes),
            _ => None,
        })
    }

    /// Accounts that mediate on `date`; an ended tie counts up to the day before its end.
    pub fn mediators_on(&self, date: NaiveDate) -> impl Iterator<Item = &Tie> {
        self.ties
            .iter()
            .filter(move |tie| tie.role == RoleInCase::Mediator && tie.from <= date && tie.until.is_none_or(|until| date < until))
    }

    /// The mediators now.
    pub fn current_mediators(&self) -> impl Iterator<Item = &Tie> {
        self.ties.iter().filter(|tie| tie.role == RoleInCase::Mediator && tie.until.is_none())
    }

    /// What is known about a mediating account.
    pub fn mediator(&self, account: AccountId) -> Option<&MediatorOnFile> {
        self.mediators.iter().find(|one| one.account_id == account)
    }

    /// The agreement that counts: the one the act brings, else the newest that is neither superseded nor voided.
    pub fn agreement(&self) -> Option<AgreementOnFile<'_>> {
        let brought = self.brought(FormCode::F11).or_else(|| self.brought(FormCode::F12));
        let newest = || {
            self.papers_of(FormCode::F11).chain(self.papers_of(FormCode::F12)).max_by_key(|paper| match &paper.content {
                PaperContent::Agreement(sheet) => (sheet.version_no, paper.recorded_at),
                PaperContent::OralAgreement(sheet) => (sheet.version_no, paper.recorded_at),
                _ => (0, paper.recorded_at),
            })
        };
        let paper = brought.or_else(newest)?;
        match &paper.content {
            PaperContent::Agreement(sheet) => Some(AgreementOnFile {
                paper,
                clauses: &sheet.clauses,
                acknowledged: &sheet.acknowledged,
                elders_consent: &sheet.elders_consent,
                dated_on: sheet.dated_on,
                is_oral: false,
            }),
            PaperContent::OralAgreement(sheet) => Some(AgreementOnFile {
                paper,
                clauses: &sheet.clauses,
                acknowledged: &sheet.acknowledged,
                elders_consent: &sheet.elders_consent,
                dated_on: sheet.reached_on,
                is_oral: true,
            }),
            _ => None,
        }
    }

    /// Marks that stand on a paper and under its present text.
    pub fn standing_marks<'a>(&'a self, paper: &'a Paper) -> impl Iterator<Item = &'a Mark> {
        self.marks.iter().filter(move |mark| {
            mark.paper_id == paper.id && mark.voided_at.is_none() && paper.text_hash.as_deref() == Some(mark.text_hash.as_str())
        })
    }

    /// Signing parties whose mark is still missing under a paper.
    pub fn parties_without_mark(&self, paper: &Paper) -> Vec<PartyId> {
        self.signing_parties()
            .map(|party| party.id)
            .filter(|id| !self.standing_marks(paper).any(|mark| mark.role == MarkRole::Party && mark.party_id == Some(*id)))
            .collect()
    }

    /// Whether all parties, a mediator and the registered committee have marked a paper.
    pub fn is_fully_marked(&self, paper: &Paper) -> bool {
        self.effective_on(paper).is_some()
    }

    /// The day a written agreement takes effect: the latest of the parties' marks, the first mediator's mark and the
    /// committee's seal; `None` while one is missing (《人民调解法》第29条).
    pub fn effective_on(&self, paper: &Paper) -> Option<NaiveDate> {
        let day = |mark: &Mark| local_date(mark.made_at);
        let parties = self
            .signing_parties()
            .map(|party| {
                self.standing_marks(paper).filter(|mark| mark.role == MarkRole::Party && mark.party_id == Some(party.id)).map(day).min()
            })
            .collect::<Option<Vec<_>>>()?;
        let mediator = self.standing_marks(paper).filter(|mark| mark.role == MarkRole::Mediator).map(day).min()?;
        let seal =
            self.standing_marks(paper).filter(|mark| mark.role == MarkRole::Committee && mark.by_sealing_committee).map(day).min()?;
        parties.into_iter().chain([mediator, seal]).max()
    }

    /// Whether nothing is owed any more; what hangs on a divorce counts only once the divorce is proven (CC-M1 69).
    pub fn is_fully_performed(&self) -> bool {
        !self.performance.iter().any(|item| item.status.is_open() || (item.conditional_on_divorce && self.is_undivorced()))
    }

    /// Owed, due, and not kept: what hangs on a divorce that is not proven is not owed yet (CC-M1 69).
    pub fn is_overdue(&self, item: &PerformanceItem, date: NaiveDate) -> bool {
        item.is_overdue_on(date) && !(item.conditional_on_divorce && self.is_undivorced())
    }

    /// Signing parties that have no notice (F05) yet.
    pub fn parties_without_notice(&self) -> Vec<PartyId> {
        self.signing_parties()
            .map(|party| party.id)
            .filter(|id| {
                !self.current(FormCode::F05).any(|paper| matches!(&paper.content, PaperContent::Notice(notice) if notice.party_id == *id))
            })
            .collect()
    }

    /// Whether a marriage of the parties still stands, as far as proof goes.
    pub fn is_undivorced(&self) -> bool {
        use crate::vocabulary::MarriageOfParties::{DivorceStated, Married};
        matches!(self.case.marriage, Married | DivorceStated)
    }
}
