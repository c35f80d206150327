//! The state of a machine, or of the whole, in the field's terms.

use super::machine::{Machine, State};
use super::metrics;
use super::scene::{state, zone};
use super::score;
use super::world::FleetWorld;
use crate::process::NodeId;
use serde_json::{Map, Value, json};

/// The state of what has this id.
pub fn inspect(world: &FleetWorld, target: &str) -> Value {
    let machine = NodeId::parse(target).and_then(|id| world.machines.iter().find(|one| one.id == id));
    match (target, machine) {
        ("", _) => whole(world),
        (_, Some(machine)) => machine_state(world, machine),
        _ => Value::Null,
    }
}

/// The id that a word stands for.
pub fn resolve(world: &FleetWorld, word: &str) -> Option<String> {
    let there = || world.machines.iter();
    let found = match word {
        "oldest" => there().min_by_key(|machine| (machine.started, machine.id)),
        "newest" => there().max_by_key(|machine| (machine.started, machine.id)),
        "booting" => there().find(|machine| machine.state == State::Booting),
        _ => None,
    };
    found.map(|machine| machine.id.to_string())
}

fn rounded(number: f64) -> Value {
    json!((number * 100.0).round() / 100.0)
}

fn whole(world: &FleetWorld) -> Value {
    let passed = world.service.latest;
    let working = |decision: &crate::algorithms::autoscaling::Decision| -> Vec<String> {
        decision.working.iter().map(|line| format!("{}: {}", line.rule, line.shown)).collect()
    };
    let scores: Map<String, Value> =
        score::lines(world).into_iter().map(|(name, value)| (name, value.into())).collect();
    json!({
        "controller": world.params.kind.name(),
        "source": world.params.kind.source(),
        "wanted": world.wanted,
        "machines": world.machines.len(),
        "ready": world.count(State::Ready),
        "booting": world.count(State::Booting),
        "demand (req/s)": rounded(passed.rate),
        "capacity (req/s)": rounded(passed.capacity),
        "utilisation (%)": rounded(passed.load() * 100.0),
        "mean (ms)": rounded(passed.mean_s * 1e3),
        "p99 (ms)": rounded(passed.p99_s * 1e3),
        "waiting": rounded(world.service.backlog),
        "the controller sees": seen(world),
        "its latest reason": world.decision.as_deref().map(|decision| decision.reason.clone()),
        "its latest working": world.decision.as_deref().map(working),
        "score": scores,
    })
}

fn seen(world: &FleetWorld) -> Value {
    let [_, _, requests, latency, backlog] = world.whole.known(world.now, &world.pipeline());
    json!({ "requests (1/s)": requests, "response time (ms)": latency, "backlog": backlog })
}

fn machine_state(world: &FleetWorld, machine: &Machine) -> Value {
    let seen = metrics::seen(machine, world.now, &world.pipeline());
    json!({
        "state": state(machine.state),
        "zone": zone(machine.zone).to_string(),
        "size": machine.size,
        "age (s)": machine.age(world.now).0 / 1_000_000,
        "memory (MiB)": rounded(world.memory(machine)),
        "the controller sees": {
            "CPU (thousandths of a core)": seen.values[0], "memory (MiB)": seen.values[1],
            "requests (1/s)": seen.values[2],
        },
        "measured at (s)": seen.measured.seconds(),
    })
}
