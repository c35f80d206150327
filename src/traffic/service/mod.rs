//! The service: balancers before servers with workers and queues, and what an attempt meets there. Which servers are in
//! rotation is in `rotation`, what the balancers hear of their loads in `reports`, what befalls servers in `faults`.

mod balancer;
mod changes;
mod faults;
#[cfg(test)]
mod mutants;
mod reports;
mod rotation;
mod server;
mod work;

pub use balancer::Balancer;
pub use server::{Discipline, MOST_WORKERS, Server, Spec, State};
pub use work::{PARETO_CAP, ServiceTime, Work};

pub(super) use rotation::RAMP;

use super::clients::Sessions;
use super::event::{Refusal, TrafficEvent};
use super::flow::{Flow, Next};
use super::ids::ServerId;
use super::request::{AttemptKey, Ending, Stage};
use super::seen::Chosen;
use crate::algorithms::balancing::{self as policies, Choice};
use crate::process::{NodeId, Random, SimTime};
use crate::sim::{Record, Trace};
use std::hash::Hash;

/// Each purpose draws from a stream of its own.
#[derive(Clone, Debug, Hash)]
struct Chances {
    failing: Random,
    idle: Random,
}

/// Balancers and the servers behind them.
#[derive(Clone, Debug)]
pub struct Service {
    chances: Chances,
    balancers: Vec<Balancer>,
    servers: Vec<Server>,
    /// Seconds of all workers' time that were used before their number last changed, and their work up to then.
    used: (f64, u64),
    report_at: SimTime,
    /// How often balancers were disturbed: told of a change, or switched to another policy.
    disturbances: u32,
}

impl Service {
    pub(super) fn new(flow: &mut Flow) -> Service {
        let stream = |name: &str| flow.seed.stream(name, 0);
        let mut service = Service {
            chances: Chances { failing: stream("failing"), idle: stream("idle") },
            balancers: Vec::new(),
            servers: flow.settings.servers.iter().map(|spec| Server::new(*spec)).collect(),
            used: (0.0, 0),
            report_at: SimTime::ZERO,
            disturbances: 0,
        };
        service.make_balancers(flow);
        service
    }

    /// The servers, in the order of their numbers; those that were taken away too.
    pub fn servers(&self) -> &[Server] {
        &self.servers
    }

    /// A server.
    pub fn server(&self, id: ServerId) -> &Server {
        &self.servers[id.index()]
    }

    /// The servers that were not taken away, with their numbers.
    pub fn there(&self) -> impl Iterator<Item = (ServerId, &Server)> {
        self.numbered().filter(|(_, server)| server.exists())
    }

    fn numbered(&self) -> impl Iterator<Item = (ServerId, &Server)> {
        ServerId::first(self.servers.len()).zip(&self.servers)
    }

    /// The balancers.
    pub fn balancers(&self) -> &[Balancer] {
        &self.balancers
    }

    /// How often balancers were told of a change or switched: a cycle between two of these is an undisturbed one.
    pub fn disturbances(&self) -> u32 {
        self.disturbances
    }

    /// Seconds of all workers' time that were used up to `now`: where there are five workers, one that is busy for a
    /// second has used a fifth of one.
    pub fn used_seconds(&self, now: SimTime) -> f64 {
        let workers: u32 = self.there().map(|(_, server)| server.spec.workers).sum();
        let (before, counted) = self.used;
        before + (self.busy_us(now) - counted) as f64 / 1e6 / f64::from(workers.max(1))
    }

    /// Takes down what was used so far; called before the number of workers changes.
    fn count_used(&mut self, now: SimTime) {
        self.used = (self.used_seconds(now), self.busy_us(now));
    }

    fn busy_us(&self, now: SimTime) -> u64 {
        self.servers.iter().map(|server| server.busy_us_at(now)).sum()
    }

