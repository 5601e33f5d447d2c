//! The places to sign: what was put there is drawn, what is missing stays empty for a pen.

use platform::calendar::local_date;
use platform::ids::PartyId;
use print::form::{Mark as Drawn, SignatureSlot};

use super::wording::day;
use super::{SheetContext, people};
use crate::cases::StoredMark;
use crate::cases::{Paper, Party};
use crate::vocabulary::{MarkKind, MarkRole};

/// The marks that stand under the present text of a paper.
fn standing<'a>(ctx: &'a SheetContext<'_>, paper: &'a Paper) -> impl Iterator<Item = &'a StoredMark> {
    ctx.marks.iter().filter(move |stored| {
        let mark = &stored.mark;
        mark.paper_id == paper.id && mark.voided_at.is_none() && paper.text_hash.as_deref() == Some(mark.text_hash.as_str())
    })
}

/// What a mark looks like on paper. A seal other than the committee's is shown by the words: it stands on the original.
fn drawn(stored: &StoredMark) -> Drawn {
    match (stored.mark.kind, &stored.strokes) {
        (MarkKind::Fingerprint, _) => Drawn::Fingerprint,
        (MarkKind::Signature, Some(strokes)) => {
            let point = |point: &Vec<f64>| match point.as_slice() {
                [x, y, ..] => Some((*x, *y)),
                _ => None,
            };
            let lines = strokes.lines.iter().map(|line| line.iter().filter_map(point).collect()).collect();
            Drawn::Strokes { width: strokes.width, height: strokes.height, lines }
        }
        (MarkKind::OrganisationSeal, _) if stored.mark.role == MarkRole::Committee => Drawn::Seal { text: stored.mark.signer_name.clone() },
        _ => Drawn::WetInk,
    }
}

/// Fills a slot with a mark: who signed, for whom, before whom, and when.
fn fill(slot: SignatureSlot, party: Option<&Party>, stored: &StoredMark) -> SignatureSlot {
    let mark = &stored.mark;
    let mut name = party.map_or_else(|| mark.signer_name.clone(), |party| party.name().to_owned());
    if mark.representative_id.is_some() {
        name.push_str(&format!("（{}代签）", mark.signer_name));
    }
    if let Some(witness) = mark.witness.as_deref().filter(|witness| !witness.trim().is_empty()) {
        name.push_str(&format!("（见证人：{witness}）"));
    }
    SignatureSlot { name, ..slot }.marked(drawn(stored)).dated(day(local_date(mark.made_at)))
}

/// The place of one party.
pub(super) fn of_party(ctx: &SheetContext<'_>, paper: &Paper, party: &Party) -> SignatureSlot {
    let slot = SignatureSlot::new(format!("{}（签名、盖章或按指印）", people::short_role(party.role)), party.name());
    let mark = standing(ctx, paper).find(|stored| stored.mark.role == MarkRole::Party && stored.mark.party_id == Some(party.id));
    match mark {
        Some(stored) => fill(slot, Some(party), stored),
        None => slot,
    }
}

/// The place of the party a sheet names.
pub(super) fn of_party_id(ctx: &SheetContext<'_>, paper: &Paper, id: PartyId) -> Vec<SignatureSlot> {
    ctx.dossier.party(id).map(|party| of_party(ctx, paper, party)).into_iter().collect()
}

/// The places of all parties that sign.
pub(super) fn of_parties(ctx: &SheetContext<'_>, paper: &Paper) -> Vec<SignatureSlot> {
    ctx.dossier.signing_parties().map(|party| of_party(ctx, paper, party)).collect()
}

/// The places of the mediators: those who marked the paper, else an empty one for each who mediates.
pub(super) fn of_mediators(ctx: &SheetContext<'_>, paper: &Paper, names: &[String]) -> Vec<SignatureSlot> {
    let made: Vec<SignatureSlot> = standing(ctx, paper)
        .filter(|stored| stored.mark.role == MarkRole::Mediator)
        .map(|stored| fill(empty("人民调解员（签名）", ""), None, stored))
        .collect();
    if !made.is_empty() {
        return made;
    }
    names.iter().map(|name| empty("人民调解员（签名）", name)).collect()
}

/// The place of the recorder.
pub(super) fn of_recorder(ctx: &SheetContext<'_>, paper: &Paper, name: &str) -> SignatureSlot {
    let slot = empty("记录人（签名）", name);
    match standing(ctx, paper).find(|stored| stored.mark.role == MarkRole::Recorder) {
        Some(stored) => fill(slot, None, stored),
        None => slot,
    }
}

/// Whether the recorder has marked the paper.
pub(super) fn has_recorder(ctx: &SheetContext<'_>, paper: &Paper) -> bool {
    standing(ctx, paper).any(|stored| stored.mark.role == MarkRole::Recorder)
}

/// The place of the committee's seal. The stamp of a station is no seal of the committee and is not shown as one.
pub(super) fn of_committee(ctx: &SheetContext<'_>, paper: &Paper) -> SignatureSlot {
    let slot = empty("人民调解委员会（印章）", ctx.committee_name);
    match standing(ctx, paper).find(|stored| stored.mark.role == MarkRole::Committee && stored.mark.by_sealing_committee) {
        Some(stored) => fill(slot, None, stored),
        None => slot,
    }
}

/// An empty place.
pub(super) fn empty(label: &str, name: &str) -> SignatureSlot {
    SignatureSlot::new(label, name)
}
