//! A balancer: a policy, and what this balancer knows of the servers. Several of them share nothing.

use crate::algorithms::balancing::{self as policies, Choice, Kind, Policy, Settings};
use crate::process::{Random, Seed, SimDuration, SimTime};

/// One balancer.
#[derive(Clone, Debug, Hash)]
pub struct Balancer {
    policy: Policy,
    view: Vec<policies::Server>,
    random: Random,
}

impl Balancer {
    /// The balancer with this number, from 0, before these servers.
    pub fn new(
        kind: Kind,
        settings: &Settings,
        view: Vec<policies::Server>,
        seed: Seed,
        number: u64,
    ) -> Self {
        let policy = Policy::new(kind, settings, &view);
        Balancer { policy, view, random: seed.stream("balancer", number) }
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

    /// Chooses a server for a try and counts it there.
    pub fn choose(&mut self, request: &policies::Request, now: SimTime) -> Choice {
        let choice = self.policy.choose(request, &self.view, now, &mut self.random);
        if let Some(server) = choice.server {
            self.view[server as usize].active += 1;
        }
        choice
    }

    /// A try that it sent to `server` is over for it.
    pub fn ended(&mut self, server: u16, latency: SimDuration, ok: bool, now: SimTime) {
        self.view[usize::from(server)].active -= 1;
        self.policy.ended(server.into(), latency, ok, &self.view, now);
    }

    /// A server says that it has nothing to do.
    pub fn idle(&mut self, server: u16) {
        self.policy.idle(server.into());
    }

    /// It is told the load of a server.
    pub fn report(&mut self, server: usize, load: u32) {
        if self.view[server].reported != load {
            self.view[server].reported = load;
            self.policy.load_changed(server as u32, &self.view);
        }
    }

    /// It is told whether a server is in, and its weight; a server with the next number is new.
    pub fn tell(&mut self, server: usize, usable: bool, weight: u32) {
        match self.view.get_mut(server) {
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
