//! The kubelet's worker for a probe (`pkg/kubelet/prober/worker.go`): answers count in a row, a verdict changes only after enough of
//! them, and a container that failed its liveness or startup probe is not asked again before it has been started anew.

use crate::process::SimDuration;

/// Which probe it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Has it started? Until then the others do not run; if it fails, the container is started anew.
    Startup,
    /// Does it still live? If not, it is started anew.
    Liveness,
    /// Does it take requests? If not, it gets none; nothing is started anew.
    Readiness,
}

/// What can be set of a probe; the defaults are Kubernetes'.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ProbeSettings {
    /// How long after the container's start the first probe waits.
    pub initial_delay: SimDuration,
    /// From one probe to the next.
    pub period: SimDuration,
    /// How long an answer is waited for.
    pub timeout: SimDuration,
    /// Successes in a row that make it well; of startup and liveness always 1.
    pub success: u32,
    /// Failures in a row that make it ill.
    pub failure: u32,
}

impl Default for ProbeSettings {
    fn default() -> ProbeSettings {
        let s = |seconds: u64| SimDuration::from_ms(seconds * 1_000);
        ProbeSettings { initial_delay: s(0), period: s(10), timeout: s(1), success: 1, failure: 3 }
    }
}

/// What came of one probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reply {
    /// The container answered well.
    Success,
    /// It answered badly, or not in time.
    Failure,
    /// The probe itself went wrong: that says nothing about the container.
    Unknown,
}

/// One probe of one container.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Probe {
    kind: Kind,
    settings: ProbeSettings,
    /// The latest answer that counted, and how often it came in a row.
    latest: Option<Reply>,
    in_a_row: u32,
    /// The verdict; none while a startup probe has not decided.
    verdict: Option<bool>,
    on_hold: bool,
}

impl Probe {
    /// The probe of a container that has just been started. Before the first verdict a container lives, is not ready, and
    /// nobody knows whether it has started.
    pub fn new(kind: Kind, settings: ProbeSettings) -> Probe {
        // Kubernetes refuses another number for these two.
        let success = if kind == Kind::Readiness { settings.success.max(1) } else { 1 };
        let settings = ProbeSettings { success, failure: settings.failure.max(1), ..settings };
        let verdict = match kind {
            Kind::Startup => None,
            Kind::Liveness => Some(true),
            Kind::Readiness => Some(false),
        };
        Probe { kind, settings, latest: None, in_a_row: 0, verdict, on_hold: false }
    }

    /// What it is set to.
    pub fn settings(&self) -> &ProbeSettings {
        &self.settings
    }

    /// Whether the container is well by this probe; none if that is not known yet.
    pub fn verdict(&self) -> Option<bool> {
        self.verdict
    }

    /// Whether it asks now, `age` after the container's start: not before its delay, not while it waits for a new container,
    /// and liveness and readiness not before the container has started.
    pub fn asks(&self, age: SimDuration, has_started: bool) -> bool {
        let is_its_turn = if self.kind == Kind::Startup { !has_started } else { has_started };
        !self.on_hold && age >= self.settings.initial_delay && is_its_turn
    }

    /// Takes an answer; the verdict after it.
    pub fn observe(&mut self, reply: Reply) -> Option<bool> {
        if self.on_hold || reply == Reply::Unknown {
            return self.verdict;
        }
        self.in_a_row = if self.latest == Some(reply) { self.in_a_row + 1 } else { 1 };
        self.latest = Some(reply);
        let ProbeSettings { success, failure, .. } = self.settings;
        let is_enough = self.in_a_row >= if reply == Reply::Success { success } else { failure };
        if is_enough {
            self.verdict = Some(reply == Reply::Success);
            if reply == Reply::Failure && self.kind != Kind::Readiness {
                self.on_hold = true;
            }
        }
        self.verdict
    }

    /// Whether the container has to be started anew because of it.
    pub fn wants_restart(&self) -> bool {
        self.on_hold
    }

