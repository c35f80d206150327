//! The traffic floor: clients, balancers and servers, one event at a time. The kernel's queue orders the events; what
//! happens to a request on its way is in `path`, what befalls servers in `faults`, what a person orders in `orders`.

use super::arrivals::Arrivals;
use super::balancer::Balancer;
use super::budget::Budget;
use super::note::Told;
use super::request::{Request, RequestKey, Try, TryKey};
use super::seen::{Chosen, Ended, Followed};
use super::server::{Server, State};
use super::sessions::Sessions;
use super::settings::{Settings, Source};
use super::tally::Tally;
use crate::algorithms::balancing::{self as policies, Kind};
use crate::process::{Random, Seed, SimDuration, SimTime};
use crate::sim::{Digest, Queue, Record, RecordId, Trace, What};
use slotmap::SlotMap;
use std::hash::{Hash, Hasher};
use std::panic::Location;
use std::rc::Rc;

/// What comes next: only an address; the thing itself says whether it still counts.
#[derive(Clone, Copy, Hash)]
pub(super) enum Next {
    /// A client has thought; the source's number tells whether it is still the one in force.
    Thought { client: u32, source: u32 },
    /// A try is at the end of a hop.
    Hop(TryKey),
    /// A worker is done.
    Done(TryKey),
    /// A client's patience with a try ends.
    TimeOut(TryKey),
    /// A client tries again.
    Again(RequestKey),
    /// A client sends a second try beside the first.
    Hedge(RequestKey),
    /// A server is ready, or goes on after a pause.
    Wake(u16),
    /// The balancers hear of a server.
    Tell(u16),
    /// A server's weight is raised a little more.
    Ramp(u16),
    /// All servers report their loads.
    Report,
}

/// Each purpose draws from a stream of its own, so that the policy never changes the traffic.
#[derive(Clone, Debug, Hash)]
pub(super) struct Chances {
    pub work: Random,
    pub session: Random,
    pub front: Random,
    pub think: Random,
    pub backoff: Random,
    pub failing: Random,
    pub idle: Random,
}

/// Clients, balancers, servers, and everything on its way between them.
#[derive(Clone)]
pub struct Floor {
    pub(super) settings: Rc<Settings>,
    pub(super) seed: Seed,
    pub(super) now: SimTime,
    pub(super) queue: Queue<Next>,
    /// The next arrival from outside, which comes after what the queue has for the same time. Kept beside the queue,
    /// since every second event is one.
    pub(super) next_arrival: Option<SimTime>,
    pub(super) arrivals: Option<Arrivals>,
    /// How often the source was changed: arrivals of an earlier one do not count.
    pub(super) source: u32,
    pub(super) requests: SlotMap<RequestKey, Request>,
    pub(super) tries: SlotMap<TryKey, Try>,
    pub(super) sessions: Sessions,
    pub(super) chances: Chances,
    pub(super) balancers: Vec<Balancer>,
    pub(super) servers: Vec<Server>,
    pub(super) budget: Option<Budget>,
    pub(super) tally: Tally,
    /// Seconds of all workers' time that were used before their number last changed, and their work up to then.
    pub(super) used: (f64, u64),
    pub(super) report_at: SimTime,
    pub(super) followed: Option<Followed>,
    pub(super) chosen: Option<Chosen>,
    /// What the latest event ended.
    pub(super) ended: Vec<Ended>,
    /// How often balancers were disturbed: told of a change, or switched to another policy.
    pub(super) disturbances: u32,
}

