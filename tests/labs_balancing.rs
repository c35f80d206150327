//! The balancing lab: its numbers are those that a correct simulation shows, policies stand to each other as theory
//! and experience say, nonsense is refused, nothing breaks by chance, and its pictures fit every stage.

#[path = "labs_balancing/arrivals.rs"]
mod arrivals;
#[path = "labs_balancing/chance.rs"]
mod chance;
#[path = "labs_balancing/numbers.rs"]
mod numbers;
#[path = "labs_balancing/orders.rs"]
mod orders;
#[path = "labs_balancing/outside.rs"]
mod outside;
#[path = "labs_balancing/own_traffic.rs"]
mod own_traffic;
#[path = "labs_balancing/pictures.rs"]
mod pictures;
#[path = "labs_balancing/relations.rs"]
mod relations;
#[path = "labs_balancing/theory.rs"]
mod theory;

mod support;

use faultyard::lab::{Lab, Params, Run, Script, Session, order};
use faultyard::labs::balancing::{Balancing, BalancingParams, BalancingWorld};
use faultyard::process::{Seed, SimTime};
use faultyard::sim::{Input, TimedInput, Trace, World};
use faultyard::theory::confidence::Runs;

/// A script played to its end; everything in it could be done.
fn play(text: &str) -> Session<Balancing> {
    let script = Script::parse(text).unwrap_or_else(|why| panic!("{why}\n{text}"));
    let mut run = Session::<Balancing>::new(&script.scenario);
    run.seek(script.until);
    assert!(run.warnings().is_empty(), "{:?}\n{text}", run.warnings());
    run
}

/// The world at a script's end with another seed, without checkpoints, samples and verdicts: for many seeds.
fn world(text: &str, seed: u64) -> BalancingWorld {
    watched(text, seed, |_| {})
}

/// The same, looked at after each event.
fn watched(text: &str, seed: u64, mut look: impl FnMut(&BalancingWorld)) -> BalancingWorld {
    let Script { scenario, until, .. } = Script::parse(text).unwrap_or_else(|why| panic!("{why}\n{text}"));
    let mut params = BalancingParams::default();
    let mut set = |key: &str, value: &str| {
        assert_eq!(params.set(key, value), Ok(None), "{text}");
        params.clone()
    };
    for (key, value) in &scenario.params {
        set(key, value);
    }
    let mut world = Balancing::build(&set("view", "floor"), Seed(seed));
    let mut trace = Trace::new(0);
    let mut go_on = |world: &mut BalancingWorld, until: SimTime, trace: &mut _| {
        while world.next_at().is_some_and(|at| at <= until) {
            world.step(trace);
            look(world);
        }
    };
    for TimedInput { at, input } in &scenario.inputs {
        go_on(&mut world, *at, &mut trace);
        match input {
            Input::Set { key, value } => {
                Balancing::reconfigure(&mut world, &set(key, value), *at, &mut trace);
            }
            Input::Fault(fault) => world.inject(*at, fault, &mut trace).expect("it can be done"),
            Input::Command(command) => {
                order::<Balancing>(&mut world, *at, command, &mut trace).expect("it can be done");
            }
            Input::Aimed(_) => panic!("only a session knows who has a role: {input}"),
        }
    }
    go_on(&mut world, until, &mut trace);
    world
}

/// A number of each of so many seeds' runs.
fn many(seeds: u64, number: impl Fn(u64) -> f64) -> Runs {
    let numbers: Vec<f64> = (1..=seeds).map(number).collect();
    Runs::of(&numbers).expect("there are more than one")
}

#[test]
fn a_world_that_nobody_looks_at_is_the_one_of_the_session() {
    for text in [
        "balancing policy=peak-ewma timeout=500 retries=2 hedge=300\nat 2s crash n1\nat 3s restart n1\nuntil 9s",
        "balancing n=8 rate=70\nat 1s do spike 2 3s\nat 4s set policy=maglev\nat 5s set work=pareto\nuntil 9s",
    ] {
        let session = play(&text.replacen('\n', " seed=4\n", 1));
        let world = world(text, 4);
        for target in ["", "n1", "n5", "b1"] {
            assert_eq!(Balancing::inspect(&world, target), session.inspect(target), "{target}\n{text}");
        }
        assert!(world.traffic().metrics().arrived > 200, "{text}");
    }
}
