//! The service as a fluid: in each step so much comes, so much is served, the rest waits or gives up.

use super::demand::STEP;
use crate::theory::queues::{Load, MMc};
use std::hash::{Hash, Hasher};

/// The most parallel servers that the formula is asked for; beyond, waiting by chance is as good as nothing.
const MOST_PARALLEL: f64 = 400.0;
/// The greatest load at which the formula is asked: nearer to 1 the steady state takes longer than a step.
const FULL: f64 = 0.97;

/// What a request needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Work {
    /// Processor time, in seconds.
    pub cpu_s: f64,
    /// Time spent waiting for something else, in seconds: no processor time.
    pub wait_s: f64,
    /// Requests that a machine of the smallest size works at, at a time.
    pub threads: f64,
    /// A client gives up after so many seconds.
    pub patience_s: f64,
}

impl Work {
    /// Requests a second that a machine of the smallest size can do: its core or its threads are the limit.
    pub fn rate(&self) -> f64 {
        (1.0 / self.cpu_s).min(self.threads / self.in_service_s())
    }

    /// How long a request takes that does not have to wait.
    pub fn in_service_s(&self) -> f64 {
        self.cpu_s + self.wait_s
    }
}

/// The requests that wait, and so far those that came, were served, and gave up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[allow(missing_docs)] // The others are said above.
pub struct Service {
    /// Requests that wait, all users' and attackers'.
    pub backlog: f64,
    pub came: f64,
    pub served: f64,
    pub lost: f64,
    pub latest: StepStats,
}

/// The service's numbers of one step: requests a second that came, were served, and gave up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[allow(missing_docs)] // The others are said above.
pub struct StepStats {
    pub rate: f64,
    pub served: f64,
    pub lost: f64,
    /// Requests a second that the machines could do.
    pub capacity: f64,
    /// The mean response time, in seconds.
    pub mean_s: f64,
    /// Its 99th percentile.
    pub p99_s: f64,
}

impl StepStats {
    /// The part of what can be done that was done, 0 to 1.
    pub fn load(&self) -> f64 {
        if self.capacity > 0.0 { self.served / self.capacity } else { 0.0 }
    }
}

impl Service {
    /// Lets a step pass in which so many requests come and `units` machines of the smallest size work.
    pub fn pass(&mut self, came: f64, units: f64, work: &Work) {
        let seconds = STEP.seconds();
        let capacity = units * work.rate();
        let there = self.backlog + came;
        let served = there.min(capacity * seconds);
        // Who would wait for longer than a client's patience gives up.
        let most = if capacity > 0.0 { capacity * work.patience_s } else { came / seconds * work.patience_s };
        let left = there - served;
        let lost = (left - most).max(0.0);
        let waited = self.backlog;
        self.backlog = left - lost;
        (self.came, self.served, self.lost) = (self.came + came, self.served + served, self.lost + lost);
        let (mean_s, p99_s) = response(came / seconds, capacity, (waited + self.backlog) / 2.0, work);
        self.latest = StepStats {
            rate: came / seconds,
            served: served / seconds,
            lost: lost / seconds,
            capacity,
            mean_s,
            p99_s,
        };
    }
}

impl Hash for Service {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { backlog, came, served, lost, latest } = self;
        [backlog, came, served, lost].map(|sum| sum.to_bits()).hash(state);
        latest.hash(state);
    }
}

impl Hash for StepStats {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { rate, served, lost, capacity, mean_s, p99_s } = self;
        [rate, served, lost, capacity, mean_s, p99_s].map(|value| value.to_bits()).hash(state);
    }
}

/// The mean response time and its 99th percentile, in seconds: waiting by chance as in M/M/c's steady state, and behind
/// the backlog. Nobody waits for longer than a client's patience.
fn response(rate: f64, capacity: f64, backlog: f64, work: &Work) -> (f64, f64) {
    let most = work.patience_s + work.in_service_s();
    if capacity <= 0.0 {
        return (most, most);
    }
    let parallel = (capacity * work.in_service_s()).clamp(1.0, MOST_PARALLEL).round();
    let per_server = parallel / capacity;
    let steady = Load::new(rate.min(capacity * FULL), per_server, parallel as u32).and_then(MMc::new);
    let (mean, p99) = steady.map_or((most, most), |queue| {
        (queue.steady().waiting_s, queue.in_system_percentile_s(0.99) - per_server)
    });
    let behind = backlog / capacity;
    let in_service = work.in_service_s();
    ((in_service + mean + behind).min(most), (in_service + p99 + behind).min(most))
}
