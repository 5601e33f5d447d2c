//! What a volume must hold, in which order, and for how long it is kept.

use super::order::order;
use super::required::{Course, Requirement, course, matrix, missing};
use super::retention::{keep_until, proposed};
use crate::agreements::ClauseKind;
use crate::cases::example::*;
use crate::cases::{Dossier, State};
use crate::papers::*;
use crate::vocabulary::*;

fn gaps(d: &Dossier) -> Vec<&'static str> {
    missing(d).iter().filter(|one| one.is_gap()).map(|one| one.form.as_str()).collect()
}

fn follow_up() -> FollowUp {
    FollowUp {
        followed_on: day(2026, 5, 1),
        channel: FollowUpChannel::Visit,
        reason: "例行回访".to_owned(),
        parties: vec![MEI],
        finding: FollowUpFinding::Kept,
        record: "协议正常履行。".to_owned(),
        satisfaction: Satisfaction::Satisfied,
        lawsuit_result: None,
        remaining_risk: None,
        measures: None,
        visitor: WANG,
    }
}

#[test]
fn a_written_case_needs_application_notice_identity_minutes_agreement_and_follow_up() {
    let mut d = agreed(vec![plain_payment()]);
    assert_eq!(course(&d), Course::Written);
    assert_eq!(gaps(&d), ["F13"]);
    for form in [FormCode::F05, FormCode::F06, FormCode::F10] {
        without(&mut d, form);
    }
    assert_eq!(gaps(&d), ["F05", "F06", "F10", "F13"]);
    file(&mut d, PaperContent::FollowUp(follow_up()));
    assert_eq!(gaps(&d), ["F05", "F06", "F10"]);
}

#[test]
fn either_application_or_acceptance_form_will_do() {
    let mut d = agreed(vec![plain_payment()]);
    without(&mut d, FormCode::F03);
    assert_eq!(gaps(&d), ["F13"]);
    without(&mut d, FormCode::F04);
    assert_eq!(gaps(&d), ["F04", "F13"]);
}

#[test]
fn an_oral_case_needs_its_acceptance_form() {
    let mut d = dossier();
    file(&mut d, PaperContent::OralAgreement(oral(vec![plain_payment()])));
    without(&mut d, FormCode::F04);
    assert_eq!(course(&d), Course::Oral);
    assert_eq!(gaps(&d), ["F04", "F13"]);
}

#[test]
fn a_failed_case_needs_the_notice_of_remedies_and_minutes_only_of_sessions_held() {
    let mut d = in_state(State::Closed);
    d.case.outcome = Some(Outcome::N1);
    assert_eq!((course(&d), gaps(&d)), (Course::Ended, vec!["F19"]));
    without(&mut d, FormCode::F10);
    file(&mut d, PaperContent::Termination(termination(Outcome::N1, &[MEI, WEI])));
    assert_eq!(gaps(&d), Vec::<&str>::new());
}

#[test]
fn a_case_turned_away_is_a_thin_file() {
    let mut d = in_state(State::NotAccepted);
    without(&mut d, FormCode::F06);
    assert_eq!((course(&d), gaps(&d)), (Course::NotAccepted, vec!["F18"]));
}

#[test]
fn a_notice_to_one_party_is_not_a_notice_to_both() {
    let mut d = agreed(vec![plain_payment()]);
    d.papers.retain(|paper| !matches!(&paper.content, PaperContent::Notice(notice) if notice.party_id == WEI));
    assert!(gaps(&d).contains(&"F05"));
}

#[test]
fn what_the_volume_note_explains_is_no_gap_but_still_missing() {
    let mut d = agreed(vec![plain_payment()]);
    let note = VolumeNote {
        dated_on: today(),
        explanations: vec![Explanation { form: FormCode::F13, reason: "当事人外出务工，无法联系。".to_owned() }],
        corrections: None,
        electronic_originals: None,
        made_by: WANG,
    };
    file(&mut d, PaperContent::VolumeNote(note));
    assert_eq!(gaps(&d), Vec::<&str>::new());
    assert_eq!(missing(&d).iter().map(|one| (one.form, one.explained)).collect::<Vec<_>>(), [(FormCode::F13, true)]);
}

#[test]
fn no_form_stands_twice_in_a_matrix() {
    let oral_case = {
        let mut d = dossier();
        file(&mut d, PaperContent::OralAgreement(oral(vec![plain_payment()])));
        d
    };
    for d in [dossier(), agreed(vec![plain_payment()]), oral_case, in_state(State::Failed), in_state(State::NotAccepted)] {
        let mut forms: Vec<FormCode> = matrix(&d).iter().map(|row: &Requirement| row.form).collect();
        let all = forms.len();
        forms.sort_unstable();
        forms.dedup();
        assert_eq!(forms.len(), all);
    }
}

#[test]
fn the_volume_lies_in_binding_order_with_old_agreements_before_new_and_without_drafts() {
    let mut d = agreed(vec![plain_payment()]);
    d.papers.last_mut().unwrap().state = PaperState::Superseded;
    let mut second = agreement(vec![plain_payment()]);
    second.version_no = 2;
    second.dated_on = day(2026, 5, 3);
    file(&mut d, PaperContent::Agreement(second));
    file(&mut d, PaperContent::FollowUp(follow_up()));
    let draft = file(&mut d, PaperContent::FollowUp(follow_up()));
    d.papers.last_mut().unwrap().state = PaperState::Draft;
    d.papers.reverse();
    let bound = order(&d);
    let forms: Vec<&str> = bound.iter().map(|paper| paper.form().as_str()).collect();
    assert_eq!(forms, ["F03", "F04", "F05", "F05", "F06", "F06", "F10", "F11", "F11", "F13"]);
    assert!(bound[7].dated_on() < bound[8].dated_on());
    assert!(bound.iter().all(|paper| paper.id != draft));
}

#[test]
fn the_binding_order_names_every_form_once() {
    let mut named = super::order::BINDING_ORDER.to_vec();
    named.sort_unstable();
    let mut all = FormCode::ALL.to_vec();
    all.sort_unstable();
    assert_eq!(named, all);
}

#[test]
fn retention_follows_category_content_and_course() {
    assert_eq!(proposed(&dossier()), Retention::Short);
    assert_eq!(proposed(&divorcing()), Retention::Long);
    let with = |kind| proposed(&agreed(vec![clause(kind, "约定。")]));
    assert_eq!(with(ClauseKind::Visitation), Retention::Long);
    assert_eq!(with(ClauseKind::RealEstate), Retention::Permanent);
    let mut petition = dossier();
    petition.case.source = Source::PetitionOffice;
    assert_eq!(proposed(&petition), Retention::Permanent);
}

#[test]
fn a_long_volume_is_kept_until_the_youngest_child_is_twenty_one() {
    let archived = day(2026, 6, 1);
    assert_eq!(keep_until(Retention::Short, archived, None), Some(day(2036, 6, 1)));
    assert_eq!(keep_until(Retention::Long, archived, Some(day(2026, 1, 1))), Some(day(2056, 6, 1)));
    assert_eq!(keep_until(Retention::Permanent, archived, None), None);
    assert_eq!(keep_until(Retention::Short, day(2028, 2, 29), None), Some(day(2038, 3, 1)));
}
