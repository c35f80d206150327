//! What breaks each property: jump does it by itself, for the others a placement has to be wrong.

use super::judge::Judge;
use super::{Hashing, HashingWorld};
use crate::algorithms::hashing::{Node, Strategy};
use crate::lab::broken::{Broken, world_of};
use std::rc::Rc;

/// A row for each property.
pub const BROKEN: &[(&str, Broken<Hashing>)] = &[
    ("Every key has one live owner", Broken::Step("jump-middle")),
    ("Only necessary moves", Broken::World(restless)),
    ("Bounded loads", Broken::World(boundless)),
    (
        "Maglev's table is even",
        Broken::World(|| misled("hashing strategy=maglev weights=double churn=0 seed=1\nuntil 1s\n")),
    ),
    (
        "Copies are in different racks",
        Broken::World(|| misled("hashing strategy=ring n=3 r=3 churn=0 seed=1\nat 1s crash n2\nuntil 2s\n")),
    ),
    ("Some keys moved", Broken::Run("hashing churn=0 seed=1\nuntil 10s\n")),
    ("A lookup finds its owner", Broken::Run("hashing churn=0 seed=1\nuntil 10s\n")),
];

/// Modulo that says it is a ring.
fn restless() -> HashingWorld {
    let mut world = world_of::<Hashing>("hashing strategy=modulo churn=0 seed=1\nat 1s do add 1\nuntil 2s\n");
    world.params.strategy = Strategy::Ring;
    let change = world.change.clone().expect("a node has joined");
    world.judge.look_at_change(&world.params, &change);
    world
}

/// A ring that says that its loads are bounded.
fn boundless() -> HashingWorld {
    let mut world = world_of::<Hashing>("hashing strategy=ring vn=1 churn=0 seed=5\nuntil 1s\n");
    world.params.strategy = Strategy::Bounded;
    world.judge.look(&world.params, &world.placed);
    world
}

/// A placement that was made for other nodes than it says: all up, all of weight 1.
fn misled(script: &str) -> HashingWorld {
    let mut world = world_of::<Hashing>(script);
    world.judge = Judge::default();
    let nodes = world.nodes().iter().map(|node| Node { weight: 1, up: true, ..node.clone() }).collect();
    let placed = Rc::get_mut(&mut world.placed).expect("nobody else has it");
    placed.placement.say_that_it_has(nodes);
    world.judge.look(&world.params, &world.placed);
    world
}
