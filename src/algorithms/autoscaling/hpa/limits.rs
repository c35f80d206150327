//! How fast a count may change: the HPA's scaling policies, and its least and greatest count.
//!
//! A policy allows so many machines, or so many percent, in a period. It goes by the count at the period's start, which
//! is the present count without what was added since and with what was taken away since. Percent are computed in
//! binary fractions as in the reference, rounded up on the way up and cut off on the way down: 10 % on top of 100
//! allow 111, since 100 x 1.1 is 110.00000000000001, and 90 % off 100 leave 9.
//!
//! Deviation: the reference forgets an event when a new one of its direction finds it older than that direction's
//! longest period; here it is kept for as long as any policy of either direction looks back.

use super::super::bounds::Bounds;
use super::super::words::{length, machines};
use crate::process::{SimDuration, SimTime};
use std::panic::Location;

/// How much may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// So many machines.
    Machines(u32),
    /// So many percent of the count at the period's start.
    Percent(u32),
}

/// A limit to change in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Policy {
    /// How much.
    pub change: Change,
    /// In which time, more than zero.
    pub period: SimDuration,
}

/// Which of several policies counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Select {
    /// The one that allows the greatest change.
    Max,
    /// The one that allows the least.
    Min,
    /// None: this direction is closed.
    Disabled,
}

/// How a count may change in one direction.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Behaviour {
    /// For how long recommendations count: the stabilisation window.
    pub window: SimDuration,
    /// Which policy counts.
    pub select: Select,
    /// The policies; none allow no change.
    pub policies: Vec<Policy>,
}

impl Behaviour {
    /// The HPA's own way up: at once, by 4 machines or 100 % in 15 s, whichever is more.
    pub fn up() -> Behaviour {
        let policies = vec![Policy::new(Change::Machines(4), 15), Policy::new(Change::Percent(100), 15)];
        Behaviour { window: SimDuration::ZERO, select: Select::Max, policies }
    }

    /// The HPA's own way down: to the highest recommendation of 5 min, by 100 % in 15 s.
    pub fn down() -> Behaviour {
        let policies = vec![Policy::new(Change::Percent(100), 15)];
        Behaviour { window: SimDuration::from_ms(300_000), select: Select::Max, policies }
    }
}

impl Policy {
    /// A policy with a period of whole seconds.
    pub fn new(change: Change, period_seconds: u64) -> Policy {
        Policy { change, period: SimDuration::from_ms(1_000 * period_seconds) }
    }

    /// `100 %/15 s`, `4 machines/15 s`.
    fn shown(self) -> String {
        let period = length(self.period);
        match self.change {
            Change::Machines(count) => format!("{}/{period}", machines(count)),
            Change::Percent(percent) => format!("{percent} %/{period}"),
        }
    }

    fn most(self, start: i64) -> i64 {
        match self.change {
            Change::Machines(count) => start + i64::from(count),
            Change::Percent(percent) => (start as f64 * (1.0 + f64::from(percent) / 100.0)).ceil() as i64,
        }
    }

    fn least(self, start: i64) -> i64 {
        match self.change {
            Change::Machines(count) => start - i64::from(count),
            Change::Percent(percent) => (start as f64 * (1.0 - f64::from(percent) / 100.0)) as i64,
        }
    }
}

/// What was added and taken away, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Events(Vec<(SimTime, i64)>);

impl Events {
    /// What happened: machines added, with a minus those taken away.
    pub fn new(changes: Vec<(SimTime, i64)>) -> Events {
        Events(changes)
    }

    /// Machines added less those taken away in the period that ends `now`. What is as old as the period is not in it.
    fn net(&self, now: SimTime, period: SimDuration) -> i64 {
        self.0.iter().filter(|(when, _)| *when + period > now).map(|(_, change)| change).sum()
    }

    /// Remembers a change for as long as `longest`.
    pub(super) fn push(&mut self, from: u32, to: u32, now: SimTime, longest: SimDuration) {
        self.0.retain(|(when, _)| *when + longest > now);
        if from != to {
            self.0.push((now, i64::from(to) - i64::from(from)));
        }
    }

    /// What changed now was another number than was decided.
    pub(super) fn amend(&mut self, from: u32, to: u32, now: SimTime) {
        self.0.retain(|(when, _)| *when != now);
        if from != to {
            self.0.push((now, i64::from(to) - i64::from(from)));
        }
    }

