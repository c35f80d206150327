//! Thresholds in common use, for step scaling.

use super::{Change, Judge, Settings, Side, Step};
use crate::algorithms::autoscaling::{Bounds, Gauge, Signal};
use crate::process::SimDuration;

/// Thresholds in common use: where to begin, from and to, and for how long to look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preset {
    /// The number that is looked at.
    pub gauge: Gauge,
    /// Add machines from here on: the lower and the upper end of what is common. For [`Preset::REQUESTS`] in percent of
    /// a machine's capacity, for [`Preset::LATENCY`] in percent of the objective.
    pub up: [f64; 2],
    /// Take machines away from here on down.
    pub down: [f64; 2],
    /// How long to look, in minutes.
    pub window_min: [u64; 2],
}

impl Preset {
    /// Use of processors, in percent.
    pub const CPU: Preset = Preset {
        gauge: Gauge::Utilisation(Signal::Cpu),
        up: [70.0, 80.0],
        down: [30.0, 40.0],
        window_min: [5, 15],
    };
    /// Use of memory, in percent.
    pub const MEMORY: Preset = Preset {
        gauge: Gauge::Utilisation(Signal::Memory),
        up: [80.0, 90.0],
        down: [50.0, 60.0],
        window_min: [5, 15],
    };
    /// Requests a second and machine, by its capacity. The percentages are ours: as for CPU, since a machine at its
    /// capacity is a processor in full use.
    pub const REQUESTS: Preset =
        Preset { gauge: Gauge::Each(Signal::Requests), window_min: [1, 5], ..Preset::CPU };
    /// The response time, by its objective. The percentages are ours: before the objective is missed, and where half of
    /// it is never used.
    pub const LATENCY: Preset = Preset {
        gauge: Gauge::Whole(Signal::Latency),
        up: [80.0, 100.0],
        down: [40.0, 50.0],
        window_min: [5, 15],
    };

    /// Step scaling by the middle of the range, `full` being what 100 % are (a machine's requests a second, the
    /// objective in milliseconds; 100 for percentages): one machine up or down, two from 15 % further on.
    pub fn settings(self, full: f64, bounds: Bounds) -> Settings {
        let scale = full / 100.0;
        let middle = |ends: [f64; 2]| scale * (ends[0] + ends[1]) / 2.0;
        let window = SimDuration::from_ms(60_000 * self.window_min[0]);
        let further = Step { from: 15.0 * scale, change: Change::By(2) };
        let side = |threshold: f64, further: Option<Step>| Side {
            threshold,
            steps: [Step { from: 0.0, change: Change::By(1) }].into_iter().chain(further).collect(),
            window,
            judge: Judge::Mean,
            cooldown: COOLDOWN,
        };
        Settings {
            bounds,
            gauge: self.gauge,
            up: side(middle(self.up), Some(further)),
            down: side(middle(self.down), None),
        }
    }
}

/// Both services' default cool-down.
const COOLDOWN: SimDuration = SimDuration::from_ms(300_000);
