//! The controller that is set, and the forecast under it.

use super::demand::Demand;
use super::params::{AutoscalingParams, Forecasting, Watched};
use crate::algorithms::autoscaling::forecast::{
    Confidence, Forecast, HoltWinters, Model, Regression, Season, SeasonalNaive,
};
use crate::algorithms::autoscaling::hpa::{self, Metric, Target};
use crate::algorithms::autoscaling::predictive::{Cover, Predict, Predictive, lead_steps};
use crate::algorithms::autoscaling::{Bounds, Controller, Gauge, Settings, Signal, backlog, fixed, vertical};
use crate::process::{Seed, SimDuration, SimTime};

/// The forecast goes on in steps of five minutes.
pub const FORECAST_STEP: SimDuration = SimDuration::from_ms(300_000);
/// Of these a day has so many.
const SEASON: u32 = 288;
/// Days that it looks back on.
const SEASONS: u32 = 7;
/// How fast level, trend and season follow what is seen (Holt-Winters).
const SMOOTHING: [f64; 3] = [0.3, 0.001, 0.3];

impl AutoscalingParams {
    /// The controller, without memory.
    pub fn controller(&self) -> Controller {
        Controller::new(self.kind, &self.settings())
    }

    /// What all controllers are told.
    pub fn settings(&self) -> Settings {
        let (min, max) = self.bounds();
        let bounds = Bounds { min, max };
        let start = self.clamp(self.start);
        Settings {
            fixed: fixed::Settings { count: start },
            hpa: self.hpa(bounds),
            steps: self.steps(bounds),
            schedule: self.schedule(bounds),
            backlog: backlog::Settings {
                bounds,
                each: (self.machine_rate() * self.objective_s()).max(1.0),
                hold: self.behaviour.down_window(),
            },
            vertical: self.vertical(start),
        }
    }

    fn hpa(&self, bounds: Bounds) -> hpa::Settings {
        let (up, down) = self.behaviour.told();
        let (tolerance, readiness) = (self.behaviour.tolerance(), self.behaviour.readiness());
        hpa::Settings { bounds, metrics: self.hpa_metrics(), tolerance, up, down, readiness }
    }

    fn hpa_metrics(&self) -> Vec<Metric> {
        let part = f64::from(self.target) / 100.0;
        let used = |signal| Metric { signal, target: Target::Utilisation(self.target) };
        let requests =
            Metric { signal: Signal::Requests, target: Target::Average(self.machine_rate() * part) };
        let latency =
            Metric { signal: Signal::Latency, target: Target::Whole(self.objective_ms as f64 * part) };
        match self.watched {
            Watched::Cpu => vec![used(Signal::Cpu)],
            Watched::Memory => vec![used(Signal::Memory)],
            Watched::Requests => vec![requests],
            Watched::Latency => vec![latency],
            Watched::CpuAndRequests => vec![used(Signal::Cpu), requests],
        }
    }

    /// Sizes are powers of two; the thresholds are those of step scaling.
    fn vertical(&self, count: u32) -> vertical::Settings {
        let preset = self.thresholds.preset(self.watched);
        let signal = match preset.gauge {
            Gauge::Utilisation(Signal::Memory) => Signal::Memory,
            _ => Signal::Cpu,
        };
        let told = preset.settings(100.0, Bounds::default());
        vertical::Settings {
            count,
            sizes: (0..5).map(|power| 1 << power).collect(),
            start: self.size.next_power_of_two(),
            signal,
            up: told.up.threshold,
            down: told.down.threshold,
            hold: told.up.window,
        }
    }

    /// All that a forecast is made from.
    pub fn forecasts(&self) -> impl PartialEq {
        (self.forecast, self.target, self.boot(), self.warm_up(), self.machine_rate().to_bits())
    }

    /// The forecast, if one is set, after the days before the run and what came in it up to `now`.
    pub fn predictive(&self, seed: Seed, demand: &Demand, now: SimTime) -> Option<Predictive> {
        let model = match self.forecast {
            Forecasting::None => return None,
            Forecasting::Naive => Model::SeasonalNaive(SeasonalNaive::new(SEASON)),
            Forecasting::HoltWinters => {
                Model::HoltWinters(HoltWinters::new(Season::Additive, SEASON, SMOOTHING))
            }
            Forecasting::Regression => Model::Regression(Regression::new(SEASON, SEASONS)),
        };
        let lead_steps = lead_steps(self.boot(), self.warm_up(), FORECAST_STEP);
        let mut forecast = Forecast::new(model, Confidence::Eighty, lead_steps as u32);
        let before = u64::from(SEASON * SEASONS);
        let seen = demand.history(self, seed, before, FORECAST_STEP, now);
        seen.for_each(|rate| forecast.observe(rate));
        let settings = Predict {
            capacity: self.machine_rate(),
            target_utilisation: f64::from(self.target) / 100.0,
            lead_steps,
            cover: Cover::High,
        };
        Some(Predictive::new(settings, forecast))
    }
}
