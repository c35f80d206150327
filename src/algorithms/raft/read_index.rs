//! Reads that do not go through the log (8; dissertation 6.4), if the settings ask for them.
//!
//! The leader notes its commit index, hears from a majority that it still leads, executes up to that index, and
//! answers. A new leader's commit index may lag: it first waits for an entry of its own term.

use super::event::RaftEvent;
use super::log::Index;
use super::message::{ClientReply, ClientRequest, ClientResult, Message};
use super::replication::quorum_index;
use super::rules::Rule;
use super::server::{Out, Server};
use super::settings::MAX_SERVERS;
use super::state_machine::{Answer, Serial};
use crate::process::NodeId;

const MAX_PENDING: usize = 16;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Read {
    client: NodeId,
    serial: Serial,
    key: u8,
    round: u32,
    read_index: Index,
}

const NO_READ: Read = Read { client: NodeId(0), serial: 0, key: 0, round: 0, read_index: 0 };

/// A leader's reads that wait for a round of heartbeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PendingReads {
    waiting: [Read; MAX_PENDING],
    len: u8,
    round: u32,
    /// The index of the first entry of the leader's term: reads wait until it is executed.
    term_start: Index,
}

impl Default for PendingReads {
    fn default() -> Self {
        PendingReads { waiting: [NO_READ; MAX_PENDING], len: 0, round: 0, term_start: 0 }
    }
}

impl PendingReads {
    /// The round of heartbeats that the latest read waits for.
    pub(super) fn round(&self) -> u32 {
        self.round
    }

    pub(super) fn start_term(&mut self, term_start: Index) {
        *self = PendingReads { term_start, ..PendingReads::default() };
    }

    fn list(&self) -> &[Read] {
        &self.waiting[..usize::from(self.len)]
    }

    /// Adds a read; false if there is no place, and the client must ask again.
    fn push(&mut self, read: Read) -> bool {
        let place = self.waiting.get_mut(usize::from(self.len));
        let fits = place.is_some();
        if let Some(place) = place {
            *place = read;
            self.len += 1;
        }
        fits
    }

    /// Removes and returns the first read whose round is confirmed and whose index is executed.
    fn take_ready(&mut self, confirmed: u32, last_applied: Index) -> Option<Read> {
        let ready = |read: &Read| read.round <= confirmed && read.read_index <= last_applied;
        let place = self.list().iter().position(ready)?;
        let read = self.waiting[place];
        self.waiting.copy_within(place + 1..usize::from(self.len), place);
        self.len -= 1;
        self.waiting[usize::from(self.len)] = NO_READ;
        Some(read)
    }
}

impl Server {
    /// A read arrives at the leader: it waits for the next round of heartbeats.
    pub(super) fn start_read(&mut self, client: NodeId, request: &ClientRequest, key: u8, out: &mut Out) {
        if !self.rule(Rule::ConfirmReads) {
            return self.answer_read(Read { client, serial: request.serial, key, ..NO_READ }, out);
        }
        let round = self.reads.round + 1;
        let read_index = self.commit_index.max(self.reads.term_start);
        if self.reads.push(Read { client, serial: request.serial, key, round, read_index }) {
            self.reads.round = round;
            out.note(RaftEvent::ReadWaits { round, read_index });
            self.settings.peers(self.me).for_each(|peer| self.send_entries(peer, out));
        }
    }

    /// The last round that a majority, with the leader itself, has answered.
    fn confirmed_round(&self) -> u32 {
        let mut rounds = [0; MAX_SERVERS];
        let rounds = &mut rounds[..usize::from(self.settings.servers)];
        for (place, progress) in self.progress.iter().enumerate().take(rounds.len()) {
            rounds[place] = progress.round;
        }
        rounds[self.me.index()] = self.reads.round;
        quorum_index(rounds, self.settings.quorum())
    }

    pub(super) fn answer_confirmed_reads(&mut self, out: &mut Out) {
        if self.reads.len == 0 {
            return;
        }
        let confirmed = self.confirmed_round();
        while let Some(read) = self.reads.take_ready(confirmed, self.last_applied) {
            self.answer_read(read, out);
        }
    }

    fn answer_read(&self, read: Read, out: &mut Out) {
        out.note(RaftEvent::ReadAnswered {
            client: read.client,
            serial: read.serial,
            index: self.last_applied,
        });
        let result = ClientResult::Done(Answer::Value(self.machine.value(read.key)));
        out.send(read.client, Message::ClientReply(ClientReply { serial: read.serial, result }));
    }
}
