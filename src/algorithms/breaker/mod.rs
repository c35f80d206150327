//! Circuit breakers: who fails too often is not called for a while, so that callers fail fast and the service can recover.
//!
//! | breaker | counts | opens | waits | then lets through | source |
//! |---|---|---|---|---|---|
//! | [`resilience4j`] | the last n calls, or seconds | failures or slow calls >= threshold, from a minimum of calls | >= 60 s | N calls, and decides by their rate | resilience4j |
//! | [`hystrix`] | 10 s in 10 buckets | volume >= 20 and errors >= 50 % | > 5 s | one call, and decides by it | Hystrix |
//!
//! A breaker belongs to one caller: it knows what that process saw and nothing else. Ten processes have ten breakers, which
//! open one by one; each lets its own calls through when it tries, so a service that recovers meets all of them at once.
//!
//! The caller asks [`Breaker::may_call`] before each call, and tells [`Breaker::ended`] of each that was let through. Time
//! alone changes nothing that is told: an open breaker turns half-open when a call comes.
//!
//! ```
//! use faultyard::algorithms::breaker::{Breaker, Outcome, Settings, State, hystrix};
//! use faultyard::process::{SimDuration, SimTime};
//!
//! let mut breaker = Breaker::new(&Settings::Hystrix(hystrix::Settings::default()));
//! for _ in 0..20 {
//!     assert!(breaker.may_call(SimTime::ZERO).permitted);
//!     breaker.ended(SimTime::ZERO, Outcome::Failure, SimDuration::ZERO);
//! }
//! assert_eq!(breaker.state(SimTime::ZERO), State::Open);
//! assert!(!breaker.may_call(SimTime::from_ms(5_000)).permitted);
//! assert!(breaker.may_call(SimTime::from_ms(5_001)).permitted);
//! ```

mod contract;
pub mod hystrix;
pub mod resilience4j;
mod window;

pub use contract::{Admission, Cause, Outcome, State, Tally, Transition};
pub use hystrix::Hystrix;
pub use resilience4j::Resilience4j;

use crate::process::{SimDuration, SimTime};

/// Which breaker, and what it leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Settings {
    /// resilience4j's.
    Resilience4j(resilience4j::Settings),
    /// Hystrix's.
    Hystrix(hystrix::Settings),
}

/// One caller's breaker for one service.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Breaker {
    /// resilience4j's.
    Resilience4j(Resilience4j),
    /// Hystrix's.
    Hystrix(Hystrix),
}

impl Breaker {
    /// Closed; nothing was called yet.
    ///
    /// # Panics
    /// If a setting is outside its range.
    pub fn new(settings: &Settings) -> Breaker {
        match settings {
            Settings::Resilience4j(settings) => Breaker::Resilience4j(Resilience4j::new(settings)),
            Settings::Hystrix(settings) => Breaker::Hystrix(Hystrix::new(settings)),
        }
    }

    /// Whether a call may begin now. To ask takes one of the places half-open, so who is let through has to call.
    pub fn may_call(&mut self, now: SimTime) -> Admission {
        match self {
            Breaker::Resilience4j(breaker) => breaker.may_call(now),
            Breaker::Hystrix(breaker) => breaker.may_call(now),
        }
    }

    /// A call that was let through has ended, after it took so long. Each call ends once.
    pub fn ended(&mut self, now: SimTime, outcome: Outcome, took: SimDuration) -> Option<Transition> {
        match self {
            Breaker::Resilience4j(breaker) => breaker.ended(now, outcome, took),
            Breaker::Hystrix(breaker) => breaker.ended(now, outcome),
        }
    }

    /// The state as a call finds it now: half-open from when the wait is over.
    pub fn state(&self, now: SimTime) -> State {
        match self {
            Breaker::Resilience4j(breaker) => breaker.state(now),
            Breaker::Hystrix(breaker) => breaker.state(now),
        }
    }

    /// When an open breaker lets the first call through; none unless it is open.
    pub fn retry_at(&self) -> Option<SimTime> {
        match self {
            Breaker::Resilience4j(breaker) => breaker.retry_at(),
            Breaker::Hystrix(breaker) => breaker.retry_at(),
        }
    }

