//! Events as sentences: subject, verb, object.

use super::event::{RaftEvent, Refusal};
use super::log::Index;
use super::state_machine::{Answer, Operation};
use crate::process::NodeId;
use std::fmt;

impl RaftEvent {
    /// Terms, candidates, votes.
    pub(super) fn of_server(&self, me: NodeId) -> Option<String> {
        Some(match *self {
            RaftEvent::Started { term, last_index } => {
                format!("{me} starts in term {term} with {} in its log", entries(last_index))
            }
            RaftEvent::NewerTerm { term } => format!("{me} learns of term {term}"),
            RaftEvent::StartedPreVote { term } => format!("{me} asks whether it could win term {term}"),
            RaftEvent::BecameCandidate { term } => format!("{me} starts an election for term {term}"),
            RaftEvent::VoteGranted { to, term } => format!("{me} grants its vote to {to} for term {term}"),
            RaftEvent::VoteRefused { to, term, reason } => {
                format!("{me} refuses its vote to {to} for term {term}: {reason}")
            }
            RaftEvent::PreVoteGranted { to, term } => format!("{me} would vote for {to} in term {term}"),
            RaftEvent::PreVoteRefused { to, term, reason } => {
                format!("{me} would not vote for {to} in term {term}: {reason}")
            }
            RaftEvent::BecameLeader { term, votes, servers } => {
                format!("{me} becomes leader of term {term} with {votes} of {servers} votes")
            }
            RaftEvent::SteppedDown { term } => format!("{me} becomes a follower in term {term}"),
            RaftEvent::LostQuorum { term, heard, servers } => {
                format!(
                    "{me} steps down in term {term}: it reaches only {heard} of {servers} servers, itself included"
                )
            }
            RaftEvent::Follows { leader, term } => format!("{me} follows {leader} in term {term}"),
            RaftEvent::RefusedOldLeader { leader, term } => {
                format!("{me} rejects {leader}: its term {term} is over")
            }
            _ => return None,
        })
    }

    /// The log.
    pub(super) fn of_replication(&self, me: NodeId) -> Option<String> {
        Some(match *self {
            RaftEvent::Appended { first, last, term } => {
                format!("{me} appends {} of term {term}", range(first, last))
            }
            RaftEvent::Truncated { from, last } => {
                let verb = if from == last { "conflicts" } else { "conflict" };
                format!("{me} deletes {}, which {verb} with the leader's", range(from, last))
            }
            RaftEvent::RejectedAppend { prev_index, prev_term, own_term } => {
                let own = match own_term {
                    Some(own) => format!("its entry {prev_index} is of term {own}, not {prev_term}"),
                    None => format!("it has no entry {prev_index}"),
                };
                format!("{me} rejects the entries: {own}")
            }
            RaftEvent::BackedOff { peer, from, to } => {
                format!("{me} backs up from entry {from} to {to} to match {peer}")
            }
            RaftEvent::Committed { index, term } => {
                format!("{me} commits up to entry {index} of term {term}")
            }
            RaftEvent::Applied { first, last } => format!("{me} executes {}", range(first, last)),
            _ => return None,
        })
    }

    /// Clients and those who serve them.
    pub(super) fn of_client(&self, me: NodeId) -> Option<String> {
        Some(match *self {
            RaftEvent::Redirected { client, hint: Some(leader) } => {
                format!("{me} redirects {client} to {leader}")
            }
            RaftEvent::Redirected { client, hint: None } => {
                format!("{me} tells {client} that it knows no leader")
            }
            RaftEvent::AnsweredAgain { client, serial } => {
                format!("{me} repeats its answer to command {serial} of {client} without executing it again")
            }
            RaftEvent::ReadWaits { round, read_index } => {
                format!(
                    "{me} holds a read until entry {read_index} and heartbeat round {round} are confirmed"
                )
            }
            RaftEvent::ReadAnswered { client, serial, index } => {
                format!("{me} answers read {serial} of {client} with the state after entry {index}")
            }
            RaftEvent::Invoked { serial, operation } => format!("{me} starts command {serial}: {operation}"),
            RaftEvent::Retried { serial, server } => {
                format!("{me} retries command {serial} at {server}")
            }
            RaftEvent::Completed { serial, answer } => {
                format!("{me} gets its answer to command {serial}: {answer}")
            }
            _ => return None,
        })
    }
}

fn entries(count: Index) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}

pub(super) fn range(first: Index, last: Index) -> String {
    if first == last { format!("entry {first}") } else { format!("entries {first} to {last}") }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::OldTerm => f.write_str("that term is over"),
            Refusal::AlreadyVoted(other) => write!(f, "it voted for {other}"),
            Refusal::OlderLog => f.write_str("its own log is more up to date"),
            Refusal::LeaderAlive => f.write_str("it hears from a leader"),
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Operation::Get { key } => write!(f, "get {key}"),
            Operation::Put { key, value } => write!(f, "put {key} = {value}"),
            Operation::Add { key, amount } => write!(f, "add {amount} to {key}"),
            Operation::CompareAndSwap { key, expected, new } => {
                write!(f, "swap {key} from {expected} to {new}")
            }
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::Written => f.write_str("written"),
            Answer::Value(Some(value)) => write!(f, "{value}"),
            Answer::Value(None) => f.write_str("nothing"),
            Answer::Unexpected(Some(value)) => write!(f, "not swapped, it holds {value}"),
            Answer::Unexpected(None) => f.write_str("not swapped, it holds nothing"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Note as _;

    #[test]
    fn an_event_is_a_sentence_with_names() {
        let text = |note: RaftEvent, me: u16| note.text(NodeId(me));
        let (to, term) = (NodeId(1), 5);
        assert_eq!(text(RaftEvent::VoteGranted { to, term }, 2), "n3 grants its vote to n2 for term 5");
        assert_eq!(
            text(RaftEvent::VoteRefused { to, term, reason: Refusal::OlderLog }, 3),
            "n4 refuses its vote to n2 for term 5: its own log is more up to date"
        );
        assert_eq!(
            text(RaftEvent::Truncated { from: 2, last: 4 }, 0),
            "n1 deletes entries 2 to 4, which conflict with the leader's"
        );
        assert_eq!(text(RaftEvent::Appended { first: 7, last: 7, term }, 0), "n1 appends entry 7 of term 5");
    }
}
