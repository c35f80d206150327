//! The clients: whose request is next, what they ask, and what becomes of it for them. When they ask is in `source`,
//! how long they wait and how often they try in `patience`.

mod arrivals;
mod budget;
mod patience;
mod pattern;
mod sessions;
mod source;

pub use arrivals::{Arrivals, Spread};
pub use budget::Budget;
pub use pattern::Pattern;
pub use sessions::Sessions;

use super::event::TrafficEvent;
use super::flow::Flow;
use super::ids::{BalancerId, ClientId, RequestId};
use super::request::{Attempt, AttemptKey, Ending, Request, RequestKey, Stage, Tried};
use super::seen::Ended;
use super::service::Service;
use super::settings::{Settings, Source};
use crate::process::{Random, SimTime};
use crate::sim::Trace;
use std::hash::Hash;

/// Each purpose draws from a stream of its own, so that what the service does never changes what clients do.
#[derive(Clone, Debug, Hash)]
struct Chances {
    work: Random,
    session: Random,
    front: Random,
    think: Random,
    backoff: Random,
}

/// All clients.
#[derive(Clone, Debug)]
pub struct Clients {
    /// The next arrival from outside, which comes after what the queue has for the same time. Kept beside the queue,
    /// since every second event is one.
    next_arrival: Option<SimTime>,
    arrivals: Option<Arrivals>,
    /// How often the source was changed: arrivals of an earlier one do not count.
    source: u32,
    sessions: Sessions,
    chances: Chances,
    budget: Option<Budget>,
}

impl Clients {
    pub(super) fn new(flow: &mut Flow) -> Clients {
        let (settings, seed) = (flow.settings.clone(), flow.seed);
        let count = match settings.source {
            Source::Closed { clients, .. } => clients.max(settings.sessions.0),
            Source::Open(..) => settings.sessions.0,
        };
        let stream = |name: &str| seed.stream(name, 0);
        let mut clients = Clients {
            next_arrival: None,
            arrivals: None,
            source: 0,
            sessions: Sessions::new(count, settings.sessions.1),
            chances: Chances {
                work: stream("work"),
                session: stream("session"),
                front: stream("front"),
                think: stream("think"),
                backoff: stream("backoff"),
            },
            budget: settings.patience.budget_percent.map(|percent| Budget::new(percent, 0)),
        };
        clients.open_source(flow);
        clients
    }

    /// Who they are, and which server each spoke to last.
    pub fn sessions(&self) -> &Sessions {
        &self.sessions
    }

    /// The stream of arrivals; none in a closed loop.
    pub fn arrivals(&self) -> Option<&Arrivals> {
        self.arrivals.as_ref()
    }

    /// Takes over settings that changed while the run goes on.
    pub(super) fn reconfigure(&mut self, before: &Settings, flow: &mut Flow) {
        let settings = flow.settings.clone();
        if before.patience.budget_percent != settings.patience.budget_percent {
            self.budget = settings.patience.budget_percent.map(|percent| Budget::new(percent, 0));
        }
        if before.source != settings.source {
            self.change_source(&settings.source, flow);
        }
    }

    /// A client asks for something.
    pub(super) fn arrive(&mut self, client: ClientId, flow: &mut Flow) -> RequestKey {
        let (work, costly) = flow.settings.service.draw(&mut self.chances.work);
        flow.metrics.arrive(flow.now);
        if let Some(budget) = &mut self.budget {
            budget.deposit(flow.now);
        }
        flow.requests.insert(Request {
            id: RequestId(flow.metrics.arrived),
            client,
            source: self.source,
            arrived: flow.now,
            work,
            costly,
            attempts: 0,
            open: 0,
            tried: Tried::default(),
            backing_off: false,
            record: None,
        })
    }

    /// A client makes an attempt at a request, by any of so many balancers.
    pub(super) fn launch(
        &mut self,
        key: RequestKey,
        avoids_tried: bool,
        balancers: usize,
        flow: &mut Flow,
    ) -> AttemptKey {
        let balancer = if balancers == 1 { 0 } else { self.chances.front.below(balancers as u64) as u16 };
        let now = flow.now;
        let request = &mut flow.requests[key];
        request.attempts += 1;
        request.open += 1;
        flow.metrics.attempts += 1;
        let attempt = flow.attempts.insert(Attempt {
            request: key,
            id: request.id,
            client: request.client,
            work: request.work,
            costly: request.costly,
            balancer: BalancerId(balancer),
            server: None,
            stage: Stage::ToBalancer,
            since: now,
            ends: now,
            sent: now,
            reached: now,
            abandoned: false,
            counted: false,
            avoids_tried,
        });
        Clients::schedule_timeout(attempt, flow);
        attempt
    }

    /// A client's session is at the server that its attempt was sent to, and nowhere else.
    pub(super) fn visit(&mut self, key: AttemptKey, service: &Service, flow: &mut Flow) {
        let attempt = &flow.attempts[key];
        let Some(server) = attempt.server else { return };
        Clients::remember(attempt.request, server, flow);
        let attempt = &flow.attempts[key];
        let (had, lost) = self.sessions.visit(attempt.client, server, service.server(server).incarnation);
        flow.metrics.returning += u64::from(had);
        flow.metrics.sessions_lost += u64::from(lost);
    }

    /// An attempt is back at its client.
    pub(super) fn complete(
        &mut self,
        key: AttemptKey,
        ending: Ending,
        flow: &mut Flow,
        trace: &mut Trace<TrafficEvent>,
    ) {
        let attempt = flow.attempts.remove(key).expect("it is on its way");
        if attempt.abandoned {
            return;
        }
        let Some(request) = flow.requests.get_mut(attempt.request) else { return };
        request.open -= 1;
        match ending {
            Ending::Served => self.end(attempt.request, ending, flow, trace),
            _ => self.fail(attempt.request, ending, flow, trace),
        }
    }

    /// A request ends, once and for all.
    fn end(&mut self, key: RequestKey, ending: Ending, flow: &mut Flow, trace: &mut Trace<TrafficEvent>) {
        let Request { id, client, arrived, source, .. } = flow.requests[key];
        let took = flow.now.since(arrived);
        flow.tell(trace, TrafficEvent::Ended { request: id, client, ending, took }, None, key);
        flow.requests.remove(key);
        flow.seen.ended.push(Ended { id, ending, took });
        flow.metrics.complete(ending, took, flow.now);
        self.think_again(client, source, flow);
    }

    /// What a digest sees of them: who asks when, and the budget.
    pub(super) fn hashed(&self) -> (impl Hash + '_, impl Hash + '_) {
        let Self { next_arrival, arrivals, source, sessions, chances, budget } = self;
        ((next_arrival, arrivals, source, sessions, chances), budget)
    }

    /// Bytes held on the heap by a clone.
    pub(super) fn bytes(&self) -> usize {
        let Self { next_arrival: _, arrivals: _, source: _, sessions, chances: _, budget: _ } = self;
        sessions.bytes()
    }
}
