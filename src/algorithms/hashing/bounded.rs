//! Consistent hashing with bounded loads (Mirrokni, Thorup & Zadimoghaddam, arXiv:1608.01350).
//!
//! No node holds more than ceil(c * m / n) of m balls on n nodes. A ball walks the ring from its hash to the first
//! node below its capacity. Two things hold after every operation: no load is over its capacity, and no ball has
//! walked past a node that has room. So balls come back when room appears. Deviations: the paper gives nodes equal
//! capacities, here they are in proportion to weight; and where several balls could take the room, the one with
//! the lowest number does, while the paper orders balls by a hash.

use super::node::{MAX_WEIGHT, Node};
use super::ring::Ring;
use std::collections::{BTreeMap, BTreeSet};

/// The largest capacity factor that counts, in percent: practically no bound.
pub const MAX_FACTOR_PERCENT: u32 = 1_000_000;

/// The capacity of a node: ceil(c * m * w / sum of w), with c in percent and m including the ball being placed.
/// With equal weights, the paper's ceil(c * m / n). Below 2^64 for a million balls.
pub fn capacity(factor_percent: u32, balls: u64, weight: u32, total_weight: u64) -> u64 {
    let factor = u64::from(factor_percent.clamp(100, MAX_FACTOR_PERCENT));
    let weighted = factor * balls * u64::from(weight.min(MAX_WEIGHT));
    weighted.div_ceil((100 * total_weight).max(1))
}

/// Envoy's capacity for comparison: total = ((active + 1) * factor + 99) / 100, slots = max(ceil(total * w / W), 1).
/// It rounds twice, and up, so it can be one above [`capacity`].
pub fn envoy_slots(factor_percent: u32, active: u64, weight: u32, total_weight: u64) -> u64 {
    let total = ((active + 1) * u64::from(factor_percent)).div_ceil(100);
    (total * u64::from(weight)).div_ceil(total_weight.max(1)).max(1)
}

/// The nodes of a batch of keys placed one after another, with capacities for all of them; `None` without nodes.
/// With one point a node the loads are those that [`BoundedLoads`] reaches; with more they can differ, since the
/// order of arrival then matters. One pass: this is for millions of keys.
pub fn assign(ring: &Ring, nodes: &[Node], factor_percent: u32, key_hashes: &[u64]) -> Vec<Option<u32>> {
    let capacities = capacities(nodes, factor_percent, key_hashes.len() as u64);
    let mut loads = vec![0u64; nodes.len()];
    let place = |key_hash: &u64| {
        let open = |node: u32| loads[node as usize] < capacities[node as usize];
        let node = ring.walk(*key_hash).map(|(_, point)| point.node).find(|node| open(*node))?;
        loads[node as usize] += 1;
        Some(node)
    };
    key_hashes.iter().map(place).collect()
}

fn capacities(nodes: &[Node], factor_percent: u32, balls: u64) -> Vec<u64> {
    let total = total_weight(nodes);
    nodes.iter().map(|node| capacity(factor_percent, balls, node.share(), total)).collect()
}

fn total_weight(nodes: &[Node]) -> u64 {
    nodes.iter().map(|node| u64::from(node.share())).sum()
}

#[derive(Clone, Copy, Debug)]
struct Ball {
    key_hash: u64,
    node: u32,
}

/// One stop on a ball's walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The point's number on the ring.
    pub point: u32,
    /// Its node.
    pub node: u32,
    /// The node's load before this ball.
    pub load: u64,
    /// Its capacity, counting this ball among all.
    pub capacity: u64,
}

impl Stop {
    /// True if the walk ends here.
    pub fn has_room(&self) -> bool {
        self.load < self.capacity
    }
}

/// A ring with balls on it. An operation looks at every node, and when capacities shrink at every ball: this is for
/// watching; [`assign`] places batches.
#[derive(Clone, Debug)]
pub struct BoundedLoads {
    nodes: Vec<Node>,
    ring: Ring,
    factor_percent: u32,
    balls: BTreeMap<u64, Ball>,
    loads: Vec<u64>,
    capacities: Vec<u64>,
    /// For each node, the balls whose walk went past it: those that come back when it has room.
    passed: Vec<BTreeSet<u64>>,
}

