//! What changes once a year is read once a second: reference data, kept beside the database it came from.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a value read is believed; another server process may have changed it since.
const BELIEVED: Duration = Duration::from_secs(1);

/// A kind of value, and whose.
type Key = (TypeId, [u8; 16]);

struct Kept {
    read: Instant,
    value: Arc<dyn Any + Send + Sync>,
}

/// Values by type and owner.
#[derive(Default)]
pub(super) struct Memory {
    kept: Mutex<HashMap<Key, Kept>>,
    companions: Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
}

impl Memory {
    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The one value of a type, for as long as the database is open.
    pub(super) fn companion<T: Any + Default + Send + Sync>(&self) -> Arc<T> {
        let mut companions = self.companions.lock().unwrap_or_else(PoisonError::into_inner);
        let known = companions.get(&TypeId::of::<T>()).and_then(|value| value.clone().downcast().ok());
        known.unwrap_or_else(|| {
            let new = Arc::new(T::default());
            companions.insert(TypeId::of::<T>(), new.clone());
            new
        })
    }

    pub(super) fn get<T: Any + Send + Sync>(&self, owner: [u8; 16]) -> Option<Arc<T>> {
        let kept = self.lock();
        let found = kept.get(&(TypeId::of::<T>(), owner)).filter(|kept| kept.read.elapsed() < BELIEVED)?;
        found.value.clone().downcast().ok()
    }

    pub(super) fn put<T: Any + Send + Sync>(&self, owner: [u8; 16], value: Arc<T>) {
        self.lock().insert((TypeId::of::<T>(), owner), Kept { read: Instant::now(), value });
    }

    pub(super) fn forget<T: Any>(&self) {
        self.lock().retain(|(kind, _), _| *kind != TypeId::of::<T>());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_kept_for_its_owner_until_it_is_forgotten() {
        let memory = Memory::default();
        memory.put([1; 16], Arc::new(7_u32));
        assert_eq!(memory.get::<u32>([1; 16]).as_deref(), Some(&7));
        assert_eq!(memory.get::<u32>([2; 16]), None, "another office");
        assert_eq!(memory.get::<u64>([1; 16]), None, "another kind");
        memory.forget::<u32>();
        assert_eq!(memory.get::<u32>([1; 16]), None);
    }
}
