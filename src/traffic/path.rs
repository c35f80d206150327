//! The way of a request: from its client to a balancer, to a server, through its queue, and back.

use super::floor::{Floor, Next};
use super::note::{Refusal, Told};
use super::request::{Ending, Request, RequestKey, Stage, Try, TryKey};
use super::seen::{Chosen, Ended};
use super::server::State;
use super::sessions::Sessions;
use super::settings::Source;
use crate::algorithms::balancing as policies;
use crate::process::SimDuration;
use crate::sim::Trace;

impl Floor {
    /// Somebody comes from outside; the next one is drawn already.
    pub(super) fn arrival(&mut self, trace: &mut Trace<Told>) {
        self.schedule_arrival();
        let session = self.sessions.draw(&mut self.chances.session);
        self.birth(session, trace);
    }

    /// A client wants something.
    pub(super) fn birth(&mut self, session: u32, trace: &mut Trace<Told>) {
        let (work, costly) = self.settings.service.draw(&mut self.chances.work);
        self.tally.birth(self.now);
        if let Some(budget) = &mut self.budget {
            budget.deposit(self.now);
        }
        let request = self.requests.insert(Request {
            number: self.tally.born,
            session,
            source: self.source,
            born: self.now,
            work,
            costly,
            tries: 0,
            open: 0,
            backing_off: false,
            record: None,
        });
        self.launch(request, trace);
        let hedge = self.settings.patience.hedge;
        if hedge > SimDuration::ZERO {
            self.push_after(hedge, Next::Hedge(request));
        }
    }

    /// A client sends a try of a request to a balancer, any of them.
    fn launch(&mut self, key: RequestKey, trace: &mut Trace<Told>) {
        let balancers = self.balancers.len() as u64;
        let balancer = if balancers == 1 { 0 } else { self.chances.front.below(balancers) as u16 };
        let request = &mut self.requests[key];
        request.tries += 1;
        request.open += 1;
        self.tally.tries += 1;
        let try_ = self.tries.insert(Try {
            request: key,
            number: request.number,
            session: request.session,
            work: request.work,
            costly: request.costly,
            balancer,
            server: None,
            stage: Stage::ToBalancer,
            since: self.now,
            ends: self.now,
            sent: self.now,
            reached: self.now,
            abandoned: false,
            counted: false,
        });
        let timeout = self.settings.patience.timeout;
        if timeout > SimDuration::ZERO {
            self.push_after(timeout, Next::TimeOut(try_));
        }
        self.travel(try_, Stage::ToBalancer, trace);
    }

    /// Sends a try over a hop; without latency it is there at once.
    fn travel(&mut self, key: TryKey, stage: Stage, trace: &mut Trace<Told>) {
        let hop = self.settings.hop;
        let try_ = &mut self.tries[key];
        (try_.stage, try_.since, try_.ends) = (stage, self.now, self.now + hop);
        if hop == SimDuration::ZERO { self.arrive(key, trace) } else { self.push_after(hop, Next::Hop(key)) }
    }

    /// A try is at the end of a hop.
    pub(super) fn arrive(&mut self, key: TryKey, trace: &mut Trace<Told>) {
        match self.tries[key].stage {
            Stage::ToBalancer => self.at_balancer(key, trace),
            Stage::ToServer => self.at_server(key, trace),
            Stage::ToBalancerAgain(ending) => {
                self.release(key, ending == Ending::Served);
                self.travel(key, Stage::ToClient(ending), trace);
            }
            Stage::ToClient(ending) => self.settle(key, ending, trace),
            Stage::Waiting | Stage::InService => unreachable!("what is at a server is on no hop"),
        }
    }

    /// The balancer chooses.
    fn at_balancer(&mut self, key: TryKey, trace: &mut Trace<Told>) {
        let try_ = &self.tries[key];
        if self.is_orphan(try_) {
            self.tries.remove(key);
            return;
        }
        let (session, balancer) = (try_.session, try_.balancer);
        let asked = policies::Request { session: session.into(), address: Sessions::address(session) };
        let choice = self.balancers[usize::from(balancer)].choose(&asked, self.now);
        self.tally.choices += 1;
        self.tally.looked += u64::from(choice.looked);
        let server = choice.server.map(|server| server as u16);
        let told_in = server.is_some_and(|server| self.servers[usize::from(server)].told_in);
        self.chosen = Some(Chosen { balancer, server, told_in });
        let request = self.tries[key].number;
        match (server, choice.site) {
            (Some(server), Some(site)) => {
                self.send(key, server);
                let told = Told::Sent { request, balancer, server, looked: choice.looked };
                self.tell_by(site, trace, told, Some(server), self.tries[key].request);
                self.travel(key, Stage::ToServer, trace);
            }
            _ => self.refuse(key, Refusal::NobodyIn, trace),
        }
    }

