//! When clients ask: at the arrivals of a stream from outside, or each in a loop of its own.

use super::{Arrivals, Clients};
use crate::process::{SimDuration, SimTime};
use crate::traffic::flow::{Flow, Next};
use crate::traffic::ids::ClientId;
use crate::traffic::settings::Source;

impl Clients {
    /// The next arrival from outside.
    pub(in crate::traffic) fn next_arrival(&self) -> Option<SimTime> {
        self.next_arrival
    }

    /// Who arrives from outside now. The next arrival is drawn first.
    pub(in crate::traffic) fn next_from_outside(&mut self, flow: &Flow) -> ClientId {
        self.schedule_arrival(flow);
        self.sessions.draw(&mut self.chances.session)
    }

    fn schedule_arrival(&mut self, flow: &Flow) {
        self.next_arrival = self.arrivals.as_mut().and_then(|arrivals| arrivals.next(flow.now));
    }

    pub(super) fn change_source(&mut self, source: &Source, flow: &mut Flow) {
        if let (Source::Open(pattern, spread), Some(arrivals)) = (source, &mut self.arrivals) {
            arrivals.follow(pattern.clone(), *spread);
            // The next arrival was drawn at the old rate: it is drawn anew.
            return self.schedule_arrival(flow);
        }
        if let Source::Closed { clients, .. } = source {
            self.sessions.grow(*clients);
        }
        self.open_source(flow);
    }

    /// Lets requests come from the source that is set, and from no other.
    pub(in crate::traffic) fn open_source(&mut self, flow: &mut Flow) {
        self.source += 1;
        match flow.settings.source.clone() {
            Source::Open(pattern, spread) => {
                self.arrivals = Some(Arrivals::new(pattern, spread, flow.seed));
                self.schedule_arrival(flow);
            }
            Source::Closed { clients, think } => {
                (self.arrivals, self.next_arrival) = (None, None);
                (0..clients).map(ClientId).for_each(|client| self.think(client, think, flow));
            }
        }
    }

    /// So many times as many requests arrive from outside until a moment; false if none arrive from there.
    pub(in crate::traffic) fn surge(&mut self, factor: f64, until: SimTime, flow: &Flow) -> bool {
        let Some(arrivals) = &mut self.arrivals else { return false };
        arrivals.surge(factor, until);
        // The next arrival was drawn at the old rate: it is drawn anew.
        self.schedule_arrival(flow);
        true
    }

    /// A client thinks, for a millisecond at least: one that is refused at once would else ask again for ever at the
    /// same moment.
    fn think(&mut self, client: ClientId, mean: SimDuration, flow: &mut Flow) {
        let us = self.chances.think.exponential(mean.0 as f64).max(1e3);
        flow.push_after(SimDuration(us as u64), Next::Thought { client, source: self.source });
    }

    /// What a client thought before the source was changed, it does not ask.
    pub(in crate::traffic) fn asks_from(&self, source: u32) -> bool {
        source == self.source
    }

    /// A client whose request of a closed loop has ended thinks before its next.
    pub(super) fn think_again(&mut self, client: ClientId, source: u32, flow: &mut Flow) {
        if let (&Source::Closed { think, .. }, true) = (&flow.settings.source, source == self.source) {
            self.think(client, think, flow);
        }
    }
}
