//! Layer 4: a connection's addresses and ports choose its server, once for all that it carries.
//!
//! A balancer of this layer sees packets, and not where a request ends. So a connection with a thousand requests, such
//! as one of HTTP/2, weighs as much as one with a single request.

use xxhash_rust::xxh64::xxh64;

/// What names a connection: the five-tuple.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Flow {
    /// The client's address.
    pub source: [u8; 4],
    /// The client's port: another for each connection.
    pub source_port: u16,
    /// The service's address.
    pub destination: [u8; 4],
    /// The service's port.
    pub destination_port: u16,
    /// The protocol's number: 6 is TCP, 17 UDP.
    pub protocol: u8,
}

impl Flow {
    /// The hash of all five (XXH64 of their 13 bytes, ports with their high byte first, seed 0).
    pub fn hash64(&self) -> u64 {
        let mut bytes = [0; 13];
        bytes[..4].copy_from_slice(&self.source);
        bytes[4..6].copy_from_slice(&self.source_port.to_be_bytes());
        bytes[6..10].copy_from_slice(&self.destination);
        bytes[10..12].copy_from_slice(&self.destination_port.to_be_bytes());
        bytes[12] = self.protocol;
        xxh64(&bytes, 0)
    }

    /// The server of this connection, 0 to `servers - 1`. `servers` is at least 1. For servers that come and go,
    /// [`crate::algorithms::hashing`] has hashes that move fewer connections.
    pub fn server(&self, servers: u32) -> u32 {
        assert!(servers > 0, "a choice among nobody");
        ((u128::from(self.hash64()) * u128::from(servers)) >> 64) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::algorithms::balancing::{Kind, Policy, Request, Server, Settings};
    use crate::process::{Seed, SimTime};

    fn flow(source_port: u16) -> Flow {
        let (source, destination) = ([10, 0, 0, 1], [203, 0, 113, 9]);
        Flow { source, source_port, destination, destination_port: 443, protocol: 6 }
    }

    fn busiest_and_idlest(requests: impl Iterator<Item = u32>) -> (u32, u32) {
        let mut load = [0; 4];
        requests.for_each(|server| load[server as usize] += 1);
        (load.into_iter().max().unwrap(), load.into_iter().min().unwrap())
    }

    #[test]
    fn all_requests_of_one_connection_go_to_one_server() {
        let one_connection = flow(50_000);
        let (busiest, idlest) = busiest_and_idlest((0..4_000).map(|_| one_connection.server(4)));
        assert_eq!((busiest, idlest), (4_000, 0), "HTTP/2 over layer 4 is not balanced");
    }

    #[test]
    fn a_balancer_of_layer_7_spreads_the_requests_of_one_connection_evenly() {
        let servers = vec![Server::new(1); 4];
        let mut policy = Policy::new(Kind::RoundRobin, &Settings::default(), &servers);
        let (request, mut random) =
            (Request { session: 7, address: [10, 0, 0, 1] }, Seed(1).stream("layer 7", 0));
        let mut choose = || policy.choose(&request, &servers, SimTime::ZERO, &mut random).server.unwrap().0;
        assert_eq!(busiest_and_idlest((0..4_000).map(|_| choose())), (1_000, 1_000));
    }

    #[test]
    fn many_connections_are_spread_since_each_has_a_port_of_its_own() {
        let (busiest, idlest) = busiest_and_idlest((0..4_000).map(|port| flow(40_000 + port).server(4)));
        // Four standard errors of 1,000 are 110.
        assert!(busiest < 1_110 && idlest > 890, "{busiest} {idlest}");
    }

    #[test]
    fn each_of_the_five_parts_counts() {
        let flow = flow(50_000);
        let others = [
            Flow { source: [10, 0, 0, 2], ..flow },
            Flow { source_port: 50_001, ..flow },
            Flow { destination: [203, 0, 113, 8], ..flow },
            Flow { destination_port: 80, ..flow },
            Flow { protocol: 17, ..flow },
        ];
        assert!(others.iter().all(|other| other.hash64() != flow.hash64()));
    }
}
