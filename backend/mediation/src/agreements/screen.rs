//! Screen
use super::Clause;
use crate::cases::Dossier;
use crate::papers::Acknowledgement;
pub struct Finding { pub code: &'static str, pub hard: bool, pub title_zh: &'static str }
impl Finding { pub fn is_acknowledged_by(&self, _a: &Acknowledgement) -> bool { false } }
pub fn screen(_c: &[Clause], _d: &Dossier) -> Vec<Finding> { Vec::new() }
pub fn speaks_of_writing_matters(_t: &str) -> bool { false }
