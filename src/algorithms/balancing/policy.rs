//! One face for all policies.

use super::chance::{Uniform, Weighted};
use super::choices::PowerOfChoices;
use super::contract::{Algorithm, Choice, Context, Ended, Request};
use super::heap::Heap;
use super::interleaved::Interleaved;
use super::ip_hash::IpHash;
use super::kind::Kind;
use super::least_connections::{LeastConnections, WeightedLeastConnections};
use super::peak_ewma::PeakEwma;
use super::queues::{JoinIdleQueue, JoinShortestQueue};
use super::response_time::LeastResponseTime;
use super::rota::Rota;
use super::server::{Position, Server};
use super::sessions::{ConsistentHash, MaglevTable};
use super::settings::Settings;
use super::smooth::SmoothWeighted;
use crate::process::{Random, SimDuration, SimTime};

/// A balancer's policy with its memory. Time and chance are arguments: the same calls make the same choices.
#[derive(Clone, Debug, Hash)]
pub struct Policy {
    kind: Kind,
    inner: Inner,
}

#[derive(Clone, Debug, Hash)]
enum Inner {
    RoundRobin(Rota),
    SmoothWeighted(SmoothWeighted),
    InterleavedWeighted(Interleaved),
    Random(Uniform),
    WeightedRandom(Weighted),
    LeastConnections(LeastConnections),
    WeightedLeastConnections(WeightedLeastConnections),
    LeastConnectionsHeap(Heap),
    LeastResponseTime(LeastResponseTime),
    PowerOfChoices(PowerOfChoices),
    PeakEwma(PeakEwma),
    JoinShortestQueue(JoinShortestQueue),
    JoinIdleQueue(JoinIdleQueue),
    IpHash(IpHash),
    ConsistentHash(ConsistentHash),
    Maglev(MaglevTable),
}

impl Inner {
    fn new(kind: Kind, settings: &Settings, servers: &[Server]) -> Inner {
        match kind {
            Kind::RoundRobin => Inner::RoundRobin(Rota::new(servers)),
            Kind::SmoothWeighted => Inner::SmoothWeighted(SmoothWeighted::new(settings, servers)),
            Kind::InterleavedWeighted => Inner::InterleavedWeighted(Interleaved::new(servers)),
            Kind::Random => Inner::Random(Uniform::new(servers)),
            Kind::WeightedRandom => Inner::WeightedRandom(Weighted::new(servers)),
            Kind::LeastConnections => Inner::LeastConnections(LeastConnections::new(settings, servers)),
            Kind::WeightedLeastConnections => {
                Inner::WeightedLeastConnections(WeightedLeastConnections::new(settings, servers))
            }
            Kind::LeastConnectionsHeap => Inner::LeastConnectionsHeap(Heap::new(settings, servers)),
            Kind::LeastResponseTime => Inner::LeastResponseTime(LeastResponseTime::new(settings, servers)),
            Kind::PowerOfChoices => Inner::PowerOfChoices(PowerOfChoices::new(settings, servers)),
            Kind::PeakEwma => Inner::PeakEwma(PeakEwma::new(settings, servers)),
            Kind::JoinShortestQueue => Inner::JoinShortestQueue(JoinShortestQueue::new(servers)),
            Kind::JoinIdleQueue => Inner::JoinIdleQueue(JoinIdleQueue::new(servers)),
            Kind::IpHash => Inner::IpHash(IpHash::new(settings, servers)),
            Kind::ConsistentHash => Inner::ConsistentHash(ConsistentHash::new(settings, servers)),
            Kind::Maglev => Inner::Maglev(MaglevTable::new(settings, servers)),
        }
    }
}

impl Policy {
    /// A policy that has seen nothing yet of these servers, at most 1,000 of them.
    ///
    /// # Panics
    /// If a weight is not 1 to [`super::MAX_WEIGHT`], [`Settings::decay`] is zero, or [`Settings::table_size`] is not
    /// prime, where the policy reads them.
    pub fn new(kind: Kind, settings: &Settings, servers: &[Server]) -> Policy {
        assert_weights(servers);
        Policy { kind, inner: Inner::new(kind, settings, servers) }
    }

    /// Which policy it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Chooses a server for a request. The caller counts `servers[i].active` up afterwards, and calls nothing for it;
    /// if the request is not sent after all, it calls [`Policy::load_changed`].
    pub fn choose(
        &mut self,
        request: &Request,
        servers: &[Server],
        now: SimTime,
        random: &mut Random,
    ) -> Choice {
        self.choose_again(request, &[], servers, now, random)
    }

    /// The same for a request that was tried before, at the servers in `tried`, ascending and each once: none of them
    /// is chosen while another one is usable (nginx's `tried`, Envoy's `previous_hosts`).
    pub fn choose_again(
        &mut self,
        request: &Request,
        tried: &[Position],
        servers: &[Server],
        now: SimTime,
        random: &mut Random,
    ) -> Choice {
        debug_assert!(tried.is_sorted_by(|one, next| one < next));
        let tried = if tried.is_empty() || others(tried, servers) { tried } else { &[] };
        let choice = self.algorithm_mut().choose(&Context { request, tried, servers, now }, random);
        debug_assert!(choice.server.is_none_or(|one| servers[one.index()].usable && !tried.contains(&one)));
        choice
    }

