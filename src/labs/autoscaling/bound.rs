//! The least that would have served all that came, for somebody who knows it beforehand.
//!
//! # Why no controller undercuts it
//!
//! The schedule goes in minutes, the world in twelve steps of each. Of a minute's steps the one with the least demand
//! counts, and boots and minimum bills are rounded down to whole minutes. Then no run pays less in which each step's
//! requests are served within the step: look at it once a minute only, always at the same of the twelve steps. What is
//! seen is a schedule that serves all that counts, and keeps to boots and minimum bills. A machine is seen in a
//! twelfth of its steps, on average over the twelve ways to look; so one of them sees no more than what is paid.
//!
//! It holds for machines of the size that is set, by the bounds and the boots of the run's start, and at the end of
//! the demand: before that, the schedule may have paid for what comes later.

use super::demand::{Demand, STEP};
use super::params::AutoscalingParams;
use crate::algorithms::autoscaling::clairvoyant::{self, Task};

/// Seconds in a minute.
const MINUTE_S: u32 = 60;
/// Steps of the world in a minute.
const STEPS: u64 = MINUTE_S as u64 * 1_000_000 / STEP.0;

/// What the schedule has run up so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct SoFar {
    /// Hours of the smallest machine that are paid.
    pub machine_hours: f64,
    /// Of these the hours that were not needed.
    pub over_hours: f64,
    /// Hours of the smallest machine that were lacking, because no more could be there.
    pub under_hours: f64,
    /// Requests that came in these hours.
    pub unserved: f64,
    /// Minutes in which some were lacking.
    pub short_minutes: f64,
    /// How often another number of machines runs.
    pub scalings: f64,
}

/// The schedule, as it adds up.
#[derive(Clone, Debug, Default)]
pub struct Bound {
    /// Machines that run in each minute.
    running: Vec<u32>,
    /// What has been run up at the beginning of each minute, and at the end of all.
    sums: Vec<SoFar>,
}

impl Bound {
    /// Bytes that it holds, itself included.
    pub fn bytes(&self) -> usize {
        let Self { running, sums } = self;
        size_of::<Self>() + running.capacity() * size_of::<u32>() + sums.capacity() * size_of::<SoFar>()
    }

    /// The bound of a demand. Where even all machines are too few it serves what they can, and so before the first
    /// can have booted.
    pub fn of(demand: &Demand, params: &AutoscalingParams) -> Bound {
        let capacity = params.machine_rate();
        let (least, most) = params.bounds();
        let start = params.clamp(params.start);
        let boot_steps = quickest_boot_s(params) / MINUTE_S;
        let least_of =
            |steps: &[u32]| steps.iter().min().map_or(0.0, |least| f64::from(*least) / STEP.seconds());
        let came: Vec<f64> = demand.steps().chunks(STEPS as usize).map(least_of).collect();
        // Until a first machine has booted, those at the start are all there are.
        let there = |minute: u32| if minute < boot_steps { start } else { most };
        let possible = |(minute, rate): (u32, &f64)| rate.min(capacity * f64::from(there(minute)));
        let minutes: Vec<f64> = (0..).zip(&came).map(possible).collect();
        let task = Task {
            demand: &minutes,
            capacity,
            boot_steps,
            minimum_steps: params.minimum_s / MINUTE_S,
            price: 1.0,
            least,
            most,
            start,
        };
        let running = clairvoyant::least_cost(&task).map_or_else(|_| Vec::new(), |bound| bound.running);
        let sums = add_up(&running, &came, capacity, params.size);
        Bound { running, sums }
    }

    /// What it has run up after so many steps of the world.
    pub fn at(&self, steps: u64) -> SoFar {
        let (whole, part) = ((steps / STEPS) as usize, (steps % STEPS) as f64 / STEPS as f64);
        let sum = |place: usize| self.sums.get(place).or(self.sums.last()).copied().unwrap_or_default();
        sum(whole).towards(&sum(whole + 1), part)
    }

    /// Machines that run at a step of the world.
    pub fn machines_at(&self, steps: u64) -> f64 {
        self.running.get((steps / STEPS) as usize).or(self.running.last()).copied().unwrap_or(0).into()
    }
}

/// A boot is up to a tenth shorter than what is set, and a machine takes requests in the step in which it ends.
fn quickest_boot_s(params: &AutoscalingParams) -> u32 {
    (params.boot_s * 9 / 10).saturating_sub((STEP.0 / 1_000_000) as u32)
}

/// Adds up minute by minute what machines of `size` units run and what came, `capacity` a second for each machine.
fn add_up(running: &[u32], came: &[f64], capacity: f64, size: u32) -> Vec<SoFar> {
    let (mut sum, mut before) = (SoFar::default(), running.first().copied().unwrap_or(0));
    let mut sums = vec![sum];
    for (count, rate) in running.iter().zip(came) {
        let (units, there) = (f64::from(*count * size), f64::from(*count) * capacity);
        let hours = |rate: f64| (rate / capacity * f64::from(size)).max(0.0) / 60.0;
        sum.machine_hours += units / 60.0;
        sum.over_hours += hours(there - rate);
        sum.under_hours += hours(rate - there);
        // Less than a request in a minute is rounding.
        let short = (rate - there) * 60.0;
        if short > 1.0 {
            sum.unserved += short;
            sum.short_minutes += 1.0;
        }
        sum.scalings += f64::from(u8::from(*count != before));
        before = *count;
        sums.push(sum);
    }
    sums
}

impl SoFar {
    /// A part of the way to a later sum; scalings happen at the beginning of a minute.
    fn towards(&self, next: &SoFar, part: f64) -> SoFar {
        let between = |from: f64, to: f64| from + (to - from) * part;
        SoFar {
            machine_hours: between(self.machine_hours, next.machine_hours),
            over_hours: between(self.over_hours, next.over_hours),
            under_hours: between(self.under_hours, next.under_hours),
            unserved: between(self.unserved, next.unserved),
            short_minutes: between(self.short_minutes, next.short_minutes),
            scalings: if part > 0.0 { next.scalings } else { self.scalings },
        }
    }
}

#[cfg(test)]
mod tests;
