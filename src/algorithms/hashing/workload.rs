//! Standard nodes and keys, and the loops that the benchmarks time: a browser page can run the same ones.

use super::hash_function::HashFunction;
use super::node::Node;
use super::placement::{Placement, Settings, Strategy};

/// The odd constant of SplitMix64 (2^64 over the golden ratio): its multiples visit the whole ring evenly.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// Nodes `node-0`, `node-1` ..., all of weight 1, in racks of ten.
pub fn nodes(count: u32) -> Vec<Node> {
    let rack = |id: u32| u16::try_from(id / 10).unwrap_or(u16::MAX);
    (0..count).map(|id| Node { rack: rack(id), ..Node::new(id, &format!("node-{id}")) }).collect()
}

/// The hashes of keys 0 to `count - 1`.
pub fn key_hashes(hash: HashFunction, count: u32) -> Vec<u64> {
    (0..u64::from(count)).map(|key| hash.number(key)).collect()
}

/// Builds a placement of `count` standard nodes with XXH3; `None` if the settings do not allow it.
pub fn build(strategy: Strategy, count: u32, settings: &Settings) -> Option<Placement> {
    Placement::build(strategy, HashFunction::Xxh3, &nodes(count), settings).ok()
}

/// Looks up `lookups` scattered keys; the answer depends on every owner, so that no loop is optimised away.
pub fn look_up(placement: &Placement, lookups: u32) -> u64 {
    let mut key = 0u64;
    let mut sum = 0u64;
    for _ in 0..lookups {
        // Mixed, so that a processor cannot guess the next place.
        key = (key ^ (key >> 29)).wrapping_mul(GOLDEN).wrapping_add(GOLDEN);
        sum = sum.wrapping_mul(31).wrapping_add(placement.owner(key).map_or(0, u64::from));
    }
    sum
}
