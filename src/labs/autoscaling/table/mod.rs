//! The table of what can be set: labels, bounds, units, help, and when a change takes effect.

mod controller;
mod hpa;
mod machines;
mod rollout;
mod schedule;
mod thresholds;
mod traffic;

use super::params::AutoscalingParams;
use crate::lab::{Params, Row, joined, rows_in};

const HPA: &str = "Kubernetes, HorizontalPodAutoscaler autoscaling/v2.";

const PARTS: &[&[Row<AutoscalingParams>]] = &[
    controller::ROWS,
    hpa::ROWS,
    thresholds::ROWS,
    schedule::ROWS,
    traffic::TRAFFIC,
    traffic::REQUEST,
    machines::MACHINES,
    machines::METRICS,
    rollout::ROLLOUT,
    rollout::NODE,
];

impl Params for AutoscalingParams {
    const TABLE: &'static [Row<Self>] = &joined::<Self, { rows_in(PARTS) }>(PARTS);
}
