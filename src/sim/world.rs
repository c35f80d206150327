//! A world: everything that a run changes, one event at a time.

use super::{Fault, Trace};
use crate::process::{Note, SimTime};

/// Everything that a run changes. A clone is a checkpoint.
pub trait World: Clone + 'static {
    /// What this world tells of itself.
    type Note: Note;

    /// When the next event is; `None` if nothing will happen by itself any more.
    fn next_at(&self) -> Option<SimTime>;

    /// Lets the next event happen. Called only if there is one.
    fn step(&mut self, trace: &mut Trace<Self::Note>);

    /// Injects a fault, or ends one, at `now`, after every event up to then. The trace has the input's own record already, as
    /// the latest, so that its consequences can name it as their cause: [`Trace::cause`].
    ///
    /// # Errors
    /// A sentence that says why this cannot be done here; the world is then as it was.
    fn inject(&mut self, now: SimTime, fault: &Fault, trace: &mut Trace<Self::Note>) -> Result<(), String>;

    /// A fingerprint of the state: equal in two runs of the same scenario, on every target.
    fn digest(&self) -> u64;

    /// Bytes that it holds and no other copy does, itself included, by estimate: what a checkpoint weighs. Cheap: it is asked
    /// at every checkpoint, before the copy is made.
    fn bytes(&self) -> usize;

    /// The faults in force at `now`, at or after the latest event, for people: `n1 is down`.
    fn active_faults(&self, _now: SimTime) -> Vec<String> {
        Vec::new()
    }
}
