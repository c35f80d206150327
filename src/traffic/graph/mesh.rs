//! A graph that runs: requests from outside, calls between services, one event at a time. What callers do is in `calling`,
//! what services do in `serving`, what befalls servers in `faults`.

use super::call::{Call, Sending};
use super::counts::Counts;
use super::event::GraphEvent;
use super::guard::Guard;
use super::ids::{CallKey, RequestNumber, SendingKey};
use super::plan::Graph;
use super::pool::Pool;
use crate::process::{NodeId, Random, Seed, SimDuration, SimTime};
use crate::sim::{Digest, Queue, Record, Trace};
use crate::traffic::{Arrivals, Pattern, Spread};
use slotmap::SlotMap;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// What comes next: only an address. Who schedules it also says whether it still counts when it comes.
#[derive(Clone, Copy, Debug, Hash)]
pub(super) enum Next {
    /// A source asks.
    Ask(u16),
    /// A sending comes to its service, or its answer to its caller.
    Hop(SendingKey),
    /// A worker is done with a step.
    Done(SendingKey),
    /// A caller's patience ends.
    TimeOut(SendingKey),
    /// A caller tries again.
    Retry(CallKey),
    /// A server goes on after a pause.
    Wake(u16, u16),
}

/// A graph with everything that is under way in it.
#[derive(Clone)]
pub struct Mesh {
    pub(super) graph: Rc<Graph>,
    pub(super) names: Rc<Names>,
    pub(super) now: SimTime,
    pub(super) queue: Queue<Next>,
    pub(super) pools: Vec<Pool>,
    /// Of each edge, what each of the caller's servers keeps.
    pub(super) guards: Vec<Vec<Guard>>,
    pub(super) calls: SlotMap<CallKey, Call>,
    pub(super) sendings: SlotMap<SendingKey, Sending>,
    pub(super) chances: Chances,
    sources: Vec<Arrivals>,
    requests: u64,
    pub(super) counts: Counts,
}

/// The names of a graph, as events share them, and who calls on each edge.
#[derive(Debug)]
pub(super) struct Names {
    pub services: Vec<Rc<str>>,
    /// Of each edge, the caller.
    pub callers: Vec<Rc<str>>,
    /// Of each edge, the caller's service; none of a source's.
    pub from: Vec<Option<u16>>,
    /// Of each edge, the service that is called.
    pub to: Vec<u16>,
    /// The number of each service's first server.
    pub first: Vec<u16>,
}

/// Each service and each edge draws from streams of its own, by its name: what is added elsewhere changes nothing here.
#[derive(Clone, Debug, Hash)]
pub(super) struct Chances {
    pub work: Vec<Random>,
    pub backoff: Vec<Random>,
}

impl Names {
    fn of(graph: &Graph) -> Names {
        let services: Vec<Rc<str>> =
            graph.services.iter().map(|service| Rc::from(service.name.as_str())).collect();
        let from = graph.callers();
        let source = |edge: usize| {
            let mut sources = graph.sources.iter();
            let source = sources.find(|source| usize::from(source.call) == edge);
            Rc::from(source.map_or("", |source| source.name.as_str()))
        };
        let caller = |(edge, from): (usize, &Option<u16>)| {
            from.map_or_else(|| source(edge), |from| services[usize::from(from)].clone())
        };
        let callers = from.iter().enumerate().map(caller).collect();
        let mut first = Vec::new();
        let mut number = 0;
        for service in &graph.services {
            first.push(number);
            number += service.servers;
        }
        let to = graph.calls.iter().map(|call| call.to).collect();
        Names { callers, services, from, to, first }
    }
}

impl Names {
    /// Who calls on an edge, and who is called.
    pub fn ends(&self, edge: u16) -> (Rc<str>, Rc<str>) {
        let edge = usize::from(edge);
        (self.callers[edge].clone(), self.service(self.to[edge]))
    }

    /// A service's name.
    pub fn service(&self, service: u16) -> Rc<str> {
        self.services[usize::from(service)].clone()
    }

