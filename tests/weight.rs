//! What worlds and runs say that they hold, held against what the allocator has given them. One test, so that nobody else
//! asks the allocator for anything meanwhile.

mod support;

use faultyard::lab::{Entry, Lab, Run, Session};
use faultyard::labs::LABS;
use faultyard::labs::{autoscaling::Autoscaling, balancing::Balancing, hashing::Hashing, raft::Raft};
use faultyard::process::Seed;
use faultyard::sim::{Trace, World};
use faultyard::traffic::graph::workload::THREE_TIERS;
use faultyard::traffic::graph::{Graph, Mesh};
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

/// How often the allocator is asked while a graph of three tiers answers so many requests, after so many others.
fn asked(before: u64, requests: u64) -> usize {
    let graph = Graph::parse(THREE_TIERS).expect("a graph");
    let mut mesh = Mesh::new(graph, Seed(1)).expect("nothing is wrong with it");
    let mut trace = Trace::new(0);
    let mut run = |until: u64| {
        while mesh.counts().requests.completed_all() < until {
            mesh.step(&mut trace);
        }
    };
    run(before);
    let region = Region::new(ALLOCATOR);
    run(before + requests);
    let change = region.change();
    change.allocations + change.reallocations
}

#[test]
fn a_world_and_a_run_say_what_they_hold_and_a_graph_asks_for_nothing_for_a_request() {
    // Rooms grow now and then; a request needs three calls, three sendings and a dozen events.
    let asked = asked(50_000, 100_000);
    assert!(asked < 200, "the allocator is asked {asked} times for 100,000 requests");
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
