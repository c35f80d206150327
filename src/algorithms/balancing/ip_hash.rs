//! IP hash as in nginx: the first three octets of the client's address modulo the sum of weights.
//!
//! If that server is out, or the request was tried there, the hash is hashed again, 21 times in all; then smooth weighted
//! round robin decides, and the session has no fixed server. All servers count in the sum, also those that are out, so that an outage moves only
//! the sessions of the server that is out; a server added moves most.
//!
//! The hash is below 6,271, so units of weight from there on get nothing: with more servers than that, or with large
//! weights, the last ones stay empty. That is nginx's rule, not ours. It walks along the weights for each request; a
//! table has the answer at once, and is made anew when a weight changes. Deviation: a server that was removed counts
//! as out, since positions never change; in nginx it has to be marked `down` for that.

use super::contract::{Algorithm, Choice, Context, Ended};
use super::server::{Position, Server};
use super::settings::Settings;
use super::smooth::Smooth;
use super::table::Table;
use super::usable::Usable;
use crate::process::{Random, SimTime};

/// The hash of nothing.
pub const FIRST_HASH: u32 = 89;
/// Hashes are below this.
const HASHES: u32 = 6_271;
/// The most hashes that are tried for one request.
const MOST_TRIES: u32 = 21;

/// The next hash of an address; the first follows from [`FIRST_HASH`]. The last octet does not count.
pub fn address_hash(hash: u32, address: [u8; 4]) -> u32 {
    address[..3].iter().fold(hash, |hash, octet| (hash * 113 + u32::from(*octet)) % HASHES)
}

/// The server of each remainder.
#[derive(Clone, Debug, Hash)]
pub(super) struct IpHash {
    usable: Usable,
    smooth: Smooth,
    total: u32,
    owners: Table<Vec<Position>>,
}

impl IpHash {
    pub(super) fn new(settings: &Settings, servers: &[Server]) -> IpHash {
        let (usable, smooth) = (Usable::new(servers), Smooth::new(settings, servers));
        let mut new = IpHash { usable, smooth, total: 0, owners: Table::new(Vec::new()) };
        new.changed(servers);
        new
    }
}

impl Algorithm for IpHash {
    fn choose(&mut self, at: &Context, _random: &mut Random) -> Choice {
        let mut hash = FIRST_HASH;
        // With one server there is nothing to hash for.
        let tries = if at.servers.len() > 1 && !self.usable.is_empty() { MOST_TRIES } else { 0 };
        for tried in 1..=tries {
            hash = address_hash(hash, at.request.address);
            let server = self.owners[(hash % self.total) as usize];
            if at.allows(server) {
                return Choice::of(server, tried);
            }
        }
        let choice = self.smooth.turn(self.usable.iter().copied(), at);
        Choice { compared: choice.compared + tries, ..choice }
    }

    fn ended(&mut self, end: Ended, servers: &[Server], _now: SimTime) {
        self.smooth.ended(end, servers);
    }

    fn changed(&mut self, servers: &[Server]) {
        self.usable.update(servers);
        self.smooth.update(servers);
        self.total = servers.iter().map(|server| server.weight).sum();
        let units = Position::each(servers).flat_map(|(at, server)| (0..server.weight).map(move |_| at));
        self.owners = Table::new(units.take(HASHES as usize).collect());
    }

    fn scores(&self, servers: &[Server], _now: SimTime) -> (&'static str, Vec<f64>) {
        let mut shares = vec![0.0; servers.len()];
        for hash in (0..HASHES).filter(|_| self.total > 0) {
            shares[self.owners[(hash % self.total) as usize].index()] += 1.0 / f64::from(HASHES);
        }
        ("share of the hashes", shares)
    }

    fn bytes(&self) -> usize {
        // The table is shared by all clones.
        let Self { usable, smooth, total: _, owners: _ } = self;
        usable.bytes() + smooth.bytes()
    }

    fn table_bytes(&self) -> usize {
        self.owners.len() * size_of::<Position>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Seed;

    /// As nginx finds a server: along the weights.
    fn walk(servers: &[Server], hash: u32) -> Position {
        let mut left = hash % servers.iter().map(|server| server.weight).sum::<u32>();
        let mut at = 0;
        while left >= servers[at].weight {
            left -= servers[at].weight;
            at += 1;
        }
        Position(at as u32)
    }

    #[test]
    fn the_table_has_what_a_walk_along_the_weights_finds() {
        let mut random = Seed(1).stream("weights", 0);
        for most in [1, 9, 1_000] {
            let servers: Vec<Server> = (0..15).map(|_| Server::new(random.between(1, most) as u32)).collect();
            let algorithm = IpHash::new(&Settings::default(), &servers);
            for hash in 0..HASHES {
                assert_eq!(
                    algorithm.owners[(hash % algorithm.total) as usize],
                    walk(&servers, hash),
                    "{servers:?}"
                );
            }
        }
    }
}
