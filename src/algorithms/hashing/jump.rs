//! Jump consistent hash (Lamping & Veach, arXiv:1406.2294, figure 1): no table at all, ln n steps a lookup.
//!
//! Buckets are numbered 0 to n - 1, and only the last can go. A bucket in the middle has no place where its keys
//! could go without renumbering those after it; the paper says so (section 1) and means it for storage shards that
//! keep replicas, not for caches that come and go.

use super::node::Node;

/// The multiplier of the paper's 64-bit linear congruential generator.
const MULTIPLIER: u64 = 2_862_933_555_777_941_757;

/// The successive buckets of `key` as their number grows to `buckets`; the last one is where it lives.
pub fn jumps(key: u64, buckets: u32) -> impl Iterator<Item = u32> {
    let (mut state, mut next) = (key, 0u64);
    std::iter::from_fn(move || {
        // `next` stays below 2^32 here, because it is compared before it is used.
        let bucket = u32::try_from(next).ok().filter(|bucket| *bucket < buckets)?;
        state = state.wrapping_mul(MULTIPLIER).wrapping_add(1);
        // A double division, truncated: an integer one gives other buckets.
        let stretch = (1u64 << 31) as f64 / ((state >> 33) + 1) as f64;
        next = ((u64::from(bucket) + 1) as f64 * stretch) as u64;
        Some(bucket)
    })
}

/// The bucket of `key` among `buckets`; `None` if there are none.
pub fn jump(key: u64, buckets: u32) -> Option<u32> {
    jumps(key, buckets).last()
}

/// Nodes as buckets, in order of id. Weights are ignored. A down node keeps its bucket unless it is at the end:
/// its keys have no owner until it is back.
#[derive(Clone, Debug)]
pub struct Jump {
    pub(super) buckets: Vec<u32>,
    /// Whether each bucket's node serves.
    serving: Vec<bool>,
}

impl Jump {
    /// Numbers the nodes, and drops down ones from the end.
    pub fn new(nodes: &[Node]) -> Jump {
        let mut buckets: Vec<u32> = (0u32..).zip(nodes).map(|(index, _)| index).collect();
        buckets.sort_by_key(|index| nodes[*index as usize].id);
        let up = |index: &u32| nodes[*index as usize].share() > 0;
        let used = buckets.iter().rposition(up).map_or(0, |last| last + 1);
        buckets.truncate(used);
        let serving = buckets.iter().map(up).collect();
        Jump { buckets, serving }
    }

    /// How many buckets there are.
    pub fn len(&self) -> u32 {
        // At most as many as there are nodes, whose positions are 32-bit.
        self.buckets.len() as u32
    }

    /// True without buckets.
    pub fn is_empty(&self) -> bool {
        self.buckets.is_empty()
    }

    /// The node in `bucket`, if it serves.
    pub fn node(&self, bucket: u32) -> Option<u32> {
        self.serving[bucket as usize].then(|| self.buckets[bucket as usize])
    }

    /// The node that owns `key_hash`; `None` if its bucket is down.
    pub fn owner(&self, key_hash: u64) -> Option<u32> {
        self.node(jump(key_hash, self.len())?)
    }

    /// All serving nodes, the owner first. The paper has no rule for replicas; here they are the buckets after the
    /// owner's, around: a deviation in that losing the last bucket can move more than its own replicas.
    pub fn order(&self, key_hash: u64) -> impl Iterator<Item = u32> {
        let first = jump(key_hash, self.len()).unwrap_or(0);
        (0..self.len()).filter_map(move |step| self.node((first + step) % self.len()))
    }

    /// Whether the node at position `index` can go without renumbering others: the last bucket only.
    pub fn is_last(&self, index: u32) -> bool {
        self.buckets.last() == Some(&index) || !self.buckets.contains(&index)
    }
}
