//! One face for all autoscalers.

use super::backlog::{self, Backlog};
use super::fixed::{self, Fixed};
use super::hpa::{self, Hpa};
use super::kind::Kind;
use super::observation::{Decision, Observation};
use super::schedule::{self, Schedule};
use super::steps::{self, Steps};
use super::vertical::{self, Vertical};

/// What the autoscalers are told; each reads its own, and [`Kind::ScheduledHpa`] two of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// A fixed count.
    pub fixed: fixed::Settings,
    /// The HPA.
    pub hpa: hpa::Settings,
    /// Step scaling.
    pub steps: steps::Settings,
    /// A schedule.
    pub schedule: schedule::Settings,
    /// Machines by the queue.
    pub backlog: backlog::Settings,
    /// Larger machines.
    pub vertical: vertical::Settings,
}

/// An autoscaler with its memory. Time is an argument: the same looks give the same decisions.
#[derive(Clone, Debug, Hash)]
pub struct Controller {
    kind: Kind,
    inner: Inner,
}

#[derive(Clone, Debug, Hash)]
enum Inner {
    Fixed(Fixed),
    Hpa(Hpa),
    Steps(Steps),
    Schedule(Schedule),
    ScheduledHpa(Schedule, Hpa),
    Backlog(Backlog),
    Vertical(Vertical),
}

impl Inner {
    fn new(kind: Kind, settings: &Settings) -> Inner {
        let hpa = || Hpa::new(settings.hpa.clone());
        let schedule = || Schedule::new(settings.schedule.clone());
        match kind {
            Kind::Fixed => Inner::Fixed(Fixed::new(settings.fixed)),
            Kind::Hpa => Inner::Hpa(hpa()),
            Kind::Steps => Inner::Steps(Steps::new(settings.steps.clone())),
            Kind::Schedule => Inner::Schedule(schedule()),
            Kind::ScheduledHpa => Inner::ScheduledHpa(schedule(), hpa()),
            Kind::Backlog => Inner::Backlog(Backlog::new(settings.backlog)),
            Kind::Vertical => Inner::Vertical(Vertical::new(settings.vertical.clone())),
        }
    }
}

impl Controller {
    /// An autoscaler that has seen nothing yet.
    ///
    /// # Panics
    /// If its settings break what their fields say: sizes without the first one, a backlog of nothing.
    pub fn new(kind: Kind, settings: &Settings) -> Controller {
        Controller { kind, inner: Inner::new(kind, settings) }
    }

    /// Which autoscaler it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// How many machines there should be, and why. To be asked at even times; the caller is expected to ask for as
    /// many, and what it then has is [`Observation::desired`] of the next look.
    pub fn decide(&mut self, seen: &Observation) -> Decision {
        match &mut self.inner {
            Inner::Fixed(fixed) => fixed.decide(seen),
            Inner::Hpa(hpa) => hpa.decide(seen),
            Inner::Steps(steps) => steps.decide(seen),
            Inner::Schedule(schedule) => schedule.decide(seen),
            Inner::ScheduledHpa(schedule, hpa) => scheduled(schedule, hpa, seen),
            Inner::Backlog(backlog) => backlog.decide(seen),
            Inner::Vertical(vertical) => vertical.decide(seen),
        }
    }

    /// The caller asks for another number than was decided at this look, as where a forecast is a floor under it: then
    /// that is what limits on further changes go by.
    pub fn amend(&mut self, seen: &Observation, desired: u32) {
        if let Inner::Hpa(hpa) | Inner::ScheduledHpa(_, hpa) = &mut self.inner {
            hpa.amend(seen, desired);
        }
    }

    /// The size that machines should have, in multiples of the smallest; none where sizes are not its subject.
    pub fn size(&self) -> Option<u32> {
        match &self.inner {
            Inner::Vertical(vertical) => Some(vertical.size()),
            _ => None,
        }
    }

    /// Bytes on the heap that a clone copies, by estimate: what it adds to a checkpoint.
    pub fn bytes(&self) -> usize {
        let Self { kind: _, inner } = self;
        match inner {
            Inner::Fixed(_) | Inner::Backlog(_) => 0,
            Inner::Hpa(hpa) => hpa.bytes(),
            Inner::Steps(steps) => steps.bytes(),
            Inner::Schedule(schedule) => schedule.bytes(),
            Inner::ScheduledHpa(schedule, hpa) => schedule.bytes() + hpa.bytes(),
            Inner::Vertical(vertical) => vertical.bytes(),
        }
    }
}

fn scheduled(schedule: &Schedule, hpa: &mut Hpa, seen: &Observation) -> Decision {
    let bounds = schedule.bounds(seen.now);
    hpa.set_bounds(bounds);
    let mut decision = hpa.decide(seen);
    if [bounds.min, bounds.max].contains(&decision.desired) {
        decision.reason = format!("{} ({})", decision.reason, schedule.reason(seen.now));
    }
    decision.working.insert(0, schedule.shown(seen.now));
    decision
}
