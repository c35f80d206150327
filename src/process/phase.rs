//! What things do for some time, as people draw it in a Gantt chart: a machine boots and serves, a request waits and is served.

use super::{NodeId, SimDuration, SimTime};

/// What kind of time this is for whoever looks at it; it decides the bar's look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PhaseKind {
    /// Not of use yet.
    Starting,
    /// There and of use.
    Up,
    /// On its way out.
    Stopping,
    /// In a queue.
    Waiting,
    /// In the hands of a worker.
    Working,
}

/// A stretch of a thing's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phase {
    /// Its name in a legend, in a word or two.
    pub name: &'static str,
    /// What kind of time it is.
    pub kind: PhaseKind,
}

impl Phase {
    /// A phase.
    pub const fn new(name: &'static str, kind: PhaseKind) -> Phase {
        Phase { name, kind }
    }
}

/// A record ends a phase of a thing, or begins one, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where the thing is.
    pub node: NodeId,
    /// Which of the things there, if there are several: the request's number.
    pub thing: u64,
    /// The phase that ends, and how long it took if the record knows.
    pub ends: Option<(Phase, Option<SimDuration>)>,
    /// The phase that begins.
    pub begins: Option<Phase>,
}

/// What a thing is doing now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doing {
    /// Where the thing is.
    pub node: NodeId,
    /// Which of the things there.
    pub thing: u64,
    /// The phase that it is in.
    pub phase: Phase,
    /// Since when.
    pub since: SimTime,
}
