//! Threads that own connections: a pool of readers, and a writer that lets many commands share one commit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use diesel::result::Error as DbError;
use tokio::sync::oneshot;

use super::Sizes;
use super::connect::{AnyConnection, Engine, Use};
use crate::http::context::{self, RequestContext};
use crate::problem::AppError;

/// Where a thread takes its jobs from.
type Jobs = Mutex<Receiver<Box<dyn Job>>>;

/// Jobs that may wait; the next one is told to come back.
const QUEUE: usize = 1024;
/// How often a transaction that lost a race is run again.
const ATTEMPTS: u64 = 6;

/// What a job is to the thread that runs it; the result type is hidden inside.
trait Job: Send {
    /// Runs the work once and keeps its result; says how it went.
    fn attempt(&mut self, conn: &mut AnyConnection) -> Verdict;
    /// Replaces the result: the transaction around it did not become durable.
    fn fail(&mut self, error: AppError);
    /// Sends the result to whoever waits.
    fn answer(self: Box<Self>);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Ok,
    Failed,
    Again,
    ConnectionLost,
}

struct Task<T, F> {
    work: F,
    /// Whose request this is, so that an answer made here speaks her language.
    context: Option<RequestContext>,
    result: Result<T, AppError>,
    reply: oneshot::Sender<Result<T, AppError>>,
}

impl<T, F> Job for Task<T, F>
where
    T: Send,
    F: Fn(&mut AnyConnection) -> Result<T, AppError> + Send,
{
    fn attempt(&mut self, conn: &mut AnyConnection) -> Verdict {
        let work = &self.work;
        let speaking = AssertUnwindSafe(|| context::on_behalf_of(&self.context, || work(conn)));
        self.result = catch_unwind(speaking).unwrap_or_else(|_| Err(AppError::internal("a database job panicked")));
        match &self.result {
            Ok(_) => Verdict::Ok,
            Err(AppError::Unavailable { code: "connection_lost", .. }) => Verdict::ConnectionLost,
            Err(error) if error.is_retryable() => Verdict::Again,
            Err(_) => Verdict::Failed,
        }
    }

    fn fail(&mut self, error: AppError) {
        self.result = Err(error);
    }

    fn answer(self: Box<Self>) {
        // the request may be gone; its work stays valid
        drop(self.reply.send(self.result));
    }
}

/// Counts a job from its submission to its answer.
struct Counted<'a>(&'a AtomicUsize);

impl<'a> Counted<'a> {
    fn new(jobs: &'a AtomicUsize) -> Self {
        jobs.fetch_add(1, Ordering::Relaxed);
        Self(jobs)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

async fn submit<T, F>(queue: &SyncSender<Box<dyn Job>>, work: F) -> Result<T, AppError>
where
    T: Send + 'static,
    F: Fn(&mut AnyConnection) -> Result<T, AppError> + Send + 'static,
{
    let (reply, result) = oneshot::channel();
    let job = Task { work, context: context::current(), result: Err(AppError::unavailable("never ran")), reply };
    match queue.try_send(Box::new(job)) {
        Ok(()) => result.await.unwrap_or_else(|_| Err(AppError::unavailable("the database thread has ended"))),
        Err(TrySendError::Full(_)) => Err(AppError::unavailable("the database queue is full")),
        Err(TrySendError::Disconnected(_)) => Err(AppError::unavailable("the database is closed")),
    }
}

/// Threads with one connection each, fed from one queue.
pub(super) struct Pool {
    queue: SyncSender<Box<dyn Job>>,
    jobs: AtomicUsize,
}

impl Pool {
    pub(super) fn start(url: &str, usage: Use, threads: usize) -> Result<Self, AppError> {
        Self::spawn("db-read", url, usage, threads, read_loop)
    }

    fn spawn(name: &str, url: &str, usage: Use, threads: usize, body: fn(&str, Use, &Jobs)) -> Result<Self, AppError> {
        let (queue, jobs) = sync_channel(QUEUE);
        let jobs = Arc::new(Mutex::new(jobs));
        for n in 0..threads {
            let (jobs, url) = (jobs.clone(), url.to_owned());
            std::thread::Builder::new().name(format!("{name}-{n}")).spawn(move || body(&url, usage, &jobs)).map_err(AppError::internal)?;
        }
        Ok(Self { queue, jobs: AtomicUsize::new(0) })
    }

    pub(super) async fn run<T, F>(&self, work: F) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: Fn(&mut AnyConnection) -> Result<T, AppError> + Send + 'static,
    {
        let _counted = Counted::new(&self.jobs);
        submit(&self.queue, work).await
    }

    /// Jobs that wait or run.
    pub(super) fn jobs(&self) -> usize {
        self.jobs.load(Ordering::Relaxed)
    }
}

/// Writes: on SQLite one thread with group commit, on PostgreSQL a pool of independent transactions.
pub(super) struct Writer {
    pool: Pool,
}

impl Writer {
    pub(super) fn start(url: &str, engine: Engine, sizes: Sizes) -> Result<Self, AppError> {
        let pool = match engine {
            Engine::Postgres => Pool::spawn("db-write", url, Use::Write, sizes.threads, write_loop)?,
            Engine::Sqlite => {
                let (queue, jobs) = sync_channel(QUEUE);
                let (url, group) = (url.to_owned(), sizes.group);
                std::thread::Builder::new()
                    .name("db-writer".to_owned())
                    .spawn(move || group_loop(&url, group, &jobs))
                    .map_err(AppError::internal)?;
                Pool { queue, jobs: AtomicUsize::new(0) }
            }
        };
        Ok(Self { pool })
    }

    pub(super) async fn run<T, F>(&self, work: F) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: Fn(&mut AnyConnection) -> Result<T, AppError> + Send + 'static,
    {
        self.pool.run(work).await
    }

    /// Commands that wait or run.
    pub(super) fn jobs(&self) -> usize {
        self.pool.jobs()
    }
}

fn next(jobs: &Jobs) -> Option<Box<dyn Job>> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// Gives the thread a connection, or the job an error.
fn connected<'a>(slot: &'a mut Option<AnyConnection>, url: &str, usage: Use) -> Result<&'a mut AnyConnection, AppError> {
    match slot {
        Some(conn) => Ok(conn),
        None => Ok(slot.insert(AnyConnection::open(url, usage)?)),
    }
}

