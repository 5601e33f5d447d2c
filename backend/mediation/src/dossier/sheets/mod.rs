//! The sheets (文书纸面): every paper of a case file as the printing house sets it, field by field in the official order.
//!
//! Pure functions from the dossier to the form model. What a reader of paper must not learn is left out here: numbers
//! of documents keep their first and last character, and a sealed file tells neither telephone nor house number.

mod accounts;
mod binding;
mod ending;
mod hearing;
mod intake;
mod keeping;
mod notice;
mod people;
mod receipt;
mod remedies;
mod request;
mod settlement;
mod slots;
mod wording;

#[cfg(test)]
mod example;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use documents::register::Told;
use platform::ids::{AccountId, FileId};
use print::form::Form;

use super::order::order;
use crate::cases::StoredMark;
use crate::cases::{Dossier, Paper};
use crate::papers::PaperContent;
use crate::vocabulary::{FormCode, PaperState, PartyRole};

pub(crate) use accounts::named;
pub(crate) use binding::volume;
pub(crate) use receipt::receipt;

/// What the sheets of one file are made from.
pub(crate) struct SheetContext<'a> {
    pub dossier: &'a Dossier,
    /// Marks with the strokes that were drawn.
    pub marks: &'a [StoredMark],
    /// The station or office that handles the file (承办单位).
    pub office_name: &'a str,
    /// The committee in whose name papers are made.
    pub committee_name: &'a str,
    /// Names of accounts.
    pub names: &'a HashMap<AccountId, String>,
    /// Photos and scans of the file that have arrived whole.
    pub files: &'a HashMap<FileId, Told>,
    /// Sealed files hide telephones and house numbers even on paper.
    pub sealed: bool,
    /// Whether the reader may see the particulars of minors.
    pub shows_minors: bool,
}

impl SheetContext<'_> {
    /// The name of an account, or nothing when it is not known.
    fn name_of(&self, account: AccountId) -> String {
        self.names.get(&account).cloned().unwrap_or_default()
    }

    /// A piece of evidence with its photo: the beginning of the digest tells it from every other of that name.
    fn with_photo(&self, name: &str, photo: Option<FileId>) -> String {
        match photo.map(|id| self.files.get(&id)) {
            None => name.to_owned(),
            Some(None) => format!("{name}\n（照片尚未上传）"),
            Some(Some(told)) => format!("{name}\n{}\nSHA-256：{}", told.file_name, told.sha256.get(..8).unwrap_or(&told.sha256)),
        }
    }

    /// The names of accounts in one line.
    fn names_of(&self, accounts: &[AccountId]) -> String {
        wording::listed(accounts.iter().map(|account| self.name_of(*account)))
    }

    /// The number the file goes by; before acceptance, the number it was filed under.
    fn file_number(&self) -> String {
        self.dossier.case.number.clone().unwrap_or_else(|| format!("{}（临时编号）", temporary_number(self.dossier)))
    }

    /// An empty form under the name of the committee and the number of the file.
    fn blank(&self, paper: &Paper) -> Form {
        let number = paper.number.clone().unwrap_or_else(|| self.file_number());
        Form::new(paper.form().as_str(), title(self.dossier, paper), self.committee_name).number(number)
    }
}

/// The number a request goes by until the committee's series gives it one: the end of the file's identifier.
fn temporary_number(dossier: &Dossier) -> String {
    let digits: String = dossier.case.id.0.0.simple().to_string().to_uppercase();
    format!("T-{}", digits.get(20..).unwrap_or(&digits))
}

/// Whether a paper tells what only readers with an approval for minors may learn.
pub(crate) fn is_protected(dossier: &Dossier, paper: &Paper) -> bool {
    match &paper.content {
        PaperContent::ChildView(_) => true,
        PaperContent::IdentityRecord(sheet) => dossier.party(sheet.party_id).is_some_and(|party| party.role == PartyRole::Child),
        _ => false,
    }
}

