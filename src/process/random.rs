//! Chance: named streams of numbers, each a pure function of the scenario's seed and the stream's name.
//!
//! One stream serves one purpose (a node's timers, a link's latency ...), so that changing one thing in a run
//! does not change the chance that another meets.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};
use std::hash::{Hash, Hasher};
use xxhash_rust::xxh64::xxh64;

use super::{SimDuration, math};

/// What a run's chance grows from: any 64-bit number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Seed(pub u64);

impl Seed {
    /// The stream called `name`, for the thing numbered `index` (a node, a link; 0 if there is one only).
    pub fn stream(self, name: &str, index: u64) -> Random {
        let of_name = xxh64(name.as_bytes(), self.0);
        Random(Xoshiro256PlusPlus::seed_from_u64(xxh64(&index.to_le_bytes(), of_name)))
    }
}

/// One stream: xoshiro256++ (Blackman & Vigna, 2019), seeded by SplitMix64.
///
/// The samplers here are our own three lines, not a library's, since a library may change how it draws from one
/// version to the next, and a link must show the same run for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Random(Xoshiro256PlusPlus);

impl Random {
    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A whole number from 0 to `n - 1`, all equally likely to within `n / 2^64` (multiply and shift: Lemire
    /// 2019, without its rejection step). `n` is at least 1.
    pub fn below(&mut self, n: u64) -> u64 {
        assert!(n > 0, "a choice among nothing");
        ((u128::from(self.bits()) * u128::from(n)) >> 64) as u64
    }

    /// A whole number from `low` to `high`, both included.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high.saturating_sub(low).saturating_add(1))
    }

    /// A length of time from `low` to `high`, both included, to the microsecond.
    pub fn duration(&mut self, low: SimDuration, high: SimDuration) -> SimDuration {
        SimDuration(self.between(low.0, high.0))
    }

    /// A number in [0, 1) with 53 random bits.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True in `ppm` of a million draws. Draws even for 0 and 1,000,000, so that the stream does not depend on it.
    pub fn chance_ppm(&mut self, ppm: u32) -> bool {
        self.below(1_000_000) < u64::from(ppm)
    }

    /// An exponentially distributed number with the given mean (inverse transform).
    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * math::ln(1.0 - self.unit())
    }
}

impl Hash for Random {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // The generator does not show its state; its next output stands for it.
        let Self(generator) = self;
        generator.clone().next_u64().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_depends_on_its_seed_its_name_and_its_number() {
        let first = |seed: u64, name: &str, index: u64| Seed(seed).stream(name, index).bits();
        assert_eq!(first(1, "link", 2), first(1, "link", 2));
        let others = [first(2, "link", 2), first(1, "timers", 2), first(1, "link", 3)];
        assert!(others.iter().all(|bits| *bits != first(1, "link", 2)));
    }

    #[test]
    fn the_first_numbers_of_a_stream_never_change() {
        let mut random = Seed(42).stream("link", 0);
        assert_eq!([random.below(1000), random.below(1000), random.below(1000)], [237, 784, 309]);
    }

    #[test]
    fn a_mean_of_many_exponential_draws_is_near_the_mean() {
        let mut random = Seed(7).stream("service", 0);
        let mean = (0..100_000).map(|_| random.exponential(3.0)).sum::<f64>() / 1e5;
        // The standard error is 3/sqrt(1e5) = 0.0095; four of them is a false alarm in 16,000 seeds.
        assert!((mean - 3.0).abs() < 0.038, "mean {mean}");
    }
}
