//! After a batch: is every command where it should be, once, and are the files what single delivery makes of them?

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;

use chrono::{DateTime, NaiveDate, Utc};
use platform::calendar::local_date;
use platform::clock::Clock;
use serde_json::Value;

use super::journal::Effect;
use super::office::{Deed, Office};
use super::outbox::{Fate, Item};
use super::tablet::Tablet;
use crate::device::Device;
use crate::house::House;
use crate::wire::{self, Session, Wire};
use crate::{Fault, say};

const CASES: &str = "/api/v1/mediation/cases";

/// What was found broken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Broken {
    pub lost: usize,
    pub dup: usize,
    pub diverged: usize,
}

impl Broken {
    pub fn add(&mut self, more: Self) {
        self.lost += more.lost;
        self.dup += more.dup;
        self.diverged += more.diverged;
    }
}

type Effects = BTreeMap<String, Vec<Effect>>;

/// Every command of the batch: in effect exactly once, or parked with a reason.
pub fn commands(tablets: &[Tablet], effects: &Effects, batch: usize, late: &mut usize) -> Result<Broken, Fault> {
    let mut counts: HashMap<(String, i64), usize> = HashMap::new();
    for effect in effects.values().flatten() {
        if let Some(command) = effect.command() {
            *counts.entry(command).or_default() += 1;
        }
    }
    let mut broken = Broken::default();
    for tablet in tablets {
        for item in tablet.store.items.iter().filter(|item| item.batch == batch) {
            let found = counts.get(&(tablet.device.id.clone(), item.seq)).copied().unwrap_or(0);
            match (&item.fate, found) {
                (Fate::Done(_), 1) | (Fate::Parked(400..500, _), 0) => {}
                // refused when it came, and a copy that was still under way came again later, when it was allowed
                (Fate::Parked(..), 1) => *late += 1,
                (_, 0) => {
                    broken.lost += 1;
                    say(&format!("# lost: {} {} {:?} of {}", item.step, item.key, item.fate, tablet.username))?;
                }
                (_, times) => {
                    broken.dup += times - 1;
                    if broken.dup < 10 {
                        say(&format!("# {times} effects: {} {} {:?} of {}", item.step, item.key, item.fate, tablet.username))?;
                    }
                }
            }
        }
    }
    Ok(broken)
}

/// The clean delivery of the same commands to the twin: once each, in the order in which they took effect.
pub struct Twin<'a> {
    pub house: &'a House,
    pub office: &'a Office,
    pub tablets: &'a [Tablet],
    /// The tablets as the twin knows them.
    pub devices: &'a HashMap<String, Device>,
}

