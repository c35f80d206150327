//! What comes: the requests of each step, drawn before the run, so that no controller changes them.

use super::params::{AutoscalingParams, Shape};
use crate::process::{Random, Seed, SimDuration, SimTime, math};
use crate::traffic::Pattern;
use crate::traffic::recorded::{self, Profile};
use std::f64::consts::TAU;
use std::rc::Rc;

/// The world goes on in steps of this length. Within one, rates are constant.
pub const STEP: SimDuration = SimDuration::from_ms(5_000);
/// Steps in a day.
pub const DAY: u64 = 86_400_000_000 / STEP.0;

/// Requests for each step. After its end it begins again, with the first step that is not over for good.
#[derive(Clone, Debug)]
pub struct Demand {
    steps: Rc<[u32]>,
    /// Somebody's own traffic, and the step from which on it comes.
    recorded: Option<(u64, Rc<Profile>)>,
}

impl Demand {
    /// What comes in the time that is set, by chance around the pattern's rate.
    pub fn new(params: &AutoscalingParams, seed: Seed) -> Demand {
        let mut random = seed.stream("demand", 0);
        let wave = Wave::new(params);
        let count = u64::from(params.days) * DAY;
        let draw = |step: u64| {
            let mean = wave.rate_at(SimTime(step * STEP.0)) * STEP.seconds();
            if params.noise { around(mean, &mut random) } else { (mean + 0.5) as u32 }
        };
        Demand { steps: (0..count).map(draw).collect(), recorded: None }
    }

    /// Requests in a step.
    pub fn at(&self, step: u64) -> u32 {
        let (begin, end) = (self.recorded.as_ref().map_or(0, |(from, _)| *from), self.steps.len() as u64);
        let place = if step < end { step } else { begin + (step - begin) % (end - begin) };
        self.steps[place as usize]
    }

    /// Somebody's own traffic, and the step from which on it comes.
    pub fn recorded(&self) -> Option<&(u64, Rc<Profile>)> {
        self.recorded.as_ref()
    }

    /// The same until a step, and from it on what was recorded, for the days that are set. The recording begins with
    /// the run, so that its hours are the run's.
    pub fn following(&self, from: u64, profile: Profile, params: &AutoscalingParams, seed: Seed) -> Demand {
        let mut random = seed.stream("recorded", from);
        let past = (0..from).map(|step| self.at(step));
        let draw = |mean: f64| if params.noise { around(mean, &mut random) } else { (mean + 0.5) as u32 };
        let count = u64::from(params.days) * DAY;
        let steps = past.chain(profile.by_step(from, STEP).take(count as usize).map(draw)).collect();
        Demand { steps, recorded: Some((from, Rc::new(profile))) }
    }

    /// Requests of all steps.
    pub fn steps(&self) -> &[u32] {
        &self.steps
    }

    /// The same with so many times the requests from one step until another.
    pub fn surged(&self, from: u64, until: u64, factor: f64) -> Demand {
        let mut steps = self.steps.to_vec();
        let (from, until) = (from.min(steps.len() as u64), until.min(steps.len() as u64));
        for requests in &mut steps[from as usize..until as usize] {
            *requests = (f64::from(*requests) * factor) as u32;
        }
        Demand { steps: steps.into(), recorded: self.recorded.clone() }
    }
}

/// A Poisson number by its normal limit: the sum of twelve even chances is as good as normal within three deviations.
fn around(mean: f64, random: &mut Random) -> u32 {
    let normal = (0..12).map(|_| random.unit()).sum::<f64>() - 6.0;
    (mean + mean.sqrt() * normal + 0.5).max(0.0) as u32
}

/// The mean rate over time.
enum Wave {
    Of(Pattern),
    Week { rate: f64, peak: f64 },
    Sawtooth { rate: f64, peak: f64, period: SimDuration },
    Ramp { rate: f64, peak: f64, over: SimDuration },
}

impl Wave {
    fn new(params: &AutoscalingParams) -> Wave {
        let (rate, peak) = (params.rate as f64, params.peak_tenths as f64 / 10.0);
        let period = SimDuration(u64::from(params.period_minutes) * 60_000_000);
        let at = SimTime(period.0);
        match params.shape {
            Shape::Steady => Wave::Of(Pattern::Steady { rate }),
            Shape::Step => Wave::Of(Pattern::Step { rate, factor: peak, at }),
            Shape::Flash => Wave::Of(Pattern::Flash { rate, factor: peak, at, plateau: period }),
            Shape::Week => Wave::Week { rate, peak },
            Shape::Sawtooth => Wave::Sawtooth { rate, peak, period },
            Shape::Ramp => {
                Wave::Ramp { rate, peak, over: SimDuration(u64::from(params.days) * DAY * STEP.0) }
            }
            Shape::Recorded => {
                let day = recorded::sample().stretched_to(SimDuration(DAY * STEP.0)).scaled_to_mean(rate);
                Wave::Of(Pattern::Recorded(Rc::new(day)))
            }
        }
    }

    fn rate_at(&self, now: SimTime) -> f64 {
        match self {
            Wave::Of(pattern) => pattern.rate_at(now),
            Wave::Week { rate, peak } => rate * week(now, *peak),
            Wave::Sawtooth { rate, peak, period } => {
                let part = (now.0 % period.0) as f64 / period.0 as f64;
                rate * (1.0 + (peak - 1.0) * part)
            }
            Wave::Ramp { rate, peak, over } => {
                rate * (1.0 + (peak - 1.0) * (now.0 as f64 / over.0 as f64).min(1.0))
            }
        }
    }
}

/// A day from its trough at four in the morning to its peak at four in the afternoon, on five days of seven; on the two
/// others the peak is half as far above the mean. The run begins on a Monday at midnight.
fn week(now: SimTime, peak: f64) -> f64 {
    let days = now.seconds() / 86_400.0;
    let weekend = (days as u64 % 7) >= 5;
    let swing = (peak - 1.0).min(1.0) * if weekend { 0.5 } else { 1.0 };
    (1.0 - swing * math::cos((days - 4.0 / 24.0) * TAU)).max(0.0) * if weekend { 0.75 } else { 1.0 }
}

/// The rates of the days before the run, in requests a second, at even steps: days are like those of the run, and before
/// a step, a crowd or a ramp it was quiet.
pub fn history(
    params: &AutoscalingParams,
    seed: Seed,
    count: u64,
    step: SimDuration,
) -> impl Iterator<Item = f64> {
    let quiet = matches!(params.shape, Shape::Step | Shape::Flash | Shape::Ramp);
    let shape = if quiet { Shape::Steady } else { params.shape };
    let (wave, noise) = (Wave::new(&AutoscalingParams { shape, ..params.clone() }), params.noise);
    let mut random = seed.stream("history", 0);
    (0..count).map(move |place| {
        let mean = wave.rate_at(SimTime(place * step.0)) * step.seconds();
        let requests = if noise { around(mean, &mut random).into() } else { mean };
        requests / step.seconds()
    })
}
