//! What a node's disk holds: figure 2's persistent state.

use super::log::{Entry, Index, Log, Term};
use super::state_machine::Serial;
use crate::process::{Durable, NodeId};

/// A node's disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Disk {
    /// The latest term the server has seen.
    pub current_term: Term,
    /// Whom it voted for in that term.
    pub voted_for: Option<NodeId>,
    /// Its log.
    pub log: Log,
    /// A client's disk: the number of its last command. A restarted client must not use a number again.
    pub serial: Serial,
}

/// One change of a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Write {
    /// A later term begins, without a vote in it.
    Term(Term),
    /// A vote in a term, which may be a later one.
    Vote {
        /// The term.
        term: Term,
        /// For whom.
        candidate: NodeId,
    },
    /// An entry at the end of the log.
    Append(Entry),
    /// The log ends before this index.
    Truncate(Index),
    /// A client's command number.
    Serial(Serial),
}

impl Durable for Disk {
    type Write = Write;

    fn apply(&mut self, write: Write) {
        match write {
            Write::Term(term) => (self.current_term, self.voted_for) = (term, None),
            Write::Vote { term, candidate } => {
                (self.current_term, self.voted_for) = (term, Some(candidate));
            }
            Write::Append(entry) => self.log.append(entry),
            Write::Truncate(from) => self.log.truncate(from),
            Write::Serial(serial) => self.serial = serial,
        }
    }

    fn bytes(&self) -> usize {
        let Self { log, current_term: _, voted_for: _, serial: _ } = self;
        log.bytes()
    }
}
