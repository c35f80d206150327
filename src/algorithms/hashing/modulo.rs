//! Placement by remainder, `hash mod n`: what consistent hashing is measured against.
//!
//! From n nodes to n + 1, n / (n + 1) of all keys move: only those whose hash has the same remainder stay.

use super::node::{Node, live};

/// The live nodes in order of id; a key's owner is the one at `hash mod n`. Weights are ignored.
#[derive(Clone, Debug)]
pub struct Modulo {
    pub(super) live: Vec<u32>,
}

impl Modulo {
    /// Numbers the live nodes.
    pub fn new(nodes: &[Node]) -> Modulo {
        Modulo { live: live(nodes) }
    }

    /// The remainder of `key_hash`: a position in the list of live nodes; `None` without nodes.
    pub fn remainder(&self, key_hash: u64) -> Option<u32> {
        // The remainder is below the number of nodes, so it fits.
        key_hash.checked_rem(self.live.len() as u64).map(|remainder| remainder as u32)
    }

    /// The node that owns `key_hash`.
    pub fn owner(&self, key_hash: u64) -> Option<u32> {
        self.remainder(key_hash).map(|remainder| self.live[remainder as usize])
    }

    /// All live nodes from the owner on, in order of id: the customary replicas.
    pub fn order(&self, key_hash: u64) -> impl Iterator<Item = u32> {
        let first = self.remainder(key_hash).unwrap_or(0) as usize;
        self.live.iter().cycle().skip(first).take(self.live.len()).copied()
    }
}
