//! Hystrix's circuit breaker (HystrixCircuitBreaker.java 1.5, HealthCounts in HystrixCommandMetrics.java).
//!
//! The ends of calls are counted in buckets of a rolling window. At a volume of calls in it, and at a share of errors at or
//! above the threshold, the breaker opens. It refuses every call until strictly more than the sleep window has gone by
//! since it opened; the next call is let through alone. If it succeeds the breaker closes and counts from nothing; if it
//! fails, or ends in any other way, the breaker is open for a whole sleep window again. Refused calls are in no count.
//!
//! As in the source any call that ends half-open decides, also one that was let through before the breaker opened; the
//! call that was let through alone is then one of many.
//!
//! Deviations: the source looks at its counts when a snapshot of them is made, every 500 ms, and in buckets of that
//! width; here they are looked at when a call ends, in ten buckets of a second. The source computes the share as a
//! truncated float, here it is compared in whole numbers.

use super::contract::{Admission, Cause, Outcome, State, Tally, Transition, reaches};
use super::window::{Buckets, End};
use crate::process::{SimDuration, SimTime};

/// What Hystrix leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    /// Buckets of the rolling window, at least 1.
    pub buckets: u32,
    /// How long each bucket is, more than nothing.
    pub bucket: SimDuration,
    /// With fewer calls in the window it never opens.
    pub volume: u32,
    /// Opens at or above this share of errors, in percent: 1 to 100.
    pub error_percent: u32,
    /// Open for longer than this, it tries a call.
    pub sleep: SimDuration,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            buckets: 10,
            bucket: SimDuration::from_ms(1_000),
            volume: 20,
            error_percent: 50,
            sleep: SimDuration::from_ms(5_000),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Phase {
    Closed,
    /// With what opened it.
    Open {
        since: SimTime,
        seen: Tally,
    },
    HalfOpen,
}

/// One caller's breaker for one kind of command.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Hystrix {
    settings: Settings,
    phase: Phase,
    /// Empty unless closed.
    window: Buckets,
}

impl Hystrix {
    /// Closed, with an empty window.
    ///
    /// # Panics
    /// If a setting is outside its range.
    pub fn new(settings: &Settings) -> Hystrix {
        assert!((1..=100).contains(&settings.error_percent), "1 to 100 percent");
        let window = Buckets::new(settings.buckets, settings.bucket);
        Hystrix { settings: *settings, phase: Phase::Closed, window }
    }

    /// Whether a call may begin now.
    pub fn may_call(&mut self, now: SimTime) -> Admission {
        match self.phase {
            Phase::Closed => Admission::PERMITTED,
            Phase::Open { since, seen: _ } if now > since + self.settings.sleep => {
                self.phase = Phase::HalfOpen;
                Admission::after_wait(since, now)
            }
            Phase::Open { .. } | Phase::HalfOpen => Admission::REFUSED,
        }
    }

    /// A call that was let through has ended. How long it took makes no difference.
    pub fn ended(&mut self, now: SimTime, outcome: Outcome) -> Option<Transition> {
        let one = Tally { calls: 1, failures: u32::from(outcome == Outcome::Failure), slow: 0 };
        match (self.phase, outcome) {
            (Phase::Open { .. }, _) | (Phase::Closed, Outcome::Ignored) => None,
            (Phase::Closed, _) => {
                self.window.record(End { failed: outcome == Outcome::Failure, slow: false }, now);
                let seen = self.window.sum(now);
                let opens = seen.calls >= self.settings.volume
                    && reaches(seen.failures, seen.calls, self.settings.error_percent);
                opens.then(|| self.enter(Phase::Open { since: now, seen }, now, Cause::Failures(seen)))
            }
            (Phase::HalfOpen, Outcome::Success) => {
                Some(self.enter(Phase::Closed, now, Cause::Recovered(one)))
            }
            (Phase::HalfOpen, Outcome::Failure) => {
                Some(self.enter(Phase::Open { since: now, seen: one }, now, Cause::Failures(one)))
            }
            (Phase::HalfOpen, Outcome::Ignored) => {
                let open = Phase::Open { since: now, seen: Tally::default() };
                Some(self.enter(open, now, Cause::Cancelled))
            }
        }
    }

    /// The state as a call finds it now. Once the sleep window is over that is half-open; the source calls it open until the
    /// call.
    pub fn state(&self, now: SimTime) -> State {
        match self.phase {
            Phase::Open { since, seen: _ } if now > since + self.settings.sleep => State::HalfOpen,
            phase => phase.state(),
        }
    }

    /// When an open breaker lets the first call through; none unless it is open.
    pub fn retry_at(&self) -> Option<SimTime> {
        match self.phase {
            Phase::Open { since, seen: _ } => Some(since + self.settings.sleep + SimDuration::from_us(1)),
            Phase::Closed | Phase::HalfOpen => None,
        }
    }

    /// What the state is judged by: the window, or, when open, what opened it.
    pub fn seen(&self, now: SimTime) -> Tally {
        match self.phase {
            Phase::Closed => self.window.sum(now),
            Phase::Open { since: _, seen } => seen,
            Phase::HalfOpen => Tally::default(),
        }
    }

    /// The share of errors in percent, 0 to 100; none where nothing was counted.
    pub fn failure_rate(&self, now: SimTime) -> Option<f64> {
        self.seen(now).failure_rate()
    }

    /// Bytes held on the heap.
    pub fn bytes(&self) -> usize {
        let Self { settings: _, phase: _, window } = self;
        window.bytes()
    }

