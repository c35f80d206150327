//! Rendezvous hashing, or highest random weight (Thaler & Ravishankar, 1998): every node bids for every key.
//!
//! The owner is the node with the highest score; when it goes, each of its keys falls to its own second best, and
//! no other key moves. Weights: score = -w / ln u with u uniform in (0, 1) from the hash, which gives a node exactly
//! the share w / sum(w) (Schindelhauer & Schomaker, 2005, logarithmic method). Multiplying the hash by the weight
//! would not.

use super::hash_function::HashFunction;
use super::node::{Node, live};
use crate::process::math;
use std::cmp::Ordering;

/// One node's bid for a key. Ordered: the greater wins; equal scores by the hash, equal hashes by the lower id.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bid {
    /// -w / ln u: positive, without unit.
    pub score: f64,
    /// The hash of node and key.
    pub hash: u64,
    /// The node's id.
    pub id: u32,
    /// The node's position in the list of nodes.
    pub node: u32,
}

impl Bid {
    /// True if this bid wins against `other`.
    pub fn beats(&self, other: &Bid) -> bool {
        self.order(other) == Ordering::Greater
    }

    fn order(&self, other: &Bid) -> Ordering {
        let by_hash = || self.hash.cmp(&other.hash);
        self.score.total_cmp(&other.score).then_with(by_hash).then_with(|| other.id.cmp(&self.id))
    }
}

/// The score of a node of this weight: grows with the hash, so that equal weights compare as the hashes do (to the
/// rounding of the logarithm, one part in 2^52).
pub fn score(hash: u64, weight: u32) -> f64 {
    // The upper 52 bits and a half: in (0, 1) exactly, both ends excluded, so the logarithm is never 0 or infinite.
    let unit = ((hash >> 12) as f64 + 0.5) / (1u64 << 52) as f64;
    -f64::from(weight) / math::ln(unit)
}

#[derive(Clone, Copy, Debug)]
struct Bidder {
    name_hash: u64,
    weight: u32,
    id: u32,
    node: u32,
}

/// The live nodes as bidders.
#[derive(Clone, Debug)]
pub struct Rendezvous {
    hash: HashFunction,
    bidders: Vec<Bidder>,
    /// With equal weights the hashes alone decide, and no logarithm is taken.
    equal_weights: bool,
}

impl Rendezvous {
    /// Hashes each live node's name once; a bid hashes that with the key's hash.
    pub fn new(hash: HashFunction, nodes: &[Node]) -> Rendezvous {
        let bidder = |index: u32| {
            let node = &nodes[index as usize];
            let name_hash = hash.bytes(node.name.as_bytes());
            Bidder { name_hash, weight: node.share(), id: node.id, node: index }
        };
        let bidders: Vec<Bidder> = live(nodes).into_iter().map(bidder).collect();
        let equal_weights = bidders.windows(2).all(|pair| pair[0].weight == pair[1].weight);
        Rendezvous { hash, bidders, equal_weights }
    }

    /// How many nodes bid.
    pub fn len(&self) -> usize {
        self.bidders.len()
    }

    /// True if nobody bids.
    pub fn is_empty(&self) -> bool {
        self.bidders.is_empty()
    }

    /// All bids for `key_hash`, in order of node id.
    pub fn bids(&self, key_hash: u64) -> impl Iterator<Item = Bid> {
        self.bidders.iter().map(move |bidder| {
            let hash = self.hash.pair(bidder.name_hash, key_hash);
            Bid { score: score(hash, bidder.weight), hash, id: bidder.id, node: bidder.node }
        })
    }

