//! The accounts whose names the sheets bear.

use platform::ids::AccountId;

use crate::cases::{Dossier, Paper};
use crate::papers::PaperContent;

/// Every account a sheet of the file may name.
pub(crate) fn named(dossier: &Dossier) -> Vec<AccountId> {
    let mut accounts: Vec<AccountId> = dossier.papers.iter().flat_map(on).chain(dossier.ties.iter().map(|tie| tie.account_id)).collect();
    accounts.sort_unstable();
    accounts.dedup();
    accounts
}

/// The accounts on one sheet.
fn on(paper: &Paper) -> Vec<AccountId> {
    let mut accounts = vec![paper.made_by];
    match &paper.content {
        PaperContent::AcceptanceForm(sheet) => accounts.push(sheet.registrar),
        PaperContent::Notice(sheet) => accounts.push(sheet.mediator),
        PaperContent::Investigation(sheet) => accounts.extend(sheet.investigators.iter().copied().chain(sheet.recorder)),
        PaperContent::EvidenceList(sheet) => accounts.extend(sheet.items.iter().map(|item| item.received_by)),
        PaperContent::Minutes(sheet) => accounts.extend(sheet.mediators.iter().copied().chain(sheet.recorder)),
        PaperContent::ChildView(sheet) => accounts.extend(sheet.heard_by.iter().copied()),
        PaperContent::Recusal(sheet) => accounts.extend([sheet.against].into_iter().chain(sheet.decision.iter().map(|one| one.decided_by))),
        PaperContent::FollowUp(sheet) => accounts.push(sheet.visitor),
        PaperContent::VolumeNote(sheet) => accounts.push(sheet.made_by),
        PaperContent::ClosingReport(sheet) => {
            accounts.extend([sheet.handler].into_iter().chain(sheet.review.iter().map(|one| one.reviewer)))
        }
        PaperContent::Application(_)
        | PaperContent::IdentityRecord(_)
        | PaperContent::PowerOfAttorney(_)
        | PaperContent::ServiceAddress(_)
        | PaperContent::Agreement(_)
        | PaperContent::OralAgreement(_)
        | PaperContent::NonAcceptance(_)
        | PaperContent::Termination(_)
        | PaperContent::ExtensionConsent(_)
        | PaperContent::Receipt(_)
        | PaperContent::Urge(_) => {}
    }
    accounts
}
