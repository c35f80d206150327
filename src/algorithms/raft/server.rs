//! A server: its state (figure 2), and what holds for every server: terms (5.1), roles, applying entries.
//!
//! The rules of elections, replication, client requests and reads are in the files of those names.

use super::durable::{Disk, Write};
use super::event::RaftEvent;
use super::log::{Index, Log, Term};
use super::message::{ClientReply, ClientResult, Message};
use super::read_index::PendingReads;
use super::rules::Rule;
use super::settings::{MAX_SERVERS, Settings};
use super::state_machine::{Answer, Command, Serial, StateMachine};
use super::{Member, Timer};
use crate::process::{Durable, NodeId, Outbox, SimTime};

pub type Out<'a> = Outbox<'a, Member>;

/// What a server is at the moment (5.1, figure 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Answers candidates and leaders.
    Follower,
    /// Asks whether it could win, without a new term (dissertation 9.6).
    PreCandidate,
    /// Asks for votes.
    Candidate,
    /// Serves clients and replicates.
    Leader,
}

/// A set of servers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Voters(u16);

impl Voters {
    /// Adds a server; whether it was new.
    pub fn insert(&mut self, server: NodeId) -> bool {
        let before = self.0;
        self.0 |= 1u16.checked_shl(u32::from(server.0)).unwrap_or(0);
        self.0 != before
    }

    /// Whether `server` is among them.
    pub fn contains(self, server: NodeId) -> bool {
        self.0 & 1u16.checked_shl(u32::from(server.0)).unwrap_or(0) != 0
    }

    /// How many.
    pub fn len(self) -> u16 {
        self.0.count_ones() as u16
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// What a leader knows of one follower.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Progress {
    /// The index of the next entry to send.
    pub next_index: Index,
    /// Up to where the follower's log is known to be the leader's.
    pub match_index: Index,
    /// The latest round of reads that it has answered (8).
    pub round: u32,
    /// Whether entries are on their way; the next go out when the answer comes, or with the next heartbeat.
    pub in_flight: bool,
    /// Whether a heartbeat has followed them: if an answer comes now and says nothing new, they are sent again.
    pub overdue: bool,
    /// Whether it has answered since the last check for a quorum (dissertation 6.2); always, where none is made.
    pub active: bool,
}

/// A Raft server.
#[derive(Clone, Debug, Hash)]
pub struct Server {
    pub(super) me: NodeId,
    pub(super) settings: Settings,
    /// In memory, what is on disk; with [`Rule::PersistVote`] off, also a vote that is not.
    pub(super) disk: Disk,
    pub(super) role: Role,
    pub(super) leader: Option<NodeId>,
    pub(super) votes: Voters,
    pub(super) votes_counted: u16,
    pub(super) commit_index: Index,
    pub(super) last_applied: Index,
    pub(super) progress: [Progress; MAX_SERVERS],
    pub(super) machine: StateMachine,
    /// For each client, the number of the command that this leader owes an answer to; 0 if none.
    pub(super) owed: Vec<Serial>,
    pub(super) reads: PendingReads,
    /// When a valid leader was last heard from; kept for pre-votes only.
    pub(super) heard_at: Option<SimTime>,
}

impl Server {
    /// A server that has not started yet.
    pub fn new(me: NodeId, settings: Settings) -> Server {
        Server {
            me,
            settings,
            disk: Disk::default(),
            role: Role::Follower,
            leader: None,
            votes: Voters::default(),
            votes_counted: 0,
            commit_index: 0,
            last_applied: 0,
            progress: [Progress::default(); MAX_SERVERS],
            machine: StateMachine::new(&settings),
            owed: vec![0; usize::from(settings.clients)],
            reads: PendingReads::default(),
            heard_at: None,
        }
    }

    /// Bytes on the heap that no other copy holds, by estimate.
    pub(super) fn bytes(&self) -> usize {
        let Self {
            disk,
            machine,
            owed,
            me: _,
            settings: _,
            role: _,
            leader: _,
            votes: _,
            votes_counted: _,
            commit_index: _,
            last_applied: _,
            progress: _,
            reads: _,
            heard_at: _,
        } = self;
        disk.bytes() + machine.bytes() + owed.capacity() * size_of::<Serial>()
    }

    /// What it is now.
    pub fn role(&self) -> Role {
        self.role
    }

    /// The latest term it has seen (persistent).
    pub fn current_term(&self) -> Term {
        self.disk.current_term
    }

    /// Whom it voted for in that term (persistent).
    pub fn voted_for(&self) -> Option<NodeId> {
        self.disk.voted_for
    }

    /// Its log (persistent).
    pub fn log(&self) -> &Log {
        &self.disk.log
    }

    /// Up to where it knows entries to be committed.
    pub fn commit_index(&self) -> Index {
        self.commit_index
    }

    /// Up to where it has executed entries.
    pub fn last_applied(&self) -> Index {
        self.last_applied
    }

    /// What it knows, as a leader, of `peer`: `nextIndex`, `matchIndex`. `None` if it does not lead.
    pub fn progress(&self, peer: NodeId) -> Option<Progress> {
        let follows = self.role == Role::Leader && peer != self.me && peer.0 < self.settings.servers;
        follows.then(|| self.progress[peer.index()])
    }