    /// The node that owns `key_hash`.
    pub fn owner(&self, key_hash: u64) -> Option<u32> {
        if !self.equal_weights {
            return self.bids(key_hash).max_by(Bid::order).map(|bid| bid.node);
        }
        let hashed =
            self.bidders.iter().map(|bidder| (self.hash.pair(bidder.name_hash, key_hash), bidder.node));
        // Bidders come by ascending id, so a strict comparison leaves ties with the lower one.
        hashed.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|best| best.1)
    }

    /// Who owns a key that one of these nodes, `earlier`'s, owned before: only those who bid otherwise than then are asked
    /// again. `None` where everybody has to be: the node that owned it bids otherwise or no more.
    pub fn owner_since(&self, earlier: &Rendezvous) -> impl Fn(u64, u32) -> Option<u32> {
        let bids_alike = |one: &&Bidder, other: &Bidder| {
            (one.id, one.name_hash, one.weight) == (other.id, other.name_hash, other.weight)
        };
        let others = |them: &[Bidder], these: &[Bidder]| -> Vec<Bidder> {
            // Both lists are in order of their ids.
            let mut rest = these.iter().peekable();
            let is_new = |bidder: &&Bidder| {
                while rest.next_if(|other| other.id < bidder.id).is_some() {}
                !rest.peek().is_some_and(|other| bids_alike(bidder, other))
            };
            them.iter().filter(is_new).copied().collect()
        };
        let asked = others(&self.bidders, &earlier.bidders);
        let gone = others(&earlier.bidders, &self.bidders);
        let last = earlier.bidders.iter().map(|bidder| bidder.node as usize + 1).max().unwrap_or(0);
        let mut stays: Vec<Option<Bidder>> = vec![None; last];
        let kept = earlier.bidders.iter().filter(|old| gone.iter().all(|bidder| bidder.id != old.id));
        for old in kept {
            let now = self.bidders.binary_search_by_key(&old.id, |bidder| bidder.id);
            stays[old.node as usize] = now.ok().map(|place| self.bidders[place]);
        }
        // The order of bids is by hashes alone where all weigh the same.
        let comparable = self.hash == earlier.hash && self.equal_weights == earlier.equal_weights;
        move |key_hash, owner| {
            let stays = stays.get(owner as usize).copied().flatten().filter(|_| comparable)?;
            let bid = |bidder: &Bidder| {
                let hash = self.hash.pair(bidder.name_hash, key_hash);
                let score = if self.equal_weights { 1.0 } else { score(hash, bidder.weight) };
                Bid { score, hash, id: bidder.id, node: bidder.node }
            };
            asked.iter().chain([&stays]).map(bid).max_by(Bid::order).map(|bid| bid.node)
        }
    }

    /// All nodes from the best bid to the worst: the first k of them are the k replicas.
    pub fn ranking(&self, key_hash: u64) -> Vec<u32> {
        let mut bids: Vec<Bid> = self.bids(key_hash).collect();
        bids.sort_unstable_by(|left, right| right.order(left));
        bids.into_iter().map(|bid| bid.node).collect()
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> u64 {
        (self.bidders.len() * size_of::<Bidder>()) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_extreme_hashes_still_give_finite_positive_scores() {
        assert!([0, u64::MAX].map(|hash| score(hash, 1)).iter().all(|s| s.is_finite() && *s > 0.0));
    }

    #[test]
    fn ties_go_to_the_lower_id_whatever_the_order_of_the_nodes() {
        let mut nodes = [Node::new(7, "same"), Node::new(3, "same")];
        let owner = |nodes: &[Node]| {
            Rendezvous::new(HashFunction::Xxh3, nodes).owner(9).map(|n| nodes[n as usize].id)
        };
        assert_eq!(owner(&nodes), Some(3));
        nodes.reverse();
        assert_eq!(owner(&nodes), Some(3));
    }

    proptest! {
        #[test]
        fn losing_a_node_leaves_the_order_of_all_others(
            count in 2u32..20, gone in 0u32..20, key: u64, heavy: bool,
        ) {
            let mut nodes: Vec<Node> = (0..count).map(|id| Node::new(id, &format!("n{id}"))).collect();
            nodes[0].weight = if heavy { 3 } else { 1 };
            let before = Rendezvous::new(HashFunction::Xxh3, &nodes).ranking(key);
            prop_assert_eq!(before.first().copied(), Rendezvous::new(HashFunction::Xxh3, &nodes).owner(key));
            nodes[(gone % count) as usize].up = false;
            let after = Rendezvous::new(HashFunction::Xxh3, &nodes).ranking(key);
            let kept: Vec<u32> = before.into_iter().filter(|node| *node != gone % count).collect();
            prop_assert_eq!(after, kept);
        }
    }
}
