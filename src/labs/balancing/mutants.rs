//! What breaks each property. In the traffic as it is nothing does: something in it has to be wrong.

use super::{Balancing, BalancingWorld};
use crate::algorithms::balancing::Kind;
use crate::lab::broken::{Broken, world_of};
use crate::sim::{Trace, World};
use crate::traffic::ServerId;

/// A row for each property.
pub const BROKEN: &[(&str, Broken<Balancing>)] = &[
    ("Every request is accounted for once", Broken::World(|| forgetful("balancing seed=1\nuntil 5s\n"))),
    ("No request goes to a server out of rotation", Broken::World(misheard)),
    ("Little's law", Broken::World(|| forgetful("balancing seed=2\nuntil 5s\n"))),
    ("Smooth: never more than one turn ahead", Broken::World(|| rough(Kind::Random))),
    ("Smooth: exact after each cycle", Broken::World(|| rough(Kind::Random))),
    ("A request is served", Broken::Run("balancing n=2 seed=1\nat 0s crash n1\nat 0s crash n2\nuntil 3s\n")),
    ("A request waits", Broken::Run("balancing rate=1 spread=even n=5 seed=1\nuntil 10s\n")),
];

/// So many more events, with the judge looking on.
fn go_on(world: &mut BalancingWorld, events: usize) {
    for _ in 0..events {
        world.step(&mut Trace::new(0));
    }
}

/// Traffic that has lost a request without a word.
fn forgetful(script: &str) -> BalancingWorld {
    let mut world = world_of::<Balancing>(script);
    while !world.traffic.forget_a_request() {
        go_on(&mut world, 1);
    }
    go_on(&mut world, 1_000);
    world
}

/// Balancers that do not hear what they are told.
fn misheard() -> BalancingWorld {
    let mut world = world_of::<Balancing>("balancing seed=1\nuntil 5s\n");
    world.traffic.tell_nobody_that_it_is_out(ServerId(0));
    go_on(&mut world, 1_000);
    world
}

/// Balancers that choose otherwise than their policy says.
fn rough(kind: Kind) -> BalancingWorld {
    let mut world = world_of::<Balancing>("balancing policy=smooth-weighted seed=1\nuntil 0s\n");
    world.traffic.choose_otherwise(kind);
    go_on(&mut world, 1_000);
    world
}
