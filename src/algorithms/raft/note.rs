//! What happens, in the paper's words: the events of servers and clients.

use super::log::{Index, Term};
use super::state_machine::{Answer, Operation, Serial};
use super::summary::Summary;
use crate::process::{self, NodeId, Weight};

/// Why a server does not give its vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// The term asked for is over (5.1).
    OldTerm,
    /// It voted for another in this term (5.2).
    AlreadyVoted(NodeId),
    /// Its own log is more up to date (5.4.1).
    OlderLog,
    /// It hears from a leader (dissertation 9.6).
    LeaderAlive,
}

/// An event of the algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The fields are the paper's words: term, index, to, from.
pub enum Note {
    /// A server starts, or starts again.
    Started { term: Term, last_index: Index },
    /// It learns of a later term.
    NewerTerm { term: Term },
    /// It asks whether it could win.
    StartedPreVote { term: Term },
    /// It stands for election.
    BecameCandidate { term: Term },
    /// It votes.
    VoteGranted { to: NodeId, term: Term },
    /// It does not vote.
    VoteRefused { to: NodeId, term: Term, reason: Refusal },
    /// It would vote.
    PreVoteGranted { to: NodeId, term: Term },
    /// It would not vote.
    PreVoteRefused { to: NodeId, term: Term, reason: Refusal },
    /// It wins.
    BecameLeader { term: Term, votes: u16 },
    /// It gives up leading or standing.
    SteppedDown { term: Term },
    /// A leader has not heard from a majority.
    LostQuorum { term: Term, heard: u16 },
    /// It recognises a leader.
    Follows { leader: NodeId, term: Term },
    /// A leader of an older term is turned away.
    RefusedOldLeader { leader: NodeId, term: Term },
    /// Entries are written.
    Appended { first: Index, last: Index, term: Term },
    /// Entries that conflict with the leader's are deleted.
    Truncated { from: Index, last: Index },
    /// Entries cannot be taken, since the one before them does not agree.
    RejectedAppend { prev_index: Index, prev_term: Term, own_term: Option<Term> },
    /// The leader looks further back for agreement with `peer`.
    BackedOff { peer: NodeId, from: Index, to: Index },
    /// The commit index moves.
    Committed { index: Index, term: Term },
    /// Entries are executed.
    Applied { first: Index, last: Index },
    /// A client is sent to another server.
    Redirected { client: NodeId, hint: Option<NodeId> },
    /// A retried command is answered, not executed again.
    AnsweredAgain { client: NodeId, serial: Serial },
    /// A read waits for a round of heartbeats.
    ReadWaits { round: u32, read_index: Index },
    /// A read is answered outside the log.
    ReadAnswered { client: NodeId, serial: Serial, index: Index },
    /// A client begins a command.
    Invoked { serial: Serial, operation: Operation },
    /// A client tries again.
    Retried { serial: Serial, server: NodeId },
    /// A client has its answer.
    Completed { serial: Serial, answer: Answer },
}

const _: () = assert!(size_of::<Note>() <= 24);

impl Note {
    /// The event's words: the row of its kind and weight.
    fn row(&self) -> (&'static str, Weight) {
        use Weight::{Milestone, Ordinary};
        match self {
            Note::Started { .. } => ("started", Ordinary),
            Note::NewerTerm { .. } => ("newer-term", Ordinary),
            Note::StartedPreVote { .. } => ("started-pre-vote", Ordinary),
            Note::BecameCandidate { .. } => ("became-candidate", Milestone),
            Note::VoteGranted { .. } => ("vote-granted", Ordinary),
            Note::VoteRefused { .. } => ("vote-refused", Ordinary),
            Note::PreVoteGranted { .. } => ("pre-vote-granted", Ordinary),
            Note::PreVoteRefused { .. } => ("pre-vote-refused", Ordinary),
            Note::BecameLeader { .. } => ("became-leader", Milestone),
            Note::SteppedDown { .. } => ("stepped-down", Milestone),
            Note::LostQuorum { .. } => ("lost-quorum", Milestone),
            Note::Follows { .. } => ("follows", Ordinary),
            Note::RefusedOldLeader { .. } => ("refused-old-leader", Ordinary),
            Note::Appended { .. } => ("appended", Ordinary),
            Note::Truncated { .. } => ("truncated", Ordinary),
            Note::RejectedAppend { .. } => ("rejected-append", Ordinary),
            Note::BackedOff { .. } => ("backed-off", Ordinary),
            Note::Committed { .. } => ("committed", Milestone),
            Note::Applied { .. } => ("applied", Ordinary),
            Note::Redirected { .. } => ("redirected", Ordinary),
            Note::AnsweredAgain { .. } => ("answered-again", Ordinary),
            Note::ReadWaits { .. } => ("read-waits", Ordinary),
            Note::ReadAnswered { .. } => ("read-answered", Ordinary),
            Note::Invoked { .. } => ("invoked", Ordinary),
            Note::Retried { .. } => ("retried", Ordinary),
            Note::Completed { .. } => ("completed", Ordinary),
        }
    }
}

impl process::Note for Note {
    type Summary = Summary;

    fn kind(&self) -> &'static str {
        self.row().0
    }

    fn weight(&self) -> Weight {
        self.row().1
    }

    fn text(&self, me: NodeId) -> String {
        let sentence = self.of_server(me).or_else(|| self.of_replication(me)).or_else(|| self.of_client(me));
        sentence.unwrap_or_default()
    }
}
