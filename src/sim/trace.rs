//! What happened: semantic events, each with its cause and the line of code that made it.
//!
//! A record is a pure function of the scenario, as everything is. The trace keeps the latest records as a run goes
//! forward; when a run is taken back and goes over the same ground, it makes the same records again, and the
//! trace knows them by their number.

use super::MessageId;
use crate::process::{NodeId, Note, Salience, SimTime};
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
pub enum What<N: Note> {
    /// An algorithm's own note.
    Note(N),
    /// A message was sent; its summary.
    Sent(MessageId, N::Summary),
    /// A message arrived.
    Received(MessageId, N::Summary),
    /// A message was lost.
    Lost(MessageId, N::Summary, Loss),
    /// A timer ran out; its name.
    Timer(&'static str),
    /// Something came from outside: the input's number in the scenario.
    Input(usize),
}

/// One thing that happened.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // The others are said by their types.
pub struct Record<N: Note> {
    pub id: RecordId,
    /// The event of the kernel that it is part of, from 1.
    pub event: u64,
    pub at: SimTime,
    /// When it began: for an arrival or a loss, when the message was sent.
    pub began: SimTime,
    pub node: Option<NodeId>,
    /// The other end of a message.
    pub peer: Option<NodeId>,
    /// The record that made this happen.
    pub cause: Option<RecordId>,
    pub what: What<N>,
    /// The line of code that asked for it.
    pub site: Option<&'static Location<'static>>,
}

/// A record as it is kept: 64 bytes for notes and summaries of 16, where [`Record`] has 104. A message of a run writes
/// three or four of them, more than the processor's cache holds, so that their size is what they cost. Its place is its
/// number; the other numbers are told from those near it.
#[derive(Clone, Debug)]
struct Kept<N: Note> {
    at: SimTime,
    site: Option<&'static Location<'static>>,
    body: Body<N>,
    /// How many events after the trace's base.
    event: u32,
    /// How many records ago its cause was; 0 if it has none.
    back: u32,
    /// How many microseconds ago it began.
    lasted: u32,
    /// The message's number; 0 if it is about none.
    message: u32,
    node: u16,
    peer: u16,
    kind: Kind,
}

/// Which [`What`] it is.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Plain,
    Sent,
    Received,
    Lost(Loss),
}

