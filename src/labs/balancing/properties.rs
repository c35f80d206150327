//! What must hold, and what is plotted.

use super::judge::Judge;
use super::world::BalancingWorld;
use crate::algorithms::balancing::Kind;
use crate::lab::{Judgement, Measure, Plotted, Promise, Property};
use crate::process::SimTime;
use crate::theory::fairness;
use crate::traffic::{Ending, Server, Tally};

fn never(flaw: &Option<String>) -> Judgement {
    Judgement::of(flaw.is_none())
}

fn explained(flaw: &Option<String>) -> String {
    flaw.clone().unwrap_or_default()
}

const ONE_END: &str = "Every request ends once";
const SMOOTH: &str = "nginx, ngx_http_upstream_round_robin.c: smooth weighted round robin";

/// What must hold.
pub const PROPERTIES: &[Property<BalancingWorld>] = &[
    Property {
        name: ONE_END,
        claim: "Every request that came has ended exactly once (served, refused, timed out or lost) or is in flight.",
        source: "conservation of requests; Denning & Buzen 1978, operational analysis",
        promise: Promise::Always,
        judge: |world| Judgement::of(Judge::adds_up(&world.floor)),
        explain: |world| Judge::account(&world.floor, world.floor.now()),
    },
    Property {
        name: "Nobody is sent to a server that is out",
        claim: "No policy chooses a server that the balancers were told is out.",
        source: "every policy's own: only eligible servers are chosen",
        promise: Promise::Always,
        judge: |world| never(&world.judge.chose_out),
        explain: |world| explained(&world.judge.chose_out),
    },
    Property {
        name: "Little's law",
        claim: "The number in the system, summed over time, is the time in the system, summed over requests.",
        source: "Little 1961; Stidham 1974: here over any time, with those still in the system counted",
        promise: Promise::Always,
        judge: |world| never(&world.judge.little),
        explain: |world| explained(&world.judge.little),
    },
    Property {
        name: "Smooth: never a whole turn ahead",
        claim: "After k choices no server has had its share of k and one more (smooth weighted round robin).",
        source: SMOOTH,
        promise: Promise::Always,
        judge: |world| smooth(world, &world.judge.ahead),
        explain: |world| explained(&world.judge.ahead),
    },
    Property {
        name: "Smooth: exact after each cycle",
        claim: "At the end of each undisturbed cycle every server has had exactly its weight (smooth weighted round \
                robin).",
        source: SMOOTH,
        promise: Promise::Always,
        judge: |world| smooth(world, &world.judge.inexact),
        explain: |world| explained(&world.judge.inexact),
    },
    Property::sometimes(
        "A request is served",
        "An answer has come back.",
        "a run without one shows nothing",
        |world| Judgement::of(world.floor.tally().ended[Ending::Served as usize] > 0),
    ),
    Property::sometimes(
        "A request waits",
        "A request has had to wait in a queue.",
        "without waiting no policy is better than another",
        |world| Judgement::of(world.floor.tally().waited > 0),
    ),
];

fn smooth(world: &BalancingWorld, flaw: &Option<String>) -> Judgement {
    match world.params.policy {
        Kind::SmoothWeighted => never(flaw),
        _ => Judgement::Excused,
    }
}

const fn measure(
    key: &'static str,
    label: &'static str,
    unit: &'static str,
    plotted: Plotted,
    sample: fn(&BalancingWorld, SimTime) -> f64,
) -> Measure<BalancingWorld> {
    Measure { key, label, unit, plotted, sample }
}

const REQUESTS: &str = "req/s";
const ERRORS: &str = "errors/s";

