//! A flow of least cost from where there is too much to where there is too little: what the bound is computed with.
//!
//! Successive shortest paths with potentials (Ahuja, Magnanti & Orlin 1993, section 9.7): each excess goes the cheapest
//! way to the nearest lack, over what room the flow so far has left, and may take earlier flow back. No arc has a
//! negative cost, so each path is found by Dijkstra's algorithm, which ends as soon as it meets a lack.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Room that is never used up.
pub(super) const ENDLESS: u64 = u64::MAX / 4;

/// One direction of an arc. The arc numbered `a` has its reverse at `a ^ 1`.
#[derive(Clone, Copy)]
struct Half {
    to: usize,
    room: u64,
    cost: i64,
}

/// Nodes with an excess (or, negative, a lack), and arcs between them.
pub(super) struct Network {
    halves: Vec<Half>,
    leaving: Vec<Vec<usize>>,
    excess: Vec<i64>,
    potentials: Vec<i64>,
}

impl Network {
    /// So many nodes, as numbered from 0, with nothing to carry.
    pub(super) fn new(nodes: usize) -> Network {
        Network {
            halves: Vec::new(),
            leaving: vec![Vec::new(); nodes],
            excess: vec![0; nodes],
            potentials: vec![0; nodes],
        }
    }

    /// Gives a node more to send away, or, negative, to take in.
    pub(super) fn supply(&mut self, node: usize, units: i64) {
        self.excess[node] += units;
    }

    /// Adds an arc that carries at most `room` units at `cost` (0 or more) each. The answer is its number.
    pub(super) fn arc(&mut self, from: usize, to: usize, room: u64, cost: i64) -> usize {
        let number = self.halves.len();
        self.halves.push(Half { to, room, cost });
        self.halves.push(Half { to: from, room: 0, cost: -cost });
        self.leaving[from].push(number);
        self.leaving[to].push(number + 1);
        number
    }

    /// What an arc carries.
    pub(super) fn carried(&self, arc: usize) -> u64 {
        self.halves[arc ^ 1].room
    }

    /// Carries every excess to a lack. The caller's network has a way for each.
    ///
    /// The order changes no cost. The last node comes first, because along a line where going back is free its first
    /// lack is next to it: seventy times faster for a day of minutes than the first node first.
    pub(super) fn solve(&mut self) {
        for source in (0..self.excess.len()).rev() {
            while self.excess[source] > 0 {
                let (sink, by) = self.nearest(source);
                self.send(source, sink, &by);
            }
        }
    }

    /// The nearest lack, and for each node the half arc on the cheapest way to it.
    fn nearest(&mut self, source: usize) -> (usize, Vec<usize>) {
        let nodes = self.excess.len();
        let (mut far, mut by) = (vec![i64::MAX; nodes], vec![usize::MAX; nodes]);
        let (mut queue, mut settled) = (BinaryHeap::from([Reverse((0, source))]), Vec::new());
        far[source] = 0;
        while let Some(Reverse((distance, node))) = queue.pop() {
            if distance > far[node] {
                continue;
            }
            if self.excess[node] < 0 {
                settled.iter().for_each(|node: &usize| self.potentials[*node] += far[*node] - distance);
                return (node, by);
            }
            settled.push(node);
            for half in &self.leaving[node] {
                let Half { to, room, cost } = self.halves[*half];
                let there = distance + cost + self.potentials[node] - self.potentials[to];
                if room > 0 && there < far[to] {
                    (far[to], by[to]) = (there, *half);
                    queue.push(Reverse((there, to)));
                }
            }
        }
        unreachable!("each excess has a way to a lack")
    }

    /// Sends as much as the source has, the sink lacks and the way carries.
    fn send(&mut self, source: usize, sink: usize, by: &[usize]) {
        let mut way = Vec::new();
        let mut node = sink;
        while node != source {
            way.push(by[node]);
            node = self.halves[by[node] ^ 1].to;
        }
        let room = way.iter().map(|half| self.halves[*half].room).min().unwrap_or(0);
        let units = room.min(self.excess[source] as u64).min(self.excess[sink].unsigned_abs());
        for half in way {
            self.halves[half].room -= units;
            self.halves[half ^ 1].room += units;
        }
        self.excess[source] -= units as i64;
        self.excess[sink] += units as i64;
    }
}
