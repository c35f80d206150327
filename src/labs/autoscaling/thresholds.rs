//! What can be set of step scaling: thresholds of one's own, or those in common use.

use super::params::{AutoscalingParams, Watched, seconds};
use crate::algorithms::autoscaling::steps::{self, Preset};
use crate::algorithms::autoscaling::{Bounds, Gauge, Signal};

/// Whose thresholds count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Practice {
    /// One's own.
    Own,
    /// Those in common use for CPU.
    Cpu,
    /// Those for memory.
    Memory,
    /// Those for the request rate.
    Requests,
    /// Those for the response time.
    Latency,
}

/// Thresholds in percent of what is full, with their times.
#[derive(Clone, Debug, PartialEq)]
pub struct Thresholds {
    pub(super) practice: Practice,
    pub(super) up_at: u32,
    pub(super) down_at: u32,
    pub(super) evaluate_min: u32,
    pub(super) cooldown_s: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Thresholds { practice: Practice::Own, up_at: 75, down_at: 35, evaluate_min: 5, cooldown_s: 300 }
    }
}

impl Thresholds {
    /// The thresholds that count, and the number that they are of.
    pub fn preset(&self, watched: Watched) -> Preset {
        let of_watched = match watched {
            Watched::Memory => Preset::MEMORY,
            Watched::Requests => Preset::REQUESTS,
            Watched::Latency => Preset::LATENCY,
            Watched::Cpu | Watched::CpuAndRequests => Preset::CPU,
        };
        match self.practice {
            Practice::Cpu => Preset::CPU,
            Practice::Memory => Preset::MEMORY,
            Practice::Requests => Preset::REQUESTS,
            Practice::Latency => Preset::LATENCY,
            Practice::Own => Preset {
                up: [self.up_at.into(); 2],
                down: [self.down_at.min(self.up_at - 1).into(); 2],
                window_min: [self.evaluate_min.into(); 2],
                ..of_watched
            },
        }
    }
}

impl AutoscalingParams {
    /// What step scaling is told.
    pub(super) fn steps(&self, bounds: Bounds) -> steps::Settings {
        let preset = self.thresholds.preset(self.watched);
        let full = match preset.gauge {
            Gauge::Each(Signal::Requests) => self.machine_rate(),
            Gauge::Whole(Signal::Latency) => self.objective_ms as f64,
            _ => 100.0,
        };
        let mut told = preset.settings(full, bounds);
        let cooldown = seconds(self.thresholds.cooldown_s);
        (told.up.cooldown, told.down.cooldown) = (cooldown, cooldown);
        told
    }
}