    /// Bytes on the heap that a clone copies.
    pub(super) fn bytes(&self) -> usize {
        let Self(changes) = self;
        changes.len() * size_of::<(SimTime, i64)>()
    }
}

/// What held a count back: the reference's conditions of ScalingLimited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Nothing: DesiredWithinRange.
    Within,
    /// It would be too many: TooManyReplicas.
    TooMany,
    /// It would be too few: TooFewReplicas.
    TooFew,
    /// It would grow too fast: ScaleUpLimit.
    UpLimit,
    /// It would shrink too fast: ScaleDownLimit.
    DownLimit,
}

/// A count inside the limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limited {
    /// How many.
    pub desired: u32,
    /// What held it back.
    pub reason: Reason,
    /// The line of code that decided.
    pub site: &'static Location<'static>,
}

/// What may limit a change at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'a> {
    /// Up.
    pub up: &'a Behaviour,
    /// Down.
    pub down: &'a Behaviour,
    /// The fewest and the most.
    pub bounds: Bounds,
    /// What changed of late.
    pub events: &'a Events,
    /// Now.
    pub now: SimTime,
}

impl Limits<'_> {
    /// The count nearest to `desired` that may follow on `current`: `convertDesiredReplicasWithBehaviorRate`.
    pub fn limit(&self, current: u32, desired: u32) -> Limited {
        if desired > current {
            let most = self.most(current);
            let reason = if self.bounds.max > most { Reason::UpLimit } else { Reason::TooMany };
            Limited::of(desired, desired.min(most.min(self.bounds.max)), reason)
        } else if desired < current {
            let least = self.least(current);
            let reason = if self.bounds.min < least { Reason::DownLimit } else { Reason::TooFew };
            Limited::of(desired, desired.max(least.max(self.bounds.min)), reason)
        } else {
            Limited::of(desired, desired, Reason::Within)
        }
    }

    /// The most that policies allow, at least what there is.
    pub fn most(&self, current: u32) -> u32 {
        let allowed = self.starts(current, self.up).map(|(policy, start)| policy.most(start));
        let most = match self.up.select {
            Select::Max => allowed.max(),
            Select::Min => allowed.min(),
            Select::Disabled => None,
        };
        // A rule that was made stricter after many events may allow fewer than there are.
        most.map_or(current, |most| most.clamp(i64::from(current), i64::from(u32::MAX)) as u32)
    }

    /// The fewest that policies allow, at most what there is.
    pub fn least(&self, current: u32) -> u32 {
        let allowed = self.starts(current, self.down).map(|(policy, start)| policy.least(start));
        let least = match self.down.select {
            Select::Max => allowed.min(),
            Select::Min => allowed.max(),
            Select::Disabled => None,
        };
        least.map_or(current, |least| least.clamp(0, i64::from(current)) as u32)
    }

    /// What caps the way up, or the way down, in short: the policy that counts, or that none does.
    pub(super) fn cap(&self, current: u32, is_up: bool) -> String {
        let behaviour = if is_up { self.up } else { self.down };
        let starts = self.starts(current, behaviour);
        let room = |(policy, start): (Policy, i64)| {
            let count = if is_up { policy.most(start) } else { -policy.least(start) };
            (count, policy)
        };
        let allowed = starts.map(room);
        let counts = match behaviour.select {
            Select::Max => allowed.max_by_key(|(count, _)| *count),
            Select::Min => allowed.min_by_key(|(count, _)| *count),
            Select::Disabled => None,
        };
        counts.map_or_else(|| "selectPolicy Disabled".into(), |(_, policy)| policy.shown())
    }

    /// Each policy with the count at the start of its period.
    pub(super) fn starts(&self, current: u32, behaviour: &Behaviour) -> impl Iterator<Item = (Policy, i64)> {
        behaviour
            .policies
            .iter()
            .map(move |policy| (*policy, i64::from(current) - self.events.net(self.now, policy.period)))
    }
}

impl Limited {
    #[track_caller]
    fn of(asked: u32, desired: u32, reason: Reason) -> Limited {
        let reason = if asked == desired { Reason::Within } else { reason };
        Limited { desired, reason, site: Location::caller() }
    }
}
