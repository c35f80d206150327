//! What a service does: lets in, queues, works, calls others, answers.

use super::call::{Outcome, Stage};
use super::event::GraphEvent;
use super::ids::SendingKey;
use super::mesh::{Mesh, Next};
use super::plan::{Step, Waits};
use crate::process::{SimDuration, SimTime};
use crate::sim::Trace;
use crate::traffic::Work;

impl Mesh {
    /// A sending is at the end of a way: at its service, or back at its caller.
    pub(super) fn land(&mut self, key: SendingKey, trace: &mut Trace<GraphEvent>) {
        match self.sendings[key].stage {
            Stage::Back(outcome) => self.back(key, outcome, trace),
            _ => self.come(key, trace),
        }
    }

    /// A sending comes to its service: to a worker, into a queue, or back.
    fn come(&mut self, key: SendingKey, trace: &mut Trace<GraphEvent>) {
        let now = self.now;
        let service = self.sendings[key].service;
        let (at, plan) = (usize::from(service), &self.graph.services[usize::from(service)]);
        if !self.pools[at].lets_in(now) {
            return self.turn_down(key, Outcome::Limited, trace);
        }
        let Some(place) = self.pools[at].choose() else {
            return self.turn_down(key, Outcome::Lost, trace);
        };
        let (workers, most) = (plan.workers, plan.queue);
        let server = &mut self.pools[at].servers[usize::from(place)];
        let is_free = server.busy < workers && server.queue.is_empty() && now >= server.paused_until;
        if !is_free && most.is_some_and(|most| server.queue.len() as u32 >= most) {
            return self.turn_down(key, Outcome::Full, trace);
        }
        server.here += 1;
        self.counts.services[at].come(now);
        let sending = &mut self.sendings[key];
        (sending.server, sending.reached, sending.since) = (place, now, now);
        if is_free {
            self.begin(key, trace);
        } else {
            self.wait(key, trace);
        }
    }

    fn turn_down(&mut self, key: SendingKey, outcome: Outcome, trace: &mut Trace<GraphEvent>) {
        let sending = &self.sendings[key];
        let (service, request, awaited, call) =
            (sending.service, sending.request, !sending.abandoned, sending.call);
        self.counts.services[usize::from(service)].refused += 1;
        self.tell(trace, None, call, |names| {
            GraphEvent::Ends(request, names.service(service), outcome, awaited)
        });
        self.answer(key, outcome, trace);
    }

    fn wait(&mut self, key: SendingKey, trace: &mut Trace<GraphEvent>) {
        let sending = &mut self.sendings[key];
        sending.stage = Stage::Waiting;
        let (service, place, request, call) =
            (sending.service, sending.server, sending.request, sending.call);
        let server = &mut self.pools[usize::from(service)].servers[usize::from(place)];
        let before = server.queue.len() as u32 + server.busy;
        server.queue.push_back(key);
        self.counts.services[usize::from(service)].waited += 1;
        self.tell(trace, Some((service, place)), call, |names| {
            GraphEvent::Waits(request, names.service(service), before)
        });
    }

    /// A worker takes a sending up, at first or again.
    fn begin(&mut self, key: SendingKey, trace: &mut Trace<GraphEvent>) {
        let now = self.now;
        let sending = &mut self.sendings[key];
        let (service, place, request, call) =
            (sending.service, sending.server, sending.request, sending.call);
        let waited = now.since(sending.since);
        sending.has_worker = true;
        self.pools[usize::from(service)].servers[usize::from(place)].employ(true, now);
        self.tell(trace, Some((service, place)), call, |names| {
            GraphEvent::Begins(request, names.service(service), waited)
        });
        self.go_on(key, trace);
    }

    /// A handler goes on with its next step, until it has to wait for something.
    pub(super) fn go_on(&mut self, key: SendingKey, trace: &mut Trace<GraphEvent>) {
        let graph = self.graph.clone();
        loop {
            let sending = &self.sendings[key];
            let plan = &graph.services[usize::from(sending.service)];
            match plan.steps.get(usize::from(sending.step)) {
                None => {
                    let less = self.sendings[key].is_less;
                    return self.finish(key, if less { Outcome::Degraded } else { Outcome::Answered }, trace);
                }
                Some(Step::Work(shape, mean)) => {
                    if self.sendings[key].has_worker {
                        return self.work(key, *shape, *mean);
                    }
                    return self.wait_for_worker(key, trace);
                }
                Some(Step::Calls(edges)) => {
                    if !self.call_others(key, edges, plan.waits, trace) {
                        return;
                    }
                }
            }
        }
    }

    /// A worker is busy with a step for a while.
    fn work(&mut self, key: SendingKey, shape: Work, mean: SimDuration) {
        let sending = &mut self.sendings[key];
        let service = usize::from(sending.service);
        let work = shape.of_mean(mean, &mut self.chances.work[service]);
        let takes = self.pools[service].servers[usize::from(sending.server)].takes_for(work);
        let ends = self.now + takes;
        (sending.stage, sending.since, sending.ends) = (Stage::Working, self.now, ends);
        self.queue.push(ends, Next::Done(key));
    }

    /// A handler that gave its worker back needs one again: it is the next.
    fn wait_for_worker(&mut self, key: SendingKey, trace: &mut Trace<GraphEvent>) {
        let now = self.now;
        let workers = self.graph.services[usize::from(self.sendings[key].service)].workers;
        let sending = &mut self.sendings[key];
        (sending.stage, sending.since) = (Stage::Waiting, now);
        let server = &mut self.pools[usize::from(sending.service)].servers[usize::from(sending.server)];
        if server.busy < workers && now >= server.paused_until {
            self.begin(key, trace);
        } else {
            server.queue.push_front(key);
        }
    }

