//! Least connections in a binary heap: the answer to the scan's O(n). The least loaded is on top; a change of one load
//! moves one server up or down, O(log n) comparisons. The heap has an index, so that a server is found in it at once.
//!
//! Of equally loaded servers the one whose load changed longest ago is on top, as in HAProxy's tree (lb_fwlc.c), so
//! equals take turns. What ends and reports cost is not hidden: it is added to the next choice's count.

use super::contract::{Algorithm, Choice, Context, Ended};
use super::server::{Position, Server, Signal};
use super::settings::Settings;
use super::usable::Usable;
use crate::process::{Random, SimTime};

/// The place of a server that is not in the heap.
const OUT: u32 = u32::MAX;

/// What servers are ordered by: the load, then how many changes there had been when it last changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Rank {
    load: u32,
    change: u64,
}

/// The usable servers in a heap.
#[derive(Clone, Debug, Hash)]
pub(super) struct Heap {
    signal: Signal,
    /// The children of place p are at 2p + 1 and 2p + 2; none is before its parent.
    heap: Vec<Position>,
    /// Where each server is in the heap.
    places: Vec<u32>,
    ranks: Vec<Rank>,
    changes: u64,
    /// Comparisons since the last choice.
    compared: u32,
}

impl Heap {
    pub(super) fn new(settings: &Settings, servers: &[Server]) -> Heap {
        let (heap, places, ranks) = (Vec::new(), Vec::new(), Vec::new());
        let mut new = Heap { signal: settings.signal, heap, places, ranks, changes: 0, compared: 0 };
        new.changed(servers);
        new
    }

    /// True if the server in place `a` comes before the one in place `b`.
    fn before(&mut self, a: usize, b: usize) -> bool {
        self.compared += 1;
        self.ranks[self.heap[a].index()] < self.ranks[self.heap[b].index()]
    }

    fn swap(&mut self, a: usize, b: usize) {
        self.heap.swap(a, b);
        self.places[self.heap[a].index()] = a as u32;
        self.places[self.heap[b].index()] = b as u32;
    }

    fn rise(&mut self, mut place: usize) {
        while place > 0 && self.before(place, (place - 1) / 2) {
            self.swap(place, (place - 1) / 2);
            place = (place - 1) / 2;
        }
    }

    fn sink(&mut self, mut place: usize) {
        while 2 * place + 1 < self.heap.len() {
            let mut child = 2 * place + 1;
            if child + 1 < self.heap.len() && self.before(child + 1, child) {
                child += 1;
            }
            if !self.before(child, place) {
                return;
            }
            self.swap(place, child);
            place = child;
        }
    }

    /// The first server from this place down that was not tried. What is above it in the heap was, so it is found after
    /// as many looks as there are servers tried, and both their children.
    fn first_untried(&self, place: usize, at: &Context) -> Option<Position> {
        let server = *self.heap.get(place)?;
        if !at.avoids(server) {
            return Some(server);
        }
        let below = [2 * place + 1, 2 * place + 2].map(|child| self.first_untried(child, at));
        below.into_iter().flatten().min_by_key(|server| self.ranks[server.index()])
    }

    /// Gives a server another load, and its place.
    fn set(&mut self, server: Position, load: u32) {
        let before = self.ranks[server.index()].load;
        if load == before {
            return;
        }
        self.changes += 1;
        self.ranks[server.index()] = Rank { load, change: self.changes };
        let place = self.places[server.index()];
        if place == OUT {
            return;
        }
        if load < before { self.rise(place as usize) } else { self.sink(place as usize) }
    }
}

impl Algorithm for Heap {
    fn choose(&mut self, at: &Context, _random: &mut Random) -> Choice {
        let Some(server) = self.first_untried(0, at) else { return Choice::NONE };
        if self.signal == Signal::Active {
            self.set(server, self.ranks[server.index()].load + 1);
        }
        Choice::of(server, 1 + std::mem::take(&mut self.compared))
    }

    fn ended(&mut self, end: Ended, servers: &[Server], _now: SimTime) {
        self.load_changed(end.server, servers);
    }

    /// Builds the heap anew: a sorted list is one.
    fn changed(&mut self, servers: &[Server]) {
        self.ranks.resize(servers.len(), Rank { load: 0, change: 0 });
        for (server, rank) in servers.iter().zip(&mut self.ranks) {
            rank.load = self.signal.load(server);
        }
        self.heap.clear();
        self.heap.extend_from_slice(&Usable::new(servers));
        self.heap.sort_by_key(|server| self.ranks[server.index()]);
        self.places.clear();
        self.places.resize(servers.len(), OUT);
        for (place, server) in (0u32..).zip(&self.heap) {
            self.places[server.index()] = place;
        }
    }

    fn load_changed(&mut self, server: Position, servers: &[Server]) {
        self.set(server, self.signal.load(&servers[server.index()]));
    }

    fn scores(&self, _servers: &[Server], _now: SimTime) -> (&'static str, Vec<f64>) {
        ("requests", self.ranks.iter().map(|rank| f64::from(rank.load)).collect())
    }

    fn bytes(&self) -> usize {
        let Self { heap, places, ranks, signal: _, changes: _, compared: _ } = self;
        heap.len() * size_of::<Position>() + places.len() * size_of::<u32>() + ranks.len() * size_of::<Rank>()
    }
}
