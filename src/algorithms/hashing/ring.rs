//! The consistent hashing ring with virtual nodes (Karger et al., STOC 1997; Dynamo, SOSP 2007, section 4.2).
//!
//! A key belongs to the first point at or after its hash, around. The ring is a function of the set of nodes: points
//! are ordered by (position, node id), so two points in one place both stay, the lower id owns, and the other takes
//! over when it goes. An index over the upper bits of the position makes a lookup take expected constant time.

use super::hash_function::HashFunction;
use super::node::{Node, live};
use super::points::{PointScheme, push_points};

/// The most bits of the index: 2^20 entries of 4 bytes.
const MAX_INDEX_BITS: u32 = 20;

/// The upper bits of a hash that name a part of the ring when two rings are compared: of 1,000 nodes with 100 points
/// each, another node changes one part in 500.
const PART_BITS: u32 = 16;

/// One virtual node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Where, on a ring of 2^64 places.
    pub position: u64,
    /// Whose: a position in the list of nodes.
    pub node: u32,
}

/// What narrows a search in a ring: one probe of the textbook's binary search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probe {
    /// The first point still possible.
    pub low: u32,
    /// One past the last point still possible.
    pub high: u32,
    /// The point looked at.
    pub middle: u32,
    /// Whether it is at or after the key, so that the answer is there or before.
    pub at_or_after: bool,
}

/// Points in order, with an index.
#[derive(Clone, Debug)]
pub struct Ring {
    points: Vec<Point>,
    /// Entry b: how many points have upper bits below b; one entry more than there are upper bits.
    index: Vec<u32>,
    /// How far to shift a position right to get its upper bits.
    shift: u32,
    /// The bits of a key's hash that count: all, or ketama's upper 32.
    key_mask: u64,
}

impl Ring {
    /// The ring of the live nodes, with `per_node` points for each unit of weight.
    pub fn new(scheme: PointScheme, hash: HashFunction, nodes: &[Node], per_node: u32) -> Ring {
        let mut points = Vec::new();
        for index in live(nodes) {
            push_points(&mut points, scheme, hash, &nodes[index as usize], index, per_node);
        }
        let mut ring = Ring::from_points(&points);
        if scheme == PointScheme::Ketama {
            ring.key_mask = u64::from(u32::MAX) << 32;
        }
        ring
    }

    /// The ring of these points. Of points in one place, the earlier in `points` owns.
    pub fn from_points(points: &[Point]) -> Ring {
        let bits = (points.len().max(2) as u64).next_power_of_two().trailing_zeros().min(MAX_INDEX_BITS);
        let shift = u64::BITS - bits;
        let index = cumulative_counts(points, shift, 1 << bits);
        let mut points = scatter(points, shift, &index);
        for range in index.windows(2).filter(|range| range[1] - range[0] > 1) {
            // Stable, so that equal positions keep the order they came in.
            points[range[0] as usize..range[1] as usize].sort_by_key(|point| point.position);
        }
        Ring { points, index, shift, key_mask: u64::MAX }
    }

    /// All points in order.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// The number of the first point at or after `key_hash`, around; `None` on an empty ring.
    pub fn successor(&self, key_hash: u64) -> Option<u32> {
        let key = key_hash & self.key_mask;
        let bucket = (key >> self.shift) as usize;
        let (low, high) = (self.index[bucket], self.index[bucket + 1]);
        // If no point of the bucket is at or after the key, the next bucket's first one is the answer.
        let before = self.points[low as usize..high as usize].partition_point(|point| point.position < key);
        self.around(low + before as u32)
    }

    /// The node that owns `key_hash`.
    pub fn owner(&self, key_hash: u64) -> Option<u32> {
        self.successor(key_hash).map(|point| self.points[point as usize].node)
    }

