//! A rate and a burst as a ratio of whole numbers, so that 1 a minute or 3 a second are exact.

use crate::process::SimDuration;

/// The most tokens that a bucket holds.
pub const MAX_BURST: u32 = 1_000_000_000;

/// The longest time that a rate is given for: an hour.
pub const MAX_PER: SimDuration = SimDuration(3_600_000_000);

/// `tokens` every `per`, and `burst` at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limit {
    tokens: u32,
    per: SimDuration,
    burst: u32,
}

impl Limit {
    /// `tokens` every `per`, `burst` at once. Each is at least 1; `per` is at most [`MAX_PER`] and `burst` at most
    /// [`MAX_BURST`]. What is outside becomes the nearest that is inside.
    pub fn new(tokens: u32, per: SimDuration, burst: u32) -> Limit {
        Limit {
            tokens: tokens.max(1),
            per: per.clamp(SimDuration(1), MAX_PER),
            burst: burst.clamp(1, MAX_BURST),
        }
    }

    /// `tokens` a second, `burst` at once; limits as for [`Limit::new`].
    pub fn per_second(tokens: u32, burst: u32) -> Limit {
        Limit::new(tokens, SimDuration::from_ms(1_000), burst)
    }

    /// The most tokens at once.
    pub fn burst(self) -> u32 {
        self.burst
    }

    /// Tokens a second.
    pub fn rate_per_s(self) -> f64 {
        f64::from(self.tokens) / self.per.seconds()
    }

    /// What comes in one microsecond. A token is [`Limit::cost`] of it.
    pub(super) fn a_microsecond(self) -> u64 {
        u64::from(self.tokens)
    }

    /// What `tokens` cost: below 2^64 for any number, and below 2^62 for a full bucket.
    pub(super) fn cost(self, tokens: u32) -> u64 {
        u64::from(tokens) * self.per.0
    }

    /// What a full bucket holds.
    pub(super) fn full(self) -> u64 {
        self.cost(self.burst)
    }

    /// How long it takes until so much has come, rounded up: before then it is not all there.
    pub(super) fn time_for(self, missing: u64) -> SimDuration {
        SimDuration(missing.div_ceil(self.a_microsecond()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_limit_is_counted_without_overflow() {
        let limit = Limit::new(u32::MAX, SimDuration(u64::MAX), u32::MAX);
        assert_eq!(limit.full(), 3_600_000_000 * 1_000_000_000);
        assert_eq!(limit.cost(u32::MAX), 3_600_000_000 * u64::from(u32::MAX));
    }

    #[test]
    fn a_limit_of_nothing_becomes_the_smallest_limit() {
        assert_eq!(Limit::new(0, SimDuration::ZERO, 0), Limit::new(1, SimDuration(1), 1));
    }

    #[test]
    fn a_rate_below_one_a_second_is_a_rate() {
        assert_eq!(Limit::new(1, SimDuration::from_ms(60_000), 1).rate_per_s(), 1.0 / 60.0);
    }
}