    fn send(&mut self, key: TryKey, server: u16) {
        let try_ = &mut self.tries[key];
        (try_.server, try_.sent, try_.counted) = (Some(server), self.now, true);
        let session = try_.session;
        let to = &mut self.servers[usize::from(server)];
        to.taken += 1;
        let (had, lost) = self.sessions.visit(session, server, to.incarnation);
        self.tally.returning += u64::from(had);
        self.tally.broken += u64::from(lost);
    }

    /// A try comes to its server: to a worker, into the queue, or back.
    fn at_server(&mut self, key: TryKey, trace: &mut Trace<Told>) {
        let number = self.tries[key].server.expect("it was chosen before the way there");
        let now = self.now;
        let limit = self.settings.queue_limit;
        let server = &self.servers[usize::from(number)];
        let full = limit.is_some_and(|limit| server.queue.len() as u32 >= limit);
        let failing = u64::from(server.failing_per_mille);
        match () {
            () if !server.takes() => self.lose(key, trace),
            () if failing > 0 && self.chances.failing.below(1_000) < failing => {
                self.refuse(key, Refusal::Failing, trace)
            }
            () if server.has_free_worker(now) => {
                self.tries[key].reached = now;
                self.begin(key, trace);
                self.load_changed(number);
            }
            () if full => self.refuse(key, Refusal::Full, trace),
            () => self.wait(key, number, trace),
        }
    }

    fn wait(&mut self, key: TryKey, number: u16, trace: &mut Trace<Told>) {
        let try_ = &mut self.tries[key];
        (try_.stage, try_.since, try_.reached) = (Stage::Waiting, self.now, self.now);
        let (request, of) = (try_.number, try_.request);
        let server = &mut self.servers[usize::from(number)];
        let before = server.load();
        server.queue.push_back(key);
        self.tally.waited += 1;
        self.tell(trace, Told::Waits { request, server: number, before }, Some(number), of);
        self.load_changed(number);
    }

    /// A worker takes a try up.
    fn begin(&mut self, key: TryKey, trace: &mut Trace<Told>) {
        let (now, warm_up) = (self.now, self.settings.warm_up);
        let try_ = &mut self.tries[key];
        let number = try_.server.expect("it is at a server");
        let server = &mut self.servers[usize::from(number)];
        server.count(now);
        server.busy.push(key);
        (try_.stage, try_.since) = (Stage::InService, now);
        try_.ends = now + server.takes_for(try_.work, now, warm_up);
        let (request, of, ends, waited) = (try_.number, try_.request, try_.ends, now.since(try_.reached));
        self.queue.push(ends, Next::Done(key));
        self.tell(trace, Told::Begins { request, server: number, waited }, Some(number), of);
    }

    /// A worker is done with a try.
    pub(super) fn done(&mut self, key: TryKey, trace: &mut Trace<Told>) {
        let try_ = &self.tries[key];
        let number = try_.server.expect("it is at a server");
        let (request, of, took) = (try_.number, try_.request, self.now.since(try_.reached));
        let wasted = self.is_orphan(try_);
        let server = &mut self.servers[usize::from(number)];
        server.count(self.now);
        server.busy.retain(|busy| *busy != key);
        server.finished += 1;
        self.tally.finished += 1;
        self.tally.wasted += u64::from(wasted);
        self.tell(trace, Told::Finished { request, server: number, took, wasted }, Some(number), of);
        self.answer(key, Ending::Served, trace);
        self.take_up(number, trace);
    }

    /// Free workers take up those who wait; a server without work says so, or leaves.
    pub(super) fn take_up(&mut self, number: u16, trace: &mut Trace<Told>) {
        let place = usize::from(number);
        while self.servers[place].has_free_worker(self.now) {
            let Some(key) = self.servers[place].next_waiting(self.settings.discipline) else { break };
            if self.settings.drops_expired && self.is_orphan(&self.tries[key]) {
                self.tries.remove(key);
            } else {
                self.begin(key, trace);
            }
        }
        self.load_changed(number);
        let server = &self.servers[place];
        if server.load() == 0 && server.state == State::Draining && server.leaving {
            self.count_used();
            self.servers[place].state = State::Removed;
            self.say(trace, Told::Left(number), Some(number), None);
        } else if server.load() == 0 && server.told_in && self.wants_idle() {
            let balancer = self.chances.idle.below(self.balancers.len() as u64) as usize;
            self.balancers[balancer].idle(number);
        }
    }

