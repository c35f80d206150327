//! Autoscaling: a day of traffic, the bill, and the curve.

mod advice;
mod behaviour;
pub mod benchmarks;
mod bill;
mod book;
mod bound;
mod commands;
mod control;
mod controls;
mod demand;
mod disruptions;
mod event;
mod fleet;
mod history;
mod hours;
mod inspect;
mod judge;
mod machine;
mod meanwhile;
mod metrics;
#[cfg(test)]
pub(super) mod mutants;
mod nodes;
mod params;
mod properties;
mod recording;
mod release;
mod scene;
mod score;
mod service;
mod situation;
mod table;
mod thresholds;
mod world;

use machine::{Machine, State};
pub use params::{AutoscalingParams, Forecasting, Shape, Watched};
pub use world::FleetWorld;

use crate::lab::{Action, Benchmark, Command, Goal, Lab, Measure, Meta, Property, Theory};
use crate::process::{Doing, NodeId, Seed, SimDuration, SimTime};
use crate::scene::{Scene, View};
use crate::sim::{Fault, Input, Trace};
use event::FleetEvent;
use serde_json::Value;

/// The lab.
pub struct Autoscaling;

impl Lab for Autoscaling {
    const META: Meta = Meta {
        slug: "autoscaling",
        title: "Autoscaling",
        question: "Load climbs all morning. Who notices first: the autoscaler or your users?",
        chapter: "Autoscaling",
        sources: &[
            "Kubernetes, HorizontalPodAutoscaler autoscaling/v2: replica_calculator.go, horizontal.go",
            "Amazon EC2 Auto Scaling: step, scheduled and predictive scaling, scaling based on SQS",
            "Hyndman & Athanasopoulos, Forecasting: principles and practice, 3rd edition",
            "Kleinrock, Queueing systems, 1975: M/M/c",
            "Kubernetes, Deployment apps/v1: rolling.go, sync.go; cluster-autoscaler, FAQ",
            "Veinott & Wagner, Optimal capacity scheduling, 1962",
        ],
        leaves_out: &[
            "Requests are a fluid in steps of five seconds, not individual requests: the balancing lab has those.",
            "All ready machines share the work in proportion to their size and warm-up.",
            "Waiting times are those of M/M/c in steady state within a step, plus the backlog of earlier steps.",
            "A draining machine finishes its requests; a failing one loses no requests.",
            "Any number of machines starts at once; the provider never runs out.",
            "A rollout keeps to Kubernetes' rolling update, in percent; new and old versions serve alike.",
            "Nodes are alike, with places instead of CPU and memory; only an empty node is removed, and no replica moves.",
            "The best possible schedule pays for machines alone, also where nodes are paid for.",
            "Recorded traffic is used as a rate over time; within a bin, requests arrive at random.",
            "There are no time zones: the week begins on Monday at midnight.",
        ],
        speed: 1_200.0,
        length: SimDuration::from_ms(86_400_000),
        poster: SimTime::from_ms(45_900_000),
        sample: SimDuration::from_ms(60_000),
    };
    type Params = AutoscalingParams;
    type World = FleetWorld;
    const PROPERTIES: &'static [Property<FleetWorld>] = properties::PROPERTIES;
    const LESSON: &'static str = include_str!("lesson.md");
    const COVER: Option<(&'static str, SimTime)> = Some(("reactive-day", SimTime::from_ms(50_400_000)));
    const MEASURES: &'static [Measure<FleetWorld>] = properties::MEASURES;
    const GOALS: &'static [Goal<FleetWorld>] = score::GOALS;
    const COMMANDS: &'static [Command<FleetWorld>] = commands::ROWS;
    const BENCHMARKS: &'static [Benchmark] = benchmarks::ROWS;

    fn build(params: &AutoscalingParams, seed: Seed) -> FleetWorld {
        FleetWorld::new(params, seed)
    }

    fn scene(world: &FleetWorld, view: View) -> Scene {
        scene::scene(world, view)
    }

    fn actions(world: &FleetWorld, item: &str) -> Vec<Action> {
        let machine = NodeId::parse(item).and_then(|id| world.fleet.machine(id));
        match machine {
            Some(one) if one.state == State::Failed => {
                vec![Action::fault("Restart", "\u{21bb}", Fault::Restart(one.id))]
            }
            Some(one) => vec![Action::fault("Crash", "\u{2715}", Fault::Crash(one.id))],
            None if item.is_empty() => whole_actions(world),
            None => Vec::new(),
        }
    }

    fn reconfigure(
        world: &mut FleetWorld,
        params: &AutoscalingParams,
        _: SimTime,
        _: &mut Trace<FleetEvent>,
    ) {
        world.reconfigure(params);
    }

    fn adopt(world: &FleetWorld, params: &mut AutoscalingParams) {
        params.own_traffic = world.params.own_traffic;
    }

    fn advise(params: &AutoscalingParams) -> Vec<String> {
        params.advice()
    }

    fn resolve(world: &FleetWorld, name: &str) -> Option<String> {
        inspect::resolve(world, name)
    }

    fn inspect(world: &FleetWorld, target: &str) -> Value {
        inspect::inspect(world, target)
    }

    fn doing(world: &FleetWorld) -> Vec<Doing> {
        world.fleet.machines.iter().filter_map(Machine::doing).collect()
    }

    fn meanwhile(world: &FleetWorld, _: SimTime) -> Option<String> {
        meanwhile::meanwhile(world)
    }

    fn theory(world: &FleetWorld) -> Vec<Theory> {
        world.rules()
    }
}

fn whole_actions(world: &FleetWorld) -> Vec<Action> {
    let rollout = match world.release.coming() {
        None => Action::new("Roll out a new version", "\u{21e7}", Input::command("rollout", "good")),
        Some(_) => Action::new("Roll back", "\u{21b6}", Input::command("rollback", "")),
    };
    vec![
        Action::new("3 times the traffic for 10 min", "\u{25b2}", Input::command("spike", "3 10m")),
        Action::new("Slow database for 10 min", "\u{25d4}", Input::command("dependency", "10 10m")),
        Action::new("Lose zone a for 10 min", "\u{2715}", Input::command("zone", "a 10m")),
        Action::new("Half of all boots fail for 10 min", "!", Input::command("boots-fail", "50 10m")),
        rollout,
    ]
}