impl Floor {
    /// The floor at the start of a run.
    pub fn new(settings: Settings, seed: Seed) -> Floor {
        let servers: Vec<Server> = settings.servers.iter().map(|spec| Server::new(*spec)).collect();
        let stream = |name: &str| seed.stream(name, 0);
        let chances = Chances {
            work: stream("work"),
            session: stream("session"),
            front: stream("front"),
            think: stream("think"),
            backoff: stream("backoff"),
            failing: stream("failing"),
            idle: stream("idle"),
        };
        let clients = match settings.source {
            Source::Closed { clients, .. } => clients.max(settings.sessions.0),
            Source::Open(..) => settings.sessions.0,
        };
        let mut floor = Floor {
            sessions: Sessions::new(clients, settings.sessions.1),
            budget: settings.patience.budget_percent.map(|percent| Budget::new(percent, 0)),
            seed,
            now: SimTime::ZERO,
            queue: Queue::default(),
            next_arrival: None,
            arrivals: None,
            source: 0,
            requests: SlotMap::with_key(),
            tries: SlotMap::with_key(),
            chances,
            balancers: Vec::new(),
            servers,
            tally: Tally::new(),
            used: (0.0, 0),
            report_at: SimTime::ZERO,
            followed: None,
            chosen: None,
            ended: Vec::new(),
            disturbances: 0,
            settings: Rc::new(settings),
        };
        floor.make_balancers();
        floor.open_source();
        floor.schedule_report();
        floor
    }

    /// The time of the latest event or input.
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// What it was set up with, as it is now.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The servers, in the order of their numbers; those that were taken away too.
    pub fn servers(&self) -> &[Server] {
        &self.servers
    }

    /// The balancers.
    pub fn balancers(&self) -> &[Balancer] {
        &self.balancers
    }

    /// Seconds of all workers' time that were used up to `now`: where there are five workers, one that is busy for a
    /// second has used a fifth of one.
    pub fn used_seconds(&self, now: SimTime) -> f64 {
        let there = self.servers.iter().filter(|server| server.exists());
        let workers: u32 = there.map(|server| server.spec.workers).sum();
        let (before, counted) = self.used;
        before + (self.busy_us(now) - counted) as f64 / 1e6 / f64::from(workers.max(1))
    }

    /// Takes down what was used so far; called before the number of workers changes.
    pub(super) fn count_used(&mut self) {
        self.used = (self.used_seconds(self.now), self.busy_us(self.now));
    }

    fn busy_us(&self, now: SimTime) -> u64 {
        self.servers.iter().map(|server| server.busy_us_at(now)).sum()
    }

    /// What was counted.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The clients.
    pub fn sessions(&self) -> &Sessions {
        &self.sessions
    }

    /// The stream of arrivals; none in a closed loop.
    pub fn arrivals(&self) -> Option<&Arrivals> {
        self.arrivals.as_ref()
    }

    /// Requests that have not ended.
    pub fn requests(&self) -> impl Iterator<Item = &Request> {
        self.requests.values()
    }

    /// How many requests have not ended: those that are there, whatever was counted.
    pub fn open_requests(&self) -> u64 {
        self.requests.len() as u64
    }

    /// Tries that something in the system still knows of.
    pub fn tries(&self) -> impl Iterator<Item = &Try> {
        self.tries.values()
    }

    /// A try, while something knows of it.
    pub fn get(&self, key: TryKey) -> Option<&Try> {
        self.tries.get(key)
    }

    /// Whether a client still waits for a try.
    pub fn waits_for(&self, one: &Try) -> bool {
        !self.is_orphan(one)
    }

    /// The request that somebody follows.
    pub fn followed(&self) -> Option<&Followed> {
        self.followed.as_ref()
    }

    /// The choice that the latest event made, if it made one.
    pub fn chosen(&self) -> Option<Chosen> {
        self.chosen
    }

    /// The requests that the latest event or input ended.
    pub fn ended(&self) -> &[Ended] {
        &self.ended
    }

    /// How often balancers were told of a change or switched: a cycle between two of these is an undisturbed one.
    pub fn disturbances(&self) -> u32 {
        self.disturbances
    }

    /// When the next event is.
    pub fn next_at(&self) -> Option<SimTime> {
        match (self.queue.peek(), self.next_arrival) {
            (Some((at, _)), Some(arrival)) => Some(at.min(arrival)),
            (Some((at, _)), None) => Some(at),
            (None, arrival) => arrival,
        }
    }

