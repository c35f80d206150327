//! The state of a machine, or of the whole, in the field's terms.

use super::machine::{Machine, State};
use super::metrics;
use super::scene::zone;
use super::score::GOALS;
use super::world::FleetWorld;
use crate::algorithms::autoscaling::Decision;
use crate::algorithms::autoscaling::rollout::ReplicaSet;
use crate::json;
use crate::lab::Score;
use crate::process::NodeId;
use serde_json::Value;

/// The state of what has this id.
pub fn inspect(world: &FleetWorld, target: &str) -> Value {
    let machine = NodeId::parse(target).and_then(|id| world.fleet.machine(id));
    match (target, machine) {
        ("", _) => whole(world),
        (_, Some(machine)) => machine_state(world, machine),
        _ => Value::Null,
    }
}

/// The id that a word stands for.
pub fn resolve(world: &FleetWorld, word: &str) -> Option<String> {
    let there = || world.fleet.machines.iter();
    let found = match word {
        "oldest" => there().min_by_key(|machine| (machine.started, machine.id)),
        "newest" => there().max_by_key(|machine| (machine.started, machine.id)),
        "booting" => there().find(|machine| machine.state == State::Booting),
        _ => None,
    };
    found.map(|machine| machine.id.to_string())
}

fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

fn whole(world: &FleetWorld) -> Value {
    let stats = world.service.latest;
    let working = |decision: &Decision| -> Vec<Value> {
        decision
            .working
            .iter()
            .map(|line| json!({ "rule": line.rule, "shown": line.shown.as_str() }))
            .collect()
    };
    json!({
        "controller": world.params.kind.key(),
        "source": world.params.kind.source(),
        "desired": world.control.desired,
        "machines": world.fleet.machines.len(),
        "ready": world.fleet.count(State::Ready),
        "booting": world.fleet.count(State::Booting),
        "pending": world.fleet.count(State::Pending),
        "nodes": world.room().map(|_| world.nodes()),
        "replicaSets": world.release.rollout.sets().iter().map(set).collect::<Vec<_>>(),
        "demandPerSecond": rounded(stats.rate),
        "capacityPerSecond": rounded(stats.capacity),
        "utilisationFraction": (stats.load() * 1e4).round() / 1e4,
        "meanMs": rounded(stats.mean_s * 1e3),
        "p99Ms": rounded(stats.p99_s * 1e3),
        "backlog": rounded(world.service.backlog),
        "observed": seen(world),
        "reason": world.control.decision.as_deref().map(|decision| decision.reason.clone()),
        "working": world.control.decision.as_deref().map(working),
        "score": GOALS.iter().map(|goal| score(goal.score(world))).collect::<Vec<_>>(),
    })
}

/// The machines of a version, as the rollout has them.
fn set(set: &ReplicaSet) -> Value {
    json!({ "version": set.version, "replicas": set.replicas })
}

/// How the run stands to a goal, beside what the clairvoyant schedule has.
fn score(score: Score) -> Value {
    let unit = Some(score.unit).filter(|unit| !unit.is_empty());
    let (so_far, bound) = (rounded(score.so_far), rounded(score.bound));
    json!({ "key": score.key, "label": score.label, "soFar": so_far, "bound": bound, "unit": unit })
}

fn seen(world: &FleetWorld) -> Value {
    let [_, _, requests, latency, backlog] =
        world.control.whole.known(world.now, &world.situation().pipeline());
    json!({
        "requestsPerSecond": requests.map(rounded), "responseMs": latency.map(rounded),
        "backlog": backlog.map(rounded),
    })
}

fn machine_state(world: &FleetWorld, machine: &Machine) -> Value {
    let seen = metrics::seen(machine, world.now, &world.situation().pipeline());
    let [cpu, memory, requests, ..] = seen.values.map(|value| value.map(rounded));
    json!({
        "id": machine.id.to_string(),
        "state": format!("{:?}", machine.state).to_ascii_lowercase(),
        "zone": zone(machine.zone).to_string(),
        "version": machine.version,
        "node": machine.node,
        "size": machine.size,
        "ageSeconds": machine.age(world.now).0 / 1_000_000,
        "memoryMib": rounded(world.situation().memory(machine)),
        "observed": json!({
            "cpuMillicores": cpu, "memoryMib": memory, "requestsPerSecond": requests,
            "atSeconds": seen.measured.seconds(),
        }),
    })
}
