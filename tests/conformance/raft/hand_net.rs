//! A network worked by hand: nothing moves unless the test says so. Independent of the kernel.

use faultyard::algorithms::raft::*;
use faultyard::process::{Durable, Effect, NodeId, Outbox, Process, Random, Seed, SimTime};

/// A message on its way.
#[derive(Clone, Copy, Debug)]
pub struct Letter {
    pub from: NodeId,
    pub to: NodeId,
    pub message: Message,
}

pub struct HandNet {
    pub members: Vec<Member>,
    pub disks: Vec<Disk>,
    pub up: Vec<bool>,
    pub letters: Vec<Letter>,
    /// What each node is waiting for, and when.
    pub timers: Vec<Vec<(Timer, SimTime)>>,
    pub notes: Vec<(NodeId, Note)>,
    pub now: SimTime,
    pub observer: Observer,
    /// Every server that took a step, in order, since somebody last emptied this.
    pub touched: Vec<NodeId>,
    random: Vec<Random>,
}

pub fn n(number: u16) -> NodeId {
    NodeId(number - 1)
}

impl HandNet {
    /// A started cluster.
    pub fn new(settings: Settings, initial: Initial, seed: u64) -> HandNet {
        let members = Member::cluster(settings);
        let count = members.len();
        let mut net = HandNet {
            disks: (0..count).map(|i| initial.disk(NodeId(i as u16))).collect(),
            up: vec![true; count],
            letters: Vec::new(),
            timers: vec![Vec::new(); count],
            notes: Vec::new(),
            now: SimTime::ZERO,
            observer: Observer::new(),
            touched: Vec::new(),
            random: (0..count).map(|i| Seed(seed).stream("node", i as u64)).collect(),
            members,
        };
        (0..count).for_each(|i| net.recover(NodeId(i as u16)));
        net
    }

    /// A cluster without clients.
    pub fn servers(settings: Settings, initial: Initial) -> HandNet {
        let servers = initial.servers().unwrap_or(settings.servers);
        HandNet::new(Settings { servers, clients: 0, ..settings }, initial, 1)
    }

    pub fn server(&self, node: NodeId) -> &Server {
        self.members[node.index()].server().expect("a server")
    }

    pub fn client(&self, node: NodeId) -> &Client {
        self.members[node.index()].client().expect("a client")
    }

    pub fn crash(&mut self, node: NodeId) {
        self.up[node.index()] = false;
        self.timers[node.index()].clear();
        self.members[node.index()] = self.members[node.index()].wiped();
    }

    pub fn recover(&mut self, node: NodeId) {
        self.up[node.index()] = true;
        let disk = self.disks[node.index()].clone();
        self.step(node, |member, out| member.recover(&disk, out));
    }

    pub fn restart(&mut self, node: NodeId) {
        self.crash(node);
        self.recover(node);
    }

    /// Lets a timer run out, whenever it was due.
    pub fn fire(&mut self, node: NodeId, timer: Timer) {
        self.timers[node.index()].retain(|(armed, _)| *armed != timer);
        self.step(node, |member, out| member.on_timer(timer, out));
    }

    /// Lets the earliest timer run out; moves the clock.
    pub fn fire_next(&mut self) {
        let armed = self.timers.iter().enumerate();
        let all = armed.flat_map(|(i, list)| list.iter().map(move |(timer, at)| (*at, i, *timer)));
        let Some((at, i, timer)) = all.min() else { return };
        self.now = self.now.max(at);
        self.fire(NodeId(i as u16), timer);
    }

    /// Hands a message over.
    pub fn give(&mut self, letter: Letter) {
        if self.up[letter.to.index()] {
            self.step(letter.to, |member, out| member.on_message(letter.from, &letter.message, out));
        }
    }

    /// Hands over the messages that `choose` picks, and what they lead to, until there are none; the others stay.
    pub fn deliver_where(&mut self, choose: impl Fn(&Letter) -> bool) {
        let mut kept = Vec::new();
        for round in 0.. {
            assert!(round < 10_000, "messages without end");
            if self.letters.is_empty() {
                break;
            }
            let letter = self.letters.remove(0);
            if choose(&letter) { self.give(letter) } else { kept.push(letter) }
        }
        self.letters = kept;
    }

    pub fn deliver_all(&mut self) {
        self.deliver_where(|_| true);
    }

    /// Hands over what travels among these nodes; everything else is lost.
    pub fn deliver_among(&mut self, nodes: &[NodeId]) {
        self.deliver_where(|letter| nodes.contains(&letter.from) && nodes.contains(&letter.to));
        self.letters.clear();
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

    fn step(&mut self, node: NodeId, act: impl FnOnce(&mut Member, &mut Outbox<Member>)) {
        let i = node.index();
        let mut effects = Vec::new();
        act(&mut self.members[i], &mut Outbox::new(node, self.now, &mut self.random[i], &mut effects));
        for (effect, _) in effects {
            match effect {
                Effect::Send { to, message } => self.letters.push(Letter { from: node, to, message }),
                Effect::Persist(write) => self.disks[i].apply(write),
                Effect::Note(note) => self.notes.push((node, note)),
                Effect::CancelTimer(timer) => self.timers[i].retain(|(armed, _)| *armed != timer),
                Effect::SetTimer { timer, after } => {
                    self.timers[i].retain(|(armed, _)| *armed != timer);
                    self.timers[i].push((timer, self.now + after));
                }
            }
        }
        if let Some(server) = self.members[i].server() {
            self.observer.observe(node, server);
            self.touched.push(node);
        }
    }
}
