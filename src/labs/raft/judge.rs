//! Judges a cluster from outside, after every event: figure 3's properties, sessions, reads, and who leads.

use super::ledger::Ledger;
use crate::algorithms::raft::{Index, Log, Member, Observer, Property, Role, Server, Settings, Term};
use crate::lab::Finding;
use crate::process::NodeId;
use crate::sim::{Byzantine, Cluster, Health};

/// Links that lose more than this do not count as working: the paper's network is slow, not deaf.
const TOO_LOSSY_PPM: u32 = 250_000;

/// How an entry of a server's log stands to what was committed at its index, whatever the server itself knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was committed there.
    Open,
    /// It is what was committed.
    Committed,
    /// Another entry was committed there, in this term; this one is to give way.
    Another(Term),
    /// As before, but this one took the other's place.
    Overwrites(Term),
    /// As before, but the server takes this one for committed.
    Contradicts(Term),
}

/// What is known of a run from outside.
#[derive(Clone, Hash)]
pub struct Judge {
    /// Figure 3.
    pub observer: Observer,
    /// Sessions and reads.
    pub ledger: Ledger,
    /// A bit for each server that leads.
    leads: u16,
    /// Nothing is hurt: every server is up, and all are in touch in good time.
    calm: bool,
    servers: u16,
}

impl Judge {
    /// The judge of a cluster that has not started.
    pub fn new(settings: &Settings) -> Judge {
        Judge {
            observer: Observer::new(),
            ledger: Ledger::new(settings),
            leads: 0,
            calm: true,
            servers: settings.servers,
        }
    }

    /// Bytes that it holds on the heap and no other copy does, by estimate.
    pub fn bytes(&self) -> usize {
        let Self { observer, ledger, leads: _, calm: _, servers: _ } = self;
        observer.bytes() + ledger.bytes()
    }

    /// Looks at what the latest event touched.
    pub fn look(&mut self, cluster: &Cluster<Member>) {
        let Some(id) = cluster.touched() else { return };
        let node = cluster.node(id);
        match &node.process {
            Member::Client(client) => self.ledger.look_at_client(id, client),
            Member::Server(_) if !node.up => self.leads &= !(1 << id.0),
            Member::Server(server) => {
                self.observer.observe(id, server);
                let leads = u16::from(server.role() == Role::Leader);
                self.leads = self.leads & !(1 << id.0) | leads << id.0;
                let sound = self.observer.broken(Property::StateMachineSafety).is_none();
                if sound {
                    self.ledger.look_at_server(id, server);
                }
            }
        }
    }

    /// Something came from outside: the network or a machine may have changed.
    pub fn take_stock(&mut self, cluster: &Cluster<Member>, settings: &Settings) {
        let all = || (0..self.servers).map(NodeId);
        self.calm = all().all(|a| is_well(cluster, a) && all().all(|b| answers(cluster, settings, a, b)));
    }

    /// A server is about to crash.
    pub fn crash(&mut self, cluster: &Cluster<Member>, id: NodeId) {
        let up = cluster.nodes().get(id.index()).is_some_and(|node| node.up);
        if up && id.0 < self.servers {
            self.observer.crashed(id, &cluster.node(id).disk.log);
        }
    }

    /// How the entry at `index` of `log`, the log of server `id`, stands.
    pub fn standing(&self, cluster: &Cluster<Member>, id: NodeId, log: &Log, index: Index) -> Standing {
        let Some(term) = self.observer.committed_in(index) else { return Standing::Open };
        let server = cluster.node(id).process.server();
        match () {
            () if self.observer.has_committed(log, index) => Standing::Committed,
            () if index <= self.observer.held(id) => Standing::Overwrites(term),
            () if server.is_some_and(|server| index <= server.commit_index()) => Standing::Contradicts(term),
            () => Standing::Another(term),
        }
    }

    /// What the observer has found of a property of figure 3.
    pub fn figure_3(&self, property: Property) -> Finding<'_> {
        let flaw = self.observer.broken(property).map(|violation| violation.text.as_str());
        Finding { tested: self.observer.tested(property), flaw }
    }

    /// Whether nothing was ever broken.
    pub fn is_sound(&self) -> bool {
        let ledger = &self.ledger;
        self.observer.violations().is_empty() && ledger.once.flaw.is_none() && ledger.fresh.flaw.is_none()
    }

    /// How many servers lead, each in its own term.
    pub fn leaders(&self) -> u32 {
        self.leads.count_ones()
    }

    /// Whether a leader is in touch with a majority, slow or late as it may be; `None` if there is none and need not be
    /// one: no server is well and in touch with a majority in good time.
    pub fn has_leader(&self, cluster: &Cluster<Member>, settings: &Settings) -> Option<bool> {
        if self.calm {
            return Some(self.leads != 0);
        }
        let leads = |id: NodeId| self.leads & 1 << id.0 != 0;
        let ids = || (0..self.servers).map(NodeId);
        let majority = |count: usize| count * 2 > usize::from(self.servers);
        let runs = |id: &NodeId| is_running(cluster, *id);
        let follow = |a| ids().filter(runs).filter(|b| is_in_touch(cluster, a, *b)).count();
        if ids().filter(runs).any(|id| leads(id) && majority(follow(id))) {
            return Some(true);
        }
        let well = |id: &NodeId| is_well(cluster, *id);
        let answer = |a| ids().filter(well).filter(|b| answers(cluster, settings, a, *b)).count();
        ids().filter(well).any(|id| majority(answer(id))).then_some(false)
    }
}