    /// Who voted for it in this election, as a (pre-)candidate or leader.
    pub fn votes(&self) -> Voters {
        self.votes
    }

    /// Whom it believes to lead.
    pub fn leader_hint(&self) -> Option<NodeId> {
        self.leader
    }

    /// What executing its log has made.
    pub fn machine(&self) -> &StateMachine {
        &self.machine
    }

    /// What it was set up with.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Starts, or starts again: as a follower that knows what its disk holds (5.2, figure 2).
    pub(super) fn recover(&mut self, disk: &Disk, out: &mut Out) {
        self.disk = disk.clone();
        out.note(RaftEvent::Started { term: self.current_term(), last_index: self.log().last_index() });
        self.reset_election_timer(out);
    }

    pub(super) fn on_message(&mut self, from: NodeId, message: &Message, out: &mut Out) {
        if let Some(term) = later_term(message) {
            self.observe_term(term, out);
        }
        match message {
            Message::RequestVote(ask) if ask.pre_vote => self.on_pre_vote(from, ask, out),
            Message::RequestVote(ask) => self.on_request_vote(from, ask, out),
            Message::RequestVoteReply(reply) => self.on_vote(from, reply, out),
            Message::AppendEntries(append) => self.on_append_entries(from, append, out),
            Message::AppendEntriesReply(reply) => self.on_append_reply(from, reply, out),
            Message::ClientRequest(request) => self.on_client_request(from, request, out),
            // Nobody answers a server as if it were a client.
            Message::ClientReply(_) => {}
        }
    }

    pub(super) fn on_timer(&mut self, timer: Timer, out: &mut Out) {
        match (timer, self.role) {
            (Timer::Election, Role::Leader) => self.check_quorum(out),
            (Timer::Election, _) => self.on_election_timeout(out),
            (Timer::Heartbeat, Role::Leader) => self.on_heartbeat(out),
            _ => {}
        }
    }

    /// "If RPC request or response contains term T > currentTerm: set currentTerm = T, convert to follower"
    /// (figure 2, rules for all servers; 5.1).
    fn observe_term(&mut self, term: Term, out: &mut Out) {
        if term > self.current_term() {
            out.note(RaftEvent::NewerTerm { term });
            self.store(Write::Term(term), out);
            self.leader = None;
            self.become_follower(out);
        }
    }

    /// Gives up what a candidate or a leader had; a leader's election timer starts to run again.
    pub(super) fn become_follower(&mut self, out: &mut Out) {
        let was = self.role;
        self.role = Role::Follower;
        (self.votes, self.votes_counted) = (Voters::default(), 0);
        if was != Role::Follower {
            out.note(RaftEvent::SteppedDown { term: self.current_term() });
        }
        if was == Role::Leader {
            self.owed.fill(0);
            self.reads = PendingReads::default();
            out.cancel_timer(Timer::Heartbeat);
            self.reset_election_timer(out);
        }
    }

    /// Writes to disk and to its copy in memory.
    #[track_caller]
    pub(super) fn store(&mut self, write: Write, out: &mut Out) {
        self.disk.apply(write);
        out.persist(write);
    }

    /// "If commitIndex > lastApplied: increment lastApplied, apply log[lastApplied] to state machine" (figure 2).
    pub(super) fn apply_committed(&mut self, out: &mut Out) {
        let first = self.last_applied + 1;
        while self.last_applied < self.commit_index {
            let Some(entry) = self.disk.log.entry(self.last_applied + 1) else { break };
            self.last_applied += 1;
            let answer = self.machine.apply(entry.command);
            self.answer_owed(entry.command, answer, out);
        }
        if first <= self.last_applied {
            out.note(RaftEvent::Applied { first, last: self.last_applied });
        }
    }

    /// Answers the client that asked this leader, once the entry is executed (5.3).
    fn answer_owed(&mut self, command: Command, answer: Option<Answer>, out: &mut Out) {
        let (Command::Request { client, serial, .. }, Some(answer)) = (command, answer) else { return };
        if let Some(owed) = self.owed_to(client).filter(|owed| **owed == serial) {
            *owed = 0;
            let result = ClientResult::Done(answer);
            out.send(client, Message::ClientReply(ClientReply { serial, result }));
        }
    }

    pub(super) fn owed_to(&mut self, client: NodeId) -> Option<&mut Serial> {
        self.owed.get_mut(usize::from(client.0.checked_sub(self.settings.servers)?))
    }

    pub(super) fn rule(&self, rule: Rule) -> bool {
        self.settings.rule(rule)
    }
}

/// The term by which a message makes its receiver a follower. A pre-vote, and the promise of a vote in a term
/// that has not begun, do not (dissertation 9.6); nor does a client, who knows no terms.
fn later_term(message: &Message) -> Option<Term> {
    match message {
        Message::RequestVote(ask) => (!ask.pre_vote).then_some(ask.term),
        Message::RequestVoteReply(reply) => (!(reply.pre_vote && reply.granted)).then_some(reply.term),
        Message::AppendEntries(append) => Some(append.term),
        Message::AppendEntriesReply(reply) => Some(reply.term),
        Message::ClientRequest(_) | Message::ClientReply(_) => None,
    }
}
