//! What a caller does: asks, waits, tries again, gives up, makes do with less.

use super::call::{Call, Outcome, Sending, Stage};
use super::event::GraphEvent;
use super::ids::{CallKey, RequestNumber, SendingKey};
use super::mesh::{Mesh, Next};
use crate::algorithms::breaker::Transition;
use crate::process::{SimDuration, SimTime};
use crate::sim::Trace;

/// A backoff doubles so often at most.
const MOST_DOUBLINGS: u32 = 16;

impl Mesh {
    /// A caller makes a call; how it ends, if it ends at once.
    pub(super) fn make_call(
        &mut self,
        edge: u16,
        request: RequestNumber,
        parent: Option<SendingKey>,
        trace: &mut Trace<GraphEvent>,
    ) -> Option<Outcome> {
        let now = self.now;
        let plan = &self.graph.calls[usize::from(edge)];
        let of = parent.map(|parent| &self.sendings[parent]);
        let server = of.map_or(0, |sending| sending.server);
        let deadline = of.and_then(|sending| sending.deadline);
        self.counts.edges[usize::from(edge)].calls += 1;
        let record = of.and_then(|sending| self.calls.get(sending.call)?.record);
        let of = of.map(|sending| sending.call).unwrap_or_default();
        let under_way = self.guards[usize::from(edge)][usize::from(server)].under_way;
        let is_full = plan.bulkhead.is_some_and(|most| under_way >= most);
        if is_full || !self.may_send((edge, server), of, trace) {
            let outcome = if is_full { Outcome::Bulkhead } else { Outcome::Open };
            self.hold((edge, server), request, of, outcome, trace);
            return Some(self.close(edge, outcome));
        }
        let guard = &mut self.guards[usize::from(edge)][usize::from(server)];
        guard.under_way += 1;
        guard.deposit(now);
        let call = self.calls.insert(Call {
            edge,
            request,
            parent,
            server,
            since: now,
            deadline,
            sent: 0,
            waits_for: None,
            record,
        });
        if parent.is_none() {
            self.tell(trace, None, call, |names| GraphEvent::Asked(request, names.ends(edge).0));
        }
        self.send(call, trace);
        None
    }

    /// Whether a caller's breaker lets a sending out.
    fn may_send(
        &mut self,
        (edge, server): (u16, u16),
        about: CallKey,
        trace: &mut Trace<GraphEvent>,
    ) -> bool {
        let (may, turned) = self.guards[usize::from(edge)][usize::from(server)].may_send(self.now);
        self.tell_breaker((edge, server), about, turned, trace);
        may
    }

    fn tell_breaker(
        &mut self,
        (edge, server): (u16, u16),
        about: CallKey,
        turned: Option<Transition>,
        trace: &mut Trace<GraphEvent>,
    ) {
        let Some(turned) = turned else { return };
        let at = self.names.caller(edge, server);
        self.tell(trace, at, about, |names| {
            let (from, to) = names.ends(edge);
            GraphEvent::Breaker(from, to, turned)
        });
    }

    /// A call does not leave its caller.
    fn hold(
        &mut self,
        (edge, server): (u16, u16),
        request: RequestNumber,
        about: CallKey,
        outcome: Outcome,
        trace: &mut Trace<GraphEvent>,
    ) {
        self.counts.edges[usize::from(edge)].recent.now(self.now).failed += 1;
        let at = self.names.caller(edge, server);
        self.tell(trace, at, about, |names| {
            let (from, to) = names.ends(edge);
            GraphEvent::Held(request, from, to, outcome)
        });
    }

    /// A call on this edge has ended so; what its caller makes of it.
    fn close(&mut self, edge: u16, outcome: Outcome) -> Outcome {
        self.counts.edges[usize::from(edge)].ended[outcome as usize] += 1;
        let has_fallback = self.graph.calls[usize::from(edge)].fallback;
        if has_fallback && !outcome.is_answer() { Outcome::Degraded } else { outcome }
    }

    /// Sends a call, for the first time or again.
    fn send(&mut self, key: CallKey, trace: &mut Trace<GraphEvent>) {
        let now = self.now;
        let call = &mut self.calls[key];
        call.sent += 1;
        let (edge, request, server, times, deadline) =
            (call.edge, call.request, call.server, call.sent, call.deadline);
        let plan = &self.graph.calls[usize::from(edge)];
        let (service, hop, timeout) = (plan.to, plan.hop, plan.timeout);
        let until = timeout.map(|timeout| now + timeout);
        let passed_on = if plan.deadline { earlier(deadline, until) } else { None };
        let sending = self.sendings.insert(Sending {
            call: key,
            edge,
            request,
            service,
            server: 0,
            from: server,
            stage: Stage::Going,
            since: now,
            ends: now + hop,
            sent: now,
            reached: now,
            step: 0,
            open: 0,
            has_worker: false,
            abandoned: false,
            launches: false,
            fails: false,
            is_less: false,
            deadline: passed_on,
        });
        self.calls[key].waits_for = Some(sending);
        let counts = &mut self.counts.edges[usize::from(edge)];
        counts.sent += 1;
        counts.recent.now(now).sent += 1;
        counts.retries += u64::from(times > 1);
        if let Some(until) = earlier(until, deadline) {
            self.queue.push(until.max(now), Next::TimeOut(sending));
        }
        let at = self.names.caller(edge, server);
        self.tell(trace, at, key, |names| {
            let (from, to) = names.ends(edge);
            GraphEvent::Sent(request, from, to, times)
        });
        if hop == SimDuration::ZERO {
            self.land(sending, trace);
        } else {
            self.queue.push(now + hop, Next::Hop(sending));
        }
    }

