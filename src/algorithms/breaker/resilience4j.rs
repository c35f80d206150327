//! resilience4j's circuit breaker (CircuitBreakerStateMachine.java, CircuitBreakerMetrics.java).
//!
//! Closed, every call goes through and its end is put into a sliding window: the last so many calls, or the calls of the
//! last so many seconds. Until the window holds the minimum of calls there is no rate (there it is -1). From then on the
//! breaker opens as soon as the share of failures, or of slow calls, is at or above its threshold. Open, it refuses every
//! call until the wait is over. The first call after that finds it half-open: at most N calls are let through, and after
//! min(minimum, N) results it decides, by the same thresholds, to open for a whole wait again or to close with an empty
//! window. Refused calls are in no window.
//!
//! As in the source, a call that was let through before the breaker opened, and ends when it is half-open, counts as one
//! of the results.
//!
//! Deviations: the source waits until strictly after the end of the wait, by a clock of nanoseconds; here a call at that
//! very microsecond is let through. In the source late ends still move the rate that an open breaker shows; here it stays
//! as it was when the breaker opened. Its timers for leaving open and half-open without a call, which are off by default,
//! and its forced states are left out: a half-open breaker whose calls never end refuses all others for good.

use super::contract::{Admission, Cause, Outcome, State, Tally, Transition, reaches};
use super::window::{Buckets, Calls, End};
use crate::process::{SimDuration, SimTime};

/// What the window slides over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    /// The last so many calls, at least 1.
    Calls(u32),
    /// The last so many seconds, at least 1, the current one among them.
    Seconds(u32),
}

/// What resilience4j leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    /// The sliding window.
    pub window: Span,
    /// There is no rate before so many calls. In a window of calls it is never more than the window holds.
    pub minimum_calls: u32,
    /// Opens at or above this share of failures, in percent: 1 to 100.
    pub failure_percent: u32,
    /// Opens at or above this share of slow calls, in percent: 1 to 100.
    pub slow_percent: u32,
    /// A call that takes longer is slow.
    pub slow_call: SimDuration,
    /// How long it stays open.
    pub wait: SimDuration,
    /// The most calls that are let through half-open; at least 1.
    pub trial_calls: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            window: Span::Calls(100),
            minimum_calls: 100,
            failure_percent: 50,
            slow_percent: 100,
            slow_call: SimDuration::from_ms(60_000),
            wait: SimDuration::from_ms(60_000),
            trial_calls: 10,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Window {
    Calls(Calls),
    Seconds(Buckets),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Phase {
    Closed,
    /// With what opened it.
    Open {
        since: SimTime,
        seen: Tally,
    },
    /// With how many more calls are let through, and what ended since it is half-open.
    HalfOpen {
        left: u32,
        seen: Tally,
    },
}

/// One caller's breaker for one service.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Resilience4j {
    settings: Settings,
    phase: Phase,
    /// Empty unless closed.
    window: Window,
}

impl Resilience4j {
    /// Closed, with an empty window.
    ///
    /// # Panics
    /// If a setting is outside its range.
    pub fn new(settings: &Settings) -> Resilience4j {
        let percent = |percent: u32| (1..=100).contains(&percent);
        assert!(percent(settings.failure_percent) && percent(settings.slow_percent), "1 to 100 percent");
        assert!(settings.trial_calls > 0, "half-open, at least one call is let through");
        let window = match settings.window {
            Span::Calls(size) => Window::Calls(Calls::new(size)),
            Span::Seconds(count) => Window::Seconds(Buckets::new(count, SimDuration::from_ms(1_000))),
        };
        Resilience4j { settings: *settings, phase: Phase::Closed, window }
    }

    /// Whether a call may begin now.
    pub fn may_call(&mut self, now: SimTime) -> Admission {
        match &mut self.phase {
            Phase::Closed => Admission::PERMITTED,
            Phase::Open { since, .. } if now < *since + self.settings.wait => Admission::REFUSED,
            Phase::Open { since, .. } => {
                let admission = Admission::after_wait(*since, now);
                self.phase = Phase::HalfOpen { left: self.settings.trial_calls - 1, seen: Tally::default() };
                admission
            }
            Phase::HalfOpen { left: 0, .. } => Admission::REFUSED,
            Phase::HalfOpen { left, .. } => {
                *left -= 1;
                Admission::PERMITTED
            }
        }
    }

