//! What happens in the fleet, in words.

use crate::process::words::{length, plural};
use crate::process::{Change, NodeId, Note, Phase, PhaseKind, Salience, SimDuration};
use std::cmp::Ordering;
use std::convert::Infallible;

/// No node has room for it.
pub const PENDING: Phase = Phase::new("waits for a node", PhaseKind::Waiting);
/// A machine was started and takes nothing yet.
pub const BOOTS: Phase = Phase::new("boots", PhaseKind::Starting);
/// It takes requests.
pub const SERVES: Phase = Phase::new("serves", PhaseKind::Up);
/// It gets nothing more and finishes what it has.
pub const DRAINS: Phase = Phase::new("drains", PhaseKind::Stopping);

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // The others are said by the variant.
pub enum FleetEvent {
    /// A step passed: requests a second that came, and the machines that were ready for them.
    Stepped {
        rate: f64,
        ready: u32,
        /// The part of what they can do that was used, 0 to 1.
        load: f64,
    },
    /// The controller wants another number of machines.
    Decided {
        /// The desired number before.
        from: u32,
        /// The desired number now.
        to: u32,
        /// Why, in one short line with this moment's numbers.
        because: String,
    },
    /// A machine is started.
    Started(NodeId),
    /// A machine takes requests.
    Ready(NodeId, SimDuration),
    /// A machine did not come up.
    NotBooted(NodeId),
    /// A machine gets nothing more and goes.
    Drains(NodeId),
    /// A machine is gone.
    Gone(NodeId),
    /// A machine ran out of memory and starts anew.
    OutOfMemory(NodeId),
    /// The objective is missed from now on, or met again.
    Objective { met: bool, p99: SimDuration },
    /// Requests are lost from now on, or no more.
    Loses(bool),
    /// A version has replaced the one before; how long that took.
    RolledOut(u16, SimDuration),
    /// For ten minutes a rollout has brought no further machine of this version.
    Stalled(u16),
    /// So many machines wait for a node now.
    Pending {
        count: u32,
        /// There are as many nodes as there may be.
        full: bool,
    },
    /// A node is ordered.
    NodeAdded(u16),
    /// Machines can be placed on a node.
    NodeReady(u16, SimDuration),
    /// A node is gone.
    NodeRemoved(u16),
    /// Something else, in words.
    Said(String),
}

impl Note for FleetEvent {
    type Summary = Infallible;

