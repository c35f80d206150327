//! Leaky bucket as a queue: requests wait, and leave evenly spaced (Turner 1986; nginx `limit_req` without `nodelay`).
//!
//! A token bucket lets a burst through at once. This one smooths it: the `burst` of its limit is how many are in it at
//! most, the one that leaves next among them. It drops what comes on top of that.

use super::limit::Limit;
use crate::process::SimTime;

/// A limit and when the next may leave.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LeakyBucket {
    limit: Limit,
    /// Parts of a microsecond since the start of the run, as in [`super::Gcra`].
    next_leaves: u128,
}

impl LeakyBucket {
    /// An empty bucket.
    pub fn new(limit: Limit) -> LeakyBucket {
        LeakyBucket { limit, next_leaves: 0 }
    }

    /// When a request that comes now will leave, rounded up to the microsecond; `None` if the bucket is full.
    pub fn enter(&mut self, now: SimTime) -> Option<SimTime> {
        let a_microsecond = u128::from(self.limit.a_microsecond());
        let parts = u128::from(now.0) * a_microsecond;
        let leaves = self.next_leaves.max(parts);
        let after = leaves + u128::from(self.limit.cost(1));
        if after > parts + u128::from(self.limit.full()) {
            return None;
        }
        self.next_leaves = after;
        Some(SimTime(leaves.div_ceil(a_microsecond) as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Gcra, TokenBucket};
    use super::*;
    use crate::process::{Seed, SimDuration};

    #[test]
    fn it_spaces_evenly_what_a_token_bucket_lets_through_at_once() {
        let limit = Limit::per_second(10, 4);
        let (mut leaky, mut tokens) = (LeakyBucket::new(limit), TokenBucket::new(limit));
        let now = SimTime::from_ms(500);
        assert!((0..4).all(|_| tokens.take(1, now)) && !tokens.take(1, now));
        let left: Vec<_> = (0..5).map(|_| leaky.enter(now)).collect();
        let at = |ms| Some(SimTime::from_ms(ms));
        assert_eq!(left, [at(500), at(600), at(700), at(800), None]);
    }

    #[test]
    fn it_drops_what_a_token_bucket_refuses_since_only_the_leaving_differs() {
        let mut random = Seed(3).stream("arrivals", 0);
        let limit = Limit::new(3, SimDuration(1_000), 5);
        let (mut leaky, mut gcra) = (LeakyBucket::new(limit), Gcra::new(limit));
        let (mut now, mut last, mut dropped) = (SimTime::ZERO, SimTime::ZERO, 0);
        for _ in 0..10_000 {
            now += SimDuration(random.below(600));
            let leaves = leaky.enter(now);
            assert_eq!(leaves.is_some(), gcra.take(1, now));
            dropped += u32::from(leaves.is_none());
            if let Some(leaves) = leaves {
                assert!(leaves >= now && leaves.since(last) >= SimDuration(333) || last == SimTime::ZERO);
                last = leaves;
            }
        }
        assert!((100..9_000).contains(&dropped), "{dropped}");
    }
}
