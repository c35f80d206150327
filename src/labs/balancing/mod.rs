//! Load balancing: the same requests, the same servers, another choice: who drowns?

mod advice;
pub mod benchmarks;
mod cost;
mod inspect;
mod judge;
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

use crate::kit::{self, Fit};
use crate::lab::{Action, Asks, Benchmark, CommandSpec, Lab, Measure, Meta, Property, Theory};
use crate::process::{NodeId, Seed, SimDuration, SimTime};
use crate::scene::{Scene, View};
use crate::sim::{Fault, Input};
use crate::traffic::{Server, State};
use serde_json::Value;

/// The lab.
pub struct Balancing;

impl Lab for Balancing {
    const META: Meta = Meta {
        slug: "balancing",
        title: "Load balancing",
        question: "The same requests, the same servers, another choice: who drowns?",
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
            "Balancers themselves take no time to choose and never fail.",
            "A server that times out on a client is not told: what the client gave up is served all the same.",
            "Health is reported after a fixed time, not probed: how probes err is the lab about health.",
            "A request is one piece of work; it waits for no database and no other service.",
            "Recorded traffic is taken as its rate over time; requests within a bin come by chance.",
        ],
        speed: 0.1,
        length: SimDuration::from_ms(60_000),
        poster: SimTime::from_ms(12_400),
        sample: SimDuration::from_ms(100),
    };
    type Params = BalancingParams;
    type World = BalancingWorld;
    const PROPERTIES: &'static [Property<BalancingWorld>] = properties::PROPERTIES;
    const LESSON: &'static str = include_str!("lesson.md");
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

    fn measures() -> &'static [Measure<BalancingWorld>] {
        properties::MEASURES
    }

    fn actions(world: &BalancingWorld, item: &str) -> Vec<Action> {
        let servers = world.traffic.service().servers();
        let server = NodeId::parse(item)
            .and_then(|id| Some((id, servers.get(id.index()).filter(|server| server.exists())?)));
        match server {
            Some((id, server)) => server_actions(id, server),
            None if item.is_empty() => whole_actions(),
            None if is_request(item) => {
                vec![Action::new("Follow", "\u{25c9}", Input::command("follow", item))]
            }
            None => Vec::new(),
        }
    }

    fn commands() -> &'static [CommandSpec] {
        COMMANDS
    }

    fn retune(world: &mut BalancingWorld, params: &BalancingParams) {
        world.retune(params);
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

    fn theory(world: &BalancingWorld) -> Vec<Theory> {
        theory::theory(world)
    }
}

/// Whether this is a request's id: `m118`.
fn is_request(item: &str) -> bool {
    item.strip_prefix('m').is_some_and(|number| number.parse::<u64>().is_ok())
}

/// Rates that have room in a link, in ten minutes at most.
const FIT: Fit = Fit { bins: 288, longest: SimDuration::from_ms(600_000) };

const COMMANDS: &[CommandSpec] = &[
    CommandSpec {
        name: "spike",
        label: "Spike",
        asks: Asks::Text("3 10s"),
        help: "So many times the requests for so long.",
    },
    CommandSpec {
        name: "traffic",
        label: "Traffic of yours",
        asks: Asks::File { accept: ".csv,.log,.txt", intake: || kit::traffic(FIT) },
        help: "A CSV with time_s,rps, a list of times, or an access log. It is read in your browser and goes nowhere.",
    },
    CommandSpec {
        name: "add",
        label: "Add a server",
        asks: Asks::Text("1"),
        help: "A new server of this weight starts.",
    },
    CommandSpec {
        name: "drain",
        label: "Drain",
        asks: Asks::Text("n2"),
        help: "The server gets nothing more and finishes what it has.",
    },
    CommandSpec {
        name: "admit",
        label: "Put back",
        asks: Asks::Text("n2"),
        help: "A server that drained gets requests again.",
    },
    CommandSpec {
        name: "remove",
        label: "Remove",
        asks: Asks::Text("n5"),
        help: "The server drains and leaves for good.",
    },
    CommandSpec {
        name: "speed",
        label: "Set speed",
        asks: Asks::Text("n1 25"),
        help: "The server works at so many percent of a usual speed.",
    },
    CommandSpec {
        name: "weight",
        label: "Set weight",
        asks: Asks::Text("n1 3"),
        help: "The balancers are told this weight, 1 to 100.",
    },
    CommandSpec {
        name: "fail",
        label: "Fail requests",
        asks: Asks::Text("n3 50"),
        help: "The server answers so many percent of its requests at once with an error.",
    },
    CommandSpec {
        name: "follow",
        label: "Follow a request",
        asks: Asks::Text("m1"),
        help: "What becomes of this request is written down in the inspector.",
    },
];

fn whole_actions() -> Vec<Action> {
    vec![
        Action::new("Spike: 3\u{d7} for 10 s", "\u{25b2}", Input::command("spike", "3 10s")),
        Action::new("Add a server", "+", Input::command("add", "1")),
    ]
}

fn server_actions(id: NodeId, server: &Server) -> Vec<Action> {
    let order = |label: &str, sign, name: &str, rest: &str| {
        Action::new(label, sign, Input::command(name, format!("{id} {rest}").trim()))
    };
    let mut actions = match server.state {
        State::Down => vec![Action::fault("Restart", "\u{21bb}", Fault::Restart(id))],
        State::Draining if !server.leaving => vec![order("Put back", "\u{2713}", "admit", "")],
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
