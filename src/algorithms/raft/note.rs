//! What happens, in the paper's words: the events of servers and clients, and what a message says.

use super::log::{Index, Term};
use super::message::{AppendOutcome, ClientResult, Message};
use super::state_machine::{Answer, Operation, Serial};
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

/// An event of the algorithm, or the summary of a message.
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

    /// A message: RequestVote.
    VoteRequest { term: Term, last_index: Index, last_term: Term, pre_vote: bool },
    /// A message: the answer to RequestVote.
    Vote { term: Term, granted: bool, pre_vote: bool },
    /// A message: AppendEntries without entries.
    Heartbeat { term: Term, prev_index: Index, prev_term: Term, commit: Index },
    /// A message: AppendEntries.
    Entries { term: Term, prev_index: Index, prev_term: Term, count: u8 },
    /// A message: entries are taken.
    Accepted { term: Term, match_index: Index },
    /// A message: entries are not taken.
    Rejected { term: Term, prev_index: Index, hint_index: Index, hint_term: Term },
    /// A message: a client's command.
    Request { serial: Serial, operation: Operation },
    /// A message: a command's result.
    Reply { serial: Serial, answer: Answer },
    /// A message: ask another server.
    NotLeader { serial: Serial, hint: Option<NodeId> },
}

const _: () = assert!(size_of::<Note>() <= 24);

impl Note {
    /// What a message says.
    pub fn of_message(message: &Message) -> Note {
        match *message {
            Message::RequestVote(ask) => Note::VoteRequest {
                term: ask.term,
                last_index: ask.last_log_index,
                last_term: ask.last_log_term,
                pre_vote: ask.pre_vote,
            },
            Message::RequestVoteReply(reply) => {
                Note::Vote { term: reply.term, granted: reply.granted, pre_vote: reply.pre_vote }
            }
            Message::AppendEntries(append) => {
                let (term, count) = (append.term, append.batch.len());
                let (prev_index, prev_term) = (append.prev_log_index, append.prev_log_term);
                match count {
                    0 => Note::Heartbeat { term, prev_index, prev_term, commit: append.leader_commit },
                    _ => Note::Entries { term, prev_index, prev_term, count },
                }
            }
            Message::AppendEntriesReply(reply) => of_outcome(reply.term, reply.outcome),
            Message::ClientRequest(request) => {
                Note::Request { serial: request.serial, operation: request.operation }
            }
            Message::ClientReply(reply) => match reply.result {
                ClientResult::Done(answer) => Note::Reply { serial: reply.serial, answer },
                ClientResult::NotLeader { hint } => Note::NotLeader { serial: reply.serial, hint },
            },
        }
    }

    /// The event's words: the row of its kind and weight.
    fn row(&self) -> (&'static str, Weight) {
        use Weight::{Milestone, Ordinary, Routine};
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
            Note::VoteRequest { .. } => ("request-vote", Ordinary),
            Note::Vote { .. } => ("vote", Ordinary),
            Note::Heartbeat { .. } => ("heartbeat", Routine),
            Note::Entries { .. } => ("append-entries", Ordinary),
            Note::Accepted { .. } => ("accepted", Routine),
            Note::Rejected { .. } => ("rejected", Ordinary),
            Note::Request { .. } => ("request", Ordinary),
            Note::Reply { .. } => ("reply", Ordinary),
            Note::NotLeader { .. } => ("not-leader", Ordinary),
        }
    }
}

fn of_outcome(term: Term, outcome: AppendOutcome) -> Note {
    match outcome {
        AppendOutcome::Accepted { match_index } => Note::Accepted { term, match_index },
        AppendOutcome::Rejected { prev_log_index: prev_index, hint_index, hint_term } => {
            Note::Rejected { term, prev_index, hint_index, hint_term }
        }
    }
}

impl process::Note for Note {
    fn kind(&self) -> &'static str {
        self.row().0
    }

    fn weight(&self) -> Weight {
        self.row().1
    }

    fn text(&self, me: NodeId, _peer: Option<NodeId>) -> String {
        let sentence = self.of_server(me).or_else(|| self.of_replication(me)).or_else(|| self.of_client(me));
        sentence.unwrap_or_else(|| self.of_letter())
    }
}
