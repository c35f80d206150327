//! The Maglev table (Eisenbud et al., NSDI 2016, section 3.4): one array access a lookup, nearly equal shares, and a
//! little more movement than the least possible.
//!
//! Nodes take turns, by name, at claiming their next free entry of a table of prime size, each along its own
//! permutation. Removing a node changes a fraction of the entries of others too: the paper claims minimal, not zero.

use super::hash_function::HashFunction;
use super::node::{Node, live};

/// An entry that nobody has claimed yet.
const FREE: u32 = u32::MAX;
/// The paper's small table, and Envoy's default.
pub const DEFAULT_TABLE_SIZE: u32 = 65_537;
/// The paper's large table.
pub const LARGE_TABLE_SIZE: u32 = 655_373;

/// One node's walk through the table: entries `offset`, `offset + skip`, ... modulo the table's size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permutation {
    /// The first entry: h1(name) mod M.
    pub offset: u32,
    /// The stride, 1 to M - 1: h2(name) mod (M - 1) + 1. Never 0, and M is prime, so the walk meets every entry.
    pub skip: u32,
    /// The turns it gets, relative to the others; at least 1.
    pub weight: u32,
    /// Whose it is: a position in the list of nodes.
    pub node: u32,
}

impl Permutation {
    /// The permutation of a named node; h1 is the hash, h2 the hash with seed 1 (as in Envoy, there XXH64).
    pub fn of(hash: HashFunction, node: &Node, index: u32, table_size: u32) -> Permutation {
        let name = node.name.as_bytes();
        let (first, second) = (hash.bytes(name), hash.seeded(name, 1));
        let offset = (first % u64::from(table_size)) as u32;
        let skip = (second % u64::from(table_size - 1) + 1) as u32;
        Permutation { offset, skip, weight: node.share(), node: index }
    }

    /// The entry after `entry`.
    fn after(&self, entry: u32, table_size: u32) -> u32 {
        ((u64::from(entry) + u64::from(self.skip)) % u64::from(table_size)) as u32
    }
}

/// True if `n` has no divisor but 1 and itself; by trial division.
pub fn is_prime(n: u32) -> bool {
    n >= 2
        && (2..).take_while(|d| u64::from(*d) * u64::from(*d) <= u64::from(n)).all(|d| !n.is_multiple_of(d))
}

/// The table: for each entry the node that claimed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maglev {
    entries: Vec<u32>,
}

impl Maglev {
    /// The table of the live nodes; it is empty if there are none, or if `table_size` is not prime.
    pub fn new(hash: HashFunction, nodes: &[Node], table_size: u32) -> Maglev {
        if !is_prime(table_size) {
            return Maglev { entries: Vec::new() };
        }
        let mut order = live(nodes);
        // By name, then id: the table must not depend on the order in which nodes are listed (Envoy does the same).
        order.sort_by_key(|index| &nodes[*index as usize].name);
        let permutation = |index: u32| Permutation::of(hash, &nodes[index as usize], index, table_size);
        Maglev::populate(&order.into_iter().map(permutation).collect::<Vec<_>>(), table_size)
    }

    /// Listing 1 of the paper, with Envoy's weights: in round r a node of weight w has its next turn as soon as r * w
    /// reaches its target. That begins at 0 and grows by the greatest weight with each turn, so everybody has one in
    /// the first round, and the heaviest in every round. Envoy computes it in floating point, here it is exact.
    pub fn populate(permutations: &[Permutation], table_size: u32) -> Maglev {
        let mut entries = vec![FREE; if permutations.is_empty() { 0 } else { table_size as usize }];
        let greatest = u64::from(permutations.iter().map(|p| p.weight).max().unwrap_or(1));
        let mut next: Vec<u32> = permutations.iter().map(|p| p.offset).collect();
        let mut targets = vec![0u64; permutations.len()];
        let (mut filled, mut round) = (0, 1u64);
        while filled < entries.len() {
            for (turn, permutation) in permutations.iter().enumerate() {
                if round * u64::from(permutation.weight) < targets[turn] || filled == entries.len() {
                    continue;
                }
                targets[turn] += greatest;
                next[turn] = claim(&mut entries, permutation, next[turn], table_size);
                filled += 1;
            }
            round += 1;
        }
        Maglev { entries }
    }

    /// All entries: nodes by position in the list of nodes.
    pub fn entries(&self) -> &[u32] {
        &self.entries
    }

    /// The entry of `key_hash`; `None` if the table is empty.
    pub fn slot(&self, key_hash: u64) -> Option<u32> {
        key_hash.checked_rem(self.entries.len() as u64).map(|slot| slot as u32)
    }

    /// The node that owns `key_hash`.
    pub fn owner(&self, key_hash: u64) -> Option<u32> {
        self.slot(key_hash).map(|slot| self.entries[slot as usize])
    }

    /// The nodes of the entries from the key's own on, around, with repetitions. The paper has no replicas; this
    /// order is ours.
    pub fn order(&self, key_hash: u64) -> impl Iterator<Item = u32> {
        let first = self.slot(key_hash).unwrap_or(0) as usize;
        self.entries[first..].iter().chain(&self.entries[..first]).copied()
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> u64 {
        (self.entries.len() * size_of::<u32>()) as u64
    }
}

/// Gives the permutation's node its first free entry from `entry` on; the answer is where to look next.
fn claim(entries: &mut [u32], permutation: &Permutation, mut entry: u32, table_size: u32) -> u32 {
    while entries[entry as usize] != FREE {
        entry = permutation.after(entry, table_size);
    }
    entries[entry as usize] = permutation.node;
    permutation.after(entry, table_size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn primes_are_told_from_other_numbers() {
        assert!([2, 3, 7, 17, 65_537, 655_373, 4_294_967_291].into_iter().all(is_prime));
        assert!(![0, 1, 8, 65_535, 4_294_967_295].into_iter().any(is_prime));
    }

    #[test]
    fn an_empty_set_of_nodes_owns_nothing() {
        assert_eq!(Maglev::new(HashFunction::Xxh64, &[], 7).owner(3), None);
    }

    #[test]
    fn the_table_does_not_depend_on_the_order_of_the_nodes() {
        let nodes: Vec<Node> = (0..9).map(|id| Node::new(id, &format!("n{id}"))).collect();
        let reversed: Vec<Node> = nodes.iter().rev().cloned().collect();
        let forward = Maglev::new(HashFunction::Xxh3, &nodes, 101);
        let backward = Maglev::new(HashFunction::Xxh3, &reversed, 101);
        assert!((0..101).all(|slot| forward.entries[slot] == 8 - backward.entries[slot]));
    }

    #[test]
    fn equal_weights_fill_to_within_one_entry() {
        for weight in [1, 5] {
            let nodes = (0..13).map(|id| Node { weight, ..Node::new(id, &format!("n{id}")) });
            let table = Maglev::new(HashFunction::Xxh3, &nodes.collect::<Vec<_>>(), 1009);
            let loads = (0..13).map(|id| table.entries.iter().filter(|entry| **entry == id).count());
            let (least, most) = loads.fold((usize::MAX, 0), |(l, m), load| (l.min(load), m.max(load)));
            assert!(most - least <= 1, "{least} to {most}");
        }
    }
}
