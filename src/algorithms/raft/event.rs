//! What happens, in the paper's words: the events of servers and clients.

use super::log::{Index, Term};
use super::state_machine::{Answer, Operation, Serial};
use super::summary::Summary;
use crate::process::{NodeId, Note, Salience};

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
pub enum RaftEvent {
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
    BecameLeader { term: Term, votes: u16, servers: u16 },
    /// It gives up leading or standing.
    SteppedDown { term: Term },
    /// A leader has not heard from a majority.
    LostQuorum { term: Term, heard: u16, servers: u16 },
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

const _: () = assert!(size_of::<RaftEvent>() <= 24);

impl RaftEvent {
    /// The event's words: the row of its kind and salience.
    fn row(&self) -> (&'static str, Salience) {
        use Salience::{Milestone, Ordinary};
        match self {
            RaftEvent::Started { .. } => ("started", Ordinary),
            RaftEvent::NewerTerm { .. } => ("newer-term", Ordinary),
            RaftEvent::StartedPreVote { .. } => ("started-pre-vote", Ordinary),
            RaftEvent::BecameCandidate { .. } => ("became-candidate", Milestone),
            RaftEvent::VoteGranted { .. } => ("vote-granted", Ordinary),
            RaftEvent::VoteRefused { .. } => ("vote-refused", Ordinary),
            RaftEvent::PreVoteGranted { .. } => ("pre-vote-granted", Ordinary),
            RaftEvent::PreVoteRefused { .. } => ("pre-vote-refused", Ordinary),
            RaftEvent::BecameLeader { .. } => ("became-leader", Milestone),
            RaftEvent::SteppedDown { .. } => ("stepped-down", Milestone),
            RaftEvent::LostQuorum { .. } => ("lost-quorum", Milestone),
            RaftEvent::Follows { .. } => ("follows", Ordinary),
            RaftEvent::RefusedOldLeader { .. } => ("refused-old-leader", Ordinary),
            RaftEvent::Appended { .. } => ("appended", Ordinary),
            RaftEvent::Truncated { .. } => ("truncated", Ordinary),
            RaftEvent::RejectedAppend { .. } => ("rejected-append", Ordinary),
            RaftEvent::BackedOff { .. } => ("backed-off", Ordinary),
            RaftEvent::Committed { .. } => ("committed", Milestone),
            RaftEvent::Applied { .. } => ("applied", Ordinary),
            RaftEvent::Redirected { .. } => ("redirected", Ordinary),
            RaftEvent::AnsweredAgain { .. } => ("answered-again", Ordinary),
            RaftEvent::ReadWaits { .. } => ("read-waits", Ordinary),
            RaftEvent::ReadAnswered { .. } => ("read-answered", Ordinary),
            RaftEvent::Invoked { .. } => ("invoked", Ordinary),
            RaftEvent::Retried { .. } => ("retried", Ordinary),
            RaftEvent::Completed { .. } => ("completed", Ordinary),
        }
    }
}

impl Note for RaftEvent {
    type Summary = Summary;

    fn kind(&self) -> &'static str {
        self.row().0
    }

    fn salience(&self) -> Salience {
        self.row().1
    }

    fn text(&self, me: NodeId) -> String {
        let sentence = self.of_server(me).or_else(|| self.of_replication(me)).or_else(|| self.of_client(me));
        sentence.unwrap_or_default()
    }
}
