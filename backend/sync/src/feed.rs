//! The rules of the feed: what a cursor means, and what follows from what a tablet holds and what may be carried.
//!
//! The feed is no log. The server knows what each tablet holds, by the number of the page that last said so, and compares it
//! with what may be carried at the moment of asking. A cursor acknowledges every page up to its own; what later pages said counts
//! as never said. So nothing is skipped in whatever order transactions commit, and nothing is lost with an answer.

use std::collections::{HashMap, HashSet};

use platform::ids::{DeviceId, Id};
use platform::uuid::Uuid;
use serde::{Deserialize, Serialize};

use crate::carried::Withdrawal;

/// A record by kind and id.
pub(crate) type Key = (String, Uuid);

/// What a cursor says; opaque to the tablet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Position {
    /// The epoch of the database.
    pub e: Id,
    pub d: DeviceId,
    /// The life of the feed: it begins anew whenever a tablet has to start over.
    pub l: i64,
    /// The page.
    pub s: i64,
}

/// How far a tablet has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Feed {
    pub life: i64,
    /// The last page made.
    pub serial: i64,
    /// The last page acknowledged.
    pub acknowledged: i64,
    /// The digest of the reference data that was sent last, and with which page.
    pub office_hash: Option<Vec<u8>>,
    pub office_serial: i64,
}

impl Feed {
    /// The page a cursor acknowledges; nothing when the tablet must start over: another epoch or life, a page we have not
    /// made, or one before what it has acknowledged already (its store was put back from a copy).
    pub(crate) fn acknowledges(&self, position: Option<Position>, epoch: Id, device: DeviceId) -> Option<i64> {
        let position = position.filter(|position| position.e == epoch && position.d == device && position.l == self.life)?;
        (self.acknowledged..=self.serial).contains(&position.s).then_some(position.s)
    }
}

/// What a tablet was last told about a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Holding {
    pub version: i64,
    /// The page that said so.
    pub serial: i64,
    pub withdrawn: Option<Withdrawal>,
}

/// What a tablet has to be told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Due {
    /// Records to send, in the order of the wish to have them.
    pub send: Vec<Key>,
    /// Records to withdraw, with the reason if it was told before.
    pub withdraw: Vec<(Key, Option<Withdrawal>)>,
    /// Records whose withdrawal the tablet has acknowledged.
    pub gone: Vec<Key>,
}

/// Compares what a tablet that acknowledges a page holds with what may be carried now.
pub(crate) fn due(carried: &[(Key, i64)], holdings: &HashMap<Key, Holding>, acknowledged: i64) -> Due {
    let may: HashSet<&Key> = carried.iter().map(|(key, _)| key).collect();
    let has = |key: &Key, version: i64| {
        let holds = |held: &Holding| held.withdrawn.is_none() && held.version == version && held.serial <= acknowledged;
        holdings.get(key).is_some_and(holds)
    };
    let mut due =
        Due { send: carried.iter().filter(|(key, version)| !has(key, *version)).map(|(key, _)| key.clone()).collect(), ..Due::default() };
    for (key, held) in holdings.iter().filter(|(key, _)| !may.contains(key)) {
        match held.withdrawn {
            Some(_) if held.serial <= acknowledged => due.gone.push(key.clone()),
            told => due.withdraw.push((key.clone(), told)),
        }
    }
    due.withdraw.sort_by(|a, b| a.0.cmp(&b.0));
    due.gone.sort();
    due
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: u128) -> Key {
        ("CASE_FILE".to_owned(), Uuid::from_u128(n))
    }

    fn held(version: i64, serial: i64) -> Holding {
        Holding { version, serial, withdrawn: None }
    }

    fn told(serial: i64) -> Holding {
        Holding { version: 1, serial, withdrawn: Some(Withdrawal::Sealed) }
    }

    fn sent(carried: &[(Key, i64)], holdings: &[(Key, Holding)], acknowledged: i64) -> Vec<Key> {
        due(carried, &holdings.iter().cloned().collect(), acknowledged).send
    }

    #[test]
    fn a_record_is_sent_when_it_is_new_changed_or_was_not_acknowledged() {
        let carried = [(key(1), 1), (key(2), 5)];
        assert_eq!(sent(&carried, &[], 0), [key(1), key(2)]);
        assert_eq!(sent(&carried, &[(key(1), held(1, 3)), (key(2), held(4, 3))], 3), [key(2)], "changed");
        assert_eq!(sent(&carried, &[(key(1), held(1, 3)), (key(2), held(5, 4))], 3), [key(2)], "its page was lost");
        assert_eq!(sent(&carried, &[(key(1), held(1, 3)), (key(2), held(6, 3))], 3), [key(2)], "a version that went back");
        assert!(sent(&carried, &[(key(1), held(1, 3)), (key(2), held(5, 3))], 3).is_empty());
    }

    #[test]
    fn a_withdrawal_is_repeated_until_it_is_acknowledged() {
        let withdrawn = |holding, acknowledged| due(&[], &HashMap::from([(key(1), holding)]), acknowledged);
        assert_eq!(withdrawn(held(1, 3), 3).withdraw, [(key(1), None)]);
        assert_eq!(withdrawn(held(1, 4), 3).withdraw, [(key(1), None)], "it may have arrived");
        assert_eq!(withdrawn(told(4), 3).withdraw, [(key(1), Some(Withdrawal::Sealed))]);
        let done = withdrawn(told(4), 4);
        assert_eq!((done.withdraw, done.gone), (vec![], vec![key(1)]));
    }

    #[test]
    fn what_was_withdrawn_and_may_be_carried_again_is_sent_again() {
        for acknowledged in [3, 4] {
            assert_eq!(sent(&[(key(1), 1)], &[(key(1), told(4))], acknowledged), [key(1)]);
        }
    }

    #[test]
    fn a_cursor_of_another_place_or_time_starts_over() {
        let (epoch, device) = (Id::new(), DeviceId::new());
        let feed = Feed { life: 2, serial: 9, acknowledged: 7, ..Feed::default() };
        let here = Position { e: epoch, d: device, l: 2, s: 8 };
        let acknowledges = |position| feed.acknowledges(position, epoch, device);
        assert_eq!(acknowledges(Some(here)), Some(8));
        for (s, expected) in [(6, None), (7, Some(7)), (9, Some(9)), (10, None)] {
            assert_eq!(acknowledges(Some(Position { s, ..here })), expected, "page {s}");
        }
        assert_eq!(acknowledges(None), None);
        assert_eq!(acknowledges(Some(Position { e: Id::new(), ..here })), None);
        assert_eq!(acknowledges(Some(Position { d: DeviceId::new(), ..here })), None);
        assert_eq!(acknowledges(Some(Position { l: 1, ..here })), None);
    }
}
