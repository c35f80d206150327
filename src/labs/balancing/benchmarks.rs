//! What is timed of it: requests through its service.

use crate::lab::{Benchmark, Unit, rate};
use crate::traffic::workload as traffic;

const REQUESTS: u64 = 1_000_000;

/// The rows, in the order of the table.
pub const ROWS: &[Benchmark] = &[
    Benchmark {
        unit: Unit::RequestsPerSecond,
        ..rate("one-queue", "1,000,000 requests through M/M/10 at 80%, counted", 3e6, || {
            Box::new(|| traffic::one_queue(REQUESTS))
        })
    },
    Benchmark {
        unit: Unit::RequestsPerSecond,
        ..rate("two-choices", "the same through ten servers by two choices", 2e6, || {
            Box::new(|| traffic::two_choices(REQUESTS))
        })
    },
];
