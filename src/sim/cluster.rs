//! The world of message-passing processes: machines, a network between them, and a queue of what comes next.

mod faults;

use super::flight::Flights;
use super::network::Route;
use super::node::{Armed, Effects, Unfinished, Work};
use super::{
    Baseline, Byzantine, Digest, Fate, Fault, Flight, Loss, MessageId, Network, Node, Queue, Record,
    RecordId, Trace, What, World,
};
use crate::process::{Durable, Effect, NodeId, Outbox, Process, Seed, SimDuration, SimTime};
use std::hash::{Hash, Hasher};
use std::panic::Location;

/// The surroundings of a cluster when the run starts.
#[derive(Clone, Copy, Debug)]
pub struct Conditions {
    /// The least time that a message takes.
    pub latency_min: SimDuration,
    /// The most time that a message takes.
    pub latency_max: SimDuration,
    /// How long a write to disk takes; the machine does nothing else meanwhile.
    pub disk: SimDuration,
}

/// Processes on machines in a network.
///
/// A machine does one thing at a time. While its disk writes, while it stands still or is slow, what arrives
/// waits in order. What a step persists is on disk before what it sends is on its way; a crash in between loses
/// both.
pub struct Cluster<P: Process> {
    now: SimTime,
    nodes: Vec<Node<P>>,
    network: Network,
    disk: SimDuration,
    flights: Flights<P::Message>,
    queue: Queue<Next>,
    messages: u64,
    scratch: Effects<P>,
    touched: Option<NodeId>,
}

/// What comes next: only an address, so that the queue is small; the thing itself says whether it still counts.
#[derive(Clone, Copy, Hash)]
enum Next {
    Land(u32),
    Timer(NodeId, u64),
    Wake(NodeId),
}

impl<P: Process> Cluster<P> {
    /// Machines set up like this and with these disks, all down until their first event at time zero, in order.
    pub fn new(
        machines: impl IntoIterator<Item = (P::Config, P::Durable)>,
        conditions: Conditions,
        seed: Seed,
    ) -> Cluster<P> {
        let node = |(i, (config, disk)): (usize, (P::Config, P::Durable))| Node {
            awake_at: Some(SimTime::ZERO),
            ..Node::new(NodeId(i as u16), config, disk, seed.stream("node", i as u64))
        };
        let nodes: Vec<Node<P>> = machines.into_iter().enumerate().map(node).collect();
        let network = Network::new(nodes.len(), seed, conditions.latency_min, conditions.latency_max);
        let mut queue = Queue::default();
        (0..nodes.len()).for_each(|i| queue.push(SimTime::ZERO, Next::Wake(NodeId(i as u16))));
        Cluster {
            now: SimTime::ZERO,
            nodes,
            network,
            disk: conditions.disk,
            flights: Flights::new(),
            queue,
            messages: 0,
            scratch: Vec::new(),
            touched: None,
        }
    }

    /// The time of the latest event or input.
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// All machines, in the order of their numbers.
    pub fn nodes(&self) -> &[Node<P>] {
        &self.nodes
    }

    /// One machine.
    pub fn node(&self, id: NodeId) -> &Node<P> {
        &self.nodes[id.index()]
    }

    /// The network.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// What every link is like from now on, but for what a fault has set on it: for parameters that change while a run
    /// goes on.
    pub fn set_baseline(&mut self, baseline: Baseline) {
        self.network.set_baseline(baseline);
    }

    /// Sets a machine up anew, for parameters that change while a run goes on.
    pub fn reconfigure(&mut self, id: NodeId, change: impl FnOnce(&mut P::Config)) {
        let node = &mut self.nodes[id.index()];
        change(&mut node.config);
        node.process.reconfigure(&node.config);
    }

    /// Changes how long a write to disk takes.
    pub fn set_disk(&mut self, disk: SimDuration) {
        self.disk = disk;
    }

    /// The messages on their way, in no particular order.
    pub fn flights(&self) -> impl Iterator<Item = &Flight<P::Message>> {
        self.flights.iter()
    }

    /// How many messages have been sent.
    pub fn messages_sent(&self) -> u64 {
        self.messages
    }

    /// The machine that the latest event was about: the only one whose process can have changed.
    pub fn touched(&self) -> Option<NodeId> {
        self.touched
    }

    /// Lets a timer run out now, whenever it is due. The latest record of the trace is its cause.
    ///
    /// # Errors
    /// A sentence that says why it cannot.
    pub fn expire(
        &mut self,
        now: SimTime,
        id: NodeId,
        timer: P::Timer,
        trace: &mut Trace<P::Note>,
    ) -> Result<(), String> {
        let node = self.nodes.get(id.index()).ok_or_else(|| format!("there is no {id}"))?;
        let armed = node.timers.iter().find(|armed| armed.timer == timer);
        let armed = armed.ok_or_else(|| format!("{id}'s {} is not set", P::timer_name(timer)))?;
        let work = Work::Timer { timer, token: armed.token, cause: trace.cause() };
        (self.now, self.touched) = (now, None);
        self.take_up(id, work, trace);
        self.skip_stale();
        Ok(())
    }

