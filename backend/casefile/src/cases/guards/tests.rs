//! The guards, each held and each broken; numbers `m..` are the rules of §9 of the mediation specification.

mod keeping;
mod people;
mod procedure;
mod terms;

use platform::access::Role;
use platform::problem::Blocker;

use super::super::{Dossier, Step, StepView, check, steps};
use super::Guard;

fn holds(guard: &Guard, d: &Dossier) -> bool {
    guard.blocker(d).is_none()
}

fn codes(blockers: &[Blocker]) -> Vec<&'static str> {
    blockers.iter().map(|blocker| blocker.guard).collect()
}

fn refused(d: &Dossier, step: Step, role: Role) -> Vec<Blocker> {
    check(d, step, &[role]).err().unwrap_or_default()
}

fn view(d: &Dossier, step: Step, role: Role) -> StepView {
    steps(d, &[role]).into_iter().find(|view| view.step == step).unwrap()
}