impl Twin<'_> {
    /// Delivers the effects of a batch; says how many did not go through as they had, or dated something by a wrong clock.
    pub fn deliver(&self, effects: &Effects) -> Result<usize, Fault> {
        let mut deeds: HashMap<&str, Vec<&Deed>> = HashMap::new();
        self.office.deeds.iter().for_each(|deed| deeds.entry(&deed.file).or_default().push(deed));
        let mut items: HashMap<(&str, i64), (&Tablet, &Item)> = HashMap::new();
        for tablet in self.tablets {
            items.extend(tablet.store.items.iter().map(|item| ((tablet.device.id.as_str(), item.seq), (tablet, item))));
        }
        let work: Mutex<Vec<(&String, &Vec<Effect>)>> = Mutex::new(effects.iter().collect());
        let wrong = Mutex::new(0);
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| -> Result<(), Fault> {
                        let mut wire = self.house.wire();
                        loop {
                            let Some((file, effects)) = work.lock().map_err(|_| "a worker panicked")?.pop() else { return Ok(()) };
                            let own = deeds.get(file.as_str()).map(Vec::as_slice).unwrap_or_default();
                            let found = self.file(&mut wire, file, effects, own, &items)?;
                            *wrong.lock().map_err(|_| "a worker panicked")? += found;
                        }
                    })
                })
                .collect();
            workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a worker panicked")?)
        })?;
        Ok(wrong.into_inner().map_err(|_| "a worker panicked")?)
    }

    fn file(
        &self,
        wire: &mut Wire,
        file: &str,
        effects: &[Effect],
        deeds: &[&Deed],
        items: &HashMap<(&str, i64), (&Tablet, &Item)>,
    ) -> Result<usize, Fault> {
        let director = self.office.session("director")?;
        let seen = wire.exchange(&wire::get(&format!("{CASES}/{file}"), Some(director)))?;
        let (mut version, mut dates, mut wrong, mut truth) = (seen.version(), milestones(&seen.body), 0, Vec::new());
        // what the office did on this file in earlier batches comes first in its list
        let of_office = effects.iter().filter(|effect| effect.command().is_none()).count();
        let mut deeds = deeds.iter().skip(deeds.len().saturating_sub(of_office));
        for effect in effects {
            let (request, at) = match effect.command() {
                Some((device, seq)) => match items.get(&(device.as_str(), seq)) {
                    Some((tablet, item)) => {
                        let device = self.devices.get(&tablet.device.id).ok_or("a tablet the twin does not know")?;
                        (clean(device, item, version), item.at)
                    }
                    None => return Err(format!("nobody sent {} on {file}", effect.action).into()),
                },
                None => match deeds.next() {
                    Some(deed) => (self.desk(deed, version)?, deed.at),
                    None => return Err(format!("nobody at a desk did {} on {file}", effect.action).into()),
                },
            };
            let reply = wire.exchange(&request)?;
            if !matches!(reply.status, 200 | 201) {
                say(&format!("# diverged: {} on {file} answered {} {}", effect.action, reply.status, reply.text()))?;
                return Ok(wrong + 1);
            }
            version = reply.version();
            truth.push(local_date(at));
            let now = milestones(&reply.body);
            wrong += wrong_dates(&dates, &now, local_date(at), &truth, &format!("{} on {file}", effect.action))?;
            dates = now;
        }
        Ok(wrong)
    }

    fn desk(&self, deed: &Deed, version: Option<i64>) -> Result<Vec<u8>, Fault> {
        let name = match deed.desk {
            super::office::Desk::Registrar => "registrar",
            super::office::Desk::Director => "director",
            super::office::Desk::SealKeeper => "seal",
        };
        let version = version.filter(|_| deed.path != CASES);
        Ok(wire::command(&deed.path, self.office.session(name)?, &deed.key, version, &deed.body))
    }
}

/// A command as a tablet sends it over a good line.
fn clean(device: &Device, item: &Item, version: Option<i64>) -> Vec<u8> {
    let (seq, clock) = (item.seq.to_string(), item.clock(Clock::system().now()));
    let version = version.filter(|_| item.base.is_some()).map(|version| format!("\"{version}\""));
    let mut headers = vec![("idempotency-key", item.key.as_str()), ("device-seq", &seq), ("device-time", &clock)];
    headers.extend(version.as_deref().map(|version| ("if-match", version)));
    device.request("POST", &item.path, &headers, Some(&item.body))
}

fn milestones(body: &[u8]) -> BTreeMap<String, NaiveDate> {
    let view: Value = serde_json::from_slice(body).unwrap_or_default();
    let days = view.get("milestones").and_then(Value::as_object).into_iter().flatten();
    days.filter_map(|(name, day)| Some((name.clone(), day.as_str()?.parse().ok()?))).collect()
}

/// A legal date is the day on which people acted, whatever a clock said.
fn wrong_dates(
    before: &BTreeMap<String, NaiveDate>,
    after: &BTreeMap<String, NaiveDate>,
    acted: NaiveDate,
    all: &[NaiveDate],
    what: &str,
) -> Result<usize, Fault> {
    let mut wrong = 0;
    for (name, day) in after.iter().filter(|(name, day)| before.get(*name) != Some(day)) {
        // an agreement is in force from the latest of its marks, whichever came last
        let right = if name == "effectiveOn" { all.contains(day) } else { *day == acted };
        if !right {
            say(&format!("# diverged: {name} is {day} after {what}, but people acted on {acted}"))?;
            wrong += 1;
        }
    }
    Ok(wrong)
}

/// The file as everybody must see it: the same on the house, on the twin, and on the tablets.
pub struct Views<'a> {
    pub main: &'a House,
    pub twin: &'a House,
    pub director: &'a Session,
    pub tablets: &'a [Tablet],
}