    /// Whose keys were `earlier` ring's: what says for a key's hash whether its owner is surely the same, where `same` says
    /// which of the earlier nodes is which of these. Each of many small parts of the ring is compared once.
    pub fn unchanged_since(
        &self,
        earlier: &Ring,
        same: &dyn Fn(u32, u32) -> bool,
    ) -> impl Fn(u64) -> bool + use<> {
        let agree = |old: &Point, new: &Point| old.position == new.position && same(old.node, new.node);
        let (mut old_end, mut new_end) = (earlier.points.len(), self.points.len());
        // From the last part to the first: what comes after a part is the first point of those behind it, around.
        let mut behind = (earlier.points.first(), self.points.first());
        let mut unchanged = vec![false; 1 << PART_BITS];
        for part in (0..1_u64 << PART_BITS).rev() {
            let start = |points: &[Point], end: usize| {
                let from = part << (u64::BITS - PART_BITS);
                points[..end].iter().rposition(|point| point.position < from).map_or(0, |before| before + 1)
            };
            let (old_start, new_start) = (start(&earlier.points, old_end), start(&self.points, new_end));
            let (old, new) = (&earlier.points[old_start..old_end], &self.points[new_start..new_end]);
            let inside = old.len() == new.len() && old.iter().zip(new).all(|(old, new)| agree(old, new));
            let after = matches!(behind, (Some(old), Some(new)) if same(old.node, new.node));
            unchanged[part as usize] = inside && after;
            behind = (old.first().or(behind.0), new.first().or(behind.1));
            (old_end, new_end) = (old_start, new_start);
        }
        let (mask, comparable) = (self.key_mask, self.key_mask == earlier.key_mask);
        move |key_hash| comparable && unchanged[((key_hash & mask) >> (u64::BITS - PART_BITS)) as usize]
    }

    /// The points from the key's own on, once around, with their numbers.
    pub fn walk(&self, key_hash: u64) -> impl Iterator<Item = (u32, Point)> {
        let count = self.points.len() as u32;
        let first = self.successor(key_hash).unwrap_or(0);
        let numbers = (first..count).chain(0..first);
        numbers.map(|number| (number, self.points[number as usize]))
    }

