//! The replicated state machine: a small key-value store that executes each client's command once (8).
//!
//! Sessions are fixed by the settings: registering and expiring them (dissertation 6.3) is left out. A client
//! has one command at a time, so a session is its last serial number and the answer to it.

use super::rules::Rule;
use super::settings::Settings;
use crate::process::NodeId;

/// Keys run from 0 to one less than this.
pub const KEYS: u8 = 16;

/// What a key holds.
pub type Value = u16;

/// A client's number of a command, from 1; a retry has the same number.
pub type Serial = u32;

/// What a client may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// Read.
    Get {
        /// Which key.
        key: u8,
    },
    /// Write.
    Put {
        /// Which key.
        key: u8,
        /// What to write.
        value: Value,
    },
    /// Add to a number (an absent one counts as 0), and answer the sum. Wraps. Shows it when executed twice.
    Add {
        /// Which key.
        key: u8,
        /// How much.
        amount: Value,
    },
    /// Write if the key holds what is expected.
    CompareAndSwap {
        /// Which key.
        key: u8,
        /// What it should hold.
        expected: Value,
        /// What to write then.
        new: Value,
    },
}

/// What the log's entries carry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Command {
    /// Nothing: what a new leader commits first (8).
    #[default]
    NoOp,
    /// A client's command.
    Request {
        /// Whose.
        client: NodeId,
        /// The client's number of it.
        serial: Serial,
        /// What to do.
        operation: Operation,
    },
}

/// What an operation gives back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Answer {
    /// It was written.
    #[default]
    Written,
    /// What the key holds.
    Value(Option<Value>),
    /// Not swapped: the key holds this.
    Unexpected(Option<Value>),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Session {
    serial: Serial,
    answer: Answer,
}

/// A server's state machine. Volatile: a restarted server executes its committed log again.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StateMachine {
    values: [Option<Value>; KEYS as usize],
    sessions: Vec<Session>,
    first_client: u16,
    once: bool,
}

impl StateMachine {
    /// An empty store.
    pub fn new(settings: &Settings) -> StateMachine {
        StateMachine {
            values: [None; KEYS as usize],
            sessions: vec![Session::default(); usize::from(settings.clients)],
            first_client: settings.servers,
            once: settings.rule(Rule::ExactlyOnce),
        }
    }

    /// Bytes on the heap.
    pub fn bytes(&self) -> usize {
        let Self { sessions, values: _, first_client: _, once: _ } = self;
        sessions.capacity() * size_of::<Session>()
    }

    /// What each key holds, in the order of keys.
    pub fn values(&self) -> &[Option<Value>; KEYS as usize] {
        &self.values
    }

    /// What `key` holds.
    pub fn value(&self, key: u8) -> Option<Value> {
        self.values[usize::from(key % KEYS)]
    }

    /// The last command executed for `client`: its serial number and the answer.
    pub fn session(&self, client: NodeId) -> Option<(Serial, Answer)> {
        let session = self.sessions.get(self.place(client)?)?;
        Some((session.serial, session.answer))
    }

    fn place(&self, client: NodeId) -> Option<usize> {
        client.0.checked_sub(self.first_client).map(usize::from)
    }

    /// Executes an entry, once for each serial number: "if it receives a command whose serial number has already
    /// been executed, it responds immediately without re-executing the request" (8).
    pub fn apply(&mut self, command: Command) -> Option<Answer> {
        let Command::Request { client, serial, operation } = command else { return None };
        match self.session(client) {
            Some((last, answer)) if self.once && serial == last => return Some(answer),
            Some((last, _)) if self.once && serial < last => return None,
            _ => {}
        }
        let answer = self.execute(operation);
        if let Some(session) = self.place(client).and_then(|place| self.sessions.get_mut(place)) {
            *session = Session { serial, answer };
        }
        Some(answer)
    }

    fn execute(&mut self, operation: Operation) -> Answer {
        match operation {
            Operation::Get { key } => Answer::Value(self.value(key)),
            Operation::Put { key, value } => {
                *self.slot(key) = Some(value);
                Answer::Written
            }
            Operation::Add { key, amount } => {
                let sum = self.value(key).unwrap_or(0).wrapping_add(amount);
                *self.slot(key) = Some(sum);
                Answer::Value(Some(sum))
            }
            Operation::CompareAndSwap { key, expected, new } => match self.value(key) {
                Some(held) if held == expected => {
                    *self.slot(key) = Some(new);
                    Answer::Written
                }
                held => Answer::Unexpected(held),
            },
        }
    }

    fn slot(&mut self, key: u8) -> &mut Option<Value> {
        &mut self.values[usize::from(key % KEYS)]
    }
}
