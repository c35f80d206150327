//! What a person can do here beside faults: surges of this and that, traffic of one's own, another number of machines.

use super::recording::FIT;
use super::world::FleetWorld;
use crate::kit;
use crate::lab::{Asks, Command};

/// The acts.
pub const ROWS: &[Command<FleetWorld>] = &[
    Command::new(
        "spike",
        "Spike",
        Asks::Text("3 10m"),
        "So many times the users for so long.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::spike),
    ),
    Command::new(
        "traffic",
        "Traffic of yours",
        Asks::File { accept: kit::TRAFFIC_FILES, importer: || kit::traffic(FIT) },
        "A log with a date a line, JSON lines, a list of times, or a table of times and rates; of more than four weeks the \
         busiest four. It is read in your browser and goes nowhere. Its first moment is the beginning of the run.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::follow),
    ),
    Command::new(
        "attack",
        "Attack",
        Asks::Text("3 10m"),
        "For each request of a user so many of an attacker, for so long.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::attack),
    ),
    Command::new(
        "dependency",
        "Slow dependency",
        Asks::Text("10 10m"),
        "What requests wait for takes so many times as long.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::slow_dependency),
    ),
    Command::new(
        "zone",
        "Lose a zone",
        Asks::Text("a 10m"),
        "All machines of zone a, b or c fail, and none starts there for so long.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::lose_zone),
    ),
    Command::new(
        "boots-fail",
        "Boots fail",
        Asks::Text("50 10m"),
        "So many percent of the machines that are started do not come up.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::fail_boots),
    ),
    Command::new(
        "boots-slow",
        "Slow boots",
        Asks::Text("5 10m"),
        "Machines take so many times as long to boot.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::slow_boots),
    ),
    Command::new(
        "metrics-late",
        "Late metrics",
        Asks::Text("2m"),
        "Metrics are known so late.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::delay_metrics),
    ),
    Command::new(
        "metrics-lost",
        "Lose metrics",
        Asks::Text("50"),
        "So many percent of the samples are lost.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::lose_metrics),
    ),
    Command::new(
        "leak",
        "Leak",
        Asks::Text("100"),
        "The service loses so many MiB of memory an hour on each machine.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::leak),
    ),
    Command::new(
        "want",
        "Set the number",
        Asks::Text("10"),
        "So many machines are wanted, until the controller says otherwise.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::set_desired),
    ),
];
