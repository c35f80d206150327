//! What a person can do here beside faults: more servers, fewer, slower ones, a surge, traffic of one's own.

use super::world::BalancingWorld;
use crate::kit::{self, Fit};
use crate::lab::{Asks, Command};
use crate::process::SimDuration;
use crate::traffic::Traffic;

/// Rates that have room in a link, in ten minutes at most.
const FIT: Fit = Fit { bins: 288, longest: SimDuration::from_ms(600_000) };

/// The acts.
pub const ROWS: &[Command<BalancingWorld>] = &[
    Command::new(
        "spike",
        "Spike",
        Asks::Text("3 10s"),
        "So many times the requests for so long.",
        |world, now, words, trace| world.order(now, words, trace, Traffic::order_spike),
    ),
    Command::new(
        "traffic",
        "Traffic of yours",
        Asks::File { accept: kit::TRAFFIC_FILES, importer: || kit::traffic(FIT) },
        "A log with a date a line, JSON lines, a list of times, or a table of times and rates; of more than four weeks the \
         busiest four. It is read in your browser and goes nowhere.",
        BalancingWorld::play,
    ),
    Command::new(
        "add",
        "Add a server",
        Asks::Text("1"),
        "A new server of this weight starts.",
        |world, now, words, trace| world.order(now, words, trace, Traffic::order_add),
    ),
    Command::new(
        "drain",
        "Drain",
        Asks::Text("n2"),
        "The server gets nothing more and finishes what it has.",
        |world, now, words, trace| world.order(now, words, trace, Traffic::order_drain),
    ),
    Command::new(
        "admit",
        "Put back",
        Asks::Text("n2"),
        "A server that drained gets requests again.",
        |world, now, words, trace| world.order(now, words, trace, Traffic::order_admit),
    ),
    Command::new(
        "remove",
        "Remove",
        Asks::Text("n5"),
        "The server drains and leaves for good.",
        |world, now, words, trace| world.order(now, words, trace, Traffic::order_remove),
    ),
    Command::new(
        "speed",
        "Set speed",
        Asks::Text("n1 25"),
        "The server works at so many percent of a usual speed.",
        |world, now, words, trace| world.order(now, words, trace, Traffic::order_speed),
    ),
    Command::new(
        "weight",
        "Set weight",
        Asks::Text("n1 3"),
        "The balancers are told this weight, 1 to 100.",
        |world, now, words, trace| world.order(now, words, trace, Traffic::order_weight),
    ),
    Command::new(
        "fail",
        "Fail requests",
        Asks::Text("n3 50"),
        "The server answers so many percent of its requests at once with an error.",
        |world, now, words, trace| world.order(now, words, trace, Traffic::order_fail),
    ),
    Command::new(
        "follow",
        "Follow a request",
        Asks::Text("m1"),
        "What becomes of this request is written down in the inspector.",
        |world, now, words, trace| world.order(now, words, trace, Traffic::order_follow),
    ),
];
