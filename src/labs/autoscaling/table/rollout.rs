//! How a new version comes to the machines, and the nodes that they are on.

use super::super::params::AutoscalingParams;
use crate::lab::{Field, Row};
use crate::number;

const DEPLOYMENT: &str = "Kubernetes, Deployment apps/v1: strategy.rollingUpdate.";
const NODES: &str = "Kubernetes, cluster-autoscaler.";

const fn rollout(field: Field) -> Field {
    field.group("Rollout").live()
}

const fn nodes(field: Field) -> Field {
    field.group("Nodes")
}

/// How fast a rollout may go.
pub const ROLLOUT: &[Row<AutoscalingParams>] = &[
    number!(
        rollout(Field::number("max-surge", "Max surge", 0, 100).step(5).unit("%")).help(
            "During a rollout, there are at most this many more replicas than desired; rounded up. A replica is one of the \
             machines.",
            DEPLOYMENT,
        ),
        |p| p.rolling.surge_percent
    ),
    number!(
        rollout(Field::number("max-unavailable", "Max unavailable", 0, 100).step(5).unit("%")).help(
            "During a rollout, at most this many of the desired replicas are not available; rounded down. If surge is 0 \
             too, it is one. With 100% and no surge, all go at once, as with the strategy Recreate.",
            DEPLOYMENT,
        ),
        |p| p.rolling.unavailable_percent
    ),
    number!(
        rollout(Field::number("min-ready", "Min ready time", 0, 1_800).step(5).unit("s")).help(
            "A rollout counts a new replica as available after it has been ready for this long.",
            "Kubernetes, Deployment apps/v1: minReadySeconds.",
        ),
        |p| p.rolling.min_ready_s
    ),
];

/// The nodes.
pub const NODE: &[Row<AutoscalingParams>] = &[
    number!(
        nodes(Field::number("node-places", "Replicas per node", 0, 100).least_is("no nodes")).help(
            "How many replicas fit on a node. Without room on any node, a replica is pending, and a node is added for it. \
             Nodes are paid for then, and not replicas.",
            NODES,
        ),
        |p| p.nodes.places
    ),
    number!(
        nodes(Field::number("node-boot", "Node boot time", 0, 1_800).step(5).unit("s"))
            .live()
            .help("From the order of a node until replicas can be placed on it; they boot after that.", NODES),
        |p| p.nodes.boot_s
    ),
    number!(
        nodes(Field::number("max-nodes", "Maximum of nodes", 1, 1_000).log())
            .live()
            .help("No more nodes than this are added.", NODES),
        |p| p.nodes.most
    ),
];
