//! What befalls servers: crashes, starts, pauses, slowness.

use super::{Server, Service, State, finish_at};
use crate::process::{NodeId, SimDuration, SimTime};
use crate::sim::{Record, RecordId, Trace};
use crate::traffic::event::TrafficEvent;
use crate::traffic::flow::{Flow, Next};
use crate::traffic::ids::ServerId;
use crate::traffic::request::AttemptKey;

impl Service {
    /// The server that a node is, if it exists.
    pub(in crate::traffic) fn known(&self, node: NodeId) -> Result<ServerId, String> {
        let server = self.servers.get(node.index()).filter(|server| server.exists());
        server.map(|_| node.into()).ok_or_else(|| format!("there is no {node}"))
    }

    /// Everything that is at a server is lost: that is returned.
    pub(in crate::traffic) fn crash(&mut self, id: ServerId, flow: &Flow) -> Result<Vec<AttemptKey>, String> {
        let server = &mut self.servers[id.index()];
        if server.state == State::Down {
            return Err(format!("{id} is down already"));
        }
        server.count(flow.now);
        self.count_used(flow.now);
        let server = &mut self.servers[id.index()];
        server.paused_until = SimTime::ZERO;
        server.state = if server.leaving { State::Removed } else { State::Down };
        Ok(server.busy.drain(..).chain(server.queue.drain(..)).collect())
    }

    /// A server has crashed: the balancers hear of it.
    pub(in crate::traffic) fn crashed(
        &mut self,
        id: ServerId,
        cause: Option<RecordId>,
        flow: &mut Flow,
        trace: &mut Trace<TrafficEvent>,
    ) {
        self.load_changed(id, flow);
        self.hear_of(id, cause, flow, trace);
    }

    pub(in crate::traffic) fn restart(
        &mut self,
        id: ServerId,
        flow: &mut Flow,
        trace: &mut Trace<TrafficEvent>,
    ) -> Result<(), String> {
        if self.server(id).state != State::Down {
            return Err(format!("{id} is not down"));
        }
        self.start(id, flow, trace);
        Ok(())
    }

    /// A server begins to start; without a start-up time it is up at once.
    pub(super) fn start(&mut self, id: ServerId, flow: &mut Flow, trace: &mut Trace<TrafficEvent>) {
        let ready_at = flow.now + flow.settings.start_up;
        let server = &mut self.servers[id.index()];
        (server.state, server.ready_at, server.paused_until) = (State::Starting, ready_at, SimTime::ZERO);
        server.incarnation += 1;
        match ready_at == flow.now {
            true => self.wake(id, flow, trace),
            false => flow.queue.push(ready_at, Next::Wake(id)),
        }
    }

    fn ready(&mut self, id: ServerId, flow: &mut Flow, trace: &mut Trace<TrafficEvent>) {
        self.servers[id.index()].state = State::Up;
        trace.push(Record::note(flow.now, TrafficEvent::Ready(id)).at_node(NodeId::from(id)));
        self.hear_of(id, None, flow, trace);
    }

    /// It stands still: what is in service takes that much longer, and nobody is told (a long garbage collection).
    pub(in crate::traffic) fn pause(
        &mut self,
        id: ServerId,
        length: SimDuration,
        flow: &mut Flow,
    ) -> Result<(), String> {
        let now = flow.now;
        let server = &mut self.servers[id.index()];
        if !server.takes() {
            return Err(format!("{id} is down"));
        }
        let until = (now + length).max(server.paused_until);
        let longer = until.since(server.paused_until.max(now));
        server.paused_until = until;
        for key in &server.busy {
            finish_at(*key, flow.attempts[*key].ends + longer, flow);
        }
        flow.queue.push(until, Next::Wake(id));
        Ok(())
    }

    /// A start or a pause ends then: else the server crashed meanwhile, or was paused for longer.
    pub(in crate::traffic) fn wakes_at(&self, id: ServerId, at: SimTime) -> bool {
        let server = self.server(id);
        let starts = server.state == State::Starting && server.ready_at == at;
        starts || server.paused_until == at
    }

    /// A server is ready, or goes on after a pause.
    pub(in crate::traffic) fn wake(
        &mut self,
        id: ServerId,
        flow: &mut Flow,
        trace: &mut Trace<TrafficEvent>,
    ) {
        if self.server(id).state == State::Starting {
            self.ready(id, flow, trace);
        }
        self.take_up(id, flow, trace);
    }

    /// Each request takes this much longer.
    pub(in crate::traffic) fn slow(&mut self, id: ServerId, extra: SimDuration) {
        self.servers[id.index()].extra = extra;
    }

    /// The faults in force, for people.
    pub(in crate::traffic) fn active_faults(&self, now: SimTime, flow: &Flow) -> Vec<String> {
        let first = &flow.settings.servers;
        let ill = |(id, server): (ServerId, &Server)| {
            let usual = first.get(id.index()).map_or(0, |spec| spec.speed_per_mille);
            let slow = server.extra > SimDuration::ZERO || server.spec.speed_per_mille < usual;
            Some(match () {
                () if server.state == State::Down => format!("{id} is down"),
                () if server.state == State::Starting => format!("{id} is booting"),
                () if now < server.paused_until => format!("{id} is paused"),
                () if server.failing_per_mille > 0 => format!("{id} fails requests"),
                () if slow => format!("{id} is slow"),
                () => return None,
            })
        };
        self.numbered().filter_map(ill).collect()
    }
}
