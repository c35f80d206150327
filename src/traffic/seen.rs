//! What can be seen of a floor's latest event, for those who look on.

use super::request::Ending;
use crate::process::{SimDuration, SimTime};

/// A choice that a balancer made: what a judge looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chosen {
    /// The balancer, from 0.
    pub balancer: u16,
    /// The server, from 0; none if none was in.
    pub server: Option<u16>,
    /// The server was told in.
    pub told_in: bool,
}

/// A request that ended: what a judge looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ended {
    /// Its number.
    pub number: u64,
    /// How.
    pub ending: Ending,
    /// How long it was in the system.
    pub took: SimDuration,
}

/// A request that somebody follows, with what became of it so far.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Followed {
    /// Its number.
    pub number: u64,
    /// When and what, in words.
    pub steps: Vec<(SimTime, String)>,
}
