//! Resilience4j's circuit breaker with a count-based window (`CircuitBreakerStateMachine`, `FixedSizeSlidingWindowMetrics`).
//!
//! The failure rate is that of the latest calls, and is unknown until there are enough of them. The breaker opens when the
//! rate has reached the threshold. After a wait it lets a few calls through; when as many have ended, their rate decides.
//!
//! Deviations: the window is of calls only, not of time; calls that are merely slow count as what they ended in.

use super::State;
use crate::process::{SimDuration, SimTime};

/// The largest window: its outcomes are bits of so many words.
const MOST: u32 = 1_024;
const WORDS: usize = (MOST / 64) as usize;

/// What can be set of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SlidingSettings {
    /// How many of the latest calls count: 1 to 1,024.
    pub window: u32,
    /// So many must have ended before there is a rate: 1 or more; never more than the window.
    pub least: u32,
    /// The failure rate at which it opens, in hundredths: 1 to 100.
    pub percent: u32,
    /// How long it is open.
    pub open: SimDuration,
    /// How many calls are let through then: 1 or more.
    pub probes: u32,
}

impl Default for SlidingSettings {
    /// Resilience4j's: half of a hundred calls; a minute; ten probes.
    fn default() -> SlidingSettings {
        SlidingSettings {
            window: 100,
            least: 100,
            percent: 50,
            open: SimDuration::from_ms(60_000),
            probes: 10,
        }
    }
}

/// The breaker of one caller.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sliding {
    settings: SlidingSettings,
    state: State,
    latest: Window,
    /// When an open breaker lets calls through again.
    opens_until: SimTime,
    /// Calls let through while half open.
    admitted: u32,
    /// Its states so far: what was let through in one says nothing about another.
    turn: u32,
}

/// Leave to make a call: in which state of the breaker it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Leave(u32);

impl Sliding {
    /// A closed one that has seen nothing. What is outside its range becomes the nearest that is inside.
    pub fn new(settings: SlidingSettings) -> Sliding {
        let window = settings.window.clamp(1, MOST);
        let settings = SlidingSettings {
            window,
            least: settings.least.clamp(1, window),
            percent: settings.percent.clamp(1, 100),
            open: settings.open,
            probes: settings.probes.clamp(1, MOST),
        };
        let latest = Window::of(settings.window);
        Sliding { settings, state: State::Closed, latest, opens_until: SimTime::ZERO, admitted: 0, turn: 0 }
    }

    /// How it stands, as its latest call left it.
    pub fn state(&self) -> State {
        self.state
    }

    /// The share of failures among the latest calls, in hundredths; none while there are too few.
    pub fn failure_percent(&self) -> Option<f64> {
        let least = if self.state == State::HalfOpen { self.decides_after() } else { self.settings.least };
        (self.latest.len >= least).then(|| f64::from(self.latest.failed) * 100.0 / f64::from(self.latest.len))
    }

    /// Leave to make a call, or none. An open breaker whose time is over becomes half open by it.
    pub fn admit(&mut self, now: SimTime) -> Option<Leave> {
        if self.state == State::Open && now >= self.opens_until {
            self.become_state(State::HalfOpen);
        }
        match self.state {
            State::Closed => Some(Leave(self.turn)),
            State::Open => None,
            State::HalfOpen if self.admitted < self.settings.probes => {
                self.admitted += 1;
                Some(Leave(self.turn))
            }
            State::HalfOpen => None,
        }
    }

    /// A call that had leave has ended. The state that the breaker turned to by it, if it turned.
    pub fn ended(&mut self, leave: Leave, ok: bool, now: SimTime) -> Option<State> {
        if leave.0 != self.turn || self.state == State::Open {
            return None;
        }
        self.latest.push(!ok);
        let is_bad = self.failure_percent()? >= f64::from(self.settings.percent);
        match (self.state, is_bad) {
            (_, true) => {
                self.opens_until = now + self.settings.open;
                self.become_state(State::Open);
            }
            (State::HalfOpen, false) => self.become_state(State::Closed),
            (_, false) => return None,
        }
        Some(self.state)
    }

    /// So many probes must have ended before they decide.
    fn decides_after(&self) -> u32 {
        self.settings.least.min(self.settings.probes)
    }

    fn become_state(&mut self, state: State) {
        (self.state, self.admitted) = (state, 0);
        self.turn += 1;
        let window = if state == State::HalfOpen { self.settings.probes } else { self.settings.window };
        self.latest = Window::of(window);
    }
}

/// The outcomes of the latest calls, a bit each: the oldest is overwritten.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Window {
    bits: [u64; WORDS],
    most: u32,
    next: u32,
    len: u32,
    failed: u32,
}

impl Window {
    fn of(most: u32) -> Window {
        Window { bits: [0; WORDS], most, next: 0, len: 0, failed: 0 }
    }

