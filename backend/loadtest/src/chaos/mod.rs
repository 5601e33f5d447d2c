//! What the house remembers of what it has acknowledged when its process, or its power, ends at any moment.

mod check;
pub mod kill;
pub mod offline;
pub mod power_cut;
mod writers;

use crate::Fault;
use check::Damage;

/// The figures of a run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    pub rounds: usize,
    pub acked: usize,
    pub damage: Damage,
}

/// The demo county in a fresh database, and the registrar's session, which outlives every restart.
fn found(house: &mut crate::house::House) -> Result<crate::wire::Session, Fault> {
    house.run(&["migrate"])?;
    house.run(&["seed"])?;
    house.start()?;
    let session = house.sign_in("registrar")?;
    house.stop()?;
    Ok(session)
}
