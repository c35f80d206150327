//! What is known of placements and changes from outside: each is looked at when it is made.

use super::change::Change;
use super::params::HashingParams;
use super::placed::{Placed, followed};
use super::words::node_name;
use crate::algorithms::hashing::{Node, Strategy, bounded};
use crate::lab::Check;

/// Who looks on.
#[derive(Clone, Debug, Default, Hash)]
pub struct Judge {
    /// Every key has an owner that is up: tested with every placement on nodes of which one is up.
    pub owned: Check,
    /// Only necessary moves: tested with every change of the nodes of a ring, rendezvous or jump.
    pub minimal: Check,
    /// No node is above its bound: tested with every placement on a bounded ring.
    pub bounded: Check,
    /// Maglev's table is even: tested with every table of nodes of equal weight.
    pub even: Check,
    /// The copies of a key are on different nodes and racks: tested with every placement.
    pub apart: Check,
}

impl Judge {
    /// Bytes that it holds on the heap.
    pub fn bytes(&self) -> usize {
        let Self { owned, minimal, bounded, even, apart } = self;
        [owned, minimal, bounded, even, apart].into_iter().map(Check::bytes).sum()
    }

    /// Looks at a new placement.
    pub fn look(&mut self, params: &HashingParams, placed: &Placed) {
        if placed.live() > 0 {
            let flaw = unowned(placed);
            self.owned.test(flaw.is_none(), || flaw.unwrap_or_default());
        }
        if params.strategy == Strategy::Bounded {
            let flaw = overfull(params, placed);
            self.bounded.test(flaw.is_none(), || flaw.unwrap_or_default());
        }
        if let Some((least, most)) = entries(placed) {
            self.even.test(most - least <= 1, || format!("one node has {most} entries and another {least}"));
        }
        let flaw = together(params, placed);
        self.apart.test(flaw.is_none(), || flaw.unwrap_or_default());
    }

    /// Looks at what a change moved.
    pub fn look_at_change(&mut self, params: &HashingParams, change: &Change) {
        if change.about.is_some()
            && matches!(params.strategy, Strategy::Ring | Strategy::Rendezvous | Strategy::Jump)
        {
            let needless = change.needless;
            self.minimal
                .test(needless == 0, || format!("{needless} keys moved between nodes that did not change"));
        }
    }
}

/// How many keys have no owner that is up, if there are any.
pub fn unowned(placed: &Placed) -> Option<String> {
    let nodes = placed.nodes();
    let has_none = |owner: &&Option<u32>| owner.is_none_or(|node| nodes[node as usize].share() == 0);
    let without = placed.owners.iter().filter(has_none).count();
    let down: Vec<String> = nodes.iter().filter(|node| !node.up).map(|node| node_name(node.id)).collect();
    (without > 0).then(|| format!("{without} keys have no owner that is up; down: {}", down.join(", ")))
}

/// Which node of a bounded ring is above its bound, if one is.
fn overfull(params: &HashingParams, placed: &Placed) -> Option<String> {
    let (nodes, counts) = (placed.nodes(), &placed.counts);
    let (keys, total) = (counts.iter().sum(), nodes.iter().map(|node| u64::from(node.share())).sum());
    let most = |node: &Node| bounded::capacity(params.settings.factor_percent, keys, node.share(), total);
    let over = nodes.iter().zip(counts).find(|(node, count)| **count > most(node));
    over.map(|(node, count)| format!("{} holds {count} of at most {}", node_name(node.id), most(node)))
}

/// The fewest and the most entries that a node of a Maglev table has, if their weights are equal.
fn entries(placed: &Placed) -> Option<(u32, u32)> {
    let nodes = placed.nodes();
    let table = placed.placement.table().filter(|_| has_equal_weights(nodes))?;
    let mut entries = vec![0u32; nodes.len()];
    table.iter().for_each(|node| entries[*node as usize] += 1);
    let live =
        || nodes.iter().zip(&entries).filter(|(node, _)| node.share() > 0).map(|(_, entries)| *entries);
    Some((live().min()?, live().max()?))
}

/// Whether all nodes that can own keys have the same weight.
fn has_equal_weights(nodes: &[Node]) -> bool {
    let mut live = nodes.iter().map(Node::share).filter(|share| *share > 0);
    let first = live.next();
    live.all(|share| Some(share) == first)
}

/// Which key has copies on one node, or in fewer racks than there could be.
fn together(params: &HashingParams, placed: &Placed) -> Option<String> {
    let (nodes, placement, keys) = (placed.nodes(), &placed.placement, &placed.keys);
    let mut racks: Vec<u16> = nodes.iter().filter(|node| node.share() > 0).map(|node| node.rack).collect();
    let wanted = racks.len().min(params.replicas as usize);
    racks.sort_unstable();
    racks.dedup();
    let checked = keys.hashes.len().min(followed(nodes.len()) / 10);
    (0..checked).find_map(|key| {
        let mut copies = placement.replicas(keys.hashes[key], params.replicas);
        let mut used: Vec<u16> = copies.iter().map(|node| nodes[*node as usize].rack).collect();
        copies.sort_unstable();
        copies.dedup();
        used.sort_unstable();
        used.dedup();
        let apart = copies.len() == wanted && used.len() == wanted.min(racks.len());
        (!apart)
            .then(|| format!("key-{} has copies on {} nodes in {} racks", key + 1, copies.len(), used.len()))
    })
}
