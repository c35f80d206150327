//! Raft: a replicated log, after Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm
//! (Extended Version)", 2014. Sections 5.1 to 5.6 and 8; "dissertation" is Ongaro's, 2014.
//!
//! ```text
//! server           state (figure 2), terms (5.1), applying entries (5.3)
//! election         votes (5.2), whose log is newer (5.4.1), pre-vote (dissertation 9.6)
//! replication      AppendEntries (5.3), commitment (5.4.2)
//! client_requests  commands (8)      read_index  reads outside the log (8)
//! state_machine    a key-value store with sessions (8)      client  who asks
//! blocks           lists whose copies share
//! note, summary    what is told of events and messages
//! properties       figure 3, judged from outside            rules   what may be switched off
//! ```
//!
//! Left out: snapshots (7), membership changes (6), leadership transfer, registering and expiring sessions.
//! Deviations are stated in the files where they are: one AppendEntries with entries on its way at a time
//! (`replication`), sessions fixed by the settings (`state_machine`).

mod blocks;
mod client;
mod client_requests;
mod durable;
mod election;
mod event;
mod event_text;
mod initial;
mod log;
mod message;
mod properties;
mod read_index;
mod replication;
mod rules;
mod server;
mod settings;
mod state_machine;
mod summary;

pub use client::Client;
pub use durable::{Disk, Write};
pub use event::{RaftEvent, Refusal};
pub use initial::Initial;
pub use log::{Entry, Index, Log, Term};
pub use message::{
    AppendEntries, AppendEntriesReply, AppendOutcome, Batch, ClientReply, ClientRequest, ClientResult,
    Message, RequestVote, RequestVoteReply,
};
pub use properties::{Observer, Property, Violation};
pub use replication::{commit_by_counting, next_after_reject, quorum_index, reject_hint};
pub use rules::{Rule, Rules};
pub use server::{Progress, Role, Server, Voters};
pub use settings::{BackOff, Interval, MAX_BATCH, MAX_SERVERS, Reads, Settings};
pub use state_machine::{Answer, Command, KEYS, Operation, Serial, StateMachine, Value};
pub use summary::Summary;

use crate::process::{NodeId, Outbox, Process};

/// The timers of servers and clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    /// A follower's or candidate's election time-out; a leader's check for a quorum.
    Election,
    /// A leader's next heartbeat.
    Heartbeat,
    /// A client's next command.
    ClientNext,
    /// A client's patience.
    ClientRetry,
}

/// A node of a cluster: nodes `0..servers` are servers, then come the clients.
// A server is larger than a client, but a cluster has few of either and moves none.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug, Hash)]
pub enum Member {
    /// A Raft server.
    Server(Server),
    /// A client of the cluster.
    Client(Client),
}

impl Member {
    /// The server, if it is one.
    pub fn server(&self) -> Option<&Server> {
        match self {
            Member::Server(server) => Some(server),
            Member::Client(_) => None,
        }
    }

    /// The client, if it is one.
    pub fn client(&self) -> Option<&Client> {
        match self {
            Member::Client(client) => Some(client),
            Member::Server(_) => None,
        }
    }
}

impl Process for Member {
    type Config = Settings;
    type Message = Message;
    type Timer = Timer;
    type Durable = Disk;
    type Note = RaftEvent;

    fn boot(me: NodeId, settings: &Settings) -> Member {
        if me.0 < settings.servers {
            Member::Server(Server::new(me, *settings))
        } else {
            Member::Client(Client::new(me, *settings))
        }
    }

    fn recover(&mut self, disk: &Disk, out: &mut Outbox<Self>) {
        match self {
            Member::Server(server) => server.recover(disk, out),
            Member::Client(client) => client.recover(disk, out),
        }
    }

    fn on_message(&mut self, from: NodeId, message: Message, out: &mut Outbox<Self>) {
        match self {
            Member::Server(server) => server.on_message(from, &message, out),
            Member::Client(client) => client.on_message(from, &message, out),
        }
    }

    fn on_timer(&mut self, timer: Timer, out: &mut Outbox<Self>) {
        match self {
            Member::Server(server) => server.on_timer(timer, out),
            Member::Client(client) => client.on_timer(timer, out),
        }
    }

    fn summarise(message: &Message) -> Summary {
        Summary::of(message)
    }

    /// A client takes over how long it thinks; a server stays as it is.
    fn reconfigure(&mut self, settings: &Settings) {
        if let Member::Client(client) = self {
            client.set_interval(settings.client_interval);
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Member::Server(server) => server.bytes(),
            Member::Client(_) => 0,
        }
    }

    fn timer_name(timer: Timer) -> &'static str {
        match timer {
            Timer::Election => "election timer",
            Timer::Heartbeat => "heartbeat timer",
            Timer::ClientNext => "think time",
            Timer::ClientRetry => "retry timer",
        }
    }
}