    fn enter(&mut self, phase: Phase, now: SimTime, cause: Cause) -> Transition {
        let from = self.phase.state();
        self.phase = phase;
        self.window.clear();
        Transition { from, to: phase.state(), at: now, cause }
    }
}

impl Phase {
    fn state(self) -> State {
        match self {
            Phase::Closed => State::Closed,
            Phase::Open { .. } => State::Open,
            Phase::HalfOpen => State::HalfOpen,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: u64) -> SimTime {
        SimTime::from_ms(ms)
    }

    fn record(breaker: &mut Hystrix, now: SimTime, good: u32, failed: u32) {
        let ends = std::iter::repeat_n(Outcome::Success, good as usize)
            .chain(std::iter::repeat_n(Outcome::Failure, failed as usize));
        ends.for_each(|outcome| {
            breaker.may_call(now);
            breaker.ended(now, outcome);
        });
    }

    /// Open since 1,000 ms.
    fn opened() -> Hystrix {
        let mut breaker = Hystrix::new(&Settings::default());
        record(&mut breaker, ms(1_000), 0, 20);
        breaker
    }

    #[test]
    fn it_opens_at_twenty_calls_of_which_half_failed() {
        for (good, failed, state) in [
            (0, 19, State::Closed),
            (0, 20, State::Open),
            (10, 10, State::Open),
            (11, 9, State::Closed),
            (11, 10, State::Closed),
            (50, 49, State::Closed),
            (50, 50, State::Open),
        ] {
            let mut breaker = Hystrix::new(&Settings::default());
            record(&mut breaker, ms(0), good, failed);
            assert_eq!(breaker.state(ms(0)), state, "{failed} of {} failed", good + failed);
        }
    }

    #[test]
    fn a_success_that_is_the_twentieth_call_opens_it_too() {
        let mut breaker = Hystrix::new(&Settings::default());
        record(&mut breaker, ms(0), 0, 10);
        record(&mut breaker, ms(0), 9, 0);
        assert_eq!(breaker.state(ms(0)), State::Closed);
        let told = breaker.ended(ms(0), Outcome::Success).map(|told| told.to_string());
        assert_eq!(told, Some("opens: 10 of 20 calls failed".into()));
    }

    #[test]
    fn it_tries_again_strictly_after_five_seconds() {
        let mut breaker = opened();
        assert_eq!(breaker.retry_at(), Some(SimTime(6_000_001)));
        for (now, permitted) in
            [(ms(1_000), false), (ms(5_999), false), (ms(6_000), false), (ms(6_001), true)]
        {
            let state = if permitted { State::HalfOpen } else { State::Open };
            assert_eq!(breaker.state(now), state, "at {now}");
            assert_eq!(breaker.may_call(now).permitted, permitted, "at {now}");
        }
    }

    #[test]
    fn half_open_only_one_of_a_hundred_is_let_through() {
        let mut breaker = opened();
        assert_eq!((0..100).filter(|_| breaker.may_call(ms(6_001)).permitted).count(), 1);
        assert!(!breaker.may_call(ms(60_000)).permitted, "however long its answer takes");
    }

    #[test]
    fn the_one_call_closes_it_and_the_count_begins_at_nothing() {
        let mut breaker = opened();
        assert!(breaker.may_call(ms(6_001)).permitted);
        let told = breaker.ended(ms(6_100), Outcome::Success).map(|told| (told.from, told.to));
        assert_eq!(told, Some((State::HalfOpen, State::Closed)));
        assert_eq!(breaker.seen(ms(6_100)), Tally::default(), "the window of ten seconds is not over");
        record(&mut breaker, ms(6_200), 0, 19);
        assert_eq!(breaker.state(ms(6_200)), State::Closed);
    }

    #[test]
    fn a_failed_or_cancelled_try_opens_it_for_a_whole_sleep_window_again() {
        for outcome in [Outcome::Failure, Outcome::Ignored] {
            let mut breaker = opened();
            assert!(breaker.may_call(ms(6_001)).permitted);
            assert_eq!(breaker.ended(ms(9_000), outcome).map(|told| told.to), Some(State::Open));
            assert!(!breaker.may_call(ms(14_000)).permitted, "13 s after it first opened");
            assert!(breaker.may_call(ms(14_001)).permitted);
        }
    }

    #[test]
    fn errors_of_more_than_ten_seconds_ago_are_forgotten() {
        let mut breaker = Hystrix::new(&Settings::default());
        record(&mut breaker, ms(500), 0, 10);
        record(&mut breaker, ms(10_000), 0, 10);
        assert_eq!((breaker.state(ms(10_000)), breaker.seen(ms(10_000)).calls), (State::Closed, 10));
        let mut breaker = Hystrix::new(&Settings::default());
        record(&mut breaker, ms(500), 0, 10);
        record(&mut breaker, ms(9_999), 0, 10);
        assert_eq!(breaker.state(ms(9_999)), State::Open);
    }

    #[test]
    fn refused_and_late_and_cancelled_calls_are_no_failures() {
        let mut breaker = opened();
        let before = breaker.clone();
        (0..1_000).for_each(|_| assert!(!breaker.may_call(ms(2_000)).permitted));
        assert_eq!(breaker.ended(ms(2_000), Outcome::Failure), None);
        assert_eq!(breaker.ended(ms(2_000), Outcome::Success), None, "a late success does not close it");
        assert_eq!(breaker, before);
        let mut breaker = Hystrix::new(&Settings::default());
        assert!((0..50).all(|_| breaker.ended(ms(0), Outcome::Ignored).is_none()));
        assert_eq!(breaker.seen(ms(0)), Tally::default());
    }
}