    /// A caller stops waiting. The service does not know.
    pub(super) fn time_out(&mut self, key: SendingKey, trace: &mut Trace<GraphEvent>) {
        let sending = &mut self.sendings[key];
        sending.abandoned = true;
        let (call, edge, request, from, sent) =
            (sending.call, sending.edge, sending.request, sending.from, sending.sent);
        let after = self.now.since(sent);
        let at = self.names.caller(edge, from);
        self.tell(trace, at, call, |names| {
            let (from, to) = names.ends(edge);
            GraphEvent::TimedOut(request, from, to, after)
        });
        self.sending_ended(call, (edge, from), after, Outcome::TimedOut, trace);
    }

    /// An answer is back at its caller, if it still waits.
    pub(super) fn back(&mut self, key: SendingKey, outcome: Outcome, trace: &mut Trace<GraphEvent>) {
        let Some(sending) = self.sendings.remove(key) else { return };
        if !sending.abandoned {
            let took = self.now.since(sending.sent);
            self.sending_ended(sending.call, (sending.edge, sending.from), took, outcome, trace);
        }
    }

    /// What a caller does once it knows what became of a sending.
    fn sending_ended(
        &mut self,
        key: CallKey,
        (edge, server): (u16, u16),
        took: SimDuration,
        outcome: Outcome,
        trace: &mut Trace<GraphEvent>,
    ) {
        let guard = &mut self.guards[usize::from(edge)][usize::from(server)];
        let turned = guard.ended(outcome.is_answer(), took, self.now);
        let recent = self.counts.edges[usize::from(edge)].recent.now(self.now);
        *(if outcome.is_answer() { &mut recent.answered } else { &mut recent.failed }) += 1;
        self.tell_breaker((edge, server), key, turned, trace);
        let Some(call) = self.calls.get_mut(key) else { return };
        call.waits_for = None;
        if outcome.is_answer() || !self.tries_again(key, trace) {
            self.end_call(key, outcome, trace);
        }
    }

    /// Whether a call that failed is sent again; it is then on its way to that.
    fn tries_again(&mut self, key: CallKey, trace: &mut Trace<GraphEvent>) -> bool {
        let call = &self.calls[key];
        let (edge, request, server, sent) = (call.edge, call.request, call.server, call.sent);
        let plan = &self.graph.calls[usize::from(edge)];
        let is_wanted = call.parent.is_none_or(|parent| self.sendings.contains_key(parent));
        if sent > plan.retries || !is_wanted {
            return false;
        }
        let whole = SimDuration(plan.backoff.0 << (sent - 1).min(MOST_DOUBLINGS));
        let wait = match plan.jitter {
            true => self.chances.backoff[usize::from(edge)].duration(SimDuration::ZERO, whole),
            false => whole,
        };
        if call.deadline.is_some_and(|deadline| self.now + wait >= deadline) {
            return false;
        }
        let at = self.names.caller(edge, server);
        if !self.guards[usize::from(edge)][usize::from(server)].spend(self.now) {
            self.counts.edges[usize::from(edge)].without_budget += 1;
            self.tell(trace, at, key, |names| {
                let (from, to) = names.ends(edge);
                GraphEvent::NoBudget(request, from, to)
            });
            return false;
        }
        self.tell(trace, at, key, |names| {
            let (from, to) = names.ends(edge);
            GraphEvent::Retry(request, from, to, wait)
        });
        self.queue.push(self.now + wait, Next::Retry(key));
        true
    }

    /// A caller tries again, unless its breaker has opened meanwhile, or nobody needs it any more.
    pub(super) fn retry(&mut self, key: CallKey, trace: &mut Trace<GraphEvent>) {
        let call = &self.calls[key];
        let (edge, request, server) = (call.edge, call.request, call.server);
        let is_wanted = call.parent.is_none_or(|parent| self.sendings.contains_key(parent));
        if !is_wanted {
            return self.end_call(key, Outcome::TimedOut, trace);
        }
        match self.may_send((edge, server), key, trace) {
            true => self.send(key, trace),
            false => {
                self.hold((edge, server), request, key, Outcome::Open, trace);
                self.end_call(key, Outcome::Open, trace);
            }
        }
    }

    /// A call ends: its handler goes on, or the request is over.
    pub(super) fn end_call(&mut self, key: CallKey, outcome: Outcome, trace: &mut Trace<GraphEvent>) {
        let Some(call) = self.calls.get(key) else { return };
        if call.parent.is_none() {
            let (request, took) = (call.request, self.now.since(call.since));
            self.tell(trace, None, key, |_| GraphEvent::Ended(request, outcome, took));
        }
        let Some(call) = self.calls.remove(key) else { return };
        self.guards[usize::from(call.edge)][usize::from(call.server)].under_way -= 1;
        let outcome = self.close(call.edge, outcome);
        match call.parent {
            Some(parent) => self.call_ended(parent, outcome, trace),
            None => {
                let took = self.now.since(call.since);
                self.counts.end(outcome, took, self.now);
            }
        }
    }
}

/// The earlier of two times, of which either may be missing.
fn earlier(one: Option<SimTime>, other: Option<SimTime>) -> Option<SimTime> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