    /// The same search as the textbook does it, by halving, with each probe: for showing, and as a check. The
    /// answer is as of [`Ring::successor`].
    pub fn binary_search(&self, key_hash: u64) -> (Vec<Probe>, Option<u32>) {
        let key = key_hash & self.key_mask;
        let (mut low, mut high) = (0, self.points.len() as u32);
        let mut probes = Vec::new();
        while low < high {
            let middle = low + (high - low) / 2;
            let at_or_after = self.points[middle as usize].position >= key;
            probes.push(Probe { low, high, middle, at_or_after });
            if at_or_after { high = middle } else { low = middle + 1 }
        }
        (probes, self.around(low))
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> u64 {
        (self.points.len() * size_of::<Point>() + self.index.len() * size_of::<u32>()) as u64
    }

    /// The share of the ring that each of `nodes` nodes owns, of 1.
    pub fn shares(&self, nodes: u32) -> Vec<f64> {
        let mut arcs = vec![0u128; nodes as usize];
        let mut earlier = self.points.last().map_or(0, |point| point.position);
        for point in &self.points {
            arcs[point.node as usize] += u128::from(point.position.wrapping_sub(earlier));
            earlier = point.position;
        }
        if let [only, rest @ ..] = self.points.as_slice()
            && rest.iter().all(|point| point.position == only.position)
        {
            arcs[only.node as usize] = 1 << 64;
        }
        arcs.into_iter().map(|arc| arc as f64 / (1u128 << 64) as f64).collect()
    }

    fn around(&self, number: u32) -> Option<u32> {
        let count = self.points.len() as u32;
        (count > 0).then_some(if number == count { 0 } else { number })
    }
}

/// For each upper part b, how many points have a smaller one; counting sort's first half.
fn cumulative_counts(points: &[Point], shift: u32, buckets: usize) -> Vec<u32> {
    let mut counts = vec![0u32; buckets + 1];
    for point in points {
        counts[(point.position >> shift) as usize + 1] += 1;
    }
    for bucket in 0..buckets {
        counts[bucket + 1] += counts[bucket];
    }
    counts
}

/// Counting sort's second half: the points by their upper part, otherwise in the order they came.
fn scatter(points: &[Point], shift: u32, index: &[u32]) -> Vec<Point> {
    let mut next = index.to_vec();
    let mut sorted = vec![Point { position: 0, node: 0 }; points.len()];
    for point in points {
        let place = &mut next[(point.position >> shift) as usize];
        sorted[*place as usize] = *point;
        *place += 1;
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scan(ring: &Ring, key: u64) -> Option<u32> {
        let first = ring.points().iter().position(|point| point.position >= key).unwrap_or(0);
        (!ring.points().is_empty()).then_some(first as u32)
    }

    fn at(position: u64, node: u32) -> Point {
        Point { position, node }
    }

    #[test]
    fn an_empty_ring_has_no_owner() {
        let ring = Ring::from_points(&[]);
        assert_eq!((ring.owner(5), ring.walk(5).count(), ring.binary_search(5).1), (None, 0, None));
    }

    #[test]
    fn a_point_equal_to_the_key_owns_it_and_the_last_arc_wraps() {
        let ring = Ring::from_points(&[at(90, 2), at(10, 0), at(u64::MAX - 1, 1)]);
        assert_eq!([10, 11, 90, u64::MAX].map(|key| ring.owner(key)), [Some(0), Some(2), Some(2), Some(0)]);
    }

    #[test]
    fn of_two_points_in_one_place_both_stay_and_the_lower_id_owns() {
        let both = [Node::new(9, "same"), Node::new(4, "same")];
        let ring = Ring::new(PointScheme::NameAndNumber, HashFunction::Xxh3, &both, 3);
        assert_eq!(ring.points().len(), 6);
        assert!((0..50u64).all(|key| ring.owner(key << 58) == Some(1)), "id 4 is at position 1");
    }

    #[test]
    fn the_ring_is_a_function_of_the_set_of_nodes() {
        let forward: Vec<Node> = (0..20).map(|id| Node::new(id, &format!("n{id}"))).collect();
        let backward: Vec<Node> = forward.iter().rev().cloned().collect();
        let ids = |nodes: &[Node]| -> Vec<(u64, u32)> {
            let ring = Ring::new(PointScheme::NameAndNumber, HashFunction::Poor, nodes, 9);
            ring.points().iter().map(|point| (point.position, nodes[point.node as usize].id)).collect()
        };
        assert_eq!(ids(&forward), ids(&backward));
    }

    #[test]
    fn shares_add_up_to_the_whole_ring() {
        let ring = Ring::from_points(&[at(0, 0), at(1 << 62, 1), at(1 << 63, 0)]);
        assert_eq!(ring.shares(2), [0.75, 0.25]);
        assert_eq!(Ring::from_points(&[at(7, 1)]).shares(2), [0.0, 1.0]);
    }

    proptest! {
        #[test]
        fn a_lookup_finds_what_a_scan_and_a_binary_search_find(
            wide in prop::collection::vec((any::<u64>(), 0u32..5), 0..60),
            dense in prop::collection::vec((0u64..40, 0u32..5), 0..60),
            keys in prop::collection::vec(any::<u64>(), 1..40),
        ) {
            let points: Vec<Point> = wide.into_iter().chain(dense).map(|(p, node)| at(p, node)).collect();
            let ring = Ring::from_points(&points);
            prop_assert!(ring.points().is_sorted_by_key(|point| point.position));
            let near = points.iter().flat_map(|p| [p.position, p.position.wrapping_add(1), p.position.wrapping_sub(1)]);
            for key in keys.into_iter().chain(0..41).chain(near) {
                prop_assert_eq!(ring.successor(key), scan(&ring, key));
                prop_assert_eq!(ring.binary_search(key).1, scan(&ring, key));
            }
        }
    }
}
