//! Token bucket: tokens come at a rate, up to a burst, and a request that finds none is refused (Turner, IEEE
//! Communications Magazine 24(10), 1986, under the name of leaky bucket).
//!
//! The bucket starts full. Its level is counted in parts of a token so small that a microsecond brings a whole number of
//! them: what came in is exact however often somebody looks.

use super::limit::Limit;
use crate::process::SimTime;

/// A bucket and its level.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TokenBucket {
    limit: Limit,
    /// As it was at `at`, in parts of a token: [`Limit::cost`].
    level: u64,
    at: SimTime,
}

impl TokenBucket {
    /// A full bucket.
    pub fn new(limit: Limit) -> TokenBucket {
        TokenBucket { limit, level: limit.full(), at: SimTime::ZERO }
    }

    /// Takes `tokens` if so many are there, all or none. False if the request is refused.
    pub fn take(&mut self, tokens: u32, now: SimTime) -> bool {
        self.level = self.level_at(now);
        self.at = self.at.max(now);
        let left = self.level.checked_sub(self.limit.cost(tokens));
        self.level = left.unwrap_or(self.level);
        left.is_some()
    }

    /// When `tokens` will be there if nobody else takes any, `now` or later; `None` if the bucket never holds so many.
    pub fn ready_at(&self, tokens: u32, now: SimTime) -> Option<SimTime> {
        let missing = self.limit.cost(tokens).saturating_sub(self.level_at(now));
        (tokens <= self.limit.burst()).then(|| now + self.limit.time_for(missing))
    }

    /// Tokens that are there, with fractions.
    pub fn tokens(&self, now: SimTime) -> f64 {
        self.level_at(now) as f64 / self.limit.cost(1) as f64
    }

    /// What limits it.
    pub fn limit(&self) -> Limit {
        self.limit
    }

    /// Another limit from now on. Tokens that are there stay, as far as they fit in; what a finer count cannot show is
    /// rounded down.
    pub fn set_limit(&mut self, limit: Limit, now: SimTime) {
        let level = u128::from(self.level_at(now)) * u128::from(limit.cost(1));
        let level = level / u128::from(self.limit.cost(1));
        let level = level.min(u128::from(limit.full())) as u64;
        *self = TokenBucket { limit, level, at: self.at.max(now) };
    }

    fn level_at(&self, now: SimTime) -> u64 {
        let came = now.since(self.at).0.saturating_mul(self.limit.a_microsecond());
        self.level.saturating_add(came).min(self.limit.full())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::{Seed, SimDuration};

    fn at(us: u64) -> SimTime {
        SimTime(us)
    }

    #[test]
    fn it_starts_full_so_that_a_burst_passes_at_once() {
        let mut bucket = TokenBucket::new(Limit::per_second(1, 5));
        assert_eq!((0..10).filter(|_| bucket.take(1, SimTime::ZERO)).count(), 5);
    }

    #[test]
    fn a_third_of_a_second_brings_a_token_of_three_a_second_and_not_a_microsecond_earlier() {
        let mut bucket = TokenBucket::new(Limit::per_second(3, 1));
        assert!(bucket.take(1, at(0)));
        assert_eq!(bucket.ready_at(1, at(0)), Some(at(333_334)));
        assert!(!bucket.take(1, at(333_333)));
        assert!(bucket.take(1, at(333_334)));
    }

    #[test]
    fn what_is_left_of_a_microsecond_is_not_lost_however_often_it_is_asked() {
        // 7 tokens every 11 us: a count in whole tokens, or in binary fractions, loses some.
        let limit = Limit::new(7, SimDuration(11), 20);
        let (mut asked, mut left_alone) = (TokenBucket::new(limit), TokenBucket::new(limit));
        assert!(asked.take(20, at(0)) && left_alone.take(20, at(0)));
        let mut taken = 0;
        for us in 1..=1_100_000 {
            while asked.take(1, at(us)) {
                taken += 1;
            }
        }
        assert_eq!(taken, 700_000, "7 every 11 us for 1,100,000 us, to the token");
        assert_eq!(left_alone.tokens(at(22)), 14.0);
    }

    #[test]
    fn looking_at_it_changes_nothing() {
        let mut random = Seed(1).stream("looks", 0);
        let mut watched = TokenBucket::new(Limit::new(3, SimDuration(7_000), 4));
        let mut alone = watched.clone();
        let mut us = 0;
        for _ in 0..10_000 {
            us += random.below(4_000);
            // A request for more than the bucket holds is refused, and takes nothing.
            assert!(!watched.take(5, at(us)));
            if random.below(3) == 0 {
                assert_eq!(watched.take(1, at(us)), alone.take(1, at(us)));
            }
        }
    }

    #[test]
    fn it_overflows_at_its_burst() {
        let mut bucket = TokenBucket::new(Limit::per_second(1_000_000, 3));
        assert!(bucket.take(3, at(0)));
        assert_eq!(bucket.tokens(at(u64::MAX)), 3.0);
        assert!(!bucket.take(4, at(u64::MAX)) && bucket.take(3, at(u64::MAX)));
    }

    #[test]
    fn more_than_the_burst_is_never_ready() {
        let bucket = TokenBucket::new(Limit::per_second(10, 3));
        assert_eq!(bucket.ready_at(4, at(0)), None);
        assert_eq!(bucket.ready_at(3, at(5)), Some(at(5)));
    }

    #[test]
    fn in_any_interval_no_more_pass_than_the_burst_and_what_comes_meanwhile() {
        let mut random = Seed(2).stream("arrivals", 0);
        let mut bucket = TokenBucket::new(Limit::per_second(100, 10));
        let (mut us, mut passed) = (0, Vec::new());
        while us < 10_000_000 {
            us += random.below(5_000);
            if bucket.take(1, at(us)) {
                passed.push(us);
            }
        }
        for (place, first) in passed.iter().enumerate() {
            for (count, last) in passed[place..].iter().enumerate().take(300) {
                assert!((count as u64 + 1) * 10_000 <= 10 * 10_000 + (last - first), "{first} to {last}");
            }
        }
        assert!(passed.len() > 900, "and the rate is used: {}", passed.len());
    }

    #[test]
    fn a_new_limit_keeps_the_tokens_that_fit() {
        let mut bucket = TokenBucket::new(Limit::per_second(10, 8));
        assert!(bucket.take(2, at(0)));
        bucket.set_limit(Limit::new(1, SimDuration(7), 100), at(0));
        assert_eq!(bucket.tokens(at(0)), 6.0);
        bucket.set_limit(Limit::per_second(10, 4), at(0));
        assert_eq!((bucket.tokens(at(0)), bucket.limit().burst()), (4.0, 4));
    }
}
