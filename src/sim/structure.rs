//! A world of plain data without time: it changes only when someone does something to it.

use super::{Digest, Fault, Record, Trace, World};
use crate::process::{NodeId, Note, Salience, SimTime};
use std::convert::Infallible;
use std::hash::Hash;

/// Plain data that commands change: a hash ring, a Bloom filter, a vector clock.
pub trait Structure: Clone + Hash + 'static {
    /// Bytes that a clone holds, itself included, by estimate: what a checkpoint weighs.
    fn bytes(&self) -> usize;
}

/// The world of one [`Structure`].
#[derive(Clone, Hash)]
pub struct Static<S>(pub S);

/// What happened to a structure, in its own words.
#[derive(Clone, Debug)]
pub struct StructureEvent(pub String);

impl Note for StructureEvent {
    type Summary = Infallible;

    fn kind(&self) -> &'static str {
        "changed"
    }

    fn text(&self, _: NodeId) -> String {
        self.0.clone()
    }

    fn salience(&self) -> Salience {
        Salience::Milestone
    }
}

impl<S> Static<S> {
    /// Changes the data and tells what happened, in the sentence that `change` gives.
    ///
    /// # Errors
    /// The sentence of `change` that says why it cannot be done; the data is then as it was.
    #[track_caller]
    pub fn change(
        &mut self,
        now: SimTime,
        trace: &mut Trace<StructureEvent>,
        change: impl FnOnce(&mut S) -> Result<String, String>,
    ) -> Result<(), String> {
        let told = StructureEvent(change(&mut self.0)?);
        trace.push(Record::note(now, told).because(trace.cause()));
        Ok(())
    }
}

impl<S: Structure> World for Static<S> {
    type Note = StructureEvent;

    fn next_at(&self) -> Option<SimTime> {
        None
    }

    fn step(&mut self, _: &mut Trace<StructureEvent>) {}

    fn inject(&mut self, _: SimTime, _: &Fault, _: &mut Trace<StructureEvent>) -> Result<(), String> {
        Err("this lab has no machines that can fail".into())
    }

    fn digest(&self) -> u64 {
        Digest::of(&self.0)
    }

    fn bytes(&self) -> usize {
        let Self(structure) = self;
        structure.bytes()
    }
}
