//! Nodes with places for replicas, and who adds and removes them.
//!
//! Source: Kubernetes, kube-scheduler (`NodeResourcesFit`) and cluster-autoscaler (its FAQ, "How does scale-up work?" and
//! "How does scale-down work?").
//!
//! - A replica that fits on no node is pending. For pending replicas nodes are added, less the places of those that boot
//!   already, up to a maximum.
//! - A node that was not needed for ten minutes is removed.
//!
//! Deviations: all nodes are alike, and places stand for CPU and memory. The scheduler takes the fullest node with room
//! (`MostAllocated`; Kubernetes' default spreads). A node is not needed only while it is empty: no replica is moved so that
//! its node can go. There is no delay after nodes were added.

use crate::process::{SimDuration, SimTime};

/// A node that was not needed for so long is removed: `--scale-down-unneeded-time`.
pub const UNNEEDED: SimDuration = SimDuration::from_ms(600_000);

/// A node, as the scheduler and the autoscaler see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// Replicas can be placed on it; otherwise it boots.
    pub is_ready: bool,
    /// Places that are taken.
    pub taken: u32,
    /// Since when none is taken.
    pub empty_since: Option<SimTime>,
}

/// The node, of those with so many places each, on which a replica is placed; none if none has room.
pub fn place(nodes: &[Node], places: u32) -> Option<usize> {
    let has_room = |(_, node): &(usize, &Node)| node.is_ready && node.taken < places;
    let fullest = |(place, node): &(usize, &Node)| (node.taken, std::cmp::Reverse(*place));
    nodes.iter().enumerate().filter(has_room).max_by_key(fullest).map(|(place, _)| place)
}

/// How many nodes of so many places to add for so many pending replicas, up to `most` nodes in all.
pub fn to_add(nodes: &[Node], pending: u32, places: u32, most: u32) -> u32 {
    let coming = nodes.iter().filter(|node| !node.is_ready).count() as u32 * places;
    let needed = pending.saturating_sub(coming).div_ceil(places.max(1));
    needed.min(most.saturating_sub(nodes.len() as u32))
}

/// Whether a node is to be removed.
pub fn is_unneeded(node: &Node, now: SimTime) -> bool {
    node.is_ready && node.empty_since.is_some_and(|since| now.since(since) >= UNNEEDED)
}
