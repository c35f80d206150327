//! Generic cell rate algorithm (ITU-T I.371, annex A; virtual scheduling): a token bucket that remembers one time.
//!
//! The theoretical arrival time is when the bucket would be full again. A request moves it by its cost, from now if it is
//! past, and is refused if that would put it further ahead than a full bucket takes to fill. The time is counted in parts
//! of a microsecond, as many as tokens come in `per`, so that it decides as [`super::TokenBucket`] does, to the microsecond.

use super::limit::Limit;
use crate::process::SimTime;

/// A limit and the theoretical arrival time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Gcra {
    limit: Limit,
    /// Parts of a microsecond since the start of the run.
    theoretical_arrival: u128,
}

impl Gcra {
    /// Nothing has arrived: a burst may.
    pub fn new(limit: Limit) -> Gcra {
        Gcra { limit, theoretical_arrival: 0 }
    }

    /// Lets a request of `tokens` in if it conforms. False if it is refused; then nothing changes.
    pub fn take(&mut self, tokens: u32, now: SimTime) -> bool {
        let moved = self.moved(tokens, now);
        let conforms = moved <= self.parts(now) + u128::from(self.limit.full());
        if conforms {
            self.theoretical_arrival = moved;
        }
        conforms
    }

    /// When a request of `tokens` will conform if nobody else comes, `now` or later; `None` if it never does.
    pub fn ready_at(&self, tokens: u32, now: SimTime) -> Option<SimTime> {
        let ahead = self.moved(tokens, now) - self.parts(now);
        let missing = ahead.saturating_sub(u128::from(self.limit.full())) as u64;
        (tokens <= self.limit.burst()).then(|| now + self.limit.time_for(missing))
    }

    fn moved(&self, tokens: u32, now: SimTime) -> u128 {
        self.theoretical_arrival.max(self.parts(now)) + u128::from(self.limit.cost(tokens))
    }

    fn parts(&self, now: SimTime) -> u128 {
        u128::from(now.0) * u128::from(self.limit.a_microsecond())
    }
}

#[cfg(test)]
mod tests {
    use super::super::TokenBucket;
    use super::*;
    use crate::process::SimDuration;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_decides_as_the_token_bucket_does_for_any_arrivals(
            (tokens, per, burst) in (1..50_u32, 1..5_000_u64, 1..20_u32),
            arrivals in prop::collection::vec((0..2_000_u64, 0..4_u32), 1..300),
        ) {
            let limit = Limit::new(tokens, SimDuration(per), burst);
            let (mut clever, mut dumb) = (Gcra::new(limit), TokenBucket::new(limit));
            let mut now = SimTime::ZERO;
            for (gap, cost) in arrivals {
                now += SimDuration(gap);
                prop_assert_eq!(clever.ready_at(cost, now), dumb.ready_at(cost, now), "at {}", now);
                prop_assert_eq!(clever.take(cost, now), dumb.take(cost, now), "{} at {}", cost, now);
            }
        }

        #[test]
        fn a_refused_request_is_let_in_at_the_time_it_was_told_and_not_before(
            (tokens, per, burst) in (1..50_u32, 100..5_000_u64, 1..20_u32),
        ) {
            let mut gcra = Gcra::new(Limit::new(tokens, SimDuration(per), burst));
            while gcra.take(1, SimTime(9)) {}
            let ready = gcra.ready_at(1, SimTime(9)).unwrap();
            prop_assert!(!gcra.take(1, SimTime(ready.0 - 1)));
            prop_assert!(gcra.take(1, ready));
        }
    }

    #[test]
    fn a_refused_request_does_not_push_the_next_one_back() {
        let mut gcra = Gcra::new(Limit::per_second(1, 1));
        assert!(gcra.take(1, SimTime::ZERO));
        assert!((1..1_000).all(|ms| !gcra.take(1, SimTime::from_ms(ms))));
        assert!(gcra.take(1, SimTime::from_ms(1_000)));
    }
}
