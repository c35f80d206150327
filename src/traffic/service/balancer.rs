//! A balancer: a policy, and what this balancer knows of the servers. Several of them share nothing.

use crate::algorithms::balancing::{
    self as policies, Choice, Kind, PassiveHealth, Policy, Position, Settings,
};
use crate::process::{Random, Seed, SimDuration, SimTime};
use crate::traffic::ids::{BalancerId, ServerId};

/// One balancer.
#[derive(Clone, Debug, Hash)]
pub struct Balancer {
    policy: Policy,
    /// What it knows of the servers; one that its own checks keep out is not usable.
    view: Vec<policies::Server>,
    health: PassiveHealth,
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
        let (policy, health) = (Policy::new(kind, settings, &view), PassiveHealth::new(settings, &view));
        Balancer { policy, view, health, random: seed.stream("balancer", id.0.into()) }
    }

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// What it knows of the servers.
    pub fn view(&self) -> &[policies::Server] {
        &self.view
    }

    /// Goes on with another policy, which begins without memory. It knows who is usable as others say.
    pub fn switch(&mut self, kind: Kind, settings: &Settings) {
        if self.health.is_kept() {
            for (position, server) in (0..).map(Position).zip(&mut self.view) {
                server.usable = self.health.is_told(position);
            }
        }
        self.health = PassiveHealth::new(settings, &self.view);
        self.policy = Policy::new(kind, settings, &self.view);
    }

    /// Chooses a server for an attempt and counts it there: none of those tried, if it can. It may keep another server
    /// out than before by its own checks, or let one in: whether it does is told with the choice.
    pub fn choose(
        &mut self,
        request: &policies::Request,
        tried: &[Position],
        now: SimTime,
    ) -> (Choice, bool) {
        let disturbed = self.health.is_kept() && self.check(now);
        let choice = self.policy.choose_again(request, tried, &self.view, now, &mut self.random);
        if let Some(server) = choice.server {
            self.view[server.index()].active += 1;
            if self.health.is_kept() {
                self.health.chosen(server, now);
            }
        }
        (choice, disturbed)
    }

    /// Looks whom its own checks keep out now; true if that has changed.
    fn check(&mut self, now: SimTime) -> bool {
        let mut changed = Vec::new();
        for (position, server) in (0..).map(Position).zip(&mut self.view) {
            let usable = self.health.is_usable(position, now);
            if std::mem::replace(&mut server.usable, usable) != usable {
                changed.push(position);
            }
        }
        if changed.is_empty() {
            return false;
        }
        self.policy.changed(&self.view);
        // Who comes back and has nothing of this balancer's to do is as good as idle.
        let idle =
            |server: &&Position| self.view[server.index()].usable && self.view[server.index()].active == 0;
        changed.iter().filter(idle).for_each(|server| self.policy.idle(*server));
        true
    }

    /// An attempt that it sent to `server` is over for it.
    pub fn ended(&mut self, server: ServerId, latency: SimDuration, ok: bool, now: SimTime) {
        self.view[server.index()].active -= 1;
        if self.health.is_kept() {
            self.health.ended(server.into(), ok, now);
        }
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
    pub fn tell(&mut self, server: ServerId, usable: bool, weight: u32, now: SimTime) {
        let mut usable = usable;
        if self.health.is_kept() {
            self.health.tell(server.into(), usable);
            usable = self.health.is_usable(server.into(), now);
        }
        match self.view.get_mut(server.index()) {
            Some(known) => (known.usable, known.weight) = (usable, weight),
            None => self.view.push(policies::Server { weight, usable, active: 0, reported: 0 }),
        }
        self.policy.changed(&self.view);
    }

    /// It is told the weights of all servers anew.
    pub fn weigh(&mut self, weights: &[u32]) {
        for (server, weight) in self.view.iter_mut().zip(weights) {
            server.weight = *weight;
        }
        self.policy.changed(&self.view);
    }

    /// Bytes held on the heap.
    pub fn bytes(&self) -> usize {
        let Self { policy, view, health, random: _ } = self;
        view.capacity() * size_of::<policies::Server>() + policy.bytes() + health.bytes()
    }
}