    /// A try is turned away, by a server or, where none is in, by the balancer itself.
    fn refuse(&mut self, key: TryKey, why: Refusal, trace: &mut Trace<Told>) {
        let try_ = &self.tries[key];
        let (request, server, of) = (try_.number, try_.server, try_.request);
        self.tell(trace, Told::Refused { request, server, why }, server, of);
        self.answer(key, Ending::Refused, trace);
    }

    /// A try is lost with its server: whoever waits hears a connection break.
    pub(super) fn lose(&mut self, key: TryKey, trace: &mut Trace<Told>) {
        let try_ = &self.tries[key];
        let (request, of) = (try_.number, try_.request);
        let server = try_.server.expect("it was at a server");
        self.tell(trace, Told::Lost { request, server }, Some(server), of);
        self.answer(key, Ending::Lost, trace);
    }

    fn answer(&mut self, key: TryKey, ending: Ending, trace: &mut Trace<Told>) {
        let stage = match self.tries[key].server {
            Some(_) => Stage::ToBalancerAgain(ending),
            None => Stage::ToClient(ending),
        };
        self.travel(key, stage, trace);
    }

    /// The balancer does not count a try any more.
    fn release(&mut self, key: TryKey, ok: bool) {
        let try_ = &mut self.tries[key];
        if let (Some(server), true) = (try_.server, std::mem::take(&mut try_.counted)) {
            let latency = self.now.since(try_.sent);
            self.balancers[usize::from(try_.balancer)].ended(server, latency, ok, self.now);
            // A policy may hold a failure against a server.
            self.disturbances += u32::from(!ok);
        }
    }

    /// A try is back at its client.
    fn settle(&mut self, key: TryKey, ending: Ending, trace: &mut Trace<Told>) {
        let try_ = self.tries.remove(key).expect("it is on its way");
        if try_.abandoned {
            return;
        }
        let Some(request) = self.requests.get_mut(try_.request) else { return };
        request.open -= 1;
        match ending {
            Ending::Served => self.end(try_.request, ending, trace),
            _ => self.fail(try_.request, ending, trace),
        }
    }

    /// A client stops waiting for a try. The server does not know.
    pub(super) fn time_out(&mut self, key: TryKey, trace: &mut Trace<Told>) {
        self.release(key, false);
        let try_ = &mut self.tries[key];
        try_.abandoned = true;
        let (of, request) = (try_.request, try_.number);
        let after = self.settings.patience.timeout;
        self.tell(trace, Told::TimedOut { request, after }, None, of);
        self.requests[of].open -= 1;
        self.fail(of, Ending::TimedOut, trace);
    }

    /// A try has failed: another may still run, or the client tries again, or the request ends so.
    fn fail(&mut self, key: RequestKey, ending: Ending, trace: &mut Trace<Told>) {
        if self.requests[key].open == 0 && !self.will_try_again(key) {
            self.end(key, ending, trace);
        }
    }

    /// Lets a client try again after its back-off, if it may.
    fn will_try_again(&mut self, key: RequestKey) -> bool {
        let patience = self.settings.patience;
        let tries = self.requests[key].tries;
        let now = self.now;
        if tries > patience.retries || !self.budget.as_mut().is_none_or(|budget| budget.withdraw(now)) {
            return false;
        }
        let whole = SimDuration(patience.backoff.0 << (tries - 1).min(16));
        let wait = match patience.jitter {
            true => self.chances.backoff.duration(SimDuration::ZERO, whole),
            false => whole,
        };
        self.requests[key].backing_off = true;
        self.push_after(wait, Next::Again(key));
        true
    }

    /// A client tries again.
    pub(super) fn again(&mut self, key: RequestKey, trace: &mut Trace<Told>) {
        self.requests[key].backing_off = false;
        self.tally.retries += 1;
        let (request, number) = (self.requests[key].number, self.requests[key].tries + 1);
        self.tell(trace, Told::Again { request, number, hedge: false }, None, key);
        self.launch(key, trace);
    }

    /// A client sends a second try beside the first.
    pub(super) fn hedge(&mut self, key: RequestKey, trace: &mut Trace<Told>) {
        self.tally.hedges += 1;
        let (request, number) = (self.requests[key].number, 2);
        self.tell(trace, Told::Again { request, number, hedge: true }, None, key);
        self.launch(key, trace);
    }

    /// A request ends, once and for all.
    fn end(&mut self, key: RequestKey, ending: Ending, trace: &mut Trace<Told>) {
        let Request { number, session, born, source, .. } = self.requests[key];
        let took = self.now.since(born);
        self.tell(trace, Told::Ended { request: number, session, ending, took }, None, key);
        self.requests.remove(key);
        self.ended.push(Ended { number, ending, took });
        self.tally.end(ending, took, self.now);
        if let (&Source::Closed { think, .. }, true) = (&self.settings.source, source == self.source) {
            self.think(session, think);
        }
    }
}