    /// Lets a process take a step because someone outside asks for it: a person at a client's keyboard.
    ///
    /// # Errors
    /// A sentence that says why it cannot now.
    pub fn prompt(
        &mut self,
        now: SimTime,
        id: NodeId,
        trace: &mut Trace<P::Note>,
        step: impl FnOnce(&mut P, &mut Outbox<P>),
    ) -> Result<(), String> {
        let node = self.nodes.get(id.index()).ok_or_else(|| format!("there is no {id}"))?;
        match () {
            () if !node.up => return Err(format!("{id} is down")),
            () if node.free_at() > now => return Err(format!("{id} is busy")),
            () => (self.now, self.touched) = (now, None),
        }
        let cause = trace.cause();
        self.run(id, cause, trace, |process, out, _| step(process, out));
        self.skip_stale();
        Ok(())
    }

    /// A machine comes up.
    pub(super) fn start(&mut self, id: NodeId, cause: Option<RecordId>, trace: &mut Trace<P::Note>) {
        let node = &mut self.nodes[id.index()];
        node.process = P::boot(id, &node.config);
        (node.up, node.since) = (true, self.now);
        self.run(id, cause, trace, |node, out, disk| node.recover(disk, out));
    }

    #[inline]
    pub(super) fn put_in_flight(&mut self, flight: Flight<P::Message>) {
        let ends = flight.ends;
        let slot = self.flights.insert(flight);
        self.queue.push(ends, Next::Land(slot));
    }

    /// A message's flight ends: it arrives, or is lost.
    fn land(&mut self, slot: u32, trace: &mut Trace<P::Note>) {
        let flight = self.flights.land(slot, self.now).expect("a stale landing is skipped before");
        let summary = P::summarise(&flight.message);
        let up = self.nodes[flight.to.index()].up;
        let lost = match flight.fate {
            Fate::Lost(why) => Some(why),
            Fate::Arrives if !self.network.reaches(flight.from, flight.to) => Some(Loss::Cut),
            Fate::Arrives => (!up).then_some(Loss::Down),
        };
        let what = match lost {
            Some(why) => What::Lost(flight.id, summary, why),
            None => What::Received(flight.id, summary),
        };
        let mut record = Record::new(self.now, what).at_node(flight.to).with_peer(flight.from);
        record.began = flight.sent;
        let record = trace.push(record.because(Some(flight.cause)));
        if lost.is_none() {
            let Flight { from, to, message, .. } = flight;
            if self.is_idle(to) {
                self.run(to, Some(record), trace, |process, out, _| process.on_message(from, message, out));
            } else {
                self.put_off(to, Work::Message { from, message, record });
            }
        }
    }

    /// Does a piece of work at once, or lets it wait while the machine is busy.
    fn take_up(&mut self, id: NodeId, work: Work<P>, trace: &mut Trace<P::Note>) {
        if self.is_idle(id) { self.work(id, work, trace) } else { self.put_off(id, work) }
    }

    fn is_idle(&self, id: NodeId) -> bool {
        let node = &self.nodes[id.index()];
        node.free_at() <= self.now && node.unfinished.is_none() && node.waiting.is_empty()
    }

    fn put_off(&mut self, id: NodeId, work: Work<P>) {
        self.nodes[id.index()].waiting.push_back(work);
        self.wake_when_free(id);
    }

    fn work(&mut self, id: NodeId, work: Work<P>, trace: &mut Trace<P::Note>) {
        match work {
            Work::Message { from, message, record } => {
                self.run(id, Some(record), trace, |process, out, _| process.on_message(from, message, out));
            }
            Work::Timer { timer, token, cause } => {
                let node = &mut self.nodes[id.index()];
                let Some(armed) = node.timers.iter().position(|armed| armed.token == token) else {
                    return; // It was set anew or cancelled while it waited.
                };
                node.timers.swap_remove(armed);
                let what = What::Timer(P::timer_name(timer));
                let record = trace.push(Record::new(self.now, what).at_node(id).because(cause));
                self.run(id, Some(record), trace, |process, out, _| process.on_timer(timer, out));
            }
        }
    }

