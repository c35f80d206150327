//! How many requests may enter: rate limiters, each a few numbers that one request changes.
//!
//! | limiter | remembers | what is over the rate | source |
//! |---|---|---|---|
//! | [`TokenBucket`] | tokens, and when | is refused; a burst passes at once | Turner 1986 |
//! | [`Gcra`] | one time | the same | ITU-T I.371 |
//! | [`LeakyBucket`] | one time | waits in a queue, and leaves evenly spaced | Turner 1986, nginx `limit_req` |
//!
//! All count in whole numbers, so that nothing drifts however often they are asked. Time does not go back: an earlier
//! moment counts as the latest one for the token bucket, and is the caller's error for the others.
//!
//! ```
//! use faultyard::algorithms::ratelimit::{Limit, TokenBucket};
//! use faultyard::process::SimTime;
//!
//! let mut bucket = TokenBucket::new(Limit::per_second(10, 2));
//! let take = |ms| bucket.take(1, SimTime::from_ms(ms));
//! assert_eq!([0, 0, 0, 99, 100].map(take), [true, true, false, false, true]);
//! ```

mod gcra;
mod leaky_bucket;
mod limit;
mod token_bucket;

pub use gcra::Gcra;
pub use leaky_bucket::LeakyBucket;
pub use limit::{Limit, MAX_BURST, MAX_PER};
pub use token_bucket::TokenBucket;
