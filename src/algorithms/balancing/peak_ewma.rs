//! Peak EWMA after Finagle (PeakEwma.scala), between two servers drawn at random (P2CPick.scala).
//!
//! A server's cost is a moving mean of latency that jumps to each peak and comes down slowly: with w = exp(-dt / tau),
//! a latency above the cost becomes the cost, and a lower one moves it to cost * w + latency * (1 - w). Looking at a
//! cost counts as observing 0, so a server that gets nothing is forgiven in time. The load is cost * (unfinished + 1).
//! A server that has no history but a request is penalised: it gets one request, and no herd, until it answers.
//!
//! Deviation: Finagle takes the latency of a failure for what it is, and leaves it to other parts to take a failing
//! server out. Here a failure counts as `Settings::failure_latency` at least; with zero this is Finagle's rule.

use super::choices::Sample;
use super::contract::{Algorithm, Choice, Context, Ended};
use super::server::{Position, Server};
use super::settings::Settings;
use super::usable::Usable;
use crate::process::{Random, SimDuration, SimTime, math};
use std::hash::{Hash, Hasher};

/// The load of a server without history that has a request already: (2^63 - 1) >> 16.
const PENALTY: f64 = (i64::MAX >> 16) as f64;

/// The cost of one server, in microseconds, as it was at a time.
#[derive(Clone, Copy, Debug, Default)]
struct Cost {
    us: f64,
    at: SimTime,
}

impl Hash for Cost {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { us, at } = self;
        (us.to_bits(), at).hash(state);
    }
}

impl Cost {
    fn observe(&mut self, latency_us: f64, now: SimTime, tau: SimDuration) {
        let elapsed = now.since(self.at);
        self.at = self.at.max(now);
        if latency_us > self.us {
            self.us = latency_us;
        } else if self.us > 0.0 {
            let keeps = math::exp(-(elapsed.0 as f64) / tau.0 as f64);
            self.us = self.us * keeps + latency_us * (1.0 - keeps);
        }
    }

    fn load(&self, active: u32) -> f64 {
        let active = f64::from(active);
        if self.us == 0.0 && active > 0.0 { PENALTY + active } else { self.us * (active + 1.0) }
    }
}

/// The costs of all servers.
#[derive(Clone, Debug, Hash)]
pub(super) struct PeakEwma {
    usable: Usable,
    costs: Vec<Cost>,
    tau: SimDuration,
    failure_latency: SimDuration,
}

impl PeakEwma {
    pub(super) fn new(settings: &Settings, servers: &[Server]) -> PeakEwma {
        assert!(settings.decay > SimDuration::ZERO, "tau is more than zero");
        PeakEwma {
            usable: Usable::new(servers),
            costs: vec![Cost::default(); servers.len()],
            tau: settings.decay,
            failure_latency: settings.failure_latency,
        }
    }

    /// The load as of now.
    fn look(&mut self, server: Position, at: &Context) -> f64 {
        let cost = &mut self.costs[server.index()];
        cost.observe(0.0, at.now, self.tau);
        cost.load(at.servers[server.index()].active)
    }
}

impl Algorithm for PeakEwma {
    fn choose(&mut self, at: &Context, random: &mut Random) -> Choice {
        let sample = Sample::draw(self.usable.count_untried(at), 2, random);
        let drawn = |place: u32| self.usable.untried(place, at);
        match *sample.places() {
            [] => Choice::NONE,
            [only] => Choice::of(drawn(only), 1),
            [first, second, ..] => {
                let (first, second) = (drawn(first), drawn(second));
                let lower = if self.look(first, at) <= self.look(second, at) { first } else { second };
                Choice::of(lower, 2).among([first, second].into_iter())
            }
        }
    }

    fn ended(&mut self, end: Ended, _servers: &[Server], now: SimTime) {
        let latency = if end.ok { end.latency } else { end.latency.max(self.failure_latency) };
        self.costs[end.server.index()].observe(latency.0 as f64, now, self.tau);
    }

    /// A new server has no history since the start of the run, which is the same as none since now.
    fn changed(&mut self, servers: &[Server]) {
        self.usable.update(servers);
        self.costs.resize(servers.len(), Cost::default());
    }

    fn scores(&self, servers: &[Server], now: SimTime) -> (&'static str, Vec<f64>) {
        let load = |(server, cost): (&Server, &Cost)| {
            let mut seen = *cost;
            seen.observe(0.0, now, self.tau);
            seen.load(server.active)
        };
        ("microseconds of cost by requests", servers.iter().zip(&self.costs).map(load).collect())
    }

    fn bytes(&self) -> usize {
        let Self { usable, costs, tau: _, failure_latency: _ } = self;
        usable.bytes() + costs.len() * size_of::<Cost>()
    }
}
