//! The database: one handle, three doors: `read` (short, inline), `read_slow` (own threads), `write` (one transaction).

pub mod connect;
pub mod epoch;
pub mod idempotency;
mod memory;
pub mod migrate;
pub mod portable;
mod threads;
pub mod tx;

use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};

pub use crate::columns as types;
pub use crate::columns::Instant;
pub use connect::{AnyConnection, Engine, Use};
pub use tx::Tx;

use crate::clock::Clock;
use crate::crypto::Keyring;
use crate::http::{Answer, Command};
use crate::problem::AppError;
use memory::Memory;
use threads::{Pool, Writer};

/// A connection with what a query needs beside it: the keys that open sealed columns, and the time.
pub struct Conn<'a> {
    any: &'a mut AnyConnection,
    keys: &'a Keyring,
    memory: &'a Memory,
    now: DateTime<Utc>,
}

impl Conn<'_> {
    /// The diesel connection.
    pub fn db(&mut self) -> &mut AnyConnection {
        self.any
    }

    pub fn keys(&self) -> &Keyring {
        self.keys
    }

    /// The instant of this transaction or read.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Reference data that seldom changes: read at most once a second, and again after [`Conn::forget`].
    pub fn remembered<T, F>(&mut self, owner: [u8; 16], read: F) -> Result<Arc<T>, AppError>
    where
        T: Any + Send + Sync,
        F: FnOnce(&mut Self) -> Result<T, AppError>,
    {
        if let Some(value) = self.memory.get(owner) {
            return Ok(value);
        }
        let value = Arc::new(read(self)?);
        self.memory.put(owner, value.clone());
        Ok(value)
    }

    /// Whoever changes reference data says so; other processes hear of it a second later.
    pub fn forget<T: Any>(&self) {
        self.memory.forget::<T>();
    }
}

/// How many threads serve what.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// Connections of the slow readers (SQLite) or of everything (PostgreSQL).
    pub threads: usize,
    /// Commands that may share one commit.
    pub group: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self { threads: (cores * 2).clamp(4, 16), group: 64 }
    }
}

/// The database of one deployment. Cloning shares the threads.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    id: u64,
    url: String,
    engine: Engine,
    clock: Clock,
    keys: Arc<Keyring>,
    memory: Arc<Memory>,
    readers: Pool,
    writer: Writer,
}

thread_local! {
    static INLINE: RefCell<HashMap<u64, AnyConnection>> = RefCell::new(HashMap::new());
}
static NEXT_ID: AtomicU64 = AtomicU64::new(1);

