//! What must hold, judged from flags that are set when a placement or a change is made; and what is plotted.

use super::placed::has_equal_weights;
use super::world::HashingWorld;
use crate::algorithms::hashing::Strategy;
use crate::lab::{Judgement, Measure, Plotted, Promise, Property};
use crate::process::SimTime;

/// What must hold.
pub const PROPERTIES: &[Property<HashingWorld>] = &[
    Property {
        name: "One owner, and it is up",
        claim: "Every key has exactly one owner, and that is a node that is up.",
        source: "Karger et al., STOC 1997, section 4: a view maps each item to one bucket",
        promise: Promise::Always,
        judge: |world| match world.placed.live() {
            0 => Judgement::Excused,
            _ => judged(&world.placed.flaws.unowned),
        },
        explain: |world| explained(&world.placed.flaws.unowned),
    },
    Property {
        name: "Only what must moves",
        claim: "Keys move only to nodes whose share grew or from nodes whose share shrank (ring, rendezvous, jump).",
        source: "Karger et al. 1997: monotonicity; Thaler & Ravishankar 1998; Lamping & Veach 2014, section 2",
        promise: Promise::Always,
        judge: |world| match (world.params.strategy, &world.change) {
            (Strategy::Ring | Strategy::Rendezvous | Strategy::Jump, Some(change)) if change.of_nodes => {
                if change.needless == 0 {
                    Judgement::Holds
                } else {
                    Judgement::Fails
                }
            }
            _ => Judgement::Excused,
        },
        explain: |world| {
            let needless = world.change.as_ref().map_or(0, |change| change.needless);
            format!("{needless} keys moved between nodes that did not change")
        },
    },
    Property {
        name: "Bounded loads",
        claim: "No node holds more than ceil(c x mean) keys (bounded ring).",
        source: "Mirrokni, Thorup & Zadimoghaddam, arXiv:1608.01350, section 1",
        promise: Promise::Always,
        judge: |world| match world.params.strategy {
            Strategy::Bounded => judged(&world.placed.flaws.overfull),
            _ => Judgement::Excused,
        },
        explain: |world| explained(&world.placed.flaws.overfull),
    },
    Property {
        name: "Maglev's table is even",
        claim: "With equal weights, the entries of any two nodes differ by at most one (Maglev).",
        source: "Eisenbud et al., NSDI 2016, section 3.4",
        promise: Promise::Always,
        judge: |world| match world.params.strategy {
            Strategy::Maglev if has_equal_weights(world.nodes()) => judged(&world.placed.flaws.uneven),
            _ => Judgement::Excused,
        },
        explain: |world| explained(&world.placed.flaws.uneven),
    },
    Property {
        name: "Copies stand apart",
        claim: "The copies of a key are on different nodes, in as many racks as there can be.",
        source: "DeCandia et al., Dynamo, SOSP 2007, sections 4.3 and 4.6",
        promise: Promise::Always,
        judge: |world| judged(&world.placed.flaws.together),
        explain: |world| explained(&world.placed.flaws.together),
    },
    Property {
        name: "Some keys moved",
        claim: "A change has moved keys, so that what may move was put to the test.",
        source: "Karger and others, STOC 1997, section 4: monotonicity",
        promise: Promise::Sometimes,
        judge: |world| if world.some_moved { Judgement::Holds } else { Judgement::Fails },
        explain: |_| "no key has moved yet".into(),
    },
    Property {
        name: "A lookup finds its owner",
        claim: "A lookup has come to its end at a node that is up.",
        source: "Karger and others, STOC 1997, section 4",
        promise: Promise::Sometimes,
        judge: |world| if world.some_found { Judgement::Holds } else { Judgement::Fails },
        explain: |_| "no lookup has ended yet".into(),
    },
];

fn judged(flaw: &Option<String>) -> Judgement {
    if flaw.is_none() { Judgement::Holds } else { Judgement::Fails }
}

fn explained(flaw: &Option<String>) -> String {
    flaw.clone().unwrap_or_default()
}

/// What is plotted over time.
pub const MEASURES: &[Measure<HashingWorld>] = &[
    measure("moved", "Keys moved by the last change", "%", |world, _| {
        world.change.as_ref().map_or(0.0, |change| change.movement.fraction() * 100.0)
    }),
    measure("lost", "Keys lost by the last change", "%", |world, _| {
        let movement = world.change.as_ref().map(|change| change.movement);
        movement.map_or(0.0, |movement| movement.part(movement.lost) * 100.0)
    }),
    measure("least", "Fair share", "%", |world, _| {
        world.change.as_ref().map_or(0.0, |change| change.least() * 100.0)
    }),
    measure("max_mean", "Fullest over its share", "x", |world, _| world.placed.balance.max_over_mean),
    measure("sd", "Standard deviation of load", "x", |world, _| world.placed.balance.relative_std),
    measure("needless", "Moved between nodes that stay", "%", |world, _| {
        let movement = world.change.as_ref().map(|change| change.movement);
        movement.map_or(0.0, |movement| movement.part(movement.between_old) * 100.0)
    }),
    measure("fullest", "Keys on the fullest node", "keys", |world, _| {
        world.placed.counts.iter().max().map_or(0.0, |most| *most as f64)
    }),
    measure("unowned", "Keys without an owner", "%", |world, _| {
        let owned: u64 = world.placed.counts.iter().sum();
        let all = world.placed.owners.len().max(1) as f64;
        (1.0 - owned as f64 / all) * 100.0
    }),
    measure("unreachable", "Keys with no copy up", "%", |world, _| world.placed.unreachable * 100.0),
    measure("up", "Nodes up", "nodes", |world, _| world.placed.live() as f64),
    measure("cost", "Comparisons of a lookup", "", |world, _| world.placed.cost),
    measure("memory", "Memory of a lookup", "bytes", |world, _| world.placed.placement.memory_bytes() as f64),
];

const fn measure(
    key: &'static str,
    label: &'static str,
    unit: &'static str,
    sample: fn(&HashingWorld, SimTime) -> f64,
) -> Measure<HashingWorld> {
    Measure { key, label, unit, plotted: Plotted::Steps, sample }
}
