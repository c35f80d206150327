//! The probes of one container together: startup gates the others, liveness restarts, readiness only turns requests away.

use super::probe::{Answer, Kind, Probe};
use super::worker::{Verdict, Worker};
use crate::process::SimTime;

/// Which probes a container has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Probes {
    /// Without one it has started as soon as it runs.
    pub startup: Option<Probe>,
    /// Without one it is restarted only when it exits by itself.
    pub liveness: Option<Probe>,
    /// Without one it is ready as soon as it has started.
    pub readiness: Option<Probe>,
}

/// What follows from an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Its startup probe succeeded: the other probes begin.
    Started,
    /// Requests may come.
    Ready,
    /// No more requests are to come.
    Unready,
    /// It is killed, and another container takes its place.
    Restart(Kind),
}

/// A container as the kubelet knows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Container {
    startup: Option<Worker>,
    liveness: Option<Worker>,
    readiness: Option<Worker>,
    /// Since when it runs; none while it does not.
    since: Option<SimTime>,
}

impl Container {
    /// A container that does not run yet.
    ///
    /// # Panics
    /// If [`Probe::check`] has something against a probe.
    pub fn new(probes: &Probes) -> Container {
        let Probes { startup, liveness, readiness } = probes;
        let worker = |kind, probe: &Option<Probe>| probe.as_ref().map(|probe| Worker::new(kind, probe));
        Container {
            startup: worker(Kind::Startup, startup),
            liveness: worker(Kind::Liveness, liveness),
            readiness: worker(Kind::Readiness, readiness),
            since: None,
        }
    }

    /// A new container runs from now on: the first, or one in the place of another.
    pub fn runs(&mut self, now: SimTime) {
        self.workers().for_each(Worker::renew);
        self.since = Some(now);
    }

    /// It runs no more: it exited by itself or was killed.
    pub fn exited(&mut self) {
        self.since = None;
    }

    /// Whether a probe of this kind is to be made now, at one of its ticks. Ticks come every [`Probe::period`], whatever
    /// becomes of the container.
    pub fn is_due(&self, kind: Kind, now: SimTime) -> bool {
        match (self.worker(kind), self.since) {
            (Some(worker), Some(since)) => worker.is_due(now, since, self.has_started()),
            _ => false,
        }
    }

    /// A probe that was due has been answered. An answer that comes when the container runs no more, or that is not waited
    /// for, changes nothing.
    pub fn answered(&mut self, kind: Kind, answer: Answer, now: SimTime) -> Option<Act> {
        if !self.is_due(kind, now) {
            return None;
        }
        let worker = match kind {
            Kind::Startup => &mut self.startup,
            Kind::Liveness => &mut self.liveness,
            Kind::Readiness => &mut self.readiness,
        };
        let verdict = worker.as_mut()?.answered(answer)?;
        match (kind, verdict) {
            (Kind::Startup, Verdict::Success) => Some(Act::Started),
            (Kind::Readiness, Verdict::Success) => Some(Act::Ready),
            (Kind::Readiness, Verdict::Failure) => Some(Act::Unready),
            (Kind::Startup | Kind::Liveness, Verdict::Failure) => Some(Act::Restart(kind)),
            (Kind::Liveness, Verdict::Success) | (_, Verdict::Unknown) => None,
        }
    }

    /// Whether it runs and its startup probe has succeeded, if it has one.
    pub fn has_started(&self) -> bool {
        let done = self.startup.as_ref().is_none_or(|worker| worker.verdict() == Verdict::Success);
        self.since.is_some() && done
    }

    /// Whether requests may come.
    pub fn is_ready(&self) -> bool {
        let ready = self.readiness.as_ref().is_none_or(|worker| worker.verdict() == Verdict::Success);
        self.has_started() && ready
    }

    /// Since when it runs; none while it does not.
    pub fn since(&self) -> Option<SimTime> {
        self.since
    }

    /// The worker of a kind, if it has that probe.
    pub fn worker(&self, kind: Kind) -> Option<&Worker> {
        match kind {
            Kind::Startup => self.startup.as_ref(),
            Kind::Liveness => self.liveness.as_ref(),
            Kind::Readiness => self.readiness.as_ref(),
        }
    }