    /// A new container runs: what was known of the old one is forgotten.
    pub fn restarted(&mut self) {
        *self = Probe::new(self.kind, self.settings);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probe(kind: Kind, success: u32, failure: u32) -> Probe {
        Probe::new(kind, ProbeSettings { success, failure, ..ProbeSettings::default() })
    }

    /// The verdicts after each answer: `S`, `F`, or `e` for a probe that went wrong.
    fn verdicts(probe: &mut Probe, replies: &str) -> String {
        let reply = |sign| match sign {
            'S' => Reply::Success,
            'F' => Reply::Failure,
            _ => Reply::Unknown,
        };
        let sign = |verdict: Option<bool>| verdict.map_or('-', |is_well| if is_well { 'S' } else { 'F' });
        replies.chars().map(|one| sign(probe.observe(reply(one)))).collect()
    }

    #[test]
    fn a_verdict_changes_after_enough_answers_in_a_row() {
        // Kubernetes' own tables (worker_test.go: failure and success threshold), twice in a row.
        let mut failing = probe(Kind::Readiness, 1, 3);
        for _ in 0..2 {
            assert_eq!(verdicts(&mut failing, "SSSFFFFF"), "SSSSSFFF");
        }
        assert_eq!(verdicts(&mut probe(Kind::Readiness, 3, 1), "SSSSSF"), "FFSSSF");
    }

    #[test]
    fn a_container_that_failed_is_left_alone_until_it_is_a_new_one() {
        for kind in [Kind::Liveness, Kind::Startup] {
            let mut probe = probe(kind, 1, 1);
            assert_eq!(verdicts(&mut probe, "FSS"), "FFF");
            assert!(
                probe.wants_restart() && !probe.asks(SimDuration::from_ms(60_000), kind != Kind::Startup)
            );
            probe.restarted();
            assert_eq!(verdicts(&mut probe, "S"), "S");
        }
    }

    #[test]
    fn a_new_container_begins_to_count_anew() {
        let mut probe = probe(Kind::Liveness, 1, 3);
        assert_eq!(verdicts(&mut probe, "FF"), "SS");
        probe.restarted();
        assert_eq!(verdicts(&mut probe, "FFF"), "SSF");
    }

    #[test]
    fn a_probe_that_went_wrong_itself_neither_counts_nor_begins_the_count_anew() {
        assert_eq!(verdicts(&mut probe(Kind::Liveness, 1, 3), "SeeFeFF"), "SSSSSSF");
    }

    #[test]
    fn failures_that_are_not_in_a_row_do_not_add_up() {
        assert_eq!(verdicts(&mut probe(Kind::Liveness, 1, 3), "FFSFFS"), "SSSSSS");
    }

    #[test]
    fn readiness_never_starts_anything_anew() {
        let mut probe = probe(Kind::Readiness, 1, 1);
        assert_eq!(verdicts(&mut probe, "SFFFFS"), "SFFFFS");
        assert!(!probe.wants_restart());
    }

    #[test]
    fn liveness_and_readiness_wait_for_the_start_and_startup_ends_with_it() {
        let age = SimDuration::from_ms(1_000);
        for (kind, before, after) in
            [(Kind::Startup, true, false), (Kind::Liveness, false, true), (Kind::Readiness, false, true)]
        {
            let probe = probe(kind, 1, 3);
            assert_eq!((probe.asks(age, false), probe.asks(age, true)), (before, after), "{kind:?}");
        }
        let late = Probe::new(
            Kind::Startup,
            ProbeSettings { initial_delay: SimDuration::from_ms(2_000), ..ProbeSettings::default() },
        );
        assert!(!late.asks(age, false) && late.asks(SimDuration::from_ms(2_000), false));
    }

    #[test]
    fn one_success_is_enough_for_startup_and_liveness_whatever_is_asked_for() {
        for kind in [Kind::Startup, Kind::Liveness] {
            assert_eq!(probe(kind, 5, 3).settings().success, 1);
        }
        let before = [Kind::Startup, Kind::Liveness, Kind::Readiness].map(|kind| probe(kind, 1, 3).verdict());
        assert_eq!(before, [None, Some(true), Some(false)]);
    }
}
