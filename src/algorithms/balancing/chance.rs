//! Random, and weighted random as nginx draws it: a number below the sum of weights, found by halving. nginx draws
//! among all servers and again if one is out; here the sums are of the usable ones, which gives the same chances.

use super::contract::{Algorithm, Choice, Context};
use super::server::{Position, Server};
use super::usable::Usable;
use crate::process::{Random, SimTime};

/// Any usable server, all equally likely.
#[derive(Clone, Debug, Hash)]
pub(super) struct Uniform(Usable);

impl Uniform {
    pub(super) fn new(servers: &[Server]) -> Uniform {
        Uniform(Usable::new(servers))
    }
}

impl Algorithm for Uniform {
    fn choose(&mut self, at: &Context, random: &mut Random) -> Choice {
        self.0.pick(at, random).map_or(Choice::NONE, |server| Choice::of(server, 1))
    }

    fn changed(&mut self, servers: &[Server]) {
        self.0.update(servers);
    }

    fn scores(&self, servers: &[Server], _now: SimTime) -> (&'static str, Vec<f64>) {
        let chance = 1.0 / self.0.len().max(1) as f64;
        ("chance", servers.iter().map(|server| if server.usable { chance } else { 0.0 }).collect())
    }

    fn bytes(&self) -> usize {
        let Self(usable) = self;
        usable.bytes()
    }
}

/// Any usable server, in proportion to weight.
#[derive(Clone, Debug, Hash)]
pub(super) struct Weighted {
    usable: Usable,
    /// For each usable server the sum of weights up to and with it.
    ends: Vec<u32>,
}

impl Weighted {
    pub(super) fn new(servers: &[Server]) -> Weighted {
        let mut weighted = Weighted { usable: Usable::new(servers), ends: Vec::new() };
        weighted.changed(servers);
        weighted
    }

    /// The weight of the usable server in this place.
    fn weight(&self, place: usize) -> u32 {
        self.ends[place] - place.checked_sub(1).map_or(0, |before| self.ends[before])
    }
}

impl Algorithm for Weighted {
    fn choose(&mut self, at: &Context, random: &mut Random) -> Choice {
        let Some(total) = self.ends.last().copied() else { return Choice::NONE };
        let left = self.usable.tried(at).fold(total, |left, place| left - self.weight(place));
        let drawn = random.below(u64::from(left)) as u32;
        // It counts up past the weights of those that were tried.
        let passed = |drawn: u32, place: usize| {
            if drawn + self.weight(place) < self.ends[place] { drawn } else { drawn + self.weight(place) }
        };
        let drawn = self.usable.tried(at).fold(drawn, passed);
        let (mut low, mut high, mut compared) = (0, self.ends.len() - 1, 0);
        while low < high {
            let middle = low + (high - low) / 2;
            compared += 1;
            if drawn < self.ends[middle] { high = middle } else { low = middle + 1 }
        }
        Choice::of(self.usable[low], compared.max(1))
    }

    fn changed(&mut self, servers: &[Server]) {
        self.usable.update(servers);
        let sum = |total: &mut u32, server: &Position| {
            *total += servers[server.index()].weight;
            Some(*total)
        };
        self.ends.clear();
        self.ends.extend(self.usable.iter().scan(0, sum));
    }

    fn scores(&self, servers: &[Server], _now: SimTime) -> (&'static str, Vec<f64>) {
        let total = f64::from(self.ends.last().copied().unwrap_or(1));
        let chance = |server: &Server| if server.usable { f64::from(server.weight) / total } else { 0.0 };
        ("chance", servers.iter().map(chance).collect())
    }

    fn bytes(&self) -> usize {
        let Self { usable, ends } = self;
        usable.bytes() + ends.len() * size_of::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::algorithms::balancing::Request;
    use crate::process::Seed;

    #[test]
    fn halving_the_sums_finds_what_a_walk_along_the_weights_finds() {
        let mut random = Seed(1).stream("weights", 0);
        let request = Request { session: 0, address: [0; 4] };
        for _ in 0..200 {
            let count = random.between(1, 20);
            let mut servers: Vec<Server> =
                (0..count).map(|_| Server::new(random.between(1, 9) as u32)).collect();
            servers.iter_mut().for_each(|server| server.usable = random.chance_ppm(700_000));
            let mut algorithm = Weighted::new(&servers);
            let tried: Vec<Position> =
                (0..count as u32).map(Position).filter(|_| random.chance_ppm(150_000)).collect();
            let at = Context { request: &request, tried: &tried, servers: &servers, now: SimTime::ZERO };
            if algorithm.usable.count_untried(&at) == 0 && !algorithm.usable.is_empty() {
                continue;
            }
            let usable = || Position::each(&servers).filter(|(position, _)| at.allows(*position));
            let units: Vec<Position> = usable().flat_map(|(at, s)| (0..s.weight).map(move |_| at)).collect();
            for _ in 0..50 {
                let mut same = random.clone();
                let expected = (!units.is_empty()).then(|| units[same.below(units.len() as u64) as usize]);
                assert_eq!(algorithm.choose(&at, &mut random).server, expected, "{servers:?}");
            }
        }
    }
}
