//! The controller that is set, and the forecast under it.

use super::demand::history;
use super::params::{AutoscalingParams, Forecasting, Watched};
use crate::algorithms::autoscaling::forecast::{
    Confidence, Forecast, HoltWinters, Model, Regression, Season, SeasonalNaive,
};
use crate::algorithms::autoscaling::hpa::limits::{Behaviour, Change, Policy, Select};
use crate::algorithms::autoscaling::hpa::replicas::Tolerance;
use crate::algorithms::autoscaling::hpa::{self, Metric, Target};
use crate::algorithms::autoscaling::predictive::{Cover, Predict, Predictive, lead_steps};
use crate::algorithms::autoscaling::schedule::{self, Days, Rule};
use crate::algorithms::autoscaling::steps::{self, Judge, Preset, Side, Step};
use crate::algorithms::autoscaling::{Bounds, Controller, Gauge, Settings, Signal, backlog, fixed, vertical};
use crate::process::{Seed, SimDuration};

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
                hold: self.down_window(),
            },
            vertical: vertical::Settings {
                count: start,
                sizes: (0..5).map(|power| 1 << power).collect(),
                start: self.size.next_power_of_two(),
                signal: if self.watched == Watched::Memory { Signal::Memory } else { Signal::Cpu },
                up: self.up_at.into(),
                down: self.down_at.min(self.up_at - 1).into(),
                hold: SimDuration(u64::from(self.evaluate_min) * 60_000_000),
            },
        }
    }

    fn hpa(&self, bounds: Bounds) -> hpa::Settings {
        let part = f64::from(self.target) / 100.0;
        let cpu = Metric { signal: Signal::Cpu, target: Target::Utilisation(self.target) };
        let requests =
            Metric { signal: Signal::Requests, target: Target::Average(self.machine_rate() * part) };
        let metrics = match self.watched {
            Watched::Cpu => vec![cpu],
            Watched::Memory => {
                vec![Metric { signal: Signal::Memory, target: Target::Utilisation(self.target) }]
            }
            Watched::Requests => vec![requests],
            Watched::Latency => {
                vec![Metric {
                    signal: Signal::Latency,
                    target: Target::Whole(self.objective_ms as f64 * part),
                }]
            }
            Watched::CpuAndRequests => vec![cpu, requests],
        };
        let tolerance = f64::from(self.tolerance) / 100.0;
        let up =
            vec![self.limit(Change::Percent(self.up_percent)), self.limit(Change::Machines(self.up_count))];
        let down = vec![self.limit(Change::Percent(self.down_percent))];
        hpa::Settings {
            bounds,
            metrics,
            tolerance: Tolerance { up: tolerance, down: tolerance },
            up: Behaviour {
                window: SimDuration(u64::from(self.up_window_s) * 1_000_000),
                select: Select::Max,
                policies: up,
            },
            down: Behaviour { window: self.down_window(), select: Select::Max, policies: down },
            ..hpa::Settings::default()
        }
    }

    fn limit(&self, change: Change) -> Policy {
        Policy { change, period: self.period() }
    }

    fn steps(&self, bounds: Bounds) -> steps::Settings {
        let (preset, full) = match self.watched {
            Watched::Memory => (Preset::MEMORY, 100.0),
            Watched::Requests => (Preset::REQUESTS, self.machine_rate()),
            Watched::Latency => (Preset::LATENCY, self.objective_ms as f64),
            Watched::Cpu | Watched::CpuAndRequests => (Preset::CPU, 100.0),
        };
        let scale = full / 100.0;
        let side = |percent: u32, steps: Vec<Step>| Side {
            threshold: f64::from(percent) * scale,
            steps,
            window: SimDuration(u64::from(self.evaluate_min) * 60_000_000),
            judge: Judge::Mean,
            cooldown: SimDuration(u64::from(self.cooldown_s) * 1_000_000),
        };
        let by = |from: f64, count| Step { from: from * scale, change: steps::Change::By(count) };
        let gauge: Gauge = preset.gauge;
        steps::Settings {
            bounds,
            gauge,
            up: side(self.up_at, vec![by(0.0, 1), by(15.0, 2)]),
            down: side(self.down_at.min(self.up_at - 1), vec![by(0.0, 1)]),
        }
    }

    /// What a workday needs at its peak, from eight to twenty-two, the mean on weekends, and less at night.
    fn schedule(&self, bounds: Bounds) -> schedule::Settings {
        let peak = self.rate as f64 * (self.peak_tenths as f64 / 10.0).min(2.0);
        let part = f64::from(self.target) / 100.0;
        let need = |rate: f64| bounds.clamp((rate / self.machine_rate() / part).ceil() as u32);
        let rule = |days, start: u32, end: u32, min| Rule::new(days, start * 60, end * 60, min, None);
        let rules = [
            rule(Days::WORKDAYS, 8, 22, need(peak)),
            rule(Days::WEEKEND, 8, 22, need(self.rate as f64)),
            rule(Days::ALL, 0, 8, need(self.rate as f64 * 0.7)),
            rule(Days::ALL, 22, 24, need(self.rate as f64)),
        ];
        let rules = rules.into_iter().map(|rule| rule.expect("these hours are in order")).collect();
        schedule::Settings { base: bounds, rules, begins: 0 }
    }

    /// The forecast, if one is set, after the days before the run.
    pub fn predictive(&self, seed: Seed) -> Option<Predictive> {
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
        history(self, seed, before, FORECAST_STEP).for_each(|rate| forecast.observe(rate));
        let settings = Predict {
            capacity: self.machine_rate(),
            target_utilisation: f64::from(self.target) / 100.0,
            lead_steps,
            cover: Cover::High,
        };
        Some(Predictive::new(settings, forecast))
    }

    /// The most machines that the behaviour allows in a period that began with `start`: the dumb way, for the judge.
    pub fn most_after(&self, start: u32) -> u32 {
        let percent = f64::from(start) * (1.0 + f64::from(self.up_percent) / 100.0);
        (percent.ceil() as u32).max(start + self.up_count)
    }

    /// The fewest.
    pub fn least_after(&self, start: u32) -> u32 {
        (f64::from(start) * (1.0 - f64::from(self.down_percent) / 100.0)) as u32
    }
}
