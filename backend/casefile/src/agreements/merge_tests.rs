//! What two hands on one draft come to.

use platform::problem::AppError;

use super::*;
use crate::agreements::ClauseKind;
use crate::cases::Edited;
use crate::cases::example::{ZHAO, agreed, clause, plain_payment, tie};
use crate::papers::PaperContent;
use crate::vocabulary::{FormCode, RoleInCase};

fn draft() -> (Dossier, Agreement) {
    let mut d = agreed(vec![plain_payment(), clause(ClauseKind::Apology, "男方当面赔礼道歉。")]);
    d.ties.push(tie(ZHAO, "赵调解", RoleInCase::Mediator));
    let paper = d.papers.iter_mut().find(|paper| paper.form() == FormCode::F11).unwrap();
    paper.edited = Some(Edited { by: ZHAO, at: d.now });
    let PaperContent::Agreement(sheet) = paper.content.clone() else { unreachable!() };
    (d, sheet)
}

fn merged(d: &Dossier, base: &Agreement, mine: &Agreement, theirs: &Agreement) -> Result<Agreement, AppError> {
    let paper = d.papers.iter().find(|paper| paper.form() == FormCode::F11).unwrap();
    merge(d, paper, Some(base), mine, theirs)
}

#[test]
fn changes_in_different_fields_and_clauses_are_both_kept() {
    let (d, base) = draft();
    let mut mine = base.clone();
    mine.facts.push_str("（补充）");
    let mut theirs = base.clone();
    theirs.place = Some("云溪街道调解室".to_owned());
    theirs.clauses[0].text.push_str("逾期另行协商。");
    let both = merged(&d, &base, &mine, &theirs).unwrap();
    assert_eq!((both.facts, both.place), (mine.facts, theirs.place));
    assert_eq!(both.clauses[0].text, theirs.clauses[0].text);
}

#[test]
fn a_clause_both_rewrote_is_shown_with_both_texts_and_whose_it_is() {
    let (d, base) = draft();
    let (mut mine, mut theirs) = (base.clone(), base.clone());
    mine.clauses[0].text = "每月五百元。".to_owned();
    theirs.clauses[0].text = "每月六百元。".to_owned();
    let Err(AppError::Diverged(conflicts)) = merged(&d, &base, &mine, &theirs) else { panic!("nobody decided") };
    let [one] = conflicts.as_slice() else { panic!("{conflicts:?}") };
    assert_eq!((one.mine.as_deref(), one.theirs.as_deref()), (Some("每月五百元。"), Some("每月六百元。")));
    assert_eq!(one.base.as_deref(), Some(base.clauses[0].text.as_str()));
    assert!(one.by_name.is_some() && one.at.is_some());
}

#[test]
fn a_clause_added_by_one_and_one_struck_by_the_other_are_both_done() {
    let (d, base) = draft();
    let (mut mine, mut theirs) = (base.clone(), base.clone());
    let struck = mine.clauses.remove(0);
    let mut added = base.clauses[0].clone();
    added.id = crate::agreements::ClauseId(platform::ids::Id(platform::uuid::Uuid::from_u128(99)));
    theirs.clauses.push(added.clone());
    let both = merged(&d, &base, &mine, &theirs).unwrap();
    assert!(both.clauses.iter().all(|clause| clause.id != struck.id));
    assert!(both.clauses.iter().any(|clause| clause.id == added.id));
}

#[test]
fn a_clause_struck_by_one_and_rewritten_by_the_other_is_a_question() {
    let (d, base) = draft();
    let (mut mine, mut theirs) = (base.clone(), base.clone());
    mine.clauses.remove(0);
    theirs.clauses[0].text = "每月六百元。".to_owned();
    assert!(matches!(merged(&d, &base, &mine, &theirs), Err(AppError::Diverged(conflicts)) if conflicts.len() == 1));
}

#[test]
fn of_two_first_sheets_what_only_one_wrote_is_kept_and_what_both_wrote_is_a_question_without_a_base() {
    let (d, theirs) = draft();
    let mut mine = theirs.clone();
    mine.facts.push_str("（补充）");
    mine.place = Some("云溪街道调解室".to_owned());
    mine.clauses.truncate(1);
    mine.clauses[0].text = "每月六百元。".to_owned();
    let paper = d.papers.iter().find(|paper| paper.form() == FormCode::F11).unwrap();
    let Err(AppError::Diverged(conflicts)) = merge(&d, paper, None, &mine, &theirs) else { panic!("nobody decided") };
    let found: Vec<_> =
        conflicts.iter().map(|one| (one.pointer.as_str(), one.base.as_deref(), one.mine.is_some(), one.theirs.is_some())).collect();
    assert_eq!(found, [("/agreement/facts", None, true, true), ("/agreement/clauses/0", None, true, true)]);

    mine.facts.clone_from(&theirs.facts);
    mine.clauses[0].text.clone_from(&theirs.clauses[0].text);
    let both = merge(&d, paper, None, &mine, &theirs).unwrap();
    assert_eq!((both.place, both.clauses.len()), (mine.place, theirs.clauses.len()));
}
