//! A Raft cluster worked by hand, under the eyes of the observer.

use faultyard::algorithms::raft::*;
use faultyard::process::{NodeId, Seed};
use faultyard::sim::{Hand, Witness};
use std::ops::{Deref, DerefMut};

pub type Letter = faultyard::sim::Letter<Message>;

/// The observer, and every server that took a step, in order, since somebody last emptied this.
#[derive(Default)]
pub struct Seen {
    pub observer: Observer,
    pub touched: Vec<NodeId>,
}

impl Witness<Member> for Seen {
    fn saw(&mut self, node: NodeId, member: &Member) {
        if let Some(server) = member.server() {
            self.observer.observe(node, server);
            self.touched.push(node);
        }
    }
}

pub struct Net(Hand<Member, Seen>);

impl Deref for Net {
    type Target = Hand<Member, Seen>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Net {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

pub fn n(number: u16) -> NodeId {
    NodeId(number - 1)
}

/// Machines with these settings and disks: servers, then clients.
pub fn machines(settings: Settings, initial: Initial) -> impl Iterator<Item = (Settings, Disk)> {
    let settings = settings.clamped();
    (0..settings.nodes()).map(move |node| (settings, initial.disk(NodeId(node))))
}

impl Net {
    /// A started cluster.
    pub fn new(settings: Settings, initial: Initial, seed: u64) -> Net {
        Net(Hand::new(machines(settings, initial), Seed(seed), Seen::default()))
    }

    /// A cluster without clients.
    pub fn servers(settings: Settings, initial: Initial) -> Net {
        let servers = initial.servers().unwrap_or(settings.servers);
        Net::new(Settings { servers, clients: 0, ..settings }, initial, 1)
    }

    pub fn server(&self, node: NodeId) -> &Server {
        self.process(node).server().expect("a server")
    }

    pub fn client(&self, node: NodeId) -> &Client {
        self.process(node).client().expect("a client")
    }

    pub fn observer(&self) -> &Observer {
        &self.witness.observer
    }

    /// Lets a server start anew with another disk.
    pub fn restart_with(&mut self, node: NodeId, change: impl FnOnce(&mut Disk)) {
        let mut disk = self.disk(node).clone();
        change(&mut disk);
        self.set_disk(node, disk);
        self.restart(node);
    }

    /// Lets `node` stand and the messages travel among `voters` and it.
    pub fn elect(&mut self, node: NodeId, voters: &[NodeId]) {
        self.fire(node, Timer::Election);
        self.deliver_among(&[voters, &[node]].concat());
    }

    pub fn leads(&self, node: NodeId) -> bool {
        self.server(node).role() == Role::Leader
    }

    pub fn terms(&self, node: NodeId) -> Vec<Term> {
        self.server(node).log().entries().map(|entry| entry.term).collect()
    }
}
