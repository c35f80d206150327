//! Who is who in a graph: keys of what is under way, numbers of requests.

use slotmap::new_key_type;
use std::fmt;

new_key_type! {
    /// A call that has not ended yet.
    pub struct CallKey;
    /// A sending, until nothing in the system knows of it any more.
    pub struct SendingKey;
}

/// A request's number in the run, from 1: `m1`, `m2` ...
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestNumber(pub u64);

impl fmt::Display for RequestNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "m{}", self.0)
    }
}
