//! Log replication (5.3) and commitment (5.3, 5.4.2).
//!
//! Deviations: a leader has one message with entries on its way to each follower, and sends the next when an
//! answer tells it something new; the paper leaves that open, etcd keeps several on their way. What was lost is sent
//! again after the answer to the next heartbeat: that is how figure 2's "retries AppendEntries RPC indefinitely" is
//! done. An answer that arrives twice is not answered twice: on a network that doubles messages each would start
//! another chain of messages, and their number would grow with the power of the entries that a follower lacks.

use super::Timer;
use super::durable::Write;
use super::event::RaftEvent;
use super::log::{Entry, Index, Log, Term};
use super::message::{AppendEntries, AppendEntriesReply, AppendOutcome, Batch, Message};
use super::rules::Rule;
use super::server::{Out, Progress, Role, Server};
use super::settings::{BackOff, MAX_SERVERS, Settings};
use super::state_machine::Command;
use crate::process::NodeId;

/// "nextIndex initialized to leader last log index + 1, matchIndex initialized to 0" (figure 2). A vote is no answer to
/// the leader that it made: where it checks for a quorum, nobody has answered yet.
pub(super) fn at_start_of_term(last_index: Index, check_quorum: bool) -> Progress {
    Progress { next_index: last_index + 1, active: !check_quorum, ..Progress::default() }
}

/// The largest index that `quorum` of `matches` have reached.
pub fn quorum_index(matches: &[Index], quorum: u16) -> Index {
    let reached = |index: Index| matches.iter().filter(|matched| **matched >= index).count();
    let by_quorum = |index: &Index| quorum > 0 && reached(*index) >= usize::from(quorum);
    matches.iter().copied().filter(by_quorum).max().unwrap_or(0)
}

/// How far a leader of `term` may commit: "if there exists an N such that N > commitIndex, a majority of
/// matchIndex[i] >= N, and log[N].term == currentTerm: set commitIndex = N" (figure 2; 5.3, 5.4.2, figure 8).
pub fn commit_by_counting(
    settings: &Settings,
    matches: &[Index],
    log: &Log,
    term: Term,
    commit: Index,
) -> Index {
    let counted = quorum_index(matches, settings.quorum());
    // Terms never decrease along the log, so if the entry at `counted` is older, so are those before it.
    let own_term = log.term_at(counted) == Some(term) || !settings.rule(Rule::CountOwnTermOnly);
    if own_term { counted.max(commit) } else { commit }
}

/// Where to look for agreement after a rejection: the next `nextIndex` (5.3). The follower's rule for the hint is
/// [`reject_hint`].
pub fn next_after_reject(
    how: BackOff,
    log: &Log,
    rejected: Index,
    hint: (Index, Term),
    matched: Index,
) -> Index {
    let next = match how {
        BackOff::OneByOne => rejected,
        // The follower's entries after the hint are of later terms than the leader's entry there; the leader's
        // own entries of later terms than the hint's cannot be in the follower's log up to the hint.
        BackOff::TermHint => rejected.min(log.last_not_after_term(hint.0, hint.1).0 + 1),
    };
    next.max(matched + 1)
}

/// What a follower answers to entries that it cannot take: its last entry up to `prev_index` of a term up to
/// `prev_term`. All its entries after that are of later terms than the leader's entry at `prev_index`.
pub fn reject_hint(log: &Log, prev_index: Index, prev_term: Term) -> (Index, Term) {
    log.last_not_after_term(prev_index, prev_term)
}

impl Server {
    /// "Periodic heartbeats (AppendEntries RPCs that carry no log entries)" (5.2). The answer tells the leader what
    /// the follower lacks, and so makes up for entries and answers that were lost.
    pub(super) fn on_heartbeat(&mut self, out: &mut Out) {
        out.set_timer(Timer::Heartbeat, self.settings.heartbeat);
        self.progress.iter_mut().for_each(|progress| progress.overdue = progress.in_flight);
        self.settings.peers(self.me).for_each(|peer| self.send_batch(peer, Batch::default(), out));
    }

    /// Sends to `peer` what follows the entry before nextIndex (5.3).
    pub(super) fn send_entries(&mut self, peer: NodeId, out: &mut Out) {
        let next = self.progress[peer.index()].next_index;
        let batch = Batch::of(&self.disk.log, next, self.settings.max_entries);
        let progress = &mut self.progress[peer.index()];
        (progress.in_flight, progress.overdue) = (!batch.is_empty(), false);
        self.send_batch(peer, batch, out);
    }

