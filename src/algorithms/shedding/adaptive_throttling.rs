//! Client-side adaptive throttling (SRE book, ch. 21): a client that is refused often refuses part of its requests itself.
//!
//! Over the latest two minutes it counts its requests, those that it refused itself too, and those that the back end
//! accepted. A request is refused with the chance max(0, (requests - K * accepts) / (requests + 1)). With K = 2 the back end
//! is sent twice what it accepts, so that the client soon sees when it is better.
//!
//! The window is in twenty slices of six seconds (`window.rs`). Chance and numbers are whole, so that the same draw decides
//! the same everywhere.

use super::super::window::Window;
use crate::process::{Random, SimDuration, SimTime};

const WINDOW: SimDuration = SimDuration::from_ms(120_000);

/// What a client remembers of one back end.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AdaptiveThrottling {
    /// K in thousandths.
    multiplier: u32,
    requests: Window,
    accepts: Window,
}

impl AdaptiveThrottling {
    /// A client that has asked nothing yet. K is in thousandths, 1,000 to 1,000,000: the book's 2 is 2,000. What is outside
    /// becomes the nearest that is inside.
    pub fn new(multiplier_thousandths: u32) -> AdaptiveThrottling {
        let multiplier = multiplier_thousandths.clamp(1_000, 1_000_000);
        AdaptiveThrottling { multiplier, requests: Window::new(WINDOW), accepts: Window::new(WINDOW) }
    }

    /// Whether a request is sent. It counts as one either way. Always draws once.
    pub fn sends(&mut self, now: SimTime, random: &mut Random) -> bool {
        let (over, of) = self.share(now);
        self.requests.add(1, now);
        random.below(of) >= over
    }

    /// The back end accepted a request: it did not refuse it for overload. Whether the answer is good does not matter.
    pub fn accepted(&mut self, now: SimTime) {
        self.accepts.add(1, now);
    }

    /// The chance that the next request is refused here.
    pub fn refusal(&self, now: SimTime) -> f64 {
        let (over, of) = self.share(now);
        over as f64 / of as f64
    }

    /// The chance as a fraction: requests - K * accepts, in thousandths, of requests + 1.
    fn share(&self, now: SimTime) -> (u64, u64) {
        let (requests, accepts) = (self.requests.sum(now), self.accepts.sum(now));
        let over = 1_000 * requests - i64::from(self.multiplier) * accepts;
        (over.max(0) as u64, 1_000 * (requests as u64 + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Seed;

    /// A client that asked and was accepted so often.
    fn client(multiplier: u32, requests: u32, accepts: u32) -> AdaptiveThrottling {
        let mut random = Seed(1).stream("throttling", 0);
        let mut client = AdaptiveThrottling::new(multiplier);
        (0..requests).for_each(|_| _ = client.sends(SimTime::ZERO, &mut random));
        (0..accepts).for_each(|_| client.accepted(SimTime::ZERO));
        client
    }

    #[test]
    fn the_chance_of_a_refusal_is_what_the_book_says() {
        for (multiplier, requests, accepts, chance) in [
            (2_000, 100, 50, 0.0),
            (2_000, 100, 49, 0.0198),
            (2_000, 100, 25, 0.49505),
            (2_000, 100, 0, 0.990099),
            (1_100, 100, 50, 0.4455),
            (2_000, 100, 100, 0.0),
            (2_000, 0, 0, 0.0),
        ] {
            let computed = client(multiplier, requests, accepts).refusal(SimTime::ZERO);
            assert!((computed - chance).abs() < 5e-5, "{multiplier} {requests} {accepts}: {computed}");
        }
        assert_eq!(client(2_000, 100, 49).refusal(SimTime::ZERO), 2.0 / 101.0);
    }

    #[test]
    fn a_client_whose_requests_are_accepted_refuses_none() {
        let mut random = Seed(3).stream("throttling", 0);
        for _ in 0..10_000 {
            assert!(AdaptiveThrottling::new(2_000).sends(SimTime::ZERO, &mut random));
        }
    }

    #[test]
    fn what_it_did_two_minutes_ago_is_forgotten() {
        let client = client(2_000, 100, 0);
        let chance = |ms| client.refusal(SimTime::from_ms(ms));
        assert_eq!([119_999, 120_000].map(chance), [100.0 / 101.0, 0.0]);
    }

    /// A back end that accepts so many of a second's requests that arrive: how many a second arrive in the end.
    fn arrive_per_s(multiplier: u32, offered: u64, accepts: u64, seed: u64) -> f64 {
        let mut random = Seed(seed).stream("throttling", 0);
        let mut client = AdaptiveThrottling::new(multiplier);
        let mut arrived = 0;
        for second in 0..360 {
            let mut left = accepts;
            for number in 0..offered {
                let now = SimTime(second * 1_000_000 + number * 1_000_000 / offered);
                if client.sends(now, &mut random) {
                    arrived += u64::from(second >= 240);
                    if left > 0 {
                        left -= 1;
                        client.accepted(now);
                    }
                }
            }
        }
        arrived as f64 / 120.0
    }

    #[test]
    fn a_back_end_is_sent_twice_what_it_accepts_and_all_if_it_accepts_half() {
        // 1,000 offered and 200 accepted: .5994 are refused here, so 400 arrive.
        let refused = (120_000.0 - 2.0 * 24_000.0) / 120_001.0;
        let expected: f64 = 1_000.0 * (1.0 - refused);
        assert!((expected - 400.0).abs() < 0.1);
        for seed in 0..3 {
            let arrived = arrive_per_s(2_000, 1_000, 200, seed);
            assert!((arrived - 400.0).abs() < 8.0, "{arrived}");
        }
        assert_eq!(arrive_per_s(2_000, 1_000, 500, 0), 1_000.0);
    }

    #[test]
    fn what_a_client_refused_itself_counts_as_a_request_so_that_a_dead_back_end_is_hardly_asked() {
        // One in 120,000 requests of the window. If only what is sent counted, it would be one in some 490.
        let arrived = arrive_per_s(2_000, 1_000, 0, 0);
        assert!(arrived < 0.5, "{arrived}");
    }

    #[test]
    fn it_draws_once_whatever_the_chance() {
        let after = |accepts| {
            let mut random = Seed(2).stream("throttling", 0);
            client(2_000, 10, accepts).sends(SimTime::ZERO, &mut random);
            random.bits()
        };
        assert_eq!(after(0), after(10));
    }
}
