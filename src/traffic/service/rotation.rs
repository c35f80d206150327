//! The balancers, and which servers are in rotation there: when they hear that one is up or down, and with what weight.

use super::{Balancer, Service, State};
use crate::algorithms::balancing as policies;
use crate::process::{NodeId, SimDuration, SimTime};
use crate::sim::{Record, RecordId, Trace};
use crate::traffic::event::TrafficEvent;
use crate::traffic::flow::{Flow, Next};
use crate::traffic::ids::{BalancerId, ServerId};
use crate::traffic::settings::Settings;

/// With slow start a full weight is told as this many parts.
pub(in crate::traffic) const RAMP: u32 = 10;

impl Service {
    /// Takes over settings that changed while the run goes on. Servers stay as they are.
    pub(in crate::traffic) fn reconfigure(&mut self, before: &Settings, flow: &mut Flow) {
        let settings = flow.settings.clone();
        if before.balancers != settings.balancers {
            self.make_balancers(flow);
        } else {
            if slow_start(before) != slow_start(&settings) {
                self.change_slow_start(flow);
            }
            if (before.policy, before.policies) != (settings.policy, settings.policies) {
                for balancer in &mut self.balancers {
                    balancer.switch(settings.policy, &settings.policies);
                }
                self.disturbances += 1;
                self.announce_idle(flow.now);
            }
        }
        if before.report_every != settings.report_every {
            self.schedule_report(flow);
        }
    }

    /// New balancers, without memory. Those before finish nothing: their attempts count nowhere any more.
    pub(super) fn make_balancers(&mut self, flow: &mut Flow) {
        self.disturbances += 1;
        let view: Vec<policies::Server> =
            ServerId::first(self.servers.len()).map(|server| self.view_of(server, flow)).collect();
        let settings = &flow.settings;
        let balancer = |id| Balancer::new(settings.policy, &settings.policies, view.clone(), flow.seed, id);
        self.balancers = (0..settings.balancers).map(BalancerId).map(balancer).collect();
        let last = BalancerId(settings.balancers - 1);
        for attempt in flow.attempts.values_mut() {
            attempt.counted = false;
            // One that is on its way to a balancer that is no more goes to the last.
            attempt.balancer = attempt.balancer.min(last);
        }
        self.announce_idle(flow.now);
    }

    fn view_of(&self, id: ServerId, flow: &Flow) -> policies::Server {
        let server = self.server(id);
        let (usable, weight) = (server.in_rotation, self.told_weight(id, flow));
        policies::Server { weight, usable, active: 0, reported: server.load() }
    }

    /// Every server without work says so to a balancer, in turn.
    fn announce_idle(&mut self, now: SimTime) {
        let all = ServerId::first(self.servers.len()).zip(&self.servers);
        for (turn, (server, _)) in all.filter(|(_, server)| server.is_idle(now)).enumerate() {
            let balancer = turn % self.balancers.len();
            self.balancers[balancer].idle(server);
        }
    }

    /// The balancers hear what has become of a server: at once, or after the time of detection.
    pub(in crate::traffic) fn hear_of(
        &mut self,
        id: ServerId,
        cause: Option<RecordId>,
        flow: &mut Flow,
        trace: &mut Trace<TrafficEvent>,
    ) {
        let detection = flow.settings.detection;
        match detection == SimDuration::ZERO {
            true => self.rotate(id, self.server(id).state == State::Up, cause, flow, trace),
            false => flow.push_after(detection, Next::Tell(id)),
        }
    }

    /// There is news of a server while it is up and out of rotation, or in and not up.
    pub(in crate::traffic) fn has_news_of(&self, id: ServerId) -> bool {
        let server = self.server(id);
        server.in_rotation != (server.state == State::Up)
    }

