//! Netflix Hystrix's circuit breaker (`HystrixCircuitBreaker`, `HealthCountsStream`): the error percentage of a rolling window
//! of ten seconds in ten buckets, if there were enough calls in it; then one probe after a sleep.

use super::State;
use crate::process::{SimDuration, SimTime};

/// How many buckets the window has.
const BUCKETS: usize = 10;

/// What can be set of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HystrixSettings {
    /// The window: ten buckets of a tenth of it.
    pub window: SimDuration,
    /// So many calls must have ended in it: `requestVolumeThreshold`.
    pub volume: u32,
    /// The error percentage at which it opens, 1 to 100.
    pub percent: u32,
    /// A probe may go out when more than this has passed: `sleepWindow`.
    pub sleep: SimDuration,
}

impl Default for HystrixSettings {
    /// Hystrix's: 20 calls in 10 s, half of them errors; 5 s.
    fn default() -> HystrixSettings {
        HystrixSettings {
            window: SimDuration::from_ms(10_000),
            volume: 20,
            percent: 50,
            sleep: SimDuration::from_ms(5_000),
        }
    }
}

/// The breaker of one caller.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Hystrix {
    settings: HystrixSettings,
    state: State,
    opened_at: SimTime,
    /// Calls and errors of the latest buckets.
    buckets: [(u32, u32); BUCKETS],
    /// The bucket that is filled, counted from the start of the run.
    current: u64,
}

impl Hystrix {
    /// A closed one that has seen nothing.
    pub fn new(settings: HystrixSettings) -> Hystrix {
        Hystrix {
            settings,
            state: State::Closed,
            opened_at: SimTime::ZERO,
            buckets: [(0, 0); BUCKETS],
            current: 0,
        }
    }

    /// How it stands.
    pub fn state(&self) -> State {
        self.state
    }

    /// Whether a call may go out. After the sleep it is one: the probe.
    pub fn admits(&mut self, now: SimTime) -> bool {
        match self.state {
            State::Closed => true,
            State::Open if now > self.opened_at + self.settings.sleep => {
                self.state = State::HalfOpen;
                true
            }
            State::Open | State::HalfOpen => false,
        }
    }

    /// A call that was let through has ended. The state that the breaker turned to by it, if it turned.
    pub fn ended(&mut self, ok: bool, now: SimTime) -> Option<State> {
        match (self.state, ok) {
            (State::HalfOpen, true) => {
                self.buckets = [(0, 0); BUCKETS];
                self.state = State::Closed;
                return Some(State::Closed);
            }
            (State::HalfOpen, false) => return self.open(now),
            (State::Open, _) => return None,
            (State::Closed, _) => {}
        }
        let bucket = self.bucket(now);
        bucket.0 += 1;
        bucket.1 += u32::from(!ok);
        let (calls, errors) = self.buckets.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        // Hystrix's percentage is a whole number, cut off.
        let is_bad = calls >= self.settings.volume && errors * 100 / calls >= self.settings.percent;
        if is_bad { self.open(now) } else { None }
    }

    fn open(&mut self, now: SimTime) -> Option<State> {
        (self.state, self.opened_at) = (State::Open, now);
        Some(State::Open)
    }

    /// The bucket of now; those that are over are emptied.
    fn bucket(&mut self, now: SimTime) -> &mut (u32, u32) {
        let number = now.0 / (self.settings.window.0 / BUCKETS as u64).max(1);
        for gone in 1..=(number - self.current).min(BUCKETS as u64) {
            self.buckets[((self.current + gone) % BUCKETS as u64) as usize] = (0, 0);
        }
        self.current = number;
        &mut self.buckets[(number % BUCKETS as u64) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: u64) -> SimTime {
        SimTime::from_ms(ms)
    }

    fn after(good: u32, bad: u32, now: SimTime) -> Hystrix {
        let mut breaker = Hystrix::new(HystrixSettings::default());
        (0..good).for_each(|_| assert_eq!(breaker.ended(true, now), None));
        (0..bad).for_each(|_| {
            breaker.ended(false, now);
        });
        breaker
    }

    #[test]
    fn nineteen_errors_are_too_few_and_ten_of_twenty_are_enough() {
        for (good, bad, state) in
            [(0, 19, State::Closed), (10, 10, State::Open), (11, 9, State::Closed), (0, 20, State::Open)]
        {
            assert_eq!(after(good, bad, ms(100)).state(), state, "{good} and {bad}");
        }
    }

    #[test]
    fn the_probe_goes_out_after_the_sleep_not_at_its_end_and_alone() {
        let mut breaker = after(10, 10, ms(100));
        assert!(!breaker.admits(ms(5_100)));
        assert!(breaker.admits(ms(5_101)));
        assert_eq!((breaker.admits(ms(5_102)), breaker.state()), (false, State::HalfOpen));
    }

    #[test]
    fn the_probe_closes_it_with_an_empty_window_or_opens_it_for_another_sleep() {
        let mut well = after(10, 10, ms(100));
        assert!(well.admits(ms(6_000)));
        assert_eq!(well.ended(true, ms(6_050)), Some(State::Closed));
        (0..19).for_each(|_| assert_eq!(well.ended(false, ms(6_060)), None));
        let mut ill = after(10, 10, ms(100));
        assert!(ill.admits(ms(6_000)));
        assert_eq!(ill.ended(false, ms(6_050)), Some(State::Open));
        assert!(!ill.admits(ms(11_050)) && ill.admits(ms(11_051)));
    }

    #[test]
    fn errors_are_forgotten_after_ten_seconds() {
        let mut breaker = after(0, 19, ms(100));
        assert_eq!(breaker.ended(false, ms(10_100)), None);
        assert_eq!(breaker.state(), State::Closed);
        let mut soon = after(0, 19, ms(100));
        assert_eq!(soon.ended(false, ms(9_900)), Some(State::Open));
    }
}
