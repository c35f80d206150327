//! The kernel: a deterministic simulation of machines, disks, clocks and a network, into which faults are injected.
//!
//! A [`World`] is everything that a run changes. [`Cluster`] is the world of message-passing processes;
//! [`Static`] the one of plain data without time. A world advances one event at a time, in the total order of
//! (time, sequence number), and writes what happened into a [`Trace`]. A [`Hand`] works the same processes without any of it;
//! [`explore`] tries all that can happen to them.

mod aimed;
mod cluster;
mod digest;
mod explore;
mod fault;
mod fault_text;
mod flight;
mod hand;
mod input;
mod network;
mod node;
mod queue;
mod structure;
#[cfg(test)]
mod tiny;
mod trace;
mod world;

pub use aimed::Aimed;
pub use cluster::{Cluster, Conditions};
pub use digest::Digest;
pub use explore::{Bounds, Explored, Flaw, explore};
pub use fault::{Byzantine, Fault, Path};
pub use flight::{Fate, Flight, MessageId};
pub use hand::{Hand, Letter, Step, Witness};
pub use input::{Command, Input, TimedInput};
pub use network::{Baseline, Link, Network};
pub use node::{Health, Node};
pub use queue::Queue;
pub use structure::{Static, Structure};
pub use trace::{Loss, Record, RecordId, Trace, What};
pub use world::World;
