//! The world: a cluster of Raft servers and clients, and a judge who looks at it from outside.

use super::judge::Judge;
use super::params::RaftParams;
use crate::algorithms::raft::{Member, RaftEvent, Role, Server, Settings};
use crate::process::{NodeId, Seed, SimTime};
use crate::sim::{Cluster, Digest, Fault, Trace, World};

/// Servers, clients, the network between them, and what is known of them from outside.
#[derive(Clone, Hash)]
pub struct RaftWorld {
    pub(super) cluster: Cluster<Member>,
    pub(super) judge: Judge,
    pub(super) settings: Settings,
}

impl RaftWorld {
    /// The world at the start of a run.
    pub fn new(params: &RaftParams, seed: Seed) -> RaftWorld {
        let (settings, initial) = (params.settings(), params.initial());
        let disk = |number: u16| match number < settings.servers {
            true => initial.disk(NodeId(number)),
            false => Default::default(),
        };
        let machines = (0..settings.nodes()).map(|number| (settings, disk(number)));
        let mut cluster = Cluster::new(machines, params.conditions(), seed);
        cluster.set_baseline(params.baseline());
        RaftWorld { cluster, judge: Judge::new(&settings), settings }
    }

    /// Takes over what may change while the run goes on.
    pub fn reconfigure(&mut self, params: &RaftParams) {
        self.cluster.set_baseline(params.baseline());
        self.cluster.set_disk(params.conditions().disk);
        for client in self.client_ids() {
            self.cluster.reconfigure(client, |settings| settings.client_interval = params.interval());
        }
        self.judge.take_stock(&self.cluster, &self.settings);
    }

    /// The servers' ids.
    pub(super) fn server_ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.settings.servers).map(NodeId)
    }

    /// The clients' ids.
    pub(super) fn client_ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (self.settings.servers..self.settings.nodes()).map(NodeId)
    }

    /// A server's state in memory; of one that is down, an empty one.
    pub(super) fn server(&self, id: NodeId) -> &Server {
        self.cluster.node(id).process.server().expect("servers come first")
    }

    /// The servers that are up, with their ids.
    pub(super) fn up(&self) -> impl Iterator<Item = (NodeId, &Server)> {
        self.server_ids().filter(|id| self.cluster.node(*id).up).map(|id| (id, self.server(id)))
    }

    /// The leader of the highest term among those that are up.
    pub(super) fn leader(&self) -> Option<NodeId> {
        let leaders = self.up().filter(|(_, server)| server.role() == Role::Leader);
        leaders.max_by_key(|(_, server)| server.current_term()).map(|(id, _)| id)
    }

    /// After something was done from outside.
    pub(super) fn look(&mut self) {
        self.judge.look(&self.cluster);
        self.judge.take_stock(&self.cluster, &self.settings);
    }
}

impl World for RaftWorld {
    type Note = RaftEvent;

    fn next_at(&self) -> Option<SimTime> {
        self.cluster.next_at()
    }

    fn step(&mut self, trace: &mut Trace<RaftEvent>) {
        self.cluster.step(trace);
        self.judge.look(&self.cluster);
    }

    fn inject(&mut self, now: SimTime, fault: &Fault, trace: &mut Trace<RaftEvent>) -> Result<(), String> {
        if let Fault::Crash(id) | Fault::LoseDisk(id) = fault {
            self.judge.crash(&self.cluster, *id);
        }
        self.cluster.inject(now, fault, trace)?;
        self.look();
        Ok(())
    }

    fn digest(&self) -> u64 {
        Digest::of(self)
    }

    fn bytes(&self) -> usize {
        let Self { cluster, judge, settings: _ } = self;
        size_of::<Self>() - size_of_val(cluster) + cluster.bytes() + judge.bytes()
    }

    fn active_faults(&self, now: SimTime) -> Vec<String> {
        self.cluster.active_faults(now)
    }
}
