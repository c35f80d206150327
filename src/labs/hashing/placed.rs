//! Keys on nodes under one strategy, counted once, when the placement is made.

use super::keys::Keys;
use super::params::HashingParams;
use crate::algorithms::hashing::{Balance, BuildError, Node, Placement, Step, Strategy, balance, bounded};
use std::cell::OnceCell;
use std::rc::Rc;

/// Balls times nodes up to which a bounded ring keeps each ball's walk; beyond, keys are placed as one batch.
const WALKS_KEPT: usize = 1_000_000;
/// Lookups over which the cost of one is averaged.
const COSTED: usize = 50;
/// Keys whose copies are followed, and candidates looked at for them in all.
const COPIES_FOLLOWED: usize = 20_000;
const CANDIDATES: usize = 4_000_000;
/// Sectors in which a ring with more arcs than this is drawn.
const SECTORS: usize = 240;

/// A piece of the ring and whose it is; in turns.
#[derive(Clone, Copy, Debug)]
pub struct Arc {
    /// Where it begins.
    pub start: f32,
    /// How far it goes.
    pub sweep: f32,
    /// The node's position in the list.
    pub node: u32,
}

/// Keys on nodes. Nodes are named by their position in the list of nodes.
#[derive(Debug)]
pub struct Placed {
    /// The algorithm's own state.
    pub placement: Placement,
    /// The keys.
    pub keys: Keys,
    /// The node of each key placed.
    pub owners: Vec<Option<u32>>,
    /// Keys on each node.
    pub counts: Vec<u64>,
    /// Requests to each node.
    pub loads: Vec<u64>,
    /// The sum of the weights that count.
    weights: f64,
    /// How even the requests are.
    pub balance: Balance,
    /// The mean number of comparisons of a lookup.
    pub cost: f64,
    /// The part of the keys with no copy on a node that is up, once [`Placed::follow_copies`] has found it.
    pub unreachable: f64,
    arcs: OnceCell<Vec<Arc>>,
}

impl Placed {
    /// Places the keys on `nodes`. With bounded loads, balls that `before` has placed stay where the rules let them.
    ///
    /// # Errors
    /// If the strategy cannot be built on these nodes.
    pub fn new(
        params: &HashingParams,
        nodes: &[Node],
        keys: Option<&Keys>,
        before: Option<&Placed>,
    ) -> Result<Placed, BuildError> {
        let mut placement =
            Placement::build(params.strategy, params.hash, nodes, &params.settings_for(nodes.len()))?;
        let keys = match keys {
            Some(keys) => keys.hashed_for(params, &placement),
            None => Keys::new(params, &placement),
        };
        let hashes = keys.placed(params, nodes.len());
        let owners = match params.strategy {
            Strategy::Bounded if hashes.len() * nodes.len() <= WALKS_KEPT => {
                walk(&mut placement, hashes, before);
                let balls = placement.bounded();
                (0..hashes.len() as u64).map(|ball| balls.and_then(|balls| balls.location(ball))).collect()
            }
            _ => match before.filter(|before| before.keys.are_those_of(&keys)) {
                Some(before) => placement.owners_since(hashes, &before.placement, &before.owners),
                None => placement.owners(hashes),
            },
        };
        Ok(Placed::counted(params, placement, keys, owners))
    }

    fn counted(params: &HashingParams, placement: Placement, keys: Keys, owners: Vec<Option<u32>>) -> Placed {
        let nodes = placement.nodes();
        let (mut counts, mut loads) = (vec![0; nodes.len()], vec![0; nodes.len()]);
        for (key, owner) in owners.iter().enumerate() {
            if let Some(owner) = owner {
                counts[*owner as usize] += 1;
                loads[*owner as usize] += keys.requests(key);
            }
        }
        let shares: Vec<u32> = nodes.iter().map(Node::share).collect();
        let balance = Balance::of(&loads, &shares);
        let mut placed = Placed {
            placement,
            keys,
            owners,
            counts,
            loads,
            weights: shares.iter().map(|share| f64::from(*share)).sum(),
            balance,
            cost: 0.0,
            unreachable: 0.0,
            arcs: OnceCell::new(),
        };
        placed.cost = placed.mean_cost(params);
        placed
    }

    /// Finds out which keys have no live copy: slow, so only for what is shown.
    pub fn follow_copies(mut self, params: &HashingParams) -> Placed {
        self.unreachable = self.without_copies(params);
        self
    }

    /// Bytes that it holds, by estimate.
    pub fn bytes(&self) -> usize {
        let Self {
            placement,
            keys,
            owners,
            counts,
            loads,
            arcs,
            weights: _,
            balance: _,
            cost: _,
            unreachable: _,
        } = self;
        size_of::<Self>()
            + placement.bytes()
            + keys.bytes()
            + owners.capacity() * size_of::<Option<u32>>()
            + (counts.capacity() + loads.capacity()) * size_of::<u64>()
            + arcs.get().map_or(0, |arcs| arcs.capacity() * size_of::<Arc>())
    }

    /// The nodes.
    pub fn nodes(&self) -> &[Node] {
        self.placement.nodes()
    }

    /// The position of the node with this id.
    pub fn position(&self, id: u32) -> Option<usize> {
        self.nodes().iter().position(|node| node.id == id)
    }

    /// The node that serves a key, by position.
    pub fn owner(&self, key: usize) -> Option<usize> {
        self.owners.get(key).copied().flatten().map(|node| node as usize)
    }

    /// How many nodes can own keys.
    pub fn live(&self) -> usize {
        self.nodes().iter().filter(|node| node.share() > 0).count()
    }

