//! Which keys are drawn: a sample in which each node has as large a part of the dots as it has of the keys.

use super::placed::Placed;
use std::collections::BTreeSet;

/// The most keys that are drawn.
const MOST: usize = 300;

/// Chooses the keys to draw, in ascending order. One of `before` is chosen again unless its node has too many of them;
/// the others are the first ones of their nodes, which with skewed popularity are the hottest.
pub fn choose(placed: &Placed, before: &[u32]) -> Vec<u32> {
    let all = placed.owners.len();
    let group = |key: usize| placed.owner(key).unwrap_or(placed.nodes().len());
    let mut room = quotas(&groups(placed), MOST.min(all) as u64);
    let mut drawn = BTreeSet::new();
    for key in before.iter().map(|key| *key as usize).filter(|key| *key < all).chain(0..all) {
        if drawn.len() == MOST.min(all) {
            break;
        }
        if room[group(key)] > 0 && drawn.insert(key) {
            room[group(key)] -= 1;
        }
    }
    drawn.into_iter().map(|key| key as u32).collect()
}

/// Keys on each node, and last those without an owner.
fn groups(placed: &Placed) -> Vec<u64> {
    let owned: u64 = placed.counts.iter().sum();
    placed.counts.iter().copied().chain([placed.owners.len() as u64 - owned]).collect()
}

/// Divides `seats` in proportion to `counts` by largest remainder; among equal remainders the first.
fn quotas(counts: &[u64], seats: u64) -> Vec<u64> {
    let all = counts.iter().sum::<u64>().max(1);
    let mut quotas: Vec<u64> = counts.iter().map(|count| seats * count / all).collect();
    let left = seats - quotas.iter().sum::<u64>();
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by_key(|place| std::cmp::Reverse(seats * counts[*place] % all));
    order.iter().take(left as usize).for_each(|place| quotas[*place] += 1);
    quotas
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::algorithms::hashing::{Node, workload};
    use crate::labs::hashing::HashingParams;

    #[test]
    fn a_key_gives_way_only_where_its_node_has_too_many() {
        let params = HashingParams { keys: 20_000, ..HashingParams::default() };
        let placed = |nodes: &[Node]| Placed::new(&params, nodes, None, None).expect("it can be built");
        let (five, six) = (placed(&workload::nodes(5)), placed(&workload::nodes(6)));
        for (from, to) in [(&five, &six), (&six, &five)] {
            let before = choose(from, &[]);
            let after = choose(to, &before);
            assert_eq!((before.len(), after.len()), (MOST, MOST));
            for node in 0..to.nodes().len() {
                let here = |key: &&u32| to.owner(**key as usize) == Some(node);
                let gone = before.iter().filter(here).any(|key| !after.contains(key));
                let new = after.iter().filter(here).any(|key| !before.contains(key));
                assert!(!(gone && new), "node {node} of {}", to.nodes().len());
            }
        }
    }

    #[test]
    fn seats_go_by_whole_parts_and_then_by_the_largest_remainders() {
        assert_eq!(quotas(&[50, 30, 20], 10), [5, 3, 2]);
        assert_eq!(quotas(&[416, 338, 246], 10), [4, 3, 3]);
        assert_eq!(quotas(&[1, 1, 1, 0], 2), [1, 1, 0, 0]);
        assert_eq!(quotas(&[7, 3, 0], 10), [7, 3, 0]);
        assert_eq!(quotas(&[0, 0], 0), [0, 0]);
    }
}
