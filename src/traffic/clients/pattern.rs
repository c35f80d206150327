//! How the mean rate of arrivals goes over time: the shape of a day, a step, a crowd.

use crate::process::{SimDuration, SimTime, math};
use crate::traffic::recorded::Profile;
use std::f64::consts::TAU;
use std::rc::Rc;

/// A rate over time, in requests a second.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // Rates are in requests a second; times and lengths are as their types say.
pub enum Pattern {
    /// Always the same rate.
    Steady { rate: f64 },
    /// One rate until a moment, another from then on.
    Step {
        /// The rate before.
        rate: f64,
        /// The rate after, as a multiple of it.
        factor: f64,
        at: SimTime,
    },
    /// A day: a sine from its trough at the start to its peak half a period later.
    Diurnal {
        /// The mean.
        rate: f64,
        /// The peak over the mean, 1 to 2; the trough is as far below.
        factor: f64,
        period: SimDuration,
    },
    /// A flash crowd: a steep rise to a multiple, a plateau, and a slow decay by half-lives (Ari et al. 2003,
    /// Managing flash crowds on the Internet: ramp-up, sustained traffic, ramp-down).
    Flash {
        /// The rate before and long after.
        rate: f64,
        /// The plateau as a multiple of it.
        factor: f64,
        at: SimTime,
        /// How long the plateau is; the rise takes a tenth of it, each half-life of the decay a half.
        plateau: SimDuration,
    },
    /// What somebody recorded, again and again.
    Recorded(Rc<Profile>),
}

impl Pattern {
    /// The mean rate of arrivals at a time, in requests a second.
    pub fn rate_at(&self, now: SimTime) -> f64 {
        match self {
            Pattern::Steady { rate } => *rate,
            Pattern::Step { rate, factor, at } => {
                if now < *at {
                    *rate
                } else {
                    rate * factor
                }
            }
            Pattern::Diurnal { rate, factor, period } => {
                let turns = (now.0 % period.0.max(1)) as f64 / period.0.max(1) as f64;
                rate * (1.0 - (factor - 1.0) * math::cos(turns * TAU)).max(0.0)
            }
            Pattern::Flash { rate, factor, at, plateau } => {
                let after = now.since(*at).seconds();
                rate * (1.0 + (factor - 1.0) * crowd(after, now >= *at, plateau.seconds()))
            }
            Pattern::Recorded(profile) => profile.rate_at(now),
        }
    }

    /// The greatest rate that there ever is, in requests a second.
    pub fn peak(&self) -> f64 {
        match self {
            Pattern::Steady { rate } => *rate,
            Pattern::Step { rate, factor, .. } | Pattern::Flash { rate, factor, .. } => {
                rate * factor.max(1.0)
            }
            Pattern::Diurnal { rate, factor, .. } => rate * factor,
            Pattern::Recorded(profile) => profile.peak(),
        }
    }

    /// Whether the rate never changes: only then can a run settle to a steady state.
    pub fn is_steady(&self) -> bool {
        matches!(self, Pattern::Steady { .. })
    }
}

/// How much of the crowd is there, 0 to 1, so many seconds after it began.
fn crowd(after: f64, begun: bool, plateau: f64) -> f64 {
    let rise = plateau / 10.0;
    match () {
        () if !begun => 0.0,
        () if after < rise => after / rise,
        () if after < rise + plateau => 1.0,
        () => math::pow(0.5, (after - rise - plateau) / (plateau / 2.0).max(1e-6)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: f64, pattern: &Pattern) -> f64 {
        pattern.rate_at(SimTime::from_seconds(seconds))
    }

    #[test]
    fn a_day_begins_at_its_trough_and_has_its_mean_and_its_peak() {
        let day = Pattern::Diurnal { rate: 100.0, factor: 1.6, period: SimDuration::from_ms(60_000) };
        assert!((at(0.0, &day) - 40.0).abs() < 1e-9 && (at(30.0, &day) - 160.0).abs() < 1e-9);
        let mean = (0..6_000).map(|i| at(f64::from(i) / 100.0, &day)).sum::<f64>() / 6_000.0;
        assert!((mean - 100.0).abs() < 1e-6 && day.peak() == 160.0, "{mean}");
    }

    #[test]
    fn a_crowd_rises_stays_and_goes_by_half_lives() {
        let (begins, plateau) = (SimTime::from_ms(10_000), SimDuration::from_ms(10_000));
        let flash = Pattern::Flash { rate: 10.0, factor: 5.0, at: begins, plateau };
        let seen = [9.9, 10.5, 11.0, 20.9, 26.0, 31.0].map(|seconds| at(seconds, &flash));
        let expected = [10.0, 30.0, 50.0, 50.0, 30.0, 20.0];
        assert!(seen.iter().zip(expected).all(|(seen, expected)| (seen - expected).abs() < 1e-9), "{seen:?}");
    }
}
