//! The world: a cluster of Raft servers and clients, and a judge who looks at it from outside.

use super::judge::Judge;
use super::params::RaftParams;
use crate::algorithms::raft::{KEYS, Member, Note, Operation, Role, Server, Settings, Timer};
use crate::process::{NodeId, Seed, SimTime};
use crate::sim::{Act, Cluster, Command, Digest, Fault, Trace, World};

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
        let disk = |number: usize| match number < usize::from(settings.servers) {
            true => initial.disk(NodeId(number as u16)),
            false => Default::default(),
        };
        let members = Member::cluster(settings).into_iter().enumerate();
        let members = members.map(|(number, member)| (member, disk(number))).collect();
        let mut cluster = Cluster::new(members, params.conditions(), seed);
        cluster.change_links(|link| params.tune(link));
        RaftWorld { cluster, judge: Judge::new(&settings), settings }
    }

    /// Takes over what may change while the run goes on.
    pub fn retune(&mut self, params: &RaftParams) {
        self.cluster.change_links(|link| params.tune(link));
        self.cluster.set_disk(params.conditions().disk);
        for number in self.settings.servers..self.settings.nodes() {
            if let Member::Client(client) = self.cluster.process_mut(NodeId(number)) {
                client.set_interval(params.interval());
            }
        }
        self.judge.take_stock(&self.cluster);
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

    fn command(&mut self, now: SimTime, command: &Command, trace: &mut Trace<Note>) -> Result<(), String> {
        match command.name.as_str() {
            "timeout" => self.time_out(now, &command.argument, trace),
            verb @ ("write" | "add" | "read") => self.ask(now, verb, &command.argument, trace),
            other => Err(format!("\"{other}\" is none of timeout, write, add, read")),
        }
    }

    /// A server's election timer runs out now.
    fn time_out(&mut self, now: SimTime, argument: &str, trace: &mut Trace<Note>) -> Result<(), String> {
        let id = NodeId::parse(argument).filter(|id| id.0 < self.settings.servers);
        let id = id.ok_or_else(|| format!("\"{argument}\" is no server"))?;
        match () {
            () if !self.cluster.node(id).up => Err(format!("{id} is down")),
            () if self.server(id).role() == Role::Leader => Err(format!("{id} leads: it waits for nobody")),
            () => self.cluster.expire(now, id, Timer::Election, trace),
        }
    }

    /// A client asks for something: the one named first, else the first that is idle, else the first, after its
    /// present command.
    fn ask(
        &mut self,
        now: SimTime,
        verb: &str,
        argument: &str,
        trace: &mut Trace<Note>,
    ) -> Result<(), String> {
        let named = argument.split_once(' ').and_then(|(name, rest)| Some((NodeId::parse(name)?, rest)));
        let operation = parse(verb, named.map_or(argument, |(_, rest)| rest))?;
        let idle = |id: &NodeId| {
            let client = self.cluster.node(*id).process.client();
            client.is_some_and(|client| client.pending().is_none())
        };
        let chosen = |id: &NodeId| named.is_none_or(|(name, _)| name == *id);
        let up = || self.client_ids().filter(|id| self.cluster.node(*id).up).filter(chosen);
        let client = up().find(idle).or_else(|| up().next());
        let client = client.ok_or("there is no such client up: set Clients to 1 or more")?;
        self.cluster.prompt(now, client, trace, |member, out| {
            if let Member::Client(client) = member {
                client.order(operation, out);
            }
        })
    }
}

/// Reads `3=7` or `k3=7`; for a read, `3`.
fn parse(verb: &str, text: &str) -> Result<Operation, String> {
    let wrong = || match verb {
        "read" => format!("\"{text}\" is no key from 0 to {}", KEYS - 1),
        _ => format!("\"{text}\" should read 3=7: a key from 0 to {}, and a number", KEYS - 1),
    };
    let key = |text: &str| {
        let key = text.trim().trim_start_matches('k').parse().ok();
        key.filter(|key| *key < KEYS).ok_or_else(wrong)
    };
    if verb == "read" {
        return Ok(Operation::Get { key: key(text)? });
    }
    let (left, right) = text.split_once('=').ok_or_else(wrong)?;
    let (key, value) = (key(left)?, right.trim().parse().map_err(|_| wrong())?);
    Ok(match verb {
        "add" => Operation::Add { key, amount: value },
        _ => Operation::Put { key, value },
    })
}

impl World for RaftWorld {
    type Note = Note;

    fn next_at(&self) -> Option<SimTime> {
        self.cluster.next_at()
    }

    fn step(&mut self, trace: &mut Trace<Note>) {
        self.cluster.step(trace);
        self.judge.look(&self.cluster);
    }

    fn apply(&mut self, now: SimTime, act: Act, trace: &mut Trace<Note>) -> Result<(), String> {
        match act {
            Act::Fault(fault) => {
                if let Fault::Crash(id) | Fault::LoseDisk(id) = fault {
                    self.judge.crash(&self.cluster, *id);
                }
                self.cluster.hurt(now, fault, trace)?;
            }
            Act::Command(command) => self.command(now, command, trace)?,
        }
        self.judge.look(&self.cluster);
        self.judge.take_stock(&self.cluster);
        Ok(())
    }

    fn digest(&self) -> u64 {
        Digest::of(self)
    }

    fn bytes(&self) -> usize {
        let Self { cluster, judge, settings: _ } = self;
        size_of::<Self>() - size_of_val(cluster) + cluster.bytes() + judge.bytes()
    }

    fn wounds(&self, now: SimTime) -> Vec<String> {
        self.cluster.wounds(now)
    }
}