    /// Where a caller's server is; nowhere if a source calls.
    pub fn caller(&self, edge: u16, server: u16) -> Option<(u16, u16)> {
        self.from[usize::from(edge)].map(|from| (from, server))
    }
}

impl Mesh {
    /// A graph at the start of a run.
    ///
    /// # Errors
    /// What is wrong with the graph, a sentence for each thing.
    pub fn new(graph: Graph, seed: Seed) -> Result<Mesh, String> {
        let faults = graph.faults();
        if !faults.is_empty() {
            return Err(faults.join(" "));
        }
        let names = Names::of(&graph);
        let edge = |number: usize| {
            let to = &names.services[usize::from(graph.calls[number].to)];
            seed.stream(&format!("backoff {} {to}", names.callers[number]), 0)
        };
        let chances = Chances {
            work: names.services.iter().map(|name| seed.stream(&format!("work {name}"), 0)).collect(),
            backoff: (0..graph.calls.len()).map(edge).collect(),
        };
        let sources = graph.sources.iter().map(|source| {
            let own = Seed(seed.stream(&format!("source {}", source.name), 0).bits());
            let spread = if source.even { Spread::Even } else { Spread::Poisson };
            Arrivals::new(Pattern::Steady { rate: source.rate }, spread, own)
        });
        let mut mesh = Mesh {
            now: SimTime::ZERO,
            queue: Queue::default(),
            pools: graph.services.iter().map(Pool::new).collect(),
            guards: Vec::new(),
            calls: SlotMap::with_key(),
            sendings: SlotMap::with_key(),
            chances,
            sources: sources.collect(),
            requests: 0,
            counts: Counts::new(graph.calls.len(), graph.services.len()),
            names: Rc::new(names),
            graph: Rc::new(graph),
        };
        mesh.guards = (0..mesh.graph.calls.len()).map(|edge| mesh.fresh_guards(edge)).collect();
        (0..mesh.sources.len() as u16).for_each(|source| mesh.schedule_ask(source));
        Ok(mesh)
    }

    fn fresh_guards(&self, edge: usize) -> Vec<Guard> {
        let servers = self.names.from[edge].map_or(1, |from| self.graph.services[usize::from(from)].servers);
        vec![Guard::new(&self.graph.calls[edge]); usize::from(servers)]
    }

    /// The graph.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The servers of each service, in the graph's order.
    pub fn pools(&self) -> &[Pool] {
        &self.pools
    }

    /// What the caller's servers keep of an edge.
    pub fn guards(&self, edge: u16) -> &[Guard] {
        &self.guards[usize::from(edge)]
    }

    /// What was counted.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Calls that have not ended; those without a parent are requests.
    pub fn calls(&self) -> impl Iterator<Item = (CallKey, &Call)> {
        self.calls.iter()
    }

    /// Sendings that something in the system still knows of.
    pub fn sendings(&self) -> impl Iterator<Item = (SendingKey, &Sending)> {
        self.sendings.iter()
    }

    /// The time of the latest event or input.
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// The number of a server among those of all services.
    pub fn node(&self, service: u16, server: u16) -> NodeId {
        NodeId(self.names.first[usize::from(service)] + server)
    }

    /// When the next event is.
    pub fn next_at(&self) -> Option<SimTime> {
        self.queue.peek().map(|(at, _)| at)
    }

    /// Lets the next event happen.
    pub fn step(&mut self, trace: &mut Trace<GraphEvent>) {
        let Some((at, next)) = self.queue.pop() else { return };
        self.begin_at(at);
        match next {
            Next::Ask(source) => self.ask(source, trace),
            Next::Hop(key) => self.land(key, trace),
            Next::Done(key) => self.done(key, trace),
            Next::TimeOut(key) => self.time_out(key, trace),
            Next::Retry(key) => self.retry(key, trace),
            Next::Wake(service, server) => self.take_up(service, server, trace),
        }
        self.skip_stale();
    }

    pub(super) fn begin_at(&mut self, now: SimTime) {
        self.now = now;
        self.counts.requests.turn(now);
    }

