//! Raft: a cluster agrees on a log while its plugs are pulled.

pub mod benchmarks;
mod commands;
mod guidance;
mod inspect;
mod judge;
mod ledger;
#[cfg(test)]
pub(super) mod mutants;
mod params;
mod properties;
mod scene;
pub mod workload;
mod world;

pub use params::RaftParams;
pub use world::RaftWorld;

use crate::algorithms::raft::{Member, RaftEvent, Role};
use crate::kit::cluster_actions;
use crate::lab::search::Guidance;
use crate::lab::{Action, Benchmark, Command, Lab, Measure, Meta, Property};
use crate::process::{NodeId, Seed, SimDuration, SimTime};
use crate::scene::{Scene, View};
use crate::sim::{Fault, Input, Trace};
use serde_json::Value;

/// The lab.
pub struct Raft;

impl RaftWorld {
    /// What a person does first: crash the leader, and bring back who is down.
    fn election_actions(&self) -> Vec<Action> {
        let crash =
            self.leader().map(|leader| Action::fault("Crash the leader", "\u{2715}", Fault::Crash(leader)));
        let mut down = self.server_ids().filter(|id| !self.cluster.node(*id).up);
        let restart =
            down.next().map(|id| Action::fault(&format!("Restart {id}"), "\u{21bb}", Fault::Restart(id)));
        crash.into_iter().chain(restart).collect()
    }
}

impl Lab for Raft {
    const META: Meta = Meta {
        slug: "raft",
        title: "Raft",
        question: "Can five servers agree while you keep crashing them?",
        chapter: "Consensus",
        sources: &[
            "Ongaro, Ousterhout: In Search of an Understandable Consensus Algorithm (Extended Version), 2014: \
             5.1 to 5.6, 8",
            "Ongaro: Consensus: Bridging Theory and Practice, 2014: 6.2, 6.3, 6.4, 9.6",
        ],
        leaves_out: &[
            "Snapshots and log compaction (7), membership changes (6), leadership transfer.",
            "A leader has one message with entries in flight to each follower, not a pipeline.",
            "After a rejection a leader can skip a term at a time; the hint is etcd's variant of the one in 5.3.",
            "Sessions are fixed at the start: clients neither register nor expire.",
            "A client that gets no answer tries the next server, not a random one.",
        ],
        speed: 0.05,
        length: SimDuration::from_ms(12_000),
        poster: SimTime::from_ms(1_000),
        sample: SimDuration::from_ms(20),
    };
    type Params = RaftParams;
    type World = RaftWorld;
    const PROPERTIES: &'static [Property<RaftWorld>] = properties::PROPERTIES;
    const LESSON: &'static str = include_str!("lesson.md");
    const COVER: Option<(&'static str, SimTime)> = Some(("stale-leader", SimTime::from_ms(1_500)));
    const MEASURES: &'static [Measure<RaftWorld>] = properties::MEASURES;
    const COMMANDS: &'static [Command<RaftWorld>] = commands::ROWS;
    const BENCHMARKS: &'static [Benchmark] = benchmarks::ROWS;
    const GUIDANCE: Guidance<RaftWorld> = guidance::GUIDANCE;

    fn build(params: &RaftParams, seed: Seed) -> RaftWorld {
        RaftWorld::new(params, seed)
    }

    fn scene(world: &RaftWorld, view: View) -> Scene {
        scene::draw(world, view)
    }

    fn is_sound(world: &RaftWorld) -> bool {
        world.judge.is_sound()
    }

    fn actions(world: &RaftWorld, item: &str) -> Vec<Action> {
        let mut actions = cluster_actions(&world.cluster, item);
        if item.is_empty() {
            actions.splice(0..0, world.election_actions());
        }
        let follows = |id: &NodeId| {
            let node = world.cluster.nodes().get(id.index()).filter(|node| node.up);
            let server = node.and_then(|node| node.process.server());
            server.is_some_and(|server| server.role() != Role::Leader)
        };
        if let Some(id) = NodeId::parse(item).filter(follows) {
            actions
                .insert(1, Action::new("Time out", "\u{25d4}", Input::command("timeout", &id.to_string())));
        }
        actions
    }

    fn reconfigure(world: &mut RaftWorld, params: &RaftParams, _: SimTime, _: &mut Trace<RaftEvent>) {
        world.reconfigure(params);
    }

    fn advise(params: &RaftParams) -> Vec<String> {
        params.advice()
    }

    fn resolve(world: &RaftWorld, name: &str) -> Option<String> {
        let first = |role| world.up().find(|(_, server)| server.role() == role).map(|(id, _)| id);
        let id = match name {
            "leader" => world.leader(),
            "follower" => first(Role::Follower),
            "candidate" => first(Role::Candidate).or_else(|| first(Role::PreCandidate)),
            "client" => {
                world.client_ids().find(|id| matches!(world.cluster.node(*id).process, Member::Client(_)))
            }
            _ => None,
        };
        id.map(|id| id.to_string())
    }

    fn inspect(world: &RaftWorld, target: &str) -> Value {
        inspect::inspect(world, target)
    }
}
