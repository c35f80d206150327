//! Load balancing: the same requests, the same servers, another choice: who drowns?

mod advice;
pub mod benchmarks;
mod commands;
mod cost;
mod inspect;
mod judge;
mod meanwhile;
#[cfg(test)]
pub(super) mod mutants;
mod params;
mod properties;
mod scene;
mod table;
mod theory;
mod world;

pub use params::{BalancingParams, Distribution, Shape, Shows, Speeds, Spreading, Weights};
pub use world::BalancingWorld;

use crate::lab::{Action, Benchmark, Command, Lab, Measure, Meta, Property, Target, Theory};
use crate::process::{Doing, NodeId, Seed, SimDuration, SimTime};
use crate::scene::{Scene, View};
use crate::sim::{Fault, Input, Trace};
use crate::traffic::{Attempt, Server, State, TrafficEvent};
use serde_json::Value;

/// The lab.
pub struct Balancing;

impl Lab for Balancing {
    const META: Meta = Meta {
        slug: "balancing",
        title: "Load balancing",
        question: "Same requests, same servers, different policy: which server drowns?",
        chapter: "Traffic",
        sources: &[
            "nginx, src/http: upstream round robin, least_conn, ip_hash; LVS: weighted round robin",
            "Azar, Broder, Karlin & Upfal, Balanced allocations, 1994; Mitzenmacher, The power of two choices, 2001",
            "Mitzenmacher, How useful is old information?, 2000",
            "Lu et al., Join-Idle-Queue, 2011; Finagle, PeakEwma; Eisenbud et al., Maglev, NSDI 2016",
            "Kleinrock, Queueing systems, 1975: M/M/c, M/G/1; Little 1961",
            "Dean & Barroso, The tail at scale, 2013; Finagle, RetryBudget",
        ],
        leaves_out: &[
            "Every hop takes the same time and loses nothing; connections cost nothing to open and are never reused.",
            "Balancers take no time to decide and never fail.",
            "A server does not notice that a client has given up: it serves the request anyway.",
            "Health changes are noticed after a fixed time, not probed: the lab about health shows how probes fail.",
            "A request is a single piece of work; it waits for no database or other service.",
            "Recorded traffic is used as a rate over time; within a bin, requests arrive at random.",
        ],
        speed: 0.2,
        length: SimDuration::from_ms(60_000),
        poster: SimTime::from_ms(12_400),
        sample: SimDuration::from_ms(100),
    };
    type Params = BalancingParams;
    type World = BalancingWorld;
    const PROPERTIES: &'static [Property<BalancingWorld>] = properties::PROPERTIES;
    const LESSON: &'static str = include_str!("lesson.md");
    const COVER: Option<(&'static str, SimTime)> = Some(("one-slow-round-robin", SimTime::from_ms(20_000)));
    const MEASURES: &'static [Measure<BalancingWorld>] = properties::MEASURES;
    const COMMANDS: &'static [Command<BalancingWorld>] = commands::ROWS;
    const BENCHMARKS: &'static [Benchmark] = benchmarks::ROWS;

    fn build(params: &BalancingParams, seed: Seed) -> BalancingWorld {
        BalancingWorld::new(params, seed)
    }

    fn scene(world: &BalancingWorld, view: View) -> Scene {
        scene::scene(world, view)
    }

    fn is_sound(world: &BalancingWorld) -> bool {
        world.judge.is_sound()
    }

    fn actions(world: &BalancingWorld, item: &str) -> Vec<Action> {
        match Target::parse(item) {
            Target::Whole => whole_actions(world),
            Target::Node(id) => {
                let servers = world.traffic.service().servers();
                let server = servers.get(id.index()).filter(|server| server.exists());
                server.map_or(Vec::new(), |server| server_actions(id, server))
            }
            Target::Message(_) => vec![Action::new("Follow", "\u{25c9}", Input::command("follow", item))],
            _ => Vec::new(),
        }
    }

    fn reconfigure(
        world: &mut BalancingWorld,
        params: &BalancingParams,
        _: SimTime,
        _: &mut Trace<TrafficEvent>,
    ) {
        world.reconfigure(params);
    }

    fn adopt(world: &BalancingWorld, params: &mut BalancingParams) {
        params.own_traffic = world.params.own_traffic;
    }

    fn advise(params: &BalancingParams) -> Vec<String> {
        advice::advise(params)
    }

    fn resolve(world: &BalancingWorld, name: &str) -> Option<String> {
        inspect::resolve(world, name)
    }

    fn inspect(world: &BalancingWorld, target: &str) -> Value {
        inspect::inspect(world, target)
    }

    fn doing(world: &BalancingWorld) -> Vec<Doing> {
        world.traffic.attempts().filter_map(Attempt::doing).collect()
    }

    fn meanwhile(world: &BalancingWorld, _: SimTime) -> Option<String> {
        meanwhile::meanwhile(world)
    }

    fn theory(world: &BalancingWorld) -> Vec<Theory> {
        theory::theory(world)
    }
}

/// The large buttons: more traffic, a server that is gone or slow, and the way back from each.
fn whole_actions(world: &BalancingWorld) -> Vec<Action> {
    let servers =
        world.traffic.service().servers().iter().enumerate().map(|(n, server)| (NodeId(n as u16), server));
    let first = |is: fn(&Server) -> bool| servers.clone().find(|(_, server)| server.exists() && is(server));
    let speed = |id: NodeId, percent: u32| Input::command("speed", &format!("{id} {percent}"));
    let up = first(|server| server.state == State::Up);
    let down = first(|server| server.state == State::Down);
    let slow = first(|server| server.spec.speed_per_mille < 1_000);
    let mut actions =
        vec![Action::new("3 times the traffic for 10 s", "\u{25b2}", Input::command("spike", "3 10s"))];
    actions.extend(up.map(|(id, _)| Action::fault(&format!("Crash {id}"), "\u{2715}", Fault::Crash(id))));
    actions
        .extend(down.map(|(id, _)| Action::fault(&format!("Restart {id}"), "\u{21bb}", Fault::Restart(id))));
    actions.push(match (slow, up) {
        (Some((id, _)), _) => Action::new(&format!("Full speed for {id}"), "\u{2713}", speed(id, 100)),
        (None, Some((id, _))) => Action::new(&format!("Slow {id} to a tenth"), "\u{25d4}", speed(id, 10)),
        (None, None) => return actions,
    });
    actions.push(Action::new("Add a server", "+", Input::command("add", "1")));
    actions
}

fn server_actions(id: NodeId, server: &Server) -> Vec<Action> {
    let order = |label: &str, sign, name: &str, rest: &str| {
        Action::new(label, sign, Input::command(name, format!("{id} {rest}").trim()))
    };
    let mut actions = match server.state {
        State::Down => vec![Action::fault("Restart", "\u{21bb}", Fault::Restart(id))],
        State::Draining if !server.leaving => vec![order("Restore", "\u{2713}", "admit", "")],
        State::Up => vec![
            Action::fault("Pause 2 s", "\u{275a}\u{275a}", Fault::Pause(id, SimDuration::from_ms(2_000))),
            order("Drain", "\u{2193}", "drain", ""),
        ],
        State::Draining | State::Starting | State::Removed => Vec::new(),
    };
    if server.state != State::Down {
        actions.insert(0, Action::fault("Crash", "\u{2715}", Fault::Crash(id)));
    }
    let either = |is_on: bool, on: Action, off: Action| if is_on { off } else { on };
    actions.push(either(
        server.spec.speed_per_mille < 1_000,
        order("Four times slower", "\u{25d4}", "speed", "25"),
        order("Full speed", "\u{2713}", "speed", "100"),
    ));
    actions.push(either(
        server.failing_per_mille > 0,
        order("Fail half", "!", "fail", "50"),
        order("Fail none", "\u{2713}", "fail", "0"),
    ));
    actions
}
