//! How much work a request is: the time that it takes a worker of speed 1, drawn when the request is born.

use crate::process::{Random, SimDuration, math};
use std::f64::consts::TAU;

/// The shape of the distribution of work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Work {
    /// All alike.
    Constant,
    /// Exponential: many short, few long, no memory.
    Exponential,
    /// Log-normal with this coefficient of variation (standard deviation over mean).
    LogNormal(f64),
    /// Pareto with this shape (more than 1), capped at [`PARETO_CAP`] times its least value: a heavy tail.
    Pareto(f64),
    /// Short, but one in ten takes ten times as long.
    Bimodal,
}

/// The greatest over the least value of the capped Pareto distribution.
pub const PARETO_CAP: f64 = 1_000.0;
/// The bimodal distribution: how many of a thousand are long, and how many times as long.
const LONG: (u64, f64) = (100, 10.0);

/// A distribution of work with its mean, and a class of costly requests beside the usual ones.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)] // The types say it.
pub struct ServiceTime {
    pub work: Work,
    /// The mean of a usual request.
    pub mean: SimDuration,
    /// How many of a thousand requests are costly.
    pub costly_per_mille: u32,
    /// How many times a usual one's work a costly one is.
    pub costly_factor: u32,
}

impl ServiceTime {
    /// The work of the next request and whether it is a costly one. Draws the same numbers whatever comes out.
    pub fn draw(&self, random: &mut Random) -> (SimDuration, bool) {
        let costly = random.below(1_000) < u64::from(self.costly_per_mille);
        let factor = if costly { f64::from(self.costly_factor) } else { 1.0 };
        let us = self.mean.0 as f64 * self.work.draw(random) * factor;
        (SimDuration((us + 0.5).clamp(1.0, 3.6e9) as u64), costly)
    }

    /// The mean over both classes, in seconds.
    pub fn mean_seconds(&self) -> f64 {
        let costly = f64::from(self.costly_per_mille) / 1e3;
        self.mean.seconds() * (1.0 - costly + costly * f64::from(self.costly_factor))
    }

    /// The squared coefficient of variation over both classes.
    pub fn scv(&self) -> f64 {
        let (costly, factor) = (f64::from(self.costly_per_mille) / 1e3, f64::from(self.costly_factor));
        let mean = 1.0 - costly + costly * factor;
        let second = (self.work.scv() + 1.0) * (1.0 - costly + costly * factor * factor);
        second / (mean * mean) - 1.0
    }
}

impl Work {
    /// A time of this shape and mean: at least a microsecond, at most an hour.
    pub fn of_mean(self, mean: SimDuration, random: &mut Random) -> SimDuration {
        SimDuration((mean.0 as f64 * self.draw(random) + 0.5).clamp(1.0, 3.6e9) as u64)
    }

    /// A number with mean 1.
    #[inline(always)]
    fn draw(self, random: &mut Random) -> f64 {
        match self {
            Work::Constant => 1.0,
            Work::Exponential => random.exponential(1.0),
            Work::LogNormal(cv) => {
                let variance = math::ln(1.0 + cv * cv);
                math::exp(variance.sqrt() * normal(random) - variance / 2.0)
            }
            Work::Pareto(shape) => {
                let tail = 1.0 - random.unit() * (1.0 - math::pow(PARETO_CAP, -shape));
                pareto_least(shape) * math::pow(tail, -1.0 / shape)
            }
            Work::Bimodal => {
                let (per_mille, factor) = LONG;
                let short = short_of(per_mille as f64 / 1e3, factor);
                if random.below(1_000) < per_mille { short * factor } else { short }
            }
        }
    }

    /// The squared coefficient of variation.
    pub fn scv(self) -> f64 {
        match self {
            Work::Constant => 0.0,
            Work::Exponential => 1.0,
            Work::LogNormal(cv) => cv * cv,
            Work::Pareto(shape) => {
                pareto_moment(shape, 2.0) * pareto_least(shape) * pareto_least(shape) - 1.0
            }
            Work::Bimodal => {
                let (part, factor) = (LONG.0 as f64 / 1e3, LONG.1);
                let short = short_of(part, factor);
                short * short * (1.0 - part + part * factor * factor) - 1.0
            }
        }
    }
}

/// The short value of two, of which a part is `factor` times as long, if their mean is 1.
fn short_of(part: f64, factor: f64) -> f64 {
    1.0 / (1.0 - part + part * factor)
}

/// The `k`-th moment of the capped Pareto distribution with least value 1.
fn pareto_moment(shape: f64, k: f64) -> f64 {
    let all = 1.0 - math::pow(PARETO_CAP, -shape);
    if (shape - k).abs() < 1e-9 {
        return shape * math::ln(PARETO_CAP) / all;
    }
    shape / (shape - k) * (1.0 - math::pow(PARETO_CAP, k - shape)) / all
}

/// The least value for which the mean is 1.
fn pareto_least(shape: f64) -> f64 {
    1.0 / pareto_moment(shape, 1.0)
}

/// A normally distributed number (Box & Muller 1958; one of the pair).
fn normal(random: &mut Random) -> f64 {
    let radius = (-2.0 * math::ln(1.0 - random.unit())).sqrt();
    radius * math::cos(TAU * random.unit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Seed;

    #[test]
    fn each_shape_has_the_mean_and_the_variation_that_its_formula_says() {
        for (work, tolerance) in [
            (Work::Constant, 1e-9_f64),
            (Work::Exponential, 0.02),
            (Work::LogNormal(0.5), 0.02),
            (Work::LogNormal(2.0), 0.15),
            // A heavy tail: the sample's second moment is known to a tenth only.
            (Work::Pareto(1.5), 0.15),
            (Work::Pareto(2.5), 0.1),
            (Work::Bimodal, 0.02),
        ] {
            let mut random = Seed(11).stream("service", 0);
            let drawn: Vec<f64> = (0..400_000).map(|_| work.draw(&mut random)).collect();
            let mean = drawn.iter().sum::<f64>() / drawn.len() as f64;
            let second = drawn.iter().map(|x| x * x).sum::<f64>() / drawn.len() as f64;
            let scv = second / (mean * mean) - 1.0;
            assert!((mean - 1.0).abs() <= tolerance.min(0.03), "{work:?}: mean {mean}");
            assert!(
                (scv - work.scv()).abs() <= tolerance * (1.0 + work.scv()),
                "{work:?}: {scv} {}",
                work.scv()
            );
        }
    }

    #[test]
    fn costly_requests_raise_the_mean_and_the_variation() {
        let service = ServiceTime {
            work: Work::Exponential,
            mean: SimDuration::from_ms(100),
            costly_per_mille: 100,
            costly_factor: 10,
        };
        let mut random = Seed(3).stream("service", 0);
        let drawn: Vec<f64> = (0..400_000).map(|_| service.draw(&mut random).0.seconds()).collect();
        let mean = drawn.iter().sum::<f64>() / 4e5;
        let scv = drawn.iter().map(|x| x * x).sum::<f64>() / 4e5 / (mean * mean) - 1.0;
        // Standard errors 0.0007 and about 0.06.
        assert!((mean - service.mean_seconds()).abs() < 0.003, "{mean} {}", service.mean_seconds());
        assert!((scv - service.scv()).abs() < 0.25, "{scv} {}", service.scv());
    }
}
