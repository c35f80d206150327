//! The least that would have served all that came, for somebody who knows it beforehand.

use super::demand::{Demand, STEP};
use super::params::AutoscalingParams;
use crate::algorithms::autoscaling::clairvoyant::{self, Task};

/// Steps of the world in one of the bound's: a minute. Within it requests may wait for each other, so the bound is
/// below what any controller can reach.
const STEPS: u64 = 60_000_000 / STEP.0;

/// The schedule, as it adds up.
#[derive(Clone, Debug, Default)]
pub struct Bound {
    /// Machines that run in each minute.
    running: Vec<u32>,
    /// Machine-minutes up to the end of each minute.
    sums: Vec<u64>,
    size: u32,
}

impl Bound {
    /// The bound of a demand. Where even all machines are too few it serves what they can, and so before the first can have booted.
    pub fn of(demand: &Demand, params: &AutoscalingParams) -> Bound {
        let capacity = params.machine_rate();
        let most = capacity * f64::from(params.bounds().1);
        let seconds = STEP.seconds() * STEPS as f64;
        let minute = |steps: &[u32]| steps.iter().map(|requests| f64::from(*requests)).sum::<f64>() / seconds;
        // Until a first machine has booted, those at the start are all there are.
        let boot_steps = params.boot_s / 60;
        let start = params.clamp(params.start);
        let possible =
            |place: usize| if place < boot_steps as usize { capacity * f64::from(start) } else { most };
        let chunks = demand.steps().chunks(STEPS as usize).enumerate();
        let minutes: Vec<f64> = chunks.map(|(place, steps)| minute(steps).min(possible(place))).collect();
        let task = Task {
            demand: &minutes,
            capacity,
            boot_steps,
            minimum_steps: params.minimum_s.div_ceil(60),
            price: 1.0,
            least: params.bounds().0,
            most: params.bounds().1,
            start,
        };
        let running = clairvoyant::least_cost(&task).map_or_else(|_| Vec::new(), |bound| bound.running);
        let mut sum = 0;
        let sums = running
            .iter()
            .map(|count| {
                sum += u64::from(*count);
                sum
            })
            .collect();
        Bound { running, sums, size: params.size }
    }

    /// Hours of the smallest machine up to a step of the world.
    pub fn machine_hours(&self, steps: u64) -> f64 {
        let (whole, part) = ((steps / STEPS) as usize, (steps % STEPS) as f64 / STEPS as f64);
        let before = whole.checked_sub(1).and_then(|last| self.sums.get(last).or(self.sums.last())).copied();
        let minutes =
            before.unwrap_or(0) as f64 + part * f64::from(self.running.get(whole).copied().unwrap_or(0));
        minutes / 60.0 * f64::from(self.size)
    }

    /// Machines that run at a step of the world.
    pub fn machines_at(&self, steps: u64) -> f64 {
        self.running.get((steps / STEPS) as usize).or(self.running.last()).copied().unwrap_or(0).into()
    }
}
