//! What every breaker is asked and answers.

use crate::process::{SimDuration, SimTime, words};
use std::fmt;

/// What a breaker does with calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Calls go through and are counted.
    Closed,
    /// No call goes through.
    Open,
    /// A few calls go through to find out whether the service has recovered.
    HalfOpen,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            State::Closed => "closed",
            State::Open => "open",
            State::HalfOpen => "half-open",
        })
    }
}

/// How a call ended that was let through. A call that was refused never began: it has no outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The service did what it is for.
    Success,
    /// It did not: an error of the server, no answer in time, no connection.
    Failure,
    /// It says nothing of the service: cancelled by the caller.
    Ignored,
}

impl Outcome {
    /// The outcome of an HTTP status: 500 to 599 is a failure. A 4xx is not, since there the caller was wrong and the service
    /// right.
    pub fn of_status(status: u16) -> Outcome {
        if (500..=599).contains(&status) { Outcome::Failure } else { Outcome::Success }
    }
}

/// Calls that ended, and how. A call can be both failed and slow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tally {
    /// All of them.
    pub calls: u32,
    /// Those that failed.
    pub failures: u32,
    /// Those that took longer than a breaker's limit, whether they failed or not.
    pub slow: u32,
}

impl Tally {
    /// The share of failures in percent, 0 to 100; none without a call.
    pub fn failure_rate(self) -> Option<f64> {
        percent(self.failures, self.calls)
    }

    /// The share of slow calls in percent, 0 to 100; none without a call.
    pub fn slow_rate(self) -> Option<f64> {
        percent(self.slow, self.calls)
    }
}

fn percent(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) * 100.0 / f64::from(whole))
}

/// Whether a part of a whole has reached so many percent: exactly, in whole numbers.
pub(super) fn reaches(part: u32, whole: u32, percent: u32) -> bool {
    u64::from(part) * 100 >= u64::from(whole) * u64::from(percent)
}

/// What a breaker answers to somebody who wants to call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admission {
    /// The call may begin; its end is to be told.
    pub permitted: bool,
    /// What the question changed.
    pub transition: Option<Transition>,
}

impl Admission {
    pub(super) const PERMITTED: Admission = Admission { permitted: true, transition: None };
    pub(super) const REFUSED: Admission = Admission { permitted: false, transition: None };

    /// The first call after the wait, which is let through.
    pub(super) fn after_wait(opened: SimTime, now: SimTime) -> Admission {
        let (from, to) = (State::Open, State::HalfOpen);
        let cause = Cause::Waited(now.since(opened));
        Admission { permitted: true, transition: Some(Transition { from, to, at: now, cause }) }
    }
}

/// A change of state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// Before.
    pub from: State,
    /// After.
    pub to: State,
    /// When.
    pub at: SimTime,
    /// Why.
    pub cause: Cause,
}

/// Why a breaker changed its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// As many of these calls failed as the threshold says.
    Failures(Tally),
    /// As many of these calls were slow as the threshold says.
    Slow(Tally),
    /// It was open for this long, as long as it has to be, and a call came.
    Waited(SimDuration),
    /// These calls found the service well: fewer failed and were slow than the thresholds say.
    Recovered(Tally),
    /// The one call that was to try the service was cancelled.
    Cancelled,
}

impl fmt::Display for Transition {
    /// As in `opens: 3 of 5 calls failed`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let does = match (self.from, self.to) {
            (_, State::Closed) => "closes",
            (State::HalfOpen, State::Open) => "opens again",
            (_, State::Open) => "opens",
            (_, State::HalfOpen) => "half-opens",
        };
        write!(f, "{does}: {}", self.cause)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |tally: &Tally| match tally.calls {
            1 => "1 call".to_owned(),
            calls => format!("{} calls", words::grouped(u64::from(calls))),
        };
        match self {
            Cause::Failures(tally) => write!(f, "{} of {} failed", tally.failures, of(tally)),
            Cause::Slow(tally) if tally.slow == 1 => write!(f, "1 of {} was slow", of(tally)),
            Cause::Slow(tally) => write!(f, "{} of {} were slow", tally.slow, of(tally)),
            Cause::Waited(time) => write!(f, "{} have passed", words::length(*time)),
            Cause::Recovered(tally) => write!(f, "only {} of {} failed", tally.failures, of(tally)),
            Cause::Cancelled => f.write_str("the call that was to try it was cancelled"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_the_server_is_a_failure_and_one_of_the_caller_is_none() {
        let failed = |status: &u16| Outcome::of_status(*status) == Outcome::Failure;
        assert_eq!([200, 301, 400, 401, 404, 422, 429, 499].iter().find(|status| failed(status)), None);
        assert!([500, 502, 503, 504, 599].iter().all(failed));
    }

    #[test]
    fn a_rate_of_no_calls_is_none_and_reaching_a_threshold_is_exact() {
        assert_eq!((Tally::default().failure_rate(), Tally::default().slow_rate()), (None, None));
        assert!(reaches(29, 100, 29), "as floats 29 / 100 * 100 is less than 29");
        assert!(reaches(1, 3, 33) && !reaches(1, 3, 34));
    }

    #[test]
    fn a_transition_says_what_it_does_and_why() {
        let tally = |calls, failures, slow| Tally { calls, failures, slow };
        let told = |from, to, cause| Transition { from, to, at: SimTime::ZERO, cause }.to_string();
        use State::{Closed, HalfOpen, Open};
        assert_eq!(told(Closed, Open, Cause::Failures(tally(5, 3, 0))), "opens: 3 of 5 calls failed");
        assert_eq!(told(HalfOpen, Open, Cause::Slow(tally(1, 0, 1))), "opens again: 1 of 1 call was slow");
        let waited = Cause::Waited(SimDuration::from_ms(5_001));
        assert_eq!(told(Open, HalfOpen, waited), "half-opens: 5 s have passed");
        let recovered = Cause::Recovered(tally(3, 1, 0));
        assert_eq!(told(HalfOpen, Closed, recovered), "closes: only 1 of 3 calls failed");
    }
}
