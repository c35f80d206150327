//! Smooth weighted round robin as in nginx, also what nginx breaks ties with.
//!
//! For each candidate, its current weight grows by its effective weight; the greatest current weight wins, the first of
//! equals; the winner's current weight shrinks by the sum of effective weights. So the currents always sum to 0, no
//! server is ever a whole turn ahead of its share, and after sum-of-weights choices everything is as it was.
//!
//! A failure takes weight / max_fails from a server's effective weight, down to 0; each choice that it takes part in
//! gives 1 back. A server that is out keeps its current weight. That nginx also stops
//! using a server for fail_timeout after max_fails failures is in `passive`.

use super::contract::{Algorithm, Choice, Context, Ended};
use super::server::{Position, Server};
use super::settings::Settings;
use super::usable::Usable;
use crate::process::{Random, SimTime};

/// The weights of all servers.
#[derive(Clone, Debug, Hash)]
pub(super) struct Smooth {
    current: Vec<i64>,
    /// What failures took: the effective weight is the weight without it.
    lost: Vec<u32>,
    max_fails: u32,
}

impl Smooth {
    pub(super) fn new(settings: &Settings, servers: &[Server]) -> Smooth {
        let count = servers.len();
        Smooth { current: vec![0; count], lost: vec![0; count], max_fails: settings.max_fails }
    }

    /// One choice among `candidates`, which come in order of preference, but for those that were tried.
    pub(super) fn turn(&mut self, candidates: impl Iterator<Item = Position>, at: &Context) -> Choice {
        let (mut total, mut compared) = (0, 0);
        let mut best: Option<Position> = None;
        for server in candidates.filter(|server| !at.avoids(*server)) {
            let index = server.index();
            let effective = i64::from(at.servers[index].weight - self.lost[index]);
            self.current[index] += effective;
            total += effective;
            self.lost[index] = self.lost[index].saturating_sub(1);
            if best.is_none_or(|best| self.current[index] > self.current[best.index()]) {
                best = Some(server);
            }
            compared += 1;
        }
        if let Some(best) = best {
            self.current[best.index()] -= total;
        }
        best.map_or(Choice::NONE, |server| Choice::of(server, compared))
    }

    /// The least cost by weight, in two passes: the second, if there are several, takes turns among them. Costs are
    /// below 2^54.
    pub(super) fn least(
        &mut self,
        usable: &[Position],
        at: &Context,
        cost: impl Fn(Position) -> u64,
    ) -> Choice {
        let mut candidates = usable.iter().copied().enumerate().filter(|(_, server)| !at.avoids(*server));
        let Some((mut place, mut best)) = candidates.next() else { return Choice::NONE };
        let weight = |server: Position| u64::from(at.servers[server.index()].weight);
        let (mut least, mut several) = (cost(best), false);
        for (next_place, next) in candidates {
            let next_cost = cost(next);
            let (ours, theirs) = (next_cost * weight(best), least * weight(next));
            if ours < theirs {
                (place, best, least, several) = (next_place, next, next_cost, false);
            }
            several |= ours == theirs;
        }
        let compared = usable.len() as u32;
        if !several {
            return Choice::of(best, compared);
        }
        let equal = |server: &Position| cost(*server) * weight(best) == least * weight(*server);
        let choice = self.turn(usable[place..].iter().copied().filter(equal), at);
        Choice { compared: compared + (usable.len() - place) as u32, ..choice }
    }

    /// Notes how a request ended.
    pub(super) fn ended(&mut self, end: Ended, servers: &[Server]) {
        if end.ok || self.max_fails == 0 {
            return;
        }
        let weight = servers[end.server.index()].weight;
        let lost = &mut self.lost[end.server.index()];
        *lost = (*lost + weight / self.max_fails).min(weight);
    }

    /// New servers begin at 0; those there before keep their current weight.
    pub(super) fn update(&mut self, servers: &[Server]) {
        self.current.resize(servers.len(), 0);
        self.lost.resize(servers.len(), 0);
        for (lost, server) in self.lost.iter_mut().zip(servers) {
            *lost = (*lost).min(server.weight);
        }
    }

    pub(super) fn bytes(&self) -> usize {
        let Self { current, lost, max_fails: _ } = self;
        current.len() * size_of::<i64>() + lost.len() * size_of::<u32>()
    }
}

/// Smooth weighted round robin among the usable servers.
#[derive(Clone, Debug, Hash)]
pub(super) struct SmoothWeighted {
    usable: Usable,
    smooth: Smooth,
}

impl SmoothWeighted {
    pub(super) fn new(settings: &Settings, servers: &[Server]) -> SmoothWeighted {
        SmoothWeighted { usable: Usable::new(servers), smooth: Smooth::new(settings, servers) }
    }
}

impl Algorithm for SmoothWeighted {
    fn choose(&mut self, at: &Context, _random: &mut Random) -> Choice {
        self.smooth.turn(self.usable.iter().copied(), at)
    }

    fn ended(&mut self, end: Ended, servers: &[Server], _now: SimTime) {
        self.smooth.ended(end, servers);
    }

    fn changed(&mut self, servers: &[Server]) {
        self.usable.update(servers);
        self.smooth.update(servers);
    }

    fn scores(&self, _servers: &[Server], _now: SimTime) -> (&'static str, Vec<f64>) {
        ("current weight", self.smooth.current.iter().map(|current| *current as f64).collect())
    }

    fn bytes(&self) -> usize {
        let Self { usable, smooth } = self;
        usable.bytes() + smooth.bytes()
    }
}
