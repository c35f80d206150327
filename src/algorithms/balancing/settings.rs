//! What the policies leave open.

use super::server::Signal;
use crate::algorithms::hashing::maglev::DEFAULT_TABLE_SIZE;
use crate::process::SimDuration;

/// The most choices that [`super::Kind::PowerOfChoices`] draws.
pub const MAX_CHOICES: u32 = 4;

/// What the policies leave open; each reads its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    /// Power of d choices: d, 1 to [`MAX_CHOICES`].
    pub choices: u32,
    /// Least connections in its three forms, and power of d choices: which load they compare.
    pub signal: Signal,
    /// Peak EWMA: tau, the mean lifetime of an observed latency; more than zero. Finagle's default is 10 s.
    pub decay: SimDuration,
    /// Peak EWMA: a failed request counts as if it had taken at least this long, so that failing fast is no merit.
    /// Zero is Finagle's own rule, in which a failure counts as long as it took.
    pub failure_latency: SimDuration,
    /// What uses smooth weighted round robin (also for ties): a failure costs a server its weight / this, as nginx's
    /// `max_fails`; 0 leaves failures uncounted.
    pub max_fails: u32,
    /// `max_fails` failures also take a server out for `fail_timeout`: [`super::PassiveHealth`].
    pub takes_out: bool,
    /// Least response time: a server that was not chosen for longer than this, in whole seconds, counts half its
    /// time, and so on: nginx's `fail_timeout`, there 10 s.
    pub fail_timeout: SimDuration,
    /// Consistent hash: points on the ring of a server of mean weight, at least 1.
    pub points: u32,
    /// Maglev: entries of the table; a prime, more than there are servers.
    pub table_size: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            choices: 2,
            signal: Signal::Active,
            decay: SimDuration::from_ms(10_000),
            failure_latency: SimDuration::from_ms(1_000),
            max_fails: 1,
            takes_out: false,
            fail_timeout: SimDuration::from_ms(10_000),
            points: 100,
            table_size: DEFAULT_TABLE_SIZE,
        }
    }
}
