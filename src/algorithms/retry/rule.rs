//! The whole decision after a failed attempt, its parts in order: attempts, then time, then the client's guard.
//!
//! The guard is asked last, so that no token is spent on a retry that is not made.

use super::backoff::Backoff;
use super::budget::Budget;
use super::deadline::Deadline;
use super::throttle::Throttle;
use crate::process::{Random, SimDuration, SimTime};

/// What all calls of a client share to bound their retries.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Guard {
    /// Nothing bounds them.
    None,
    /// gRPC's token count.
    Throttle(Throttle),
    /// Finagle's budget.
    Budget(Budget),
}

impl Guard {
    /// A request is made for the first time.
    pub fn requested(&mut self, now: SimTime) {
        match self {
            Self::None | Self::Throttle(_) => {}
            Self::Budget(budget) => budget.deposit(now),
        }
    }

    /// An attempt ended, the first or a retry.
    pub fn ended(&mut self, ok: bool) {
        match self {
            Self::None | Self::Budget(_) => {}
            Self::Throttle(throttle) => throttle.ended(ok),
        }
    }

    /// Asks for a retry, and pays for it.
    pub fn admits(&mut self, now: SimTime) -> bool {
        match self {
            Self::None => true,
            Self::Throttle(throttle) => throttle.allows(),
            Self::Budget(budget) => budget.withdraw(now),
        }
    }
}

/// A call whose latest attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Failed {
    /// Attempts that were made, at least 1.
    pub attempts: u32,
    /// The wait before the latest of them; zero if it was the first.
    pub wait_before: SimDuration,
    /// When nobody waits any more.
    pub deadline: Deadline,
}

/// Whether there is another attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Yes, after this wait.
    After(SimDuration),
    /// No, it was tried as often as it may be.
    OutOfAttempts,
    /// No, it could not end before its deadline.
    TooLate,
    /// No, the client's guard refuses.
    Refused,
}

/// How one kind of call is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// The most attempts, the first among them. 0 is taken for 1: the first attempt is not this rule's to refuse.
    pub attempts: u32,
    /// The waits between them.
    pub backoff: Backoff,
    /// The least time in which an attempt is answered, such as a round trip: one that has less is not made.
    pub needs: SimDuration,
}

impl Rule {
    /// What to do now that an attempt failed. A chance is drawn whenever attempts are left.
    pub fn decide(&self, call: Failed, guard: &mut Guard, now: SimTime, random: &mut Random) -> Verdict {
        if call.attempts >= self.attempts {
            return Verdict::OutOfAttempts;
        }
        let retry = call.attempts.saturating_sub(1);
        let wait = self.backoff.wait(retry, call.wait_before, random);
        if !call.deadline.allows(wait, self.needs, now) {
            return Verdict::TooLate;
        }
        if guard.admits(now) { Verdict::After(wait) } else { Verdict::Refused }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{BudgetSettings, Jitter};
    use super::*;
    use crate::process::Seed;

    fn ms(ms: u64) -> SimDuration {
        SimDuration::from_ms(ms)
    }

    fn rule() -> Rule {
        let backoff = Backoff { base: ms(100), cap: ms(1_000), jitter: Jitter::None };
        Rule { attempts: 4, backoff, needs: ms(10) }
    }

    fn failed(attempts: u32, deadline_ms: u64) -> Failed {
        Failed { attempts, wait_before: SimDuration::ZERO, deadline: Deadline(SimTime::from_ms(deadline_ms)) }
    }

    fn decide(call: Failed, guard: &mut Guard) -> Verdict {
        rule().decide(call, guard, SimTime::ZERO, &mut Seed(1).stream("backoff", 0))
    }

    fn one_retry() -> Guard {
        Guard::Budget(Budget::new(BudgetSettings { per_mille: 0, reserve_per_s: 1, ttl: ms(1_000) }))
    }

    #[test]
    fn each_limit_can_be_the_one_that_stops_a_call() {
        for (attempts, deadline_ms, verdict) in [
            (1, 110, Verdict::After(ms(100))),
            (1, 109, Verdict::TooLate),
            (2, 210, Verdict::After(ms(200))),
            (3, 410, Verdict::After(ms(400))),
            (4, 9_999, Verdict::OutOfAttempts),
        ] {
            assert_eq!(decide(failed(attempts, deadline_ms), &mut Guard::None), verdict, "{attempts}");
        }
        let mut guard = Guard::Throttle(Throttle::default());
        (0..5).for_each(|_| guard.ended(false));
        assert_eq!(decide(failed(1, 9_999), &mut guard), Verdict::Refused);
    }

    #[test]
    fn a_retry_that_is_not_made_costs_the_budget_nothing() {
        let mut guard = one_retry();
        assert_eq!(decide(failed(1, 50), &mut guard), Verdict::TooLate);
        assert_eq!(decide(failed(4, 9_999), &mut guard), Verdict::OutOfAttempts);
        assert_eq!(guard, one_retry());
        assert_eq!(decide(failed(1, 9_999), &mut guard), Verdict::After(ms(100)));
        assert_eq!(decide(failed(1, 9_999), &mut guard), Verdict::Refused);
    }

    #[test]
    fn one_attempt_is_no_retry() {
        let rule = Rule { attempts: 0, ..rule() };
        let mut random = Seed(1).stream("backoff", 0);
        let verdict = rule.decide(failed(1, 9_999), &mut Guard::None, SimTime::ZERO, &mut random);
        assert_eq!(verdict, Verdict::OutOfAttempts);
        assert_eq!(random, Seed(1).stream("backoff", 0), "and no chance is drawn");
    }
}
