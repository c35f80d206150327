//! The book that an outsider keeps of what the cluster executed: each command once, in the order of the log.
//!
//! A server whose store differs from the book has executed a command twice. A read whose answer was in the book
//! at no moment between its question and its answer is stale.

use crate::algorithms::raft::{
    Answer, Client, Command, Index, KEYS, MAX_SERVERS, Operation, Rule, Serial, Server, Settings,
    StateMachine, Value,
};
use crate::lab::Check;
use crate::process::NodeId;

/// What the clients' commands have made, executed once each.
#[derive(Clone, Hash)]
pub struct Ledger {
    machine: StateMachine,
    executed: Index,
    accounts: Vec<Account>,
    first_client: u16,
    applied: [Index; MAX_SERVERS],
    /// A command takes effect once: tested whenever a server has executed all that the book has.
    pub once: Check,
    /// A read is fresh: tested with each answer.
    pub fresh: Check,
}

/// What is known of one client.
#[derive(Clone, Default, Hash)]
struct Account {
    executed: Serial,
    completed: u32,
    read: Option<Read>,
    /// What the key of the read under way held since the question.
    held: Vec<Option<Value>>,
}

/// A read under way.
#[derive(Clone, Copy, Hash)]
struct Read {
    serial: Serial,
    key: u8,
}

impl Ledger {
    /// An empty book.
    pub fn new(settings: &Settings) -> Ledger {
        // Without the rule the machine keeps no sessions: the accounts here decide what is new.
        let plain = Settings { rules: settings.rules.without(Rule::ExactlyOnce), ..*settings };
        Ledger {
            machine: StateMachine::new(&plain),
            executed: 0,
            accounts: vec![Account::default(); usize::from(settings.clients)],
            first_client: settings.servers,
            applied: [0; MAX_SERVERS],
            once: Check::default(),
            fresh: Check::default(),
        }
    }

    /// Bytes that it holds on the heap, by estimate.
    pub fn bytes(&self) -> usize {
        let Self { machine, accounts, once, fresh, executed: _, first_client: _, applied: _ } = self;
        machine.bytes() + accounts.capacity() * size_of::<Account>() + once.bytes() + fresh.bytes()
    }

    fn account(&mut self, client: NodeId) -> Option<&mut Account> {
        let place = usize::from(client.0.checked_sub(self.first_client)?);
        self.accounts.get_mut(place)
    }

    /// Enters what `server` executed beyond all others, and compares its store with the book.
    pub fn look_at_server(&mut self, id: NodeId, server: &Server) {
        let applied = server.last_applied();
        if applied == self.applied[id.index()] {
            return;
        }
        self.applied[id.index()] = applied;
        for index in self.executed + 1..=applied {
            let Some(entry) = server.log().entry(index) else { break };
            self.executed = index;
            self.enter(entry.command);
        }
        if applied == self.executed {
            self.compare(id, server);
        }
    }

    fn enter(&mut self, command: Command) {
        let Command::Request { client, serial, operation } = command else { return };
        let Some(account) = self.account(client) else { return };
        if serial <= account.executed {
            return;
        }
        account.executed = serial;
        self.machine.apply(command);
        let (Operation::Get { key }
        | Operation::Put { key, .. }
        | Operation::Add { key, .. }
        | Operation::CompareAndSwap { key, .. }) = operation;
        let now = self.machine.value(key);
        let reads = |account: &&mut Account| account.read.is_some_and(|read| read.key == key);
        for account in self.accounts.iter_mut().filter(reads) {
            if account.held.last() != Some(&now) {
                account.held.push(now);
            }
        }
    }

    fn compare(&mut self, id: NodeId, server: &Server) {
        let book = &self.machine;
        self.once.test(server.machine().values() == book.values(), || {
            let differs = |key: &u8| server.machine().value(*key) != book.value(*key);
            let key = (0..KEYS).find(differs).unwrap_or_default();
            format!(
                "{id} has executed a command twice: key {key} holds {}, and once each would make it {}",
                shown(server.machine().value(key)),
                shown(book.value(key))
            )
        });
    }

    /// A client may have asked or been answered.
    pub fn look_at_client(&mut self, id: NodeId, client: &Client) {
        let value_now = match client.pending() {
            Some(Operation::Get { key }) => Some((key, self.machine.value(key))),
            _ => None,
        };
        let Some(account) = self.account(id) else { return };
        let answered = client.completed() > account.completed;
        account.completed = client.completed();
        if answered {
            if let (Some(read), Some(Answer::Value(value))) = (account.read.take(), client.latest()) {
                self.judge(id, read, value);
            }
            return;
        }
        let known = account.read.as_ref().is_some_and(|read| read.serial == client.serial());
        if !known {
            account.held.clear();
            account.held.extend(value_now.map(|(_, value)| value));
            account.read = value_now.map(|(key, _)| Read { serial: client.serial(), key });
        }
    }

    fn judge(&mut self, id: NodeId, read: Read, value: Option<Value>) {
        let account = id.0.checked_sub(self.first_client).map(usize::from);
        let account = account.and_then(|place| self.accounts.get(place));
        let held = account.map(|account| account.held.as_slice()).unwrap_or_default();
        self.fresh.test(held.contains(&value), || {
            let held = shown(held.last().copied().flatten());
            let (key, serial) = (read.key, read.serial);
            format!(
                "{id}'s read {serial} of key {key} was answered {}, but the key held {held} since before it asked",
                shown(value)
            )
        });
    }
}

fn shown(value: Option<Value>) -> String {
    value.map_or_else(|| "nothing".into(), |value| value.to_string())
}
