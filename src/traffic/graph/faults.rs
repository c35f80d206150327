//! What befalls the servers of a graph.

use super::call::Outcome;
use super::event::GraphEvent;
use super::guard::Guard;
use super::ids::{CallKey, SendingKey};
use super::mesh::{Mesh, Next};
use crate::process::{NodeId, SimDuration, SimTime};
use crate::sim::{Fault, Trace};

impl Mesh {
    /// Takes a fault of a server.
    ///
    /// # Errors
    /// A sentence that says why it cannot happen here or now.
    pub fn inject(
        &mut self,
        now: SimTime,
        fault: &Fault,
        trace: &mut Trace<GraphEvent>,
    ) -> Result<(), String> {
        match *fault {
            Fault::Crash(node) => {
                let (service, place) = self.known(node)?;
                if !self.pools[usize::from(service)].servers[usize::from(place)].is_up {
                    return Err(format!("{node} is down already"));
                }
                self.begin_at(now);
                self.crash(service, place, trace);
            }
            Fault::Restart(node) => {
                let (service, place) = self.known(node)?;
                if self.pools[usize::from(service)].servers[usize::from(place)].is_up {
                    return Err(format!("{node} is up"));
                }
                self.begin_at(now);
                self.pools[usize::from(service)].servers[usize::from(place)].is_up = true;
                self.tell(trace, Some((service, place)), CallKey::default(), |names| {
                    GraphEvent::Server(names.service(service), true)
                });
            }
            Fault::Pause(node, length) => {
                let (service, place) = self.known(node)?;
                self.begin_at(now);
                self.pause(service, place, length);
            }
            Fault::Slow(node, each) => {
                let (service, place) = self.known(node)?;
                self.begin_at(now);
                self.pools[usize::from(service)].servers[usize::from(place)].extra = each;
            }
            _ => return Err(format!("servers here crash, restart, pause or slow down; not \"{fault}\"")),
        }
        self.skip_stale();
        Ok(())
    }

    /// The service and the place of a server.
    fn known(&self, node: NodeId) -> Result<(u16, u16), String> {
        let first = &self.names.first;
        let service = first.iter().rposition(|first| *first <= node.0).unwrap_or_default();
        let place = node.0 - first[service];
        match usize::from(place) < self.pools[service].servers.len() {
            true => Ok((service as u16, place)),
            false => Err(format!("there is no server {node}")),
        }
    }

    /// A server goes down with all that is at it. Who waits for that hears a connection break.
    fn crash(&mut self, service: u16, place: u16, trace: &mut Trace<GraphEvent>) {
        let is_here = |key: &SendingKey| self.is_at(*key, service, place);
        let here: Vec<SendingKey> = self.sendings.keys().filter(is_here).collect();
        // What they asked for is of nobody any more.
        let orphans =
            self.calls.iter().filter(|(_, call)| call.parent.is_some_and(|parent| here.contains(&parent)));
        for key in orphans.map(|(key, _)| key).collect::<Vec<_>>() {
            let call = self.calls.remove(key).expect("it was there");
            self.counts.edges[usize::from(call.edge)].ended[Outcome::Lost as usize] += 1;
            if let Some(sending) = call.waits_for.and_then(|key| self.sendings.get_mut(key)) {
                sending.abandoned = true;
            }
        }
        self.pools[usize::from(service)].servers[usize::from(place)].go_down(self.now);
        for (edge, guards) in self.guards.iter_mut().enumerate() {
            if self.names.from[edge] == Some(service) {
                guards[usize::from(place)] = Guard::new(&self.graph.calls[edge]);
            }
        }
        self.tell(trace, Some((service, place)), CallKey::default(), |names| {
            GraphEvent::Server(names.service(service), false)
        });
        for key in here {
            let Some(sending) = self.sendings.get_mut(key) else { continue };
            let stayed = self.now.since(sending.reached);
            sending.has_worker = false;
            self.counts.services[usize::from(service)].leave(stayed, self.now);
            self.answer(key, Outcome::Lost, trace);
        }
    }

    fn is_at(&self, key: SendingKey, service: u16, place: u16) -> bool {
        let sending = &self.sendings[key];
        sending.service == service && sending.server == place && sending.is_at_server()
    }

    /// A server stands still: what its workers do takes so much longer.
    fn pause(&mut self, service: u16, place: u16, length: SimDuration) {
        let until = self.now + length;
        let server = &mut self.pools[usize::from(service)].servers[usize::from(place)];
        let already = server.paused_until.since(self.now);
        server.paused_until = server.paused_until.max(until);
        let more = SimDuration(length.0.saturating_sub(already.0));
        let working: Vec<SendingKey> = self
            .sendings
            .iter()
            .filter(|(key, sending)| sending.is_working() && self.is_at(*key, service, place))
            .map(|(key, _)| key)
            .collect();
        for key in working {
            let ends = self.sendings[key].ends + more;
            self.sendings[key].ends = ends;
            self.queue.push(ends, Next::Done(key));
        }
        self.queue.push(until, Next::Wake(service, place));
    }

    /// The faults in force, for people.
    pub fn active_faults(&self, now: SimTime) -> Vec<String> {
        let mut active = Vec::new();
        for (service, pool) in (0..).zip(&self.pools) {
            for (place, server) in (0..).zip(&pool.servers) {
                let node = self.node(service, place);
                if !server.is_up {
                    active.push(format!("{node} is down"));
                }
                if server.paused_until > now {
                    active.push(format!("{node} is paused"));
                }
                if server.extra > SimDuration::ZERO {
                    active.push(format!("{node} is slow"));
                }
            }
        }
        active
    }
}
