//! A session's server by its hash: on a ring of virtual nodes, or in a Maglev table. Both structures are those of
//! [`crate::algorithms::hashing`], with XXH64 as in Envoy; keys are the session's eight bytes.

use super::contract::{Algorithm, Choice, Context};
use super::server::{Position, Server};
use super::settings::Settings;
use super::table::Table;
use crate::algorithms::hashing::maglev::{Maglev, Permutation, is_prime};
use crate::algorithms::hashing::points::push_points;
use crate::algorithms::hashing::ring::Ring;
use crate::algorithms::hashing::{HashFunction, Node, PointScheme};
use crate::process::{Random, SimTime};

const HASH: HashFunction = HashFunction::Xxh64;
/// How many hashes of a session are tried in a Maglev table before it is walked.
const MOST_CHANGES: u64 = 20;

/// The node that stands for the server in a position. The name does not depend on the others, so neither do its places.
fn node(position: Position) -> Node {
    Node::new(position.0, &format!("server-{}", position.0))
}

/// Consistent hash (Karger et al. 1997): the ring has all servers; from a session's place on, the first usable one is
/// chosen. So an outage moves only the sessions of the server that is out, and they come back with it.
///
/// A server has points in proportion to its weight, one at least; a mean weight has [`Settings::points`]. With equal
/// weights a new server moves no session between old ones; with unequal ones the mean changes, and a few move.
#[derive(Clone, Debug, Hash)]
pub(super) struct ConsistentHash {
    points: u32,
    /// What the ring was made from.
    weights: Vec<u32>,
    ring: Table<Ring>,
    usable: u32,
}

impl ConsistentHash {
    pub(super) fn new(settings: &Settings, servers: &[Server]) -> ConsistentHash {
        let ring = Table::new(Ring::from_points(&[]));
        let points = settings.points.max(1);
        let mut new = ConsistentHash { points, weights: Vec::new(), ring, usable: 0 };
        new.changed(servers);
        new
    }

    fn build(&self) -> Ring {
        let total = self.weights.iter().map(|weight| u64::from(*weight)).sum::<u64>().max(1);
        let all = u64::from(self.points) * self.weights.len() as u64;
        let mut points = Vec::new();
        for (position, weight) in (0..).map(Position).zip(&self.weights) {
            let count = ((all * u64::from(*weight) + total / 2) / total).max(1);
            let node = node(position);
            push_points(&mut points, PointScheme::NameAndNumber, HASH, &node, position.0, count as u32);
        }
        Ring::from_points(&points)
    }
}

impl Algorithm for ConsistentHash {
    /// What is looked at are the probes of a binary search for the session's place, as in the textbook (the ring's
    /// index needs fewer), and the servers of the points from there on, up to one that is usable.
    fn choose(&mut self, at: &Context, _random: &mut Random) -> Choice {
        if self.usable == 0 {
            return Choice::NONE;
        }
        let probes = self.ring.points().len().ilog2() + 1;
        let walk = self.ring.walk(HASH.number(at.request.session));
        let mut stops = (1..).zip(walk.map(|(_, point)| Position(point.node)));
        let first = stops.find(|(_, server)| at.allows(*server));
        first.map_or(Choice::NONE, |(stops, server)| Choice::of(server, probes + stops))
    }

    fn changed(&mut self, servers: &[Server]) {
        self.usable = servers.iter().filter(|server| server.usable).count() as u32;
        if !self.weights.iter().eq(servers.iter().map(|server| &server.weight)) {
            self.weights = servers.iter().map(|server| server.weight).collect();
            self.ring = Table::new(self.build());
        }
    }

    fn scores(&self, servers: &[Server], _now: SimTime) -> (&'static str, Vec<f64>) {
        ("share of the ring", self.ring.shares(servers.len() as u32))
    }

    fn bytes(&self) -> usize {
        // The ring is shared by all clones.
        let Self { weights, ring: _, points: _, usable: _ } = self;
        weights.len() * size_of::<u32>()
    }

    fn table_bytes(&self) -> usize {
        self.ring.memory_bytes() as usize
    }
}

/// Maglev (Eisenbud et al. 2016): a table in which usable servers took turns, made anew when they change. One access a
/// choice, and nearly exact shares; an outage moves a few sessions of servers that stay, too.
#[derive(Clone, Debug, Hash)]
pub(super) struct MaglevTable {
    size: u32,
    /// What the table was made from: the weight of each server, 0 if it is not usable.
    weights: Vec<u32>,
    table: Table<Maglev>,
}

