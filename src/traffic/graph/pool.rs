//! The servers of a service: workers, queues, and the bucket at the door.

use super::ids::SendingKey;
use super::plan::{Limit, Service};
use crate::algorithms::ratelimit::{self, TokenBucket};
use crate::process::{SimDuration, SimTime};
use crate::traffic::Discipline;
use std::collections::VecDeque;

/// The servers of a service.
#[derive(Clone, Debug, Hash)]
pub struct Pool {
    /// The servers, by their places.
    pub servers: Vec<Server>,
    /// The server that is asked next, if it can be.
    next: u16,
    bucket: Option<TokenBucket>,
}

/// One of its servers.
#[derive(Clone, Debug, Hash)]
pub struct Server {
    /// It takes what it is sent.
    pub is_up: bool,
    /// It stands still until then.
    pub paused_until: SimTime,
    /// Each step of work takes this much longer.
    pub extra: SimDuration,
    /// Workers that are taken.
    pub busy: u32,
    /// Those who wait.
    pub queue: VecDeque<SendingKey>,
    /// Those whose requests are here: waiting, at work, or waiting for others.
    pub here: u32,
    /// Worker-microseconds up to `counted_at`, waiting for others included.
    busy_us: u64,
    counted_at: SimTime,
}

impl Server {
    /// An idle one.
    pub(super) fn new() -> Server {
        Server {
            is_up: true,
            paused_until: SimTime::ZERO,
            extra: SimDuration::ZERO,
            busy: 0,
            queue: VecDeque::new(),
            here: 0,
            busy_us: 0,
            counted_at: SimTime::ZERO,
        }
    }

    /// A worker is taken, or given back.
    pub fn employ(&mut self, more: bool, now: SimTime) {
        self.busy_us = self.busy_us_at(now);
        self.counted_at = now;
        self.busy = if more { self.busy + 1 } else { self.busy - 1 };
    }

    /// Worker-microseconds up to now.
    pub fn busy_us_at(&self, now: SimTime) -> u64 {
        self.busy_us + u64::from(self.busy) * now.since(self.counted_at).0
    }

    /// Who is next of those that wait.
    pub fn next(&mut self, discipline: Discipline) -> Option<SendingKey> {
        match discipline {
            Discipline::Fifo => self.queue.pop_front(),
            Discipline::Lifo => self.queue.pop_back(),
        }
    }

    /// How long a worker takes for so much work.
    pub fn takes_for(&self, work: SimDuration) -> SimDuration {
        work + self.extra
    }

    /// It goes down: nothing is at it any more.
    pub fn go_down(&mut self, now: SimTime) {
        *self = Server { is_up: false, busy_us: self.busy_us_at(now), counted_at: now, ..Server::new() };
    }
}

impl Pool {
    /// The servers of a service at the start of a run.
    pub fn new(service: &Service) -> Pool {
        let servers = (0..service.servers).map(|_| Server::new()).collect();
        Pool { servers, next: 0, bucket: service.limit.map(bucket) }
    }

    /// Which server is asked: those that are up, in turn. Nobody has looked whether one hangs.
    pub fn choose(&mut self) -> Option<u16> {
        let count = self.servers.len() as u16;
        let turns = (0..count).map(|turn| (self.next + turn) % count);
        let chosen = turns.into_iter().find(|place| self.servers[usize::from(*place)].is_up)?;
        self.next = (chosen + 1) % count;
        Some(chosen)
    }

    /// Whether the bucket at the door lets one more in.
    pub fn lets_in(&mut self, now: SimTime) -> bool {
        self.bucket.as_mut().is_none_or(|bucket| bucket.take(1, now))
    }

    /// Requests that wait at its servers.
    pub fn waiting(&self) -> u32 {
        self.servers.iter().map(|server| server.queue.len() as u32).sum()
    }

    /// Its workers that are taken.
    pub fn busy(&self) -> u32 {
        self.servers.iter().map(|server| server.busy).sum()
    }

    /// Requests that are here.
    pub fn here(&self) -> u32 {
        self.servers.iter().map(|server| server.here).sum()
    }

    /// Bytes held on the heap.
    pub fn bytes(&self) -> usize {
        let Self { servers, next: _, bucket: _ } = self;
        let of = |server: &Server| {
            let Server {
                queue,
                is_up: _,
                paused_until: _,
                extra: _,
                busy: _,
                here: _,
                busy_us: _,
                counted_at: _,
            } = server;
            size_of::<Server>() + queue.capacity() * size_of::<SendingKey>()
        };
        servers.iter().map(of).sum()
    }
}

/// A bucket that begins full; its rate is taken to the thousandth.
fn bucket(limit: Limit) -> TokenBucket {
    let thousandths = (limit.rate * 1e3 + 0.5) as u32;
    TokenBucket::new(ratelimit::Limit::new(thousandths.max(1), SimDuration::from_ms(1_000_000), limit.burst))
}
