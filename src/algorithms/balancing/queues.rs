//! Policies that look at the servers' own queues: join the shortest queue, and join idle queue.

use super::contract::{Algorithm, Choice, Context};
use super::server::{Position, Server};
use super::usable::Usable;
use crate::process::{Random, SimTime};
use std::collections::VecDeque;

/// The server with the shortest queue, as all of them report. The best there is for equal servers and fresh reports
/// (Winston 1977). Ties are broken at random (Gupta, Harchol-Balter, Sigman & Whitt 2007): with stale reports,
/// balancers that all took the first would herd even more.
#[derive(Clone, Debug, Hash)]
pub(super) struct JoinShortestQueue(Usable);

impl JoinShortestQueue {
    pub(super) fn new(servers: &[Server]) -> JoinShortestQueue {
        JoinShortestQueue(Usable::new(servers))
    }
}

impl Algorithm for JoinShortestQueue {
    fn choose(&mut self, at: &Context, random: &mut Random) -> Choice {
        let queue = |server: Position| at.servers[server.index()].reported;
        let mut best: Option<Position> = None;
        let mut equal = 0;
        for server in self.0.iter().copied().filter(|server| !at.avoids(*server)) {
            match best {
                Some(least) if queue(server) > queue(least) => continue,
                Some(least) if queue(server) == queue(least) => equal += 1,
                _ => equal = 1,
            }
            // The k-th of equals takes the place with chance 1/k, so that each has it with the same chance.
            if equal == 1 || random.below(equal) == 0 {
                best = Some(server);
            }
        }
        best.map_or(Choice::NONE, |server| Choice::of(server, self.0.len() as u32))
    }

    fn changed(&mut self, servers: &[Server]) {
        self.0.update(servers);
    }

    fn scores(&self, servers: &[Server], _now: SimTime) -> (&'static str, Vec<f64>) {
        ("requests reported", servers.iter().map(|server| f64::from(server.reported)).collect())
    }

    fn bytes(&self) -> usize {
        let Self(usable) = self;
        usable.bytes()
    }
}

/// Join idle queue (Lu et al. 2011): servers that become idle tell one balancer; it takes them in the order in which
/// they did, and any server at random if its queue is empty. Looking for a server is done when nobody waits for it.
/// A server stays in the queue when another balancer sends it something meanwhile, as in the paper's basic form. At
/// the start the queue is empty: the caller says which servers are idle, and when one that was out is back.
#[derive(Clone, Debug, Hash)]
pub(super) struct JoinIdleQueue {
    usable: Usable,
    idle: VecDeque<Position>,
    /// For each server, whether it is in the queue: it is there once at most.
    queued: Vec<bool>,
}

impl JoinIdleQueue {
    pub(super) fn new(servers: &[Server]) -> JoinIdleQueue {
        let idle = VecDeque::with_capacity(servers.len());
        JoinIdleQueue { usable: Usable::new(servers), idle, queued: vec![false; servers.len()] }
    }
}

impl Algorithm for JoinIdleQueue {
    /// Servers that were tried keep their places in the queue.
    fn choose(&mut self, at: &Context, random: &mut Random) -> Choice {
        let place = self.idle.iter().position(|server| !at.avoids(*server));
        let Some(server) = place.and_then(|place| self.idle.remove(place)) else {
            return self.usable.pick(at, random).map_or(Choice::NONE, |server| Choice::of(server, 1));
        };
        self.queued[server.index()] = false;
        Choice::of(server, 1)
    }

    fn idle(&mut self, server: Position) {
        let usable = self.usable.binary_search(&server).is_ok();
        if usable && !std::mem::replace(&mut self.queued[server.index()], true) {
            self.idle.push_back(server);
        }
    }

    /// A server that is out is dropped from the queue.
    fn changed(&mut self, servers: &[Server]) {
        self.usable.update(servers);
        self.idle.retain(|server| servers[server.index()].usable);
        self.queued.resize(servers.len(), false);
        for (queued, server) in self.queued.iter_mut().zip(servers) {
            *queued &= server.usable;
        }
    }

    fn scores(&self, servers: &[Server], _now: SimTime) -> (&'static str, Vec<f64>) {
        let mut places = vec![0.0; servers.len()];
        for (place, server) in self.idle.iter().enumerate() {
            places[server.index()] = (place + 1) as f64;
        }
        ("place in the queue of idle servers", places)
    }

    fn bytes(&self) -> usize {
        let Self { usable, idle, queued } = self;
        usable.bytes() + idle.len() * size_of::<Position>() + queued.len()
    }
}
