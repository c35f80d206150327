//! What is plotted over time.

use crate::process::SimTime;

/// How a measure is drawn and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plotted {
    /// A count that stays until it changes: steps.
    Steps,
    /// A value: a line.
    Line,
    /// A running total, of which the change per second is shown.
    Rate,
}

/// One number of a world, sampled at even times.
pub struct Measure<W: 'static> {
    /// Short and stable.
    pub key: &'static str,
    /// For people.
    pub label: &'static str,
    /// The unit; of a rate, what is counted, as in "commits/s".
    pub unit: &'static str,
    /// How it is drawn.
    pub plotted: Plotted,
    /// Reads it from the world, as the latest event left it, at a time that can be later.
    pub sample: fn(&W, SimTime) -> f64,
}

impl<W> Measure<W> {
    /// A measure: its key, its label, its unit, how it is drawn, and how it is read.
    pub const fn new(
        key: &'static str,
        label: &'static str,
        unit: &'static str,
        plotted: Plotted,
        sample: fn(&W, SimTime) -> f64,
    ) -> Measure<W> {
        Measure { key, label, unit, plotted, sample }
    }
}

/// A measure and its samples so far.
#[derive(Clone, Debug)]
pub struct Series {
    /// Short and stable.
    pub key: &'static str,
    /// For people.
    pub label: &'static str,
    /// The unit.
    pub unit: &'static str,
    /// How it is drawn.
    pub plotted: Plotted,
    /// The time between two samples, in microseconds; the first is at time zero.
    pub every_us: u64,
    /// The samples.
    pub values: Vec<f32>,
    /// The value at this very moment.
    pub now: f32,
}

impl Series {
    /// Whether its unit is that of its samples: of a running total it is that of its rate.
    pub fn unit_is_its_own(&self) -> bool {
        self.plotted != Plotted::Rate
    }

    /// The unit of its samples: of a running total what is counted.
    pub fn sample_unit(&self) -> &'static str {
        self.unit.strip_suffix("/s").filter(|_| !self.unit_is_its_own()).unwrap_or(self.unit)
    }
}
