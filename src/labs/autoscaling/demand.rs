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

/// Requests for each step. After its end the latest part of it begins again: all of a pattern, a whole turn of a
/// recording.
#[derive(Clone, Debug, Hash)]
pub struct Demand {
    steps: Rc<[u32]>,
    /// The step that it begins again with.
    again: u64,
    recorded: Option<Rc<Recorded>>,
}

/// Traffic of somebody's own.
#[derive(Debug, Hash)]
struct Recorded {
    /// The first step that follows it.
    from: u64,
    profile: Profile,
}

impl Demand {
    /// What comes in the time that is set, by chance around the pattern's rate.
    pub fn new(params: &AutoscalingParams, seed: Seed) -> Demand {
        let mut random = seed.stream("demand", 0);
        let wave = Wave::new(params);
        let count = u64::from(params.days) * DAY;
        let draw = |step: u64| {
            let mean = wave.rate_at(SimTime(step * STEP.0)) * STEP.seconds();
            drawn(mean, params.noise, &mut random)
        };
        Demand { steps: (0..count).map(draw).collect(), again: 0, recorded: None }
    }

    /// The same up to a step; from there on what was recorded, as it stands at that time of the run, by chance around
    /// its rate: for the time that is set, and for at least one turn of it.
    pub fn following(&self, from: u64, profile: Profile, params: &AutoscalingParams, seed: Seed) -> Demand {
        let mut random = seed.stream("traffic", 0);
        let turn = profile.length().0.div_ceil(STEP.0);
        let until = (u64::from(params.days) * DAY).max(from + turn);
        let means = profile.counts(SimTime(from * STEP.0), STEP).take((until - from) as usize);
        // Without chance, what is less than a request is kept for the next step.
        let mut rest = 0.0;
        let coming = means.map(|mean| {
            let drawn = drawn(mean + rest, params.noise, &mut random);
            rest = if params.noise { 0.0 } else { mean + rest - f64::from(drawn) };
            drawn
        });
        let steps = (0..from).map(|step| self.at(step)).chain(coming).collect();
        Demand { steps, again: until - turn, recorded: Some(Rc::new(Recorded { from, profile })) }
    }

    /// So many requests in each step.
    #[cfg(test)]
    pub fn of(steps: Vec<u32>) -> Demand {
        Demand { steps: steps.into(), again: 0, recorded: None }
    }

    /// Requests in a step.
    pub fn at(&self, step: u64) -> u32 {
        let count = self.steps.len() as u64;
        let turn = count - self.again;
        self.steps[if step < count { step } else { self.again + (step - self.again) % turn } as usize]
    }

    /// Bytes that it holds on the heap, unless a clone holds them, too.
    pub fn bytes(&self) -> usize {
        let Self { steps, again: _, recorded: _ } = self;
        if Rc::strong_count(steps) > 1 { 0 } else { size_of_val(&**steps) }
    }

    /// Requests of all steps.
    pub fn steps(&self) -> &[u32] {
        &self.steps
    }

    /// This demand with `factor` times the requests from one step until another.
    pub fn surged(&self, from: u64, until: u64, factor: f64) -> Demand {
        let mut steps = self.steps.to_vec();
        let (from, until) = (from.min(steps.len() as u64), until.min(steps.len() as u64));
        for requests in &mut steps[from as usize..until as usize] {
            *requests = (f64::from(*requests) * factor) as u32;
        }
        Demand { steps: steps.into(), ..self.clone() }
    }

    /// The rates of the time before `now`, in requests a second, at even steps: of so many steps before the run, and of
    /// those of the run that are over. The days before the run are like those of it, and before a step, a crowd or a
    /// ramp it was quiet.
    pub fn history(
        &self,
        params: &AutoscalingParams,
        seed: Seed,
        before: u64,
        step: SimDuration,
        now: SimTime,
    ) -> impl Iterator<Item = f64> {
        let mut random = seed.stream("history", 0);
        let means = self.means_before(params, before, step);
        let drawn = means.map(move |mean| if params.noise { around(mean, &mut random).into() } else { mean });
        let each = step.0 / STEP.0;
        let came =
            move |place: u64| (place * each..(place + 1) * each).map(|step| f64::from(self.at(step))).sum();
        drawn.chain((0..now.0 / step.0).map(came)).map(move |requests: f64| requests / step.seconds())
    }

