//! What an algorithm may know: who it is, what time its clock shows, chance, and a box for what it wants done.
//!
//! An algorithm is a [`Process`]: it receives a message, a timer or its own restart, changes its state, and
//! writes effects into an [`Outbox`]. It never acts by itself, so the same code runs in the simulation
//! ([`crate::sim::Cluster`]), by hand ([`crate::sim::Hand`]) and under a model checker ([`crate::sim::explore`]).

mod decimal;
pub mod math;
mod outbox;
mod phase;
mod random;
mod time;
pub mod words;

pub use decimal::decimal;
pub use outbox::{Effect, Outbox};
pub use phase::{Change, Doing, Phase, PhaseKind};
pub use random::{Random, Seed};
pub use time::{SimDuration, SimTime};

use std::cmp::Ordering;
use std::convert::Infallible;
use std::fmt;
use std::hash::Hash;

/// A node's number in its system, from 0. Shown to people from 1, as `n1`, `n2` ...
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u16);

impl NodeId {
    /// The position of this node in a list of all nodes.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Reads `n1`, `n2` ... as people write it; `None` for anything else.
    pub fn parse(text: &str) -> Option<NodeId> {
        let number: u16 = text.strip_prefix('n')?.parse().ok()?;
        number.checked_sub(1).map(NodeId)
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "n{}", u32::from(self.0) + 1)
    }
}

impl fmt::Debug for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What a disk holds. It changes only through writes, so that memory and disk can follow the same ones.
pub trait Durable: Clone + Default + Hash {
    /// One change of what is stored.
    type Write: Clone + Hash;

    /// Makes the change.
    fn apply(&mut self, write: Self::Write);

    /// Bytes that it holds on the heap and no other copy does, by estimate: what a checkpoint weighs. Cheap: it is asked at
    /// every checkpoint.
    fn bytes(&self) -> usize;
}

/// An algorithm of message-passing nodes.
///
/// Everything in `Self` is volatile: a crash drops it, and [`Process::boot`] makes it anew from what people set the
/// machine up with, so nothing can be remembered by mistake. What must survive is in [`Process::Durable`], is changed
/// by [`Outbox::persist`], and comes back in [`Process::recover`].
pub trait Process: Clone + Hash {
    /// What a machine is set up with. It is people's, not the process's: no crash takes it away.
    type Config: Clone + Hash;
    /// What nodes send to each other: plain data, lists among it. Where one is moved, it is not cloned.
    type Message: Clone + Hash;
    /// The names of this node's timers; setting a timer again replaces its earlier deadline.
    type Timer: Copy + Eq + Ord + Hash;
    /// What survives a crash.
    type Durable: Durable;
    /// A semantic event worth telling: what happened, in the algorithm's own terms.
    type Note: Note;
    /// How a node that was taken over lies. An algorithm has no lies by default: its nodes can fall silent, no more.
    const LIE: Option<Lie<Self::Message>> = None;

    /// The memory of node `me` when it is switched on: no disk has been read, no message has come.
    fn boot(me: NodeId, config: &Self::Config) -> Self;

    /// The node comes up, fresh from [`Process::boot`]: at the start of the run and after each crash, with what its
    /// disk holds.
    fn recover(&mut self, disk: &Self::Durable, out: &mut Outbox<Self>);

    /// A message arrives.
    fn on_message(&mut self, from: NodeId, message: Self::Message, out: &mut Outbox<Self>);

    /// A timer that this incarnation set has run out.
    fn on_timer(&mut self, timer: Self::Timer, out: &mut Outbox<Self>);

    /// What a message says, for the trace and the picture.
    fn summarise(message: &Self::Message) -> <Self::Note as Note>::Summary;

    /// The machine was set up anew while it runs: takes over what may change in a run. By default it takes over nothing
    /// until it boots.
    fn reconfigure(&mut self, _config: &Self::Config) {}

    /// Bytes that it holds on the heap and no other copy does, by estimate: what a checkpoint weighs.
    fn bytes(&self) -> usize;

    /// What the trace calls a timer, as in "n2's election timer runs out".
    fn timer_name(timer: Self::Timer) -> &'static str;
}

/// What a node that was taken over sends to a node instead of a message that an honest one would send: any message, also
/// the same one. A [`crate::sim::Byzantine::Lies`] meets the same chance for every receiver of a step, so that a lie made
/// of chance is the same to all; one that equivocates meets another for each.
pub type Lie<M> = fn(message: &M, to: NodeId, chance: &mut Random) -> M;

/// How much an event matters to someone who watches; the order is the order in which events are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Salience {
    /// Happens all the time and changes nothing: a heartbeat.
    Routine,
    /// Changes something small.
    Ordinary,
    /// Touches what the system promises to its users.
    Objective,
    /// A new leader, a commit.
    Milestone,
    /// Something broke or was broken.
    Fault,
}

/// A semantic event of an algorithm.
pub trait Note: Clone {
    /// What the messages of the same algorithm say; [`Infallible`] where there are none.
    type Summary: Summary;

    /// A stable word for this kind of event, as in `vote-granted`.
    fn kind(&self) -> &'static str;

    /// One sentence, subject verb object, with names. `node` is where it happened.
    fn text(&self, node: NodeId) -> String;

    /// How much it matters.
    fn salience(&self) -> Salience;

    /// Whether there is more of something from now on, such as machines, or less; mostly neither.
    fn trend(&self) -> Ordering {
        Ordering::Equal
    }

    /// The phase of a thing's life that it begins or ends; mostly none.
    fn change(&self) -> Option<Change> {
        None
    }
}

/// What a message says. Printed, it is the message's name, as in "vote request for term 3": the trace says whether it was
/// sent, arrived or was lost.
pub trait Summary: Clone + fmt::Debug + fmt::Display {
    /// How much the message matters.
    fn salience(&self) -> Salience;

    /// What stands before its words where the sentence names no sender: `a`, `an`, or nothing.
    fn article(&self) -> &'static str {
        ""
    }
}

impl Summary for Infallible {
    fn salience(&self) -> Salience {
        match *self {}
    }
}
