//! What nodes send: figure 2's two calls and their answers, and a client's request and its answer (8).
//!
//! The sender is the message's origin on the network, so `leaderId` and `candidateId` are not sent again.

use super::log::{Entry, Index, Log, Term};
use super::settings::MAX_BATCH;
use super::state_machine::{Answer, Operation, Serial};
use crate::process::NodeId;

/// Up to [`MAX_BATCH`] entries, in place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Batch {
    entries: [Entry; MAX_BATCH],
    len: u8,
}

impl Batch {
    /// The entries of `log` from `from`, at most `most`.
    pub fn of(log: &Log, from: Index, most: u8) -> Batch {
        let mut batch = Batch::default();
        while usize::from(batch.len) < usize::from(most).min(MAX_BATCH) {
            let Some(entry) = log.entry(from + Index::from(batch.len)) else { break };
            batch.entries[usize::from(batch.len)] = entry;
            batch.len += 1;
        }
        batch
    }

    /// The entries.
    pub fn entries(&self) -> &[Entry] {
        &self.entries[..usize::from(self.len)]
    }

    /// How many.
    pub fn len(&self) -> u8 {
        self.len
    }

    /// Whether this is a heartbeat.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

/// A candidate asks for a vote (5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RequestVote {
    /// The candidate's term; in a pre-vote, the term it would begin.
    pub term: Term,
    /// The index of its last entry (5.4.1).
    pub last_log_index: Index,
    /// The term of its last entry (5.4.1).
    pub last_log_term: Term,
    /// Whether it only asks what the answer would be (dissertation 9.6).
    pub pre_vote: bool,
}

/// The answer to [`RequestVote`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RequestVoteReply {
    /// The voter's term; in a granted pre-vote, the term asked for.
    pub term: Term,
    /// Whether the candidate has the vote.
    pub granted: bool,
    /// Whether this answers a pre-vote.
    pub pre_vote: bool,
}

/// A leader replicates entries; without entries, a heartbeat (5.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AppendEntries {
    /// The leader's term.
    pub term: Term,
    /// The index of the entry before the new ones.
    pub prev_log_index: Index,
    /// Its term.
    pub prev_log_term: Term,
    /// Up to where the leader knows entries to be committed.
    pub leader_commit: Index,
    /// The leader's latest round of reads (8), sent back by the follower. 0 if reads go through the log.
    pub round: u32,
    /// The new entries.
    pub batch: Batch,
}

/// The answer to [`AppendEntries`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AppendEntriesReply {
    /// The follower's term.
    pub term: Term,
    /// The round of the message that this answers.
    pub round: u32,
    /// Whether the logs agreed.
    pub outcome: AppendOutcome,
}

/// Whether a follower could take entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AppendOutcome {
    /// The follower's log is the leader's up to this index.
    Accepted {
        /// `prevLogIndex` plus the number of entries.
        match_index: Index,
    },
    /// The follower's log has no such entry before the new ones.
    Rejected {
        /// The message's `prevLogIndex`: tells which message this answers.
        prev_log_index: Index,
        /// The follower's last index that can agree with the leader's log, as far as the follower can tell.
        hint_index: Index,
        /// The term of its entry there.
        hint_term: Term,
    },
}

/// A client's command (8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientRequest {
    /// The client's number of it; the same when it tries again.
    pub serial: Serial,
    /// What to do.
    pub operation: Operation,
}

/// The answer to a [`ClientRequest`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientReply {
    /// The number of the command.
    pub serial: Serial,
    /// Its result.
    pub result: ClientResult,
}

/// What a server tells a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClientResult {
    /// The command was executed.
    Done(Answer),
    /// This server does not lead.
    NotLeader {
        /// Whom it heard from last as a leader.
        hint: Option<NodeId>,
    },
}

/// Everything that nodes send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Message {
    /// From a candidate.
    RequestVote(RequestVote),
    /// To a candidate.
    RequestVoteReply(RequestVoteReply),
    /// From a leader.
    AppendEntries(AppendEntries),
    /// To a leader.
    AppendEntriesReply(AppendEntriesReply),
    /// From a client.
    ClientRequest(ClientRequest),
    /// To a client.
    ClientReply(ClientReply),
}

// A message is copied into the kernel's slab and out again: keep it small.
const _: () = assert!(size_of::<Message>() <= 160 && size_of::<Entry>() <= 16);