/// What is plotted over time. Percentiles are those of the last ten seconds, the mean and what is named so are those of
/// the run.
pub const MEASURES: &[Measure<BalancingWorld>] = &[
    measure("p50", "p50", "ms", Plotted::Line, |world, _| late(world, 0.5)),
    measure("p95", "p95", "ms", Plotted::Line, |world, _| late(world, 0.95)),
    measure("p99", "p99", "ms", Plotted::Line, |world, _| late(world, 0.99)),
    measure("mean_all", "Mean", "ms", Plotted::Line, |world, _| {
        world.floor.tally().mean_seconds().unwrap_or(0.0) * 1e3
    }),
    measure("longest", "Longest queue", "waiting", Plotted::Steps, longest),
    measure("arrivals", "Arrivals", REQUESTS, Plotted::Rate, |world, _| world.floor.tally().born as f64),
    measure("goodput", "Served", REQUESTS, Plotted::Rate, |world, _| ended(world, Ending::Served)),
    measure("throughput", "Finished", REQUESTS, Plotted::Rate, |world, _| {
        world.floor.tally().finished as f64
    }),
    measure("busy", "Utilisation", "%", Plotted::Rate, utilisation),
    measure("in_flight", "In flight", "requests", Plotted::Steps, |world, _| {
        world.floor.tally().in_flight() as f64
    }),
    measure("refused", "Refused", ERRORS, Plotted::Rate, |world, _| ended(world, Ending::Refused)),
    measure("timed_out", "Timed out", ERRORS, Plotted::Rate, |world, _| ended(world, Ending::TimedOut)),
    measure("lost", "Lost", ERRORS, Plotted::Rate, |world, _| ended(world, Ending::Lost)),
    measure("p999", "p99.9", "ms", Plotted::Line, |world, _| late(world, 0.999)),
    measure("p95_all", "p95 of the run", "ms", Plotted::Line, |world, _| all(world, 0.95)),
    measure("p99_all", "p99 of the run", "ms", Plotted::Line, |world, _| all(world, 0.99)),
    measure("number", "Mean number in the system", "requests", Plotted::Line, |world, now| {
        world.floor.tally().mean_in_flight(now)
    }),
    measure("failed", "Not served", "%", Plotted::Line, |world, _| world.floor.tally().failed_part() * 100.0),
    measure("fairness", "Jain's fairness", "", Plotted::Line, |world, _| fairness::jain(&shares(world))),
    measure("broken", "Sessions missed", "%", Plotted::Line, |world, _| {
        let Tally { broken, returning, .. } = world.floor.tally();
        100.0 * *broken as f64 / (*returning).max(1) as f64
    }),
    measure("looked", "Servers looked at for a choice", "", Plotted::Line, |world, _| {
        let Tally { looked, choices, .. } = world.floor.tally();
        *looked as f64 / (*choices).max(1) as f64
    }),
    measure("retries", "Retries and hedges", "tries/s", Plotted::Rate, |world, _| {
        (world.floor.tally().retries + world.floor.tally().hedges) as f64
    }),
    measure("wasted", "Finished for nobody", "tries/s", Plotted::Rate, |world, _| {
        world.floor.tally().wasted as f64
    }),
    measure("in", "Servers told in", "servers", Plotted::Steps, |world, _| {
        world.floor.servers().iter().filter(|server| server.told_in).count() as f64
    }),
];

fn ended(world: &BalancingWorld, ending: Ending) -> f64 {
    world.floor.tally().ended[ending as usize] as f64
}

fn late(world: &BalancingWorld, part: f64) -> f64 {
    world.floor.tally().percentile_of_late(part).unwrap_or(0.0) * 1e3
}

fn all(world: &BalancingWorld, part: f64) -> f64 {
    world.floor.tally().percentile(part).unwrap_or(0.0) * 1e3
}

fn longest(world: &BalancingWorld, _: SimTime) -> f64 {
    world.floor.servers().iter().map(|server| server.queue.len()).max().unwrap_or(0) as f64
}

/// A total whose growth in a second is the percentage of the workers' time that is used.
fn utilisation(world: &BalancingWorld, now: SimTime) -> f64 {
    world.floor.used_seconds(now) * 100.0
}

/// For each server that exists, what it was sent over what it can do.
pub(super) fn shares(world: &BalancingWorld) -> Vec<f64> {
    let there = world.floor.servers().iter().filter(|server| server.exists());
    there.map(|server: &Server| server.taken as f64 / server.capacity()).collect()
}