impl MaglevTable {
    pub(super) fn new(settings: &Settings, servers: &[Server]) -> MaglevTable {
        assert!(is_prime(settings.table_size), "in a table of another size, permutations miss entries");
        let table = Table::new(Maglev::populate(&[], settings.table_size));
        let mut new = MaglevTable { size: settings.table_size, weights: Vec::new(), table };
        new.changed(servers);
        new
    }

    fn build(&self) -> Maglev {
        let used = (0..).map(Position).zip(&self.weights).filter(|(_, weight)| **weight > 0);
        let permutation = |(position, weight): (Position, &u32)| Permutation {
            weight: *weight,
            ..Permutation::of(HASH, &node(position), position.0, self.size)
        };
        Maglev::populate(&used.map(permutation).collect::<Vec<_>>(), self.size)
    }

    /// The owner was tried already: the hash is changed as in Envoy (maglev_lb.cc), for each attempt otherwise. Envoy gives
    /// up after some, a number that can be set; here the table is then walked.
    fn choose_beside(&self, hash: u64, at: &Context) -> Choice {
        let changed = (1..=MOST_CHANGES).map(|attempt| hash ^ attempt.wrapping_neg());
        let owners = changed.filter_map(|hash| self.table.owner(hash)).chain(self.table.order(hash));
        let mut owners = (2..).zip(owners.map(Position));
        let first = owners.find(|(_, server)| !at.avoids(*server));
        first.map_or(Choice::NONE, |(looked, server)| Choice::of(server, looked))
    }
}

impl Algorithm for MaglevTable {
    fn choose(&mut self, at: &Context, _random: &mut Random) -> Choice {
        let hash = HASH.number(at.request.session);
        match self.table.owner(hash).map(Position) {
            Some(owner) if at.avoids(owner) => self.choose_beside(hash, at),
            owner => owner.map_or(Choice::NONE, |server| Choice::of(server, 1)),
        }
    }

    fn changed(&mut self, servers: &[Server]) {
        let weights = || servers.iter().map(|server| if server.usable { server.weight } else { 0 });
        if !self.weights.iter().copied().eq(weights()) {
            self.weights = weights().collect();
            self.table = Table::new(self.build());
        }
    }

    fn scores(&self, servers: &[Server], _now: SimTime) -> (&'static str, Vec<f64>) {
        let mut shares = vec![0.0; servers.len()];
        for server in self.table.entries() {
            shares[*server as usize] += 1.0 / f64::from(self.size);
        }
        ("share of the table", shares)
    }

    fn bytes(&self) -> usize {
        // The table is shared by all clones.
        let Self { weights, table: _, size: _ } = self;
        weights.len() * size_of::<u32>()
    }

    fn table_bytes(&self) -> usize {
        self.table.memory_bytes() as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::algorithms::balancing::Request;
    use crate::algorithms::hashing::ring::Point;
    use crate::process::Seed;

    #[test]
    fn the_walk_past_servers_that_are_out_finds_the_owner_on_a_ring_without_them() {
        let mut random = Seed(1).stream("outages", 0);
        let mut servers: Vec<Server> = (0..12).map(|_| Server::new(random.between(1, 9) as u32)).collect();
        let mut algorithm = ConsistentHash::new(&Settings::default(), &servers);
        for _ in 0..40 {
            servers.iter_mut().for_each(|server| server.usable = random.chance_ppm(500_000));
            algorithm.changed(&servers);
            let usable = |point: &&Point| servers[point.node as usize].usable;
            let left: Vec<Point> = algorithm.ring.points().iter().filter(usable).copied().collect();
            let without = Ring::from_points(&left);
            for session in 0..200 {
                let request = Request { session, address: [0; 4] };
                let at = Context { request: &request, tried: &[], servers: &servers, now: SimTime::ZERO };
                let server = algorithm.choose(&at, &mut random).server;
                assert_eq!(server, without.owner(HASH.number(session)).map(Position));
            }
        }
    }

    #[test]
    fn points_are_in_proportion_to_weight_and_nobody_has_none() {
        let servers = [1, 2, 3, 1_000].map(Server::new);
        let algorithm = ConsistentHash::new(&Settings::default(), &servers);
        let count = |node: u32| algorithm.ring.points().iter().filter(|point| point.node == node).count();
        assert_eq!([0, 1, 2, 3].map(count), [1, 1, 1, 398]);
        let equal = ConsistentHash::new(&Settings::default(), &[Server::new(7); 3]);
        assert_eq!(equal.ring.points().len(), 300);
    }
}