    fn kind(&self) -> &'static str {
        match self {
            FleetEvent::Stepped { .. } => "step",
            FleetEvent::Decided { .. } => "decided",
            FleetEvent::Started(_) => "started",
            FleetEvent::Ready(..) => "ready",
            FleetEvent::NotBooted(_) => "boot-failed",
            FleetEvent::Drains(_) => "drains",
            FleetEvent::Gone(_) => "gone",
            FleetEvent::OutOfMemory(_) => "out-of-memory",
            FleetEvent::Objective { met: true, .. } => "objective-met",
            FleetEvent::Objective { met: false, .. } => "objective-missed",
            FleetEvent::Loses(_) => "lost-requests",
            FleetEvent::RolledOut(..) => "rolled-out",
            FleetEvent::Stalled(_) => "stalled",
            FleetEvent::Pending { .. } => "pending",
            FleetEvent::NodeAdded(_) => "node-added",
            FleetEvent::NodeReady(..) => "node-ready",
            FleetEvent::NodeRemoved(_) => "node-removed",
            FleetEvent::Said(_) => "changed",
        }
    }

    fn text(&self, _: NodeId) -> String {
        match self {
            FleetEvent::Stepped { rate, ready, load } => {
                let machines = if *ready == 1 { "one machine is" } else { "machines are" };
                let count = if *ready == 1 { String::new() } else { format!("{ready} ") };
                format!("{rate:.0} requests per second arrive; {count}{machines} {:.0}% busy", load * 100.0)
            }
            FleetEvent::Decided { from, to, because } => {
                // Of what a controller said, the words are part of the state and stay; people write 60%.
                format!("{from} \u{2192} {to}: {}", because.replace(" %", "%"))
            }
            FleetEvent::Started(n) => format!("{n} is started"),
            FleetEvent::Ready(n, took) => format!("{n} is ready after {}", length(*took)),
            FleetEvent::NotBooted(n) => format!("{n} fails to boot"),
            FleetEvent::Drains(n) => format!("{n} drains: it gets no new requests and finishes those it has"),
            FleetEvent::Gone(n) => format!("{n} is removed"),
            FleetEvent::OutOfMemory(n) => format!("{n} runs out of memory and restarts"),
            FleetEvent::Objective { met: true, p99 } => {
                format!("users are served in time again: p99 is {}", length(*p99))
            }
            FleetEvent::Objective { met: false, p99 } => {
                format!("users wait too long: p99 is {}", length(*p99))
            }
            FleetEvent::Loses(true) => "users give up: requests are lost".into(),
            FleetEvent::Loses(false) => "no more requests are lost".into(),
            FleetEvent::RolledOut(version, took) => {
                format!("the rollout of version {version} is complete after {}", length(*took))
            }
            FleetEvent::Stalled(version) => {
                format!("the rollout of version {version} has made no progress for 10 min")
            }
            FleetEvent::Pending { count: 0, .. } => "no replica waits for a node any more".into(),
            FleetEvent::Pending { count, full } => {
                let wait = if *count == 1 { "waits" } else { "wait" };
                let why = if *full { ", and there may be no more nodes" } else { "" };
                format!("{} {wait} for a node{why}", plural((*count).into(), "replica"))
            }
            FleetEvent::NodeAdded(node) => format!("node {node} is added"),
            FleetEvent::NodeReady(node, took) => format!("node {node} is ready after {}", length(*took)),
            FleetEvent::NodeRemoved(node) => format!("node {node} is removed"),
            FleetEvent::Said(words) => words.clone(),
        }
    }

    fn salience(&self) -> Salience {
        match self {
            FleetEvent::Stepped { .. } => Salience::Routine,
            FleetEvent::Started(_) | FleetEvent::Ready(..) | FleetEvent::Drains(_) | FleetEvent::Gone(_) => {
                Salience::Ordinary
            }
            FleetEvent::Objective { .. } | FleetEvent::Loses(_) => Salience::Objective,
            FleetEvent::NodeAdded(_)
            | FleetEvent::NodeReady(..)
            | FleetEvent::NodeRemoved(_)
            | FleetEvent::Pending { .. } => Salience::Ordinary,
            FleetEvent::Decided { .. } | FleetEvent::RolledOut(..) | FleetEvent::Said(_) => {
                Salience::Milestone
            }
            FleetEvent::NotBooted(_) | FleetEvent::OutOfMemory(_) | FleetEvent::Stalled(_) => Salience::Fault,
        }
    }

    fn change(&self) -> Option<Change> {
        let (node, ends, begins) = match *self {
            FleetEvent::Started(n) => (n, None, Some(BOOTS)),
            FleetEvent::Ready(n, took) => (n, Some((BOOTS, Some(took))), Some(SERVES)),
            FleetEvent::NotBooted(n) => (n, Some((BOOTS, None)), None),
            FleetEvent::Drains(n) => (n, Some((SERVES, None)), Some(DRAINS)),
            FleetEvent::Gone(n) => (n, Some((DRAINS, None)), None),
            FleetEvent::OutOfMemory(n) => (n, Some((SERVES, None)), Some(BOOTS)),
            _ => return None,
        };
        Some(Change { node, thing: 0, ends, begins })
    }

    fn trend(&self) -> Ordering {
        match self {
            FleetEvent::Decided { from, to, .. } => to.cmp(from),
            _ => Ordering::Equal,
        }
    }
}
