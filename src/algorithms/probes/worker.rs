//! The kubelet's worker for one probe of one container (prober/worker.go).
//!
//! It counts equal answers in a row, and publishes one as soon as there are as many as its threshold says, the first ones
//! too. An unknown answer is thrown away: it neither counts nor ends a row. A failed liveness or startup probe, and a
//! startup probe that succeeded, hold the worker until there is a new container.
//!
//! Deviation: in the kubelet a row survives the restart of a container that the probe itself did not ask for, as after a
//! crash; here each container begins its own.

use super::probe::{Answer, Kind, Probe};
use crate::process::SimTime;

/// What a worker publishes of its container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nothing is known yet.
    Unknown,
    /// It is well.
    Success,
    /// It is not.
    Failure,
}

/// One probe of one container.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Worker {
    kind: Kind,
    probe: Probe,
    published: Verdict,
    /// The answer that the row is of.
    last: Answer,
    row: u32,
    held: bool,
}

impl Worker {
    /// A worker of a new container.
    ///
    /// # Panics
    /// If [`Probe::check`] has something against the settings.
    pub fn new(kind: Kind, probe: &Probe) -> Worker {
        assert_eq!(probe.check(kind), Ok(()));
        let (published, last) = (initial(kind), Answer::Unknown);
        Worker { kind, probe: *probe, published, last, row: 0, held: false }
    }

    /// There is a new container: nothing is known of it.
    pub fn renew(&mut self) {
        *self = Worker::new(self.kind, &self.probe);
    }

    /// Whether the container, which has been running since a time, is to be probed now. `has_started` is whether its startup
    /// probe has succeeded, or it has none: until then no other probe is made.
    pub fn is_due(&self, now: SimTime, since: SimTime, has_started: bool) -> bool {
        let gated = has_started == (self.kind == Kind::Startup);
        !self.held && !gated && now.since(since) >= self.probe.initial_delay
    }

    /// A probe was answered. What it publishes, if that is another verdict than before.
    pub fn answered(&mut self, answer: Answer) -> Option<Verdict> {
        let (verdict, threshold) = match answer {
            Answer::Success => (Verdict::Success, self.probe.success_threshold),
            Answer::Failure => (Verdict::Failure, self.probe.failure_threshold),
            Answer::Unknown => return None,
        };
        if self.held {
            return None;
        }
        self.row = if answer == self.last { self.row + 1 } else { 1 };
        self.last = answer;
        if self.row < threshold {
            return None;
        }
        let before = std::mem::replace(&mut self.published, verdict);
        let ends = (self.kind == Kind::Liveness && verdict == Verdict::Failure) || self.kind == Kind::Startup;
        if ends {
            (self.held, self.row) = (true, 0);
        }
        (before != verdict).then_some(verdict)
    }

    /// What it has published of the container.
    pub fn verdict(&self) -> Verdict {
        self.published
    }

    /// It makes no more probes of this container.
    pub fn is_held(&self) -> bool {
        self.held
    }

    /// The latest answer that was known, and how many in a row it makes; none in a row before the first.
    pub fn row(&self) -> (Answer, u32) {
        (self.last, self.row)
    }

    /// Its settings.
    pub fn probe(&self) -> &Probe {
        &self.probe
    }
}