    fn push(&mut self, failed: bool) {
        let (word, bit) = ((self.next / 64) as usize, 1_u64 << (self.next % 64));
        // What is overwritten does not count any more; a place never written holds no failure.
        self.failed -= u32::from(self.bits[word] & bit != 0);
        self.failed += u32::from(failed);
        self.bits[word] = if failed { self.bits[word] | bit } else { self.bits[word] & !bit };
        self.next = (self.next + 1) % self.most;
        self.len = (self.len + 1).min(self.most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn s(seconds: u64) -> SimTime {
        SimTime::from_ms(seconds * 1_000)
    }

    fn breaker(window: u32, least: u32, probes: u32) -> Sliding {
        Sliding::new(SlidingSettings { window, least, probes, ..SlidingSettings::default() })
    }

    /// Calls one after the other: `S` succeeds, `E` fails.
    fn calls(breaker: &mut Sliding, outcomes: &str, now: SimTime) {
        for outcome in outcomes.chars().filter(|outcome| !outcome.is_whitespace()) {
            let leave = breaker.admit(now).expect("it lets them through");
            breaker.ended(leave, outcome == 'S', now);
        }
    }

    #[test]
    fn there_is_no_rate_before_there_are_enough_calls_and_then_it_is_that_of_the_latest() {
        // Resilience4j's own test of its fixed-size window, of 10 calls; with a threshold that is never reached.
        let settings = SlidingSettings { window: 10, least: 10, percent: 100, ..SlidingSettings::default() };
        let mut breaker = Sliding::new(settings);
        for (outcomes, rate) in [("SSEE", None), ("EEEESSSS", Some(60.0)), ("SSS", Some(30.0))] {
            calls(&mut breaker, outcomes, s(0));
            assert_eq!(breaker.failure_percent(), rate, "{outcomes}");
        }
    }

    #[test]
    fn it_opens_at_the_threshold_and_not_before_there_are_enough() {
        let mut breaker = breaker(10, 5, 3);
        calls(&mut breaker, "SEES", s(0));
        assert_eq!(breaker.state(), State::Closed);
        let leave = breaker.admit(s(0)).unwrap();
        // 3 of 5: 60.
        assert_eq!(breaker.ended(leave, false, s(0)), Some(State::Open));
        // Half of the calls are enough: the threshold is reached, not passed.
        let mut even = self::breaker(10, 4, 3);
        calls(&mut even, "SESE", s(0));
        assert_eq!(even.state(), State::Open);
    }

    /// One that opened at 0 s.
    fn opened() -> Sliding {
        let mut opened = breaker(10, 5, 3);
        calls(&mut opened, "SEESE", s(0));
        assert_eq!(opened.state(), State::Open);
        opened
    }

    #[test]
    fn it_is_open_for_its_time_and_then_lets_a_few_through() {
        let mut breaker = opened();
        let refused = (1..60).filter(|at| breaker.admit(s(*at)).is_none()).count();
        assert_eq!((refused, breaker.state()), (59, State::Open));
        let leaves = (0..10).filter(|_| breaker.admit(s(60)).is_some()).count();
        assert_eq!((leaves, breaker.state()), (3, State::HalfOpen));
    }

    #[test]
    fn the_probes_decide_together() {
        for (outcomes, becomes) in [("SES", State::Closed), ("EES", State::Open), ("SSS", State::Closed)] {
            let mut breaker = opened();
            let leaves: Vec<Leave> = (0..3).filter_map(|_| breaker.admit(s(60))).collect();
            for (leave, outcome) in leaves.into_iter().zip(outcomes.chars()) {
                assert_eq!(breaker.state(), State::HalfOpen, "{outcomes}");
                breaker.ended(leave, outcome == 'S', s(61));
            }
            assert_eq!(breaker.state(), becomes, "{outcomes}");
        }
    }

    #[test]
    fn what_was_before_does_not_count_after_it_closes_and_each_opening_has_its_own_time() {
        let mut breaker = opened();
        calls(&mut breaker, "SSS", s(60));
        assert_eq!((breaker.state(), breaker.failure_percent()), (State::Closed, None));
        calls(&mut breaker, "EEEEE", s(70));
        assert_eq!(breaker.state(), State::Open);
        assert!(breaker.admit(s(129)).is_none() && breaker.admit(s(130)).is_some());
    }

    #[test]
    fn a_call_that_ends_in_another_state_than_it_began_in_counts_for_nothing() {
        let mut breaker = breaker(10, 5, 3);
        let late = breaker.admit(s(0)).unwrap();
        calls(&mut breaker, "SEESE", s(0));
        assert_eq!(breaker.ended(late, false, s(1)), None);
        calls(&mut breaker, "SS", s(60));
        assert_eq!(breaker.ended(late, false, s(61)), None);
        calls(&mut breaker, "S", s(61));
        assert_eq!(breaker.state(), State::Closed);
    }

    #[test]
    fn refused_calls_are_no_failures() {
        let mut breaker = opened();
        (1..50).for_each(|at| assert!(breaker.admit(s(at)).is_none()));
        calls(&mut breaker, "SSS", s(60));
        assert_eq!(breaker.state(), State::Closed);
    }
}
