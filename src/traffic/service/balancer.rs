//! A balancer: a policy, and what this balancer knows of the servers. Several of them share nothing.

use crate::algorithms::balancing::{self as policies, Choice, Kind, Policy, Settings};
use crate::process::{Random, Seed, SimDuration, SimTime};
use crate::traffic::ids::{BalancerId, ServerId};

/// One balancer.
#[derive(Clone, Debug, Hash)]
pub struct Balancer {
    policy: Policy,
    view: Vec<policies::Server>,
    random: Random,
}

impl Balancer {
    /// The balancer with this number before these servers.
    pub fn new(
        kind: Kind,
        settings: &Settings,
        view: Vec<policies::Server>,
        seed: Seed,
        id: BalancerId,
    ) -> Self {
        let policy = Policy::new(kind, settings, &view);
        Balancer { policy, view, random: seed.stream("balancer", id.0.into()) }
    }

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// What it knows of the servers.
    pub fn view(&self) -> &[policies::Server] {
        &self.view
    }

    /// Goes on with another policy, which begins without memory.
    pub fn switch(&mut self, kind: Kind, settings: &Settings) {
        self.policy = Policy::new(kind, settings, &self.view);
    }

    /// Chooses a server for an attempt and counts it there.
    pub fn choose(&mut self, request: &policies::Request, now: SimTime) -> Choice {
        let choice = self.policy.choose(request, &self.view, now, &mut self.random);
        if let Some(server) = choice.server {
            self.view[server.index()].active += 1;
        }
        choice
    }

    /// An attempt that it sent to `server` is over for it.
    pub fn ended(&mut self, server: ServerId, latency: SimDuration, ok: bool, now: SimTime) {
        self.view[server.index()].active -= 1;
        self.policy.ended(server.into(), latency, ok, &self.view, now);
    }

    /// A server says that it has nothing to do.
    pub fn idle(&mut self, server: ServerId) {
        self.policy.idle(server.into());
    }

    /// It is told the load of a server.
    pub fn report(&mut self, server: ServerId, load: u32) {
        let known = &mut self.view[server.index()];
        if known.reported != load {
            known.reported = load;
            self.policy.load_changed(server.into(), &self.view);
        }
    }

    /// It is told whether a server is in rotation, and its weight; a server with the next number is new.
    pub fn tell(&mut self, server: ServerId, usable: bool, weight: u32) {
        match self.view.get_mut(server.index()) {
            Some(known) => (known.usable, known.weight) = (usable, weight),
            None => self.view.push(policies::Server { weight, usable, active: 0, reported: 0 }),
        }
        self.policy.changed(&self.view);
    }

    /// Bytes held on the heap.
    pub fn bytes(&self) -> usize {
        let Self { policy, view, random: _ } = self;
        view.capacity() * size_of::<policies::Server>() + policy.bytes()
    }
}
