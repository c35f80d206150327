//! A machine: a process in memory, a disk, timers, a clock, and work that waits.

use super::{Byzantine, RecordId};
use crate::process::{Durable, Effect, NodeId, Process, Random, SimDuration, SimTime};
use std::collections::VecDeque;
use std::hash::{Hash, Hasher};
use std::panic::Location;

/// How a machine is, as far as someone outside can see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Health {
    /// Working.
    Up,
    /// Crashed.
    Down,
    /// Standing still until it goes on.
    Paused,
    /// Working, each event taking longer than it should.
    Slow,
}

/// Something a machine has to do.
#[derive(Clone, Debug, Hash)]
pub(super) enum Work<P: Process> {
    Message { from: NodeId, message: P::Message, record: RecordId },
    Timer { timer: P::Timer, token: u64, cause: Option<RecordId> },
}

/// A timer that is set: its name, its sequence number in the queue, when it was set and runs out, and what set it.
#[derive(Clone, Debug, Hash)]
pub(super) struct Armed<T> {
    pub timer: T,
    pub token: u64,
    pub set: SimTime,
    pub due: SimTime,
    pub cause: Option<RecordId>,
    /// The queue's entry for it, at this time or before: mostly that of an earlier setting, which is put off when it
    /// comes. A timer that is set again with each message leaves no trail in the queue.
    pub entry: Option<(SimTime, u64)>,
}

/// What a step asked for, in order, each with the line of code that did.
pub(super) type Effects<P> = Vec<(Effect<P>, &'static Location<'static>)>;

/// Effects of a step that are not done yet: the disk, or a slow machine, is still at it.
pub(super) struct Unfinished<P: Process> {
    pub effects: Effects<P>,
    pub cause: Option<RecordId>,
}

/// A machine and the process on it.
#[derive(Clone)]
pub struct Node<P: Process> {
    /// What people set it up with.
    pub config: P::Config,
    /// The process, with all it has in memory.
    pub process: P,
    /// What the disk holds.
    pub disk: P::Durable,
    /// Whether the machine is up.
    pub up: bool,
    /// The machine stands still until then.
    pub paused_until: SimTime,
    /// How long each event takes.
    pub per_event: SimDuration,
    /// How far the node's clock is moved, in microseconds; see [`Node::clock`].
    pub skew_us: i64,
    /// How fast the node's clock is, in parts of a million.
    pub drift_ppm: i32,
    /// Whose side the machine is on.
    pub loyalty: Byzantine,
    /// When it last came up or went down.
    pub since: SimTime,
    pub(super) random: Random,
    pub(super) busy_until: SimTime,
    pub(super) awake_at: Option<SimTime>,
    pub(super) timers: Vec<Armed<P::Timer>>,
    pub(super) waiting: VecDeque<Work<P>>,
    pub(super) unfinished: Option<Unfinished<P>>,
}

impl<P: Process> Node<P> {
    pub(super) fn new(me: NodeId, config: P::Config, disk: P::Durable, random: Random) -> Node<P> {
        Node {
            process: P::boot(me, &config),
            config,
            disk,
            up: false,
            paused_until: SimTime::ZERO,
            per_event: SimDuration::ZERO,
            skew_us: 0,
            drift_ppm: 0,
            loyalty: Byzantine::Honest,
            since: SimTime::ZERO,
            random,
            busy_until: SimTime::ZERO,
            awake_at: None,
            timers: Vec::new(),
            waiting: VecDeque::new(),
            unfinished: None,
        }
    }

    /// How the machine is at `now`.
    pub fn health(&self, now: SimTime) -> Health {
        match () {
            () if !self.up => Health::Down,
            () if now < self.paused_until => Health::Paused,
            () if self.per_event > SimDuration::ZERO => Health::Slow,
            () => Health::Up,
        }
    }

    /// When a timer was set and when it runs out; `None` if it is not set.
    pub fn timer(&self, timer: P::Timer) -> Option<(SimTime, SimTime)> {
        self.timers.iter().find(|armed| armed.timer == timer).map(|armed| (armed.set, armed.due))
    }

