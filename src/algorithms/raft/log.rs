//! The log (5.3): entries numbered from 1, each with the term in which a leader received it.
//!
//! Each entry is kept with a digest of the log up to it, so that two logs are compared up to any index, and a
//! log is hashed, in one step. Copies share what is old.

use super::blocks::Blocks;
use super::state_machine::{Command, Operation};
use std::hash::{Hash, Hasher};

/// A term number (5.1). 0 is before the first election.
pub type Term = u32;

/// A position in the log, from 1. 0 is before the first entry.
pub type Index = u32;

/// One entry of the log: 16 bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Entry {
    /// When the entry was received by a leader.
    pub term: Term,
    /// What to execute.
    pub command: Command,
}

impl Entry {
    /// The entry as two words, all different for different entries.
    fn words(self) -> [u64; 2] {
        let (client, serial, operation) = match self.command {
            Command::NoOp => (u16::MAX, 0, 0),
            Command::Request { client, serial, operation } => (client.0, serial, operation_word(operation)),
        };
        [u64::from(self.term) << 32 | u64::from(serial), u64::from(client) << 48 | operation]
    }
}

fn operation_word(operation: Operation) -> u64 {
    let pack = |tag: u64, key: u8, a: u16, b: u16| {
        tag << 40 | u64::from(key) << 32 | u64::from(a) << 16 | u64::from(b)
    };
    match operation {
        Operation::Get { key } => pack(1, key, 0, 0),
        Operation::Put { key, value } => pack(2, key, value, 0),
        Operation::Add { key, amount } => pack(3, key, amount, 0),
        Operation::CompareAndSwap { key, expected, new } => pack(4, key, expected, new),
    }
}

/// Two rounds of multiply and fold; not meant to withstand someone who looks for collisions.
fn chain(before: u64, entry: Entry) -> u64 {
    entry.words().iter().fold(before, |digest, word| {
        let product = u128::from(digest ^ word ^ 0x9e37_79b9_7f4a_7c15) * 0xd6e8_feb8_6659_fd93;
        (product as u64) ^ ((product >> 64) as u64) ^ digest.rotate_left(23)
    })
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    entry: Entry,
    digest: u64,
}

/// A server's log.
#[derive(Clone, Debug, Default)]
pub struct Log {
    slots: Blocks<Slot>,
}

impl Log {
    /// A log of no-ops with these terms: the paper's figures give terms only.
    pub fn of_terms(terms: &[Term]) -> Log {
        let mut log = Log::default();
        terms.iter().for_each(|term| log.append(Entry { term: *term, command: Command::NoOp }));
        log
    }

    /// The index of the last entry; 0 if there is none.
    pub fn last_index(&self) -> Index {
        self.slots.len() as Index
    }

    /// The term of the last entry; 0 if there is none.
    pub fn last_term(&self) -> Term {
        self.term_at(self.last_index()).unwrap_or(0)
    }

    fn slot(&self, index: Index) -> Option<&Slot> {
        self.slots.get(index.checked_sub(1)? as usize)
    }

    /// The entry at `index`.
    pub fn entry(&self, index: Index) -> Option<Entry> {
        self.slot(index).map(|slot| slot.entry)
    }

    /// The term of the entry at `index`; 0 before the first entry, `None` beyond the last.
    pub fn term_at(&self, index: Index) -> Option<Term> {
        if index == 0 { Some(0) } else { self.slot(index).map(|slot| slot.entry.term) }
    }

    /// A digest of the entries up to `index`: equal for two logs exactly if they agree up to there (but for a
    /// collision of 64 bits). `None` beyond the last entry.
    pub fn digest_at(&self, index: Index) -> Option<u64> {
        if index == 0 { Some(0) } else { self.slot(index).map(|slot| slot.digest) }
    }

    /// Adds an entry at the end.
    pub fn append(&mut self, entry: Entry) {
        let before = self.digest_at(self.last_index()).unwrap_or(0);
        self.slots.push(Slot { entry, digest: chain(before, entry) });
    }

    /// Deletes the entry at `from` and all that follow it (5.3).
    pub fn truncate(&mut self, from: Index) {
        self.slots.truncate(from.saturating_sub(1) as usize);
    }

    /// Bytes that no other copy of the log holds, by estimate.
    pub fn bytes(&self) -> usize {
        let Self { slots } = self;
        slots.bytes()
    }

    /// Whether the log has an entry at `index` with `term`: AppendEntries' consistency check (5.3).
    pub fn matches(&self, index: Index, term: Term) -> bool {
        self.term_at(index) == Some(term)
    }

    /// Whether a log that ends with (`last_index`, `last_term`) is at least as up to date as this one (5.4.1).
    pub fn up_to_date(&self, last_index: Index, last_term: Term) -> bool {
        (last_term, last_index) >= (self.last_term(), self.last_index())
    }

    /// The last index up to `at_most` whose entry's term is `term` or less: both sides of the conflict back-off.
    pub fn last_not_after_term(&self, at_most: Index, term: Term) -> (Index, Term) {
        let mut index = at_most.min(self.last_index());
        // Terms never decrease along a log, so the first one that fits, going down, is the last.
        loop {
            match self.term_at(index) {
                Some(found) if found > term && index > 0 => index -= 1,
                found => return (index, found.unwrap_or(0)),
            }
        }
    }

    /// All entries, in order.
    pub fn entries(&self) -> impl Iterator<Item = Entry> + '_ {
        self.slots.iter().map(|slot| slot.entry)
    }
}

impl PartialEq for Log {
    fn eq(&self, other: &Log) -> bool {
        let end = |log: &Log| (log.last_index(), log.digest_at(log.last_index()));
        end(self) == end(other)
    }
}

impl Eq for Log {}

impl Hash for Log {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // The last digest stands for every entry.
        let Self { slots } = self;
        let last = slots.len().checked_sub(1).and_then(|last| slots.get(last));
        (slots.len() as Index, last.map_or(0, |slot| slot.digest)).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_behaves_like_a_plain_list() {
        let mut log = Log::default();
        let mut list = Vec::new();
        for (step, keep) in [(300u32, 250u32), (10, 128), (64, 64), (1, 63), (130, 0), (70, 70)] {
            for number in 0..step {
                let entry = Entry { term: step + number, command: Command::NoOp };
                log.append(entry);
                list.push(entry);
            }
            log.truncate(keep + 1);
            list.truncate(keep as usize);
            assert!(log.entries().eq(list.iter().copied()));
            assert_eq!(log.last_index() as usize, list.len());
            for (place, entry) in list.iter().enumerate() {
                assert_eq!(log.entry(place as Index + 1), Some(*entry));
            }
        }
    }

    #[test]
    fn the_same_entries_have_the_same_digest_however_they_came_to_be() {
        let mut log = Log::of_terms(&[1; 200]);
        log.truncate(100);
        Log::of_terms(&[1; 101]).entries().for_each(|entry| log.append(entry));
        assert_eq!(log, Log::of_terms(&[1; 200]));
        assert_ne!(log, Log::of_terms(&[2; 200]));
    }
}