/// What is taken for true of a container before its first verdict.
fn initial(kind: Kind) -> Verdict {
    match kind {
        Kind::Startup => Verdict::Unknown,
        Kind::Liveness => Verdict::Success,
        Kind::Readiness => Verdict::Failure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worker(kind: Kind, success_threshold: u32, failure_threshold: u32) -> Worker {
        Worker::new(kind, &Probe { success_threshold, failure_threshold, ..Probe::default() })
    }

    /// The verdicts after each of the answers, as letters: S, F, and ? for unknown.
    fn verdicts(worker: &mut Worker, answers: &str) -> String {
        let after = |letter| {
            worker.answered(match letter {
                'S' => Answer::Success,
                'F' => Answer::Failure,
                _ => Answer::Unknown,
            });
            match worker.verdict() {
                Verdict::Success => 'S',
                Verdict::Failure => 'F',
                Verdict::Unknown => '?',
            }
        };
        answers.chars().map(after).collect()
    }

    #[test]
    fn readiness_follows_the_published_sequences() {
        for (successes, failures, answers, expected, times) in [
            (1, 3, "SSSFFFFF", "SSSSSFFF", 2),
            (3, 1, "SSSSSF", "FFSSSF", 2),
            (3, 3, "SSFSSFSSS", "FFFFFFFFS", 1),
            (1, 3, "S?F?FF", "SSSSSF", 2),
            (1, 3, "SFFSFFSFF", "SSSSSSSSS", 2),
        ] {
            let mut worker = worker(Kind::Readiness, successes, failures);
            for time in 1..=times {
                assert_eq!(verdicts(&mut worker, answers), expected, "{answers}, time {time}");
            }
        }
    }

    #[test]
    fn an_unknown_answer_neither_counts_nor_ends_a_row() {
        let mut ready = worker(Kind::Readiness, 1, 3);
        assert_eq!(verdicts(&mut ready, "S?F?FF"), "SSSSSF", "it fails only at the last");
        assert_eq!(verdicts(&mut worker(Kind::Readiness, 1, 3), "???"), "FFF");
        assert_eq!(verdicts(&mut worker(Kind::Liveness, 1, 1), "???"), "SSS");
    }

    #[test]
    fn a_failed_liveness_probe_holds_until_there_is_a_new_container() {
        let mut alive = worker(Kind::Liveness, 1, 1);
        assert_eq!(verdicts(&mut alive, "FSS"), "FFF");
        assert!(alive.is_held() && !alive.is_due(SimTime::MAX, SimTime::ZERO, true));
        alive.renew();
        assert_eq!(alive.verdict(), Verdict::Success);
        assert!(alive.is_due(SimTime::MAX, SimTime::ZERO, true));
        assert_eq!(verdicts(&mut alive, "SF"), "SF");
    }

    #[test]
    fn only_failures_in_a_row_count() {
        assert_eq!(verdicts(&mut worker(Kind::Liveness, 1, 3), "FFSFFSFF"), "SSSSSSSS", "six in all");
        assert_eq!(verdicts(&mut worker(Kind::Liveness, 1, 3), "FFSFFF"), "SSSSSF");
    }

    #[test]
    fn the_first_answers_have_to_reach_the_threshold_too() {
        assert_eq!(verdicts(&mut worker(Kind::Readiness, 2, 3), "SS"), "FS");
        assert_eq!(verdicts(&mut worker(Kind::Liveness, 1, 2), "FF"), "SF");
        assert_eq!(verdicts(&mut worker(Kind::Startup, 1, 2), "FF"), "?F");
    }

    #[test]
    fn a_new_container_begins_its_rows_at_nothing() {
        let mut alive = worker(Kind::Liveness, 1, 3);
        assert_eq!(verdicts(&mut alive, "FF"), "SS");
        alive.renew();
        assert_eq!(verdicts(&mut alive, "FF"), "SS", "the two of before are another container's");
        let mut ready = worker(Kind::Readiness, 3, 1);
        verdicts(&mut ready, "SSSS");
        ready.renew();
        assert_eq!(verdicts(&mut ready, "SSS"), "FFS");
    }

    #[test]
    fn a_verdict_is_told_once() {
        let mut ready = worker(Kind::Readiness, 1, 2);
        let told = "SSFFFS"
            .chars()
            .map(|letter| ready.answered(if letter == 'S' { Answer::Success } else { Answer::Failure }));
        let (good, bad) = (Some(Verdict::Success), Some(Verdict::Failure));
        assert_eq!(told.collect::<Vec<_>>(), [good, None, None, bad, None, good]);
    }

    #[test]
    fn no_probe_is_made_before_the_initial_delay_and_startup_goes_first() {
        let late = Probe { initial_delay: crate::process::SimDuration::from_ms(5_000), ..Probe::default() };
        let since = SimTime::from_ms(1_000);
        let due = |kind, ms, started| Worker::new(kind, &late).is_due(SimTime::from_ms(ms), since, started);
        assert!(!due(Kind::Readiness, 5_999, true) && due(Kind::Readiness, 6_000, true));
        for kind in [Kind::Liveness, Kind::Readiness] {
            assert!(!due(kind, 9_000, false) && due(kind, 9_000, true));
        }
        assert!(due(Kind::Startup, 9_000, false) && !due(Kind::Startup, 9_000, true));
    }
}