    /// The calls that the state is judged by; when open, those that opened it.
    pub fn seen(&self, now: SimTime) -> Tally {
        match self {
            Breaker::Resilience4j(breaker) => breaker.seen(now),
            Breaker::Hystrix(breaker) => breaker.seen(now),
        }
    }

    /// The share of failures in percent, 0 to 100; none where there is no rate yet.
    pub fn failure_rate(&self, now: SimTime) -> Option<f64> {
        match self {
            Breaker::Resilience4j(breaker) => breaker.failure_rate(now),
            Breaker::Hystrix(breaker) => breaker.failure_rate(now),
        }
    }

    /// Bytes held on the heap.
    pub fn bytes(&self) -> usize {
        match self {
            Breaker::Resilience4j(breaker) => breaker.bytes(),
            Breaker::Hystrix(breaker) => breaker.bytes(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both() -> [Breaker; 2] {
        let counted = resilience4j::Settings { minimum_calls: 20, ..resilience4j::Settings::default() };
        [Settings::Resilience4j(counted), Settings::Hystrix(hystrix::Settings::default())]
            .map(|settings| Breaker::new(&settings))
    }

    /// `count` calls at a time, as many as are let through, all with one outcome.
    fn call(breaker: &mut Breaker, seconds: u64, count: u32, outcome: Outcome) -> u32 {
        let now = SimTime::from_ms(seconds * 1_000);
        let through = (0..count).filter(|_| breaker.may_call(now).permitted).count() as u32;
        for _ in 0..through {
            breaker.ended(now, outcome, SimDuration::ZERO);
        }
        through
    }

    #[test]
    fn a_breaker_knows_only_what_its_own_process_saw() {
        for one in both() {
            let (mut first, mut second) = (one.clone(), one);
            call(&mut first, 0, 20, Outcome::Failure);
            call(&mut second, 0, 10, Outcome::Failure);
            let states = [&first, &second].map(|breaker| breaker.state(SimTime::ZERO));
            assert_eq!(states, [State::Open, State::Closed], "30 failures in all");
            assert_eq!(call(&mut second, 1, 5, Outcome::Success), 5);
        }
    }

    #[test]
    fn errors_of_the_caller_never_open_it() {
        for mut breaker in both() {
            for status in (0..1_000).map(|number| 400 + number % 100) {
                call(&mut breaker, 0, 1, Outcome::of_status(status));
            }
            assert_eq!(
                (breaker.state(SimTime::ZERO), breaker.failure_rate(SimTime::ZERO)),
                (State::Closed, Some(0.0))
            );
            call(&mut breaker, 11, 200, Outcome::of_status(503));
            assert_eq!(breaker.state(SimTime::from_ms(11_000)), State::Open);
        }
    }

    #[test]
    fn a_service_that_recovers_is_called_again_and_one_that_does_not_is_left_alone() {
        for breaker in both() {
            let (mut well, mut ill) = (breaker.clone(), breaker);
            let (mut well_calls, mut ill_calls) = (0, 0);
            for second in 0..600 {
                let outcome = if second < 100 { Outcome::Failure } else { Outcome::Success };
                well_calls += call(&mut well, second, 10, outcome);
                ill_calls += call(&mut ill, second, 10, Outcome::Failure);
            }
            assert_eq!(well.state(SimTime::from_ms(600_000)), State::Closed);
            assert!(well_calls > 4_000, "{well_calls} of 6,000");
            assert!(ill_calls < 150, "{ill_calls} of 6,000");
        }
    }

    #[test]
    fn an_open_breaker_lets_the_first_call_through_when_it_says() {
        for mut breaker in both() {
            call(&mut breaker, 3, 20, Outcome::Failure);
            let retry = breaker.retry_at().expect("it is open");
            assert!(!breaker.may_call(SimTime(retry.0 - 1)).permitted);
            assert!(breaker.may_call(retry).permitted);
            assert_eq!(breaker.retry_at(), None);
        }
    }
}
