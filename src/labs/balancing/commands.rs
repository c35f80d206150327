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
        "\"3 10s\": three times the requests for ten seconds.",
        |world, now, words, trace| world.order(now, words, trace, Traffic::order_spike),
    ),
    Command::new(
        "traffic",
        "Your own traffic",
        Asks::File { accept: kit::TRAFFIC_FILES, importer: || kit::traffic(FIT) },
        "A log with a date per line, JSON lines, a list of times, or a table of times and rates. Of more than four weeks, \
         the busiest four are used. It is read in your browser and never uploaded.",
        BalancingWorld::play,
    ),
    Command::new(
        "add",
        "Add a server",
        Asks::Text("1"),
        "A new server of this weight boots and joins the rotation.",
        |world, now, words, trace| world.order(now, words, trace, Traffic::order_add),
    ),
    Command::new(
        "drain",
        "Drain",
        Asks::Text("n2"),
        "The server gets no new requests and finishes those it has.",
        |world, now, words, trace| world.order(now, words, trace, Traffic::order_drain),
    ),
    Command::new(
        "admit",
        "Restore",
        Asks::Text("n2"),
        "A drained server gets requests again.",
        |world, now, words, trace| world.order(now, words, trace, Traffic::order_admit),
    ),
    Command::new(
        "remove",
        "Remove",
        Asks::Text("n5"),
        "The server drains, then is removed for good.",
        |world, now, words, trace| world.order(now, words, trace, Traffic::order_remove),
    ),
    Command::new(
        "speed",
        "Set speed",
        Asks::Text("n1 25"),
        "\"n1 25\": n1 works at 25% of full speed.",
        |world, now, words, trace| world.order(now, words, trace, Traffic::order_speed),
    ),
    Command::new(
        "weight",
        "Set weight",
        Asks::Text("n1 3"),
        "\"n1 3\": the balancers give n1 this weight, 1 to 100.",
        |world, now, words, trace| world.order(now, words, trace, Traffic::order_weight),
    ),
    Command::new(
        "fail",
        "Fail requests",
        Asks::Text("n3 50"),
        "\"n3 50\": n3 fails 50% of its requests immediately.",
        |world, now, words, trace| world.order(now, words, trace, Traffic::order_fail),
    ),
    Command::new(
        "follow",
        "Follow a request",
        Asks::Text("m1"),
        "The inspector records everything that happens to this request.",
        |world, now, words, trace| world.order(now, words, trace, Traffic::order_follow),
    ),
];
