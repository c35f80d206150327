//! When requests come: by chance, evenly, or in bursts, at the rate that a [`Pattern`] has at the time.

use super::Pattern;
use crate::process::{Random, Seed, SimDuration, SimTime};
use std::hash::{Hash, Hasher};

/// How arrivals are spread around their mean rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spread {
    /// Independent of each other: a Poisson process.
    Poisson,
    /// As evenly as can be: a constant time between two.
    Even,
    /// A two-state Markov-modulated Poisson process (Fischer & Meier-Hellstern 1993): calm and bursts in turn, each
    /// of exponential length, with the pattern's rate as the mean over both.
    Bursty {
        /// The rate in a burst as a multiple of the mean, more than 1.
        factor: f64,
        /// The part of the time that bursts take, 0 to 1; `factor * part` is at most 1.
        part: f64,
        /// The mean length of a burst.
        burst: SimDuration,
    },
}

/// The stream of arrivals. It draws from its own chance only, so that what servers do never changes it.
#[derive(Clone, Debug)]
pub struct Arrivals {
    spread: Spread,
    pattern: Pattern,
    /// The rate is multiplied by this until the moment beside it.
    surge: (f64, SimTime),
    /// In a burst or in the calm, and until when.
    burst: bool,
    turns_at: SimTime,
    random: Random,
}

impl Arrivals {
    /// The stream of a run.
    pub fn new(pattern: Pattern, spread: Spread, seed: Seed) -> Arrivals {
        let random = seed.stream("arrivals", 0);
        Arrivals {
            spread,
            pattern,
            surge: (1.0, SimTime::ZERO),
            burst: true,
            turns_at: SimTime::ZERO,
            random,
        }
    }

    /// The pattern.
    pub fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    /// Follows another pattern from now on.
    pub fn follow(&mut self, pattern: Pattern, spread: Spread) {
        (self.pattern, self.spread) = (pattern, spread);
    }

    /// Multiplies the rate until a moment.
    pub fn surge(&mut self, factor: f64, until: SimTime) {
        self.surge = (factor, until);
    }

    /// The factor of the surge that is on, if one is.
    pub fn surging(&self, now: SimTime) -> Option<f64> {
        (now < self.surge.1).then_some(self.surge.0)
    }

    /// Whether there ever was a surge.
    pub fn has_surged(&self) -> bool {
        self.surge.1 > SimTime::ZERO
    }

    /// The mean rate at a time, in requests a second, over bursts and calm.
    pub fn rate_at(&self, now: SimTime) -> f64 {
        self.pattern.rate_at(now) * self.surging(now).unwrap_or(1.0)
    }

    /// The arrival after `now`; none if nobody will come within a year.
    #[inline(always)]
    pub fn next(&mut self, now: SimTime) -> Option<SimTime> {
        let most = self.pattern.peak() * if now < self.surge.1 { self.surge.0.max(1.0) } else { 1.0 };
        if most <= 0.0 {
            return None;
        }
        let constant = self.pattern.is_steady() && now >= self.surge.1;
        let mut at = now;
        // The rate is looked at anew at least this often where it is low, so that a rise is not slept through.
        for _ in 0..1_000_000 {
            at = match self.spread {
                Spread::Poisson => self.gap(at, most)?,
                Spread::Even => return self.even(at),
                Spread::Bursty { factor, part, burst } => self.in_bursts(at, most, (factor, part, burst))?,
            };
            if constant || self.random.unit() * most < self.rate_at(at) {
                return Some(at);
            }
        }
        None
    }

    /// An exponential gap at a rate: thinning (Lewis & Shedler 1979) then keeps a part of such arrivals.
    fn gap(&mut self, from: SimTime, rate: f64) -> Option<SimTime> {
        let seconds = self.random.exponential(1.0 / rate.max(1e-9));
        (seconds < 3.2e7).then(|| after(from, seconds))
    }

    fn even(&mut self, from: SimTime) -> Option<SimTime> {
        let mut at = from;
        // Where the rate is nought, wait for it in steps of a tenth of a second, for a day at most.
        for _ in 0..864_000 {
            let rate = self.rate_at(at);
            if rate > 1e-3 {
                return Some(after(at, 1.0 / rate));
            }
            at += SimDuration::from_ms(100);
        }
        None
    }

