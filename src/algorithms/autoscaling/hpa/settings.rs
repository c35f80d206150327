//! What an HPA is told: the fields of autoscaling/v2, and the flags of kube-controller-manager.

use super::super::bounds::Bounds;
use super::super::observation::Signal;
use super::limits::Behaviour;
use super::replicas::{Readiness, Tolerance};

/// What a metric is held against; above zero, in the signal's own unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// Percent of what machines were promised (Resource, type Utilization).
    Utilisation(u32),
    /// The mean of machines (Resource or Pods, type AverageValue).
    Average(f64),
    /// The value for the whole service (Object or External, type Value).
    Whole(f64),
    /// The value for the whole service, shared among its machines (Object or External, type AverageValue).
    Share(f64),
}

/// A metric and its target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metric {
    /// What is looked at.
    pub signal: Signal,
    /// What it should be.
    pub target: Target,
}

/// What an HPA is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The fewest and the most machines. Zero machines with `min` above zero means that scaling is off.
    pub bounds: Bounds,
    /// The metrics; the one that asks for most counts.
    pub metrics: Vec<Metric>,
    /// How far from its target a metric may be.
    pub tolerance: Tolerance,
    /// How fast up.
    pub up: Behaviour,
    /// How fast down.
    pub down: Behaviour,
    /// When a machine's CPU is believed.
    pub readiness: Readiness,
}

impl Default for Settings {
    /// The HPA's own, with CPU at 80 %.
    fn default() -> Settings {
        Settings {
            bounds: Bounds::default(),
            metrics: vec![Metric { signal: Signal::Cpu, target: Target::Utilisation(80) }],
            tolerance: Tolerance::default(),
            up: Behaviour::up(),
            down: Behaviour::down(),
            readiness: Readiness::default(),
        }
    }
}