    /// Takes out of the queue what does not count any more, so that each event is one that changes something.
    pub(super) fn skip_stale(&mut self) {
        while let Some((at, next)) = self.queue.peek() {
            let counts = match *next {
                Next::Ask(_) => true,
                Next::Hop(key) | Next::Done(key) => {
                    self.sendings.get(key).is_some_and(|sending| sending.ends == at)
                }
                Next::TimeOut(key) => self.sendings.get(key).is_some_and(|sending| !sending.abandoned),
                Next::Retry(key) => self.calls.contains_key(key),
                Next::Wake(service, server) => {
                    self.pools[usize::from(service)].servers[usize::from(server)].paused_until == at
                }
            };
            if counts {
                return;
            }
            self.queue.pop();
        }
    }

    /// A source asks: a request begins.
    fn ask(&mut self, source: u16, trace: &mut Trace<GraphEvent>) {
        self.schedule_ask(source);
        self.requests += 1;
        let request = RequestNumber(self.requests);
        self.counts.requests.arrive(self.now);
        let edge = self.graph.sources[usize::from(source)].call;
        let made = self.make_call(edge, request, None, trace);
        debug_assert!(made.is_none(), "a source has neither breaker nor bulkhead");
    }

    fn schedule_ask(&mut self, source: u16) {
        if let Some(at) = self.sources[usize::from(source)].next(self.now) {
            self.queue.push(at, Next::Ask(source));
        }
    }

    /// Multiplies what comes from outside for a while.
    pub fn surge(&mut self, factor: f64, length: SimDuration) {
        let until = self.now + length;
        self.sources.iter_mut().for_each(|source| source.surge(factor, until));
    }

    /// Tells what happened to a call, at a server or at none; the cause is what was told of it before. Where nobody
    /// listens the event is not even made.
    #[inline(always)]
    pub(super) fn tell(
        &mut self,
        trace: &mut Trace<GraphEvent>,
        at: Option<(u16, u16)>,
        about: CallKey,
        event: impl FnOnce(&Names) -> GraphEvent,
    ) {
        if trace.only_counts() {
            return trace.count();
        }
        let event = event(&self.names);
        self.tell_aloud(trace, at, about, event);
    }

    fn tell_aloud(
        &mut self,
        trace: &mut Trace<GraphEvent>,
        at: Option<(u16, u16)>,
        about: CallKey,
        event: GraphEvent,
    ) {
        let node = at.map(|(service, server)| self.node(service, server));
        let call = self.calls.get_mut(about);
        let cause = call.as_ref().and_then(|call| call.record);
        let id = trace.push(Record::note(self.now, event).at_node(node).because(cause));
        if let Some(call) = call {
            call.record = Some(id);
        }
    }

    /// A fingerprint of the state.
    pub fn digest(&self) -> u64 {
        Digest::of(self)
    }

    /// Bytes that a clone holds, by estimate.
    pub fn bytes(&self) -> usize {
        let Self {
            graph: _,
            names: _,
            now: _,
            queue,
            pools,
            guards,
            calls,
            sendings,
            chances: Chances { work, backoff },
            sources,
            requests: _,
            counts,
        } = self;
        size_of::<Mesh>()
            + queue.bytes()
            + pools.iter().map(|pool| size_of::<Pool>() + pool.bytes()).sum::<usize>()
            + guards.iter().flatten().map(|guard| size_of::<Guard>() + guard.bytes()).sum::<usize>()
            + calls.capacity() * (size_of::<Call>() + 8)
            + sendings.capacity() * (size_of::<Sending>() + 8)
            + (work.capacity() + backoff.capacity()) * size_of::<Random>()
            + sources.capacity() * size_of::<Arrivals>()
            + counts.bytes()
    }
}

impl Hash for Mesh {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            graph: _,
            names: _,
            now,
            queue,
            pools,
            guards,
            calls,
            sendings,
            chances,
            sources,
            requests,
            counts,
        } = self;
        (now, queue, pools, guards, chances, sources, requests, counts).hash(state);
        calls.iter().for_each(|call| call.hash(state));
        sendings.iter().for_each(|sending| sending.hash(state));
    }
}