    /// Lets a process take a step, and does what it asks: now, or when disk and machine are done.
    fn run(
        &mut self,
        id: NodeId,
        cause: Option<RecordId>,
        trace: &mut Trace<P::Note>,
        step: impl FnOnce(&mut P, &mut Outbox<P>, &P::Durable),
    ) {
        let mut effects = std::mem::take(&mut self.scratch);
        let node = &mut self.nodes[id.index()];
        let clock = node.clock(self.now);
        let mut out = Outbox::new(id, clock, &mut node.random, &mut effects);
        step(&mut node.process, &mut out, &node.disk);
        self.touched = Some(id);
        let writes = effects.iter().any(|(effect, _)| matches!(effect, Effect::Persist(_)));
        let takes = node.per_event + if writes { self.disk } else { SimDuration::ZERO };
        if takes == SimDuration::ZERO {
            self.carry_out(id, cause, &mut effects, trace);
            self.scratch = effects;
        } else {
            node.busy_until = self.now + takes;
            node.unfinished = Some(Unfinished { effects, cause });
            self.wake_when_free(id);
        }
    }

    fn carry_out(
        &mut self,
        id: NodeId,
        cause: Option<RecordId>,
        effects: &mut Effects<P>,
        trace: &mut Trace<P::Note>,
    ) {
        if self.nodes[id.index()].loyalty != Byzantine::Honest {
            self.corrupt(id, effects);
        }
        for (effect, site) in effects.drain(..) {
            match effect {
                Effect::Send { to, message } => self.send(id, to, message, cause, site, trace),
                Effect::SetTimer { timer, after } => self.set_timer(id, timer, after, cause),
                Effect::CancelTimer(timer) => {
                    self.nodes[id.index()].timers.retain(|armed| armed.timer != timer);
                }
                Effect::Persist(write) => self.nodes[id.index()].disk.apply(write),
                Effect::Note(note) => {
                    let record = Record::new(self.now, What::Note(note)).at_node(id);
                    trace.push(record.because(cause).made_by(site));
                }
            }
        }
    }

    fn send(
        &mut self,
        from: NodeId,
        to: NodeId,
        message: P::Message,
        cause: Option<RecordId>,
        site: &'static Location<'static>,
        trace: &mut Trace<P::Note>,
    ) {
        self.messages += 1;
        let id = MessageId(self.messages);
        let sent = Record::new(self.now, What::Sent(id, P::summarise(&message))).at_node(from).with_peer(to);
        let cause = trace.push(sent.because(cause).made_by(site));
        let Route { takes, lost, copy } = self.network.route(from, to);
        let (sent, arrives) = (self.now, self.now + takes);
        let (fate, ends) = match lost {
            Some((why, after)) => (Fate::Lost(why), sent + after),
            None => (Fate::Arrives, arrives),
        };
        let flight = Flight { id, from, to, sent, arrives, ends, fate, cause, message };
        if let Some(takes) = copy.filter(|_| lost.is_none()) {
            let arrives = sent + takes;
            self.put_in_flight(Flight { arrives, ends: arrives, ..flight.clone() });
        }
        self.put_in_flight(flight);
    }

    fn set_timer(&mut self, id: NodeId, timer: P::Timer, after: SimDuration, cause: Option<RecordId>) {
        let token = self.queue.reserve();
        let node = &mut self.nodes[id.index()];
        let due = self.now + node.real_length(after);
        let earlier = node.timers.iter_mut().find(|armed| armed.timer == timer);
        let entry = earlier.as_ref().and_then(|armed| armed.entry).filter(|(at, _)| *at <= due);
        let armed = Armed { timer, token, set: self.now, due, cause, entry: entry.or(Some((due, token))) };
        match earlier {
            Some(earlier) => *earlier = armed,
            None => node.timers.push(armed),
        }
        if entry.is_none() {
            self.queue.push_as(token, due, Next::Timer(id, token));
        }
    }

    fn wake_when_free(&mut self, id: NodeId) {
        let node = &mut self.nodes[id.index()];
        let at = node.free_at().max(self.now);
        if node.awake_at.is_none_or(|earlier| earlier > at) {
            node.awake_at = Some(at);
            self.queue.push(at, Next::Wake(id));
        }
    }

    /// A machine comes up for the first time, finishes a step, or takes up what waited.
    fn wake(&mut self, id: NodeId, trace: &mut Trace<P::Note>) {
        let node = &mut self.nodes[id.index()];
        node.awake_at = None;
        if !node.up {
            return self.start(id, None, trace);
        }
        if node.free_at() > self.now {
            return self.wake_when_free(id);
        }
        self.touched = Some(id);
        if let Some(Unfinished { mut effects, cause }) = node.unfinished.take() {
            self.carry_out(id, cause, &mut effects, trace);
        } else if let Some(work) = node.waiting.pop_front() {
            self.work(id, work, trace);
        }
        let node = &self.nodes[id.index()];
        if node.unfinished.is_some() || !node.waiting.is_empty() {
            self.wake_when_free(id);
        }
    }

