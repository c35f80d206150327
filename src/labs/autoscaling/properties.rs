//! What must hold, and what is plotted.

use super::machine::State;
use super::score;
use super::world::FleetWorld;
use crate::lab::{Judgement, Measure, Plotted, Promise, Property};
use crate::process::SimTime;

fn never(flaw: &Option<String>) -> Judgement {
    Judgement::of(flaw.is_none())
}

fn explained(flaw: &Option<String>) -> String {
    flaw.clone().unwrap_or_default()
}

const HPA: &str = "Kubernetes, autoscaling/v2: HorizontalPodAutoscaler, behavior";

/// What must hold.
pub const PROPERTIES: &[Property<FleetWorld>] = &[
    Property {
        name: "Within bounds",
        claim: "Never fewer machines are wanted than the least that is set, and never more than the most.",
        source: HPA,
        promise: Promise::Always,
        judge: |world| never(&world.judge.outside),
        explain: |world| explained(&world.judge.outside),
    },
    Property {
        name: "Within the behaviour's limits",
        claim: "In each period the number of machines changes by no more than the behaviour allows (Kubernetes HPA).",
        source: HPA,
        promise: Promise::Always,
        judge: |world| never(&world.judge.too_fast),
        explain: |world| explained(&world.judge.too_fast),
    },
    Property {
        name: "Stabilised",
        claim: "Machines are taken away only down to the highest recommendation of the window, and added only up to the \
                lowest of the other (Kubernetes HPA).",
        source: HPA,
        promise: Promise::Always,
        judge: |world| never(&world.judge.too_early),
        explain: |world| explained(&world.judge.too_early),
    },
    Property {
        name: "Tolerant",
        claim: "While the metric is near enough to its target, no other number is recommended (Kubernetes HPA).",
        source: "Kubernetes, autoscaling/v2: HorizontalPodAutoscaler, tolerance",
        promise: Promise::Always,
        judge: |world| never(&world.judge.too_touchy),
        explain: |world| explained(&world.judge.too_touchy),
    },
    Property {
        name: "The bill is machine-seconds",
        claim: "What is paid for is each machine's time from its start to its end, at least the minimum.",
        source: "per-second billing with a minimum, as cloud providers have it",
        promise: Promise::Always,
        judge: |world| Judgement::of(world.judge.machine_us() == world.bill.machine_us),
        explain: |world| {
            let (counted, paid) = (world.judge.machine_us(), world.bill.machine_us);
            format!("machines were there for {counted} us, {paid} us are paid")
        },
    },
    Property {
        name: "Requests are conserved",
        claim: "Every request that came was served, was given up, or waits.",
        source: "conservation of requests; Denning & Buzen 1978, operational analysis",
        promise: Promise::Always,
        judge: |world| {
            let service = &world.service;
            let sum = service.served + service.lost + service.backlog;
            Judgement::of((sum - service.came).abs() <= 1e-6 * service.came.max(1.0))
        },
        explain: |world| format!("{:?}", world.service),
    },
    Property::sometimes(
        "A machine is ready",
        "A machine takes requests.",
        "a run without one shows nothing",
        |world| Judgement::of(world.count(State::Ready) > 0),
    ),
];

const fn measure(
    key: &'static str,
    label: &'static str,
    unit: &'static str,
    plotted: Plotted,
    sample: fn(&FleetWorld, SimTime) -> f64,
) -> Measure<FleetWorld> {
    Measure { key, label, unit, plotted, sample }
}

/// What is plotted over time.
pub const MEASURES: &[Measure<FleetWorld>] = &[
    measure("demand", "Demand", "req/s", Plotted::Line, |world, _| world.service.latest.rate),
    measure("capacity", "Capacity", "req/s", Plotted::Line, |world, _| world.service.latest.capacity),
    measure("wanted", "Wanted", "machines", Plotted::Line, |world, _| world.wanted.into()),
    measure("ready", "Ready", "machines", Plotted::Line, |world, _| world.count(State::Ready).into()),
    measure("least", "Least", "machines", Plotted::Line, |world, _| {
        world.bound.machines_at(world.bill.steps)
    }),
    measure("p99", "p99", "ms", Plotted::Line, |world, _| world.service.latest.p99_s * 1e3),
    measure("mean", "Mean", "ms", Plotted::Line, |world, _| world.service.latest.mean_s * 1e3),
    measure("metric", "Seen", "%", Plotted::Line, |world, _| world.seen_percent()),
    measure("busy", "Utilisation", "%", Plotted::Line, |world, _| world.service.latest.load() * 100.0),
    measure("cost", "Cost", "money", Plotted::Line, |world, _| score::cost(world)),
    measure("least_cost", "Least", "money", Plotted::Line, |world, _| score::least_cost(world)),
    measure("missed", "Over the objective", "min", Plotted::Line, |world, _| world.bill.missed_minutes()),
    measure("lost", "Lost", "requests", Plotted::Line, |world, _| world.service.lost),
    measure("lost_part", "Lost of all", "%", Plotted::Line, |world, _| {
        100.0 * world.service.lost / world.service.came.max(1.0)
    }),
    measure("backlog", "Waiting", "requests", Plotted::Line, |world, _| world.service.backlog),
    measure("over", "Too many", "machine-hours", Plotted::Line, |world, _| world.bill.over_s / 3_600.0),
    measure("under", "Too few", "machine-hours", Plotted::Line, |world, _| world.bill.under_s / 3_600.0),
    measure("scalings", "Scalings", "", Plotted::Steps, |world, _| world.bill.scalings as f64),
    measure("error", "Forecast error (MAPE)", "%", Plotted::Line, |world, _| world.forecast_error()),
];