impl BoundedLoads {
    /// An empty ring of `nodes`; capacities are `factor_percent` of the mean load (at least 100).
    pub fn new(ring: Ring, nodes: &[Node], factor_percent: u32) -> BoundedLoads {
        BoundedLoads {
            nodes: nodes.to_vec(),
            ring,
            factor_percent,
            balls: BTreeMap::new(),
            loads: vec![0; nodes.len()],
            capacities: vec![0; nodes.len()],
            passed: vec![BTreeSet::new(); nodes.len()],
        }
    }

    /// Bytes that it holds on the heap beside its ring, by estimate.
    pub fn bytes(&self) -> usize {
        let Self { nodes, balls, loads, capacities, passed, ring: _, factor_percent: _ } = self;
        let passed = passed.iter().map(|balls| size_of_val(balls) + balls.len() * size_of::<u64>());
        nodes.iter().map(Node::bytes).sum::<usize>()
            + balls.len() * size_of::<(u64, Ball)>()
            + (loads.len() + capacities.len()) * size_of::<u64>()
            + passed.sum::<usize>()
    }

    /// Places ball number `ball`, and lets others come back to the room that a larger capacity makes. The answer
    /// is where it is then; `None` without nodes. A ball already there is placed anew.
    ///
    /// # Panics
    /// If a live node has no point on the ring.
    pub fn insert(&mut self, ball: u64, key_hash: u64) -> Option<u32> {
        self.remove(ball);
        self.ring.successor(key_hash)?;
        self.update_capacities(self.balls.len() as u64 + 1);
        self.place(ball, key_hash);
        self.settle();
        self.location(ball)
    }

    /// Takes a ball away. Smaller capacities send others on; its room lets others come back.
    pub fn remove(&mut self, ball: u64) -> bool {
        if self.lift(ball).is_none() {
            return false;
        }
        self.update_capacities(self.balls.len() as u64);
        self.settle();
        true
    }

    /// Puts another ring of other nodes under the balls, matched by node id, with another capacity factor. A ball
    /// whose node is gone walks anew from its hash; others stay unless a capacity or new room moves them. Without
    /// nodes the balls are dropped.
    pub fn rearrange(&mut self, ring: Ring, nodes: &[Node], factor_percent: u32) {
        let ids: BTreeMap<u32, u32> = (0u32..).zip(nodes).map(|(index, node)| (node.id, index)).collect();
        let mut next = BoundedLoads::new(ring, nodes, factor_percent);
        if next.ring.points().is_empty() {
            *self = next;
            return;
        }
        next.update_capacities(self.balls.len() as u64);
        let mut homeless = Vec::new();
        for (ball, Ball { key_hash, node }) in &self.balls {
            let home =
                ids.get(&self.nodes[*node as usize].id).filter(|home| nodes[**home as usize].share() > 0);
            let stays = home.is_some_and(|home| next.put(*ball, *key_hash, |_, node| node == *home));
            if !stays {
                homeless.push((*ball, *key_hash));
            }
        }
        next.evict();
        homeless.into_iter().for_each(|(ball, key_hash)| next.place(ball, key_hash));
        next.settle();
        *self = next;
    }

    /// Where a ball is.
    pub fn location(&self, ball: u64) -> Option<u32> {
        self.balls.get(&ball).map(|ball| ball.node)
    }

    /// How many balls there are.
    pub fn len(&self) -> u64 {
        self.balls.len() as u64
    }

    /// True without balls.
    pub fn is_empty(&self) -> bool {
        self.balls.is_empty()
    }

    /// The balls of each node.
    pub fn loads(&self) -> &[u64] {
        &self.loads
    }

    /// The capacity of each node for the balls there are.
    pub fn capacities(&self) -> &[u64] {
        &self.capacities
    }

    /// The ring below.
    pub fn ring(&self) -> &Ring {
        &self.ring
    }

    /// The walk of one more ball: full nodes, then one with room, which takes it. It shows where the ball is put
    /// first; coming back of others can still shift it.
    pub fn walk(&self, key_hash: u64) -> Vec<Stop> {
        let (balls, total) = (self.balls.len() as u64 + 1, total_weight(&self.nodes));
        let mut stops = Vec::new();
        for (point, at) in self.ring.walk(key_hash) {
            let load = self.loads[at.node as usize];
            let capacity = capacity(self.factor_percent, balls, self.nodes[at.node as usize].share(), total);
            stops.push(Stop { point, node: at.node, load, capacity });
            if load < capacity {
                break;
            }
        }
        stops
    }

