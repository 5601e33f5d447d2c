//! A burst of requests over kept-alive connections, and what it took.

use std::net::SocketAddr;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::Fault;
use crate::wire::Wire;

/// One kind of request under one load.
pub struct Burst<'a> {
    pub address: SocketAddr,
    pub connections: usize,
    /// Whether to go on, by the time that has passed.
    pub going: &'a (dyn Fn(Duration) -> bool + Sync),
    pub expect: u16,
    /// The bytes of the n-th request of a connection.
    pub request: &'a (dyn Fn(usize, usize) -> Vec<u8> + Sync),
}

/// What a burst came to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Took {
    pub requests: usize,
    pub elapsed: Duration,
    pub p99: Duration,
    /// CPU time of the processes that did the work.
    pub cpu: Duration,
    pub bytes: usize,
}

impl Took {
    pub fn rps(&self) -> f64 {
        count(self.requests) / self.elapsed.as_secs_f64().max(f64::EPSILON)
    }

    /// CPU milliseconds per request, the same figure as seconds per 1,000 requests.
    pub fn cpu_ms(&self) -> f64 {
        self.cpu.as_secs_f64() * 1e3 / count(self.requests).max(1.0)
    }

    pub fn p99_ms(&self) -> f64 {
        self.p99.as_secs_f64() * 1e3
    }
}

/// A count as a number to divide.
pub fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

impl Burst<'_> {
    /// Sends as fast as the answers come back; any answer but the expected one ends the run. `spent` reads the CPU time of
    /// whoever serves.
    pub fn run(&self, spent: &dyn Fn() -> Duration) -> Result<Took, Fault> {
        let all: Mutex<Vec<Duration>> = Mutex::new(Vec::new());
        let bytes = Mutex::new(0);
        let before = spent();
        let started = Instant::now();
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..self.connections)
                .map(|worker| {
                    scope.spawn({
                        let (all, bytes) = (&all, &bytes);
                        move || -> Result<(), Fault> {
                            let (mut wire, mut took, mut size) = (Wire::new(self.address), Vec::new(), 0);
                            while (self.going)(started.elapsed()) {
                                let request = (self.request)(worker, took.len());
                                let asked = Instant::now();
                                let reply = wire.exchange(&request)?;
                                took.push(asked.elapsed());
                                size += reply.body.len();
                                if reply.status != self.expect {
                                    return Err(format!("expected {}, got {}: {}", self.expect, reply.status, reply.text()).into());
                                }
                            }
                            all.lock().map_err(|_| "a worker panicked")?.append(&mut took);
                            *bytes.lock().map_err(|_| "a worker panicked")? += size;
                            Ok(())
                        }
                    })
                })
                .collect();
            workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a worker panicked")?)
        })?;
        let (elapsed, cpu) = (started.elapsed(), spent().saturating_sub(before));
        let mut all = all.into_inner().map_err(|_| "a worker panicked")?;
        all.sort_unstable();
        let p99 = percentile(&all, 99);
        Ok(Took { requests: all.len(), elapsed, p99, cpu, bytes: bytes.into_inner().map_err(|_| "a worker panicked")? })
    }
}

/// What so many percent of the sorted times did not exceed.
pub fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    sorted.get(sorted.len() * percent / 100).or(sorted.last()).copied().unwrap_or_default()
}

/// The middle one of several rounds, by CPU; figures of one round stay together.
pub fn median(mut rounds: Vec<Took>) -> Took {
    rounds.sort_by(|a, b| a.cpu_ms().total_cmp(&b.cpu_ms()));
    rounds.get(rounds.len() / 2).copied().unwrap_or_default()
}