    /// Lets the next event happen.
    pub fn step(&mut self, trace: &mut Trace<Told>) {
        let Some(at) = self.next_at() else { return };
        self.begin_at(at);
        match self.queue.pop_at(at) {
            Some(next) => self.happen(next, trace),
            None => self.arrival(trace),
        }
        self.skip_stale();
    }

    /// An event or an input begins.
    #[inline]
    pub(super) fn begin_at(&mut self, now: SimTime) {
        (self.now, self.chosen) = (now, None);
        self.ended.clear();
        self.tally.turn(now);
    }

    fn happen(&mut self, next: Next, trace: &mut Trace<Told>) {
        match next {
            Next::Thought { client, .. } => self.birth(client, trace),
            Next::Hop(key) => self.arrive(key, trace),
            Next::Done(key) => self.done(key, trace),
            Next::TimeOut(key) => self.time_out(key, trace),
            Next::Again(key) => self.again(key, trace),
            Next::Hedge(key) => self.hedge(key, trace),
            Next::Wake(server) => self.wake(server, trace),
            Next::Tell(server) => self.tell_of(server, trace),
            Next::Ramp(server) => self.ramp(server),
            Next::Report => self.report_all(),
        }
    }

    /// Takes out of the queue what does not count any more, so that each event is one that changes something.
    pub(super) fn skip_stale(&mut self) {
        while let Some((at, next)) = self.queue.peek() {
            if !self.is_stale(at, *next) {
                return;
            }
            self.queue.pop();
        }
    }

    fn is_stale(&self, at: SimTime, next: Next) -> bool {
        let server = |server: u16| &self.servers[usize::from(server)];
        match next {
            Next::Thought { source, .. } => source != self.source,
            Next::Hop(key) | Next::Done(key) => self.tries.get(key).is_none_or(|try_| try_.ends != at),
            Next::TimeOut(key) => {
                self.tries.get(key).is_none_or(|try_| try_.abandoned || self.is_orphan(try_))
            }
            Next::Again(key) => !self.requests.contains_key(key),
            Next::Hedge(key) => self.requests.get(key).is_none_or(|request| request.open != 1),
            Next::Wake(n) => {
                let starts = server(n).state == State::Starting && server(n).ready_at == at;
                !starts && server(n).paused_until != at
            }
            Next::Tell(n) => server(n).told_in == (server(n).state == State::Up),
            Next::Ramp(n) => !server(n).told_in,
            Next::Report => self.report_at != at,
        }
    }

    /// Whether nobody waits for a try any more.
    pub(super) fn is_orphan(&self, try_: &Try) -> bool {
        try_.abandoned || !self.requests.contains_key(try_.request)
    }

    pub(super) fn push_after(&mut self, after: SimDuration, next: Next) {
        self.queue.push(self.now + after, next);
    }

    /// Tells what happened, at a server or at none, and remembers it for who follows the request.
    #[track_caller]
    #[inline(always)]
    pub(super) fn tell(&mut self, trace: &mut Trace<Told>, told: Told, at: Option<u16>, request: RequestKey) {
        self.tell_by(Location::caller(), trace, told, at, request);
    }

    /// The same with the line of code that made it happen. Where nobody listens nothing is made to be told: that is why
    /// it is in its callers.
    #[inline(always)]
    pub(super) fn tell_by(
        &mut self,
        site: &'static Location<'static>,
        trace: &mut Trace<Told>,
        told: Told,
        at: Option<u16>,
        request: RequestKey,
    ) {
        if trace.only_counts() && self.followed.is_none() {
            return trace.count();
        }
        self.tell_aloud(site, trace, told, at, request);
    }

