//! Time as a value: production reads the system clock here and nowhere else; tests freeze and advance it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// Where "now" comes from. Cloning shares the same clock.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    frozen: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self { frozen: None }
    }

    /// A clock that stands still until somebody moves it.
    pub fn frozen(at: DateTime<Utc>) -> Self {
        Self { frozen: Some(Arc::new(AtomicI64::new(at.timestamp_micros()))) }
    }

    /// The current instant, to the microsecond (both engines store no more).
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the system clock")]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.frozen {
            Some(micros) => DateTime::from_timestamp_micros(micros.load(Ordering::SeqCst)).unwrap_or_default(),
            None => Utc::now().trunc_subsecs(6),
        }
    }

    /// Moves a frozen clock; the system clock does not move.
    pub fn advance(&self, by: TimeDelta) {
        if let Some(micros) = &self.frozen {
            micros.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::SeqCst);
        }
    }
}
