//! The traffic: clients and the service that they ask, one event at a time. The kernel's queue orders the events. Here
//! is who gets each of them, and how an attempt goes from one to the other; what it means to them is theirs.

use super::clients::Clients;
use super::event::TrafficEvent;
use super::flow::{Flow, Next};
use super::ids::ClientId;
use super::metrics::Metrics;
use super::request::{Attempt, AttemptKey, Ending, Request, RequestKey, Stage};
use super::seen::{Chosen, Ended, Followed};
use super::service::Service;
use super::settings::Settings;
use crate::process::{Seed, SimTime};
use crate::sim::{Digest, Trace};
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// Clients, their service, and everything on its way between them.
#[derive(Clone)]
pub struct Traffic {
    pub(super) clients: Clients,
    pub(super) service: Service,
    pub(super) flow: Flow,
}

impl Traffic {
    /// The traffic at the start of a run.
    pub fn new(settings: Settings, seed: Seed) -> Traffic {
        let mut flow = Flow::new(settings, seed);
        let mut service = Service::new(&mut flow);
        let clients = Clients::new(&mut flow);
        service.schedule_report(&mut flow);
        Traffic { clients, service, flow }
    }

    /// Who asks.
    pub fn clients(&self) -> &Clients {
        &self.clients
    }

    /// Who answers.
    pub fn service(&self) -> &Service {
        &self.service
    }

    /// What was counted.
    pub fn metrics(&self) -> &Metrics {
        &self.flow.metrics
    }

    /// The time of the latest event or input.
    pub fn now(&self) -> SimTime {
        self.flow.now
    }

    /// What it was set up with, as it is now.
    pub fn settings(&self) -> &Settings {
        &self.flow.settings
    }

    /// Requests that have not ended.
    pub fn requests(&self) -> impl Iterator<Item = &Request> {
        self.flow.requests.values()
    }

    /// A request that has not ended.
    pub fn request(&self, key: RequestKey) -> Option<&Request> {
        self.flow.requests.get(key)
    }

    /// How many requests have not ended: those that are there, whatever was counted.
    pub fn open_requests(&self) -> u64 {
        self.flow.requests.len() as u64
    }

    /// Attempts that something in the system still knows of.
    pub fn attempts(&self) -> impl Iterator<Item = &Attempt> {
        self.flow.attempts.values()
    }

    /// An attempt, while something knows of it.
    pub fn attempt(&self, key: AttemptKey) -> Option<&Attempt> {
        self.flow.attempts.get(key)
    }

    /// Whether a client still waits for an attempt.
    pub fn is_awaited(&self, attempt: &Attempt) -> bool {
        self.flow.is_awaited(attempt)
    }

    /// The request that somebody follows.
    pub fn followed(&self) -> Option<&Followed> {
        self.flow.seen.followed.as_ref()
    }

    /// The choice that the latest event made, if it made one.
    pub fn chosen(&self) -> Option<Chosen> {
        self.flow.seen.chosen
    }

    /// The requests that the latest event or input ended.
    pub fn ended(&self) -> &[Ended] {
        &self.flow.seen.ended
    }

    /// When the next event is.
    pub fn next_at(&self) -> Option<SimTime> {
        match (self.flow.queue.peek(), self.clients.next_arrival()) {
            (Some((at, _)), Some(arrival)) => Some(at.min(arrival)),
            (Some((at, _)), None) => Some(at),
            (None, arrival) => arrival,
        }
    }

    /// Lets the next event happen.
    pub fn step(&mut self, trace: &mut Trace<TrafficEvent>) {
        let Some(at) = self.next_at() else { return };
        self.flow.begin_at(at);
        match self.flow.queue.pop_at(at) {
            Some(next) => self.happen(next, trace),
            None => {
                let client = self.clients.next_from_outside(&self.flow);
                self.arrive(client, trace);
            }
        }
        self.skip_stale();
    }

    fn happen(&mut self, next: Next, trace: &mut Trace<TrafficEvent>) {
        let Self { clients, service, flow } = self;
        match next {
            Next::Thought { client, .. } => self.arrive(client, trace),
            Next::Hop(key) => self.land(key, trace),
            Next::Done(key) => self.done(key, trace),
            Next::TimeOut(key) => {
                service.forget(key, false, flow);
                clients.time_out(key, flow, trace);
            }
            Next::Retry(key) => {
                clients.retry(key, flow, trace);
                self.launch(key, self.flow.settings.patience.avoids_tried, trace);
            }
            Next::Hedge(key) => {
                clients.hedge(key, flow, trace);
                self.launch(key, true, trace);
            }
            Next::Wake(server) => service.wake(server, flow, trace),
            Next::Tell(server) => service.tell_of(server, flow, trace),
            Next::Ramp(server) => service.ramp(server, flow),
            Next::Report => service.report_all(flow),
        }
    }

