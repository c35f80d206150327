//! What worlds and runs say that they hold, held against what the allocator has given them. One test, so that nobody else
//! asks the allocator for anything meanwhile.

mod support;

use faultyard::lab::{Entry, Lab, Run, Session};
use faultyard::labs::LABS;
use faultyard::labs::{autoscaling::Autoscaling, balancing::Balancing, hashing::Hashing, raft::Raft};
use faultyard::sim::World;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use support::checks::{length, lively, play};
use support::ms;
use support::mutant::Light;
use support::ring::TokenRing;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Bytes that the allocator has given and not got back since the region's start.
fn given(region: &Region<System>) -> usize {
    let change = region.change();
    change.bytes_allocated - change.bytes_deallocated
}

/// A world after some time of a lively run: what a clone of it is given, and what it says that it holds.
fn world<L: Lab>() -> (&'static str, usize, usize) {
    let mut session = Session::<L>::new(&lively(&Entry::of::<L>(), 7));
    session.seek(ms(20_000));
    let region = Region::new(ALLOCATOR);
    let copy = Box::new(session.world().clone());
    let held = given(&region);
    // What it shares with its copy is nobody's own now.
    (L::META.slug, held, copy.bytes())
}

/// Whether an estimate is right to a half: it is made at every checkpoint, so it has to be quick.
fn is_near(held: usize, told: usize) -> bool {
    told >= held / 2 && told <= held * 2
}

#[test]
fn a_world_and_a_run_say_what_they_hold() {
    let (_, held, told) = world::<Light>();
    assert!(!is_near(held, told), "a world that says it holds nothing is believed: {held} bytes");
    let worlds = [
        world::<TokenRing>(),
        world::<Balancing>(),
        world::<Autoscaling>(),
        world::<Raft>(),
        world::<Hashing>(),
    ];
    assert_eq!(worlds.len(), 1 + LABS.len(), "each lab is weighed");
    for (slug, held, told) in worlds {
        println!("{slug:<12} a clone holds {held:>8} bytes and says {told:>8}");
    }
    let runs = LABS.iter().map(|entry| {
        let scenario = lively(entry, 7);
        let region = Region::new(ALLOCATOR);
        let run = play(entry, &scenario, length(entry, 20_000));
        (entry.meta.slug, given(&region), run.memory())
    });
    let runs: Vec<_> = runs.collect();
    for (slug, held, told) in &runs {
        println!("{slug:<12} a run holds {held:>8} bytes and says {told:>8}");
    }
    let wrong = |(slug, held, told): &(&'static str, usize, usize)| {
        (!is_near(*held, *told)).then(|| format!("{slug} holds {held} bytes and says {told}"))
    };
    let wrong: Vec<String> = worlds.iter().chain(&runs).filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
