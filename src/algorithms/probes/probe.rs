//! A probe's settings, with the kubelet's defaults, and what one probe answers.

use crate::process::SimDuration;

/// What a probe is for, which decides what follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Whether it has started: until it has, the others wait. If it does not, the container is restarted.
    Startup,
    /// Whether it works at all: if not, the container is restarted.
    Liveness,
    /// Whether requests may come: if not, they go elsewhere. Nothing is restarted.
    Readiness,
}

impl Kind {
    /// All of them, in order.
    pub const ALL: [Kind; 3] = [Kind::Startup, Kind::Liveness, Kind::Readiness];

    /// As a manifest says it, without `Probe`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Startup => "startup",
            Kind::Liveness => "liveness",
            Kind::Readiness => "readiness",
        }
    }
}

/// What one probe answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// Well, and in time.
    Success,
    /// Not well, not in time, or no connection.
    Failure,
    /// The prober itself failed: nothing is known of the container.
    Unknown,
}

impl Answer {
    /// The answer that took so long: after the timeout it is a failure, whatever it says.
    pub fn after(well: bool, took: SimDuration, probe: &Probe) -> Answer {
        if well && took <= probe.timeout { Answer::Success } else { Answer::Failure }
    }
}

/// When a container is probed, and how many answers in a row count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Probe {
    /// No probe before the container has run for this long.
    pub initial_delay: SimDuration,
    /// From one probe to the next; more than nothing.
    pub period: SimDuration,
    /// An answer that takes longer is a failure; more than nothing, and at most [`Probe::period`].
    pub timeout: SimDuration,
    /// Successes in a row that count, at least 1; no more than 1 but for readiness.
    pub success_threshold: u32,
    /// Failures in a row that count, at least 1.
    pub failure_threshold: u32,
}

impl Default for Probe {
    fn default() -> Probe {
        Probe {
            initial_delay: SimDuration::ZERO,
            period: SimDuration::from_ms(10_000),
            timeout: SimDuration::from_ms(1_000),
            success_threshold: 1,
            failure_threshold: 3,
        }
    }
}

impl Probe {
    /// Whether a probe of this kind may have these settings. The API server allows a timeout above the period, which makes
    /// the kubelet skip probes; here it is none.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn check(&self, kind: Kind) -> Result<(), String> {
        let name = kind.name();
        if self.success_threshold != 1 && kind != Kind::Readiness {
            let told = self.success_threshold;
            return Err(format!("the success threshold of a {name} probe must be 1, not {told}"));
        }
        if self.success_threshold == 0 || self.failure_threshold == 0 {
            return Err(format!("the thresholds of a {name} probe are at least 1"));
        }
        if self.period == SimDuration::ZERO || self.timeout == SimDuration::ZERO {
            return Err(format!("the period and the timeout of a {name} probe are more than 0"));
        }
        if self.timeout > self.period {
            return Err(format!("the timeout of a {name} probe is no longer than its period"));
        }
        Ok(())
    }

    /// How long a container may take to start before a startup probe with these settings gives it up: initial delay +
    /// failure threshold x period. By up to a period less if its first probe is early in it.
    pub fn budget(&self) -> SimDuration {
        let failing = self.period.0.saturating_mul(u64::from(self.failure_threshold));
        self.initial_delay + SimDuration(failing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_the_kubelets() {
        let Probe { initial_delay, period, timeout, success_threshold, failure_threshold } = Probe::default();
        let seconds = [initial_delay, period, timeout].map(|length| length.0 / 1_000_000);
        assert_eq!((seconds, success_threshold, failure_threshold), ([0, 10, 1], 1, 3));
        assert!(Kind::ALL.iter().all(|kind| Probe::default().check(*kind) == Ok(())));
    }

    #[test]
    fn only_readiness_may_ask_for_more_than_one_success() {
        let twice = Probe { success_threshold: 2, ..Probe::default() };
        assert_eq!(twice.check(Kind::Readiness), Ok(()));
        for kind in [Kind::Startup, Kind::Liveness] {
            let said = twice.check(kind).expect_err("it has to be 1");
            assert_eq!(said, format!("the success threshold of a {} probe must be 1, not 2", kind.name()));
        }
    }

    #[test]
    fn a_probe_without_threshold_or_time_is_none() {
        let none = SimDuration::ZERO;
        let long = SimDuration::from_ms(10_001);
        for wrong in [
            Probe { failure_threshold: 0, ..Probe::default() },
            Probe { success_threshold: 0, ..Probe::default() },
            Probe { period: none, ..Probe::default() },
            Probe { timeout: none, ..Probe::default() },
            Probe { timeout: long, ..Probe::default() },
        ] {
            assert!(wrong.check(Kind::Readiness).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn an_answer_after_the_timeout_is_a_failure() {
        let ms = SimDuration::from_ms;
        let answers = [(true, 0), (true, 1_000), (true, 1_001), (false, 0)]
            .map(|(well, took)| Answer::after(well, ms(took), &Probe::default()));
        use Answer::{Failure, Success};
        assert_eq!(answers, [Success, Success, Failure, Failure]);
    }
}
