//! How long after a fault a probe notices it.
//!
//! A fault falls somewhere between two probes. The first to see it starts up to a period later, the last that has to see it
//! f - 1 periods after that, and its failure is known when the answer comes, at most a timeout later. So a fault is noticed
//! between (f - 1) x period and f x period + timeout after it.
//!
//! This is of a container that answers well at once while it is well. If a fault meets a probe whose answer is awaited,
//! that probe fails too, and the fault is noticed earlier by as long as it had been awaited.

use super::probe::Probe;
use crate::process::SimDuration;

/// The bounds of the time from a fault to its verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Detection {
    /// No earlier than this.
    pub earliest: SimDuration,
    /// No later than this.
    pub latest: SimDuration,
}

impl Detection {
    /// Of a fault in which probes fail at once or by the timeout, nobody knows which.
    pub fn of(probe: &Probe) -> Detection {
        let earliest = Detection::of_refusals(probe).earliest;
        Detection { earliest, latest: Detection::of_hangs(probe).latest }
    }

    /// Of a fault in which probes fail at once: a process that is gone, an error.
    pub fn of_refusals(probe: &Probe) -> Detection {
        Detection::failing_after(probe, SimDuration::ZERO)
    }

    /// Of a fault in which probes are never answered: a process that hangs, a network that swallows.
    pub fn of_hangs(probe: &Probe) -> Detection {
        Detection::failing_after(probe, probe.timeout)
    }

    fn failing_after(probe: &Probe, answer: SimDuration) -> Detection {
        let periods = |count: u32| SimDuration(probe.period.0.saturating_mul(u64::from(count)));
        let failures = probe.failure_threshold;
        Detection {
            earliest: periods(failures.saturating_sub(1)) + answer,
            latest: periods(failures) + answer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::probe::{Answer, Kind};
    use super::super::worker::{Verdict, Worker};
    use super::*;

    fn probe(period: u64, timeout: u64, failure_threshold: u32) -> Probe {
        let [period, timeout] = [period, timeout].map(|seconds| SimDuration::from_ms(seconds * 1_000));
        Probe { period, timeout, failure_threshold, ..Probe::default() }
    }

    fn seconds(detection: Detection) -> (f64, f64) {
        (detection.earliest.seconds(), detection.latest.seconds())
    }

    /// Runs the worker with a fault so long after a probe, and failures that take so long; the time to the verdict.
    fn measure(probe: &Probe, after: u64, answer: SimDuration) -> SimDuration {
        let mut worker = Worker::new(Kind::Readiness, probe);
        worker.answered(Answer::Success);
        let mut tick = 0;
        while worker.verdict() == Verdict::Success {
            tick += probe.period.0;
            worker.answered(Answer::after(false, answer, probe));
        }
        SimDuration(tick + answer.0 - after)
    }

    #[test]
    fn the_default_probe_notices_a_fault_in_20_to_31_seconds() {
        assert_eq!(seconds(Detection::of(&Probe::default())), (20.0, 31.0));
    }

    #[test]
    fn a_probe_of_5_seconds_2_seconds_and_3_failures_notices_a_hang_in_12_to_17_seconds() {
        assert_eq!(seconds(Detection::of_hangs(&probe(5, 2, 3))), (12.0, 17.0));
        assert_eq!(seconds(Detection::of_refusals(&probe(5, 2, 3))), (10.0, 15.0));
        assert_eq!(seconds(Detection::of(&probe(5, 2, 3))), (10.0, 17.0));
        assert_eq!(seconds(Detection::of(&probe(10, 1, 1))), (0.0, 11.0));
    }

    #[test]
    fn a_worker_keeps_the_bounds_wherever_in_a_period_the_fault_falls_and_reaches_both() {
        for probe in [Probe::default(), probe(5, 2, 3), probe(1, 1, 1), probe(10, 10, 2)] {
            for (answer, bounds) in [
                (SimDuration::ZERO, Detection::of_refusals(&probe)),
                (probe.timeout, Detection::of_hangs(&probe)),
            ] {
                let phases = (0..probe.period.0).step_by(50_000).chain([1, probe.period.0]);
                let measured: Vec<SimDuration> = phases.map(|after| measure(&probe, after, answer)).collect();
                let within = |time: &&SimDuration| (bounds.earliest..=bounds.latest).contains(*time);
                assert_eq!(measured.iter().filter(within).count(), measured.len(), "{probe:?}");
                assert_eq!(measured.iter().min(), Some(&bounds.earliest));
                assert_eq!(measured.iter().max(), Some(&bounds.latest));
            }
        }
    }
}
