//! What the balancers hear of the servers' loads: each change at once, or all of them from time to time.

use super::Service;
use crate::process::{SimDuration, SimTime};
use crate::traffic::flow::{Flow, Next};
use crate::traffic::ids::ServerId;

impl Service {
    /// A load as it is now, for balancers that are told each change at once.
    pub(super) fn load_changed(&mut self, id: ServerId, flow: &Flow) {
        if flow.settings.report_every == SimDuration::ZERO {
            let load = self.server(id).load();
            for balancer in &mut self.balancers {
                balancer.report(id, load);
            }
        }
    }

    /// All servers report.
    pub(in crate::traffic) fn report_all(&mut self, flow: &mut Flow) {
        for (id, server) in ServerId::first(self.servers.len()).zip(&self.servers) {
            for balancer in &mut self.balancers {
                balancer.report(id, server.load());
            }
        }
        self.schedule_report(flow);
    }

    /// The next report of all is after the interval that is set; without one, each change is reported.
    pub(in crate::traffic) fn schedule_report(&mut self, flow: &mut Flow) {
        let every = flow.settings.report_every;
        if every > SimDuration::ZERO {
            self.report_at = flow.now + every;
            flow.queue.push(self.report_at, Next::Report);
        } else {
            self.report_at = SimTime::MAX;
            ServerId::first(self.servers.len()).for_each(|server| self.load_changed(server, flow));
        }
    }

    /// A report that was scheduled before the interval changed does not count.
    pub(in crate::traffic) fn reports_at(&self, at: SimTime) -> bool {
        self.report_at == at
    }
}