impl Views<'_> {
    /// Compares every touched file; the answer is the number of those that differ, and of effects whose paper is not there.
    pub fn compare(&self, effects: &Effects) -> Result<Broken, Fault> {
        let mut broken = Broken::default();
        let (mut here, mut there) = (self.main.wire(), self.twin.wire());
        for (file, effects) in effects {
            let mut same = true;
            for part in ["", "/papers", "/performance"] {
                let ask = wire::get(&format!("{CASES}/{file}{part}"), Some(self.director));
                let (main, twin) = (here.exchange(&ask)?, there.exchange(&ask)?);
                if main.status != 200 {
                    say(&format!("# lost: {file}{part} answered {}", main.status))?;
                    broken.lost += 1;
                }
                same &= self.alike(&main.body, &twin.body, &format!("{file}{part}"))?;
                if part == "/papers" {
                    broken.lost += self.papers(effects, &main.body)?;
                    same &= self.texts(file, &main.body, &mut here, &mut there)?;
                }
            }
            broken.diverged += usize::from(!same);
        }
        for tablet in self.tablets {
            broken.diverged += self.copies(tablet, effects)?;
        }
        Ok(broken)
    }

    fn alike(&self, main: &[u8], twin: &[u8], what: &str) -> Result<bool, Fault> {
        let (main, twin) = (settled(main)?, settled(twin)?);
        if main == twin {
            return Ok(true);
        }
        say(&format!("# diverged: {what}: {}", difference(&main, &twin, String::new())))?;
        Ok(false)
    }

    /// Every effect's paper is in the file.
    fn papers(&self, effects: &[Effect], list: &[u8]) -> Result<usize, Fault> {
        let list: Value = serde_json::from_slice(list)?;
        let ids: Vec<&str> = items_of(&list).filter_map(|item| item.get("id")?.as_str()).collect();
        let gone: Vec<&str> = effects.iter().filter_map(Effect::paper).filter(|paper| !ids.contains(paper)).collect();
        for paper in &gone {
            say(&format!("# lost: the paper {paper}"))?;
        }
        Ok(gone.len())
    }

    /// The texts that people sign: the same words, the same hash.
    fn texts(&self, file: &str, list: &[u8], here: &mut Wire, there: &mut Wire) -> Result<bool, Fault> {
        let (list, mut same): (Value, bool) = (serde_json::from_slice(list)?, true);
        for item in items_of(&list).filter(|item| matches!(item.get("form").and_then(Value::as_str), Some("F11" | "F12"))) {
            let id = item.get("id").and_then(Value::as_str).unwrap_or_default();
            let ask = wire::get(&format!("{CASES}/{file}/papers/{id}"), Some(self.director));
            same &= self.alike(&here.exchange(&ask)?.body, &there.exchange(&ask)?.body, &format!("{file}/papers/{id}"))?;
        }
        Ok(same)
    }

    /// What a tablet shows after its last pull is what the office shows its user.
    fn copies(&self, tablet: &Tablet, effects: &Effects) -> Result<usize, Fault> {
        let (mut wire, mut differ) = (self.main.wire(), 0);
        for (id, copy) in tablet.store.copies.iter().filter(|(id, _)| effects.contains_key(*id)) {
            let mut same = true;
            for part in ["", "/papers"] {
                let path = format!("{CASES}/{id}{part}");
                let office = wire.exchange(&tablet.device.get(&path))?;
                let own = tablet.store.ask("request", "GET", &path, ("null", ""), Clock::system().now(), Some(&copy.text))?;
                same &= !part.is_empty() || office.version() == Some(copy.version);
                same &= self.alike(&office.body, own.body.get().as_bytes(), &format!("{id}{part} on the tablet of {}", tablet.username))?;
            }
            differ += usize::from(!same);
        }
        Ok(differ)
    }
}

fn items_of(list: &Value) -> impl Iterator<Item = &Value> {
    list.get("items").and_then(Value::as_array).into_iter().flatten()
}

/// An answer without what may differ: the server's hours, its numbers, and names it draws itself.
fn settled(body: &[u8]) -> Result<Value, Fault> {
    let mut value: Value = serde_json::from_slice(body).map_err(|error| format!("{error}: {}", String::from_utf8_lossy(body)))?;
    settle(&mut value, "");
    Ok(value)
}