    fn tell_aloud(
        &mut self,
        site: &'static Location<'static>,
        trace: &mut Trace<Told>,
        told: Told,
        at: Option<u16>,
        request: RequestKey,
    ) {
        let number = told.request();
        if let Some(followed) = self.followed.as_mut().filter(|followed| Some(followed.number) == number) {
            let words = crate::process::Note::text(&told, super::name(0), None);
            followed.steps.push((self.now, words));
        }
        let request = self.requests.get_mut(request);
        let cause = request.as_ref().and_then(|request| request.record);
        let id = record(trace, self.now, told, at, cause, site);
        if let Some(request) = request {
            request.record = Some(id);
        }
    }

    /// Tells something that is about no request; its cause is the latest record when a person made it happen.
    #[track_caller]
    pub(super) fn say(
        &mut self,
        trace: &mut Trace<Told>,
        told: Told,
        at: Option<u16>,
        cause: Option<RecordId>,
    ) {
        record(trace, self.now, told, at, cause, Location::caller());
    }

    /// Takes over settings that changed while the run goes on. Servers and sessions stay as they are.
    pub fn retune(&mut self, settings: Settings) {
        let before = std::mem::replace(&mut self.settings, Rc::new(settings));
        let settings = self.settings.clone();
        if before.patience.budget_percent != settings.patience.budget_percent {
            self.budget = settings.patience.budget_percent.map(|percent| Budget::new(percent, 0));
        }
        if before.source != settings.source {
            self.change_source(&settings.source);
        }
        if before.balancers != settings.balancers {
            self.make_balancers();
        } else if (before.policy, before.policies) != (settings.policy, settings.policies) {
            for balancer in &mut self.balancers {
                balancer.switch(settings.policy, &settings.policies);
            }
            self.disturbances += 1;
            self.announce_idle();
        }
        if before.report_every != settings.report_every {
            self.schedule_report();
        }
        self.skip_stale();
    }

    fn change_source(&mut self, source: &Source) {
        if let (Source::Open(pattern, spread), Some(arrivals)) = (source, &mut self.arrivals) {
            return arrivals.follow(pattern.clone(), *spread);
        }
        if let Source::Closed { clients, .. } = source {
            self.sessions.grow(*clients);
        }
        self.open_source();
    }

    /// Lets requests come from the source that is set, and from no other.
    pub(super) fn open_source(&mut self) {
        self.source += 1;
        match self.settings.source.clone() {
            Source::Open(pattern, spread) => {
                self.arrivals = Some(Arrivals::new(pattern, spread, self.seed));
                self.schedule_arrival();
            }
            Source::Closed { clients, think } => {
                (self.arrivals, self.next_arrival) = (None, None);
                (0..clients).for_each(|client| self.think(client, think));
            }
        }
    }

    pub(super) fn schedule_arrival(&mut self) {
        self.next_arrival = self.arrivals.as_mut().and_then(|arrivals| arrivals.next(self.now));
    }

    /// A client thinks, for a millisecond at least: one that is refused at once would else ask again for ever at the
    /// same moment.
    pub(super) fn think(&mut self, client: u32, mean: SimDuration) {
        let us = self.chances.think.exponential(mean.0 as f64).max(1e3);
        self.push_after(SimDuration(us as u64), Next::Thought { client, source: self.source });
    }

    /// New balancers, without memory. Those before finish nothing: their tries count nowhere any more.
    fn make_balancers(&mut self) {
        self.disturbances += 1;
        self.tries.values_mut().for_each(|try_| try_.counted = false);
        let view: Vec<policies::Server> = (0..self.servers.len()).map(|n| self.view_of(n)).collect();
        let settings = self.settings.clone();
        let balancer = |number| {
            Balancer::new(settings.policy, &settings.policies, view.clone(), self.seed, u64::from(number))
        };
        self.balancers = (0..settings.balancers).map(balancer).collect();
        let balancers = settings.balancers;
        // A try that is on its way to a balancer that is no more goes to the first.
        self.tries.values_mut().for_each(|try_| try_.balancer = try_.balancer.min(balancers - 1));
        self.announce_idle();
    }

