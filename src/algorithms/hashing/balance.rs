//! How evenly a placement spreads keys, and how many keys a change moves against the least possible.

use super::node::Node;

/// How even loads are, relative to the mean or, with weights, to each node's fair share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Balance {
    /// Keys counted.
    pub keys: u64,
    /// The greatest load over its fair share; 1 is perfect.
    pub max_over_mean: f64,
    /// The least load over its fair share; 1 is perfect.
    pub min_over_mean: f64,
    /// The standard deviation of load over fair share, of the population of nodes; 0 is perfect.
    pub relative_std: f64,
}

impl Balance {
    /// The balance of `loads` (keys a node) for nodes of these weights; nodes of weight 0 do not count.
    pub fn of(loads: &[u64], weights: &[u32]) -> Balance {
        let total: f64 = weights.iter().map(|weight| f64::from(*weight)).sum();
        let keys: u64 = loads.iter().sum();
        let ratio =
            |(load, weight): (&u64, &u32)| *load as f64 * total / (keys.max(1) as f64 * f64::from(*weight));
        let counted = loads.iter().zip(weights).filter(|(_, weight)| **weight > 0);
        let ratios: Vec<f64> = counted.map(ratio).collect();
        let nodes = ratios.len().max(1) as f64;
        let mean = ratios.iter().sum::<f64>() / nodes;
        let variance = ratios.iter().map(|ratio| (ratio - mean) * (ratio - mean)).sum::<f64>() / nodes;
        let max_over_mean = ratios.iter().copied().fold(0.0, f64::max);
        let min_over_mean = ratios.iter().copied().reduce(f64::min).unwrap_or(0.0);
        Balance { keys, max_over_mean, min_over_mean, relative_std: variance.sqrt() }
    }
}

/// The keys of each of `nodes` nodes; keys without an owner are not counted.
pub fn loads(owners: &[Option<u32>], nodes: usize) -> Vec<u64> {
    let mut loads = vec![0; nodes];
    for node in owners.iter().flatten() {
        loads[*node as usize] += 1;
    }
    loads
}

/// How many nodes have a load in each of `bins` equal ranges from 0 to the greatest load, which is in the last one.
pub fn histogram(loads: &[u64], bins: u32) -> Vec<u32> {
    let width = (loads.iter().max().copied().unwrap_or(0) + 1).div_ceil(u64::from(bins.max(1)));
    let mut counts = vec![0; bins as usize];
    for load in loads {
        if let Some(count) = counts.get_mut((load / width) as usize) {
            *count += 1;
        }
    }
    counts
}

/// What a change of nodes moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Movement {
    /// Keys looked at.
    pub keys: u64,
    /// Keys that went from one node to another.
    pub moved: u64,
    /// Keys that had an owner and have none now.
    pub lost: u64,
    /// Keys that had no owner and have one now.
    pub found: u64,
    /// Of the moved, keys that went from a node that stays to another that was there before: no change of the set of
    /// nodes can ask for this, only one of weights.
    pub between_old: u64,
    /// The expected least possible, in keys: the sum over nodes of what their fair share grew by, times the keys.
    /// Chance can put `moved` a little below it where the loads before were uneven.
    pub least: f64,
}

impl Movement {
    /// Compares owners of the same keys before and after; nodes are the same if their ids are.
    pub fn between(before: (&[Node], &[Option<u32>]), after: (&[Node], &[Option<u32>])) -> Movement {
        let id = |nodes: &[Node], owner: &Option<u32>| owner.map(|index| nodes[index as usize].id);
        let (old, new) = (shares(before.0), shares(after.0));
        let stays = |id: u32| share_of(&old, id) > 0.0 && share_of(&new, id) > 0.0;
        let keys = before.1.len() as u64;
        let least = least_moved(before.0, after.0) * keys as f64;
        let mut movement = Movement { keys, moved: 0, lost: 0, found: 0, between_old: 0, least };
        for (was, is) in before.1.iter().zip(after.1) {
            match (id(before.0, was), id(after.0, is)) {
                (Some(was), Some(is)) if was != is => {
                    movement.moved += 1;
                    movement.between_old += u64::from(stays(was) && stays(is));
                }
                (Some(_), None) => movement.lost += 1,
                (None, Some(_)) => movement.found += 1,
                _ => {}
            }
        }
        movement
    }

