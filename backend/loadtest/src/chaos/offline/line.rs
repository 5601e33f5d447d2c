//! A line as there is in a village: what goes over it arrives late, twice, by halves, or its answer does not come back.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::wire::{Reply, Wire};

/// What happens to a request.
#[derive(Debug, Clone, Copy)]
enum Trouble {
    None,
    Delayed(u64),
    /// So many deliveries at once.
    Doubled(usize),
    /// A copy arrives some time later.
    Echoed,
    AnswerCut(u64),
    RequestCut,
}

/// The line of one tablet.
pub struct Line {
    address: SocketAddr,
    wire: Wire,
    dice: StdRng,
    /// Copies that are still under way.
    echoes: Vec<Vec<u8>>,
    /// Nothing goes wrong any more.
    pub calm: bool,
    pub troubles: usize,
}

impl Line {
    pub fn new(address: SocketAddr, seed: u64) -> Self {
        let dice = StdRng::seed_from_u64(seed);
        Self { address, wire: Wire::new(address), dice, echoes: Vec::new(), calm: false, troubles: 0 }
    }

    /// Sends a request once or more; without an answer nobody knows whether it has arrived.
    pub fn send(&mut self, request: &[u8]) -> io::Result<Reply> {
        if self.calm {
            return self.wire.exchange(request);
        }
        if !self.echoes.is_empty() && self.dice.random_bool(0.4) {
            self.echo();
        }
        let trouble = match self.dice.random_range(0..100) {
            0..60 => Trouble::None,
            60..68 => Trouble::Delayed(self.dice.random_range(1..40)),
            68..76 => Trouble::Doubled(self.dice.random_range(2..=4)),
            76..86 => Trouble::Echoed,
            86..94 => Trouble::AnswerCut(self.dice.random_range(0..12)),
            _ => Trouble::RequestCut,
        };
        self.troubles += usize::from(!matches!(trouble, Trouble::None));
        match trouble {
            Trouble::None => self.wire.exchange(request),
            Trouble::Delayed(millis) => {
                std::thread::sleep(Duration::from_millis(millis));
                self.wire.exchange(request)
            }
            Trouble::Doubled(times) => self.doubled(request, times),
            Trouble::Echoed => {
                self.echoes.push(request.to_vec());
                self.wire.exchange(request)
            }
            Trouble::AnswerCut(millis) => {
                let mut stream = TcpStream::connect(self.address)?;
                stream.write_all(request)?;
                stream.set_read_timeout(Some(Duration::from_millis(millis.max(1))))?;
                // a few bytes of the answer, or none
                let mut some = [0; 20];
                let _ = stream.read(&mut some);
                Err(io::ErrorKind::ConnectionAborted.into())
            }
            Trouble::RequestCut => {
                let part = self.dice.random_range(0..request.len().max(1));
                let mut stream = TcpStream::connect(self.address)?;
                stream.write_all(request.get(..part).unwrap_or_default())?;
                Err(io::ErrorKind::ConnectionAborted.into())
            }
        }
    }

    /// The same bytes on several connections at once; the answer of one of them counts.
    fn doubled(&mut self, request: &[u8], times: usize) -> io::Result<Reply> {
        let address = self.address;
        let wire = &mut self.wire;
        std::thread::scope(|scope| {
            for _ in 1..times {
                scope.spawn(|| drop(Wire::new(address).exchange(request)));
            }
            wire.exchange(request)
        })
    }

    /// A late copy arrives; nobody waits for its answer.
    fn echo(&mut self) {
        if self.echoes.is_empty() {
            return;
        }
        let which = self.dice.random_range(0..self.echoes.len());
        let copy = self.echoes.swap_remove(which);
        let _ = Wire::new(self.address).exchange(&copy);
    }

    /// Everything that was under way has arrived, and from now on the line is good.
    pub fn settle(&mut self) {
        while !self.echoes.is_empty() {
            self.echo();
        }
        self.calm = true;
    }
}
