//! Predictive scaling: machines for the most that is forecast until a machine started now, and the next decision's,
//! can be ready.
//!
//! The forecast is a floor under a reactive decision, and the larger one counts, as in the predictive scaling of Amazon
//! EC2 Auto Scaling (it too pre-launches by a lead time, there `SchedulingBufferTime`) and of Google's managed instance
//! groups. So a forecast that is too low costs nothing but what the reactive rule would have lost anyway.

use super::forecast::{Expected, Forecast};
use super::observation::{Decision, Working};
use super::words::number;
use crate::process::SimDuration;
use std::hash::{Hash, Hasher};
use std::panic::Location;

/// Which number of the forecast is provided for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cover {
    /// The mean: half of all peaks are higher.
    Mean,
    /// The band's upper end; the mean while there is no band yet.
    High,
}

/// What machines do, and how far ahead they have to be asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Predict {
    /// What one machine serves at most, in requests a second.
    pub capacity: f64,
    /// How busy it should be, as a share of that: more than 0, at most 1.
    pub target_utilisation: f64,
    /// How many steps ahead the forecast's maximum is taken over: see [`lead_steps`].
    pub lead_steps: u64,
    /// Which number of the forecast.
    pub cover: Cover,
}

impl Hash for Predict {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { capacity, target_utilisation, lead_steps, cover } = self;
        (capacity.to_bits(), target_utilisation.to_bits(), lead_steps, cover).hash(state);
    }
}

/// How many steps a decision has to look ahead, from 1.
///
/// A machine asked for now is ready after its boot; one asked for a step later, a step later. Until then, this decision's
/// machines are all there are: so it is the boot time and the margin, rounded up to whole steps, and one step more.
pub fn lead_steps(boot: SimDuration, margin: SimDuration, step: SimDuration) -> u64 {
    (boot.0 + margin.0).div_ceil(step.0) + 1
}

/// The machines that serve a demand: demand / capacity, rounded up. Less than a millionth of a machine over is rounding.
pub fn machines_for(demand: f64, capacity: f64) -> u32 {
    (demand / capacity - 1e-6).ceil().max(0.0) as u32
}

/// The machines that a forecast asks for, and where in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Floor {
    /// How many.
    pub machines: u32,
    /// For which demand, in requests a second.
    pub demand: f64,
    /// In which step ahead that is, from 1: the first with the maximum.
    pub step: u64,
    /// The numbers.
    pub working: Vec<Working>,
}

impl Floor {
    /// That it counts, over what the reactive rule asked for and why.
    fn reason(&self, asked: u32, why: &str) -> String {
        let Floor { machines, demand, .. } = self;
        let rule = if why.is_empty() { String::new() } else { format!(": {why}") };
        format!("forecast {} req/s as floor {machines}, over {asked}{rule}", number(demand.round()))
    }
}

/// A forecast at work as a floor.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Predictive {
    /// What machines do.
    pub settings: Predict,
    /// What is expected, in requests a second. The caller shows it each step's demand.
    pub forecast: Forecast,
}

impl Predictive {
    /// Bytes on the heap that a clone copies, by estimate.
    pub fn bytes(&self) -> usize {
        let Self { settings: _, forecast } = self;
        forecast.bytes()
    }

    /// With a forecast that may have seen demand already.
    pub fn new(settings: Predict, forecast: Forecast) -> Predictive {
        let Predict { capacity, target_utilisation, lead_steps, .. } = settings;
        assert!(capacity > 0.0 && lead_steps > 0, "a machine serves, and the lead has steps");
        assert!(target_utilisation > 0.0 && target_utilisation <= 1.0, "a utilisation is a share");
        Predictive { settings, forecast }
    }

    /// The machines that the forecast asks for; none while it has not seen enough.
    pub fn floor(&self) -> Option<Floor> {
        let mut most: Option<(u64, f64)> = None;
        for step in 1..=self.settings.lead_steps {
            let demand = self.demand(step)?;
            if most.is_none_or(|(_, other)| demand > other) {
                most = Some((step, demand));
            }
        }
        let (step, demand) = most?;
        let each = self.settings.capacity * self.settings.target_utilisation;
        let machines = machines_for(demand, each);
        let working = vec![self.said(step, demand), self.divided(demand, each, machines)];
        Some(Floor { machines, demand, step, working })
    }

    /// The larger of a reactive decision and the floor. The line of code is that of the one that counts.
    #[track_caller]
    pub fn decide(&self, reactive: Decision) -> Decision {
        let Some(floor) = self.floor() else {
            let shown = format!("not enough seen; {} as the reactive rule says", reactive.desired);
            return with(reactive, [Working { rule: "Forecast", shown }]);
        };
        let desired = reactive.desired.max(floor.machines);
        let shown = format!("max({} reactive, {} forecast) = {desired}", reactive.desired, floor.machines);
        let is_floor = floor.machines > reactive.desired;
        let site = if is_floor { Location::caller() } else { reactive.site };
        let reason =
            if is_floor { floor.reason(reactive.desired, &reactive.reason) } else { reactive.reason.clone() };
        let lines = floor.working.into_iter().chain([Working { rule: "Larger", shown }]);
        Decision { desired, site, reason, ..with(reactive, lines) }
    }

