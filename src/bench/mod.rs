//! What is measured of the house: one list for the page `/bench/` and for `cargo bench`, so that both run the same
//! loops. There is no clock here: whoever calls a loop times it.

mod loops;

pub use loops::{Loop, TEN_MINUTES};

use crate::labs::raft::workload::Work;
use crate::traffic::workload as traffic;

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
pub struct Measurement {
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

impl Measurement {
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

const fn rate(key: &'static str, what: &'static str, target: f64, prepare: fn() -> Loop) -> Measurement {
    let (unit, counts) = (Unit::MessagesPerSecond, Counts::Median);
    Measurement { key, what, unit, target, runs: 9, counts, prepare }
}

const fn time(key: &'static str, what: &'static str, target: f64, prepare: fn() -> Loop) -> Measurement {
    let (unit, counts) = (Unit::Milliseconds, Counts::Median);
    Measurement { key, what, unit, target, runs: 21, counts, prepare }
}

/// Everything that is measured, in the order of the table.
pub static MEASUREMENTS: [Measurement; 11] = [
    rate("raft-raw", "Raft, five servers and four busy clients", 1e6, loops::raft_raw),
    rate("raft-history", "the same with trace and checkpoints", 1e6, loops::raft_history),
    rate("raft-properties", "the same with every property judged", 5e5, loops::raft_properties),
    time("ring-build", "a ring of 1,000 nodes x 100 points, built", 10.0, loops::ring_build),
    Measurement {
        unit: Unit::LookupsPerSecond,
        ..rate("ring-lookup", "lookups in that ring", 5e6, loops::ring_lookup)
    },
    time("maglev-build", "a Maglev table of 65,537 for 1,000 nodes, built", 20.0, loops::maglev_build),
    Measurement {
        unit: Unit::RequestsPerSecond,
        ..rate("one-queue", "1,000,000 requests through M/M/10 at 80 %, counted", 3e6, loops::one_queue)
    },
    Measurement {
        unit: Unit::RequestsPerSecond,
        ..rate("two-choices", "the same through ten servers by two choices", 2e6, loops::two_choices)
    },
    Measurement {
        runs: 3,
        ..time("four-weeks", "four weeks of an autoscaled fleet, judged and kept", 5_000.0, loops::four_weeks)
    },
    Measurement {
        unit: Unit::Megabytes,
        runs: 1,
        ..time("raft-memory", "what a minute of Raft keeps", 10.0, loops::raft_memory)
    },
    Measurement {
        runs: 61,
        counts: Counts::Worst,
        ..time("raft-seek", "a seek anywhere in ten minutes of Raft, the worst", 50.0, loops::raft_seek)
    },
];

/// What is counted, not timed: the instructions of a loop, which are the same on a busy machine.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    /// Short and stable; a row of [`MEASUREMENTS`] that does the same has the same.
    pub key: &'static str,
    /// What the instructions are divided by: `a message`.
    pub per: &'static str,
    /// Prepares the loop, which is not counted, and gives it.
    pub prepare: fn() -> Loop,
}

/// The loops that are counted: shorter than those that are timed, since counting takes fifty times as long.
pub static COUNTED: [Counted; 9] = [
    Counted { key: "raft-raw", per: "a message", prepare: || loops::raft(Work::Raw, 60_000) },
    Counted { key: "raft-history", per: "a message", prepare: || loops::raft(Work::History, 60_000) },
    Counted { key: "raft-properties", per: "a message", prepare: || loops::raft(Work::Properties, 60_000) },
    Counted { key: "ring-build", per: "a ring", prepare: loops::ring_build },
    Counted { key: "ring-lookup", per: "a lookup", prepare: || loops::ring_lookups(100_000) },
    Counted { key: "maglev-build", per: "a table", prepare: loops::maglev_build },
    Counted { key: "one-queue", per: "a request", prepare: || Box::new(|| traffic::one_queue(100_000)) },
    Counted { key: "two-choices", per: "a request", prepare: || Box::new(|| traffic::two_choices(100_000)) },
    Counted { key: "autoscaled-day", per: "a day", prepare: || loops::autoscaled(1) },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_has_a_key_of_its_own_and_a_loop_that_does_something() {
        for (number, row) in MEASUREMENTS.iter().enumerate() {
            assert!(MEASUREMENTS[..number].iter().all(|other| other.key != row.key), "{} twice", row.key);
            assert!(row.runs > 0 && row.target > 0.0);
        }
        for (number, row) in COUNTED.iter().enumerate() {
            assert!(COUNTED[..number].iter().all(|other| other.key != row.key), "{} twice", row.key);
        }
        // The others are the loops of workloads that have tests of their own, and long.
        for key in ["ring-build", "maglev-build", "raft-memory"] {
            let row = MEASUREMENTS.iter().find(|row| row.key == key).unwrap();
            assert!((row.prepare)()() > 0, "{key}");
        }
    }

    #[test]
    fn a_minute_of_raft_keeps_less_than_its_target() {
        let row = MEASUREMENTS.iter().find(|row| row.key == "raft-memory").unwrap();
        let megabytes = row.unit.result((row.prepare)()(), 1.0);
        assert!(row.reached(megabytes), "{megabytes} MB");
    }

    #[test]
    fn the_number_that_counts_is_the_median_or_the_worst() {
        let [raw, .., seek] = &MEASUREMENTS;
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
