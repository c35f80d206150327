//! What machines cost, and what was missed for it.

use super::demand::STEP;
use super::service::StepStats;
use crate::process::{NodeId, SimDuration, SimTime};
use std::hash::{Hash, Hasher};

/// Something that is paid for by the hour: a machine, or a node with places for machines.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)] // The others are said by their types.
pub struct Rented {
    pub id: NodeId,
    pub started: SimTime,
    /// In units of the smallest machine.
    pub size: u32,
}

/// What the run has cost so far, and what was missed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bill {
    /// Microseconds of the smallest machine that are paid for, without what is left of a minimum.
    pub machine_us: u64,
    /// What was paid beyond that because a machine went before its minimum was over.
    pub minimum_us: u64,
    /// Steps in which the objective was missed.
    pub missed_steps: u64,
    /// Steps so far.
    pub steps: u64,
    /// Machine-seconds that were not needed: capacity beyond what came, in the smallest machines.
    pub over_s: f64,
    /// Machine-seconds that were lacking.
    pub under_s: f64,
    /// How often another number of machines was desired.
    pub scalings: u64,
}

impl Bill {
    /// A step passed with machines of so many units there.
    pub fn pass(&mut self, units: u64, stats: &StepStats, unit_rate: f64, objective_s: f64) {
        self.machine_us += units * STEP.0;
        self.steps += 1;
        self.missed_steps += u64::from(stats.p99_s > objective_s || stats.lost > 0.0);
        let spare = (stats.capacity - stats.rate) / unit_rate * STEP.seconds();
        self.over_s += spare.max(0.0);
        self.under_s += (-spare).max(0.0);
    }

    /// Something goes that was paid for until then.
    pub fn end(&mut self, gone: &Rented, until: SimTime, minimum: SimDuration) {
        let paid = until.since(gone.started);
        self.minimum_us += u64::from(gone.size) * minimum.0.saturating_sub(paid.0);
    }

    /// Hours of the smallest machine that are to be paid.
    pub fn machine_hours(&self) -> f64 {
        (self.machine_us + self.minimum_us) as f64 / 3.6e9
    }

    /// Minutes in which the objective was missed.
    pub fn missed_minutes(&self) -> f64 {
        self.missed_steps as f64 * STEP.seconds() / 60.0
    }
}

impl Hash for Bill {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { machine_us, minimum_us, missed_steps, steps, over_s, under_s, scalings } = self;
        (machine_us, minimum_us, missed_steps, steps, over_s.to_bits(), under_s.to_bits(), scalings)
            .hash(state);
    }
}
