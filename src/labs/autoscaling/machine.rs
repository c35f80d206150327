//! One machine from its start to its end.

use super::bill::Rented;
use super::event::{BOOTS, DRAINS, PENDING, SERVES};
use super::metrics::Samples;
use crate::process::{Doing, NodeId, SimDuration, SimTime};
use std::hash::{Hash, Hasher};

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
    /// No node has room for it.
    Pending,
}

/// When a machine is ready that never is.
pub const NEVER: SimTime = SimTime(u64::MAX);

/// A machine, which Kubernetes calls a replica.
#[derive(Clone, Debug)]
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
    /// The version of the service that it runs; the first is 1.
    pub version: u16,
    /// The number of the node that it is on, where there are nodes and one had room.
    pub node: Option<u16>,
    pub samples: Samples,
}

impl Machine {
    /// What it is doing; nothing where it failed.
    pub fn doing(&self) -> Option<Doing> {
        let phase = match self.state {
            State::Pending => PENDING,
            State::Booting | State::Resizing => BOOTS,
            State::Ready => SERVES,
            State::Draining => DRAINS,
            State::Failed => return None,
        };
        let since = match self.state {
            State::Pending | State::Booting => self.started.max(self.changed),
            _ => self.changed,
        };
        Some(Doing { node: self.id, thing: 0, phase, since })
    }

    /// A machine of the first version that is started now.
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
            version: 1,
            node: None,
            samples: Samples::default(),
        }
    }

    /// Whether it counts as one of those that are desired.
    pub fn counts(&self) -> bool {
        matches!(self.state, State::Booting | State::Ready | State::Resizing | State::Pending)
    }

    /// Whether a rollout counts on it: it has been ready for so long.
    pub fn is_available(&self, now: SimTime, least: SimDuration) -> bool {
        self.state == State::Ready && (self.warm || now.since(self.changed) >= least)
    }

    /// A node has room for it: it boots for as long as it would have from its start.
    pub fn boot_on(&mut self, node: u16, zone: u8, now: SimTime) {
        let boot = self.until.0 - self.started.0;
        let until = if self.until == NEVER { NEVER } else { SimTime(now.0 + boot) };
        (self.state, self.changed, self.until) = (State::Booting, now, until);
        (self.node, self.zone) = (Some(node), zone);
    }

    /// What is paid for it.
    pub fn rented(&self) -> Rented {
        Rented { id: self.id, started: self.started, size: self.size }
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
            version: _,
            node: _,
        } = self;
        size_of::<Self>() + samples.bytes()
    }

    /// How long it has been there.
    pub fn age(&self, now: SimTime) -> SimDuration {
        now.since(self.started)
    }
}

impl Hash for Machine {
    /// A machine of the first version, on no node, is hashed as it was before there were versions and nodes.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            id,
            state: how,
            started,
            until,
            changed,
            zone,
            size,
            warm,
            boot_fails,
            fresh,
            version,
            node,
            samples,
        } = self;
        (id, how, started, until, changed, zone, size, warm, boot_fails, fresh, samples).hash(state);
        if (*version, *node) != (1, None) {
            (version, node).hash(state);
        }
    }
}

/// What a machine does just after its boot, as a part of what it does later.
const COLD: f64 = 0.4;