    fn view_of(&self, server: usize) -> policies::Server {
        let (usable, weight) = (self.servers[server].told_in, self.told_weight(server));
        policies::Server { weight, usable, active: 0, reported: self.servers[server].load() }
    }

    /// Every server without work says so to a balancer, in turn.
    fn announce_idle(&mut self) {
        let idle = self.servers.iter().enumerate().filter(|(_, server)| server.told_in && server.load() == 0);
        let idle: Vec<u16> = idle.map(|(n, _)| n as u16).collect();
        for (turn, server) in idle.into_iter().enumerate() {
            let balancer = turn % self.balancers.len();
            self.balancers[balancer].idle(server);
        }
    }

    /// Whether a policy asks to be told when a server becomes idle.
    pub(super) fn wants_idle(&self) -> bool {
        self.settings.policy == Kind::JoinIdleQueue
    }

    /// Loads as they are now, for policies that are told each change at once.
    pub(super) fn load_changed(&mut self, server: u16) {
        if self.settings.report_every == SimDuration::ZERO {
            let load = self.servers[usize::from(server)].load();
            for balancer in &mut self.balancers {
                balancer.report(server.into(), load);
            }
        }
    }

    fn report_all(&mut self) {
        for (number, server) in self.servers.iter().enumerate() {
            for balancer in &mut self.balancers {
                balancer.report(number, server.load());
            }
        }
        self.schedule_report();
    }

    fn schedule_report(&mut self) {
        let every = self.settings.report_every;
        if every > SimDuration::ZERO {
            self.report_at = self.now + every;
            self.queue.push(self.report_at, Next::Report);
        } else {
            self.report_at = SimTime::MAX;
            (0..self.servers.len()).for_each(|server| self.load_changed(server as u16));
        }
    }

    /// A fingerprint of the state.
    pub fn digest(&self) -> u64 {
        Digest::of(self)
    }

    /// Bytes that a clone holds, by estimate.
    pub fn bytes(&self) -> usize {
        let Self {
            settings: _,
            seed: _,
            now: _,
            queue,
            next_arrival: _,
            arrivals: _,
            source: _,
            requests,
            tries,
            sessions,
            chances: _,
            balancers,
            servers,
            budget: _,
            tally,
            used: _,
            report_at: _,
            followed,
            chosen: _,
            ended,
            disturbances: _,
        } = self;
        let steps = followed.as_ref().map_or(0, |followed| followed.steps.capacity());
        size_of::<Floor>()
            + queue.bytes()
            + requests.capacity() * (size_of::<Request>() + 8)
            + tries.capacity() * (size_of::<Try>() + 8)
            + sessions.bytes()
            + servers.iter().map(|server| size_of::<Server>() + server.bytes()).sum::<usize>()
            + balancers.iter().map(|balancer| size_of::<Balancer>() + balancer.bytes()).sum::<usize>()
            + tally.bytes()
            + ended.capacity() * size_of::<Ended>()
            + steps * size_of::<(SimTime, String)>()
    }
}

fn record(
    trace: &mut Trace<Told>,
    now: SimTime,
    told: Told,
    at: Option<u16>,
    cause: Option<RecordId>,
    site: &'static Location<'static>,
) -> RecordId {
    let mut record = Record::new(now, What::Note(told)).because(cause).made_by(site);
    record.node = at.map(super::name);
    trace.push(record)
}

impl Hash for Floor {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            settings: _,
            seed: _,
            now,
            queue,
            next_arrival,
            arrivals,
            source,
            requests,
            tries,
            sessions,
            chances,
            balancers,
            servers,
            budget,
            tally,
            used,
            report_at,
            followed,
            chosen,
            ended,
            disturbances,
        } = self;
        (now, queue, next_arrival, arrivals, source, sessions, chances).hash(state);
        (balancers, servers, budget, tally, used.0.to_bits(), used.1, report_at).hash(state);
        (followed, chosen, ended, disturbances).hash(state);
        requests.iter().for_each(|request| request.hash(state));
        tries.iter().for_each(|try_| try_.hash(state));
    }
}
