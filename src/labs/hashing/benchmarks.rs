//! What is timed of it: building the placements of a thousand nodes, and looking keys up.

use crate::algorithms::hashing::{HashFunction, Placement, Settings, Strategy, workload};
use crate::lab::{Benchmark, Loop, Unit, rate, time};

const NODES: u32 = 1_000;
const LOOKUPS: u32 = 1_000_000;

/// The rows, in the order of the table.
pub const ROWS: &[Benchmark] = &[
    time("ring-build", "a ring of 1,000 nodes x 100 points, built", 10.0, || build(Strategy::Ring)),
    Benchmark {
        unit: Unit::LookupsPerSecond,
        ..rate("ring-lookup", "lookups in that ring", 5e6, || lookups(LOOKUPS))
    },
    time("maglev-build", "a Maglev table of 65,537 for 1,000 nodes, built", 20.0, || build(Strategy::Maglev)),
];

/// Builds a placement.
pub fn build(strategy: Strategy) -> Loop {
    let nodes = workload::nodes(NODES);
    Box::new(move || {
        let placement = Placement::build(strategy, HashFunction::Xxh3, &nodes, &Settings::default());
        u64::from(placement.is_ok_and(|placement| placement.owner(1).is_some()))
    })
}

/// Looks so many keys up in a ring.
pub fn lookups(keys: u32) -> Loop {
    let ring = workload::build(Strategy::Ring, NODES, &Settings::default()).expect("the defaults are valid");
    Box::new(move || {
        std::hint::black_box(workload::look_up(&ring, keys));
        u64::from(keys)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loops_that_build_do_build() {
        for strategy in [Strategy::Ring, Strategy::Maglev] {
            assert_eq!(build(strategy)(), 1, "{strategy:?}");
        }
    }
}
