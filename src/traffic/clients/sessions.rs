//! The clients: how often each asks, and which server it spoke to last.

use crate::process::{Random, math};
use crate::traffic::ids::{ClientId, ServerId};
use std::rc::Rc;

/// A population of clients with sessions.
#[derive(Clone, Debug, Hash)]
pub struct Sessions {
    /// Running totals of what each asks for, in millionths of all; empty if all ask alike.
    shares: Rc<[u64]>,
    /// For each client the server that has its session, and that server's incarnation.
    home: Vec<Option<(ServerId, u32)>>,
}

impl Sessions {
    /// So many clients; the k-th asks in proportion to `1 / k^exponent`, all alike if that is 0.
    pub fn new(clients: u32, exponent: f64) -> Sessions {
        let mut total = 0;
        let mut share = |rank: u32| {
            total += (1e9 / math::pow(f64::from(rank), exponent)).max(1.0) as u64;
            total
        };
        let shares = if exponent > 0.0 { (1..=clients).map(&mut share).collect() } else { Rc::default() };
        Sessions { shares, home: vec![None; clients as usize] }
    }

    /// How many clients there are.
    pub fn clients(&self) -> u32 {
        self.home.len() as u32
    }

    /// At least so many clients; new ones are as popular as those before.
    pub fn grow(&mut self, clients: u32) {
        if clients > self.clients() {
            self.home.resize(clients as usize, None);
        }
    }

    /// Who asks next.
    pub fn draw(&self, random: &mut Random) -> ClientId {
        let drawn = match self.shares.last() {
            Some(total) => {
                let at = random.below(*total);
                self.shares.partition_point(|share| *share <= at) as u32
            }
            None => random.below(self.home.len().max(1) as u64) as u32,
        };
        ClientId(drawn)
    }

    /// The client speaks to a server; whether it had a session, and whether that was elsewhere and is lost.
    pub fn visit(&mut self, client: ClientId, server: ServerId, incarnation: u32) -> (bool, bool) {
        let before = self.home[client.index()].replace((server, incarnation));
        (before.is_some(), before.is_some_and(|home| home != (server, incarnation)))
    }

    /// The server that has a client's session.
    pub fn home(&self, client: ClientId) -> Option<ServerId> {
        self.home[client.index()].map(|(server, _)| server)
    }

    /// A client's IPv4 address: a network of its own for each, so that rules that look at networks see them all.
    pub fn address(client: ClientId) -> [u8; 4] {
        let [_, a, b, c] = client.0.to_be_bytes();
        [10 + a, b, c, 1]
    }

    /// Bytes held on the heap by a clone.
    pub fn bytes(&self) -> usize {
        let Self { shares: _, home } = self;
        home.capacity() * size_of::<Option<(ServerId, u32)>>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Seed;

    #[test]
    fn with_zipf_the_first_client_asks_twice_as_often_as_the_second() {
        let sessions = Sessions::new(100, 1.0);
        let mut random = Seed(1).stream("sessions", 0);
        let mut counts = [0u32; 100];
        (0..100_000).for_each(|_| counts[sessions.draw(&mut random).index()] += 1);
        // The first has 1 / H(100) = 0.1928 of all; four standard errors of 100,000 draws are 500.
        assert!(counts[0].abs_diff(19_278) < 500 && counts[1].abs_diff(9_639) < 380, "{:?}", &counts[..2]);
    }

    #[test]
    fn a_session_breaks_when_it_goes_elsewhere_or_its_server_started_anew() {
        let mut sessions = Sessions::new(2, 0.0);
        let mut visit = |server, incarnation| sessions.visit(ClientId(0), ServerId(server), incarnation);
        assert_eq!(visit(3, 0), (false, false));
        assert_eq!(visit(3, 0), (true, false));
        assert_eq!(visit(3, 1), (true, true));
        assert_eq!(visit(2, 0), (true, true));
    }
}