    fn workers(&mut self) -> impl Iterator<Item = &mut Worker> {
        [&mut self.startup, &mut self.liveness, &mut self.readiness].into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::SimDuration;
    use Answer::{Failure, Success};

    fn at(seconds: u64) -> SimTime {
        SimTime::from_ms(seconds * 1_000)
    }

    fn all(startup: Option<Probe>) -> Container {
        let each = Some(Probe::default());
        Container::new(&Probes { startup, liveness: each, readiness: each })
    }

    /// Ticks of all probes in seconds `from` to before `to`, which a container answers by `well`; what follows, and when.
    fn tick(
        container: &mut Container,
        from: u64,
        to: u64,
        well: impl Fn(Kind, u64) -> bool,
    ) -> Vec<(u64, Act)> {
        let mut told = Vec::new();
        for second in (from..to).step_by(10) {
            for kind in Kind::ALL {
                if container.is_due(kind, at(second)) {
                    let answer = if well(kind, second) { Success } else { Failure };
                    told.extend(container.answered(kind, answer, at(second)).map(|act| (second, act)));
                }
            }
        }
        told
    }

    #[test]
    fn a_failing_readiness_probe_never_restarts() {
        let mut container = all(None);
        container.runs(at(0));
        let told = tick(&mut container, 0, 10_000, |kind, second| kind == Kind::Liveness || second < 100);
        assert_eq!(told, [(0, Act::Ready), (120, Act::Unready)]);
        assert!(container.since().is_some() && !container.is_ready());
    }

    #[test]
    fn liveness_and_readiness_wait_until_the_container_has_started() {
        let mut container = all(Some(Probe { failure_threshold: 30, ..Probe::default() }));
        container.runs(at(0));
        assert_eq!(tick(&mut container, 0, 200, |_, _| false), [], "two hundred seconds without an answer");
        let untouched = container.clone();
        assert_eq!(container.answered(Kind::Liveness, Failure, at(200)), None);
        assert_eq!(container, untouched, "no liveness answer is waited for");
        let told = tick(&mut container, 200, 230, |_, _| true);
        assert_eq!(told, [(200, Act::Started), (200, Act::Ready)]);
        assert!(!container.is_due(Kind::Startup, at(230)), "it has started once and for all");
    }

    #[test]
    fn without_a_startup_probe_a_slow_start_is_killed_by_liveness() {
        let mut container = all(None);
        container.runs(at(0));
        let told = tick(&mut container, 0, 200, |_, second| second >= 100);
        assert_eq!(told.first(), Some(&(20, Act::Restart(Kind::Liveness))));
    }

    #[test]
    fn a_startup_probe_of_thirty_times_ten_seconds_gives_up_within_three_hundred() {
        let probe = Probe { failure_threshold: 30, ..Probe::default() };
        assert_eq!(probe.budget(), SimDuration::from_ms(300_000));
        for began in 0..10 {
            let mut container = all(Some(probe));
            container.runs(at(began));
            let told = tick(&mut container, 10, 400, |_, _| false);
            assert_eq!(told, [(300, Act::Restart(Kind::Startup))], "it ran from {began} s");
            let mut container = all(Some(probe));
            container.runs(at(began));
            assert_eq!(tick(&mut container, 10, 301, |_, second| second >= 300)[0], (300, Act::Started));
        }
    }

    #[test]
    fn a_restarted_container_is_unready_and_is_probed_anew() {
        let mut container = all(None);
        container.runs(at(0));
        tick(&mut container, 0, 60, |_, second| second < 30);
        assert!(!container.is_due(Kind::Liveness, at(60)), "held since it was to be killed");
        container.exited();
        assert!(!container.is_ready() && !container.is_due(Kind::Readiness, at(60)));
        container.runs(at(65));
        assert!(!container.is_ready() && container.is_due(Kind::Liveness, at(70)));
        assert_eq!(tick(&mut container, 70, 80, |_, _| true), [(70, Act::Ready)]);
        let killed = (100, Act::Restart(Kind::Liveness));
        let told = tick(&mut container, 80, 120, |_, _| false);
        assert!(told.contains(&killed), "three failures of its own: {told:?}");
    }

    #[test]
    fn a_dependency_that_all_share_restarts_every_replica_if_liveness_looks_at_it_and_none_if_only_readiness_does()
     {
        let dependency = |second: u64| !(100..160).contains(&second);
        let mut replicas = vec![all(None); 10];
        let (mut restarts, mut unready) = ([0, 0], [0, 0]);
        for (place, deep) in [true, false].into_iter().enumerate() {
            for replica in &mut replicas {
                replica.runs(at(0));
                let well = |kind, second| dependency(second) || (kind == Kind::Liveness && !deep);
                let told = tick(replica, 0, 300, well);
                restarts[place] += told.iter().filter(|(_, act)| matches!(act, Act::Restart(_))).count();
                unready[place] += told.iter().filter(|(_, act)| *act == Act::Unready).count();
            }
        }
        assert_eq!(restarts, [10, 0], "no replica was ill");
        assert_eq!(unready, [10, 10], "and none of them was of use meanwhile");
    }

    #[test]
    fn without_probes_a_container_is_ready_as_long_as_it_runs() {
        let mut container = Container::new(&Probes::default());
        assert!(!container.is_ready());
        container.runs(at(0));
        assert!(container.is_ready() && Kind::ALL.iter().all(|kind| !container.is_due(*kind, at(10))));
        container.exited();
        assert!(!container.is_ready());
    }
}
