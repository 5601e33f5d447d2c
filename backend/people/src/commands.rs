//! Importing the published lists. A list can be imported again at any time: what is the same stays untouched.

use std::collections::HashMap;

use audit::{Fact, record};
use chrono::NaiveDate;
use diesel::prelude::*;
use platform::calendar::{Calendar, DayKind};
use platform::db::Tx;
use platform::problem::AppError;

use crate::lists::{self, DivisionLevel};
use crate::schema::{divisions, holidays};

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
}

impl Imported {
    fn fact(self, action: &'static str, tx: &Tx<'_>) -> Fact {
        Fact::new(action, "OFFICE", tx.who().office)
            .with("added", self.added)
            .with("changed", self.changed)
            .with("unchanged", self.unchanged)
    }
}

/// Imports administrative divisions; the fact goes to the journal of the importing office.
pub fn import_divisions(tx: &mut Tx<'_>, csv: &str) -> Result<Imported, AppError> {
    let mut lines = lists::divisions(csv)?;
    let rows: Vec<(String, String, DivisionLevel, Option<String>)> =
        divisions::table.select((divisions::code, divisions::name, divisions::level, divisions::parent_code)).load(tx.db())?;
    lists::check_parents(&lines, &rows.iter().map(|(code, _, level, _)| (code.clone(), *level)).collect())?;
    let known: HashMap<String, (String, DivisionLevel, Option<String>)> =
        rows.into_iter().map(|(code, name, level, parent)| (code, (name, level, parent))).collect();
    // parents before children, for the foreign key
    lines.sort_by_key(|line| line.level);
    let mut done = Imported::default();
    for line in lines {
        let columns = (divisions::name.eq(&line.name), divisions::level.eq(line.level), divisions::parent_code.eq(&line.parent));
        match known.get(&line.code) {
            Some(row) if *row == (line.name.clone(), line.level, line.parent.clone()) => done.unchanged += 1,
            Some(_) => {
                diesel::update(divisions::table.find(&line.code)).set(columns).execute(tx.db())?;
                done.changed += 1;
            }
            None => {
                let (name, level, parent) = columns;
                diesel::insert_into(divisions::table).values((divisions::code.eq(&line.code), name, level, parent)).execute(tx.db())?;
                done.added += 1;
            }
        }
    }
    let fact = done.fact("people.division.import", tx);
    record(tx, fact)?;
    Ok(done)
}

/// Imports holidays and make-up working days; the fact goes to the journal of the importing office.
pub fn import_holidays(tx: &mut Tx<'_>, csv: &str) -> Result<Imported, AppError> {
    let lines = lists::holidays(csv)?;
    let rows: Vec<(NaiveDate, DayKind, String)> =
        holidays::table.select((holidays::day, holidays::kind, holidays::festival)).load(tx.db())?;
    let known: HashMap<NaiveDate, (DayKind, String)> = rows.into_iter().map(|(day, kind, festival)| (day, (kind, festival))).collect();
    let mut done = Imported::default();
    for line in lines {
        match known.get(&line.day) {
            Some(row) if *row == (line.kind, line.festival.clone()) => done.unchanged += 1,
            Some(_) => {
                diesel::update(holidays::table.find(line.day))
                    .set((holidays::kind.eq(line.kind), holidays::festival.eq(&line.festival)))
                    .execute(tx.db())?;
                done.changed += 1;
            }
            None => {
                diesel::insert_into(holidays::table)
                    .values((holidays::day.eq(line.day), holidays::kind.eq(line.kind), holidays::festival.eq(&line.festival)))
                    .execute(tx.db())?;
                done.added += 1;
            }
        }
    }
    tx.forget::<Calendar>();
    let fact = done.fact("people.holiday.import", tx);
    record(tx, fact)?;
    Ok(done)
}
