//! The nodes that machines are placed on, where there are any. They are what is rented then, and a machine is only a place
//! on one of them.

use super::bill::Rented;
use super::event::FleetEvent;
use super::machine::{Machine, State};
use super::params::{AutoscalingParams, seconds};
use super::situation::Situation;
use crate::algorithms::autoscaling::nodes as policy;
use crate::process::{NodeId, SimDuration, SimTime};
use crate::sim::{Record, Trace};

/// What can be set of nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    /// Machines that fit on a node; 0 where nothing limits how many there are.
    pub places: u32,
    pub(super) boot_s: u32,
    /// The most nodes.
    pub most: u32,
}

impl Default for Room {
    fn default() -> Self {
        Room { places: 0, boot_s: 180, most: 10 }
    }
}

impl AutoscalingParams {
    /// From a node's order until machines can be placed on it.
    pub(super) fn node_boot(&self) -> SimDuration {
        seconds(self.nodes.boot_s)
    }
}

/// A node.
#[derive(Clone, Copy, Debug, Hash)]
#[allow(missing_docs)] // The others are said by their types.
pub struct Node {
    pub number: u16,
    pub zone: u8,
    /// When it was added: it is paid for from then on.
    pub started: SimTime,
    /// When it has booted.
    pub until: SimTime,
    pub ready: bool,
    /// Its zone is gone.
    pub lost: bool,
    pub empty_since: Option<SimTime>,
    /// In units of the smallest machine.
    size: u32,
}

/// All nodes that there are.
#[derive(Clone, Debug, Default, Hash)]
pub struct Nodes {
    /// By their numbers, which are never used again.
    pub there: Vec<Node>,
    last: u16,
    /// Machines that waited for a node when that was last told.
    waiting: u32,
}

impl Nodes {
    /// As many as so many machines need, and no more than there may be; all are ready.
    pub fn new(machines: u32, at: &Situation) -> Nodes {
        let mut nodes = Nodes::default();
        let many = machines.div_ceil(at.params.nodes.places).min(at.params.nodes.most);
        for _ in 0..many {
            let node = nodes.next(at);
            nodes.there.push(Node { ready: true, ..node });
        }
        nodes
    }

    fn next(&mut self, at: &Situation) -> Node {
        self.last += 1;
        let held = |zone: u8| self.there.iter().filter(|node| node.zone == zone).count();
        Node {
            number: self.last,
            zone: at.emptiest_zone(held),
            started: at.now,
            until: at.now + at.params.node_boot(),
            ready: false,
            lost: false,
            empty_since: None,
            size: at.params.nodes.places * at.params.size,
        }
    }

    /// What is paid for.
    pub fn rented(&self) -> impl Iterator<Item = Rented> + Clone {
        self.there.iter().map(Node::rented)
    }

    /// Places on nodes that are ready.
    pub fn room(&self, places: u32) -> u32 {
        self.there.iter().filter(|node| node.ready && !node.lost).count() as u32 * places
    }

    /// The nodes of a zone are gone.
    pub fn lose_zone(&mut self, zone: u8) {
        self.there.iter_mut().filter(|node| node.zone == zone).for_each(|node| node.lost = true);
    }

    /// The numbers of those whose zone is gone.
    pub fn lost(&self) -> impl Iterator<Item = u16> {
        self.there.iter().filter(|node| node.lost).map(|node| node.number)
    }

    /// Nodes that have booted are ready.
    pub fn turn(&mut self, now: SimTime, trace: &mut Trace<FleetEvent>) {
        for node in self.there.iter_mut().filter(|node| !node.ready && node.until <= now) {
            node.ready = true;
            let took = now.since(node.started);
            trace.push(Record::note(now, FleetEvent::NodeReady(node.number, took)));
        }
    }

    /// Places the machines that wait, and adds and removes nodes; those that are gone are handed out.
    pub fn settle(
        &mut self,
        machines: &mut [Machine],
        at: &Situation,
        trace: &mut Trace<FleetEvent>,
    ) -> Vec<Rented> {
        self.place(machines, at);
        let seen = self.seen(machines);
        for (node, seen) in self.there.iter_mut().zip(&seen) {
            node.empty_since = (seen.taken == 0).then(|| node.empty_since.unwrap_or(at.now));
        }
        let is_over = |node: &mut Node| {
            let seen = policy::Node { is_ready: node.ready, taken: 0, empty_since: node.empty_since };
            node.lost || policy::is_unneeded(&seen, at.now)
        };
        let gone: Vec<Node> = self.there.extract_if(.., is_over).collect();
        for node in &gone {
            trace.push(Record::note(at.now, FleetEvent::NodeRemoved(node.number)));
        }
        self.add(machines, at, trace);
        gone.iter().map(Node::rented).collect()
    }

    /// Every machine that waits gets a place, if there is one.
    pub fn place(&mut self, machines: &mut [Machine], at: &Situation) {
        let mut seen = self.seen(machines);
        for machine in machines.iter_mut().filter(|machine| machine.state == State::Pending) {
            let Some(place) = policy::place(&seen, at.params.nodes.places) else { break };
            seen[place].taken += 1;
            machine.boot_on(self.there[place].number, self.there[place].zone, at.now);
        }
    }

    /// Adds nodes for the machines that wait, and tells of those.
    fn add(&mut self, machines: &[Machine], at: &Situation, trace: &mut Trace<FleetEvent>) {
        let pending = machines.iter().filter(|machine| machine.state == State::Pending).count() as u32;
        let (places, most) = (at.params.nodes.places, at.params.nodes.most);
        let many = policy::to_add(&self.seen(machines), pending, places, most);
        if pending > self.waiting || (pending == 0 && self.waiting > 0) {
            let full = many == 0 && self.there.len() as u32 >= most;
            trace.push(Record::note(at.now, FleetEvent::Pending { count: pending, full }));
        }
        self.waiting = pending;
        for _ in 0..many {
            let node = self.next(at);
            trace.push(Record::note(at.now, FleetEvent::NodeAdded(node.number)));
            self.there.push(node);
        }
    }

    /// The nodes as the scheduler and the autoscaler see them.
    fn seen(&self, machines: &[Machine]) -> Vec<policy::Node> {
        let seen = |node: &Node| policy::Node {
            is_ready: node.ready && !node.lost,
            taken: machines.iter().filter(|machine| machine.node == Some(node.number)).count() as u32,
            empty_since: node.empty_since,
        };
        self.there.iter().map(seen).collect()
    }

    /// Bytes that they hold on the heap.
    pub fn bytes(&self) -> usize {
        let Self { there, last: _, waiting: _ } = self;
        there.capacity() * size_of::<Node>()
    }
}

impl Node {
    fn rented(&self) -> Rented {
        Rented { id: NodeId(self.number), started: self.started, size: self.size }
    }
}
