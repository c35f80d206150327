//! What a person can do here beside faults: look up a key, change the nodes.

use super::world::HashingWorld;
use crate::lab::{Asks, Command};

/// The acts.
pub const ROWS: &[Command<HashingWorld>] = &[
    Command::new(
        "lookup",
        "Look up a key",
        Asks::Text("apple"),
        "Shows each step of the lookup, the key's hash, its owner and its copies.",
        |world, now, words, _| world.at(now).look_up(words),
    ),
    Command::new(
        "add",
        "Add a node",
        Asks::Text("1"),
        "A new node of this weight joins and takes over its share of the keys.",
        |world, now, words, trace| world.at(now).add(words, trace, trace.cause()),
    ),
    Command::new(
        "remove",
        "Remove a node",
        Asks::Text("n2"),
        "The node leaves for good. Jump can lose only its last one.",
        |world, now, words, trace| world.at(now).remove(words, trace, trace.cause()),
    ),
    Command::new(
        "weight",
        "Change a node's weight",
        Asks::Text("n3 4"),
        "The node's share of the keys, relative to the others, 1 to 100.",
        |world, now, words, trace| world.at(now).weigh(words, trace, trace.cause()),
    ),
];
