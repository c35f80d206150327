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
        "\"3 10m\": three times the users for ten minutes.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::spike),
    ),
    Command::new(
        "traffic",
        "Your own traffic",
        Asks::File { accept: kit::TRAFFIC_FILES, importer: || kit::traffic(FIT) },
        "A log with a date per line, JSON lines, a list of times, or a table of times and rates. Of more than four weeks, \
         the busiest four are used. It is read in your browser and never uploaded. Its first moment is the start of the run.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::follow),
    ),
    Command::new(
        "attack",
        "Attack",
        Asks::Text("3 10m"),
        "\"3 10m\": three attack requests per user request, for ten minutes.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::attack),
    ),
    Command::new(
        "dependency",
        "Slow dependency",
        Asks::Text("10 10m"),
        "\"10 10m\": what requests wait for takes ten times as long, for ten minutes.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::slow_dependency),
    ),
    Command::new(
        "zone",
        "Lose a zone",
        Asks::Text("a 10m"),
        "\"a 10m\": all machines of zone a fail, and none starts there for ten minutes. The zones are a, b and c.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::lose_zone),
    ),
    Command::new(
        "boots-fail",
        "Boots fail",
        Asks::Text("50 10m"),
        "\"50 10m\": half of the machines started in the next ten minutes fail to boot.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::fail_boots),
    ),
    Command::new(
        "boots-slow",
        "Slow boots",
        Asks::Text("5 10m"),
        "\"5 10m\": machines take five times as long to boot, for ten minutes.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::slow_boots),
    ),
    Command::new(
        "metrics-late",
        "Late metrics",
        Asks::Text("2m"),
        "\"2m\": metrics arrive two minutes late.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::delay_metrics),
    ),
    Command::new(
        "metrics-lost",
        "Lose metrics",
        Asks::Text("50"),
        "\"50\": half of the samples are lost.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::lose_metrics),
    ),
    Command::new(
        "leak",
        "Leak",
        Asks::Text("100"),
        "\"100\": the service leaks 100 MiB of memory per hour on each machine.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::leak),
    ),
    Command::new(
        "rollout",
        "Roll out a new version",
        Asks::Text("good"),
        "\"good\": a new version replaces the present one, a few replicas at a time. \"bad\": its replicas never become ready.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::roll_out),
    ),
    Command::new(
        "rollback",
        "Roll back",
        Asks::Nothing,
        "The version before the present one is rolled out again.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::roll_back),
    ),
    Command::new(
        "want",
        "Set the desired count",
        Asks::Text("10"),
        "\"10\": ten machines are desired, until the controller decides otherwise.",
        |world, now, words, trace| world.order(now, words, trace, FleetWorld::set_desired),
    ),
];