    /// A call that was let through has ended, after it took so long.
    pub fn ended(&mut self, now: SimTime, outcome: Outcome, took: SimDuration) -> Option<Transition> {
        let end = End { failed: outcome == Outcome::Failure, slow: took > self.settings.slow_call };
        match &mut self.phase {
            Phase::HalfOpen { left, .. } if outcome == Outcome::Ignored => {
                *left = (*left + 1).min(self.settings.trial_calls);
                None
            }
            Phase::Open { .. } => None,
            Phase::Closed if outcome == Outcome::Ignored => None,
            Phase::Closed => {
                self.window.record(end, now);
                let seen = self.window.sum(now);
                (seen.calls >= self.minimum()).then(|| self.judge(seen)).flatten().map(|c| self.open(now, c))
            }
            Phase::HalfOpen { seen, .. } => {
                seen.add(end);
                let seen = *seen;
                (seen.calls >= self.results()).then(|| match self.judge(seen) {
                    Some(cause) => self.open(now, cause),
                    None => self.enter(Phase::Closed, now, Cause::Recovered(seen)),
                })
            }
        }
    }

    /// The state as a call finds it now. Once the wait is over that is half-open; the source calls it open until the call.
    pub fn state(&self, now: SimTime) -> State {
        match self.phase {
            Phase::Closed => State::Closed,
            Phase::Open { since, seen: _ } if now < since + self.settings.wait => State::Open,
            Phase::Open { .. } | Phase::HalfOpen { .. } => State::HalfOpen,
        }
    }

    /// When an open breaker lets the first call through; none unless it is open.
    pub fn retry_at(&self) -> Option<SimTime> {
        match self.phase {
            Phase::Open { since, seen: _ } => Some(since + self.settings.wait),
            Phase::Closed | Phase::HalfOpen { .. } => None,
        }
    }

    /// What the state is judged by: the window, what ended half-open, or, when open, what opened it.
    pub fn seen(&self, now: SimTime) -> Tally {
        match self.phase {
            Phase::Closed => self.window.sum(now),
            Phase::Open { seen, .. } | Phase::HalfOpen { seen, .. } => seen,
        }
    }

    /// The share of failures in percent, 0 to 100; none before the minimum of calls, where the source says -1.
    pub fn failure_rate(&self, now: SimTime) -> Option<f64> {
        self.rated(now).and_then(Tally::failure_rate)
    }

    /// The share of slow calls in percent, 0 to 100; none before the minimum of calls, where the source says -1.
    pub fn slow_rate(&self, now: SimTime) -> Option<f64> {
        self.rated(now).and_then(Tally::slow_rate)
    }

    /// Bytes held on the heap.
    pub fn bytes(&self) -> usize {
        let Self { settings: _, phase: _, window } = self;
        window.bytes()
    }

    fn rated(&self, now: SimTime) -> Option<Tally> {
        let least = match self.phase {
            Phase::Closed => self.minimum(),
            Phase::Open { .. } => 1,
            Phase::HalfOpen { .. } => self.results(),
        };
        Some(self.seen(now)).filter(|seen| seen.calls >= least)
    }

    /// The calls before there is a rate, closed.
    fn minimum(&self) -> u32 {
        match self.settings.window {
            Span::Calls(size) => self.settings.minimum_calls.clamp(1, size),
            Span::Seconds(_) => self.settings.minimum_calls.max(1),
        }
    }

    /// The results after which it decides, half-open.
    fn results(&self) -> u32 {
        self.settings.minimum_calls.clamp(1, self.settings.trial_calls)
    }