    /// The mean requests of the steps before the run. A recording that the run began with was so before, too.
    fn means_before(
        &self,
        params: &AutoscalingParams,
        before: u64,
        step: SimDuration,
    ) -> Box<dyn Iterator<Item = f64> + '_> {
        if let Some(Recorded { from: 0, profile }) = self.recorded.as_deref() {
            let length = profile.length().0;
            let begins = SimTime((length - before * step.0 % length) % length);
            return Box::new(profile.counts(begins, step).take(before as usize));
        }
        let quiet = matches!(params.shape, Shape::Step | Shape::Flash | Shape::Ramp);
        let shape = if quiet { Shape::Steady } else { params.shape };
        let wave = Wave::new(&AutoscalingParams { shape, ..params.clone() });
        Box::new((0..before).map(move |place| wave.rate_at(SimTime(place * step.0)) * step.seconds()))
    }
}

fn drawn(mean: f64, noise: bool, random: &mut Random) -> u32 {
    if noise { around(mean, random) } else { (mean + 0.5) as u32 }
}

/// A Poisson number. Small ones are events a mean of 1 apart, great ones are drawn by their normal limit: the sum of
/// twelve even chances is as good as normal within three deviations.
fn around(mean: f64, random: &mut Random) -> u32 {
    if mean < FEW {
        let mut at = random.exponential(1.0);
        let mut count = 0;
        while at < mean {
            at += random.exponential(1.0);
            count += 1;
        }
        return count;
    }
    let normal = (0..12).map(|_| random.unit()).sum::<f64>() - 6.0;
    (mean + mean.sqrt() * normal + 0.5).max(0.0) as u32
}

/// Below so many requests the normal limit is far from a Poisson number: it would be less than nothing at times.
const FEW: f64 = 12.0;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_poisson_number_has_its_mean_and_as_much_variance_be_it_small_or_great() {
        let mut random = Seed(1).stream("poisson", 0);
        for mean in [0.03, 0.4, 3.0, 11.9, 12.1, 400.0] {
            let drawn: Vec<f64> = (0..40_000).map(|_| around(mean, &mut random).into()).collect();
            let seen = drawn.iter().sum::<f64>() / 4e4;
            let variance = drawn.iter().map(|one| (one - seen) * (one - seen)).sum::<f64>() / 4e4;
            assert!((seen - mean).abs() < 5.0 * (mean / 4e4).sqrt(), "{seen} of {mean}");
            // A rounded number varies by a twelfth more.
            assert!((variance / mean - 1.0).abs() < 0.05, "{variance} of {mean}");
        }
    }

    #[test]
    fn after_its_end_a_demand_begins_again_with_a_whole_turn_of_its_recording() {
        let params = AutoscalingParams { noise: false, days: 1, ..AutoscalingParams::default() };
        let demand = Demand::of(vec![7; DAY as usize]);
        let follow = |from, bins: &str| demand.following(from, bins.parse().unwrap(), &params, Seed(1));
        let short = follow(3, "5s 1,2,3,4,5,6,7");
        let expected = |step: u64| if step < 3 { 7 } else { (step % 7 + 1) as u32 * 5 };
        assert!((0..3 * DAY).all(|step| short.at(step) == expected(step)));
        assert_eq!(short.steps().len() as u64, DAY);
        let long = follow(DAY * 5 + 1, "86400s 1,2,3");
        let expected = |step: u64| if step <= DAY * 5 { 7 } else { (step / DAY % 3 + 1) as u32 * 5 };
        assert!((0..12 * DAY).all(|step| long.at(step) == expected(step)));
        assert_eq!(long.steps().len() as u64, DAY * 8 + 1, "one turn of it is known");
    }
}