    fn in_bursts(
        &mut self,
        from: SimTime,
        mean: f64,
        (factor, part, burst): (f64, f64, SimDuration),
    ) -> Option<SimTime> {
        let calm = ((1.0 - factor * part) / (1.0 - part).max(1e-9)).max(0.0);
        let mut at = from;
        loop {
            if at >= self.turns_at {
                self.burst = !self.burst;
                let length = burst.seconds() * if self.burst { 1.0 } else { (1.0 - part) / part.max(1e-9) };
                let length = self.random.exponential(length);
                self.turns_at = after(at, length.min(3.2e7));
            }
            let rate = mean * if self.burst { factor } else { calm };
            match self.gap(at, rate) {
                Some(next) if next < self.turns_at => return Some(next),
                // Gaps have no memory: at the turn a new one is drawn at the other rate.
                _ if self.turns_at.since(from).seconds() < 3.2e7 => at = self.turns_at,
                _ => return None,
            }
        }
    }
}

/// A moment so many seconds later, at least a microsecond.
fn after(from: SimTime, seconds: f64) -> SimTime {
    from + SimDuration((seconds * 1e6 + 0.5).max(1.0) as u64)
}

impl Hash for Arrivals {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // The pattern and its spread are settings.
        let Self { spread: _, pattern: _, surge: (factor, until), burst, turns_at, random } = self;
        (factor.to_bits(), until, burst, turns_at, random).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(pattern: Pattern, spread: Spread, seconds: u64) -> Vec<u64> {
        let mut arrivals = Arrivals::new(pattern, spread, Seed(5));
        let mut counts = vec![0; seconds as usize];
        let mut now = SimTime::ZERO;
        while let Some(at) = arrivals.next(now).filter(|at| at.0 < seconds * 1_000_000) {
            counts[(at.0 / 1_000_000) as usize] += 1;
            now = at;
        }
        counts
    }

    fn mean_and_dispersion(counts: &[u64]) -> (f64, f64) {
        let mean = counts.iter().sum::<u64>() as f64 / counts.len() as f64;
        let square = |count: &u64| (*count as f64 - mean) * (*count as f64 - mean);
        (mean, counts.iter().map(square).sum::<f64>() / counts.len() as f64 / mean)
    }

    #[test]
    fn poisson_arrivals_have_their_rate_and_a_variance_equal_to_the_mean() {
        let (mean, dispersion) =
            mean_and_dispersion(&count(Pattern::Steady { rate: 50.0 }, Spread::Poisson, 4_000));
        // Standard errors: sqrt(50/4000) = 0.11 and sqrt(2/4000) = 0.022; four of each.
        assert!((mean - 50.0).abs() < 0.45 && (dispersion - 1.0).abs() < 0.09, "{mean} {dispersion}");
    }

    #[test]
    fn even_arrivals_do_not_vary() {
        let counts = count(Pattern::Steady { rate: 50.0 }, Spread::Even, 100);
        assert!(counts.iter().all(|count| (49..=50).contains(count)), "{counts:?}");
    }

    #[test]
    fn bursts_keep_the_mean_and_raise_the_variance() {
        let spread = Spread::Bursty { factor: 4.0, part: 0.1, burst: SimDuration::from_ms(2_000) };
        let (mean, dispersion) = mean_and_dispersion(&count(Pattern::Steady { rate: 50.0 }, spread, 40_000));
        // A cycle takes 20 s: 2,000 of them; the mean's standard error is below 1.5, checked over other seeds.
        assert!((mean - 50.0).abs() < 4.0 && dispersion > 10.0, "{mean} {dispersion}");
    }

    #[test]
    fn thinning_follows_a_rate_that_changes() {
        let pattern = Pattern::Step { rate: 20.0, factor: 3.0, at: SimTime::from_ms(1_000_000) };
        let counts = count(pattern, Spread::Poisson, 2_000);
        let (before, _) = mean_and_dispersion(&counts[..1_000]);
        let (later, _) = mean_and_dispersion(&counts[1_000..]);
        // Standard errors 0.14 and 0.25.
        assert!((before - 20.0).abs() < 0.6 && (later - 60.0).abs() < 1.0, "{before} {later}");
    }

    #[test]
    fn nobody_comes_where_the_rate_is_nought() {
        for spread in [Spread::Poisson, Spread::Even] {
            let mut arrivals = Arrivals::new(Pattern::Steady { rate: 0.0 }, spread, Seed(1));
            assert_eq!(arrivals.next(SimTime::ZERO), None, "{spread:?}");
        }
    }
}
