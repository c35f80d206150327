//! What is counted of a run: how requests ended, how long they took, how many there were at a time.

use super::request::Ending;
use crate::process::{SimDuration, SimTime};
use hdrhistogram::Histogram;
use std::collections::VecDeque;
use std::hash::{Hash, Hasher};

/// Windowed percentiles are those of this time.
pub const WINDOW: SimDuration = SimDuration::from_ms(10_000);
/// The window moves on in so many parts.
const PARTS: u64 = 5;
/// Two significant digits: a percentile is right to one part in a hundred.
const DIGITS: u8 = 2;

/// The counts of a run.
#[derive(Clone, Debug)]
pub struct Metrics {
    /// Requests that arrived.
    pub arrived: u64,
    /// Requests ended, by [`Ending`].
    pub completed: [u64; 4],
    /// Attempts made.
    pub attempts: u64,
    /// Attempts beyond a request's first, after a failure or a time-out.
    pub retries: u64,
    /// Attempts made beside one that still ran.
    pub hedges: u64,
    /// Attempts that had to wait at a server.
    pub waited: u64,
    /// Attempts that a server finished for nobody.
    pub wasted: u64,
    /// Attempts that a server finished.
    pub finished: u64,
    /// Requests of a client that had a session.
    pub returning: u64,
    /// Those of them that came to a server without it.
    pub sessions_lost: u64,
    /// Choices that balancers made.
    pub choices: u64,
    /// Servers that they compared for them.
    pub compared: u64,
    /// Requests that arrived and have not ended.
    in_flight: u64,
    /// The sum of `in_flight` over time, in request-microseconds, up to `counted_at`.
    area: u64,
    counted_at: SimTime,
    /// Of those that were served, the sum of their times.
    latencies: u64,
    all: Histogram<u32>,
    /// The times of those served in the window, in its parts of the window: to forget is to drop the oldest.
    parts: VecDeque<Histogram<u32>>,
    turns_at: SimTime,
}

impl Metrics {
    /// Nothing yet.
    pub fn new() -> Metrics {
        let empty = || Histogram::new(DIGITS).expect("two digits are allowed");
        Metrics {
            arrived: 0,
            completed: [0; 4],
            attempts: 0,
            retries: 0,
            hedges: 0,
            waited: 0,
            wasted: 0,
            finished: 0,
            returning: 0,
            sessions_lost: 0,
            choices: 0,
            compared: 0,
            in_flight: 0,
            area: 0,
            counted_at: SimTime::ZERO,
            latencies: 0,
            all: empty(),
            parts: VecDeque::from([empty()]),
            turns_at: SimTime(WINDOW.0 / PARTS),
        }
    }

    /// A request arrives.
    #[inline]
    pub fn arrive(&mut self, now: SimTime) {
        self.pass(now);
        self.arrived += 1;
        self.in_flight += 1;
    }

    /// A request ends that was in the system for so long.
    #[inline(always)]
    pub fn complete(&mut self, ending: Ending, took: SimDuration, now: SimTime) {
        self.pass(now);
        self.completed[ending as usize] += 1;
        self.in_flight -= 1;
        if ending == Ending::Served {
            self.latencies += took.0;
            self.record(took, now);
        }
    }

    fn pass(&mut self, now: SimTime) {
        self.area = self.area_at(now);
        self.counted_at = now;
    }

    fn area_at(&self, now: SimTime) -> u64 {
        self.area + self.in_flight * now.since(self.counted_at).0
    }

    #[inline(always)]
    fn record(&mut self, took: SimDuration, now: SimTime) {
        self.turn(now);
        let value = took.0.max(1);
        let part = self.parts.back_mut().expect("there is always a part");
        // A histogram that grows by itself takes any value.
        for histogram in [&mut self.all, part] {
            histogram.record(value).expect("it grows");
        }
    }

    /// Forgets what is older than the window.
    #[inline]
    pub fn turn(&mut self, now: SimTime) {
        if now >= self.turns_at {
            self.forget(now);
        }
    }

    fn forget(&mut self, now: SimTime) {
        while now >= self.turns_at {
            if self.parts.iter().all(|part| part.is_empty()) {
                // Nothing to forget: go on from the part that is now.
                self.turns_at = SimTime((now.0 * PARTS / WINDOW.0 + 1) * WINDOW.0 / PARTS);
                return;
            }
            self.turns_at += SimDuration(WINDOW.0 / PARTS);
            let mut next = Histogram::new(DIGITS).expect("two digits are allowed");
            if self.parts.len() as u64 >= PARTS {
                next = self.parts.pop_front().expect("there are some");
                next.reset();
            }
            self.parts.push_back(next);
        }
    }

    /// Requests that arrived and have not ended.
    pub fn in_flight(&self) -> u64 {
        self.in_flight
    }