    /// A balancer chooses; the hop that the attempt goes over next. What nobody waits for any more ends here.
    pub(super) fn at_balancer(
        &mut self,
        key: AttemptKey,
        flow: &mut Flow,
        trace: &mut Trace<TrafficEvent>,
    ) -> Option<Stage> {
        let attempt = &flow.attempts[key];
        if !flow.is_awaited(attempt) {
            flow.attempts.remove(key);
            return None;
        }
        let (request, of, client, balancer) = (attempt.id, attempt.request, attempt.client, attempt.balancer);
        let asked = policies::Request { session: client.0.into(), address: Sessions::address(client) };
        let tried = if attempt.avoids_tried { flow.requests[of].tried.servers() } else { &[] };
        let (choice, disturbed) = self.balancers[balancer.index()].choose(&asked, tried, flow.now);
        // Fewer servers, or others, took part in it than in the choices before.
        self.disturbances += u32::from(disturbed || !tried.is_empty());
        flow.metrics.choices += 1;
        flow.metrics.compared += u64::from(choice.compared);
        let server = choice.server.map(ServerId::from);
        let in_rotation = server.is_some_and(|server| self.server(server).in_rotation);
        let Choice { compared, drawn, .. } = choice;
        flow.seen.chosen = Some(Chosen { balancer, server, in_rotation, compared, drawn });
        let (Some(server), Some(site)) = (server, choice.site) else {
            return Some(Stage::ToClient(refuse(key, Refusal::NobodyIn, flow, trace)));
        };
        self.servers[server.index()].taken += 1;
        let now = flow.now;
        let attempt = &mut flow.attempts[key];
        (attempt.server, attempt.sent, attempt.counted) = (Some(server), now, true);
        let event = TrafficEvent::Sent { request, balancer, server, compared: choice.compared };
        flow.tell_by(site, trace, event, Some(server), of);
        Some(Stage::ToServer)
    }

    /// An attempt comes to its server: to a worker, into the queue, or back.
    pub(super) fn at_server(
        &mut self,
        key: AttemptKey,
        flow: &mut Flow,
        trace: &mut Trace<TrafficEvent>,
    ) -> Option<Ending> {
        let id = flow.attempts[key].server.expect("it was chosen before the way there");
        let server = &self.servers[id.index()];
        let full = flow.settings.queue_limit.is_some_and(|limit| server.queue.len() as u32 >= limit);
        let failing = u64::from(server.failing_per_mille);
        let refusal = match () {
            () if !server.takes() => return Some(Service::lose(key, id, flow, trace)),
            () if failing > 0 && self.chances.failing.below(1_000) < failing => Refusal::Failing,
            () if server.has_free_worker(flow.now) => {
                flow.attempts[key].reached = flow.now;
                self.begin(key, id, flow, trace);
                self.load_changed(id, flow);
                return None;
            }
            () if full => Refusal::Full,
            () => {
                self.wait(key, id, flow, trace);
                self.load_changed(id, flow);
                return None;
            }
        };
        self.announce_if_idle(id, flow);
        Some(refuse(key, refusal, flow, trace))
    }

    fn wait(&mut self, key: AttemptKey, id: ServerId, flow: &mut Flow, trace: &mut Trace<TrafficEvent>) {
        let now = flow.now;
        let attempt = &mut flow.attempts[key];
        (attempt.stage, attempt.since, attempt.reached) = (Stage::Waiting, now, now);
        let (request, of) = (attempt.id, attempt.request);
        let server = &mut self.servers[id.index()];
        let before = server.load();
        server.queue.push_back(key);
        flow.metrics.waited += 1;
        flow.tell(trace, TrafficEvent::Waits { request, server: id, before }, Some(id), of);
    }

    /// A worker takes an attempt up.
    fn begin(&mut self, key: AttemptKey, id: ServerId, flow: &mut Flow, trace: &mut Trace<TrafficEvent>) {
        let (now, warm_up) = (flow.now, flow.settings.warm_up);
        let attempt = &mut flow.attempts[key];
        let server = &mut self.servers[id.index()];
        server.count(now);
        server.busy.push(key);
        (attempt.stage, attempt.since) = (Stage::InService, now);
        let ends = now + server.takes_for(attempt.work, now, warm_up);
        let (request, of, waited) = (attempt.id, attempt.request, now.since(attempt.reached));
        finish_at(key, ends, flow);
        flow.tell(trace, TrafficEvent::Begins { request, server: id, waited }, Some(id), of);
    }

    /// A worker is done with an attempt; whose worker it is.
    pub(super) fn done(
        &mut self,
        key: AttemptKey,
        flow: &mut Flow,
        trace: &mut Trace<TrafficEvent>,
    ) -> ServerId {
        let attempt = &flow.attempts[key];
        let id = attempt.server.expect("it is at a server");
        let (request, of, took) = (attempt.id, attempt.request, flow.now.since(attempt.reached));
        let wasted = !flow.is_awaited(attempt);
        let server = &mut self.servers[id.index()];
        server.count(flow.now);
        server.busy.retain(|busy| *busy != key);
        server.finished += 1;
        flow.metrics.finished += 1;
        flow.metrics.wasted += u64::from(wasted);
        flow.tell(trace, TrafficEvent::Finished { request, server: id, took, wasted }, Some(id), of);
        id
    }

