//! What befalls the traffic: faults of its servers.

use super::event::TrafficEvent;
use super::event_loop::Traffic;
use super::ids::ServerId;
use super::request::Stage;
use super::service::Service;
use crate::process::SimTime;
use crate::sim::{Fault, RecordId, Trace};

impl Traffic {
    /// Takes a fault of a server.
    ///
    /// # Errors
    /// A sentence that says why it cannot happen here or now.
    pub fn inject(
        &mut self,
        now: SimTime,
        fault: &Fault,
        trace: &mut Trace<TrafficEvent>,
    ) -> Result<(), String> {
        let cause = trace.cause();
        self.flow.begin_at(now);
        let Self { service, flow, .. } = self;
        match *fault {
            Fault::Crash(node) => {
                let server = service.known(node)?;
                self.crash(server, cause, trace)?;
            }
            Fault::Restart(node) => service.restart(service.known(node)?, flow, trace)?,
            Fault::Pause(node, length) => service.pause(service.known(node)?, length, flow)?,
            Fault::Slow(node, each) => service.slow(service.known(node)?, each),
            _ => return Err(format!("servers here crash, restart, pause or slow down; not \"{fault}\"")),
        }
        self.skip_stale();
        Ok(())
    }

    fn crash(
        &mut self,
        server: ServerId,
        cause: Option<RecordId>,
        trace: &mut Trace<TrafficEvent>,
    ) -> Result<(), String> {
        // Whoever waits for what is lost hears a connection break.
        for key in self.service.crash(server, &self.flow)? {
            let ending = Service::lose(key, server, &mut self.flow, trace);
            self.carry(key, Stage::ToBalancerAgain(ending), trace);
        }
        self.service.crashed(server, cause, &mut self.flow, trace);
        Ok(())
    }

    /// The faults in force, for people.
    pub fn active_faults(&self, now: SimTime) -> Vec<String> {
        self.service.active_faults(now, &self.flow)
    }
}
