//! What must hold, and what is plotted.

use super::machine::State;
use super::score;
use super::world::FleetWorld;
use crate::lab::{Judgement, Measure, Plotted, Property};

const HPA: &str = "Kubernetes, autoscaling/v2: HorizontalPodAutoscaler, behavior";

/// What must hold.
pub const PROPERTIES: &[Property<FleetWorld>] = &[
    Property::checked(
        "Within bounds",
        "The desired count stays between the minimum and the maximum.",
        HPA,
        |world| world.judge.inside.finding(),
    ),
    Property::checked(
        "Within the behaviour's limits",
        "In each period the number of machines changes by no more than the behaviour allows (Kubernetes HPA).",
        HPA,
        |world| world.judge.slow_enough.finding(),
    ),
    Property::checked(
        "Stabilised",
        "Machines are removed only down to the highest recommendation of the scale-down window, and added only up \
         to the lowest of the scale-up window (Kubernetes HPA).",
        HPA,
        |world| world.judge.stabilised.finding(),
    ),
    Property::checked(
        "Tolerant",
        "While the metric is within the tolerance of its target, no change is recommended (Kubernetes HPA).",
        "Kubernetes, autoscaling/v2: HorizontalPodAutoscaler, tolerance",
        |world| world.judge.tolerant.finding(),
    ),
    Property::checked(
        "The bill matches machine time",
        "Each machine is paid for from its start to its end, and for at least the minimum.",
        "per-second billing with a minimum, as cloud providers have it",
        |world| world.judge.billed.finding(),
    ),
    Property::checked(
        "Requests are conserved",
        "Every request that arrived was served, was given up, or is waiting.",
        "conservation of requests; Denning & Buzen 1978, operational analysis",
        |world| world.judge.conserved.finding(),
    ),
    Property::checked(
        "A rollout stays within its limits",
        "A rollout adds no replica beyond the desired count plus the surge, and takes none away that is available unless \
         the desired count less the unavailable ones stay available.",
        "Kubernetes, Deployment apps/v1: maxSurge, maxUnavailable",
        |world| world.judge.rolling.finding(),
    ),
    Property::checked(
        "A replica waits only for room",
        "No node holds more replicas than fit, and a replica is pending only while no node has room.",
        "Kubernetes, kube-scheduler: NodeResourcesFit",
        |world| world.judge.placed.finding(),
    ),
    Property::sometimes(
        "The fleet is scaled",
        "The desired number of machines changed.",
        "without a change, the controller cannot be seen",
        |world| Judgement::of(world.bill.scalings > 0),
    ),
];

/// What is plotted over time.
pub const MEASURES: &[Measure<FleetWorld>] = &[
    Measure::new("demand", "Demand", "req/s", Plotted::Line, |world, _| world.service.latest.rate),
    Measure::new("capacity", "Capacity", "req/s", Plotted::Line, |world, _| world.service.latest.capacity),
    Measure::new("wanted", "Desired", "machines", Plotted::Line, |world, _| world.control.desired.into()),
    Measure::new("ready", "Ready", "machines", Plotted::Line, |world, _| {
        world.fleet.count(State::Ready).into()
    }),
    Measure::new("least", "Best possible", "machines", Plotted::Line, |world, _| {
        world.bound.machines_at(world.bill.steps)
    }),
    Measure::new("p99", "p99", "ms", Plotted::Line, |world, _| world.service.latest.p99_s * 1e3),
    Measure::new("mean", "Mean", "ms", Plotted::Line, |world, _| world.service.latest.mean_s * 1e3),
    Measure::new("metric", "Metric seen", "%", Plotted::Line, |world, _| {
        world.control.seen_percent(&world.fleet.machines, &world.situation())
    }),
    Measure::new("busy", "Utilisation", "%", Plotted::Line, |world, _| world.service.latest.load() * 100.0),
    Measure::new("cost", "Cost", "money", Plotted::Line, |world, _| score::cost(world)),
    Measure::new("least_cost", "Best possible cost", "money", Plotted::Line, |world, _| {
        score::least_cost(world)
    }),
    Measure::new("missed", "Time over objective", "min", Plotted::Line, |world, _| {
        world.bill.missed_minutes()
    }),
    Measure::new("lost", "Lost", "requests", Plotted::Line, |world, _| world.service.lost),
    Measure::new("lost_part", "Lost share", "%", Plotted::Line, |world, _| {
        100.0 * world.service.lost / world.service.came.max(1.0)
    }),
    Measure::new("backlog", "Waiting", "requests", Plotted::Line, |world, _| world.service.backlog),
    Measure::new("over", "Over-provisioned", "machine-hours", Plotted::Line, |world, _| {
        world.bill.over_s / 3_600.0
    }),
    Measure::new("under", "Under-provisioned", "machine-hours", Plotted::Line, |world, _| {
        world.bill.under_s / 3_600.0
    }),
    Measure::new("scalings", "Scaling changes", "", Plotted::Steps, |world, _| world.bill.scalings as f64),
    Measure::new("updated", "New version ready", "machines", Plotted::Line, |world, _| {
        world.updated().into()
    }),
    Measure::new("pending", "Waiting for a node", "machines", Plotted::Line, |world, _| {
        world.fleet.count(State::Pending).into()
    }),
    Measure::new("nodes", "Nodes", "nodes", Plotted::Steps, |world, _| world.nodes().into()),
    Measure::new("error", "Forecast error (MAPE)", "%", Plotted::Line, |world, _| {
        world.control.forecast_error()
    }),
];
