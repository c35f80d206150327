//! A world of plain data without time: it changes only when someone does something to it.

use super::{Act, Command, Digest, Record, Trace, What, World};
use crate::process::{NodeId, Note, SimTime, Weight};
use std::hash::Hash;

/// Plain data that commands change: a hash ring, a Bloom filter, a vector clock.
pub trait Structure: Clone + Hash + 'static {
    /// Does what the command says and tells what happened, in a sentence.
    ///
    /// # Errors
    /// A sentence that says why it cannot be done; the data is then as it was.
    fn command(&mut self, command: &Command) -> Result<String, String>;

    /// Bytes that a clone holds, itself included, by estimate: what a checkpoint weighs.
    fn bytes(&self) -> usize;
}

/// The world of one [`Structure`].
#[derive(Clone, Hash)]
pub struct Still<S>(pub S);

/// What happened to a structure, in its own words.
#[derive(Clone, Debug)]
pub struct Told(pub String);

impl Note for Told {
    fn kind(&self) -> &'static str {
        "changed"
    }

    fn text(&self, _: NodeId, _: Option<NodeId>) -> String {
        self.0.clone()
    }

    fn weight(&self) -> Weight {
        Weight::Milestone
    }
}

impl<S: Structure> World for Still<S> {
    type Note = Told;

    fn next_at(&self) -> Option<SimTime> {
        None
    }

    fn step(&mut self, _: &mut Trace<Told>) {}

    fn apply(&mut self, now: SimTime, act: Act, trace: &mut Trace<Told>) -> Result<(), String> {
        let Act::Command(command) = act else {
            return Err("this structure has no machines to hurt".into());
        };
        let told = self.0.command(command)?;
        let cause = trace.next_id().checked_sub(1);
        trace.push(Record::new(now, What::Note(Told(told))).because(cause));
        Ok(())
    }

    fn digest(&self) -> u64 {
        Digest::of(&self.0)
    }

    fn bytes(&self) -> usize {
        let Self(structure) = self;
        structure.bytes()
    }
}
