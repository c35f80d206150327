//! What is under way: a call, and each sending of it.

use super::ids::{CallKey, RequestNumber, SendingKey};
use crate::process::SimTime;
use crate::sim::RecordId;
use std::hash::{Hash, Hasher};

/// A call that has not ended: of a handler, or of a source, where it is a request. It ends exactly once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Call {
    /// The edge of the graph.
    pub edge: u16,
    /// The request that all this is for.
    pub request: RequestNumber,
    /// The sending in whose handler it is made; none of a request's own.
    pub parent: Option<SendingKey>,
    /// The caller's server, by its place in the caller's service.
    pub server: u16,
    /// When it was made.
    pub since: SimTime,
    /// When its answer is of no use any more.
    pub deadline: Option<SimTime>,
    /// How often it was sent.
    pub sent: u32,
    /// The sending that is waited for.
    pub waits_for: Option<SendingKey>,
    /// The latest record about it.
    pub record: Option<RecordId>,
}

/// Where a sending is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// On its way to the service.
    Going,
    /// In a server's queue.
    Waiting,
    /// A worker does a step of it.
    Working,
    /// It waits for the answers of others.
    Calling,
    /// On its way back, with this outcome.
    Back(Outcome),
}

/// One sending of a call, until nothing in the system knows of it any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// Its call, which may have ended.
    pub call: CallKey,
    /// The edge of the graph.
    pub edge: u16,
    /// The request that all this is for.
    pub request: RequestNumber,
    /// The service that it is sent to.
    pub service: u16,
    /// The server, by its place in the service, once one is chosen.
    pub server: u16,
    /// The caller's server: whose breaker, whose bulkhead.
    pub from: u16,
    /// Where it is.
    pub stage: Stage,
    /// Since when.
    pub since: SimTime,
    /// When this stage ends, where that is known.
    pub ends: SimTime,
    /// When it was sent.
    pub sent: SimTime,
    /// When it came to its server.
    pub reached: SimTime,
    /// The step of the handler that is next or under way.
    pub step: u8,
    /// Answers that this step still waits for.
    pub open: u8,
    /// It holds a worker.
    pub has_worker: bool,
    /// Nobody waits for it any more.
    pub abandoned: bool,
    /// The calls of a step are going out just now.
    pub launches: bool,
    /// A call of this step failed.
    pub fails: bool,
    /// A call got something lesser than it asked for.
    pub is_less: bool,
    /// What it passes on: when its answer is of no use any more.
    pub deadline: Option<SimTime>,
}

impl Sending {
    /// It is at its server: not on a way.
    pub fn is_at_server(&self) -> bool {
        matches!(self.stage, Stage::Waiting | Stage::Working | Stage::Calling)
    }

    /// A worker does something for it just now.
    pub fn is_working(&self) -> bool {
        self.stage == Stage::Working
    }
}

impl Hash for Sending {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            call,
            edge,
            request,
            service,
            server,
            from,
            stage,
            since,
            ends,
            sent,
            reached,
            step,
            open,
            has_worker,
            abandoned,
            launches,
            fails,
            is_less,
            deadline,
        } = self;
        (call, edge, request, service, server, from, stage, since, ends).hash(state);
        (sent, reached, step, open, has_worker, abandoned, launches, fails, is_less, deadline).hash(state);
    }
}

/// How a sending or a call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// It was answered.
    Answered,
    /// Something lesser was answered: a call behind it failed, and had a fallback.
    Degraded,
    /// Turned away at the door: too many a second.
    Limited,
    /// Turned away: the queue is full.
    Full,
    /// The caller did not even ask: its breaker is open.
    Open,
    /// The caller did not even ask: too many of its calls are under way.
    Bulkhead,
    /// A call that it needs failed.
    Failed,
    /// Nobody is there, or the server went down with it.
    Lost,
    /// Nobody waited any longer.
    TimedOut,
}

/// All outcomes, in their order.
pub const OUTCOMES: [Outcome; 9] = [
    Outcome::Answered,
    Outcome::Degraded,
    Outcome::Limited,
    Outcome::Full,
    Outcome::Open,
    Outcome::Bulkhead,
    Outcome::Failed,
    Outcome::Lost,
    Outcome::TimedOut,
];

impl Outcome {
    /// Whether the caller has what it asked for, or something like it.
    pub fn is_answer(self) -> bool {
        matches!(self, Outcome::Answered | Outcome::Degraded)
    }

    /// What became of it, in a word or two.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Answered => "answered",
            Outcome::Degraded => "answered with less",
            Outcome::Limited => "over the limit",
            Outcome::Full => "queue full",
            Outcome::Open => "breaker open",
            Outcome::Bulkhead => "bulkhead full",
            Outcome::Failed => "a call behind it failed",
            Outcome::Lost => "lost",
            Outcome::TimedOut => "timed out",
        }
    }
}
