//! A node as placement sees it: a name to hash, a weight, a rack, and whether it is up.

/// The largest weight that counts; larger ones are taken as this.
pub const MAX_WEIGHT: u32 = 100;

/// A node that keys can be placed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Who it is. Unique; ties between nodes go to the lower id, and orders that matter are by id or by name.
    pub id: u32,
    /// What is hashed to find its places: `host:port` in ketama and Envoy. Unique too.
    pub name: String,
    /// Its share of the keys relative to the others, 0 to [`MAX_WEIGHT`]; 0 takes none.
    pub weight: u32,
    /// Where it stands: replicas of a key prefer different racks.
    pub rack: u16,
    /// Down nodes are left out of every placement but jump's, which cannot leave out a middle bucket.
    pub up: bool,
}

impl Node {
    /// A node of weight 1 in rack 0 that is up.
    pub fn new(id: u32, name: &str) -> Node {
        Node { id, name: name.to_owned(), weight: 1, rack: 0, up: true }
    }

    /// Bytes that it holds, itself included.
    pub fn bytes(&self) -> usize {
        let Self { name, id: _, weight: _, rack: _, up: _ } = self;
        size_of::<Self>() + name.capacity()
    }

    /// The weight that counts: 0 for a node that is down.
    pub fn share(&self) -> u32 {
        if self.up { self.weight.min(MAX_WEIGHT) } else { 0 }
    }
}

/// The nodes that can own keys, as positions in `nodes`, by ascending id: the same for every order of `nodes`.
pub fn live(nodes: &[Node]) -> Vec<u32> {
    let mut live: Vec<u32> =
        (0u32..).zip(nodes).filter(|(_, node)| node.share() > 0).map(|(index, _)| index).collect();
    live.sort_by_key(|index| nodes[*index as usize].id);
    live
}

/// Picks `count` replicas from `candidates`, which come in order of preference, each node once or more often: one
/// for each rack first, then, when the racks are used up, the best of the rest.
///
/// The first candidate is always chosen, so a key's owner is its first replica.
pub fn spread_over_racks(nodes: &[Node], candidates: impl Iterator<Item = u32>, count: usize) -> Vec<u32> {
    let live = live(nodes);
    let count = count.min(live.len());
    let mut racks: Vec<u16> = live.iter().map(|index| nodes[*index as usize].rack).collect();
    racks.sort_unstable();
    racks.dedup();
    let wanted_racks = count.min(racks.len());
    let (mut apart, mut rest): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
    for node in candidates {
        if apart.len() >= wanted_racks && apart.len() + rest.len() >= count {
            break;
        }
        if apart.contains(&node) || rest.contains(&node) {
            continue;
        }
        let rack = nodes[node as usize].rack;
        let new_rack = apart.iter().all(|other| nodes[*other as usize].rack != rack);
        if new_rack { apart.push(node) } else { rest.push(node) }
    }
    apart.extend(rest);
    apart.truncate(count);
    apart
}

#[cfg(test)]
mod tests {
    use super::*;

    fn racked(racks: &[u16]) -> Vec<Node> {
        (0u32..).zip(racks).map(|(id, rack)| Node { rack: *rack, ..Node::new(id, "x") }).collect()
    }

    #[test]
    fn replicas_prefer_another_rack_to_a_nearer_node() {
        let nodes = racked(&[0, 0, 1, 0]);
        assert_eq!(spread_over_racks(&nodes, [0, 1, 3, 2].into_iter(), 2), [0, 2]);
    }

    #[test]
    fn when_the_racks_are_used_up_the_nearest_of_the_rest_follow() {
        let nodes = racked(&[0, 0, 1, 0]);
        assert_eq!(spread_over_racks(&nodes, [0, 1, 1, 3, 2].into_iter(), 3), [0, 2, 1]);
        assert_eq!(spread_over_racks(&nodes, [0, 1, 3, 2].into_iter(), 9).len(), 4);
    }
}
