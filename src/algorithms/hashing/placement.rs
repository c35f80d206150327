//! The common face of all strategies: build, look up, replicate, and what a node may not do.

use super::bounded::{self, BoundedLoads};
use super::hash_function::{HashFunction, md5_words};
use super::jump::Jump;
use super::maglev::{self, Maglev};
use super::modulo::Modulo;
use super::node::{Node, spread_over_racks};
use super::points::PointScheme;
use super::rendezvous::Rendezvous;
use super::ring::Ring;
use super::search::{self, Search};
use std::collections::BTreeMap;
use std::fmt;
use std::iter::repeat;

/// How keys are given to nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strategy {
    /// `hash mod n`.
    Modulo,
    /// The ring with virtual nodes.
    Ring,
    /// Highest random weight.
    Rendezvous,
    /// Jump consistent hash.
    Jump,
    /// The Maglev table.
    Maglev,
    /// The ring with bounded loads.
    Bounded,
}

impl Strategy {
    /// Every strategy, for a list to choose from.
    pub const ALL: [Strategy; 6] = [
        Strategy::Modulo,
        Strategy::Ring,
        Strategy::Rendezvous,
        Strategy::Jump,
        Strategy::Maglev,
        Strategy::Bounded,
    ];

    /// False where weights are ignored, because the algorithm has none.
    pub fn honours_weights(self) -> bool {
        !matches!(self, Strategy::Modulo | Strategy::Jump)
    }
}

/// What the strategies leave open; each reads its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Ring and bounded: virtual nodes for each unit of a node's weight, at least 1.
    pub points_per_node: u32,
    /// Ring and bounded: how names become points.
    pub scheme: PointScheme,
    /// Maglev: entries of the table; a prime above the number of nodes.
    pub table_size: u32,
    /// Bounded: capacity in percent of the mean load, at least 100.
    pub factor_percent: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            points_per_node: 100,
            scheme: PointScheme::NameAndNumber,
            table_size: maglev::DEFAULT_TABLE_SIZE,
            factor_percent: 125,
        }
    }
}

/// Why a placement cannot be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BuildError {
    /// Two nodes have this id.
    DuplicateId(u32),
    /// A Maglev table of this size has permutations that miss entries.
    TableNotPrime(u32),
    /// The Maglev table has fewer entries than there are nodes.
    TableTooSmall {
        /// Its size.
        table_size: u32,
        /// The nodes that each need an entry.
        nodes: u32,
    },
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BuildError::DuplicateId(id) => write!(f, "two nodes have the id {id}"),
            BuildError::TableNotPrime(size) => write!(f, "the table size {size} is not a prime number"),
            BuildError::TableTooSmall { table_size, nodes } => {
                write!(f, "a table of {table_size} entries cannot hold {nodes} nodes")
            }
        }
    }
}

impl std::error::Error for BuildError {}

#[derive(Clone, Debug)]
pub(super) enum Structure {
    Modulo(Modulo),
    Ring(Ring),
    Rendezvous(Rendezvous),
    Jump(Jump),
    Maglev(Maglev),
    Bounded(BoundedLoads),
}

/// Nodes arranged by one strategy.
#[derive(Clone, Debug)]
pub struct Placement {
    strategy: Strategy,
    hash: HashFunction,
    settings: Settings,
    nodes: Vec<Node>,
    pub(super) structure: Structure,
}

