//! Which work is refused so that the rest is done in time.
//!
//! | rule | decides when | looks at | source |
//! |---|---|---|---|
//! | [`QueueLimit`] | a request comes | how many wait | folklore |
//! | [`Classes`] | a request comes | how many wait, how much it matters | SRE book, ch. 21 |
//! | [`Codel`] | a worker takes a request | how long it has waited | Nichols & Jacobson 2012, RFC 8289 |
//! | [`ControlledDelay`], [`AdaptiveLifo`] | a request comes; a worker takes one | when the queue was last empty; how many wait | Maurer 2015 |
//! | [`AdaptiveThrottling`] | a client is about to send | what was accepted lately | SRE book, ch. 21 |
//!
//! The queue is the caller's: a rule says who is let in, who is taken next ([`Order`]), and whether whoever was taken is
//! served. What has waited past its deadline is dropped by the deadline: [`super::retry::Deadline::has_passed`].

mod adaptive_throttling;
mod classes;
mod codel;
mod controlled_delay;
mod queue_limit;

pub use adaptive_throttling::AdaptiveThrottling;
pub use classes::{Class, Classes};
pub use codel::{Codel, CodelSettings, Fate};
pub use controlled_delay::{AdaptiveLifo, ControlledDelay, ControlledDelaySettings, Order};
pub use queue_limit::QueueLimit;

#[cfg(test)]
mod tests;
