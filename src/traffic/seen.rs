//! What can be seen of the traffic's latest event, for those who look on.

use super::ids::{BalancerId, RequestId, ServerId};
use super::request::Ending;
use crate::algorithms::balancing::Drawn;
use crate::process::{SimDuration, SimTime};
use std::hash::{Hash, Hasher};

/// A choice that a balancer made: what a judge looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The types say it.
pub struct Chosen {
    pub balancer: BalancerId,
    /// None if no server was in rotation.
    pub server: Option<ServerId>,
    /// The server was in rotation.
    pub in_rotation: bool,
    /// How many servers were compared, and which, where some were drawn.
    pub compared: u32,
    pub drawn: Drawn,
}

/// What was compared follows from the rest; it is only looked at.
impl Hash for Chosen {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { balancer, server, in_rotation, compared: _, drawn: _ } = self;
        (balancer, server, in_rotation).hash(state);
    }
}

/// A request that ended: what a judge looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The types say it.
pub struct Ended {
    pub id: RequestId,
    pub ending: Ending,
    pub took: SimDuration,
}

/// A request that somebody follows, with what became of it so far.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The types say it.
pub struct Followed {
    pub id: RequestId,
    /// What happened to it, in words, each with its time.
    pub steps: Vec<(SimTime, String)>,
}

/// What is written down for onlookers.
#[derive(Clone, Debug, Default, Hash)]
pub(super) struct Seen {
    pub followed: Option<Followed>,
    /// The choice that the latest event made.
    pub chosen: Option<Chosen>,
    /// What the latest event ended.
    pub ended: Vec<Ended>,
}

impl Seen {
    /// An event begins: what the one before it did is over.
    #[inline]
    pub fn begin(&mut self) {
        self.chosen = None;
        self.ended.clear();
    }

    /// Bytes held on the heap.
    pub fn bytes(&self) -> usize {
        let Self { followed, chosen: _, ended } = self;
        let steps = followed.as_ref().map_or(0, |followed| followed.steps.capacity());
        ended.capacity() * size_of::<Ended>() + steps * size_of::<(SimTime, String)>()
    }
}