impl Db {
    /// Opens the database and starts its threads; the schema must be there already (see [`migrate`]).
    pub fn open(url: &str, keys: Arc<Keyring>, clock: Clock, sizes: Sizes) -> Result<Self, AppError> {
        let engine = Engine::of(url)?;
        let mut first = AnyConnection::open(url, Use::Write)?;
        migrate::refuse_unsafe_settings(&mut first)?;
        drop(first);
        let inner = Inner {
            id: NEXT_ID.fetch_add(1, Ordering::Relaxed),
            url: url.to_owned(),
            engine,
            clock,
            keys,
            memory: Arc::default(),
            readers: Pool::start(url, if engine == Engine::Sqlite { Use::Read } else { Use::Write }, sizes.threads)?,
            writer: Writer::start(url, engine, sizes)?,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    pub fn engine(&self) -> Engine {
        self.inner.engine
    }

    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    pub fn keys(&self) -> &Arc<Keyring> {
        &self.inner.keys
    }

    /// Something that goes with this database and lives as long, one of each type.
    pub fn companion<T: Any + Default + Send + Sync>(&self) -> Arc<T> {
        self.inner.memory.companion()
    }

    /// A read of well under a millisecond. On SQLite it runs inline on the caller's thread with a connection of its own.
    pub async fn read<T, F>(&self, f: F) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: Fn(&mut Conn<'_>) -> Result<T, AppError> + Send + 'static,
    {
        if self.inner.engine == Engine::Sqlite { self.read_inline(f) } else { self.read_slow(f).await }
    }

    fn read_inline<T>(&self, f: impl Fn(&mut Conn<'_>) -> Result<T, AppError>) -> Result<T, AppError> {
        INLINE.with_borrow_mut(|connections| {
            let any = match connections.entry(self.inner.id) {
                std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
                std::collections::hash_map::Entry::Vacant(entry) => entry.insert(AnyConnection::open(&self.inner.url, Use::Read)?),
            };
            f(&mut Conn { any, keys: &self.inner.keys, memory: &self.inner.memory, now: self.inner.clock.now() })
        })
    }

    /// A read that may take its time: searches, reports, exports.
    pub async fn read_slow<T, F>(&self, f: F) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: Fn(&mut Conn<'_>) -> Result<T, AppError> + Send + 'static,
    {
        let (keys, memory, clock) = (self.inner.keys.clone(), self.inner.memory.clone(), self.inner.clock.clone());
        self.inner.readers.run(move |any| f(&mut Conn { any, keys: &keys, memory: &memory, now: clock.now() })).await
    }

    /// Runs a command in one transaction and keeps its answer under the command's idempotency key: the same key and body
    /// gets the first answer again, another body is refused. The closure may run more than once (PostgreSQL retries).
    pub async fn write<F>(&self, command: Command, f: F) -> Result<Answer, AppError>
    where
        F: Fn(&mut Tx<'_>) -> Result<Answer, AppError> + Send + 'static,
    {
        let again = command.clone();
        let done = self.transact(command.clone(), move |tx| {
            let Some(key) = &command.key else { return f(tx) };
            if let Some(answer) = idempotency::replay(tx, key, &command.fingerprint, command.attempt)? {
                tx.replayed();
                return Ok(answer);
            }
            let answer = f(tx)?;
            idempotency::remember(tx, key, &command.fingerprint, &answer)?;
            Ok(answer)
        });
        match done.await {
            Err(refusal) if again.attempt.is_some() && refusal.is_definite() => self.refused(again, refusal).await,
            // a twin that ran beside this one may be what it stumbled over (its name was taken, its version was gone);
            // on SQLite there is one writer, and no twin
            Err(refusal) if self.engine() == Engine::Postgres && !matches!(refusal, AppError::KeyReused) => {
                self.first_answer(again).await?.ok_or(refusal)
            }
            other => other,
        }
    }

    /// The answer that is kept under the command's key, if there is one.
    async fn first_answer(&self, command: Command) -> Result<Option<Answer>, AppError> {
        if command.key.is_none() {
            return Ok(None);
        }
        self.transact(command.clone(), move |tx| {
            tx.replayed();
            let Some(key) = &command.key else { return Ok(None) };
            idempotency::replay(tx, key, &command.fingerprint, command.attempt)
        })
        .await
    }

    /// Keeps the refusal of a tablet's command under its key, unless a twin was answered meanwhile.
    async fn refused(&self, command: Command, refusal: AppError) -> Result<Answer, AppError> {
        let (Some(attempt), Some(key)) = (command.attempt, command.key.clone()) else { return Err(refusal) };
        let kept = Answer::refusal(&refusal, attempt)?;
        self.transact(command.clone(), move |tx| {
            tx.replayed();
            if let Some(answer) = idempotency::replay(tx, &key, &command.fingerprint, command.attempt)? {
                return Ok(answer);
            }
            idempotency::remember(tx, &key, &command.fingerprint, &kept)?;
            Ok(kept.clone())
        })
        .await
    }

    /// Runs a change of the house itself (session bookkeeping, an audited read, seed, import) in one transaction.
    pub async fn transact<T, F>(&self, command: Command, f: F) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, AppError> + Send + 'static,
    {
        let (keys, memory, clock) = (self.inner.keys.clone(), self.inner.memory.clone(), self.inner.clock.clone());
        self.inner
            .writer
            .run(move |any| {
                let mut tx =
                    Tx::new(Conn { any, keys: &keys, memory: &memory, now: clock.now() }, command.actor.clone(), command.key.clone());
                let value = f(&mut tx)?;
                tx.finish()?;
                Ok(value)
            })
            .await
    }

    /// Jobs that wait for a database thread or run on one.
    pub fn jobs(&self) -> usize {
        self.inner.readers.jobs() + self.inner.writer.jobs()
    }

    /// True when the database answers.
    pub async fn ready(&self) -> Result<(), AppError> {
        self.read_slow(|conn| portable::ping(conn.db())).await
    }
}