    /// A request that was sent to `server` has ended as this balancer sees it; `servers[server].active` is already
    /// counted down. `latency` is from the choice to the answer, to the time-out, or to the failure; `ok` is false
    /// for the last two.
    pub fn ended(
        &mut self,
        server: Position,
        latency: SimDuration,
        ok: bool,
        servers: &[Server],
        now: SimTime,
    ) {
        self.algorithm_mut().ended(Ended { server, latency, ok }, servers, now);
    }

    /// `server` tells this balancer that it has nothing to do. Only join idle queue listens; which balancer a server
    /// tells, and that it tells one at the start, is for the caller.
    pub fn idle(&mut self, server: Position) {
        self.algorithm_mut().idle(server);
    }

    /// Servers were added at the end, or a weight or a `usable` changed: to be called before the next choice.
    /// Positions never change; a server that was removed stays, unusable. Maglev makes its table anew, which
    /// takes some milliseconds; the ring is made anew for a weight or a new server only.
    ///
    /// # Panics
    /// If a weight is not 1 to [`super::MAX_WEIGHT`].
    pub fn changed(&mut self, servers: &[Server]) {
        assert_weights(servers);
        self.algorithm_mut().changed(servers);
    }

    /// `servers[server].active` or `.reported` changed other than by a choice or an end: a fresh report.
    pub fn load_changed(&mut self, server: Position, servers: &[Server]) {
        self.algorithm_mut().load_changed(server, servers);
    }

    /// What this policy decides by, and each server's number; for the inspector.
    pub fn scores(&self, servers: &[Server], now: SimTime) -> (&'static str, Vec<f64>) {
        self.algorithm().scores(servers, now)
    }

    /// Bytes on the heap that a clone copies, by estimate: what it adds to a checkpoint.
    pub fn bytes(&self) -> usize {
        let Self { kind: _, inner: _ } = self;
        self.algorithm().bytes()
    }

    /// Bytes of the table that all its clones share, if it has one: ring points, Maglev's entries, remainders.
    pub fn table_bytes(&self) -> usize {
        self.algorithm().table_bytes()
    }

    fn algorithm(&self) -> &dyn Algorithm {
        match &self.inner {
            Inner::RoundRobin(algorithm) => algorithm,
            Inner::SmoothWeighted(algorithm) => algorithm,
            Inner::InterleavedWeighted(algorithm) => algorithm,
            Inner::Random(algorithm) => algorithm,
            Inner::WeightedRandom(algorithm) => algorithm,
            Inner::LeastConnections(algorithm) => algorithm,
            Inner::WeightedLeastConnections(algorithm) => algorithm,
            Inner::LeastConnectionsHeap(algorithm) => algorithm,
            Inner::LeastResponseTime(algorithm) => algorithm,
            Inner::PowerOfChoices(algorithm) => algorithm,
            Inner::PeakEwma(algorithm) => algorithm,
            Inner::JoinShortestQueue(algorithm) => algorithm,
            Inner::JoinIdleQueue(algorithm) => algorithm,
            Inner::IpHash(algorithm) => algorithm,
            Inner::ConsistentHash(algorithm) => algorithm,
            Inner::Maglev(algorithm) => algorithm,
        }
    }

    fn algorithm_mut(&mut self) -> &mut dyn Algorithm {
        match &mut self.inner {
            Inner::RoundRobin(algorithm) => algorithm,
            Inner::SmoothWeighted(algorithm) => algorithm,
            Inner::InterleavedWeighted(algorithm) => algorithm,
            Inner::Random(algorithm) => algorithm,
            Inner::WeightedRandom(algorithm) => algorithm,
            Inner::LeastConnections(algorithm) => algorithm,
            Inner::WeightedLeastConnections(algorithm) => algorithm,
            Inner::LeastConnectionsHeap(algorithm) => algorithm,
            Inner::LeastResponseTime(algorithm) => algorithm,
            Inner::PowerOfChoices(algorithm) => algorithm,
            Inner::PeakEwma(algorithm) => algorithm,
            Inner::JoinShortestQueue(algorithm) => algorithm,
            Inner::JoinIdleQueue(algorithm) => algorithm,
            Inner::IpHash(algorithm) => algorithm,
            Inner::ConsistentHash(algorithm) => algorithm,
            Inner::Maglev(algorithm) => algorithm,
        }
    }
}

/// Whether a server is usable that is not among those tried.
fn others(tried: &[Position], servers: &[Server]) -> bool {
    Position::each(servers).any(|(position, server)| server.usable && !tried.contains(&position))
}

fn assert_weights(servers: &[Server]) {
    let valid = |server: &Server| (1..=super::server::MAX_WEIGHT).contains(&server.weight);
    assert!(servers.iter().all(valid), "a weight is 1 to 1,000");
}