impl Placement {
    /// Arranges `nodes`; an empty list is fine, and owns nothing.
    pub fn build(
        strategy: Strategy,
        hash: HashFunction,
        nodes: &[Node],
        settings: &Settings,
    ) -> Result<Placement, BuildError> {
        check_ids(nodes)?;
        let ring = || Ring::new(settings.scheme, hash, nodes, settings.points_per_node.max(1));
        let structure = match strategy {
            Strategy::Modulo => Structure::Modulo(Modulo::new(nodes)),
            Strategy::Ring => Structure::Ring(ring()),
            Strategy::Rendezvous => Structure::Rendezvous(Rendezvous::new(hash, nodes)),
            Strategy::Jump => Structure::Jump(Jump::new(nodes)),
            Strategy::Maglev => {
                check_table(nodes, settings.table_size)?;
                Structure::Maglev(Maglev::new(hash, nodes, settings.table_size))
            }
            Strategy::Bounded => {
                Structure::Bounded(BoundedLoads::new(ring(), nodes, settings.factor_percent))
            }
        };
        Ok(Placement { strategy, hash, settings: *settings, nodes: nodes.to_vec(), structure })
    }

    /// The strategy.
    pub fn strategy(&self) -> Strategy {
        self.strategy
    }

    /// The nodes as given.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Says that it has other nodes than those that it was built for.
    #[cfg(test)]
    pub(crate) fn say_that_it_has(&mut self, nodes: Vec<Node>) {
        self.nodes = nodes;
    }

    /// The hash of a key as this placement's lookups want it. A ketama ring has its own: MD5.
    pub fn key_hash(&self, key: &[u8]) -> u64 {
        let on_ring = matches!(self.structure, Structure::Ring(_) | Structure::Bounded(_));
        if on_ring && self.settings.scheme == PointScheme::Ketama {
            return u64::from(md5_words(key)[0]) << 32;
        }
        self.hash.bytes(key)
    }

    /// The node that owns a key; `None` without live nodes, or if jump's bucket is down. With bounded loads: the
    /// node that one more ball with this hash would be put on.
    pub fn owner(&self, key_hash: u64) -> Option<u32> {
        match &self.structure {
            Structure::Modulo(modulo) => modulo.owner(key_hash),
            Structure::Ring(ring) => ring.owner(key_hash),
            Structure::Rendezvous(rendezvous) => rendezvous.owner(key_hash),
            Structure::Jump(jump) => jump.owner(key_hash),
            Structure::Maglev(maglev) => maglev.owner(key_hash),
            Structure::Bounded(bounded) => bounded.walk(key_hash).last().map(|stop| stop.node),
        }
    }

    /// The owners of many keys at once. With bounded loads: of these keys alone, placed in this order.
    pub fn owners(&self, key_hashes: &[u64]) -> Vec<Option<u32>> {
        match &self.structure {
            Structure::Bounded(bounded) => {
                bounded::assign(bounded.ring(), &self.nodes, self.settings.factor_percent, key_hashes)
            }
            _ => key_hashes.iter().map(|key_hash| self.owner(*key_hash)).collect(),
        }
    }

    /// The owners of many keys, as [`Placement::owners`] has them, if these were those of the first keys under an earlier
    /// placement: most of the work is about the keys that a change touches.
    pub fn owners_since(
        &self,
        key_hashes: &[u64],
        earlier: &Placement,
        owners: &[Option<u32>],
    ) -> Vec<Option<u32>> {
        let ids: BTreeMap<u32, u32> = (0..).zip(&self.nodes).map(|(place, node)| (node.id, place)).collect();
        let now: Vec<Option<u32>> = earlier.nodes.iter().map(|node| ids.get(&node.id).copied()).collect();
        let known = key_hashes.iter().zip(owners.iter().map(|owner| Some(*owner)).chain(repeat(None)));
        match (&self.structure, &earlier.structure) {
            (Structure::Ring(ring), Structure::Ring(old)) => {
                let is_unchanged = ring.unchanged_since(old, &|old, new| now[old as usize] == Some(new));
                let owner = |(hash, was): (&u64, Option<Option<u32>>)| match was.flatten() {
                    Some(was) if is_unchanged(*hash) => now[was as usize],
                    _ => ring.owner(*hash),
                };
                known.map(owner).collect()
            }
            (Structure::Rendezvous(all), Structure::Rendezvous(old)) => {
                let owner_now = all.owner_since(old);
                let owner = |(hash, was): (&u64, Option<Option<u32>>)| {
                    let owner = was.flatten().and_then(|was| owner_now(*hash, was));
                    owner.or_else(|| all.owner(*hash))
                };
                known.map(owner).collect()
            }
            _ => self.owners(key_hashes),
        }
    }

