//! What clients and service have in common: the time, what is to come, what is under way, and what is counted and told
//! of it.

use super::event::TrafficEvent;
use super::ids::{ClientId, ServerId};
use super::metrics::Metrics;
use super::request::{Attempt, AttemptKey, Request, RequestKey, Stage};
use super::seen::Seen;
use super::settings::Settings;
use crate::process::{NodeId, Note, Seed, SimDuration, SimTime};
use crate::sim::{Queue, Record, Trace};
use slotmap::SlotMap;
use std::panic::Location;
use std::rc::Rc;

/// What comes next: only an address. Who schedules it also says whether it still counts when it comes.
#[derive(Clone, Copy, Hash)]
pub(super) enum Next {
    /// A client has thought; the source's number tells whether it is still the one in force.
    Thought { client: ClientId, source: u32 },
    /// An attempt is at the end of a hop.
    Hop(AttemptKey),
    /// A worker is done.
    Done(AttemptKey),
    /// A client's patience with an attempt ends.
    TimeOut(AttemptKey),
    /// A client tries again.
    Retry(RequestKey),
    /// A client sends a second attempt beside the first.
    Hedge(RequestKey),
    /// A server is ready, or goes on after a pause.
    Wake(ServerId),
    /// The balancers hear of a server.
    Tell(ServerId),
    /// A server's weight is raised a little more.
    Ramp(ServerId),
    /// All servers report their loads.
    Report,
}

/// The common ground: whoever changes it names it as an argument.
#[derive(Clone)]
pub(super) struct Flow {
    pub settings: Rc<Settings>,
    pub seed: Seed,
    pub now: SimTime,
    pub queue: Queue<Next>,
    pub requests: SlotMap<RequestKey, Request>,
    pub attempts: SlotMap<AttemptKey, Attempt>,
    pub metrics: Metrics,
    pub seen: Seen,
}

impl Flow {
    pub fn new(settings: Settings, seed: Seed) -> Flow {
        Flow {
            settings: Rc::new(settings),
            seed,
            now: SimTime::ZERO,
            queue: Queue::default(),
            requests: SlotMap::with_key(),
            attempts: SlotMap::with_key(),
            metrics: Metrics::new(),
            seen: Seen::default(),
        }
    }

    /// An event or an input begins.
    #[inline]
    pub fn begin_at(&mut self, now: SimTime) {
        self.now = now;
        self.seen.begin();
        self.metrics.turn(now);
    }

    pub fn push_after(&mut self, after: SimDuration, next: Next) {
        self.queue.push(self.now + after, next);
    }

    /// Whether a client still waits for an attempt.
    pub fn is_awaited(&self, attempt: &Attempt) -> bool {
        !attempt.abandoned && self.requests.contains_key(attempt.request)
    }

    /// Sends an attempt over a hop; true if it is there at once, since there is no latency.
    pub fn depart(&mut self, key: AttemptKey, stage: Stage) -> bool {
        let hop = self.settings.hop;
        let attempt = &mut self.attempts[key];
        (attempt.stage, attempt.since, attempt.ends) = (stage, self.now, self.now + hop);
        if hop > SimDuration::ZERO {
            self.push_after(hop, Next::Hop(key));
        }
        hop == SimDuration::ZERO
    }

    /// Where an attempt is now, a hop or a service, ends at this moment: else that end was moved, or nobody knows of the
    /// attempt any more.
    pub fn ends_at(&self, key: AttemptKey, at: SimTime) -> bool {
        self.attempts.get(key).is_some_and(|attempt| attempt.ends == at)
    }

    /// Tells what happened, at a server or at none, and remembers it for who follows the request.
    #[track_caller]
    #[inline(always)]
    pub fn tell(
        &mut self,
        trace: &mut Trace<TrafficEvent>,
        event: TrafficEvent,
        at: Option<ServerId>,
        request: RequestKey,
    ) {
        self.tell_by(Location::caller(), trace, event, at, request);
    }

    /// Tells an event of the line of code `site`. Inlined, so that where nobody listens the event is not even made.
    #[inline(always)]
    pub fn tell_by(
        &mut self,
        site: &'static Location<'static>,
        trace: &mut Trace<TrafficEvent>,
        event: TrafficEvent,
        at: Option<ServerId>,
        request: RequestKey,
    ) {
        if trace.only_counts() && self.seen.followed.is_none() {
            return trace.count();
        }
        self.tell_aloud(site, trace, event, at, request);
    }

    fn tell_aloud(
        &mut self,
        site: &'static Location<'static>,
        trace: &mut Trace<TrafficEvent>,
        event: TrafficEvent,
        at: Option<ServerId>,
        request: RequestKey,
    ) {
        let about = event.request();
        if let Some(followed) = self.seen.followed.as_mut().filter(|followed| Some(followed.id) == about) {
            followed.steps.push((self.now, event.text(NodeId(0))));
        }
        let request = self.requests.get_mut(request);
        let cause = request.as_ref().and_then(|request| request.record);
        let record = Record::note(self.now, event).at_node(at.map(NodeId::from)).because(cause).made_by(site);
        let id = trace.push(record);
        if let Some(request) = request {
            request.record = Some(id);
        }
    }
}