    fn send_batch(&self, peer: NodeId, batch: Batch, out: &mut Out) {
        let prev_log_index = self.progress[peer.index()].next_index - 1;
        let append = AppendEntries {
            term: self.disk.current_term,
            prev_log_index,
            prev_log_term: self.disk.log.term_at(prev_log_index).unwrap_or(0),
            leader_commit: self.commit_index,
            round: self.reads.round(),
            batch,
        };
        out.send(peer, Message::AppendEntries(append));
    }

    /// "If last log index >= nextIndex for a follower: send AppendEntries RPC with log entries" (figure 2).
    pub(super) fn send_new_entries(&mut self, peer: NodeId, out: &mut Out) {
        let progress = self.progress[peer.index()];
        if self.disk.log.last_index() >= progress.next_index && !progress.in_flight {
            self.send_entries(peer, out);
        }
    }

    /// Appends a command to the leader's own log, on disk before anybody hears of it (5.3).
    pub(super) fn append_command(&mut self, command: Command, out: &mut Out) {
        let entry = Entry { term: self.current_term(), command };
        self.store(Write::Append(entry), out);
        let last = self.disk.log.last_index();
        out.note(RaftEvent::Appended { first: last, last, term: entry.term });
    }

    /// "Having each leader commit a blank no-op entry into the log at the start of its term" (8).
    pub(super) fn append_no_op(&mut self, out: &mut Out) {
        self.append_command(Command::NoOp, out);
    }

    /// Receiver implementation of AppendEntries (figure 2).
    pub(super) fn on_append_entries(&mut self, leader: NodeId, append: &AppendEntries, out: &mut Out) {
        if append.term < self.current_term() && self.rule(Rule::RefuseOldTerms) {
            // "Reply false if term < currentTerm" (5.1).
            out.note(RaftEvent::RefusedOldLeader { leader, term: append.term });
            return self.reject(leader, append, (0, 0), out);
        }
        if self.role == Role::Leader {
            // A second leader of one term: Election Safety is broken already, by a rule that is off.
            return;
        }
        self.follow(leader, out);
        let (prev, prev_term) = (append.prev_log_index, append.prev_log_term);
        if self.disk.log.matches(prev, prev_term) || !self.rule(Rule::CheckPrevious) {
            self.accept(leader, append, out);
        } else {
            // "Reply false if log doesn't contain an entry at prevLogIndex whose term matches" (5.3).
            out.note(RaftEvent::RejectedAppend {
                prev_index: prev,
                prev_term,
                own_term: self.disk.log.term_at(prev),
            });
            self.reject(leader, append, reject_hint(&self.disk.log, prev, prev_term), out);
        }
    }

    /// Recognises the leader: a candidate gives up, the election timer starts anew (5.2).
    fn follow(&mut self, leader: NodeId, out: &mut Out) {
        if self.role != Role::Follower {
            self.become_follower(out);
        }
        if self.leader != Some(leader) {
            out.note(RaftEvent::Follows { leader, term: self.current_term() });
            self.leader = Some(leader);
        }
        if self.settings.pre_vote {
            self.heard_at = Some(out.now);
        }
        self.reset_election_timer(out);
    }

    fn accept(&mut self, leader: NodeId, append: &AppendEntries, out: &mut Out) {
        self.merge(append, out);
        let match_index = append.prev_log_index + Index::from(append.batch.len());
        self.follow_commit(append.leader_commit, match_index, out);
        self.reply(leader, append, AppendOutcome::Accepted { match_index }, out);
    }

    fn reject(&mut self, leader: NodeId, append: &AppendEntries, hint: (Index, Term), out: &mut Out) {
        let (hint_index, hint_term) = hint;
        let prev_log_index = append.prev_log_index;
        self.reply(leader, append, AppendOutcome::Rejected { prev_log_index, hint_index, hint_term }, out);
    }

    fn reply(&self, leader: NodeId, append: &AppendEntries, outcome: AppendOutcome, out: &mut Out) {
        let reply = AppendEntriesReply { term: self.current_term(), round: append.round, outcome };
        out.send(leader, Message::AppendEntriesReply(reply));
    }

    /// "If an existing entry conflicts with a new one (same index but different terms), delete the existing entry
    /// and all that follow it. Append any new entries not already in the log" (figure 2; 5.3).
    fn merge(&mut self, append: &AppendEntries, out: &mut Out) {
        let first = append.prev_log_index + 1;
        let present = self.already_present(first, append.batch.entries());
        let from = first + present as Index;
        let new = &append.batch.entries()[present..];
        if !new.is_empty() || !self.rule(Rule::TruncateOnlyAtConflict) {
            self.delete_from(from, out);
        }
        new.iter().for_each(|entry| self.store(Write::Append(*entry), out));
        if let Some(entry) = new.last() {
            out.note(RaftEvent::Appended { first: from, last: self.disk.log.last_index(), term: entry.term });
        }
    }

