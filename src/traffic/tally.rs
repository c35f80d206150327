//! What is counted of a run: how requests ended, how long they took, how many there were at a time.

use super::request::Ending;
use crate::process::{SimDuration, SimTime};
use hdrhistogram::Histogram;
use std::collections::VecDeque;
use std::hash::{Hash, Hasher};

/// Percentiles of late are those of this time.
pub const WINDOW: SimDuration = SimDuration::from_ms(10_000);
/// The window moves on in so many parts.
const PARTS: u64 = 5;
/// Two significant digits: a percentile is right to one part in a hundred.
const DIGITS: u8 = 2;

/// The counts of a run.
#[derive(Clone, Debug)]
pub struct Tally {
    /// Requests born.
    pub born: u64,
    /// Requests ended, by [`Ending`].
    pub ended: [u64; 4],
    /// Tries made.
    pub tries: u64,
    /// Tries beyond a request's first, after a failure or a time-out.
    pub retries: u64,
    /// Tries made beside one that still ran.
    pub hedges: u64,
    /// Tries that had to wait at a server.
    pub waited: u64,
    /// Tries that a server finished for nobody.
    pub wasted: u64,
    /// Tries that a server finished.
    pub finished: u64,
    /// Requests of a client that had a session.
    pub returning: u64,
    /// Those of them that came to a server without it.
    pub broken: u64,
    /// Choices that balancers made.
    pub choices: u64,
    /// Servers that they looked at for them.
    pub looked: u64,
    /// Requests that are born and have not ended.
    in_flight: u64,
    /// The sum of `in_flight` over time, in request-microseconds, up to `counted_at`.
    area: u64,
    counted_at: SimTime,
    /// Of those that were served, the sum of their times.
    latencies: u64,
    all: Histogram<u32>,
    /// The times of those served of late, in parts of the window: to forget is to drop the oldest.
    parts: VecDeque<Histogram<u32>>,
    turns_at: SimTime,
}

impl Tally {
    /// Nothing yet.
    pub fn new() -> Tally {
        let empty = || Histogram::new(DIGITS).expect("two digits are allowed");
        Tally {
            born: 0,
            ended: [0; 4],
            tries: 0,
            retries: 0,
            hedges: 0,
            waited: 0,
            wasted: 0,
            finished: 0,
            returning: 0,
            broken: 0,
            choices: 0,
            looked: 0,
            in_flight: 0,
            area: 0,
            counted_at: SimTime::ZERO,
            latencies: 0,
            all: empty(),
            parts: VecDeque::from([empty()]),
            turns_at: SimTime(WINDOW.0 / PARTS),
        }
    }

    /// A request is born.
    pub fn birth(&mut self, now: SimTime) {
        self.pass(now);
        self.born += 1;
        self.in_flight += 1;
    }

    /// A request ends that was in the system for so long.
    pub fn end(&mut self, ending: Ending, took: SimDuration, now: SimTime) {
        self.pass(now);
        self.ended[ending as usize] += 1;
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

    /// Requests that are born and have not ended.
    pub fn in_flight(&self) -> u64 {
        self.in_flight
    }

    /// Requests that ended in any way.
    pub fn ended_all(&self) -> u64 {
        self.ended.iter().sum()
    }

    /// Requests that were not served, of those that ended, 0 to 1.
    pub fn failed_part(&self) -> f64 {
        let served = self.ended[Ending::Served as usize];
        (self.ended_all() - served) as f64 / self.ended_all().max(1) as f64
    }

    /// The mean time of those served, in seconds.
    pub fn mean_seconds(&self) -> Option<f64> {
        let served = self.ended[Ending::Served as usize];
        (served > 0).then(|| self.latencies as f64 / served as f64 / 1e6)
    }

    /// The time that a part of those served took at most, over the whole run, in seconds.
    pub fn percentile(&self, part: f64) -> Option<f64> {
        seconds_at(&self.all, part)
    }

    /// The same over the latest [`WINDOW`].
    pub fn percentile_of_late(&self, part: f64) -> Option<f64> {
        let mut parts = self.parts.iter().filter(|part| !part.is_empty());
        let first = parts.next()?.clone();
        let late = parts.fold(first, |mut sum, part| {
            sum.add(part).expect("it grows");
            sum
        });
        seconds_at(&late, part)
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
            born: _,
            ended: _,
            tries: _,
            retries: _,
            hedges: _,
            waited: _,
            wasted: _,
            finished: _,
            returning: _,
            broken: _,
            choices: _,
            looked: _,
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

impl Default for Tally {
    fn default() -> Self {
        Tally::new()
    }
}

fn seconds_at(histogram: &Histogram<u32>, part: f64) -> Option<f64> {
    (!histogram.is_empty()).then(|| histogram.value_at_quantile(part) as f64 / 1e6)
}

impl Hash for Tally {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            born,
            ended,
            tries,
            retries,
            hedges,
            waited,
            wasted,
            finished,
            returning,
            broken,
            choices,
            looked,
            in_flight,
            area,
            counted_at,
            latencies,
            turns_at,
            all,
            parts,
        } = self;
        (born, ended, tries, retries, hedges, waited, wasted, finished, returning, broken).hash(state);
        (choices, looked, in_flight, area, counted_at, latencies, turns_at).hash(state);
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
    fn percentiles_of_late_forget_and_those_of_the_run_do_not() {
        let mut tally = Tally::new();
        let mut serve = |at: u64, took: u64| {
            tally.birth(ms(at - took));
            tally.end(Ending::Served, SimDuration::from_ms(took), ms(at));
        };
        (0..100).for_each(|i| serve(1_000 + i, 900));
        (0..100).for_each(|i| serve(20_000 + i, 100));
        let (late, all) = (tally.percentile_of_late(0.99).unwrap(), tally.percentile(0.99).unwrap());
        assert!((late - 0.1).abs() < 0.002 && (all - 0.9).abs() < 0.01, "{late} {all}");
    }

    #[test]
    fn a_percentile_is_right_to_a_hundredth() {
        let mut tally = Tally::new();
        for took in 1..=10_000u64 {
            tally.birth(SimTime::ZERO);
            tally.end(Ending::Served, SimDuration(took * 100), SimTime(took * 100));
        }
        for part in [0.5, 0.95, 0.99, 0.999] {
            let seen = tally.percentile(part).unwrap();
            assert!((seen - part).abs() <= 0.01 * part, "{part}: {seen}");
        }
    }
}