fn read_loop(url: &str, usage: Use, jobs: &Jobs) {
    let mut slot = None;
    while let Some(mut job) = next(jobs) {
        for _ in 0..2 {
            match connected(&mut slot, url, usage) {
                Err(error) => {
                    job.fail(error);
                    break;
                }
                Ok(conn) => {
                    if job.attempt(conn) != Verdict::ConnectionLost {
                        break;
                    }
                    slot = None;
                }
            }
        }
        job.answer();
    }
}

fn write_loop(url: &str, usage: Use, jobs: &Jobs) {
    let mut slot = None;
    while let Some(mut job) = next(jobs) {
        for attempt in 1..=ATTEMPTS {
            let verdict = match connected(&mut slot, url, usage) {
                Ok(conn) => transaction(conn, job.as_mut()),
                Err(error) => {
                    job.fail(error);
                    break;
                }
            };
            match verdict {
                Verdict::Ok | Verdict::Failed => break,
                Verdict::Again => std::thread::sleep(jitter(attempt)),
                // whether a lost commit took effect is unknown: only the idempotency key of a new attempt can tell
                Verdict::ConnectionLost => {
                    slot = None;
                    if attempt > 1 {
                        break;
                    }
                }
            }
        }
        job.answer();
    }
}

fn transaction(conn: &mut AnyConnection, job: &mut dyn Job) -> Verdict {
    if let Err(error) = conn.begin_write() {
        return settle(job, error);
    }
    match job.attempt(conn) {
        Verdict::Ok => match conn.commit() {
            Ok(()) => Verdict::Ok,
            Err(error) => settle(job, error),
        },
        other => match conn.rollback() {
            Ok(()) => other,
            Err(_) => Verdict::ConnectionLost,
        },
    }
}

fn settle(job: &mut dyn Job, error: DbError) -> Verdict {
    let error = AppError::from(error);
    let verdict = match &error {
        AppError::Unavailable { code: "connection_lost", .. } => Verdict::ConnectionLost,
        other if other.is_retryable() => Verdict::Again,
        _ => Verdict::ConnectionLost,
    };
    job.fail(error);
    verdict
}

fn jitter(attempt: u64) -> Duration {
    let spread = u64::from(rand::random::<u8>()) % 10;
    Duration::from_millis(attempt * attempt * 2 + spread)
}

/// Group commit: everything that queued up while the last commit was being made durable goes into the next one.
/// Each command has a savepoint of its own, so one that fails takes nobody with it; nobody is answered before the commit.
fn group_loop(url: &str, group: usize, jobs: &Receiver<Box<dyn Job>>) {
    let mut slot = None;
    while let Ok(first) = jobs.recv() {
        let mut batch = vec![first];
        while batch.len() < group {
            match jobs.try_recv() {
                Ok(job) => batch.push(job),
                Err(_) => break,
            }
        }
        let committed = match connected(&mut slot, url, Use::Write) {
            Ok(conn) => commit_group(conn, &mut batch),
            Err(error) => Err(error),
        };
        if let Err(error) = committed {
            slot = None;
            let code = if let AppError::Unavailable { code, .. } = &error { code } else { "unavailable" };
            log::warn!("a group of {} writes was not committed: {error:?}", batch.len());
            batch.iter_mut().for_each(|job| job.fail(AppError::Unavailable { source: "the group was not committed".into(), code }));
        }
        batch.into_iter().for_each(Job::answer);
    }
}

fn commit_group(conn: &mut AnyConnection, batch: &mut [Box<dyn Job>]) -> Result<(), AppError> {
    conn.begin_write()?;
    for job in batch {
        conn.savepoint()?;
        match job.attempt(conn) {
            Verdict::Ok => conn.commit()?,
            Verdict::Failed | Verdict::Again | Verdict::ConnectionLost => conn.rollback()?,
        }
    }
    conn.commit()?;
    Ok(())
}
