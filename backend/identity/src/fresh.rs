//! What was read a moment ago and may still be believed.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Entries kept before the stale ones are swept out.
const ROOM: usize = 10_000;

/// Values by key, each for a short time of the machine's own monotonic clock (a frozen business clock does not stop it).
#[derive(Debug)]
pub(crate) struct Fresh<K, V> {
    believed: Duration,
    kept: Mutex<HashMap<K, (Instant, V)>>,
}

impl<K: Eq + Hash, V: Clone> Fresh<K, V> {
    pub(crate) fn new(believed: Duration) -> Self {
        Self { believed, kept: Mutex::new(HashMap::new()) }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, (Instant, V)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn get(&self, key: &K) -> Option<V> {
        self.lock().get(key).filter(|(read, _)| read.elapsed() < self.believed).map(|(_, value)| value.clone())
    }

    pub(crate) fn put(&self, key: K, value: V) {
        let mut kept = self.lock();
        if kept.len() > ROOM {
            let believed = self.believed;
            kept.retain(|_, (read, _)| read.elapsed() < believed);
        }
        kept.insert(key, (Instant::now(), value));
    }

    /// Changes a kept value without making it younger.
    pub(crate) fn change(&self, key: &K, change: impl FnOnce(&mut V)) {
        if let Some((_, value)) = self.lock().get_mut(key) {
            change(value);
        }
    }

    pub(crate) fn forget(&self, gone: impl Fn(&V) -> bool) {
        self.lock().retain(|_, (_, value)| !gone(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_believed_for_its_time_and_no_longer() {
        let fresh = Fresh::new(Duration::from_secs(60));
        fresh.put(1, "a");
        fresh.put(2, "b");
        fresh.forget(|value| *value == "a");
        assert_eq!((fresh.get(&1), fresh.get(&2)), (None, Some("b")));
        let stale = Fresh::new(Duration::ZERO);
        stale.put(1, "a");
        assert_eq!(stale.get(&1), None);
    }
}
