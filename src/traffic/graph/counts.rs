//! What is counted of a run: on each edge what became of the sendings, at each service what its workers did, and how
//! requests ended.

use super::call::Outcome;
use super::recent::Recent;
use crate::process::{SimDuration, SimTime};
use crate::traffic::{Ending, Metrics};

/// What became of the calls on an edge.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct EdgeCounts {
    /// Calls that were made.
    pub calls: u64,
    /// Sendings of them: what goes over the wire.
    pub sent: u64,
    /// Sendings beyond a call's first.
    pub retries: u64,
    /// Retries that the budget did not allow.
    pub without_budget: u64,
    /// Calls that ended, by [`Outcome`].
    pub ended: [u64; 9],
    /// What happened of late.
    pub recent: Recent,
}

impl EdgeCounts {
    /// Calls that ended.
    pub fn ended_all(&self) -> u64 {
        self.ended.iter().sum()
    }
}

/// What a service did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ServiceCounts {
    /// Sendings that came to one of its servers.
    pub came: u64,
    /// Those that left it again, in whatever way.
    pub left: u64,
    /// Sendings that it turned away.
    pub refused: u64,
    /// Sendings that waited for a worker at first.
    pub waited: u64,
    /// Microseconds of work for answers that nobody waited for any more.
    pub wasted_us: u64,
    /// Microseconds of work altogether.
    pub worked_us: u64,
    /// Dropped from a queue, since nobody waited for them any more.
    pub dropped: u64,
    /// The sum of those here over time, in request-microseconds, up to `counted_at`.
    area: u64,
    /// The sum of the times that those who left were here, in microseconds.
    pub stayed_us: u64,
    here: u64,
    counted_at: SimTime,
}

impl ServiceCounts {
    /// One comes to a server.
    pub fn come(&mut self, now: SimTime) {
        self.pass(now);
        self.came += 1;
        self.here += 1;
    }

    /// One leaves that was here for so long.
    pub fn leave(&mut self, stayed: SimDuration, now: SimTime) {
        self.pass(now);
        self.left += 1;
        self.here -= 1;
        self.stayed_us += stayed.0;
    }

    fn pass(&mut self, now: SimTime) {
        self.area = self.area_at(now);
        self.counted_at = now;
    }

    fn area_at(&self, now: SimTime) -> u64 {
        self.area + self.here * now.since(self.counted_at).0
    }

    /// The mean number here over the run so far.
    pub fn mean_here(&self, now: SimTime) -> f64 {
        self.area_at(now) as f64 / now.0.max(1) as f64
    }

    /// The mean time that those who left were here, in seconds.
    pub fn mean_stay(&self) -> Option<f64> {
        (self.left > 0).then(|| self.stayed_us as f64 / self.left as f64 / 1e6)
    }
}

/// The counts of a run.
#[derive(Clone, Debug, Hash)]
pub struct Counts {
    /// Of each edge, in the order of the graph's calls.
    pub edges: Vec<EdgeCounts>,
    /// Of each service.
    pub services: Vec<ServiceCounts>,
    /// Requests, and how long those took that were served.
    pub requests: Metrics,
    /// Requests by what became of them.
    pub ended: [u64; 9],
}

impl Counts {
    /// Nothing yet, of so many edges and services.
    pub fn new(edges: usize, services: usize) -> Counts {
        Counts {
            edges: vec![EdgeCounts::default(); edges],
            services: vec![ServiceCounts::default(); services],
            requests: Metrics::new(),
            ended: [0; 9],
        }
    }

    /// A request ends.
    pub fn end(&mut self, outcome: Outcome, took: SimDuration, now: SimTime) {
        self.ended[outcome as usize] += 1;
        let ending = match outcome {
            Outcome::Answered | Outcome::Degraded => Ending::Served,
            Outcome::TimedOut => Ending::TimedOut,
            Outcome::Lost => Ending::Lost,
            _ => Ending::Refused,
        };
        self.requests.complete(ending, took, now);
    }

    /// Bytes held on the heap.
    pub fn bytes(&self) -> usize {
        let Self { edges, services, requests, ended: _ } = self;
        edges.capacity() * size_of::<EdgeCounts>()
            + services.capacity() * size_of::<ServiceCounts>()
            + requests.bytes()
    }
}