    /// A node's load over its fair share: 1 is as it should be.
    pub fn ratio(&self, node: usize) -> f64 {
        match self.nodes()[node].share() {
            0 => 0.0,
            share => self.part(node) * self.weights / f64::from(share),
        }
    }

    /// The part of all requests that a node gets.
    pub fn part(&self, node: usize) -> f64 {
        self.loads[node] as f64 / self.balance.keys.max(1) as f64
    }

    /// The stops of one more key's walk on a bounded ring, as in [`BoundedLoads::walk`], for batches too.
    ///
    /// [`BoundedLoads::walk`]: crate::algorithms::hashing::BoundedLoads::walk
    pub fn stops(&self, hash: u64, factor_percent: u32) -> Vec<bounded::Stop> {
        let total: u64 = self.nodes().iter().map(|node| u64::from(node.share())).sum();
        let balls = self.owners.len() as u64 + 1;
        let mut stops = Vec::new();
        for (point, at) in self.placement.ring().into_iter().flat_map(|ring| ring.walk(hash)) {
            let weight = self.nodes()[at.node as usize].share();
            let capacity = bounded::capacity(factor_percent, balls, weight, total);
            let stop = bounded::Stop { point, node: at.node, load: self.counts[at.node as usize], capacity };
            stops.push(stop);
            if stop.has_room() {
                break;
            }
        }
        stops
    }

    /// The ring in pieces: one for each run of points of a node, or, if these are too many, what is in the middle
    /// of each of 240 sectors.
    pub fn arcs(&self) -> &[Arc] {
        self.arcs.get_or_init(|| arcs(&self.placement))
    }

    fn mean_cost(&self, params: &HashingParams) -> f64 {
        let hashes = &self.keys.hashes[..self.owners.len().min(COSTED)];
        let cost = |hash: &u64| {
            let search = self.placement.search(*hash);
            if params.strategy != Strategy::Bounded {
                return f64::from(search.comparisons);
            }
            let probes = search.steps.iter().filter(|step| matches!(step, Step::Probe(_))).count();
            (probes + self.stops(*hash, params.settings.factor_percent).len()) as f64
        };
        hashes.iter().map(cost).sum::<f64>() / hashes.len().max(1) as f64
    }

    /// The part of the keys all of whose copies are on nodes that are down. The copies are where they were put
    /// while every node was up.
    fn without_copies(&self, params: &HashingParams) -> f64 {
        let nodes = self.nodes();
        if nodes.iter().all(|node| node.up) {
            return 0.0;
        }
        let whole: Vec<Node> = nodes.iter().map(|node| Node { up: true, ..node.clone() }).collect();
        let settings = params.settings_for(whole.len());
        let Ok(home) = Placement::build(params.strategy, params.hash, &whole, &settings) else { return 0.0 };
        let followed = &self.keys.hashes[..self.owners.len().min(followed(nodes.len()))];
        let is_up = |node: u32| nodes[node as usize].up;
        // The first copy is the owner's: where that is up, the others need not be looked for.
        let owner = |hash: u64| home.ring().map_or_else(|| home.owner(hash), |ring| ring.owner(hash));
        let lost = |hash: &&u64| {
            !owner(**hash).is_some_and(is_up)
                && !home.replicas(**hash, params.replicas).into_iter().any(is_up)
        };
        followed.iter().filter(lost).count() as f64 / followed.len().max(1) as f64
    }
}

/// Of how many keys the copies are followed.
pub fn followed(nodes: usize) -> usize {
    COPIES_FOLLOWED.min(CANDIDATES / nodes.max(1))
}

/// Puts every key as a ball on a bounded ring: from where it was before, if the same keys were on one.
fn walk(ring: &mut Placement, hashes: &[u64], before: Option<&Placed>) {
    let same = |before: &&Placed| {
        before.placement.bounded().is_some_and(|balls| balls.len() == hashes.len() as u64)
            && before.keys.hashes[..hashes.len()] == *hashes
    };
    if let Some(before) = before.filter(same) {
        ring.take_over(&before.placement);
    } else if let Some(balls) = ring.bounded_mut() {
        for (ball, hash) in (0u64..).zip(hashes) {
            balls.insert(ball, *hash);
        }
    }
}

fn arcs(placement: &Placement) -> Vec<Arc> {
    let Some(ring) = placement.ring() else { return Vec::new() };
    let turns = |position: u64| position as f64 / (1u128 << 64) as f64;
    let points = ring.points();
    let Some(last) = points.last() else { return Vec::new() };
    let runs = points.chunk_by(|left, right| left.node == right.node);
    let mut start = turns(last.position) - 1.0;
    let merged: Vec<Arc> = runs
        .map(|run| {
            let end = turns(run[run.len() - 1].position);
            let arc =
                Arc { start: start.rem_euclid(1.0) as f32, sweep: (end - start) as f32, node: run[0].node };
            start = end;
            arc
        })
        .collect();
    if merged.len() <= SECTORS {
        return merged;
    }
    let sector = |number: usize| {
        let middle = ((2 * number as u128 + 1) << 63) / SECTORS as u128;
        let node = ring.owner(middle as u64).unwrap_or(0);
        Arc { start: number as f32 / SECTORS as f32, sweep: 1.0 / SECTORS as f32, node }
    };
    (0..SECTORS).map(sector).collect()
}

/// Loads in `bins` equal ranges, for a histogram; see [`balance::histogram`].
pub fn histogram(placed: &Placed, bins: u32) -> Vec<u32> {
    balance::histogram(&placed.loads, bins)
}

/// A placement shared by those who look at it.
pub type Shared = Rc<Placed>;
