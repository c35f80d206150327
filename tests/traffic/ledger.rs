//! A dumb ledger: it knows nothing of the floor but what is told of each request and what can be seen of each server,
//! and counts everything again by itself. What it counts must agree with what the floor counted, after every event.

use faultyard::process::{SimDuration, SimTime};
use faultyard::sim::{Trace, What};
use faultyard::traffic::{
    ClientId, Discipline, Ending, RequestId, Server, ServerId, Settings, Source, State, Traffic, TrafficEvent,
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What is known of a request.
#[derive(Clone, Copy, Default)]
struct Tries {
    again: u32,
    hedges: u32,
}

/// The ledger of one run.
pub struct Ledger {
    settings: Settings,
    read: u64,
    ended: BTreeMap<RequestId, Ending>,
    tries: BTreeMap<RequestId, Tries>,
    again: (u64, u64),
    /// As the balancers were told.
    out: BTreeSet<ServerId>,
    /// Who waits at each server, in the order in which they came.
    queues: Vec<VecDeque<RequestId>>,
    finished: (u64, u64),
    /// Requests over time, in request-microseconds, and until when and how many there are.
    area: u64,
    since: (SimTime, u64),
    /// Requests sent to each server.
    sent: Vec<u64>,
}

impl Ledger {
    /// An empty ledger of a run with these settings.
    pub fn new(settings: &Settings) -> Ledger {
        let servers = settings.servers.len();
        Ledger {
            settings: settings.clone(),
            read: 0,
            ended: BTreeMap::new(),
            tries: BTreeMap::new(),
            again: (0, 0),
            out: BTreeSet::new(),
            queues: vec![VecDeque::new(); servers],
            finished: (0, 0),
            area: 0,
            since: (SimTime::ZERO, 0),
            sent: vec![0; servers],
        }
    }

    /// How many ended, of all and in each way.
    pub fn endings(&self) -> BTreeMap<Ending, u64> {
        let mut counts = BTreeMap::new();
        self.ended.values().for_each(|ending| *counts.entry(*ending).or_default() += 1);
        counts
    }

    /// Reads what the latest event or input told, and compares.
    pub fn check(&mut self, traffic: &Traffic, trace: &Trace<TrafficEvent>) {
        while self.queues.len() < traffic.service().servers().len() {
            // A new server is not told in until it is ready.
            self.out.insert(ServerId(self.queues.len() as u16));
            self.queues.push(VecDeque::new());
            self.sent.push(0);
        }
        while let Some(record) = trace.get(self.read) {
            if let What::Note(told) = &record.what {
                self.read_note(told, record.at, traffic);
            }
            self.read += 1;
        }
        assert_eq!(self.read, trace.next_id(), "records were lost");
        self.requests(traffic);
        self.time(traffic);
        (0..traffic.service().servers().len()).for_each(|n| self.server(traffic, n));
    }

    fn read_note(&mut self, told: &TrafficEvent, at: SimTime, traffic: &Traffic) {
        if let Some(request) = told.request().filter(|_| !after_the_end(told)) {
            assert!(!self.ended.contains_key(&request), "{request} has ended, and then: {told:?}");
        }
        match *told {
            TrafficEvent::Sent { server, .. } => {
                assert!(!self.out.contains(&server), "at {at} {told:?}, which is told out");
                self.sent[server.index()] += 1;
            }
            TrafficEvent::Rotation(server, is_in) => {
                let changes = if is_in { self.out.remove(&server) } else { self.out.insert(server) };
                assert!(changes, "at {at} the balancers are told what they knew of {server}: {is_in}");
            }
            TrafficEvent::Waits { request, server, before } => {
                let in_service = traffic.settings().servers.first().map_or(0, |spec| spec.workers);
                let queue = &mut self.queues[server.index()];
                assert!(before <= queue.len() as u32 + in_service, "{told:?} of {}", queue.len());
                queue.push_back(request);
            }
            TrafficEvent::Begins { request, server, waited } => self.begins(request, server, waited),
            TrafficEvent::Finished { wasted, .. } => {
                self.finished = (self.finished.0 + 1, self.finished.1 + u64::from(wasted));
            }
            TrafficEvent::Lost { request, server } => {
                self.queues[server.index()].retain(|one| *one != request)
            }
            TrafficEvent::Retry { request, number, hedge } => self.again(request, number, hedge),
            TrafficEvent::Ended { request, ending, took, .. } => self.ends(request, ending, took),
            _ => {}
        }
    }

    /// Who begins is the first of those who wait, or the last; nobody overtakes a queue.
    fn begins(&mut self, request: RequestId, server: ServerId, waited: SimDuration) {
        let queue = &mut self.queues[server.index()];
        loop {
            let next = match self.settings.discipline {
                Discipline::Fifo => queue.pop_front(),
                Discipline::Lifo => queue.pop_back(),
            };
            match next {
                None => return assert_eq!(waited, SimDuration::ZERO, "{request} did not wait"),
                Some(next) if next == request => return,
                // Dropped without a word, since nobody waited for it.
                Some(_) if self.settings.drops_expired => {}
                Some(next) => panic!("{request} begins at {server} before {next}"),
            }
        }
    }

    fn again(&mut self, request: RequestId, number: u32, hedge: bool) {
        let tries = self.tries.entry(request).or_default();
        let one = if hedge { &mut tries.hedges } else { &mut tries.again };
        *one += 1;
        self.again = (self.again.0 + u64::from(!hedge), self.again.1 + u64::from(hedge));
        assert!(hedge || number == tries.again + tries.hedges + 1, "{request}: try {number}");
        assert!(tries.again <= self.settings.patience.retries && tries.hedges <= 1, "{request}: tries");
        assert!(!hedge || self.settings.patience.hedge > SimDuration::ZERO);
    }

    fn ends(&mut self, request: RequestId, ending: Ending, took: SimDuration) {
        let twice = self.ended.insert(request, ending);
        assert_eq!(twice, None, "{request} ends twice");
        let patience = self.settings.patience;
        assert!(ending != Ending::TimedOut || patience.timeout > SimDuration::ZERO, "{request}");
        if patience.timeout > SimDuration::ZERO {
            let Tries { again, hedges } = self.tries.get(&request).copied().unwrap_or_default();
            // Each try is waited for up to the time-out, and each but the last is followed by a back-off at most.
            let back_offs: u64 = (0..again).map(|n| patience.backoff.0 << (n + hedges)).sum();
            let longest = u64::from(1 + again + hedges) * patience.timeout.0 + back_offs;
            assert!(took.0 <= longest, "{request} took {took:?}, of {longest} us at most");
        }
    }

    fn requests(&self, traffic: &Traffic) {
        let metrics = traffic.metrics();
        let open: BTreeSet<RequestId> = traffic.requests().map(|request| request.id).collect();
        assert_eq!(open.len() as u64, traffic.open_requests());
        assert_eq!(metrics.arrived, (open.len() + self.ended.len()) as u64, "born, open and ended");
        assert!(open.iter().all(|number| !self.ended.contains_key(number)), "open and ended");
        if let Some(last) = open.last() {
            assert!(last.0 <= metrics.arrived, "numbers go up to those born");
        }
        assert_eq!((metrics.retries, metrics.hedges), self.again);
        assert_eq!((metrics.finished, metrics.wasted), self.finished);
        if let Some(percent) = self.settings.patience.budget_percent {
            assert!(
                metrics.retries * 100 <= metrics.arrived * u64::from(percent),
                "the budget of {percent}%"
            );
        }
        if let Source::Closed { clients, .. } = self.settings.source {
            let sessions: BTreeSet<ClientId> = traffic.requests().map(|request| request.client).collect();
            assert!(open.len() <= clients as usize && sessions.len() == open.len(), "a client asks twice");
        }
    }

    /// The mean number of requests over time, from what is there.
    fn time(&mut self, traffic: &Traffic) {
        let (since, count) = self.since;
        self.area += count * traffic.now().since(since).0;
        self.since = (traffic.now(), traffic.open_requests());
        let mean = self.area as f64 / traffic.now().0.max(1) as f64;
        assert_eq!(traffic.metrics().mean_in_flight(traffic.now()), mean, "at {}", traffic.now());
    }

    fn server(&mut self, traffic: &Traffic, n: usize) {
        let (server, now) = (&traffic.service().servers()[n], traffic.now());
        let real: Vec<RequestId> =
            server.queue.iter().map(|key| traffic.attempt(*key).expect("it waits").id).collect();
        if self.settings.drops_expired {
            assert!(is_part(&real, &self.queues[n]), "{real:?} of {:?}", self.queues[n]);
            self.queues[n] = real.into();
        } else {
            assert!(self.queues[n].iter().eq(&real), "at {now} n{}: {real:?}, {:?}", n + 1, self.queues[n]);
        }
        assert_eq!(self.sent[n], server.taken, "sent to n{}", n + 1);
        let busy = server.busy.len() as u32;
        assert!(busy <= server.spec.workers, "at {now} n{} has {busy} in service", n + 1);
        if let Some(limit) = self.settings.queue_limit {
            assert!(server.queue.len() as u32 <= limit, "at {now} {} wait at n{}", server.queue.len(), n + 1);
        }
        if is_gone(server) {
            assert!(busy == 0 && server.queue.is_empty(), "at {now} n{} is gone and has work", n + 1);
        } else if now > server.paused_until || server.paused_until == SimTime::ZERO {
            let idle = busy < server.spec.workers;
            assert!(!idle || server.queue.is_empty(), "at {now} n{} idles while somebody waits", n + 1);
        }
    }
}

/// A server knows nothing of how a request ended.
fn after_the_end(told: &TrafficEvent) -> bool {
    !matches!(told, TrafficEvent::Ended { .. } | TrafficEvent::Retry { .. } | TrafficEvent::TimedOut { .. })
}

fn is_gone(server: &Server) -> bool {
    matches!(server.state, State::Down | State::Starting | State::Removed)
}

/// Whether a list has the members of another, some left out, in the same order.
fn is_part(part: &[RequestId], whole: &VecDeque<RequestId>) -> bool {
    let mut whole = whole.iter();
    part.iter().all(|one| whole.any(|other| other == one))
}
