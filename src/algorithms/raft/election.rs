//! Leader election (5.2) with the restriction of 5.4.1, and the optional pre-vote (dissertation 9.6).

use super::durable::Write;
use super::event::{RaftEvent, Refusal};
use super::log::Term;
use super::message::{Message, RequestVote, RequestVoteReply};
use super::rules::Rule;
use super::server::{Out, Role, Server, Voters};
use super::{Timer, replication};
use crate::process::{Durable, NodeId};

impl Server {
    /// Starts the election timer anew, with a new random time-out (5.2).
    pub(super) fn reset_election_timer(&self, out: &mut Out) {
        let after = self.settings.election_timeout(out.random);
        out.set_timer(Timer::Election, after);
    }

    /// "If election timeout elapses ...: convert to candidate" or "start new election" (figure 2).
    pub(super) fn on_election_timeout(&mut self, out: &mut Out) {
        if self.settings.pre_vote {
            self.start_pre_vote(out);
        } else {
            self.start_election(out);
        }
    }

    /// "On conversion to candidate, start election: increment currentTerm, vote for self, reset election timer,
    /// send RequestVote RPCs to all other servers" (figure 2).
    fn start_election(&mut self, out: &mut Out) {
        let term = self.current_term() + 1;
        self.store_vote(term, self.me, out);
        self.become_candidate(Role::Candidate);
        out.note(RaftEvent::BecameCandidate { term });
        self.reset_election_timer(out);
        self.ask_for_votes(term, false, out);
    }

    /// Asks whether a majority would vote for it, before it raises its term (dissertation 9.6).
    fn start_pre_vote(&mut self, out: &mut Out) {
        let term = self.current_term() + 1;
        self.become_candidate(Role::PreCandidate);
        out.note(RaftEvent::StartedPreVote { term });
        self.reset_election_timer(out);
        self.ask_for_votes(term, true, out);
    }

    fn become_candidate(&mut self, role: Role) {
        self.role = role;
        self.leader = None;
        (self.votes, self.votes_counted) = (Voters::default(), 1);
        self.votes.insert(self.me);
    }

    fn ask_for_votes(&mut self, term: Term, pre_vote: bool, out: &mut Out) {
        let log = &self.disk.log;
        let (last_log_index, last_log_term) = (log.last_index(), log.last_term());
        let ask = RequestVote { term, last_log_index, last_log_term, pre_vote };
        self.settings.peers(self.me).for_each(|peer| out.send(peer, Message::RequestVote(ask)));
    }

    /// Receiver implementation of RequestVote (figure 2).
    pub(super) fn on_request_vote(&mut self, candidate: NodeId, ask: &RequestVote, out: &mut Out) {
        let refusal = self.refusal(candidate, ask);
        match refusal {
            Some(reason) => out.note(RaftEvent::VoteRefused { to: candidate, term: ask.term, reason }),
            None => self.grant_vote(candidate, out),
        }
        let reply =
            RequestVoteReply { term: self.current_term(), granted: refusal.is_none(), pre_vote: false };
        out.send(candidate, Message::RequestVoteReply(reply));
    }

    /// Stores the vote before it is sent (5.2), and gives the candidate time to win.
    fn grant_vote(&mut self, candidate: NodeId, out: &mut Out) {
        let term = self.current_term();
        if self.voted_for() != Some(candidate) {
            self.store_vote(term, candidate, out);
        }
        out.note(RaftEvent::VoteGranted { to: candidate, term });
        self.reset_election_timer(out);
    }

    /// Why this server does not vote for the candidate, if so.
    fn refusal(&self, candidate: NodeId, ask: &RequestVote) -> Option<Refusal> {
        if ask.term < self.current_term() {
            // "Reply false if term < currentTerm" (5.1).
            return Some(Refusal::OldTerm);
        }
        if self.rule(Rule::OneVoteATerm) {
            // "votedFor is null or candidateId": first come, first served (5.2).
            if let Some(other) = self.voted_for().filter(|voted| *voted != candidate) {
                return Some(Refusal::AlreadyVoted(other));
            }
        }
        self.log_refusal(ask)
    }

    /// "The voter denies its vote if its own log is more up-to-date than that of the candidate" (5.4.1).
    fn log_refusal(&self, ask: &RequestVote) -> Option<Refusal> {
        let up_to_date = self.disk.log.up_to_date(ask.last_log_index, ask.last_log_term);
        (self.rule(Rule::CompareLogs) && !up_to_date).then_some(Refusal::OlderLog)
    }

