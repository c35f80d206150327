//! Somebody's own traffic: what a recording is made to fit, and what the fleet does with it.

use super::bound::Bound;
use super::demand::STEP;
use super::world::FleetWorld;
use crate::algorithms::autoscaling::predictive::machines_for;
use crate::kit::Fit;
use crate::process::{SimDuration, SimTime, words};
use crate::traffic::recorded::Profile;
use std::rc::Rc;

/// A day in five minutes each, a week in half hours, four weeks in two hours, and all of it in its own time: none is
/// longer.
pub const FIT: Fit = Fit { bins: 336, longest: SimDuration::from_ms(28 * 86_400_000) };
/// The most requests a second that recorded traffic can have: a step's are counted in 32 bits.
const MOST_PER_S: f64 = 1e8;

impl FleetWorld {
    /// Other traffic comes from now on: what was recorded. A run that begins with it has had it before, too.
    ///
    /// # Errors
    /// A sentence, if this is no recording, or more than can be counted.
    pub(super) fn follow(&mut self, now: SimTime, words: &str) -> Result<String, String> {
        let profile = words.parse::<Profile>()?;
        let (length, peak) = (words::span(profile.length()), profile.peak());
        if peak > MOST_PER_S {
            return Err(format!(
                "a peak of {peak:.0} requests per second is too high: at most {MOST_PER_S:.0}"
            ));
        }
        let demand = self.demand.following(now.0 / STEP.0, profile, &self.params, self.seed);
        self.demand = self.disruptions.surging(now, demand);
        self.bound = Rc::new(Bound::of(&self.demand, &self.params));
        if now == SimTime::ZERO {
            self.control.predictive = self.params.predictive(self.seed, &self.demand, now);
        }
        self.params.own_traffic = true;
        let machines = machines_for(peak, self.params.machine_rate());
        Ok(format!(
            "requests arrive as recorded: {length} with a peak of {peak:.1} per second, which needs {machines} machines"
        ))
    }
}