    /// The time of detection is over.
    pub(in crate::traffic) fn tell_of(
        &mut self,
        id: ServerId,
        flow: &mut Flow,
        trace: &mut Trace<TrafficEvent>,
    ) {
        self.rotate(id, self.server(id).state == State::Up, None, flow, trace);
    }

    /// A server goes into rotation, or out of it.
    pub(super) fn rotate(
        &mut self,
        id: ServerId,
        is_in: bool,
        cause: Option<RecordId>,
        flow: &mut Flow,
        trace: &mut Trace<TrafficEvent>,
    ) {
        let server = &mut self.servers[id.index()];
        if server.in_rotation == is_in {
            return;
        }
        server.in_rotation = is_in;
        server.in_since = flow.now;
        let event = TrafficEvent::Rotation(id, is_in);
        trace.push(Record::note(flow.now, event).at_node(NodeId::from(id)).because(cause));
        self.tell_balancers(id, flow);
        if is_in {
            self.schedule_ramp(id, flow);
        }
        self.announce_if_idle(id, flow);
    }

    /// Tells every balancer a server's weight and whether it is in.
    pub(super) fn tell_balancers(&mut self, id: ServerId, flow: &Flow) {
        let (is_in, weight) = (self.server(id).in_rotation, self.told_weight(id, flow));
        self.balancers.iter_mut().for_each(|balancer| balancer.tell(id, is_in, weight, flow.now));
        self.disturbances += 1;
    }

    /// Weights are raised over another time from now on: balancers are told all of them anew.
    fn change_slow_start(&mut self, flow: &mut Flow) {
        let all = || ServerId::first(self.servers.len());
        let weights: Vec<u32> = all().map(|server| self.told_weight(server, flow)).collect();
        let rising: Vec<ServerId> = all().filter(|server| self.rises(*server, flow)).collect();
        self.balancers.iter_mut().for_each(|balancer| balancer.weigh(&weights));
        self.disturbances += 1;
        rising.into_iter().for_each(|server| self.schedule_ramp(server, flow));
    }

    /// A server has started lately, and its weight is not yet told in full.
    fn rises(&self, id: ServerId, flow: &Flow) -> bool {
        let server = self.server(id);
        server.incarnation > 0 && flow.now.since(server.in_since) < slow_start(&flow.settings)
    }

    /// The weight of a server as balancers are told it: with slow start in tenths, less in its first time.
    fn told_weight(&self, id: ServerId, flow: &Flow) -> u32 {
        let server = self.server(id);
        let slow_start = slow_start(&flow.settings).0;
        if slow_start == 0 {
            return server.spec.weight;
        }
        let whole = server.spec.weight * RAMP;
        let age = flow.now.since(server.in_since).0;
        match self.rises(id, flow) {
            true => ((u64::from(whole) * age / slow_start) as u32).max(1),
            false => whole,
        }
    }

    /// With slow start, a server's weight is raised a little more from time to time.
    fn schedule_ramp(&mut self, id: ServerId, flow: &mut Flow) {
        let slow_start = slow_start(&flow.settings);
        if slow_start > SimDuration::ZERO {
            let step = SimDuration((slow_start.0 / u64::from(RAMP)).max(1));
            flow.push_after(step, Next::Ramp(id));
        }
    }

    /// Only while the server is in rotation.
    pub(in crate::traffic) fn ramps(&self, id: ServerId) -> bool {
        self.server(id).in_rotation
    }

    /// A server's weight is raised a little more.
    pub(in crate::traffic) fn ramp(&mut self, id: ServerId, flow: &mut Flow) {
        self.tell_balancers(id, flow);
        if flow.now.since(self.server(id).in_since) < slow_start(&flow.settings) {
            self.schedule_ramp(id, flow);
        }
    }
}

/// Over which time a weight is raised: not at all where the policy would deal sessions anew at each step.
fn slow_start(settings: &Settings) -> SimDuration {
    if settings.policy.takes_slow_start() { settings.slow_start } else { SimDuration::ZERO }
}