/// The name of a paper as the index and the sheet bear it: 人民调解记录（第2次）, 权利义务告知书（张小梅）.
pub(crate) fn title(dossier: &Dossier, paper: &Paper) -> String {
    let form = paper.form();
    let label = form.label_zh();
    let alike: Vec<&Paper> = order(dossier).into_iter().filter(|other| other.form() == form).collect();
    let is_session = matches!(form, FormCode::F08 | FormCode::F10 | FormCode::F13);
    if let PaperContent::Minutes(minutes) = &paper.content {
        return format!("{label}（第{}次）", minutes.session_no);
    }
    if alike.len() < 2 {
        return label.to_owned();
    }
    let of_party = |other: &Paper| party_of(other).and_then(|id| dossier.party(id)).map(|party| party.name().to_owned());
    let mine = of_party(paper);
    if mine.is_some() && alike.iter().filter(|other| of_party(other) == mine).count() == 1 {
        return format!("{label}（{}）", mine.unwrap_or_default());
    }
    match alike.iter().position(|other| other.id == paper.id) {
        Some(at) if is_session => format!("{label}（第{}次）", at + 1),
        Some(at) => format!("{label}（第{}份）", at + 1),
        None => label.to_owned(),
    }
}

/// The one party a sheet is about or addressed to.
fn party_of(paper: &Paper) -> Option<platform::ids::PartyId> {
    match &paper.content {
        PaperContent::Notice(sheet) => Some(sheet.party_id),
        PaperContent::IdentityRecord(sheet) => Some(sheet.party_id),
        PaperContent::PowerOfAttorney(sheet) => Some(sheet.party_id),
        PaperContent::ServiceAddress(sheet) => Some(sheet.party_id),
        PaperContent::Urge(sheet) => Some(sheet.party_id),
        PaperContent::Recusal(sheet) => Some(sheet.requested_by),
        PaperContent::ChildView(sheet) => Some(sheet.child_party_id),
        _ => None,
    }
}

/// The sheet of one paper.
pub(crate) fn sheet(ctx: &SheetContext<'_>, paper: &Paper) -> Form {
    let form = match &paper.content {
        PaperContent::Application(sheet) => intake::application(ctx, paper, sheet),
        PaperContent::AcceptanceForm(sheet) => intake::acceptance(ctx, paper, sheet),
        PaperContent::Notice(sheet) => notice::notice(ctx, paper, sheet),
        PaperContent::IdentityRecord(sheet) => intake::identity(ctx, paper, sheet),
        PaperContent::PowerOfAttorney(sheet) => intake::power_of_attorney(ctx, paper, sheet),
        PaperContent::ServiceAddress(sheet) => intake::service_address(ctx, paper, sheet),
        PaperContent::Investigation(sheet) => hearing::investigation(ctx, paper, sheet),
        PaperContent::EvidenceList(sheet) => hearing::evidence(ctx, paper, sheet),
        PaperContent::Minutes(sheet) => hearing::minutes(ctx, paper, sheet),
        PaperContent::ChildView(sheet) => hearing::child_view(ctx, paper, sheet),
        PaperContent::Recusal(sheet) => request::recusal(ctx, paper, sheet),
        PaperContent::ExtensionConsent(sheet) => request::extension(ctx, paper, sheet),
        PaperContent::Agreement(sheet) => settlement::agreement(ctx, paper, sheet),
        PaperContent::OralAgreement(sheet) => settlement::oral_agreement(ctx, paper, sheet),
        PaperContent::NonAcceptance(sheet) => ending::non_acceptance(ctx, paper, sheet),
        PaperContent::Termination(sheet) => ending::termination(ctx, paper, sheet),
        PaperContent::FollowUp(sheet) => keeping::follow_up(ctx, paper, sheet),
        PaperContent::VolumeNote(sheet) => keeping::volume_note(ctx, paper, sheet),
        PaperContent::ClosingReport(sheet) => ending::closing_report(ctx, paper, sheet),
        PaperContent::Receipt(sheet) => keeping::receipt_of_performance(ctx, paper, sheet),
        PaperContent::Urge(sheet) => keeping::urge(ctx, paper, sheet),
    };
    match paper.state {
        PaperState::Current => form,
        PaperState::Draft => form.note("本件为草稿，未经当事人确认，不得作为正式文书使用。"),
        PaperState::Superseded => form.note("本件已被其后的文书替代，留卷备查。"),
        PaperState::Voided => form.note("本件已作废，留存备查。"),
    }
}
