//! Random, and weighted random as nginx draws it: a number below the sum of weights, found by halving.

use super::policy::{Moment, Rule};
use super::rota::usable;
use super::server::{Choice, Server};
use crate::process::{Random, SimTime};

/// Any usable server, all equally likely.
#[derive(Clone, Debug, Hash)]
pub(super) struct Uniform {
    usable: Vec<u32>,
}

impl Uniform {
    pub(super) fn new(servers: &[Server]) -> Uniform {
        Uniform { usable: usable(servers).collect() }
    }

    pub(super) fn usable(&self) -> &[u32] {
        &self.usable
    }

    pub(super) fn pick(&self, random: &mut Random) -> Option<u32> {
        let count = self.usable.len() as u64;
        (count > 0).then(|| self.usable[random.below(count) as usize])
    }

    pub(super) fn update(&mut self, servers: &[Server]) {
        self.usable.clear();
        self.usable.extend(usable(servers));
    }

    pub(super) fn bytes(&self) -> usize {
        self.usable.len() * size_of::<u32>()
    }
}

impl Rule for Uniform {
    fn choose(&mut self, _at: &Moment, random: &mut Random) -> Choice {
        self.pick(random).map_or(Choice::NONE, |server| Choice::of(server, 1))
    }

    fn changed(&mut self, servers: &[Server]) {
        self.update(servers);
    }

    fn scores(&self, servers: &[Server], _now: SimTime) -> (&'static str, Vec<f64>) {
        let chance = 1.0 / self.usable.len().max(1) as f64;
        ("chance", servers.iter().map(|server| if server.usable { chance } else { 0.0 }).collect())
    }

    fn bytes(&self) -> usize {
        Uniform::bytes(self)
    }
}