    /// What the node's own clock shows at `now`: the time, with its drift since the start, moved by its skew.
    pub fn clock(&self, now: SimTime) -> SimTime {
        SimTime((self.drifted_us(now) + i128::from(self.skew_us)).max(0) as u64)
    }

    fn drifted_us(&self, now: SimTime) -> i128 {
        let us = i128::from(now.0);
        if self.drift_ppm == 0 {
            return us;
        }
        us + us * i128::from(self.drift_ppm) / 1_000_000
    }

    /// The clock jumps.
    pub(super) fn skew(&mut self, us: i64) {
        self.skew_us = self.skew_us.saturating_add(us);
    }

    /// The clock goes faster or slower from `now` on. It does not jump: the skew takes up the difference. Timers
    /// that are set already run out when they would have.
    pub(super) fn drift(&mut self, now: SimTime, ppm: i32) {
        let before = self.drifted_us(now);
        self.drift_ppm = ppm;
        self.skew((before - self.drifted_us(now)) as i64);
    }

    /// The machine stands still until then, or longer if it stands still already.
    pub(super) fn pause(&mut self, until: SimTime) {
        self.paused_until = self.paused_until.max(until);
    }

    /// Bytes that the machine holds, by estimate.
    pub(super) fn bytes(&self) -> usize {
        let Self {
            process,
            config: _,
            disk,
            timers,
            waiting,
            unfinished,
            up: _,
            paused_until: _,
            per_event: _,
            skew_us: _,
            drift_ppm: _,
            loyalty: _,
            since: _,
            random: _,
            busy_until: _,
            awake_at: _,
        } = self;
        let unfinished = unfinished.as_ref().map_or(0, |unfinished| unfinished.effects.capacity());
        size_of::<Self>()
            + process.bytes()
            + disk.bytes()
            + timers.capacity() * size_of::<Armed<P::Timer>>()
            + waiting.capacity() * size_of::<Work<P>>()
            + unfinished * size_of::<(Effect<P>, &'static Location<'static>)>()
    }

    /// How long the node waits when its own clock is to advance by `length`.
    pub(super) fn real_length(&self, length: SimDuration) -> SimDuration {
        if self.drift_ppm == 0 {
            return length;
        }
        let speed = 1_000_000 + i128::from(self.drift_ppm);
        SimDuration((i128::from(length.0) * 1_000_000 / speed) as u64)
    }

    /// When the machine can take up work again.
    pub(super) fn free_at(&self) -> SimTime {
        self.busy_until.max(self.paused_until)
    }

    /// Everything in memory goes: the process's state, timers, waiting work and unfinished writes.
    pub(super) fn lose_memory(&mut self, me: NodeId, now: SimTime) {
        self.process = P::boot(me, &self.config);
        (self.up, self.since) = (false, now);
        (self.busy_until, self.paused_until) = (SimTime::ZERO, SimTime::ZERO);
        self.awake_at = None;
        self.timers.clear();
        self.waiting.clear();
        self.unfinished = None;
    }
}

impl<P: Process> Hash for Node<P> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            process,
            config,
            disk,
            up,
            paused_until,
            per_event,
            skew_us,
            drift_ppm,
            loyalty,
            since,
            random,
            busy_until,
            awake_at,
            timers,
            waiting,
            unfinished,
        } = self;
        (process, disk, up, paused_until, per_event, skew_us, drift_ppm, loyalty, since).hash(state);
        (random, busy_until, awake_at, timers, waiting, unfinished, config).hash(state);
    }
}

/// Not the lines of code that asked for the effects: they move.
impl<P: Process> Hash for Unfinished<P> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { effects, cause } = self;
        (effects.len() as u64, cause).hash(state);
        effects.iter().for_each(|(effect, _)| effect.hash(state));
    }
}

impl<P: Process> Clone for Unfinished<P> {
    fn clone(&self) -> Self {
        let copy = |(effect, site): &(Effect<P>, &'static Location<'static>)| (effect.clone(), *site);
        Unfinished { effects: self.effects.iter().map(copy).collect(), cause: self.cause }
    }
}
