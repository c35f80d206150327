//! One machine from its start to its end.

use super::event::{BOOTS, DRAINS, SERVES};
use super::metrics::Samples;
use crate::process::{Doing, NodeId, SimDuration, SimTime};

/// What a machine is at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It was started and takes nothing yet.
    Booting,
    /// It takes requests; at first it is slow.
    Ready,
    /// It stands still while it is made larger or smaller.
    Resizing,
    /// It takes nothing more and finishes what it has.
    Draining,
    /// It did not come up, or its zone is gone. It is paid for until it is taken away.
    Failed,
}

/// A machine.
#[derive(Clone, Debug, Hash)]
#[allow(missing_docs)] // The others are said by their types.
pub struct Machine {
    /// Its name; numbers are never used again.
    pub id: NodeId,
    pub state: State,
    /// When it was started: it is paid for from then on.
    pub started: SimTime,
    /// When its state ends by itself, if it does.
    pub until: SimTime,
    /// When it became ready, or ceased to be.
    pub changed: SimTime,
    pub zone: u8,
    /// Its size in units of the smallest machine.
    pub size: u32,
    /// Its caches are warm from the start.
    pub warm: bool,
    pub boot_fails: bool,
    /// When its memory was last empty.
    pub fresh: SimTime,
    pub samples: Samples,
}

impl Machine {
    /// What it is doing; nothing where it failed.
    pub fn doing(&self) -> Option<Doing> {
        let phase = match self.state {
            State::Booting | State::Resizing => BOOTS,
            State::Ready => SERVES,
            State::Draining => DRAINS,
            State::Failed => return None,
        };
        let since = if self.state == State::Booting { self.started } else { self.changed };
        Some(Doing { node: self.id, thing: 0, phase, since })
    }

    /// A machine that is started now.
    pub fn new(id: NodeId, now: SimTime, boots_until: SimTime, zone: u8, size: u32) -> Machine {
        Machine {
            id,
            state: State::Booting,
            started: now,
            until: boots_until,
            changed: now,
            zone,
            size,
            warm: false,
            boot_fails: false,
            fresh: now,
            samples: Samples::default(),
        }
    }

    /// Whether it counts as one of those that are desired.
    pub fn counts(&self) -> bool {
        matches!(self.state, State::Booting | State::Ready | State::Resizing)
    }

    /// How much of a usual machine of the smallest size it does: caches are cold at first.
    pub fn weight(&self, now: SimTime, warm_up: SimDuration) -> f64 {
        if self.state != State::Ready {
            return 0.0;
        }
        let age = if self.warm { 1.0 } else { now.since(self.changed).0 as f64 / warm_up.0.max(1) as f64 };
        f64::from(self.size) * (COLD + (1.0 - COLD) * age.min(1.0))
    }

    /// Bytes that it holds, itself included.
    pub fn bytes(&self) -> usize {
        let Self {
            samples,
            id: _,
            state: _,
            started: _,
            until: _,
            changed: _,
            zone: _,
            size: _,
            warm: _,
            boot_fails: _,
            fresh: _,
        } = self;
        size_of::<Self>() + samples.bytes()
    }

    /// How long it has been there.
    pub fn age(&self, now: SimTime) -> SimDuration {
        now.since(self.started)
    }
}

/// What a machine does just after its boot, as a part of what it does later.
const COLD: f64 = 0.4;
