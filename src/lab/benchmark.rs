//! What is measured of a lab, natively and by the page `/bench/`. There is no clock here: whoever calls a loop times it.

/// One call does a piece of work and says how much: messages, lookups, builds, seeks, or bytes held.
pub type Loop = Box<dyn FnMut() -> u64>;

/// What a measurement is given in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Messages a second: more is better.
    MessagesPerSecond,
    /// Lookups a second: more is better.
    LookupsPerSecond,
    /// Requests served in a second of the clock: more is better.
    RequestsPerSecond,
    /// How long one call takes: less is better.
    Milliseconds,
    /// How much is held after the call, in millions of bytes: less is better. It takes no clock.
    Megabytes,
}

/// Which of several runs counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// The one in the middle.
    Median,
    /// The worst: what must be quick wherever one asks.
    Worst,
}

/// One row of the list.
#[derive(Clone, Copy, Debug)]
pub struct Benchmark {
    /// Short and stable.
    pub key: &'static str,
    /// What is done, for people.
    pub what: &'static str,
    /// What the result is given in.
    pub unit: Unit,
    /// What it should reach in a browser on an ordinary laptop.
    pub target: f64,
    /// How often it is run.
    pub runs: usize,
    /// Which of the runs counts.
    pub counts: Counts,
    /// Prepares the loop, which is not measured, and gives it.
    pub prepare: fn() -> Loop,
}

impl Unit {
    /// As it is written behind a number.
    pub fn word(self) -> &'static str {
        match self {
            Unit::MessagesPerSecond => "messages/s",
            Unit::LookupsPerSecond => "lookups/s",
            Unit::RequestsPerSecond => "requests/s",
            Unit::Milliseconds => "ms",
            Unit::Megabytes => "MB",
        }
    }

    /// The result of one call that did `amount` (messages, lookups, calls, bytes) in `seconds`.
    pub fn result(self, amount: u64, seconds: f64) -> f64 {
        match self {
            Unit::MessagesPerSecond | Unit::LookupsPerSecond | Unit::RequestsPerSecond => {
                amount as f64 / seconds
            }
            Unit::Milliseconds => 1e3 * seconds / amount as f64,
            Unit::Megabytes => amount as f64 / 1e6,
        }
    }

    /// Whether a greater number is the better one.
    pub fn more_is_better(self) -> bool {
        matches!(self, Unit::MessagesPerSecond | Unit::LookupsPerSecond | Unit::RequestsPerSecond)
    }
}

impl Counts {
    /// For a table.
    pub fn word(self) -> &'static str {
        match self {
            Counts::Median => "median",
            Counts::Worst => "worst",
        }
    }
}

impl Benchmark {
    /// The number that counts, of the results of several runs; `None` before the first.
    pub fn summary(&self, results: &[f64]) -> Option<f64> {
        let mut sorted = results.to_vec();
        sorted.sort_by(f64::total_cmp);
        if self.unit.more_is_better() {
            sorted.reverse();
        }
        match self.counts {
            Counts::Median => sorted.get(sorted.len() / 2).copied(),
            Counts::Worst => sorted.last().copied(),
        }
    }

    /// Whether a result reaches the target.
    pub fn reached(&self, result: f64) -> bool {
        if self.unit.more_is_better() { result >= self.target } else { result <= self.target }
    }
}

/// A row of messages a second, the median of nine runs.
pub const fn rate(key: &'static str, what: &'static str, target: f64, prepare: fn() -> Loop) -> Benchmark {
    let (unit, counts) = (Unit::MessagesPerSecond, Counts::Median);
    Benchmark { key, what, unit, target, runs: 9, counts, prepare }
}

/// A row of milliseconds, the median of 21 runs.
pub const fn time(key: &'static str, what: &'static str, target: f64, prepare: fn() -> Loop) -> Benchmark {
    let (unit, counts) = (Unit::Milliseconds, Counts::Median);
    Benchmark { key, what, unit, target, runs: 21, counts, prepare }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_that_counts_is_the_median_or_the_worst() {
        let nothing: fn() -> Loop = || Box::new(|| 1);
        let raw = rate("raw", "raw", 1e6, nothing);
        let seek = Benchmark { counts: Counts::Worst, ..time("seek", "seek", 50.0, nothing) };
        assert_eq!((raw.summary(&[]), raw.summary(&[1.0, 9.0, 2.0])), (None, Some(2.0)));
        assert_eq!(seek.summary(&[3.0, 9.0, 2.0]), Some(9.0));
        assert!(raw.reached(1e6) && !raw.reached(9e5) && seek.reached(50.0) && !seek.reached(51.0));
    }

    #[test]
    fn a_result_is_what_was_done_in_the_time() {
        assert_eq!(Unit::LookupsPerSecond.result(10, 2.0), 5.0);
        assert_eq!(Unit::Milliseconds.result(2, 0.25), 125.0);
        assert_eq!(Unit::Megabytes.result(2_500_000, 0.1), 2.5);
    }
}
