//! The versions of the service: which one the machines are to run, and the rollout that brings it to them.

use super::event::FleetEvent;
use super::machine::Machine;
use super::params::{AutoscalingParams, seconds};
use super::situation::Situation;
use super::world::FleetWorld;
use crate::algorithms::autoscaling::rollout::{Amount, Rollout, Strategy};
use crate::process::{SimDuration, SimTime};
use crate::sim::{Record, Trace};
use std::hash::{Hash, Hasher};

/// A rollout that brings no further replica within this time is told of: Kubernetes' `progressDeadlineSeconds`.
const DEADLINE: SimDuration = SimDuration::from_ms(600_000);

/// What can be set of a rollout, in percent of the desired count and in seconds.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // They are what they are called.
pub struct Rolling {
    pub surge_percent: u32,
    pub unavailable_percent: u32,
    pub min_ready_s: u32,
}

impl Default for Rolling {
    fn default() -> Self {
        Rolling { surge_percent: 25, unavailable_percent: 25, min_ready_s: 0 }
    }
}

impl AutoscalingParams {
    /// How a new version replaces an old one.
    pub(super) fn strategy(&self) -> Strategy {
        Strategy {
            max_surge: Amount::Percent(self.rolling.surge_percent),
            max_unavailable: Amount::Percent(self.rolling.unavailable_percent),
        }
    }

    /// A machine that has been ready for so long is available.
    pub(super) fn min_ready(&self) -> SimDuration {
        seconds(self.rolling.min_ready_s)
    }
}

/// The versions.
#[derive(Clone, Debug)]
pub struct Release {
    /// The replicas of each version.
    pub rollout: Rollout,
    /// The version that was made last.
    latest: u16,
    /// The version that was rolled out before the present one.
    before: Option<u16>,
    /// Versions that never become ready.
    bad: Vec<u16>,
    /// When the present rollout began, when it last got on, and how many replicas it had brought by then.
    began: SimTime,
    progressed: SimTime,
    brought: u32,
    stalled: bool,
}

impl Release {
    /// The first version, which so many machines run.
    pub fn new(desired: u32) -> Release {
        Release {
            rollout: Rollout::new(1, desired),
            latest: 1,
            before: None,
            bad: Vec::new(),
            began: SimTime::ZERO,
            progressed: SimTime::ZERO,
            brought: 0,
            stalled: false,
        }
    }

    /// Whether machines of this version never become ready.
    pub fn is_bad(&self, version: u16) -> bool {
        self.bad.contains(&version)
    }

    /// The version that is being rolled out, if one is.
    pub fn coming(&self) -> Option<u16> {
        self.rollout.is_under_way().then(|| self.rollout.newest().version)
    }

    fn begin(&mut self, version: u16, now: SimTime) {
        self.before = Some(self.rollout.newest().version);
        self.rollout.begin(version);
        (self.began, self.progressed, self.brought, self.stalled) = (now, now, 0, false);
    }

    /// Says how many machines of each version there are to be.
    pub fn sync(
        &mut self,
        desired: u32,
        machines: &[Machine],
        at: &Situation,
        trace: &mut Trace<FleetEvent>,
    ) {
        let least = at.params.min_ready();
        let available = |version: u16| {
            let there = machines.iter().filter(|machine| machine.version == version);
            there.filter(|machine| machine.is_available(at.now, least)).count() as u32
        };
        if self.rollout.sync(desired, &at.params.strategy(), available) {
            let (version, took) = (self.rollout.newest().version, at.now.since(self.began));
            trace.push(Record::note(at.now, FleetEvent::RolledOut(version, took)));
        }
        let Some(version) = self.coming() else { return };
        let brought = self.rollout.newest().available;
        if brought > self.brought {
            (self.progressed, self.brought) = (at.now, brought);
        }
        if !self.stalled && at.now.since(self.progressed) >= DEADLINE {
            self.stalled = true;
            trace.push(Record::note(at.now, FleetEvent::Stalled(version)));
        }
    }

    /// Bytes that it holds on the heap.
    pub fn bytes(&self) -> usize {
        let Self { rollout, latest: _, before: _, bad, began: _, progressed: _, brought: _, stalled: _ } =
            self;
        rollout.bytes() + bad.capacity() * size_of::<u16>()
    }
}

impl Hash for Release {
    /// As long as there is but one version, nothing is to be hashed: the run is what it was before there were versions.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { rollout, latest, before, bad, began, progressed, brought, stalled } = self;
        if *latest > 1 {
            (rollout, latest, before, bad, began, progressed, brought, stalled).hash(state);
        }
    }
}

impl FleetWorld {
    /// A new version is rolled out: a `good` one, or a `bad` one that never becomes ready.
    pub(super) fn roll_out(&mut self, now: SimTime, words: &str) -> Result<String, String> {
        let bad = match words.trim() {
            "" | "good" => false,
            "bad" => true,
            other => return Err(format!("\"{other}\" should read good or bad")),
        };
        let version =
            self.release.latest.checked_add(1).ok_or("there have been too many versions already")?;
        self.release.latest = version;
        if bad {
            self.release.bad.push(version);
        }
        self.release.begin(version, now);
        Ok(format!("the rollout of version {version} begins"))
    }

    /// The version before the present one is rolled out again.
    pub(super) fn roll_back(&mut self, now: SimTime, _: &str) -> Result<String, String> {
        let version = self.release.before.ok_or("there is no version before this one")?;
        self.release.begin(version, now);
        Ok(format!("the rollback to version {version} begins"))
    }
}
