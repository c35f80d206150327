//! A client (8): one command at a time, to the server it believes to lead, again until it is answered.

use super::Timer;
use super::durable::{Disk, Write};
use super::event::RaftEvent;
use super::message::{ClientReply, ClientRequest, ClientResult, Message};
use super::server::Out;
use super::settings::{Interval, Settings};
use super::state_machine::{Answer, KEYS, Operation, Serial};
use crate::process::{NodeId, Random, SimDuration, SimTime};

/// A client of a cluster.
#[derive(Clone, Debug, Hash)]
pub struct Client {
    me: NodeId,
    settings: Settings,
    /// The number of the latest command; on disk, so that a restarted client does not use it for another.
    serial: Serial,
    pending: Option<Operation>,
    /// What a person told it to ask next.
    ordered: Option<Operation>,
    believed: NodeId,
    /// How many hints it has followed since it last waited: stale hints can lead in a circle.
    hops: u16,
    asked_at: SimTime,
    completed: u32,
    latest: Option<Answer>,
}

impl Client {
    /// A client that has not started yet.
    pub fn new(me: NodeId, settings: Settings) -> Client {
        Client {
            me,
            settings,
            serial: 0,
            pending: None,
            ordered: None,
            believed: NodeId(me.0 % settings.servers),
            hops: 0,
            asked_at: SimTime::ZERO,
            completed: 0,
            latest: None,
        }
    }

    /// The number of its latest command.
    pub fn serial(&self) -> Serial {
        self.serial
    }

    /// What it waits for.
    pub fn pending(&self) -> Option<Operation> {
        self.pending
    }

    /// Whom it believes to lead.
    pub fn believed_leader(&self) -> NodeId {
        self.believed
    }

    /// When it first sent its latest command, by its own clock.
    pub fn asked_at(&self) -> SimTime {
        self.asked_at
    }

    /// How many of its commands were answered since it started.
    pub fn completed(&self) -> u32 {
        self.completed
    }

    /// The latest answer.
    pub fn latest(&self) -> Option<Answer> {
        self.latest
    }

    /// Changes how long it thinks, from its next pause on.
    pub(super) fn set_interval(&mut self, interval: Interval) {
        self.settings.client_interval = interval;
    }

    /// Asks for `operation` next: at once, or as soon as its present command is answered.
    pub fn order(&mut self, operation: Operation, out: &mut Out) {
        self.ordered = Some(operation);
        if self.pending.is_none() {
            self.start_command(out);
        }
    }

    /// Starts with a new command. The one before a crash may or may not have been executed.
    pub(super) fn recover(&mut self, disk: &Disk, out: &mut Out) {
        self.serial = disk.serial;
        self.think(out);
    }

    pub(super) fn on_message(&mut self, from: NodeId, message: &Message, out: &mut Out) {
        let Message::ClientReply(ClientReply { serial, result }) = *message else { return };
        if serial != self.serial || self.pending.is_none() {
            // The answer to an earlier command, or a second answer.
            return;
        }
        match result {
            ClientResult::Done(answer) => self.complete(from, answer, out),
            ClientResult::NotLeader { hint } => self.redirect(from, hint, out),
        }
    }

    pub(super) fn on_timer(&mut self, timer: Timer, out: &mut Out) {
        match timer {
            Timer::ClientNext => self.start_command(out),
            Timer::ClientRetry => self.retry(out),
            Timer::Election | Timer::Heartbeat => {}
        }
    }

    fn think(&self, out: &mut Out) {
        let wait = self.settings.client_interval.draw(out.random);
        out.set_timer(Timer::ClientNext, wait);
    }

    fn start_command(&mut self, out: &mut Out) {
        self.serial += 1;
        out.persist(Write::Serial(self.serial));
        let operation = self.ordered.take().unwrap_or_else(|| choose(&self.settings, out.random));
        self.pending = Some(operation);
        self.asked_at = out.now;
        out.note(RaftEvent::Invoked { serial: self.serial, operation });
        self.hops = 0;
        self.ask(out);
    }

    fn ask(&self, out: &mut Out) {
        let Some(operation) = self.pending else { return };
        out.set_timer(Timer::ClientRetry, self.settings.client_timeout);
        out.send(self.believed, Message::ClientRequest(ClientRequest { serial: self.serial, operation }));
    }

    fn complete(&mut self, from: NodeId, answer: Answer, out: &mut Out) {
        self.pending = None;
        self.believed = from;
        self.completed += 1;
        self.latest = Some(answer);
        out.note(RaftEvent::Completed { serial: self.serial, answer });
        out.cancel_timer(Timer::ClientRetry);
        match self.ordered {
            Some(_) => out.set_timer(Timer::ClientNext, SimDuration::ZERO),
            None => self.think(out),
        }
    }

    /// Follows a hint at once; without one, waits, since nobody may lead just now.
    fn redirect(&mut self, from: NodeId, hint: Option<NodeId>, out: &mut Out) {
        let usable = |server: &NodeId| *server != from && server.0 < self.settings.servers;
        let Some(leader) = hint.filter(usable) else { return };
        if from != self.believed || self.hops >= self.settings.servers {
            return;
        }
        self.hops += 1;
        self.believed = leader;
        self.ask(out);
    }

    /// "If the leader crashes, client requests will time out; clients then try again with randomly-chosen
    /// servers" (8). Here: the next in turn, with the same serial number.
    fn retry(&mut self, out: &mut Out) {
        if self.pending.is_none() {
            return;
        }
        self.believed = NodeId((self.believed.0 + 1) % self.settings.servers);
        self.hops = 0;
        out.note(RaftEvent::Retried { serial: self.serial, server: self.believed });
        self.ask(out);
    }
}

/// The next command: reads as often as the settings say, the rest in equal parts.
fn choose(settings: &Settings, random: &mut Random) -> Operation {
    let key = random.below(u64::from(KEYS)) as u8;
    let value = random.below(1000) as u16;
    let kind = random.below(3);
    if random.below(100) < u64::from(settings.read_percent) {
        return Operation::Get { key };
    }
    match kind {
        0 => Operation::Put { key, value },
        1 => Operation::Add { key, amount: value },
        _ => Operation::CompareAndSwap { key, expected: value, new: random.below(1000) as u16 },
    }
}