    /// Answers a pre-vote: yes if it would vote in that term and has not heard from a leader within the shortest
    /// election time-out (dissertation 9.6). Changes nothing: no term, no vote, no timer.
    pub(super) fn on_pre_vote(&mut self, candidate: NodeId, ask: &RequestVote, out: &mut Out) {
        let refusal = self.pre_vote_refusal(ask, out);
        let granted = refusal.is_none();
        match refusal {
            Some(reason) => out.note(RaftEvent::PreVoteRefused { to: candidate, term: ask.term, reason }),
            None => out.note(RaftEvent::PreVoteGranted { to: candidate, term: ask.term }),
        }
        let term = if granted { ask.term } else { self.current_term() };
        out.send(candidate, Message::RequestVoteReply(RequestVoteReply { term, granted, pre_vote: true }));
    }

    fn pre_vote_refusal(&self, ask: &RequestVote, out: &Out) -> Option<Refusal> {
        let recently = |at| out.now.since(at) < self.settings.election_min;
        if ask.term <= self.current_term() {
            return Some(Refusal::OldTerm);
        }
        if self.role == Role::Leader || self.heard_at.is_some_and(recently) {
            return Some(Refusal::LeaderAlive);
        }
        self.log_refusal(ask)
    }

    /// A vote arrives. "If votes received from majority of servers: become leader" (figure 2).
    pub(super) fn on_vote(&mut self, from: NodeId, reply: &RequestVoteReply, out: &mut Out) {
        let expected = match self.role {
            Role::PreCandidate => reply.pre_vote && reply.term == self.current_term() + 1,
            Role::Candidate => !reply.pre_vote && reply.term == self.current_term(),
            Role::Follower | Role::Leader => false,
        };
        if !(expected && reply.granted) {
            return;
        }
        if self.votes.insert(from) || !self.rule(Rule::CountEachVoterOnce) {
            self.votes_counted += 1;
        }
        if self.votes_counted >= self.settings.quorum() {
            match self.role {
                Role::PreCandidate => self.start_election(out),
                _ => self.become_leader(out),
            }
        }
    }

    /// A leader's first acts: reinitialise nextIndex and matchIndex, then establish its authority (figure 2; 8).
    fn become_leader(&mut self, out: &mut Out) {
        let term = self.current_term();
        self.role = Role::Leader;
        self.leader = Some(self.me);
        out.note(RaftEvent::BecameLeader { term, votes: self.votes_counted, servers: self.settings.servers });
        let start = replication::at_start_of_term(self.disk.log.last_index(), self.settings.check_quorum);
        self.progress.fill(start);
        self.reads.start_term(self.disk.log.last_index() + 1);
        if self.rule(Rule::NoOpFirst) {
            self.append_no_op(out);
        }
        match self.settings.check_quorum {
            true => out.set_timer(Timer::Election, self.settings.election_max),
            false => out.cancel_timer(Timer::Election),
        }
        out.set_timer(Timer::Heartbeat, self.settings.heartbeat);
        // "Send initial empty AppendEntries RPCs (heartbeat) to each server" (figure 2), with the no-op in them.
        self.settings.peers(self.me).for_each(|peer| self.send_entries(peer, out));
    }

    /// A leader that has not heard from a majority for an election time-out steps down (dissertation 6.2).
    pub(super) fn check_quorum(&mut self, out: &mut Out) {
        let mut heard = 1;
        for peer in self.settings.peers(self.me) {
            heard += u16::from(std::mem::take(&mut self.progress[peer.index()].active));
        }
        if heard >= self.settings.quorum() {
            out.set_timer(Timer::Election, self.settings.election_max);
        } else {
            out.note(RaftEvent::LostQuorum {
                term: self.current_term(),
                heard,
                servers: self.settings.servers,
            });
            self.leader = None;
            self.become_follower(out);
        }
    }

    /// "Before responding to RPCs, a server updates its persistent state" (figure 2). Without the rule, only the
    /// term reaches the disk, and a restart forgets the vote.
    fn store_vote(&mut self, term: Term, candidate: NodeId, out: &mut Out) {
        let write = Write::Vote { term, candidate };
        if self.rule(Rule::PersistVote) {
            self.store(write, out);
            return;
        }
        if term > self.current_term() {
            out.persist(Write::Term(term));
        }
        self.disk.apply(write);
    }
}