    /// Up to `count` distinct nodes for copies of a key, the owner first, one to a rack as far as racks go round.
    /// With bounded loads the ring's order is used, whatever the loads.
    pub fn replicas(&self, key_hash: u64, count: u32) -> Vec<u32> {
        let count = count as usize;
        let points = |ring: &Ring| -> Vec<u32> {
            spread_over_racks(&self.nodes, ring.walk(key_hash).map(|(_, point)| point.node), count)
        };
        match &self.structure {
            Structure::Modulo(modulo) => spread_over_racks(&self.nodes, modulo.order(key_hash), count),
            Structure::Ring(ring) => points(ring),
            Structure::Rendezvous(rendezvous) => {
                spread_over_racks(&self.nodes, rendezvous.ranking(key_hash).into_iter(), count)
            }
            Structure::Jump(jump) => spread_over_racks(&self.nodes, jump.order(key_hash), count),
            Structure::Maglev(maglev) => spread_over_racks(&self.nodes, maglev.order(key_hash), count),
            Structure::Bounded(bounded) => points(bounded.ring()),
        }
    }

    /// The steps of a lookup, to be shown.
    pub fn search(&self, key_hash: u64) -> Search {
        search::search(self, key_hash)
    }

    /// Bytes that a lookup needs to have at hand, without the nodes' names.
    pub fn memory_bytes(&self) -> u64 {
        match &self.structure {
            Structure::Modulo(modulo) => (modulo.live.len() * size_of::<u32>()) as u64,
            Structure::Ring(ring) => ring.memory_bytes(),
            Structure::Rendezvous(rendezvous) => rendezvous.memory_bytes(),
            Structure::Jump(jump) => (jump.buckets.len() * (size_of::<u32>() + size_of::<bool>())) as u64,
            Structure::Maglev(maglev) => maglev.memory_bytes(),
            Structure::Bounded(bounded) => {
                bounded.ring().memory_bytes() + (self.nodes.len() * 2 * size_of::<u64>()) as u64
            }
        }
    }

    /// Bytes that it holds on the heap, by estimate.
    pub fn bytes(&self) -> usize {
        let Self { nodes, structure, strategy: _, hash: _, settings: _ } = self;
        let balls = if let Structure::Bounded(bounded) = structure { bounded.bytes() } else { 0 };
        self.memory_bytes() as usize + nodes.iter().map(Node::bytes).sum::<usize>() + balls
    }

    /// Whether the node at position `index` can leave while the algorithm keeps its promise; if not, why.
    pub fn can_remove(&self, index: u32) -> Result<(), &'static str> {
        let others = (0u32..).zip(&self.nodes).any(|(other, node)| other != index && node.share() > 0);
        match &self.structure {
            _ if index as usize >= self.nodes.len() => Err("there is no such node"),
            _ if !others => Err("it is the last node: its keys would have nowhere to go"),
            Structure::Jump(jump) if !jump.is_last(index) => Err(
                "jump consistent hash numbers its buckets and can lose only the last one: taking one from the \
                 middle renumbers all after it, and their keys would move",
            ),
            _ => Ok(()),
        }
    }

    /// The ring, where there is one.
    pub fn ring(&self) -> Option<&Ring> {
        match &self.structure {
            Structure::Ring(ring) => Some(ring),
            Structure::Bounded(bounded) => Some(bounded.ring()),
            _ => None,
        }
    }

    /// The Maglev table, where there is one.
    pub fn table(&self) -> Option<&[u32]> {
        match &self.structure {
            Structure::Maglev(maglev) => Some(maglev.entries()),
            _ => None,
        }
    }

    /// The balls on a ring with bounded loads.
    pub fn bounded(&self) -> Option<&BoundedLoads> {
        match &self.structure {
            Structure::Bounded(bounded) => Some(bounded),
            _ => None,
        }
    }

    /// The same, to place balls and take them away.
    pub fn bounded_mut(&mut self) -> Option<&mut BoundedLoads> {
        match &mut self.structure {
            Structure::Bounded(bounded) => Some(bounded),
            _ => None,
        }
    }

    /// Takes over the balls of `before`, where both are bounded rings: they stay where the rules and settings of this
    /// one let them. Every other strategy is a function of its nodes and settings, and has nothing to take over.
    pub fn take_over(&mut self, before: &Placement) {
        if let (Structure::Bounded(before), Structure::Bounded(after)) =
            (&before.structure, &mut self.structure)
        {
            let (ring, factor_percent) = (after.ring().clone(), self.settings.factor_percent);
            *after = before.clone();
            after.rearrange(ring, &self.nodes, factor_percent);
        }
    }
}