    /// How many of `entries`, from index `first` on, the log has already. Without the rule none counts, so that
    /// everything after the message's first entry goes.
    fn already_present(&self, first: Index, entries: &[Entry]) -> usize {
        if !self.rule(Rule::TruncateOnlyAtConflict) {
            return 0;
        }
        let present = |(index, entry): &(Index, &Entry)| self.disk.log.matches(*index, entry.term);
        (first..).zip(entries).take_while(present).count()
    }

    fn delete_from(&mut self, from: Index, out: &mut Out) {
        if from <= self.disk.log.last_index() {
            out.note(RaftEvent::Truncated { from, last: self.disk.log.last_index() });
            self.store(Write::Truncate(from), out);
        }
    }

    /// "If leaderCommit > commitIndex, set commitIndex = min(leaderCommit, index of last new entry)" (figure 2):
    /// what this follower has beyond that may conflict with the leader's log.
    fn follow_commit(&mut self, leader_commit: Index, vouched: Index, out: &mut Out) {
        let bound = if self.rule(Rule::BoundCommit) { vouched } else { self.disk.log.last_index() };
        self.commit(leader_commit.min(bound), out);
    }

    /// Moves the commit index forwards, never back, and executes what it passes.
    fn commit(&mut self, index: Index, out: &mut Out) {
        if index > self.commit_index {
            self.commit_index = index;
            out.note(RaftEvent::Committed { index, term: self.disk.log.term_at(index).unwrap_or(0) });
            self.apply_committed(out);
        }
    }

    /// A follower's answer reaches the leader (5.3).
    pub(super) fn on_append_reply(&mut self, from: NodeId, reply: &AppendEntriesReply, out: &mut Out) {
        if self.role != Role::Leader || reply.term != self.current_term() {
            return;
        }
        let progress = &mut self.progress[from.index()];
        progress.active = true;
        progress.round = progress.round.max(reply.round);
        match reply.outcome {
            AppendOutcome::Accepted { match_index } => self.on_accepted(from, match_index, out),
            AppendOutcome::Rejected { prev_log_index, hint_index, hint_term } => {
                self.on_rejected(from, prev_log_index, (hint_index, hint_term), out);
            }
        }
        self.answer_confirmed_reads(out);
    }

    /// "If successful: update nextIndex and matchIndex for follower" (figure 2). Answers may arrive out of order:
    /// neither index moves back.
    fn on_accepted(&mut self, from: NodeId, match_index: Index, out: &mut Out) {
        let progress = &mut self.progress[from.index()];
        let matched = match_index.min(self.disk.log.last_index());
        let news = matched > progress.match_index;
        progress.match_index = progress.match_index.max(matched);
        progress.next_index = progress.next_index.max(progress.match_index + 1);
        progress.in_flight &= !(news || progress.overdue);
        self.advance_commit(out);
        self.send_new_entries(from, out);
    }

    /// "If AppendEntries fails because of log inconsistency: decrement nextIndex and retry" (figure 2).
    fn on_rejected(&mut self, from: NodeId, rejected: Index, hint: (Index, Term), out: &mut Out) {
        let progress = self.progress[from.index()];
        if rejected + 1 != progress.next_index || rejected <= progress.match_index {
            // An answer to an older message. (A follower whose disk was lost is not served again by this leader:
            // Raft takes what was acknowledged for stored.)
            return;
        }
        let next =
            next_after_reject(self.settings.back_off, &self.disk.log, rejected, hint, progress.match_index);
        out.note(RaftEvent::BackedOff { peer: from, from: progress.next_index, to: next });
        self.progress[from.index()].next_index = next;
        self.send_entries(from, out);
    }

    /// Commits what a majority stores, if it is of this term (5.3, 5.4.2).
    fn advance_commit(&mut self, out: &mut Out) {
        let mut matches = [0; MAX_SERVERS];
        let matches = &mut matches[..usize::from(self.settings.servers)];
        for (place, progress) in self.progress.iter().enumerate().take(matches.len()) {
            matches[place] = progress.match_index;
        }
        // The leader's own entries are on its disk: the step that appended them has ended.
        matches[self.me.index()] = self.disk.log.last_index();
        let term = self.current_term();
        let index = commit_by_counting(&self.settings, matches, &self.disk.log, term, self.commit_index);
        self.commit(index, out);
    }
}
