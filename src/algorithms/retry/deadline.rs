//! Deadlines: the moment after which nobody waits for the answer (SRE book, ch. 22, "Latency and Deadlines").
//!
//! It is set once, by whoever asked first, and passed on as it is: to every call that is made on the way, and to every
//! retry. A time-out that begins anew at each attempt is another thing, and lasts longer with each.

use crate::process::{SimDuration, SimTime};

/// When an answer is too late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Deadline(pub SimTime);

impl Deadline {
    /// Nobody ever stops waiting.
    pub const NONE: Deadline = Deadline(SimTime::MAX);

    /// For a request that is made now and waited for so long.
    pub fn after(patience: SimDuration, now: SimTime) -> Deadline {
        Deadline(now + patience)
    }

    /// What a call made on the way gets: this deadline, or an earlier one of its own.
    pub fn with_timeout(self, timeout: SimDuration, now: SimTime) -> Deadline {
        self.min(Deadline(now + timeout))
    }

    /// Time that is left; zero when it has passed.
    pub fn left(self, now: SimTime) -> SimDuration {
        self.0.since(now)
    }

    /// Whether nobody waits any more: work on it serves nobody. An answer at the very moment is still in time.
    pub fn has_passed(self, now: SimTime) -> bool {
        now > self.0
    }

    /// Whether an attempt that is made after `wait` and needs `needs` to be answered can be in time.
    pub fn allows(self, wait: SimDuration, needs: SimDuration, now: SimTime) -> bool {
        let (left, takes) = (self.left(now).0, wait.0.checked_add(needs.0));
        self == Deadline::NONE || !self.has_passed(now) && takes.is_some_and(|takes| takes <= left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(ms: u64) -> SimDuration {
        SimDuration::from_ms(ms)
    }

    fn at(ms: u64) -> SimTime {
        SimTime::from_ms(ms)
    }

    #[test]
    fn an_attempt_that_ends_just_in_time_is_made_and_a_microsecond_later_is_too_late() {
        let deadline = Deadline::after(ms(100), at(50));
        for (wait, needs, now, allowed) in [
            (ms(0), ms(0), at(150), true),
            (ms(30), ms(20), at(100), true),
            (ms(30), SimDuration(20_001), at(100), false),
            (SimDuration(30_001), ms(20), at(100), false),
            (ms(0), ms(0), at(151), false),
            (SimDuration(u64::MAX), ms(1), at(50), false),
        ] {
            assert_eq!(deadline.allows(wait, needs, now), allowed, "{wait} + {needs} at {now}");
        }
        assert!(Deadline::NONE.allows(SimDuration(u64::MAX), ms(1), at(50)));
    }

    #[test]
    fn a_call_on_the_way_never_gets_a_later_deadline_than_it_was_asked_with() {
        let asked = Deadline::after(ms(100), at(0));
        assert_eq!(asked.with_timeout(ms(30), at(40)), Deadline(at(70)));
        assert_eq!(asked.with_timeout(ms(80), at(40)), asked);
        assert_eq!(asked.with_timeout(ms(80), at(40)).with_timeout(ms(500), at(60)), asked);
    }

    #[test]
    fn retries_that_carry_the_deadline_end_with_it_and_those_that_begin_anew_do_not() {
        let (patience, timeout) = (ms(250), ms(100));
        let ends = |carried: bool| {
            let (deadline, mut now) = (Deadline::after(patience, at(0)), at(0));
            for _ in 0..5 {
                let own = if carried { deadline } else { Deadline::NONE };
                if own.allows(SimDuration::ZERO, ms(1), now) {
                    now = own.with_timeout(timeout, now).0;
                }
            }
            now
        };
        assert_eq!(ends(true), at(250));
        assert_eq!(ends(false), at(500), "twice as long as anybody waits");
    }

    #[test]
    fn an_answer_at_the_very_moment_is_in_time() {
        let deadline = Deadline(at(100));
        assert!(!deadline.has_passed(at(100)) && deadline.has_passed(SimTime(100_001)));
        assert_eq!([deadline.left(at(90)), deadline.left(at(110))], [ms(10), ms(0)]);
    }
}