fn check_ids(nodes: &[Node]) -> Result<(), BuildError> {
    let mut ids: Vec<u32> = nodes.iter().map(|node| node.id).collect();
    ids.sort_unstable();
    let twice = ids.windows(2).find(|pair| pair[0] == pair[1]);
    twice.map_or(Ok(()), |pair| Err(BuildError::DuplicateId(pair[0])))
}

fn check_table(nodes: &[Node], table_size: u32) -> Result<(), BuildError> {
    let live = nodes.iter().filter(|node| node.share() > 0).count() as u32;
    if !maglev::is_prime(table_size) {
        return Err(BuildError::TableNotPrime(table_size));
    }
    if table_size < live {
        return Err(BuildError::TableTooSmall { table_size, nodes: live });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Node, Placement, PointScheme, Settings, Strategy as Kind};
    use crate::algorithms::hashing::HashFunction;
    use proptest::prelude::*;

    fn nodes(count: u32) -> Vec<Node> {
        let weight = |id: u32| if id.is_multiple_of(3) { 2 } else { 1 };
        (0..count).map(|id| Node { weight: weight(id), ..Node::new(id, &format!("n{id}")) }).collect()
    }

    proptest! {
        #[test]
        fn after_a_change_the_owners_are_those_that_would_be_found_from_nothing(
            count in 1_u32..40, change in 0_u32..8, which in 0_u32..40, heavy: bool,
            hash in 0_usize..7, ketama: bool, strategy in 0_usize..6,
        ) {
            let before: Vec<Node> =
                nodes(count).into_iter().map(|node| Node { weight: if heavy { node.weight } else { 1 }, ..node }).collect();
            let mut after = before.clone();
            let which = (which % count) as usize;
            match change {
                0 => after.push(Node::new(count, "new")),
                1 => drop(after.remove(which)),
                2 => after[which].up = false,
                3 => after[which].weight = 5,
                4 => after.reverse(),
                5 => after.iter_mut().for_each(|node| node.up = false),
                6 => after[which].name = "other".into(),
                _ => {}
            }
            let scheme = if ketama { PointScheme::Ketama } else { PointScheme::NameAndNumber };
            let settings = Settings { points_per_node: 20, table_size: 101, scheme, ..Settings::default() };
            let place = |nodes: &[Node]| {
                Placement::build(Kind::ALL[strategy], HashFunction::ALL[hash], nodes, &settings).expect("it can be built")
            };
            let (before, after) = (place(&before), place(&after));
            let keys: Vec<u64> = (0..500_u32).map(|key| after.key_hash(format!("key-{key}").as_bytes())).collect();
            // Fewer keys may have been placed before.
            let owners = before.owners(&keys[..400]);
            prop_assert_eq!(after.owners_since(&keys, &before, &owners), after.owners(&keys));
        }
    }
}
