//! What is timed of it: the cluster's messages alone, with history, with properties; what a run keeps; a seek.

use super::Raft;
use super::workload::{Work, run};
use crate::lab::{Benchmark, Counts, Loop, Run, Scenario, Session, Unit, rate, time};
use crate::process::SimTime;

/// How far the run goes that is sought in.
const TEN_MINUTES: SimTime = SimTime::from_ms(600_000);
const MINUTE: SimTime = SimTime::from_ms(60_000);
/// Enough for some thousand commits and a hundred checkpoints.
const MESSAGES: u64 = 200_000;

/// The rows, in the order of the table.
pub const ROWS: &[Benchmark] = &[
    rate("raft-raw", "Raft, five servers and four busy clients", 1e6, || messages(Work::Raw, MESSAGES)),
    rate("raft-history", "the same with trace and checkpoints", 1e6, || messages(Work::History, MESSAGES)),
    rate("raft-properties", "the same with every property judged", 5e5, || {
        messages(Work::Properties, MESSAGES)
    }),
    Benchmark {
        unit: Unit::Megabytes,
        runs: 1,
        ..time("raft-memory", "what a minute of Raft keeps", 10.0, memory)
    },
    Benchmark {
        runs: 61,
        counts: Counts::Worst,
        ..time("raft-seek", "a seek anywhere in ten minutes of Raft, the worst", 50.0, seek)
    },
];

/// A saturated cluster's messages.
pub fn messages(work: Work, messages: u64) -> Loop {
    Box::new(move || run(work, messages))
}

fn session() -> Session<Raft> {
    Session::new(&Scenario::new("raft", 1))
}

fn memory() -> Loop {
    Box::new(|| {
        let mut session = session();
        session.seek(MINUTE);
        session.memory() as u64
    })
}

/// Seeks to and fro, to places that the golden ratio spreads evenly over the ten minutes.
fn seek() -> Loop {
    let mut session = session();
    session.seek(TEN_MINUTES);
    let mut place = 0u64;
    Box::new(move || {
        place = (place + 618_034) % 1_000_000;
        session.seek(SimTime(TEN_MINUTES.0 / 1_000_000 * place));
        1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_of_raft_keeps_less_than_its_target() {
        let row = ROWS.iter().find(|row| row.key == "raft-memory").unwrap();
        let megabytes = row.unit.result((row.prepare)()(), 1.0);
        assert!(row.reached(megabytes), "{megabytes} MB");
    }
}
