//! What a guard is: one condition with its code, its words and its law.

use platform::problem::Blocker;
use serde_json::{Map, Value};

use super::Dossier;

/// Details of a refusal, for the reader's language to fill in.
pub type Details = Map<String, Value>;

/// A condition that must hold before a step. It looks at the dossier and at nothing else.
#[derive(Clone, Copy, Debug)]
pub struct Guard {
    /// Code of the specification (§2.5), or `C..` for the further conditions of the lifecycle.
    pub guard: &'static str,
    /// Stable problem code.
    pub code: &'static str,
    pub title_zh: &'static str,
    pub title_en: &'static str,
    pub basis_zh: &'static str,
    /// `None` when the condition holds, else what stands in the way.
    pub check: fn(&Dossier) -> Option<Details>,
}

impl Guard {
    /// The reason why the step is refused, if the condition does not hold.
    pub fn blocker(&self, dossier: &Dossier) -> Option<Blocker> {
        (self.check)(dossier).map(|params| Blocker {
            code: self.code,
            guard: self.guard,
            title_zh: self.title_zh.to_owned(),
            title_en: self.title_en.to_owned(),
            basis_zh: self.basis_zh,
            params,
        })
    }
}

/// Details with one entry.
pub(super) fn details(name: &str, value: impl Into<Value>) -> Details {
    let mut details = Details::new();
    details.insert(name.to_owned(), value.into());
    details
}

/// `Some` of the details when there are any.
pub(super) fn unless_empty(details: Details) -> Option<Details> {
    if details.is_empty() { None } else { Some(details) }
}

/// `Some` details naming the offenders, when there are any.
pub(super) fn naming(name: &str, offenders: Vec<String>) -> Option<Details> {
    if offenders.is_empty() { None } else { Some(details(name, offenders)) }
}
