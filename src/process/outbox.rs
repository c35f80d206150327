//! What a process wants done: the effects of one step, in order.

use super::{Durable, NodeId, Note, Process, Random, SimDuration, SimTime};
use std::hash::{Hash, Hasher};
use std::panic::Location;

/// One thing that a process asks of the machine it runs on.
pub enum Effect<P: Process> {
    /// Send a message.
    Send {
        /// To whom.
        to: NodeId,
        /// What.
        message: P::Message,
    },
    /// Let [`Process::on_timer`] be called after `after`, by this node's own clock.
    SetTimer {
        /// Which timer; an earlier deadline of the same timer is forgotten.
        timer: P::Timer,
        /// After how long.
        after: SimDuration,
    },
    /// Forget a timer.
    CancelTimer(P::Timer),
    /// Write to disk. Everything sent in this step waits for it.
    Persist(<P::Durable as Durable>::Write),
    /// Tell what happened.
    Note(P::Note),
}

impl<P: Process> Clone for Effect<P> {
    fn clone(&self) -> Self {
        match self {
            Effect::Send { to, message } => Effect::Send { to: *to, message: message.clone() },
            Effect::SetTimer { timer, after } => Effect::SetTimer { timer: *timer, after: *after },
            Effect::CancelTimer(timer) => Effect::CancelTimer(*timer),
            Effect::Persist(write) => Effect::Persist(write.clone()),
            Effect::Note(note) => Effect::Note(note.clone()),
        }
    }
}

/// Of a note its kind alone: it is told, and changes nothing.
impl<P: Process> Hash for Effect<P> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Effect::Send { to, message } => (to, message).hash(state),
            Effect::SetTimer { timer, after } => (timer, after).hash(state),
            Effect::CancelTimer(timer) => timer.hash(state),
            Effect::Persist(write) => write.hash(state),
            Effect::Note(note) => note.kind().hash(state),
        }
    }
}

/// Where a process puts the effects of a step; also what the step may know of the world.
pub struct Outbox<'a, P: Process> {
    /// Who this process is.
    pub me: NodeId,
    /// What this node's own clock shows; it may be skewed and may drift.
    pub now: SimTime,
    /// This node's own chance.
    pub random: &'a mut Random,
    effects: &'a mut Vec<(Effect<P>, &'static Location<'static>)>,
    sent: bool,
}

impl<'a, P: Process> Outbox<'a, P> {
    /// An outbox for one step that appends to `effects`, each with the line of code that asked for it.
    pub fn new(
        me: NodeId,
        now: SimTime,
        random: &'a mut Random,
        effects: &'a mut Vec<(Effect<P>, &'static Location<'static>)>,
    ) -> Self {
        Outbox { me, now, random, effects, sent: false }
    }

    /// Sends `message` to `to`, after everything persisted in this step is on disk.
    #[track_caller]
    pub fn send(&mut self, to: NodeId, message: P::Message) {
        self.sent = true;
        self.push(Effect::Send { to, message });
    }

    /// Sets a timer to run out after `after`; replaces its earlier deadline.
    #[track_caller]
    pub fn set_timer(&mut self, timer: P::Timer, after: SimDuration) {
        self.push(Effect::SetTimer { timer, after });
    }

    /// Forgets a timer, if it was set.
    #[track_caller]
    pub fn cancel_timer(&mut self, timer: P::Timer) {
        self.push(Effect::CancelTimer(timer));
    }

    /// Writes to disk.
    ///
    /// # Panics
    /// If a message was sent earlier in this step: it might depend on what is not yet stored.
    #[track_caller]
    pub fn persist(&mut self, write: <P::Durable as Durable>::Write) {
        assert!(!self.sent, "a message was sent before the write that it may depend on");
        self.push(Effect::Persist(write));
    }

    /// Tells what happened, for the trace.
    #[track_caller]
    pub fn note(&mut self, note: P::Note) {
        self.push(Effect::Note(note));
    }

    #[track_caller]
    fn push(&mut self, effect: Effect<P>) {
        self.effects.push((effect, Location::caller()));
    }
}
