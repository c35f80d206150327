//! What a person can do to the machines of a cluster, its network and what is on its way.

use crate::lab::{Action, Target};
use crate::process::{NodeId, Process, SimDuration};
use crate::sim::{Cluster, Fault, Health, MessageId, Path};

/// What can be done to a part of a cluster: a node `n1`, a link `n1>n2`, a message `m118`, or the network.
pub fn cluster_actions<P: Process + 'static>(cluster: &Cluster<P>, item: &str) -> Vec<Action> {
    let known = |node: NodeId| node.index() < cluster.nodes().len();
    match Target::parse(item) {
        Target::Node(node) if known(node) => node_actions(cluster, node),
        Target::Link(from, to) if known(from) && known(to) => link_actions(cluster, from, to),
        Target::Link(..) => Vec::new(),
        Target::Message(message) => message_actions(message),
        _ => network_actions(cluster),
    }
}

/// What can be done to the whole network: each fault, or the end of it.
fn network_actions<P: Process + 'static>(cluster: &Cluster<P>) -> Vec<Action> {
    let network = cluster.network();
    let nodes: Vec<NodeId> = (0..cluster.nodes().len() as u16).map(NodeId).collect();
    // A part that is no majority, whoever of them is a client.
    let (some, others) = nodes.split_at((nodes.len() / 3).max(1));
    let either = |is_on, on: Action, off: Action| if is_on { off } else { on };
    let (lossy, doubling) =
        (network.any(|link| link.loss_ppm > 0), network.any(|link| link.duplicate_ppm > 0));
    let reordering = network.any(|link| link.reorder.0 > 0);
    let held = SimDuration::from_ms(50);
    let (all, fifth) = (Path::All, 200_000);
    vec![
        either(
            !network.is_whole(),
            Action::fault(
                &format!("Cut {} off", listed(some)),
                "\u{22a5}",
                Fault::Partition(vec![some.into(), others.into()]),
            ),
            Action::fault("Heal the network", "\u{2713}", Fault::Heal),
        ),
        either(
            lossy,
            Action::fault("Lose 20% of messages", "\u{2715}", Fault::Loss(all, fifth)),
            Action::fault("Lose no messages", "\u{2713}", Fault::Loss(all, 0)),
        ),
        either(
            doubling,
            Action::fault("Duplicate 20% of messages", "\u{bb}", Fault::Duplicate(all, fifth)),
            Action::fault("Duplicate no messages", "\u{2713}", Fault::Duplicate(all, 0)),
        ),
        either(
            reordering,
            Action::fault("Reorder 20% of messages", "\u{21c4}", Fault::Reorder(all, fifth, held)),
            Action::fault("Reorder no messages", "\u{2713}", Fault::Reorder(all, 0, held)),
        ),
    ]
}

/// Names as a sentence has them: "n1 and n2".
fn listed(nodes: &[NodeId]) -> String {
    let names: Vec<String> = nodes.iter().map(NodeId::to_string).collect();
    match &names[..] {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => names.concat(),
    }
}

fn node_actions<P: Process + 'static>(cluster: &Cluster<P>, n: NodeId) -> Vec<Action> {
    let node = cluster.node(n);
    if node.health(cluster.now()) == Health::Down {
        return vec![
            Action::fault("Restart", "\u{21bb}", Fault::Restart(n)),
            Action::fault("Lose disk", "\u{2300}", Fault::LoseDisk(n)),
        ];
    }
    let others: Vec<NodeId> =
        (0..cluster.nodes().len() as u16).map(NodeId).filter(|other| *other != n).collect();
    let slow = node.per_event > SimDuration::ZERO;
    let speed = match slow {
        true => Action::fault("Full speed", "\u{2713}", Fault::Slow(n, SimDuration::ZERO)),
        false => Action::fault("Slow down", "\u{25d4}", Fault::Slow(n, SimDuration::from_ms(20))),
    };
    let reach = match cluster.network().is_whole() {
        true => Action::fault("Cut off", "\u{22a5}", Fault::Partition(vec![others, vec![n]])),
        false => Action::fault("Heal network", "\u{2713}", Fault::Heal),
    };
    vec![
        Action::fault("Crash", "\u{2715}", Fault::Crash(n)),
        Action::fault("Pause 1 s", "\u{275a}\u{275a}", Fault::Pause(n, SimDuration::from_ms(1_000))),
        reach,
        speed,
        Action::fault("Lose disk", "\u{2300}", Fault::LoseDisk(n)),
        Action::fault("Clock +10%", "\u{25f7}", Fault::Drift(n, 100_000)),
    ]
}

fn link_actions<P: Process + 'static>(cluster: &Cluster<P>, from: NodeId, to: NodeId) -> Vec<Action> {
    let one_way = |from: NodeId, to: NodeId| match cluster.network().link(from, to).cut {
        true => Action::fault(&format!("Join {from} to {to}"), "\u{2713}", Fault::Join(from, to)),
        false => Action::fault(&format!("Cut {from} to {to}"), "\u{22a5}", Fault::Cut(from, to)),
    };
    let path = Path::Link(from, to);
    let (low, high) = (SimDuration::from_ms(200), SimDuration::from_ms(300));
    vec![
        one_way(from, to),
        one_way(to, from),
        Action::fault("Lose half", "\u{2715}", Fault::Loss(path, 500_000)),
        Action::fault("Slow link", "\u{25d4}", Fault::Latency(path, low, high)),
    ]
}

fn message_actions(id: MessageId) -> Vec<Action> {
    vec![
        Action::fault("Drop", "\u{2715}", Fault::Drop(id)),
        Action::fault("Delay 100 ms", "\u{25d4}", Fault::Delay(id, SimDuration::from_ms(100))),
        Action::fault("Send twice", "\u{bb}", Fault::Copy(id)),
    ]
}
