//! Least connections: the fewest unfinished requests.
//!
//! Its weakness: a server that fails fast has few unfinished requests, so it attracts everyone. The policy cannot see
//! this; a health check has to take the server out. The heap and the weighted scan have the same weakness.

use super::contract::{Algorithm, Choice, Context, Ended};
use super::rota::Rota;
use super::server::{Position, Server, Signal};
use super::settings::Settings;
use super::smooth::Smooth;
use super::usable::Usable;
use crate::process::{Random, SimTime};

/// The scan, without weights. Equal servers take turns: the scan begins where the last choice was, so the first server
/// is not preferred.
#[derive(Clone, Debug, Hash)]
pub(super) struct LeastConnections {
    rota: Rota,
    signal: Signal,
}

impl LeastConnections {
    pub(super) fn new(settings: &Settings, servers: &[Server]) -> LeastConnections {
        LeastConnections { rota: Rota::new(servers), signal: settings.signal }
    }
}

impl Algorithm for LeastConnections {
    fn choose(&mut self, at: &Context, _random: &mut Random) -> Choice {
        let usable = self.rota.usable();
        let load = |place: &usize| self.signal.load(&at.servers[usable[*place].index()]);
        // Of equal minima, the first one in the order of turns.
        let untried = |place: &usize| !at.avoids(usable[*place]);
        let Some(place) = self.rota.around().filter(untried).min_by_key(load) else { return Choice::NONE };
        let choice = Choice::of(usable[place], usable.len() as u32);
        self.rota.pass_on_from(place);
        choice
    }

    fn changed(&mut self, servers: &[Server]) {
        self.rota.update(servers);
    }

    fn scores(&self, servers: &[Server], _now: SimTime) -> (&'static str, Vec<f64>) {
        ("requests", servers.iter().map(|server| f64::from(self.signal.load(server))).collect())
    }

    fn bytes(&self) -> usize {
        let Self { rota, signal: _ } = self;
        rota.bytes()
    }
}

/// The scan with weights, as in nginx: the least load / weight; equal ones take turns by smooth weighted round robin.
#[derive(Clone, Debug, Hash)]
pub(super) struct WeightedLeastConnections {
    usable: Usable,
    smooth: Smooth,
    signal: Signal,
}

impl WeightedLeastConnections {
    pub(super) fn new(settings: &Settings, servers: &[Server]) -> WeightedLeastConnections {
        let (usable, smooth) = (Usable::new(servers), Smooth::new(settings, servers));
        WeightedLeastConnections { usable, smooth, signal: settings.signal }
    }
}

impl Algorithm for WeightedLeastConnections {
    fn choose(&mut self, at: &Context, _random: &mut Random) -> Choice {
        let load = |server: Position| u64::from(self.signal.load(&at.servers[server.index()]));
        self.smooth.least(&self.usable, at, load)
    }

    fn ended(&mut self, end: Ended, servers: &[Server], _now: SimTime) {
        self.smooth.ended(end, servers);
    }

    fn changed(&mut self, servers: &[Server]) {
        self.usable.update(servers);
        self.smooth.update(servers);
    }

    fn scores(&self, servers: &[Server], _now: SimTime) -> (&'static str, Vec<f64>) {
        self.signal.by_weight(servers)
    }

    fn bytes(&self) -> usize {
        let Self { usable, smooth, signal: _ } = self;
        usable.bytes() + smooth.bytes()
    }
}