fn settle(value: &mut Value, name: &str) {
    match value {
        Value::Object(fields) => {
            if name == "ties" {
                fields.remove("id");
            }
            fields.iter_mut().for_each(|(name, value)| settle(value, name));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| settle(item, name)),
        Value::String(text) if name == "number" => text.retain(|letter| !letter.is_ascii_digit()),
        // the hours that people wrote into a sheet are theirs, all others are the server's
        Value::String(text) if !matches!(name, "startedAt" | "endedAt") && text.parse::<DateTime<Utc>>().is_ok() => {
            "an hour".clone_into(text);
        }
        _ => {}
    }
}

/// The first place where two answers differ.
fn difference(a: &Value, b: &Value, at: String) -> String {
    match (a, b) {
        (Value::Object(one), Value::Object(other)) => {
            let names = one.keys().chain(other.keys().filter(|name| !one.contains_key(*name)));
            let empty = Value::Null;
            names
                .map(|name| (name, one.get(name).unwrap_or(&empty), other.get(name).unwrap_or(&empty)))
                .find(|(_, one, other)| one != other)
                .map_or(at.clone(), |(name, one, other)| difference(one, other, format!("{at}/{name}")))
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => one
            .iter()
            .zip(other)
            .enumerate()
            .find(|(_, (one, other))| one != other)
            .map_or(at.clone(), |(n, (one, other))| difference(one, other, format!("{at}/{n}"))),
        (Value::Array(one), Value::Array(other)) => {
            let only = |a: &[Value], b: &[Value]| a.iter().find(|item| !b.contains(item)).map(short).unwrap_or_default();
            format!("{at}: {} against {}: only here {}, only there {}", one.len(), other.len(), only(one, other), only(other, one))
        }
        _ => format!("{at}: {} against {}", short(a), short(b)),
    }
}

fn short(value: &Value) -> String {
    value.to_string().chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn found(main: &str, twin: &str) -> Option<String> {
        let (main, twin) = (settled(main.as_bytes()).unwrap(), settled(twin.as_bytes()).unwrap());
        (main != twin).then(|| difference(&main, &twin, String::new()))
    }

    #[test]
    fn hours_and_numbers_of_the_server_may_differ_and_nothing_else() {
        let same = found(
            r#"{"number":"（2026）清源婚人调字第0007号","updatedAt":"2026-11-24T08:00:00Z","ties":[{"id":"1","until":null}]}"#,
            r#"{"number":"（2026）清源婚人调字第0012号","updatedAt":"2026-11-24T09:30:00Z","ties":[{"id":"2","until":null}]}"#,
        );
        assert_eq!(same, None);
        let day = found(r#"{"milestones":{"notifiedOn":"2026-11-20"}}"#, r#"{"milestones":{"notifiedOn":"2016-11-20"}}"#);
        assert_eq!(day.unwrap(), r#"/milestones/notifiedOn: "2026-11-20" against "2016-11-20""#);
        assert!(found(r#"{"startedAt":"2026-11-24T08:00:00Z"}"#, r#"{"startedAt":"2026-11-24T09:00:00Z"}"#).is_some());
        assert!(found(r#"{"items":[{"id":"1"}]}"#, r#"{"items":[{"id":"1"},{"id":"2"}]}"#).unwrap().contains("1 against 2"));
        assert!(found(r#"{"textHash":"a"}"#, r#"{"textHash":"b"}"#).is_some());
    }

    #[test]
    fn a_date_by_a_wrong_clock_is_found() {
        let (acted, wrong) = (day("2026-11-20"), day("2016-11-20"));
        let dates = |name: &str, day| BTreeMap::from([(name.to_owned(), day)]);
        let check = |after, all: &[NaiveDate]| wrong_dates(&BTreeMap::new(), &after, acted, all, "a step").unwrap();
        assert_eq!(check(dates("notifiedOn", acted), &[acted]), 0);
        assert_eq!(check(dates("notifiedOn", wrong), &[acted]), 1);
        assert_eq!(check(dates("effectiveOn", day("2026-11-19")), &[day("2026-11-19"), acted]), 0);
        assert_eq!(check(dates("effectiveOn", wrong), &[acted]), 1);
        let before = dates("notifiedOn", wrong);
        assert_eq!(wrong_dates(&before, &before, acted, &[], "a step").unwrap(), 0, "what was there before is no news");
    }
}
