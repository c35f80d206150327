//! What happened: semantic events, each with its cause and the line of code that made it.
//!
//! A record is a pure function of the scenario, as everything is. The trace keeps the latest records as a run goes
//! forward; when a run is taken back and goes over the same ground, it makes the same records again, and the
//! trace knows them by their number.

use super::MessageId;
use crate::process::{NodeId, Note, SimTime, Weight};
use std::collections::VecDeque;
use std::panic::Location;

/// A record's number in its run, from 0.
pub type RecordId = u64;

/// Why a message did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Loss {
    /// The link loses messages.
    Chance,
    /// The link is cut or the network divided.
    Cut,
    /// The receiver was down.
    Down,
    /// A person dropped it.
    Dropped,
}

/// What a record tells.
#[derive(Clone, Debug)]
pub enum What<N> {
    /// An algorithm's own note.
    Note(N),
    /// A message was sent; its summary.
    Sent(MessageId, N),
    /// A message arrived.
    Received(MessageId, N),
    /// A message was lost.
    Lost(MessageId, N, Loss),
    /// A timer ran out; its name.
    Timer(&'static str),
    /// Something came from outside: the input's number in the scenario.
    Input(usize),
}

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Record<N> {
    /// Its number.
    pub id: RecordId,
    /// The event of the kernel that it is part of, from 1.
    pub event: u64,
    /// When.
    pub at: SimTime,
    /// When it began: for an arrival or a loss, when the message was sent.
    pub began: SimTime,
    /// Where.
    pub node: Option<NodeId>,
    /// The other end of a message.
    pub peer: Option<NodeId>,
    /// The record that made this happen.
    pub cause: Option<RecordId>,
    /// What.
    pub what: What<N>,
    /// The line of code that asked for it.
    pub site: Option<&'static Location<'static>>,
}

/// The latest records of a run.
#[derive(Clone, Debug)]
pub struct Trace<N> {
    kept: VecDeque<Record<N>>,
    keep: usize,
    next: RecordId,
    /// The number after the latest that is kept.
    end: RecordId,
    event: u64,
    /// The milestones of the latest event.
    milestones: Vec<RecordId>,
}

impl<N> Trace<N> {
    /// A trace that keeps the latest `keep` records; with 0 it only counts.
    pub fn new(keep: usize) -> Trace<N> {
        Trace { kept: VecDeque::new(), keep, next: 0, end: 0, event: 0, milestones: Vec::new() }
    }

    /// The number of the next record: how many there were up to this point of the run.
    pub fn next_id(&self) -> RecordId {
        self.next
    }

    /// The latest record. While an input is taken that is the input's own, until something else is told: the cause of what
    /// follows from it.
    pub fn cause(&self) -> Option<RecordId> {
        self.next.checked_sub(1)
    }

    /// Whether it only counts.
    pub fn only_counts(&self) -> bool {
        self.keep == 0
    }

    /// Counts a record that nobody will read.
    pub fn count(&mut self) {
        self.next += 1;
    }

    /// The records kept, oldest first.
    pub fn kept(&self) -> &VecDeque<Record<N>> {
        &self.kept
    }

    /// The kept record with this number.
    pub fn get(&self, id: RecordId) -> Option<&Record<N>> {
        self.kept.get(usize::try_from(id.checked_sub(self.first())?).ok()?)
    }

    /// The milestones of the latest event.
    pub fn milestones(&self) -> impl Iterator<Item = &Record<N>> {
        self.milestones.iter().filter_map(|id| self.get(*id))
    }

    /// The number of the oldest record that is kept. Numbers have no gap, so that the record itself need not be touched: it
    /// has long left the processor's cache.
    fn first(&self) -> RecordId {
        self.end - self.kept.len() as u64
    }

    /// Goes to another point of the same run: the next record is `next`, in the event after `event`. Forgets what
    /// is kept if that point is not within it, so that the records kept never have a gap before `next`.
    pub fn rewind(&mut self, next: RecordId, event: u64) {
        (self.next, self.event) = (next, event);
        if !self.reaches(next) {
            self.kept.clear();
            self.end = next;
        }
    }

    /// Whether the records just before `next` are kept, or there are none.
    pub fn reaches(&self, next: RecordId) -> bool {
        let first = self.first();
        match self.kept.is_empty() {
            true => next == 0,
            false => (first == 0 || first < next) && next <= self.end,
        }
    }

    /// Forgets every record from `next` on, since the run goes another way from there.
    pub fn truncate(&mut self) {
        self.kept.truncate(self.next.saturating_sub(self.first()) as usize);
        self.end = self.end.min(self.next);
    }

    /// The kernel's next event begins.
    pub fn begin_event(&mut self) {
        self.event += 1;
        self.milestones.clear();
    }
}

impl<N: Note> Trace<N> {
    /// Writes one record down and gives its number. The record's own `id` and `event` are set here.
    pub fn push(&mut self, mut record: Record<N>) -> RecordId {
        let id = self.next;
        self.next += 1;
        if self.keep > 0 && id >= self.end {
            (record.id, record.event) = (id, self.event);
            if record.is_milestone() {
                self.milestones.push(id);
            }
            if id > self.end {
                self.kept.clear();
            } else if self.kept.len() == self.keep {
                self.kept.pop_front();
            }
            self.kept.push_back(record);
            self.end = self.next;
        }
        id
    }
}

impl<N: Note> Record<N> {
    fn is_milestone(&self) -> bool {
        matches!(&self.what, What::Note(note) if note.weight() == Weight::Milestone)
    }
}

impl<N> Record<N> {
    /// A record of `what` at `at`, with no node, cause or line of code yet.
    pub fn new(at: SimTime, what: What<N>) -> Record<N> {
        Record { id: 0, event: 0, at, began: at, node: None, peer: None, cause: None, what, site: None }
    }

    /// A record of what the line that calls this tells, with no node or cause yet.
    #[track_caller]
    pub fn note(at: SimTime, note: N) -> Record<N> {
        Record::new(at, What::Note(note)).made_by(Location::caller())
    }

    /// The same at a node, or at none.
    pub fn at_node(mut self, node: impl Into<Option<NodeId>>) -> Self {
        self.node = node.into();
        self
    }

    /// The same with the other end of its message.
    pub fn with_peer(mut self, peer: NodeId) -> Self {
        self.peer = Some(peer);
        self
    }

    /// The same with its cause.
    pub fn because(mut self, cause: Option<RecordId>) -> Self {
        self.cause = cause;
        self
    }

    /// The same with the line of code that asked for it.
    pub fn made_by(mut self, site: &'static Location<'static>) -> Self {
        self.site = Some(site);
        self
    }
}