    /// The part of the keys that moved, 0 to 1.
    pub fn fraction(&self) -> f64 {
        self.part(self.moved)
    }

    /// The part of all keys that so many of them are, 0 to 1.
    pub fn part(&self, keys: u64) -> f64 {
        keys as f64 / self.keys.max(1) as f64
    }
}

/// The least part of all keys that must move for every node to have its fair share, w / sum(w), before and after:
/// half the sum of the differences between the two distributions.
pub fn least_moved(before: &[Node], after: &[Node]) -> f64 {
    let (old, new) = (shares(before), shares(after));
    if old.is_empty() != new.is_empty() {
        return 1.0;
    }
    new.iter().map(|(id, share)| (share - share_of(&old, *id)).max(0.0)).sum()
}

/// The fair share of each live node, by ascending id.
fn shares(nodes: &[Node]) -> Vec<(u32, f64)> {
    let total: f64 = nodes.iter().map(|node| f64::from(node.share())).sum();
    let live = nodes.iter().filter(|node| node.share() > 0);
    let mut shares: Vec<(u32, f64)> = live.map(|node| (node.id, f64::from(node.share()) / total)).collect();
    shares.sort_unstable_by_key(|share| share.0);
    shares
}

fn share_of(shares: &[(u32, f64)], id: u32) -> f64 {
    shares.binary_search_by_key(&id, |share| share.0).map_or(0.0, |at| shares[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weighted(weights: &[u32]) -> Vec<Node> {
        (0u32..).zip(weights).map(|(id, weight)| Node { weight: *weight, ..Node::new(id, "n") }).collect()
    }

    #[test]
    fn loads_in_proportion_to_weight_are_perfect() {
        let balance = Balance::of(&[10, 20, 0, 30], &[1, 2, 0, 3]);
        assert_eq!((balance.max_over_mean, balance.min_over_mean, balance.relative_std), (1.0, 1.0, 0.0));
    }

    #[test]
    fn one_node_with_everything_is_as_bad_as_nodes_are_many() {
        let balance = Balance::of(&[0, 0, 0, 12], &[1; 4]);
        assert_eq!((balance.max_over_mean, balance.relative_std), (4.0, 3f64.sqrt()));
    }

    #[test]
    fn the_histogram_counts_each_node_once() {
        assert_eq!(histogram(&[0, 4, 5, 9], 2), [2, 2]);
        assert_eq!(histogram(&[], 3), [0, 0, 0]);
    }

    #[test]
    fn a_key_moves_between_two_owners_and_is_lost_or_found_where_there_is_one() {
        let nodes = weighted(&[1; 3]);
        let before = [Some(0), Some(1), Some(2), None, None];
        let after = [Some(0), Some(2), None, Some(1), None];
        let movement = Movement::between((&nodes, &before), (&nodes, &after));
        assert_eq!((movement.moved, movement.lost, movement.found), (1, 1, 1));
        assert_eq!((movement.fraction(), movement.between_old), (0.2, 1));
    }

    #[test]
    fn the_least_movement_is_what_the_growing_nodes_gain() {
        let close = |left: f64, right: f64| (left - right).abs() < 1e-12;
        assert!(close(least_moved(&weighted(&[1; 10]), &weighted(&[1; 11])), 1.0 / 11.0));
        assert!(close(least_moved(&weighted(&[1; 10]), &weighted(&[1; 9])), 0.1));
        assert!(close(least_moved(&weighted(&[1, 2, 3]), &weighted(&[1, 2, 6])), 1.0 / 6.0));
        assert!(close(least_moved(&weighted(&[1, 2]), &weighted(&[2, 4])), 0.0));
        assert!(close(least_moved(&weighted(&[1]), &[]), 1.0));
    }
}