    /// Requests that ended in any way.
    pub fn completed_all(&self) -> u64 {
        self.completed.iter().sum()
    }

    /// Requests that were not served, of those that ended, 0 to 1.
    pub fn failed_part(&self) -> f64 {
        let served = self.completed[Ending::Served as usize];
        (self.completed_all() - served) as f64 / self.completed_all().max(1) as f64
    }

    /// The mean time of those served, in seconds.
    pub fn mean_seconds(&self) -> Option<f64> {
        let served = self.completed[Ending::Served as usize];
        (served > 0).then(|| self.latencies as f64 / served as f64 / 1e6)
    }

    /// The time that a part of those served took at most, over the whole run, in seconds.
    pub fn percentile(&self, part: f64) -> Option<f64> {
        seconds_at(&self.all, part)
    }

    /// The time that a part of those served in the latest [`WINDOW`] took at most, in seconds.
    pub fn windowed_percentile(&self, part: f64) -> Option<f64> {
        let mut parts = self.parts.iter().filter(|part| !part.is_empty());
        let first = parts.next()?.clone();
        let windowed = parts.fold(first, |mut sum, part| {
            sum.add(part).expect("it grows");
            sum
        });
        seconds_at(&windowed, part)
    }

    /// Calls `each` with the times of those served in the latest [`WINDOW`], in seconds, and how many took so long.
    pub fn windowed_times(&self, mut each: impl FnMut(f64, u32)) {
        for step in self.parts.iter().flat_map(Histogram::iter_recorded) {
            each(step.value_iterated_to() as f64 / 1e6, step.count_at_value());
        }
    }

    /// The mean number in the system over the run so far.
    pub fn mean_in_flight(&self, now: SimTime) -> f64 {
        self.area_at(now) as f64 / now.0.max(1) as f64
    }

    /// Bytes held on the heap.
    pub fn bytes(&self) -> usize {
        let Self {
            all,
            parts,
            arrived: _,
            completed: _,
            attempts: _,
            retries: _,
            hedges: _,
            waited: _,
            wasted: _,
            finished: _,
            returning: _,
            sessions_lost: _,
            choices: _,
            compared: _,
            in_flight: _,
            area: _,
            counted_at: _,
            latencies: _,
            turns_at: _,
        } = self;
        let size = |histogram: &Histogram<u32>| histogram.distinct_values() * size_of::<u32>();
        size(all) + parts.iter().map(|part| size_of_val(part) + size(part)).sum::<usize>()
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Metrics::new()
    }
}

fn seconds_at(histogram: &Histogram<u32>, part: f64) -> Option<f64> {
    (!histogram.is_empty()).then(|| histogram.value_at_quantile(part) as f64 / 1e6)
}

impl Hash for Metrics {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            arrived,
            completed,
            attempts,
            retries,
            hedges,
            waited,
            wasted,
            finished,
            returning,
            sessions_lost,
            choices,
            compared,
            in_flight,
            area,
            counted_at,
            latencies,
            turns_at,
            all,
            parts,
        } = self;
        (arrived, completed, attempts, retries, hedges, waited, wasted, finished).hash(state);
        (returning, sessions_lost, choices, compared).hash(state);
        (in_flight, area, counted_at, latencies, turns_at).hash(state);
        for histogram in [all].into_iter().chain(parts) {
            let counts = || histogram.iter_recorded();
            counts().for_each(|step| (step.value_iterated_to(), step.count_at_value()).hash(state));
            histogram.len().hash(state);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: u64) -> SimTime {
        SimTime::from_ms(ms)
    }

    #[test]
    fn windowed_percentiles_forget_and_those_of_the_run_do_not() {
        let mut metrics = Metrics::new();
        let mut serve = |at: u64, took: u64| {
            metrics.arrive(ms(at - took));
            metrics.complete(Ending::Served, SimDuration::from_ms(took), ms(at));
        };
        (0..100).for_each(|i| serve(1_000 + i, 900));
        (0..100).for_each(|i| serve(20_000 + i, 100));
        let (windowed, all) = (metrics.windowed_percentile(0.99).unwrap(), metrics.percentile(0.99).unwrap());
        assert!((windowed - 0.1).abs() < 0.002 && (all - 0.9).abs() < 0.01, "{windowed} {all}");
    }

    #[test]
    fn a_percentile_is_right_to_a_hundredth() {
        let mut metrics = Metrics::new();
        for took in 1..=10_000u64 {
            metrics.arrive(SimTime::ZERO);
            metrics.complete(Ending::Served, SimDuration(took * 100), SimTime(took * 100));
        }
        for part in [0.5, 0.95, 0.99, 0.999] {
            let seen = metrics.percentile(part).unwrap();
            assert!((seen - part).abs() <= 0.01 * part, "{part}: {seen}");
        }
    }
}