impl Judge {
    /// The leader of the latest term.
    fn latest_leader<'a>(&self, cluster: &'a Cluster<Member>) -> Option<(NodeId, &'a Server)> {
        let leads = |id: &NodeId| self.leads & 1 << id.0 != 0;
        let first = NodeId(self.leads.trailing_zeros() as u16);
        let latest = match self.leads.count_ones() {
            0 => return None,
            1 => first,
            _ => (first.0..self.servers)
                .map(NodeId)
                .filter(leads)
                .max_by_key(|id| cluster.node(*id).process.server().map(Server::current_term))?,
        };
        Some((latest, cluster.node(latest).process.server()?))
    }

    /// Whether the latest leader has committed what earlier terms left in its log, as soon as a majority that answers it
    /// in good time stores that; `None` where they left nothing, or no such majority stores it.
    pub fn commits_older(&self, cluster: &Cluster<Member>, settings: &Settings) -> Option<bool> {
        let (leader, server) = self.latest_leader(cluster)?;
        let (log, term) = (server.log(), server.current_term());
        if log.term_at(1)? >= term {
            return None;
        }
        if log.term_at(server.commit_index() + 1).is_none_or(|next| next >= term) {
            return Some(true);
        }
        let older = last_of_earlier_terms(server);
        let stores = |id: NodeId| {
            let other = cluster.node(id).process.server();
            other.is_some_and(|other| other.log().digest_at(older) == log.digest_at(older))
        };
        let well = |id: NodeId| is_well(cluster, id) && answers(cluster, settings, leader, id);
        let storing = (0..self.servers).map(NodeId).filter(|id| well(*id) && stores(*id)).count();
        (is_well(cluster, leader) && storing * 2 > usize::from(self.servers)).then_some(false)
    }

    /// Which entries that [`Judge::commits_older`] is about the latest leader has not committed.
    pub fn older_entries(&self, cluster: &Cluster<Member>) -> String {
        let Some((leader, server)) = self.latest_leader(cluster) else { return "nobody leads".into() };
        let (term, first, last) =
            (server.current_term(), server.commit_index() + 1, last_of_earlier_terms(server));
        let entries =
            if first < last { format!("entries {first} to {last}") } else { format!("entry {last}") };
        format!(
            "{leader} leads term {term} and has not committed {entries} of earlier terms, which a majority stores"
        )
    }
}

/// The last entry of its log that is of an earlier term than its own.
fn last_of_earlier_terms(server: &Server) -> Index {
    let log = server.log();
    log.last_not_after_term(log.last_index(), server.current_term().saturating_sub(1)).0
}

/// It works, at whatever speed.
fn is_running(cluster: &Cluster<Member>, id: NodeId) -> bool {
    let node = cluster.node(id);
    matches!(node.health(cluster.now()), Health::Up | Health::Slow) && node.loyalty == Byzantine::Honest
}

/// It works at its usual speed.
fn is_well(cluster: &Cluster<Member>, id: NodeId) -> bool {
    is_running(cluster, id) && cluster.node(id).health(cluster.now()) == Health::Up
}

/// Messages get through both ways.
fn is_in_touch(cluster: &Cluster<Member>, a: NodeId, b: NodeId) -> bool {
    let network = cluster.network();
    let hears = |a, b| network.reaches(a, b) && network.link(a, b).loss_ppm <= TOO_LOSSY_PPM;
    a == b || hears(a, b) && hears(b, a)
}

/// They do so in good time: an answer is there before the shortest time-out (5.6: a broadcast takes far less).
fn answers(cluster: &Cluster<Member>, settings: &Settings, a: NodeId, b: NodeId) -> bool {
    let takes = |a, b| {
        let link = cluster.network().link(a, b);
        let held = if link.reorder.0 > 0 { link.reorder.1.0 } else { 0 };
        link.latency.1.0.saturating_add(held)
    };
    let way = if a == b { 0 } else { takes(a, b).saturating_add(takes(b, a)) };
    is_in_touch(cluster, a, b) && way < settings.election_min.0
}