    fn timer(&mut self, id: NodeId, token: u64, trace: &mut Trace<P::Note>) {
        let armed = self.nodes[id.index()].timers.iter_mut().find(|armed| armed.token == token);
        let armed = armed.expect("a stale timer is skipped before");
        armed.entry = None;
        let work = Work::Timer { timer: armed.timer, token, cause: armed.cause };
        self.take_up(id, work, trace);
    }

    /// Whether the timer's entry that comes next counts. If the timer was set again meanwhile, it is put off.
    fn runs_out(&mut self, id: NodeId, token: u64) -> bool {
        let timers = &mut self.nodes[id.index()].timers;
        let of_entry = |armed: &&mut Armed<_>| armed.entry.is_some_and(|(_, entry)| entry == token);
        match timers.iter_mut().find(of_entry) {
            Some(armed) if armed.token != token => {
                armed.entry = Some((armed.due, armed.token));
                self.queue.push_as(armed.token, armed.due, Next::Timer(id, armed.token));
                false
            }
            armed => armed.is_some(),
        }
    }

    /// Drops what no longer counts from the head of the queue, so that the next entry is the next event.
    fn skip_stale(&mut self) {
        while let Some((at, next)) = self.queue.peek() {
            let counts = match *next {
                Next::Land(slot) => self.flights.is_due(slot, at),
                Next::Timer(id, token) => self.runs_out(id, token),
                Next::Wake(id) => self.nodes[id.index()].awake_at == Some(at),
            };
            if counts {
                return;
            }
            self.queue.pop();
        }
    }
}

impl<P: Process + 'static> World for Cluster<P> {
    type Note = P::Note;

    fn next_at(&self) -> Option<SimTime> {
        self.queue.peek().map(|(at, _)| at)
    }

    fn step(&mut self, trace: &mut Trace<P::Note>) {
        let Some((at, next)) = self.queue.pop() else { return };
        self.now = at;
        self.touched = None;
        match next {
            Next::Land(slot) => self.land(slot, trace),
            Next::Timer(id, token) => self.timer(id, token, trace),
            Next::Wake(id) => self.wake(id, trace),
        }
        self.skip_stale();
    }

    fn inject(&mut self, now: SimTime, fault: &Fault, trace: &mut Trace<P::Note>) -> Result<(), String> {
        if let Some(stranger) = fault.nodes().into_iter().find(|node| node.index() >= self.nodes.len()) {
            return Err(format!("there is no {stranger}"));
        }
        let cause = trace.cause();
        let before = (self.now, self.touched);
        (self.now, self.touched) = (now, None);
        let done = self.take(fault, cause, trace);
        if done.is_err() {
            (self.now, self.touched) = before;
        }
        self.skip_stale();
        done
    }

    fn digest(&self) -> u64 {
        Digest::of(self)
    }

    fn bytes(&self) -> usize {
        let Self { nodes, network, flights, queue, scratch: _, now: _, disk: _, messages: _, touched: _ } =
            self;
        let nodes: usize = nodes.iter().map(Node::bytes).sum();
        size_of::<Self>() + nodes + network.bytes() + flights.bytes() + queue.bytes()
    }

    fn active_faults(&self, now: SimTime) -> Vec<String> {
        let ill = |(i, node): (usize, &Node<P>)| match node.health(now) {
            _ if now == SimTime::ZERO => None,
            super::Health::Up => None,
            super::Health::Down => Some(format!("{} is down", NodeId(i as u16))),
            super::Health::Paused => Some(format!("{} is paused", NodeId(i as u16))),
            super::Health::Slow => Some(format!("{} is slow", NodeId(i as u16))),
        };
        let mut faults: Vec<String> = self.nodes.iter().enumerate().filter_map(ill).collect();
        if !self.network.is_whole() {
            faults.push("the network is partitioned".into());
        }
        let network = [
            (self.network.any(|link| link.loss_ppm > 0), "the network loses messages"),
            (self.network.any(|link| link.duplicate_ppm > 0), "the network duplicates messages"),
            (self.network.any(|link| link.reorder.0 > 0), "the network holds messages back"),
            (
                self.network.any(|link| link.latency != self.network.baseline().latency),
                "the network's latency is changed",
            ),
        ];
        faults.extend(network.into_iter().filter(|(is_so, _)| *is_so).map(|(_, what)| what.into()));
        faults
    }
}

impl<P: Process> Clone for Cluster<P> {
    fn clone(&self) -> Self {
        Cluster {
            nodes: self.nodes.clone(),
            network: self.network.clone(),
            flights: self.flights.clone(),
            queue: self.queue.clone(),
            scratch: Vec::new(),
            ..*self
        }
    }
}

impl<P: Process> Hash for Cluster<P> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { now, nodes, network, disk, flights, queue, messages, scratch: _, touched } = self;
        (now, nodes, network, disk, flights, queue, messages, touched).hash(state);
    }
}
