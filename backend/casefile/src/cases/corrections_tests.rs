//! What happens when two people put the same file right.

use platform::access::Role;
use platform::ids::Names;

use super::*;
use crate::cases::example::{MEI, WANG, WEI, ZHAO, dossier};
use crate::cases::{Committee, MediatorOnFile};
use crate::moves::take;

/// Somebody of the office, by name.
struct Hand(&'static str);

impl Desk for Hand {
    fn own_name(&self) -> String {
        self.0.to_owned()
    }
    fn seals_kept(&self) -> Vec<platform::ids::OrgId> {
        Vec::new()
    }
    fn committee(&mut self, _: platform::ids::OrgId) -> Result<Committee, AppError> {
        Err(AppError::NotFound)
    }
    fn issue_number(&mut self, _: &Dossier, _: &Stamp) -> Result<String, AppError> {
        Err(AppError::NotFound)
    }
    fn void_number(&mut self, _: &Dossier, _: &str) -> Result<(), AppError> {
        Err(AppError::NotFound)
    }
    fn mediator(&mut self, _: AccountId) -> Result<Option<String>, AppError> {
        Ok(None)
    }
    fn mediators_on_file(&mut self, d: &Dossier) -> Result<Vec<MediatorOnFile>, AppError> {
        Ok(d.mediators.clone())
    }
    fn may_name(&mut self, _: &Dossier, _: platform::ids::FileId) -> Result<bool, AppError> {
        Ok(true)
    }
}

fn change(party_id: PartyId, field: CorrectableField, base: Option<&str>, value: &str) -> FieldChange {
    let base = base.map(str::to_owned);
    FieldChange { field, party_id: Some(party_id), base, value: Some(value.to_owned()), verdict: None, against: None }
}

fn correct(d: Dossier, by: AccountId, name: &'static str, changes: Vec<FieldChange>) -> (Dossier, Result<(), AppError>) {
    let stamp = Stamp::of(by, d.now, None).unwrap();
    let mut held = Held::new(d, Names::of(by, "key-of-a-correction", stamp.now));
    let step = CorrectParticulars { changes, reason: "登记有误".to_owned(), occurred_at: None };
    let done = take(&step, &[Role::Mediator], &mut Hand(name), &mut held, &stamp).map(drop);
    (held.dossier, done)
}

fn residence(d: &Dossier, id: PartyId) -> Option<String> {
    d.party(id).unwrap().particulars.residence_address.clone()
}

#[test]
fn two_people_who_correct_different_fields_do_not_meet() {
    let d = dossier();
    let home = residence(&d, MEI);
    let (d, first) = correct(d, ZHAO, "赵登记", vec![change(MEI, CorrectableField::Occupation, None, "教师")]);
    first.unwrap();
    let (d, second) = correct(d, WANG, "王调解", vec![change(MEI, CorrectableField::ResidenceAddress, home.as_deref(), "云溪路8号")]);
    second.unwrap();
    let p = &d.party(MEI).unwrap().particulars;
    assert_eq!((p.occupation.as_deref(), p.residence_address.as_deref()), (Some("教师"), Some("云溪路8号")));
    assert_eq!(d.corrections.len(), 2);
}

#[test]
fn the_same_field_corrected_by_two_is_a_question_with_base_mine_and_theirs() {
    let d = dossier();
    let (d, first) = correct(d, ZHAO, "赵登记", vec![change(WEI, CorrectableField::Occupation, None, "司机")]);
    first.unwrap();
    let before = d.clone();
    let both = vec![change(WEI, CorrectableField::Occupation, None, "木工"), change(WEI, CorrectableField::Language, None, "方言")];
    let (_, second) = correct(d, WANG, "王调解", both);
    let Err(AppError::Diverged(conflicts)) = second else { panic!("overwritten") };
    let [one] = conflicts.as_slice() else { panic!("{conflicts:?}") };
    assert_eq!((one.base.as_deref(), one.mine.as_deref(), one.theirs.as_deref()), (None, Some("木工"), Some("司机")));
    assert_eq!((one.by_name.as_deref(), one.pointer.as_str()), (Some("赵登记"), "/changes/0/value"));
    assert_eq!(before.party(WEI).unwrap().particulars.language, None, "half a correction is none");
}

#[test]
fn a_decision_goes_through_on_what_stands_and_keeps_the_value_that_lost() {
    let (d, _) = correct(dossier(), ZHAO, "赵登记", vec![change(WEI, CorrectableField::Occupation, None, "司机")]);
    let decided = FieldChange {
        base: Some("司机".to_owned()),
        verdict: Some(Verdict::Mine),
        against: Some("司机".to_owned()),
        ..change(WEI, CorrectableField::Occupation, None, "木工")
    };
    let (d, done) = correct(d, WANG, "王调解", vec![decided]);
    done.unwrap();
    let last = d.corrections.last().unwrap();
    assert_eq!((last.to.as_deref(), last.against.as_deref(), last.verdict), (Some("木工"), Some("司机"), Some(Verdict::Mine)));
}

#[test]
fn who_wrote_the_same_value_has_no_conflict() {
    let (d, _) = correct(dossier(), ZHAO, "赵登记", vec![change(WEI, CorrectableField::Occupation, None, "司机")]);
    let (d, done) = correct(d, WANG, "王调解", vec![change(WEI, CorrectableField::Occupation, None, "司机")]);
    done.unwrap();
    assert_eq!(d.corrections.len(), 1);
}

#[test]
fn a_telephone_is_compared_as_it_was_shown_and_kept_masked_in_the_history() {
    let d = dossier();
    let phone = d.parties.iter().find(|party| !party.particulars.phones.is_empty());
    let mut d = d.clone();
    let id = phone.map_or(MEI, |party| party.id);
    d.parties.iter_mut().find(|party| party.id == id).unwrap().particulars.phones = vec!["13900001111".to_owned()];
    let shown = mask_phone("13900001111");
    let (d, done) = correct(d, WANG, "王调解", vec![change(id, CorrectableField::Phone, Some(&shown), "13900002222")]);
    done.unwrap();
    assert_eq!(d.party(id).unwrap().particulars.phones, ["13900002222"]);
    let history = serde_json::to_string(&d.corrections).unwrap();
    assert!(!history.contains("13900001111") && !history.contains("13900002222"), "{history}");
}

#[test]
fn a_field_of_nobody_and_an_empty_story_are_refused() {
    let stranger = PartyId(platform::ids::Id(platform::uuid::Uuid::from_u128(77)));
    let (_, done) = correct(dossier(), WANG, "王调解", vec![change(stranger, CorrectableField::Occupation, None, "司机")]);
    assert!(matches!(done, Err(AppError::Invalid(errors)) if errors[0].pointer == "/changes/0/partyId"));
    let d = dossier();
    let empty = FieldChange {
        field: CorrectableField::Summary,
        party_id: None,
        base: Some(d.case.summary.clone()),
        value: None,
        verdict: None,
        against: None,
    };
    let (_, done) = correct(d, WANG, "王调解", vec![empty]);
    assert!(matches!(done, Err(AppError::Invalid(errors)) if errors[0].pointer == "/changes/0/value"));
}

#[test]
fn a_telephone_decided_for_the_other_stays_as_it_stands_and_the_history_has_the_decision_masked() {
    let mut d = dossier();
    let index = d.parties.iter().position(|party| party.id == WEI).unwrap();
    d.parties[index].particulars.phones = vec!["13700000003".to_owned()];
    let decided = FieldChange {
        verdict: Some(Verdict::Theirs),
        against: Some("13900000002".to_owned()),
        ..change(WEI, CorrectableField::Phone, Some(&mask_phone("13700000003")), &mask_phone("13700000003"))
    };
    let (d, done) = correct(d, WANG, "王调解", vec![decided]);
    done.unwrap();
    assert_eq!(d.party(WEI).unwrap().particulars.phones, ["13700000003"]);
    let last = d.corrections.last().unwrap();
    assert_eq!((last.verdict, last.against.clone()), (Some(Verdict::Theirs), Some(mask_phone("13900000002"))));
    assert_eq!((&last.from, &last.to), (&Some(mask_phone("13700000003")), &Some(mask_phone("13700000003"))));
}
