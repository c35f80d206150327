//! What must hold, and what is plotted.

use super::world::HashingWorld;
use crate::lab::{Judgement, Measure, Plotted, Property};

/// What must hold.
pub const PROPERTIES: &[Property<HashingWorld>] = &[
    Property::checked(
        "Every key has one live owner",
        "Every key has exactly one owner, and that node is up.",
        "Karger et al., STOC 1997, section 4: a view maps each item to one bucket",
        |world| world.judge.owned.finding(),
    ),
    Property::checked(
        "Only necessary moves",
        "Keys move only to nodes whose share grew or from nodes whose share shrank (ring, rendezvous, jump).",
        "Karger et al. 1997: monotonicity; Thaler & Ravishankar 1998; Lamping & Veach 2014, section 2",
        |world| world.judge.minimal.finding(),
    ),
    Property::checked(
        "Bounded loads",
        "No node holds more than ceil(c x mean) keys (bounded ring).",
        "Mirrokni, Thorup & Zadimoghaddam, arXiv:1608.01350, section 1",
        |world| world.judge.bounded.finding(),
    ),
    Property::checked(
        "Maglev's table is even",
        "With equal weights, the entries of any two nodes differ by at most one (Maglev).",
        "Eisenbud et al., NSDI 2016, section 3.4",
        |world| world.judge.even.finding(),
    ),
    Property::checked(
        "Copies are in different racks",
        "The copies of a key are on different nodes, spread over as many racks as possible.",
        "DeCandia et al., Dynamo, SOSP 2007, sections 4.3 and 4.6",
        |world| world.judge.apart.finding(),
    ),
    Property::sometimes(
        "Some keys moved",
        "A change moved keys, so the rule about moves was tested.",
        "Karger and others, STOC 1997, section 4: monotonicity",
        |world| Judgement::of(world.some_moved),
    ),
    Property::sometimes(
        "A lookup finds its owner",
        "A lookup reached a node that is up.",
        "Karger and others, STOC 1997, section 4",
        |world| Judgement::of(world.some_found),
    ),
];

/// What is plotted over time.
pub const MEASURES: &[Measure<HashingWorld>] = &[
    Measure::new("moved", "Keys moved by the last change", "%", Plotted::Steps, |world, _| {
        world.change.as_ref().map_or(0.0, |change| change.movement.fraction() * 100.0)
    }),
    Measure::new("lost", "Keys left without an owner", "%", Plotted::Steps, |world, _| {
        let movement = world.change.as_ref().map(|change| change.movement);
        movement.map_or(0.0, |movement| movement.part(movement.lost) * 100.0)
    }),
    Measure::new("least", "Fair share", "%", Plotted::Steps, |world, _| {
        world.change.as_ref().map_or(0.0, |change| change.least() * 100.0)
    }),
    Measure::new("max_mean", "Most loaded node, vs fair share", "\u{d7}", Plotted::Steps, |world, _| {
        world.placed.balance.max_over_mean
    }),
    Measure::new("sd", "Standard deviation of load", "\u{d7}", Plotted::Steps, |world, _| {
        world.placed.balance.relative_std
    }),
    Measure::new("needless", "Moved needlessly, between existing nodes", "%", Plotted::Steps, |world, _| {
        let movement = world.change.as_ref().map(|change| change.movement);
        movement.map_or(0.0, |movement| movement.part(movement.between_old) * 100.0)
    }),
    Measure::new("fullest", "Keys on the most loaded node", "keys", Plotted::Steps, |world, _| {
        world.placed.counts.iter().max().map_or(0.0, |most| *most as f64)
    }),
    Measure::new("unowned", "Keys without an owner", "%", Plotted::Steps, |world, _| {
        let owned: u64 = world.placed.counts.iter().sum();
        let all = world.placed.owners.len().max(1) as f64;
        (1.0 - owned as f64 / all) * 100.0
    }),
    Measure::new("unreachable", "Keys with no live copy", "%", Plotted::Steps, |world, _| {
        world.placed.unreachable * 100.0
    }),
    Measure::new("up", "Nodes up", "nodes", Plotted::Steps, |world, _| world.placed.live() as f64),
    Measure::new("cost", "Comparisons per lookup", "", Plotted::Steps, |world, _| world.placed.cost),
    Measure::new("memory", "Memory of a lookup", "bytes", Plotted::Steps, |world, _| {
        world.placed.placement.memory_bytes() as f64
    }),
];
