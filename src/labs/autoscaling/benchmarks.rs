//! What is timed of it: a long run with all that a page keeps of it.

use super::Autoscaling;
use crate::lab::{Benchmark, Loop, Run, Scenario, Session, time};
use crate::process::SimTime;

const DAY: SimTime = SimTime::from_ms(86_400_000);

/// The rows, in the order of the table.
pub const ROWS: &[Benchmark] = &[Benchmark {
    runs: 3,
    ..time("four-weeks", "four weeks of an autoscaled fleet, judged and kept", 5_000.0, || days(28))
}];

/// A run of so many days with all that a page keeps of it: judged after every step, with its trace, samples and
/// checkpoints.
pub fn days(days: u64) -> Loop {
    Box::new(move || {
        let scenario =
            Scenario { params: vec![("days".into(), days.to_string())], ..Scenario::new("autoscaling", 1) };
        let mut session: Session<Autoscaling> = Session::new(&scenario);
        let end = SimTime(DAY.0 * days);
        session.seek(end);
        u64::from(session.position().now == end)
    })
}
