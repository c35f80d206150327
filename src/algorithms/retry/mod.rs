//! Whether a failed call is tried again, and when.
//!
//! | part | answers | remembers | source |
//! |---|---|---|---|
//! | [`Backoff`], [`Jitter`] | how long to wait | nothing; the wait before | Brooker, AWS 2015 |
//! | [`Throttle`] | may this client retry at all | tokens | gRPC proposal A6 |
//! | [`Budget`] | the same | a window of deposits | Finagle RetryBudget |
//! | [`Deadline`] | would it end in time | one moment | SRE book, ch. 22 |
//! | [`Rule`], [`Guard`] | all of these in order | what its guard does | |
//! | [`worst_amplification`], [`expected_attempts`] | how much load retries make | nothing | SRE book, ch. 22 |
//!
//! A guard belongs to a client, or to a server process that calls others: all its calls share it. A limit that each call
//! keeps for itself is [`Rule::attempts`], and does not bound the load.
//!
//! ```
//! use faultyard::algorithms::retry::{Backoff, Deadline, Failed, Guard, Jitter, Rule, Throttle, Verdict};
//! use faultyard::process::{Seed, SimDuration, SimTime};
//!
//! let backoff = Backoff { base: SimDuration::from_ms(50), cap: SimDuration::from_ms(1_000), jitter: Jitter::None };
//! let rule = Rule { attempts: 3, backoff, needs: SimDuration::from_ms(10) };
//! let mut guard = Guard::Throttle(Throttle::default());
//! let mut random = Seed(1).stream("backoff", 0);
//! let failed = Failed { attempts: 1, wait_before: SimDuration::ZERO, deadline: Deadline(SimTime::from_ms(500)) };
//! let verdict = rule.decide(failed, &mut guard, SimTime::from_ms(100), &mut random);
//! assert_eq!(verdict, Verdict::After(SimDuration::from_ms(50)));
//! ```

mod attempts;
mod backoff;
mod budget;
mod deadline;
mod rule;
mod throttle;

pub use attempts::{expected_attempts, worst_amplification};
pub use backoff::{Backoff, Jitter};
pub use budget::{Budget, BudgetSettings};
pub use deadline::Deadline;
pub use rule::{Failed, Guard, Rule, Verdict};
pub use throttle::{Throttle, ThrottleSettings};

#[cfg(test)]
mod tests;
