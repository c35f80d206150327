//! Which node owns a key, and how many keys move when a node joins? Six strategies on the same keys, with the changes that move them.

mod advice;
pub mod benchmarks;
mod change;
mod commands;
mod compare;
mod drawn;
mod event;
mod inspect;
mod judge;
mod keys;
mod lookup;
#[cfg(test)]
pub(super) mod mutants;
mod params;
mod placed;
mod properties;
mod scene;
mod words;
mod world;

pub use event::PlacementEvent;
pub use params::{HashingParams, Skew, Weights};
pub use world::HashingWorld;

use crate::algorithms::hashing::Node;
use crate::lab::{Action, Benchmark, Command, Lab, Measure, Meta, Property};
use crate::process::{NodeId, Seed, SimDuration, SimTime};
use crate::scene::{Scene, View};
use crate::sim::{Fault, Input, Trace};
use serde_json::Value;

/// The lab.
pub struct Hashing;

impl Lab for Hashing {
    const META: Meta = Meta {
        slug: "hashing",
        title: "Consistent hashing",
        question: "A cache of ten nodes gets an eleventh. Do 9% of its keys move, or 91%?",
        chapter: "State",
        sources: &[
            "Karger, Lehman, Leighton, Panigrahy, Levine & Lewin, Consistent hashing and random trees, STOC 1997",
            "Thaler & Ravishankar, Using name-based mappings to increase hit rates, IEEE/ACM ToN 6(1), 1998",
            "DeCandia et al., Dynamo, SOSP 2007, sections 4.2, 4.3 and 6.2",
            "Lamping & Veach, A fast, minimal memory, consistent hash algorithm, arXiv:1406.2294, 2014",
            "Eisenbud et al., Maglev, NSDI 2016, section 3.4",
            "Mirrokni, Thorup & Zadimoghaddam, Consistent hashing with bounded loads, arXiv:1608.01350, 2016",
        ],
        leaves_out: &[
            "Keys move all at once; a real system copies for minutes, and reads must find keys in transit.",
            "All clients see the same nodes at the same time; in a real system, views differ for a while.",
            "Keys have no size: a node's load is its requests, not its bytes.",
            "All nodes are equally far away, and nothing queues: overload is the subject of another lab.",
        ],
        speed: 1.0,
        length: SimDuration::from_ms(20_000),
        poster: SimTime::from_ms(2_700),
        sample: SimDuration::from_ms(100),
    };
    type Params = HashingParams;
    type World = HashingWorld;
    const PROPERTIES: &'static [Property<HashingWorld>] = properties::PROPERTIES;
    const LESSON: &'static str = include_str!("lesson.md");
    const COVER: Option<(&'static str, SimTime)> = Some(("ring", SimTime::from_ms(3_000)));
    const MEASURES: &'static [Measure<HashingWorld>] = properties::MEASURES;
    const COMMANDS: &'static [Command<HashingWorld>] = commands::ROWS;
    const BENCHMARKS: &'static [Benchmark] = benchmarks::ROWS;

    fn build(params: &HashingParams, seed: Seed) -> HashingWorld {
        HashingWorld::new(params, seed)
    }

    fn scene(world: &HashingWorld, view: View) -> Scene {
        scene::scene(world, view)
    }

    fn actions(world: &HashingWorld, item: &str) -> Vec<Action> {
        let id = NodeId::parse(item).map(|node| u32::from(node.0));
        let node = world.nodes().iter().find(|node| Some(node.id) == id);
        match (node, item) {
            (Some(node), _) => node_actions(node),
            (None, "") => whole_actions(world.nodes()),
            (None, _) => Vec::new(),
        }
    }

    fn reconfigure(
        world: &mut HashingWorld,
        params: &HashingParams,
        now: SimTime,
        trace: &mut Trace<PlacementEvent>,
    ) {
        world.at(now).reconfigure(params, trace);
    }

    fn advise(params: &HashingParams) -> Vec<String> {
        advice::advise(params)
    }

    fn resolve(world: &HashingWorld, name: &str) -> Option<String> {
        inspect::resolve(world, name)
    }

    fn inspect(world: &HashingWorld, target: &str) -> Value {
        inspect::inspect(world, target)
    }
}

/// The large buttons: one more, one less, and where a key lives.
fn whole_actions(nodes: &[Node]) -> Vec<Action> {
    let name = |node: &Node| NodeId(node.id as u16);
    let mut actions = vec![Action::new("Add a node", "+", Input::command("add", ""))];
    actions.extend(
        nodes.iter().find(|node| node.up).map(|node| {
            Action::fault(&format!("Crash {}", name(node)), "\u{2715}", Fault::Crash(name(node)))
        }),
    );
    actions.extend(nodes.iter().find(|node| !node.up).map(|node| {
        Action::fault(&format!("Restart {}", name(node)), "\u{21bb}", Fault::Restart(name(node)))
    }));
    actions.push(Action::new("Look up \u{201c}apple\u{201d}", "?", Input::command("lookup", "apple")));
    actions
}

fn node_actions(node: &Node) -> Vec<Action> {
    let id = NodeId(node.id as u16);
    let weight = |weight: u32| Input::command("weight", &format!("{id} {weight}"));
    let mut actions = vec![match node.up {
        true => Action::fault("Crash", "\u{2715}", Fault::Crash(id)),
        false => Action::fault("Restart", "\u{21bb}", Fault::Restart(id)),
    }];
    actions.push(Action::new("Remove", "\u{2212}", Input::command("remove", &id.to_string())));
    if node.weight <= 50 {
        actions.push(Action::new("Weight \u{d7}2", "\u{2191}", weight(node.weight * 2)));
    }
    if node.weight >= 2 {
        actions.push(Action::new("Weight \u{f7}2", "\u{2193}", weight(node.weight / 2)));
    }
    actions
}
