//! What a person changes about the servers: more of them, fewer, others.

use super::{Server, Service, Spec, State, finish_at};
use crate::process::SimDuration;
use crate::sim::Trace;
use crate::traffic::event::TrafficEvent;
use crate::traffic::flow::Flow;
use crate::traffic::ids::ServerId;

impl Service {
    /// A new server, which starts now.
    pub(in crate::traffic) fn add(
        &mut self,
        spec: Spec,
        flow: &mut Flow,
        trace: &mut Trace<TrafficEvent>,
    ) -> ServerId {
        let id = ServerId(self.servers.len() as u16);
        let mut server = Server::new(spec);
        (server.in_rotation, server.state) = (false, State::Starting);
        self.count_used(flow.now);
        self.servers.push(server);
        self.tell_balancers(id, flow);
        self.start(id, flow, trace);
        id
    }

    /// A server gets nothing more, finishes what it has, and then waits or leaves.
    pub(in crate::traffic) fn drain(
        &mut self,
        id: ServerId,
        leaves: bool,
        flow: &mut Flow,
        trace: &mut Trace<TrafficEvent>,
    ) -> Result<(), String> {
        let stay = self.there().filter(|(_, server)| !server.leaving).count();
        let server = self.server(id);
        match server.state {
            State::Draining if !leaves => return Err(format!("{id} drains already")),
            State::Down | State::Starting if !leaves => return Err(format!("{id} is not up")),
            _ if leaves && (stay <= 1 || server.leaving) => {
                return Err(format!("{id} is the last or leaves already"));
            }
            _ => {}
        }
        self.count_used(flow.now);
        let server = &mut self.servers[id.index()];
        server.leaving = leaves;
        server.state = if server.takes() { State::Draining } else { State::Removed };
        self.rotate(id, false, None, flow, trace);
        self.take_up(id, flow, trace);
        Ok(())
    }

    /// A server that drained is put back.
    pub(in crate::traffic) fn admit(
        &mut self,
        id: ServerId,
        flow: &mut Flow,
        trace: &mut Trace<TrafficEvent>,
    ) -> Result<(), String> {
        let server = &mut self.servers[id.index()];
        if server.state != State::Draining {
            return Err(format!("{id} does not drain"));
        }
        (server.state, server.leaving) = (State::Up, false);
        self.rotate(id, true, trace.cause(), flow, trace);
        Ok(())
    }

    /// A server's speed; what it has in service goes on at the new one.
    pub(in crate::traffic) fn set_speed(&mut self, id: ServerId, per_mille: u32, flow: &mut Flow) {
        let server = &mut self.servers[id.index()];
        let before = std::mem::replace(&mut server.spec.speed_per_mille, per_mille);
        // While it stands still nothing is worked at: what is left begins after that.
        let goes_on = flow.now.max(server.paused_until);
        for key in &server.busy {
            let left = flow.attempts[*key].ends.since(goes_on).0;
            let left = left * u64::from(before) / u64::from(per_mille);
            finish_at(*key, goes_on + SimDuration(left.max(1)), flow);
        }
    }

    /// A server's weight, of which the balancers are told.
    pub(in crate::traffic) fn set_weight(&mut self, id: ServerId, weight: u32, flow: &Flow) {
        self.servers[id.index()].spec.weight = weight;
        self.tell_balancers(id, flow);
    }

    /// Of a thousand requests a server answers so many at once with an error.
    pub(in crate::traffic) fn set_failing(&mut self, id: ServerId, per_mille: u32) {
        self.servers[id.index()].failing_per_mille = per_mille;
    }
}
