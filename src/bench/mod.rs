//! What is measured of the house: every lab's timed loops, and shorter ones that are counted. The page `/bench/` and
//! `cargo bench` run the same.

use crate::algorithms::hashing::Strategy;
use crate::lab::{Benchmark, Loop};
use crate::labs::{LABS, autoscaling, hashing, raft};
use crate::traffic::{graph, workload as traffic};
use raft::workload::Work;

/// Everything that is timed, in the order of the table.
pub fn benchmarks() -> impl Iterator<Item = &'static Benchmark> {
    LABS.iter().flat_map(|lab| lab.benchmarks)
}

/// What is counted, not timed: the instructions of a loop, which are the same on a busy machine.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    /// Short and stable; a row of [`benchmarks`] that does the same has the same.
    pub key: &'static str,
    /// What the instructions are divided by: `a message`.
    pub per: &'static str,
    /// Prepares the loop, which is not counted, and gives it.
    pub prepare: fn() -> Loop,
}

const fn counted(key: &'static str, per: &'static str, prepare: fn() -> Loop) -> Counted {
    Counted { key, per, prepare }
}

/// The loops that are counted: shorter than those that are timed, since counting takes fifty times as long.
pub static COUNTED: [Counted; 10] = [
    counted("raft-raw", "a message", || raft::benchmarks::messages(Work::Raw, 60_000)),
    counted("raft-history", "a message", || raft::benchmarks::messages(Work::History, 60_000)),
    counted("raft-properties", "a message", || raft::benchmarks::messages(Work::Properties, 60_000)),
    counted("ring-build", "a ring", || hashing::benchmarks::build(Strategy::Ring)),
    counted("ring-lookup", "a lookup", || hashing::benchmarks::lookups(100_000)),
    counted("maglev-build", "a table", || hashing::benchmarks::build(Strategy::Maglev)),
    counted("one-queue", "a request", || Box::new(|| traffic::one_queue(100_000))),
    counted("two-choices", "a request", || Box::new(|| traffic::two_choices(100_000))),
    counted("three-tiers", "a request", || Box::new(|| graph::workload::three_tiers(30_000))),
    counted("autoscaled-day", "a day", || autoscaling::benchmarks::days(1)),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_row_has_a_key_of_its_own_and_each_lab_has_a_row() {
        let keys: Vec<&str> = benchmarks().map(|row| row.key).collect();
        assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{keys:?}");
        assert!(benchmarks().all(|row| row.runs > 0 && row.target > 0.0));
        let counted: BTreeSet<&str> = COUNTED.iter().map(|row| row.key).collect();
        assert_eq!(counted.len(), COUNTED.len());
        for lab in LABS {
            assert!(!lab.benchmarks.is_empty(), "{} times nothing", lab.meta.slug);
        }
    }
}
