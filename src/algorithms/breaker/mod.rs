//! Circuit breakers: a caller that has seen enough failures stops asking for a while, then asks a little, to see.
//!
//! ```text
//! sliding    Resilience4j's: the failure rate of the latest calls
//! hystrix    Netflix Hystrix's: the error percentage of the latest ten seconds
//! ```
//!
//! A breaker belongs to one caller: each process has its own, and knows only what became of its own calls. A call that was
//! not let through is no failure.

mod hystrix;
mod sliding;

pub use hystrix::{Hystrix, HystrixSettings};
pub use sliding::{Leave, Sliding, SlidingSettings};

/// How a breaker stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Calls go through.
    Closed,
    /// None does.
    Open,
    /// A few do, to see whether it is over.
    HalfOpen,
}