    /// Free workers take up those who wait; a server without work says so, or leaves.
    pub(super) fn take_up(&mut self, id: ServerId, flow: &mut Flow, trace: &mut Trace<TrafficEvent>) {
        while self.server(id).has_free_worker(flow.now) {
            let Some(key) = self.servers[id.index()].next_waiting(flow.settings.discipline) else { break };
            if flow.settings.drops_expired && !flow.is_awaited(&flow.attempts[key]) {
                flow.attempts.remove(key);
            } else {
                self.begin(key, id, flow, trace);
            }
        }
        self.load_changed(id, flow);
        let server = self.server(id);
        if server.load() == 0 && server.state == State::Draining && server.leaving {
            self.count_used(flow.now);
            self.servers[id.index()].state = State::Removed;
            trace.push(Record::note(flow.now, TrafficEvent::Left(id)).at_node(NodeId::from(id)));
        }
        self.announce_if_idle(id, flow);
    }

    /// A server that has nothing to do says so to one of the balancers: called whenever something may have come to an end
    /// there, be it a service, a refusal, a start or a pause.
    pub(super) fn announce_if_idle(&mut self, id: ServerId, flow: &Flow) {
        if wants_idle(flow) && self.server(id).is_idle(flow.now) {
            let balancer = self.chances.idle.below(self.balancers.len() as u64) as usize;
            self.balancers[balancer].idle(id);
        }
    }

    /// An attempt is lost with its server.
    pub(super) fn lose(
        key: AttemptKey,
        server: ServerId,
        flow: &mut Flow,
        trace: &mut Trace<TrafficEvent>,
    ) -> Ending {
        let attempt = &flow.attempts[key];
        let (request, of) = (attempt.id, attempt.request);
        flow.tell(trace, TrafficEvent::Lost { request, server }, Some(server), of);
        Ending::Lost
    }

    /// The balancer does not count an attempt any more.
    pub(super) fn forget(&mut self, key: AttemptKey, ok: bool, flow: &mut Flow) {
        let attempt = &mut flow.attempts[key];
        if let (Some(server), true) = (attempt.server, std::mem::take(&mut attempt.counted)) {
            let latency = flow.now.since(attempt.sent);
            self.balancers[attempt.balancer.index()].ended(server, latency, ok, flow.now);
            // A policy may hold a failure against a server.
            self.disturbances += u32::from(!ok);
        }
    }

    /// What a digest sees of it: balancers and servers, what is measured when, and the disturbances.
    pub(super) fn hashed(&self) -> (impl Hash + '_, impl Hash + '_, impl Hash + '_) {
        let Self { chances, balancers, servers, used: (seconds, work), report_at, disturbances } = self;
        ((chances, balancers, servers), (seconds.to_bits(), work, report_at), disturbances)
    }

    /// Bytes held on the heap by a clone.
    pub(super) fn bytes(&self) -> usize {
        let Self { chances: _, balancers, servers, used: _, report_at: _, disturbances: _ } = self;
        servers.iter().map(|server| size_of::<Server>() + server.bytes()).sum::<usize>()
            + balancers.iter().map(|balancer| size_of::<Balancer>() + balancer.bytes()).sum::<usize>()
    }
}

/// An attempt is turned away, by a server or, where none is in rotation, by the balancer itself.
fn refuse(key: AttemptKey, why: Refusal, flow: &mut Flow, trace: &mut Trace<TrafficEvent>) -> Ending {
    let attempt = &flow.attempts[key];
    let (request, server, of) = (attempt.id, attempt.server, attempt.request);
    flow.tell(trace, TrafficEvent::Refused { request, server, why }, server, of);
    Ending::Refused
}

/// A service ends then. Where it had another end before, that one does not count any more: `Flow::ends_at`.
fn finish_at(key: AttemptKey, ends: SimTime, flow: &mut Flow) {
    flow.attempts[key].ends = ends;
    flow.queue.push(ends, Next::Done(key));
}

/// Whether a policy asks to be told when a server becomes idle.
fn wants_idle(flow: &Flow) -> bool {
    flow.settings.policy == policies::Kind::JoinIdleQueue
}
