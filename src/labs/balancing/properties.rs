//! What must hold, and what is plotted.

use super::world::BalancingWorld;
use crate::lab::{Judgement, Measure, Plotted, Property};
use crate::process::SimTime;
use crate::theory::fairness;
use crate::traffic::{Ending, Metrics, Server};

const SMOOTH: &str = "nginx, ngx_http_upstream_round_robin.c: smooth weighted round robin";

/// What must hold.
pub const PROPERTIES: &[Property<BalancingWorld>] = &[
    Property::checked(
        "Every request is accounted for once",
        "Every request that arrived has ended exactly once (served, failed, timed out or lost) or is in flight.",
        "conservation of requests; Denning & Buzen 1978, operational analysis",
        |world| world.judge.conserved.finding(),
    ),
    Property::checked(
        "No request goes to a server out of rotation",
        "No policy picks a server that is out of rotation.",
        "common to all policies: only eligible servers are picked",
        |world| world.judge.chose_in.finding(),
    ),
    Property::checked(
        "Little's law",
        "The number of requests in the system, summed over time, equals their time in the system, summed over requests.",
        "Little 1961; Stidham 1974: here over any time, with those still in the system counted",
        |world| world.judge.little.finding(),
    ),
    Property::checked(
        "Smooth: never more than one turn ahead",
        "After k decisions no server has had its share of k plus one more (smooth weighted round robin).",
        SMOOTH,
        |world| world.judge.not_ahead.finding(),
    ),
    Property::checked(
        "Smooth: exact after each cycle",
        "At the end of each undisturbed cycle every server has had exactly as many requests as its weight (smooth weighted round robin).",
        SMOOTH,
        |world| world.judge.exact.finding(),
    ),
    Property::sometimes(
        "A request is served",
        "A client got an answer.",
        "a run without one shows nothing",
        |world| Judgement::of(world.traffic.metrics().completed[Ending::Served as usize] > 0),
    ),
    Property::sometimes(
        "A request waits",
        "A request had to wait in a queue.",
        "without waiting no policy is better than another",
        |world| Judgement::of(world.traffic.metrics().waited > 0),
    ),
];

const REQUESTS: &str = "req/s";
const ERRORS: &str = "errors/s";

/// What is plotted over time. Percentiles are those of the last ten seconds, the mean and what is named so are those of
/// the run.
pub const MEASURES: &[Measure<BalancingWorld>] = &[
    Measure::new("p50", "p50", "ms", Plotted::Line, |world, _| windowed(world, 0.5)),
    Measure::new("p95", "p95", "ms", Plotted::Line, |world, _| windowed(world, 0.95)),
    Measure::new("p99", "p99", "ms", Plotted::Line, |world, _| windowed(world, 0.99)),
    Measure::new("mean_all", "Mean", "ms", Plotted::Line, |world, _| {
        world.traffic.metrics().mean_seconds().unwrap_or(0.0) * 1e3
    }),
    Measure::new("longest", "Longest queue", "waiting", Plotted::Steps, longest),
    Measure::new("arrivals", "Arrivals", REQUESTS, Plotted::Rate, |world, _| {
        world.traffic.metrics().arrived as f64
    }),
    Measure::new("goodput", "Served", REQUESTS, Plotted::Rate, |world, _| ended(world, Ending::Served)),
    Measure::new("throughput", "Finished", REQUESTS, Plotted::Rate, |world, _| {
        world.traffic.metrics().finished as f64
    }),
    Measure::new("busy", "Utilisation", "%", Plotted::Rate, utilisation),
    Measure::new("in_flight", "In flight", "requests", Plotted::Steps, |world, _| {
        world.traffic.metrics().in_flight() as f64
    }),
    Measure::new("refused", "Failed", ERRORS, Plotted::Rate, |world, _| ended(world, Ending::Refused)),
    Measure::new("timed_out", "Timed out", ERRORS, Plotted::Rate, |world, _| ended(world, Ending::TimedOut)),
    Measure::new("lost", "Lost", ERRORS, Plotted::Rate, |world, _| ended(world, Ending::Lost)),
    Measure::new("p999", "p99.9", "ms", Plotted::Line, |world, _| windowed(world, 0.999)),
    Measure::new("p95_all", "p95 of the run", "ms", Plotted::Line, |world, _| all(world, 0.95)),
    Measure::new("p99_all", "p99 of the run", "ms", Plotted::Line, |world, _| all(world, 0.99)),
    Measure::new("number", "Mean requests in the system", "requests", Plotted::Line, |world, now| {
        world.traffic.metrics().mean_in_flight(now)
    }),
    Measure::new("failed", "Failed share", "%", Plotted::Line, |world, _| {
        world.traffic.metrics().failed_part() * 100.0
    }),
    Measure::new("fairness", "Jain's fairness", "", Plotted::Line, |world, _| fairness::jain(&shares(world))),
    Measure::new("broken", "Session affinity lost", "%", Plotted::Line, |world, _| {
        let Metrics { sessions_lost, returning, .. } = world.traffic.metrics();
        100.0 * *sessions_lost as f64 / (*returning).max(1) as f64
    }),
    Measure::new("looked", "Servers compared per decision", "", Plotted::Line, |world, _| {
        let Metrics { compared, choices, .. } = world.traffic.metrics();
        *compared as f64 / (*choices).max(1) as f64
    }),
    Measure::new("retries", "Retries and hedges", "attempts/s", Plotted::Rate, |world, _| {
        (world.traffic.metrics().retries + world.traffic.metrics().hedges) as f64
    }),
    Measure::new("wasted", "Wasted work", "attempts/s", Plotted::Rate, |world, _| {
        world.traffic.metrics().wasted as f64
    }),
    Measure::new("in", "Servers in rotation", "servers", Plotted::Steps, |world, _| {
        world.traffic.service().servers().iter().filter(|server| server.in_rotation).count() as f64
    }),
];

fn ended(world: &BalancingWorld, ending: Ending) -> f64 {
    world.traffic.metrics().completed[ending as usize] as f64
}

fn windowed(world: &BalancingWorld, part: f64) -> f64 {
    world.traffic.metrics().windowed_percentile(part).unwrap_or(0.0) * 1e3
}

fn all(world: &BalancingWorld, part: f64) -> f64 {
    world.traffic.metrics().percentile(part).unwrap_or(0.0) * 1e3
}

fn longest(world: &BalancingWorld, _: SimTime) -> f64 {
    world.traffic.service().servers().iter().map(|server| server.queue.len()).max().unwrap_or(0) as f64
}

/// A total whose growth in a second is the percentage of the workers' time that is used.
fn utilisation(world: &BalancingWorld, now: SimTime) -> f64 {
    world.traffic.service().used_seconds(now) * 100.0
}

/// For each server that exists, what it was sent over what it can do.
pub(super) fn shares(world: &BalancingWorld) -> Vec<f64> {
    let there = world.traffic.service().servers().iter().filter(|server| server.exists());
    there.map(|server: &Server| server.taken as f64 / server.capacity()).collect()
}
