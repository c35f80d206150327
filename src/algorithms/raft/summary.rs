//! What a message says, in a few words.

use super::event_text::range;
use super::log::{Index, Term};
use super::message::{AppendOutcome, ClientResult, Message};
use super::state_machine::{Answer, Operation, Serial};
use crate::process::{self, NodeId, Salience};
use std::fmt;

/// A message without its entries: what the trace keeps of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The fields are the paper's words: term, index, commit.
pub enum Summary {
    /// RequestVote.
    VoteRequest { term: Term, last_index: Index, last_term: Term, pre_vote: bool },
    /// The answer to RequestVote.
    Vote { term: Term, granted: bool, pre_vote: bool },
    /// AppendEntries without entries.
    Heartbeat { term: Term, prev_index: Index, commit: Index },
    /// AppendEntries.
    Entries { term: Term, prev_index: Index, count: u8 },
    /// Entries are taken.
    Accepted { match_index: Index },
    /// Entries are not taken.
    Rejected { prev_index: Index, hint_index: Index, hint_term: Term },
    /// A client's command.
    Request { serial: Serial, operation: Operation },
    /// A command's result.
    Reply { serial: Serial, answer: Answer },
    /// Ask another server.
    NotLeader { serial: Serial, hint: Option<NodeId> },
}

const _: () = assert!(size_of::<Summary>() <= 24);

impl Summary {
    /// What `message` says.
    pub fn of(message: &Message) -> Summary {
        match message {
            Message::RequestVote(ask) => Summary::VoteRequest {
                term: ask.term,
                last_index: ask.last_log_index,
                last_term: ask.last_log_term,
                pre_vote: ask.pre_vote,
            },
            Message::RequestVoteReply(reply) => {
                Summary::Vote { term: reply.term, granted: reply.granted, pre_vote: reply.pre_vote }
            }
            Message::AppendEntries(append) => {
                let (term, prev_index) = (append.term, append.prev_log_index);
                match append.batch.len() {
                    0 => Summary::Heartbeat { term, prev_index, commit: append.leader_commit },
                    count => Summary::Entries { term, prev_index, count },
                }
            }
            Message::AppendEntriesReply(reply) => match reply.outcome {
                AppendOutcome::Accepted { match_index } => Summary::Accepted { match_index },
                AppendOutcome::Rejected { prev_log_index: prev_index, hint_index, hint_term } => {
                    Summary::Rejected { prev_index, hint_index, hint_term }
                }
            },
            Message::ClientRequest(request) => {
                Summary::Request { serial: request.serial, operation: request.operation }
            }
            Message::ClientReply(reply) => match reply.result {
                ClientResult::Done(answer) => Summary::Reply { serial: reply.serial, answer },
                ClientResult::NotLeader { hint } => Summary::NotLeader { serial: reply.serial, hint },
            },
        }
    }
}

impl process::Summary for Summary {
    fn salience(&self) -> Salience {
        match self {
            Summary::Heartbeat { .. } | Summary::Accepted { .. } => Salience::Routine,
            _ => Salience::Ordinary,
        }
    }

    fn article(&self) -> &'static str {
        match self {
            Summary::Entries { .. } | Summary::Request { .. } => "",
            Summary::Accepted { .. } | Summary::Reply { .. } => "an",
            _ => "a",
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Summary::VoteRequest { term, last_index, last_term, pre_vote } => {
                let kind = if pre_vote { "pre-vote request" } else { "vote request" };
                write!(f, "{kind} for term {term} (log ends with entry {last_index} of term {last_term})")
            }
            Summary::Vote { term, granted, pre_vote } => {
                let kind = if pre_vote { "pre-vote" } else { "vote" };
                let refusal = if granted { "" } else { " refusal" };
                write!(f, "{kind}{refusal} for term {term}")
            }
            Summary::Heartbeat { .. } => f.write_str("heartbeat"),
            Summary::Entries { prev_index, count, .. } => {
                f.write_str(&range(prev_index + 1, prev_index + Index::from(count)))
            }
            Summary::Accepted { match_index } => write!(f, "acknowledgement up to entry {match_index}"),
            Summary::Rejected { prev_index, hint_index, hint_term } => {
                write!(f, "rejection after entry {prev_index} (hint: entry {hint_index} of term {hint_term})")
            }
            Summary::Request { serial, operation } => write!(f, "command {serial}: {operation}"),
            Summary::Reply { serial, answer } => write!(f, "answer to command {serial}: {answer}"),
            Summary::NotLeader { serial, hint: Some(leader) } => {
                write!(f, "redirection of command {serial} (ask {leader})")
            }
            Summary::NotLeader { serial, hint: None } => {
                write!(f, "redirection of command {serial} (no leader known)")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_a_name_that_fits_after_a_verb() {
        let entries = Summary::Entries { term: 4, prev_index: 2, count: 3 };
        assert_eq!(entries.to_string(), "entries 3 to 5");
    }
}