    /// The calls of a step go out at once. True if all have ended at once, and the handler goes on.
    fn call_others(
        &mut self,
        key: SendingKey,
        edges: &[u16],
        waits: Waits,
        trace: &mut Trace<GraphEvent>,
    ) -> bool {
        let now = self.now;
        let sending = &mut self.sendings[key];
        (sending.stage, sending.since) = (Stage::Calling, now);
        (sending.open, sending.launches) = (edges.len() as u8, true);
        let (request, service, place) = (sending.request, sending.service, sending.server);
        if waits == Waits::Async && std::mem::take(&mut sending.has_worker) {
            self.pools[usize::from(service)].servers[usize::from(place)].employ(false, now);
        }
        for edge in edges {
            if let Some(outcome) = self.make_call(*edge, request, Some(key), trace) {
                self.call_ended(key, outcome, trace);
            }
        }
        let sending = &mut self.sendings[key];
        sending.launches = false;
        let (fails, is_over) = (sending.fails, sending.open == 0);
        if !fails && is_over {
            sending.step += 1;
        }
        if waits == Waits::Async {
            self.take_up(service, place, trace);
        }
        if fails {
            self.finish(key, Outcome::Failed, trace);
        }
        !fails && is_over
    }

    /// A call of a handler has ended.
    pub(super) fn call_ended(&mut self, key: SendingKey, outcome: Outcome, trace: &mut Trace<GraphEvent>) {
        // Who failed already, or went down, does not hear of it.
        let Some(sending) = self.sendings.get_mut(key).filter(|sending| sending.stage == Stage::Calling)
        else {
            return;
        };
        sending.open -= 1;
        sending.is_less |= outcome == Outcome::Degraded;
        sending.fails |= !outcome.is_answer();
        if sending.launches {
            return;
        }
        if sending.fails {
            self.finish(key, Outcome::Failed, trace);
        } else if sending.open == 0 {
            sending.step += 1;
            self.go_on(key, trace);
        }
    }

    /// A worker is done with a step.
    pub(super) fn done(&mut self, key: SendingKey, trace: &mut Trace<GraphEvent>) {
        let sending = &mut self.sendings[key];
        let service = usize::from(sending.service);
        let took = self.now.since(sending.since);
        let counts = &mut self.counts.services[service];
        counts.worked_us += took.0;
        counts.wasted_us += if sending.abandoned { took.0 } else { 0 };
        sending.step += 1;
        // Not by itself the end of anything any more.
        sending.ends = SimTime::MAX;
        self.go_on(key, trace);
    }

    /// A service is done with a sending: its worker is free, and the answer goes back.
    fn finish(&mut self, key: SendingKey, outcome: Outcome, trace: &mut Trace<GraphEvent>) {
        let now = self.now;
        let sending = &mut self.sendings[key];
        let (service, place, request, call) =
            (sending.service, sending.server, sending.request, sending.call);
        let (awaited, stayed) = (!sending.abandoned, now.since(sending.reached));
        let had_worker = std::mem::take(&mut sending.has_worker);
        let server = &mut self.pools[usize::from(service)].servers[usize::from(place)];
        server.here -= 1;
        if had_worker {
            server.employ(false, now);
        }
        self.counts.services[usize::from(service)].leave(stayed, now);
        self.tell(trace, Some((service, place)), call, |names| {
            GraphEvent::Ends(request, names.service(service), outcome, awaited)
        });
        self.answer(key, outcome, trace);
        if had_worker {
            self.take_up(service, place, trace);
        }
    }

    /// An answer, or a refusal, goes back; for nobody it goes nowhere.
    pub(super) fn answer(&mut self, key: SendingKey, outcome: Outcome, trace: &mut Trace<GraphEvent>) {
        let sending = &mut self.sendings[key];
        if sending.abandoned {
            self.sendings.remove(key);
            return;
        }
        let hop = self.graph.calls[usize::from(sending.edge)].hop;
        (sending.stage, sending.since, sending.ends) = (Stage::Back(outcome), self.now, self.now + hop);
        if hop == SimDuration::ZERO {
            self.back(key, outcome, trace);
        } else {
            self.queue.push(self.now + hop, Next::Hop(key));
        }
    }

    /// Free workers take up those who wait.
    pub(super) fn take_up(&mut self, service: u16, place: u16, trace: &mut Trace<GraphEvent>) {
        let at = usize::from(service);
        let plan = &self.graph.services[at];
        let (workers, discipline, drops) = (plan.workers, plan.discipline, plan.drops_expired);
        loop {
            let server = &mut self.pools[at].servers[usize::from(place)];
            if !server.is_up || server.busy >= workers || self.now < server.paused_until {
                return;
            }
            let Some(key) = server.next(discipline) else { return };
            let sending = &self.sendings[key];
            let is_late = sending.abandoned || sending.deadline.is_some_and(|deadline| self.now >= deadline);
            if drops && is_late {
                self.drop_late(key, trace);
            } else {
                self.begin(key, trace);
            }
        }
    }

    /// Nobody waits for it any more: it leaves the queue unserved.
    fn drop_late(&mut self, key: SendingKey, trace: &mut Trace<GraphEvent>) {
        let service = usize::from(self.sendings[key].service);
        self.counts.services[service].dropped += 1;
        self.finish(key, Outcome::TimedOut, trace);
    }
}
