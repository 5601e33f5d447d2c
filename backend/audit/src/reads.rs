//! Facts of reads (who looked at what): written before the answer leaves, many of them under one commit.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use platform::access::Actor;
use platform::db::Db;
use platform::http::Command;
use platform::problem::AppError;
use tokio::sync::oneshot;

use crate::journal::{Fact, append};

/// Facts of one commit at most.
const TOGETHER: usize = 256;

/// A reader who waits for her fact to be durable.
struct Waiting {
    actor: Arc<Actor>,
    fact: Fact,
    done: oneshot::Sender<Result<(), String>>,
}

/// While one group is being made durable, the next one gathers.
#[derive(Default)]
struct Reads(Mutex<Gathering>);

#[derive(Default)]
struct Gathering {
    waiting: Vec<Waiting>,
    at_work: bool,
}

impl Reads {
    fn lock(&self) -> MutexGuard<'_, Gathering> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Joins the next group; true when nobody is at work who would write it.
    fn join(&self, waiting: Waiting) -> bool {
        let mut gathering = self.lock();
        gathering.waiting.push(waiting);
        !std::mem::replace(&mut gathering.at_work, true)
    }

    /// The next group; with none left the work is over.
    fn next(&self) -> Vec<Waiting> {
        let mut gathering = self.lock();
        let many = gathering.waiting.len().min(TOGETHER);
        let group: Vec<Waiting> = gathering.waiting.drain(..many).collect();
        gathering.at_work = !group.is_empty();
        group
    }
}

/// Lets the next reader start over when a writer ends before its work does (the server is closing).
struct AtWork(Arc<Reads>);

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.lock().at_work = false;
    }
}

/// Records that somebody looked at something, and returns when that is durable. A read that cannot be recorded is refused.
pub async fn observe(db: &Db, actor: &Arc<Actor>, fact: Fact) -> Result<(), AppError> {
    let reads: Arc<Reads> = db.companion();
    let (done, written) = oneshot::channel();
    if reads.join(Waiting { actor: actor.clone(), fact, done }) {
        actix_web::rt::spawn(write(db.clone(), AtWork(reads)));
    }
    let outcome = written.await.unwrap_or_else(|_| Err("the journal's writer has ended".to_owned()));
    outcome.map_err(|source| AppError::Unavailable { source: source.into(), code: "audit_unavailable" })
}

async fn write(db: Db, reads: AtWork) {
    loop {
        let (mut facts, mut waiting) = (Vec::new(), Vec::new());
        for one in reads.0.next() {
            facts.push((one.actor, one.fact));
            waiting.push(one.done);
        }
        let Some((first, _)) = facts.first() else { return };
        let command = Command::internal(first.clone());
        let outcome = db.transact(command, move |tx| append(tx, &facts)).await.map_err(|error| error.to_string());
        for done in waiting {
            // the reader may be gone; that she asked is recorded all the same
            drop(done.send(outcome.clone()));
        }
    }
}