    /// Takes out of the queue what does not count any more, so that each event is one that changes something.
    pub(super) fn skip_stale(&mut self) {
        while let Some((at, next)) = self.flow.queue.peek() {
            if self.still_counts(at, *next) {
                return;
            }
            self.flow.queue.pop();
        }
    }

    fn still_counts(&self, at: SimTime, next: Next) -> bool {
        let Self { clients, service, flow } = self;
        match next {
            Next::Thought { source, .. } => clients.asks_from(source),
            Next::Hop(key) | Next::Done(key) => flow.ends_at(key, at),
            Next::TimeOut(key) => Clients::loses_patience(key, flow),
            Next::Retry(key) => Clients::tries_again(key, flow),
            Next::Hedge(key) => Clients::hedges(key, flow),
            Next::Wake(server) => service.wakes_at(server, at),
            Next::Tell(server) => service.has_news_of(server),
            Next::Ramp(server) => service.ramps(server),
            Next::Report => service.reports_at(at),
        }
    }

    /// A client asks for something.
    fn arrive(&mut self, client: ClientId, trace: &mut Trace<TrafficEvent>) {
        let request = self.clients.arrive(client, &mut self.flow);
        self.launch(request, false, trace);
        Clients::schedule_hedge(request, &mut self.flow);
    }

    fn launch(&mut self, request: RequestKey, avoids_tried: bool, trace: &mut Trace<TrafficEvent>) {
        let balancers = self.service.balancers().len();
        let attempt = self.clients.launch(request, avoids_tried, balancers, &mut self.flow);
        self.carry(attempt, Stage::ToBalancer, trace);
    }

    /// Carries an attempt over its hops, until it is on one that takes time, at a server, or back at its client.
    pub(super) fn carry(&mut self, key: AttemptKey, mut stage: Stage, trace: &mut Trace<TrafficEvent>) {
        while self.flow.depart(key, stage) {
            match self.arrived(key, trace) {
                Some(next) => stage = next,
                None => return,
            }
        }
    }

    /// An attempt is at the end of a hop that took time.
    fn land(&mut self, key: AttemptKey, trace: &mut Trace<TrafficEvent>) {
        if let Some(next) = self.arrived(key, trace) {
            self.carry(key, next, trace);
        }
    }

    /// What an attempt does at the end of a hop; the hop that it goes over next, if it does.
    fn arrived(&mut self, key: AttemptKey, trace: &mut Trace<TrafficEvent>) -> Option<Stage> {
        let Self { clients, service, flow } = self;
        match flow.attempts[key].stage {
            Stage::ToBalancer => {
                let next = service.at_balancer(key, flow, trace)?;
                clients.visit(key, service, flow);
                Some(next)
            }
            Stage::ToServer => service.at_server(key, flow, trace).map(Stage::ToBalancerAgain),
            Stage::ToBalancerAgain(ending) => {
                service.forget(key, ending == Ending::Served, flow);
                Some(Stage::ToClient(ending))
            }
            Stage::ToClient(ending) => {
                clients.complete(key, ending, flow, trace);
                None
            }
            Stage::Waiting | Stage::InService => unreachable!("what is at a server is on no hop"),
        }
    }

    /// A worker is done with an attempt: the answer goes back, and the worker takes up the next.
    fn done(&mut self, key: AttemptKey, trace: &mut Trace<TrafficEvent>) {
        let server = self.service.done(key, &mut self.flow, trace);
        self.carry(key, Stage::ToBalancerAgain(Ending::Served), trace);
        self.service.take_up(server, &mut self.flow, trace);
    }

    /// Takes over settings that changed while the run goes on. Servers and sessions stay as they are.
    pub fn reconfigure(&mut self, settings: Settings) {
        let before = std::mem::replace(&mut self.flow.settings, Rc::new(settings));
        self.clients.reconfigure(&before, &mut self.flow);
        self.service.reconfigure(&before, &mut self.flow);
        self.skip_stale();
    }

    /// A fingerprint of the state.
    pub fn digest(&self) -> u64 {
        Digest::of(self)
    }

    /// Bytes that a clone holds, by estimate.
    pub fn bytes(&self) -> usize {
        let Self { clients, service, flow } = self;
        let Flow { settings: _, seed: _, now: _, queue, requests, attempts, metrics, seen } = flow;
        size_of::<Traffic>()
            + clients.bytes()
            + service.bytes()
            + queue.bytes()
            + requests.capacity() * (size_of::<Request>() + 8)
            + attempts.capacity() * (size_of::<Attempt>() + 8)
            + metrics.bytes()
            + seen.bytes()
    }
}

impl Hash for Traffic {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { clients, service, flow } = self;
        let Flow { settings: _, seed: _, now, queue, requests, attempts, metrics, seen } = flow;
        let (source, budget) = clients.hashed();
        let (pool, measured, disturbances) = service.hashed();
        (now, queue, source, pool, budget, metrics, measured, seen, disturbances).hash(state);
        requests.iter().for_each(|request| request.hash(state));
        attempts.iter().for_each(|attempt| attempt.hash(state));
    }
}