    /// Why it has to be open.
    fn judge(&self, seen: Tally) -> Option<Cause> {
        if reaches(seen.failures, seen.calls, self.settings.failure_percent) {
            Some(Cause::Failures(seen))
        } else {
            reaches(seen.slow, seen.calls, self.settings.slow_percent).then_some(Cause::Slow(seen))
        }
    }

    fn open(&mut self, now: SimTime, cause: Cause) -> Transition {
        let seen = self.seen(now);
        self.enter(Phase::Open { since: now, seen }, now, cause)
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
            Phase::HalfOpen { .. } => State::HalfOpen,
        }
    }
}

impl Window {
    fn record(&mut self, end: End, now: SimTime) {
        match self {
            Window::Calls(calls) => calls.record(end),
            Window::Seconds(buckets) => buckets.record(end, now),
        }
    }

    fn sum(&self, now: SimTime) -> Tally {
        match self {
            Window::Calls(calls) => calls.sum(),
            Window::Seconds(buckets) => buckets.sum(now),
        }
    }

    fn clear(&mut self) {
        match self {
            Window::Calls(calls) => calls.clear(),
            Window::Seconds(buckets) => buckets.clear(),
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Window::Calls(calls) => calls.bytes(),
            Window::Seconds(buckets) => buckets.bytes(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAST: SimDuration = SimDuration::from_ms(10);

    fn at(seconds: u64) -> SimTime {
        SimTime::from_ms(seconds * 1_000)
    }

    fn settings(window: u32, minimum_calls: u32) -> Settings {
        Settings { window: Span::Calls(window), minimum_calls, trial_calls: 3, ..Settings::default() }
    }

    fn outcomes(word: &str) -> Vec<Outcome> {
        let of = |letter| if letter == 'E' { Outcome::Failure } else { Outcome::Success };
        word.chars().filter(|letter| *letter != ' ').map(of).collect()
    }

    /// Calls one after the other that each are let through.
    fn call(breaker: &mut Resilience4j, now: SimTime, word: &str) {
        for outcome in outcomes(word) {
            assert!(breaker.may_call(now).permitted, "refused at {now}");
            breaker.ended(now, outcome, FAST);
        }
    }

    /// Open since 0 s after S E E S E.
    fn opened() -> Resilience4j {
        let mut breaker = Resilience4j::new(&settings(10, 5));
        call(&mut breaker, at(0), "SEESE");
        assert_eq!(breaker.state(at(0)), State::Open);
        breaker
    }

    /// -1 for none, as the source has it.
    fn rate(breaker: &Resilience4j) -> f64 {
        breaker.failure_rate(at(0)).unwrap_or(-1.0)
    }

    #[test]
    fn there_is_no_failure_rate_before_the_minimum_of_calls_and_then_it_is_of_the_last_ten() {
        let mut breaker = Resilience4j::new(&Settings { failure_percent: 100, ..settings(10, 10) });
        for (word, expected) in [("SSEE", -1.0), ("EEEESSSS", 60.0), ("SSS", 30.0)] {
            call(&mut breaker, at(0), word);
            assert_eq!(rate(&breaker), expected, "after {word}");
        }
    }

    #[test]
    fn it_opens_at_the_minimum_of_calls_and_not_before() {
        let mut breaker = Resilience4j::new(&settings(10, 5));
        for (word, expected, state) in [
            ("S", -1.0, State::Closed),
            ("E", -1.0, State::Closed),
            ("E", -1.0, State::Closed),
            ("S", -1.0, State::Closed),
            ("E", 60.0, State::Open),
        ] {
            call(&mut breaker, at(0), word);
            assert_eq!((rate(&breaker), breaker.state(at(0))), (expected, state));
        }
    }

    #[test]
    fn even_if_every_call_fails_it_stays_closed_before_the_minimum_of_calls() {
        let mut breaker = Resilience4j::new(&settings(10, 5));
        call(&mut breaker, at(0), "EEEE");
        assert_eq!(breaker.state(at(0)), State::Closed);
        call(&mut breaker, at(0), "E");
        assert_eq!(breaker.state(at(0)), State::Open);
    }

    #[test]
    fn a_minimum_above_the_window_is_the_window() {
        let mut breaker = Resilience4j::new(&settings(4, 100));
        call(&mut breaker, at(0), "EEEE");
        assert_eq!(breaker.state(at(0)), State::Open);
    }

    #[test]
    fn a_rate_equal_to_the_threshold_opens() {
        let mut breaker = Resilience4j::new(&settings(10, 10));
        call(&mut breaker, at(0), "SSSSSEEEE");
        assert_eq!(breaker.state(at(0)), State::Closed);
        call(&mut breaker, at(0), "E");
        assert_eq!((rate(&breaker), breaker.state(at(0))), (50.0, State::Open));
    }

    #[test]
    fn open_it_refuses_for_the_whole_wait_and_then_is_half_open() {
        let mut breaker = opened();
        assert_eq!(breaker.retry_at(), Some(at(60)));
        for second in 1..=59 {
            assert_eq!(breaker.may_call(at(second)), Admission::REFUSED, "at +{second} s");
            assert_eq!(breaker.state(at(second)), State::Open);
        }
        assert!(!breaker.may_call(SimTime(59_999_999)).permitted);
        let first = breaker.may_call(at(60));
        let told = first.transition.map(|told| (told.from, told.to, told.at, told.cause));
        let waited = Cause::Waited(SimDuration::from_ms(60_000));
        assert_eq!(told, Some((State::Open, State::HalfOpen, at(60), waited)));
        assert_eq!((first.permitted, breaker.state(at(60))), (true, State::HalfOpen));
    }

    #[test]
    fn of_three_trial_calls_one_failure_closes_and_two_open_again() {
        for (word, state) in [
            ("SSS", State::Closed),
            ("ESS", State::Closed),
            ("SSE", State::Closed),
            ("EES", State::Open),
            ("SEE", State::Open),
            ("EEE", State::Open),
        ] {
            let mut breaker = opened();
            let ends = outcomes(word);
            assert!(ends.iter().all(|_| breaker.may_call(at(60)).permitted));
            let told: Vec<Option<State>> =
                ends.iter().map(|end| breaker.ended(at(61), *end, FAST).map(|told| told.to)).collect();
            assert_eq!(told, [None, None, Some(state)], "{word}: it decides after the third");
        }
    }

    #[test]
    fn half_open_a_herd_of_a_hundred_finds_three_places() {
        let mut breaker = opened();
        let through = (0..100).filter(|_| breaker.may_call(at(60)).permitted).count();
        assert_eq!(through, 3);
        breaker.ended(at(61), Outcome::Success, FAST);
        assert!(!breaker.may_call(at(61)).permitted, "a place is not given twice");
    }

    #[test]
    fn a_trial_call_that_was_cancelled_gives_its_place_back() {
        let mut breaker = opened();
        assert_eq!((0..9).filter(|_| breaker.may_call(at(60)).permitted).count(), 3);
        assert_eq!(breaker.ended(at(61), Outcome::Ignored, FAST), None);
        assert_eq!((0..9).filter(|_| breaker.may_call(at(61)).permitted).count(), 1);
    }

    #[test]
    fn a_minimum_below_the_trial_calls_decides_earlier() {
        let mut breaker = Resilience4j::new(&Settings { trial_calls: 10, ..settings(10, 2) });
        call(&mut breaker, at(0), "EE");
        call(&mut breaker, at(60), "SS");
        assert_eq!(breaker.state(at(60)), State::Closed);
    }

    #[test]
    fn it_closes_with_an_empty_window() {
        let mut breaker = opened();
        call(&mut breaker, at(60), "SSE");
        assert_eq!((breaker.state(at(60)), breaker.seen(at(60))), (State::Closed, Tally::default()));
        call(&mut breaker, at(61), "EEEE");
        assert_eq!(breaker.state(at(61)), State::Closed, "four calls are no rate, however many were before");
    }

    #[test]
    fn refused_calls_are_no_failures() {
        let mut breaker = opened();
        let before = breaker.clone();
        assert!((0..1_000).all(|_| !breaker.may_call(at(30)).permitted));
        assert_eq!(breaker, before);
        assert!((0..500).filter(|_| breaker.may_call(at(60)).permitted).count() == 3);
        assert_eq!(breaker.seen(at(60)), Tally::default());
    }

    #[test]
    fn each_opening_waits_for_the_whole_time_anew() {
        let mut breaker = opened();
        for opening in 1..=3 {
            let trial = 61 * opening;
            (0..3).for_each(|_| assert!(breaker.may_call(at(trial - 1)).permitted));
            let ends = [(); 3].map(|()| breaker.ended(at(trial), Outcome::Failure, FAST));
            assert_eq!(ends.map(|told| told.map(|told| told.to)), [None, None, Some(State::Open)]);
            assert_eq!(breaker.retry_at(), Some(at(trial + 60)));
            assert!(!breaker.may_call(at(trial + 59)).permitted, "the first wait is long over");
        }
    }

    #[test]
    fn slow_calls_open_it_though_none_failed() {
        let limit = SimDuration::from_ms(2_000);
        let slow = Settings { slow_call: limit, slow_percent: 60, ..settings(10, 5) };
        let mut breaker = Resilience4j::new(&slow);
        let took = [limit, SimDuration(limit.0 + 1), SimDuration(9_000_000), limit, SimDuration(2_000_001)];
        let told = took.map(|took| breaker.ended(at(0), Outcome::Success, took));
        let seen = Tally { calls: 5, failures: 0, slow: 3 };
        assert_eq!(
            told.map(|told| told.map(|told| told.cause)),
            [None, None, None, None, Some(Cause::Slow(seen))]
        );
        assert_eq!((breaker.slow_rate(at(0)), breaker.failure_rate(at(0))), (Some(60.0), Some(0.0)));
    }

    #[test]
    fn slow_trial_calls_open_it_again() {
        let mut breaker =
            Resilience4j::new(&Settings { slow_call: FAST, slow_percent: 50, ..settings(10, 5) });
        call(&mut breaker, at(0), "EEEEE");
        (0..3).for_each(|_| assert!(breaker.may_call(at(60)).permitted));
        let slow = SimDuration::from_ms(11);
        let told = [slow, FAST, slow].map(|took| breaker.ended(at(61), Outcome::Success, took));
        assert_eq!(told[2].map(|told| told.to_string()), Some("opens again: 2 of 3 calls were slow".into()));
    }

    #[test]
    fn a_window_of_seconds_forgets_what_is_older() {
        let timed = Settings { window: Span::Seconds(10), ..settings(10, 5) };
        let mut breaker = Resilience4j::new(&timed);
        call(&mut breaker, at(0), "EEEE");
        call(&mut breaker, at(9), "S");
        assert_eq!(breaker.state(at(9)), State::Open, "all five lie within ten seconds");
        let mut breaker = Resilience4j::new(&timed);
        call(&mut breaker, at(0), "EEEE");
        call(&mut breaker, at(10), "SSSS");
        assert_eq!((breaker.failure_rate(at(10)), breaker.seen(at(10)).calls), (None, 4));
        call(&mut breaker, at(10), "E");
        assert_eq!(breaker.failure_rate(at(10)), Some(20.0));
        assert_eq!(breaker.failure_rate(at(20)), None, "nothing ended of late");
    }

    #[test]
    fn a_call_that_ends_after_the_breaker_opened_changes_nothing() {
        let mut breaker = opened();
        let before = breaker.clone();
        let late = [Outcome::Success, Outcome::Failure, Outcome::Ignored];
        assert_eq!(late.map(|outcome| breaker.ended(at(5), outcome, FAST)), [None; 3]);
        assert_eq!(breaker, before);
    }

    #[test]
    fn a_call_from_before_counts_as_a_result_when_it_ends_half_open() {
        let mut breaker = opened();
        assert!(breaker.may_call(at(60)).permitted);
        let ends = [Outcome::Failure; 3].map(|outcome| breaker.ended(at(60), outcome, FAST).is_some());
        assert_eq!(ends, [false, false, true], "only one of them was let through half-open");
    }
}