/// What a record holds beside numbers.
#[derive(Clone, Debug)]
enum Body<N: Note> {
    Note(N),
    Summary(N::Summary),
    Timer(&'static str),
    Input(usize),
    /// A record with a number that is too far from those near it, kept beside the others: an hour's delay, a cause in
    /// another trace.
    Whole,
}

/// The number of no node.
const NOBODY: u16 = u16::MAX;

/// The latest records of a run.
#[derive(Clone, Debug)]
pub struct Trace<N: Note> {
    /// A ring once it is full.
    kept: Vec<Kept<N>>,
    /// Where the oldest is.
    oldest: usize,
    /// Those that are kept whole, oldest first; some may be older than all that is kept.
    whole: VecDeque<Record<N>>,
    keep: usize,
    next: RecordId,
    /// The number after the latest that is kept.
    end: RecordId,
    event: u64,
    /// The event from which those of the kept records are counted.
    base: u64,
    /// The milestones of the latest event.
    milestones: Vec<RecordId>,
}

impl<N: Note> Trace<N> {
    /// A trace that keeps the latest `keep` records; with 0 it only counts.
    pub fn new(keep: usize) -> Trace<N> {
        Trace {
            kept: Vec::new(),
            oldest: 0,
            whole: VecDeque::new(),
            keep,
            next: 0,
            end: 0,
            event: 0,
            base: 0,
            milestones: Vec::new(),
        }
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

    /// Bytes that the records take.
    pub fn bytes(&self) -> usize {
        let Self { kept, oldest: _, whole, keep: _, next: _, end: _, event: _, base: _, milestones } = self;
        kept.capacity() * size_of::<Kept<N>>()
            + whole.capacity() * size_of::<Record<N>>()
            + milestones.capacity() * size_of::<RecordId>()
    }

    /// The number of the oldest record that is kept. Numbers have no gap, so that the record itself need not be touched: it
    /// has long left the processor's cache.
    pub fn first(&self) -> RecordId {
        self.end - self.kept.len() as u64
    }

    /// The number after the latest record that is kept.
    pub fn end(&self) -> RecordId {
        self.end
    }

    /// Goes to another point of the same run: the next record is `next`, in the event after `event`. Forgets what
    /// is kept if that point is not within it, so that the records kept never have a gap before `next`.
    pub fn rewind(&mut self, next: RecordId, event: u64) {
        (self.next, self.event) = (next, event);
        if !self.reaches(next) {
            self.forget();
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
        let stay = self.next.saturating_sub(self.first()) as usize;
        if stay < self.kept.len() {
            self.kept.rotate_left(std::mem::take(&mut self.oldest));
            self.kept.truncate(stay);
            self.whole.retain(|record| record.id < self.next);
        }
        self.end = self.end.min(self.next);
    }

    /// Forgets every record.
    fn forget(&mut self) {
        self.kept.clear();
        self.whole.clear();
        self.oldest = 0;
    }

    /// Whether the latest event has milestones.
    pub fn has_milestones(&self) -> bool {
        !self.milestones.is_empty()
    }

    /// The kernel's next event begins.
    pub fn begin_event(&mut self) {
        self.event += 1;
        self.milestones.clear();
    }
}

impl<N: Note> Trace<N> {
    /// The records kept, oldest first.
    pub fn kept(&self) -> impl DoubleEndedIterator<Item = Record<N>> {
        (self.first()..self.end).filter_map(|id| self.get(id))
    }

    /// The kept record with this number.
    pub fn get(&self, id: RecordId) -> Option<Record<N>> {
        if id >= self.end {
            return None;
        }
        let place = id.checked_sub(self.first())? as usize;
        let kept = &self.kept[(self.oldest + place) % self.kept.len()];
        let whole = || self.whole.binary_search_by_key(&id, |record| record.id).ok();
        kept.record(id, self.base).or_else(|| Some(self.whole[whole()?].clone()))
    }

    /// The milestones of the latest event.
    pub fn milestones(&self) -> impl Iterator<Item = Record<N>> {
        self.milestones.iter().filter_map(|id| self.get(*id))
    }

    /// Writes one record down and gives its number. The record's own `id` and `event` are set here. Inlined, since the
    /// caller knows most of what is asked here, and each field then goes where it is kept without a copy between.
    #[inline(always)]
    pub fn push(&mut self, record: Record<N>) -> RecordId {
        let id = self.next;
        self.next += 1;
        if self.keep > 0 && id >= self.end {
            self.keep(Record { id, event: self.event, ..record });
        }
        id
    }

    /// Takes back the latest record, of what came to nothing; `end` is [`Trace::end`] before it was pushed.
    pub fn retract(&mut self, end: RecordId) {
        self.next -= 1;
        // Over known ground nothing was written down.
        if self.end == end {
            return;
        }
        self.kept.rotate_left(std::mem::take(&mut self.oldest));
        self.kept.pop();
        self.whole.retain(|record| record.id < self.next);
        self.end = self.next;
    }

    #[inline(always)]
    fn keep(&mut self, record: Record<N>) {
        let id = record.id;
        if id > self.end {
            self.forget();
        }
        if record.is_milestone() {
            self.milestones.push(id);
        }
        let place = self.slot();
        self.end = self.next;
        match record.numbers(self.base) {
            Some(numbers) => self.kept[place].put(record, numbers),
            None => self.keep_whole(record, place),
        }
    }

    /// The place for a record: that of the oldest one, once the ring is full.
    #[inline]
    fn slot(&mut self) -> usize {
        if self.kept.len() < self.keep {
            return self.grow();
        }
        let place = self.oldest;
        self.oldest = if place + 1 < self.keep { place + 1 } else { 0 };
        place
    }

    /// A place at the end. There is room for all records at once: to make more of it would copy them.
    fn grow(&mut self) -> usize {
        if self.kept.is_empty() {
            self.kept.reserve_exact(self.keep);
            self.base = self.event;
        }
        self.kept.push(Kept::empty());
        self.kept.len() - 1
    }

    #[cold]
    fn keep_whole(&mut self, record: Record<N>, place: usize) {
        while self.whole.front().is_some_and(|oldest| oldest.id < self.first()) {
            self.whole.pop_front();
        }
        self.whole.push_back(record);
        self.kept[place] = Kept::empty();
    }
}

/// A record's numbers as they are kept.
struct Numbers {
    event: u32,
    back: u32,
    lasted: u32,
    message: u32,
}

impl<N: Note> Kept<N> {
    fn empty() -> Kept<N> {
        Kept {
            at: SimTime::ZERO,
            site: None,
            body: Body::Whole,
            event: 0,
            back: 0,
            lasted: 0,
            message: 0,
            node: NOBODY,
            peer: NOBODY,
            kind: Kind::Plain,
        }
    }

    /// Keeps a record here. Field by field: what is put together first and copied then waits for its parts.
    #[inline(always)]
    fn put(&mut self, record: Record<N>, numbers: Numbers) {
        let number = |node: Option<NodeId>| node.map_or(NOBODY, |node| node.0);
        (self.at, self.site) = (record.at, record.site);
        (self.node, self.peer) = (number(record.node), number(record.peer));
        (self.event, self.back) = (numbers.event, numbers.back);
        (self.lasted, self.message) = (numbers.lasted, numbers.message);
        (self.kind, self.body) = match record.what {
            What::Note(note) => (Kind::Plain, Body::Note(note)),
            What::Timer(name) => (Kind::Plain, Body::Timer(name)),
            What::Input(number) => (Kind::Plain, Body::Input(number)),
            What::Sent(_, summary) => (Kind::Sent, Body::Summary(summary)),
            What::Received(_, summary) => (Kind::Received, Body::Summary(summary)),
            What::Lost(_, summary, why) => (Kind::Lost(why), Body::Summary(summary)),
        };
    }

    /// The record, which has this number; `None` if it is kept whole.
    fn record(&self, id: RecordId, base: u64) -> Option<Record<N>> {
        let message = MessageId(self.message.into());
        let what = match (&self.body, self.kind) {
            (Body::Whole, _) => return None,
            (Body::Timer(name), _) => What::Timer(name),
            (Body::Input(number), _) => What::Input(*number),
            (Body::Note(note), _) => What::Note(note.clone()),
            (Body::Summary(summary), Kind::Plain | Kind::Sent) => What::Sent(message, summary.clone()),
            (Body::Summary(summary), Kind::Received) => What::Received(message, summary.clone()),
            (Body::Summary(summary), Kind::Lost(why)) => What::Lost(message, summary.clone(), why),
        };
        let node = |number: u16| (number != NOBODY).then_some(NodeId(number));
        Some(Record {
            id,
            event: base + u64::from(self.event),
            at: self.at,
            began: SimTime(self.at.0 - u64::from(self.lasted)),
            node: node(self.node),
            peer: node(self.peer),
            cause: (self.back > 0).then(|| id - RecordId::from(self.back)),
            what,
            site: self.site,
        })
    }
}

impl<N: Note> Record<N> {
    /// Its numbers, each told from one near it: the event from `base`, the cause from the record, its beginning from its
    /// end; `None` if one of them is too far, or no node has the number of no node.
    #[inline(always)]
    fn numbers(&self, base: u64) -> Option<Numbers> {
        let near = |number: u64, from: u64| u32::try_from(number.checked_sub(from)?).ok();
        let back = match self.cause {
            Some(cause) => near(self.id, cause).filter(|back| *back > 0)?,
            None => 0,
        };
        let message = match self.what {
            What::Sent(id, _) | What::Received(id, _) | What::Lost(id, ..) => near(id.0, 0)?,
            What::Note(_) | What::Timer(_) | What::Input(_) => 0,
        };
        let nobody = Some(NodeId(NOBODY));
        let (event, lasted) = (near(self.event, base)?, near(self.at.0, self.began.0)?);
        (self.node != nobody && self.peer != nobody).then_some(Numbers { event, back, lasted, message })
    }

    fn is_milestone(&self) -> bool {
        matches!(&self.what, What::Note(note) if note.salience() == Salience::Milestone)
    }

    /// A record of `what` at `at`, with no node, cause or line of code yet.
    pub fn new(at: SimTime, what: What<N>) -> Record<N> {
        Record { id: 0, event: 0, at, began: at, node: None, peer: None, cause: None, what, site: None }
    }

    /// A record of what the line that calls this tells, with no node or cause yet.
    #[track_caller]
    pub fn note(at: SimTime, note: N) -> Record<N> {
        Record::new(at, What::Note(note)).made_by(Location::caller())
    }

    /// Says at which node it happened, if at any.
    pub fn at_node(mut self, node: impl Into<Option<NodeId>>) -> Self {
        self.node = node.into();
        self
    }

    /// Says who is at the other end of its message.
    pub fn with_peer(mut self, peer: NodeId) -> Self {
        self.peer = Some(peer);
        self
    }

    /// Says what caused it.
    pub fn because(mut self, cause: Option<RecordId>) -> Self {
        self.cause = cause;
        self
    }

    /// Says which line of code asked for it.
    pub fn made_by(mut self, site: &'static Location<'static>) -> Self {
        self.site = Some(site);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Summary;
    use proptest::prelude::*;
    use std::fmt;

    /// As large as Raft's.
    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Word {
        Said([u32; 3]),
        Done,
    }

    impl fmt::Display for Word {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            Ok(())
        }
    }

    impl Summary for Word {
        fn salience(&self) -> Salience {
            Salience::Ordinary
        }
    }

    impl Note for Word {
        type Summary = Word;

        fn kind(&self) -> &'static str {
            "word"
        }

        fn text(&self, _: NodeId) -> String {
            String::new()
        }

        fn salience(&self) -> Salience {
            if *self == Word::Done { Salience::Milestone } else { Salience::Ordinary }
        }
    }

    #[test]
    fn a_record_is_kept_in_one_line_of_the_processors_cache() {
        assert_eq!((size_of::<Word>(), size_of::<Kept<Word>>()), (16, 64));
    }

    /// Numbers near each other, and some that are not.
    fn number() -> impl Strategy<Value = u64> {
        prop_oneof![8 => 0..40_u64, 1 => any::<u64>(), 1 => Just(u64::from(u32::MAX))]
    }

    fn what() -> impl Strategy<Value = What<Word>> {
        let word = prop_oneof![any::<[u32; 3]>().prop_map(Word::Said), Just(Word::Done)];
        (0..6, number(), word).prop_map(|(kind, number, word)| match kind {
            0 => What::Note(word),
            1 => What::Sent(MessageId(number), word),
            2 => What::Received(MessageId(number), word),
            3 => What::Lost(MessageId(number), word, Loss::Cut),
            4 => What::Timer("timer"),
            _ => What::Input(number as usize),
        })
    }

    prop_compose! {
        fn any_record()(
            what in what(),
            (at, began) in (number(), number()),
            cause in prop::option::of(number()),
            node in prop::option::of(prop_oneof![0..9_u16, Just(u16::MAX)]),
            peer in prop::option::of(0..9_u16),
            site in any::<bool>(),
        ) -> Record<Word> {
            let site = site.then(Location::caller);
            let (node, peer) = (node.map(NodeId), peer.map(NodeId));
            Record { began: SimTime(began), node, peer, cause, site, ..Record::new(SimTime(at), what) }
        }
    }

    #[derive(Clone, Debug)]
    enum Deed {
        Push(Box<Record<Word>>),
        Begin,
        /// Back to a record, and perhaps another way from there.
        Rewind(u64, bool),
    }

    fn deed() -> impl Strategy<Value = Deed> {
        prop_oneof![
            12 => any_record().prop_map(|record| Deed::Push(Box::new(record))),
            4 => Just(Deed::Begin),
            1 => (0..40_u64, any::<bool>()).prop_map(|(back, other)| Deed::Rewind(back, other)),
        ]
    }

    fn told(records: impl IntoIterator<Item = Record<Word>>) -> Vec<String> {
        records.into_iter().map(|record| format!("{record:?}")).collect()
    }

    proptest! {
        #[test]
        fn a_trace_tells_what_a_plain_list_would(keep in 1..30_usize, deeds in prop::collection::vec(deed(), 0..120)) {
            let mut trace = Trace::new(keep);
            // All records of the run; what a run makes again is what it made before.
            let mut all: Vec<Record<Word>> = Vec::new();
            let (mut next, mut event, mut first) = (0, 0, 0);
            for deed in deeds {
                match deed {
                    Deed::Push(mut record) => {
                        (record.id, record.event) = (next, event);
                        if next == all.len() as u64 {
                            all.push(*record.clone());
                        }
                        prop_assert_eq!(trace.push(*record), next);
                        next += 1;
                        first = first.max((all.len()).saturating_sub(keep) as u64);
                    }
                    Deed::Begin => {
                        event += 1;
                        trace.begin_event();
                    }
                    Deed::Rewind(back, other) => {
                        let to = next.saturating_sub(back).max(first + 1).min(next);
                        let Some(last) = to.checked_sub(1).and_then(|last| all.get(last as usize)) else { continue };
                        if other {
                            (next, event) = (to, last.event);
                            trace.rewind(next, event);
                            trace.truncate();
                            all.truncate(next as usize);
                        } else {
                            prop_assert!(trace.reaches(to));
                        }
                    }
                }
                prop_assert_eq!(trace.first(), first.min(all.len() as u64));
                prop_assert_eq!(told(trace.kept()), told(all[first as usize..].iter().cloned()));
            }
        }
    }
}
