//! How long clients wait, and how often they try: timeouts, retries with a backoff and a budget, hedges.

use super::Clients;
use crate::process::SimDuration;
use crate::sim::Trace;
use crate::traffic::event::TrafficEvent;
use crate::traffic::flow::{Flow, Next};
use crate::traffic::ids::ServerId;
use crate::traffic::request::{AttemptKey, Ending, RequestKey};

impl Clients {
    /// A client waits for an attempt no longer than the timeout.
    pub(super) fn schedule_timeout(key: AttemptKey, flow: &mut Flow) {
        let timeout = flow.settings.patience.timeout;
        if timeout > SimDuration::ZERO {
            flow.push_after(timeout, Next::TimeOut(key));
        }
    }

    /// The timeout of an attempt means nothing once nobody waits for it.
    pub(in crate::traffic) fn loses_patience(key: AttemptKey, flow: &Flow) -> bool {
        flow.attempts.get(key).is_some_and(|attempt| flow.is_awaited(attempt))
    }

    /// A client stops waiting for an attempt. The server does not know.
    pub(in crate::traffic) fn time_out(
        &mut self,
        key: AttemptKey,
        flow: &mut Flow,
        trace: &mut Trace<TrafficEvent>,
    ) {
        let attempt = &mut flow.attempts[key];
        attempt.abandoned = true;
        let (of, request) = (attempt.request, attempt.id);
        let after = flow.settings.patience.timeout;
        flow.tell(trace, TrafficEvent::TimedOut { request, after }, None, of);
        flow.requests[of].open -= 1;
        self.fail(of, Ending::TimedOut, flow, trace);
    }

    /// An attempt has failed: another may still run, or the client tries again, or the request ends so.
    pub(super) fn fail(
        &mut self,
        key: RequestKey,
        ending: Ending,
        flow: &mut Flow,
        trace: &mut Trace<TrafficEvent>,
    ) {
        if flow.requests[key].open == 0 && !self.schedule_retry(key, flow) {
            self.end(key, ending, flow, trace);
        }
    }

    /// Lets a client try again after its backoff, if it may.
    fn schedule_retry(&mut self, key: RequestKey, flow: &mut Flow) -> bool {
        let patience = flow.settings.patience;
        let attempts = flow.requests[key].attempts;
        let now = flow.now;
        if attempts > patience.retries || !self.budget.as_mut().is_none_or(|budget| budget.withdraw(now)) {
            return false;
        }
        let whole = SimDuration(patience.backoff.0 << (attempts - 1).min(16));
        let wait = match patience.jitter {
            true => self.chances.backoff.duration(SimDuration::ZERO, whole),
            false => whole,
        };
        flow.requests[key].backing_off = true;
        flow.push_after(wait, Next::Retry(key));
        true
    }

    /// A request that has ended meanwhile is not tried again.
    pub(in crate::traffic) fn tries_again(key: RequestKey, flow: &Flow) -> bool {
        flow.requests.contains_key(key)
    }

    /// A client tries again.
    pub(in crate::traffic) fn retry(
        &mut self,
        key: RequestKey,
        flow: &mut Flow,
        trace: &mut Trace<TrafficEvent>,
    ) {
        let request = &mut flow.requests[key];
        request.backing_off = false;
        let (request, number) = (request.id, request.attempts + 1);
        flow.metrics.retries += 1;
        flow.tell(trace, TrafficEvent::Retry { request, number, hedge: false }, None, key);
    }

    /// A request was tried at a server; it is remembered where another attempt may have to avoid it.
    pub(super) fn remember(key: RequestKey, server: ServerId, flow: &mut Flow) {
        let patience = flow.settings.patience;
        if patience.hedge > SimDuration::ZERO || patience.avoids_tried {
            flow.requests[key].tried.add(server);
        }
    }

    /// A client that has no answer after this sends a second attempt beside the first.
    pub(in crate::traffic) fn schedule_hedge(key: RequestKey, flow: &mut Flow) {
        let hedge = flow.settings.patience.hedge;
        if hedge > SimDuration::ZERO {
            flow.push_after(hedge, Next::Hedge(key));
        }
    }

    /// A second attempt is for a request of which exactly one is under way: not for one that has ended, was hedged
    /// already, or waits to be tried again.
    pub(in crate::traffic) fn hedges(key: RequestKey, flow: &Flow) -> bool {
        flow.requests.get(key).is_some_and(|request| request.open == 1)
    }

    /// A client sends a second attempt beside the first.
    pub(in crate::traffic) fn hedge(
        &mut self,
        key: RequestKey,
        flow: &mut Flow,
        trace: &mut Trace<TrafficEvent>,
    ) {
        flow.metrics.hedges += 1;
        let (request, number) = (flow.requests[key].id, 2);
        flow.tell(trace, TrafficEvent::Retry { request, number, hedge: true }, None, key);
    }
}