    /// The first thing that is wrong, in words; `None` if both rules hold. For properties and tests: it looks at
    /// every ball's walk and trusts no bookkeeping.
    pub fn violation(&self) -> Option<String> {
        let capacities = capacities(&self.nodes, self.factor_percent, self.balls.len() as u64);
        let mut loads = vec![0u64; self.nodes.len()];
        self.balls.values().for_each(|ball| loads[ball.node as usize] += 1);
        if let Some(over) = (0..loads.len()).find(|node| loads[*node] > capacities[*node]) {
            return Some(format!(
                "{} holds {} of at most {}",
                self.nodes[over].name, loads[over], capacities[over]
            ));
        }
        let room = |node: u32| loads[node as usize] < capacities[node as usize];
        self.balls.iter().find_map(|(number, ball)| {
            let mut walk = self.ring.walk(ball.key_hash).map(|(_, point)| point.node);
            let skipped = walk.by_ref().take_while(|node| *node != ball.node).find(|node| room(*node))?;
            Some(format!("ball {number} went past {}, which has room", self.nodes[skipped as usize].name))
        })
    }

    fn update_capacities(&mut self, balls: u64) {
        self.capacities = capacities(&self.nodes, self.factor_percent, balls);
    }

    fn has_room(&self, node: u32) -> bool {
        self.loads[node as usize] < self.capacities[node as usize]
    }

    /// Puts the ball on the first node with room.
    fn place(&mut self, ball: u64, key_hash: u64) {
        let placed = self.put(ball, key_hash, |this, node| this.has_room(node));
        assert!(placed, "the capacities together hold every ball, since the factor is at least 100%");
    }

    /// Puts the ball on the first node of its walk that `stop` accepts; false, and nothing done, if none does.
    fn put(&mut self, ball: u64, key_hash: u64, stop: impl Fn(&Self, u32) -> bool) -> bool {
        let mut walk = self.ring.walk(key_hash).map(|(_, point)| point.node);
        let mut skipped = Vec::new();
        let Some(node) = walk.find(|node| {
            let stops = stop(self, *node);
            if !stops {
                skipped.push(*node);
            }
            stops
        }) else {
            return false;
        };
        drop(walk);
        for past in skipped {
            self.passed[past as usize].insert(ball);
        }
        self.loads[node as usize] += 1;
        self.balls.insert(ball, Ball { key_hash, node });
        true
    }

    /// Takes the ball off the ring, and off the lists of those it went past.
    fn lift(&mut self, ball: u64) -> Option<Ball> {
        let lifted = self.balls.remove(&ball)?;
        self.loads[lifted.node as usize] -= 1;
        for (_, point) in self.ring.walk(lifted.key_hash).take_while(|(_, point)| point.node != lifted.node) {
            self.passed[point.node as usize].remove(&ball);
        }
        Some(lifted)
    }

    fn settle(&mut self) {
        self.evict();
        self.pull_back();
    }

    /// Sends balls on from nodes over their capacity, the highest numbers first.
    fn evict(&mut self) {
        let over = |this: &Self, node: u32| this.loads[node as usize] > this.capacities[node as usize];
        if !(0..self.nodes.len() as u32).any(|node| over(self, node)) {
            return;
        }
        let newest: Vec<(u64, Ball)> =
            self.balls.iter().rev().map(|(number, ball)| (*number, *ball)).collect();
        for (number, ball) in newest {
            if over(self, ball.node) {
                self.lift(number);
                // The node it leaves is now at its capacity or above, so it is not chosen again.
                self.place(number, ball.key_hash);
            }
        }
    }

    /// Lets balls come back to nodes with room that they went past. Each move shortens a walk, so it ends.
    fn pull_back(&mut self) {
        let mut open: BTreeSet<u32> =
            (0..self.nodes.len() as u32).filter(|node| self.has_room(*node)).collect();
        while let Some(node) = open.pop_first() {
            while self.has_room(node) {
                let Some(ball) = self.passed[node as usize].first().copied() else { break };
                let Some(Ball { key_hash, node: left }) = self.lift(ball) else { break };
                self.place(ball, key_hash);
                open.insert(left);
            }
        }
    }
}