    /// The demand that is provided for, a step ahead; never less than nothing.
    fn demand(&self, step: u64) -> Option<f64> {
        let mean = self.forecast.mean(step)?;
        let high = self.forecast.ahead(step).map_or(mean, |expected| expected.high);
        Some(if self.settings.cover == Cover::Mean { mean } else { high }.max(0.0))
    }

    fn said(&self, step: u64, demand: f64) -> Working {
        let percent = 100.0 * self.forecast.confidence().share();
        let band = self.forecast.ahead(step).map_or("no band yet".to_string(), |band: Expected| {
            format!("mean {:.1}, {percent:.0} % from {:.1} to {:.1}", band.mean, band.low, band.high)
        });
        let lead = self.settings.lead_steps;
        let shown = format!("most in the next {lead} steps: {demand:.1} a second at step {step} ({band})");
        Working { rule: "Forecast", shown }
    }

    fn divided(&self, demand: f64, each: f64, machines: u32) -> Working {
        let Predict { capacity, target_utilisation, .. } = self.settings;
        let (busy, ratio) = (100.0 * target_utilisation, demand / each);
        let shown =
            format!("{demand:.1} / ({capacity:.1} x {busy:.0} %) = {ratio:.2}; rounded up {machines}");
        Working { rule: "Machines", shown }
    }
}

/// A decision with more lines of working.
fn with(mut decision: Decision, lines: impl IntoIterator<Item = Working>) -> Decision {
    decision.working.extend(lines);
    decision
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::algorithms::autoscaling::forecast::{Confidence, Holt, Model, SeasonalNaive};

    fn predictive(model: Model, cover: Cover, lead_steps: u64) -> Predictive {
        let settings = Predict { capacity: 100.0, target_utilisation: 0.7, lead_steps, cover };
        Predictive::new(settings, Forecast::new(model, Confidence::Eighty, 1))
    }

    fn reactive(desired: u32) -> Decision {
        Decision::new(desired, "CPU 40 % below target 60 %", Vec::new())
    }

    fn shown(decision: &Decision) -> Vec<String> {
        decision.working.iter().map(|line| format!("{}: {}", line.rule, line.shown)).collect()
    }

    #[test]
    fn the_lead_lasts_until_the_next_decision_s_machines_are_ready() {
        let seconds = |seconds: u64| SimDuration::from_ms(1_000 * seconds);
        let lead = |boot, margin| lead_steps(seconds(boot), seconds(margin), seconds(60));
        assert_eq!([lead(0, 0), lead(1, 0), lead(60, 0), lead(60, 1), lead(180, 60)], [1, 2, 2, 3, 5]);
    }

    #[test]
    fn the_peak_inside_the_lead_is_provided_for_before_it_comes_and_one_beyond_it_is_not() {
        let daily = [70.0, 70.0, 140.0, 700.0, 70.0];
        for (lead, machines) in [(2, 1), (3, 2), (4, 10), (9, 10)] {
            let mut predictive = predictive(Model::SeasonalNaive(SeasonalNaive::new(5)), Cover::Mean, lead);
            daily.iter().for_each(|demand| predictive.forecast.observe(*demand));
            assert_eq!(predictive.floor().map(|floor| floor.machines), Some(machines), "{lead} steps");
        }
    }

    #[test]
    fn the_larger_of_forecast_and_reaction_counts_and_the_working_shows_the_numbers() {
        let mut predictive = predictive(Model::Holt(Holt::new(0.5, 0.5)), Cover::High, 3);
        let early = predictive.decide(reactive(4));
        assert_eq!(
            (early.desired, shown(&early)),
            (4, vec!["Forecast: not enough seen; 4 as the reactive rule says".into()])
        );
        (1..=6).for_each(|step| predictive.forecast.observe(100.0 * f64::from(step)));
        let decision = predictive.decide(reactive(4));
        assert_eq!(
            shown(&decision),
            [
                "Forecast: most in the next 3 steps: 900.0 a second at step 3 (mean 900.0, 80 % from 900.0 to 900.0)",
                "Machines: 900.0 / (100.0 x 70 %) = 12.86; rounded up 13",
                "Larger: max(4 reactive, 13 forecast) = 13",
            ]
        );
        assert_eq!(decision.reason, "forecast 900 req/s as floor 13, over 4: CPU 40 % below target 60 %");
        let other = reactive(20);
        let decision = predictive.decide(other.clone());
        assert_eq!((decision.desired, decision.site, decision.reason), (20, other.site, other.reason));
    }

    #[test]
    fn rounding_alone_adds_no_machine() {
        assert_eq!([machines_for(0.3, 0.1), machines_for(0.31, 0.1), machines_for(0.0, 0.1)], [3, 4, 0]);
        assert_eq!(machines_for(-5.0, 1.0), 0);
    }
}
