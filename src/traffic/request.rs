//! Requests and their attempts: what is on its way, waits, is served.

use super::event::{IN_SERVICE, WAITS};
use super::ids::{BalancerId, ClientId, RequestId, ServerId};
use crate::algorithms::balancing::Position;
use crate::process::{Doing, SimDuration, SimTime};
use crate::sim::RecordId;
use slotmap::new_key_type;
use std::hash::{Hash, Hasher};

new_key_type! {
    /// A request that has not ended yet.
    pub struct RequestKey;
    /// An attempt at a request, until nothing in the system knows of it any more.
    pub struct AttemptKey;
}

/// What a client asks for. It ends exactly once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The types say it.
pub struct Request {
    pub id: RequestId,
    pub client: ClientId,
    /// Which source it came from, counted by the changes of the source.
    pub source: u32,
    /// When its client asked.
    pub arrived: SimTime,
    /// How long a worker of speed 1 takes for it.
    pub work: SimDuration,
    pub costly: bool,
    pub attempts: u32,
    /// Attempts that the client still waits for.
    pub open: u32,
    /// Where it was tried, if that may matter.
    pub tried: Tried,
    /// The client will try again by itself.
    pub backing_off: bool,
    /// The latest record about it.
    pub record: Option<RecordId>,
}

/// How many servers a request remembers.
const MOST_TRIED: usize = 12;

/// Servers that a request was tried at, each once: up to twelve, more than any lab's clients try.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tried {
    servers: [Position; MOST_TRIED],
    count: u8,
}

impl Tried {
    /// The servers, ascending.
    pub fn servers(&self) -> &[Position] {
        &self.servers[..usize::from(self.count)]
    }

    /// It was tried at one more. If there are too many, that one is not remembered.
    pub(super) fn add(&mut self, server: ServerId) {
        let server = Position::from(server);
        let count = usize::from(self.count);
        if let (Err(place), true) = (self.servers().binary_search(&server), count < MOST_TRIED) {
            self.servers[place..=count].rotate_right(1);
            self.servers[place] = server;
            self.count += 1;
        }
    }
}

/// A request that was tried nowhere adds nothing to a digest.
impl Hash for Tried {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { servers: _, count: _ } = self;
        self.servers().iter().for_each(|server| server.hash(state));
    }
}

/// How a request ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ending {
    /// Answered while the client was waiting.
    Served,
    /// Turned away: a queue is full, a server answers with an error, or none is in.
    Refused,
    /// The client gave up.
    TimedOut,
    /// The server that had it is gone.
    Lost,
}

/// Where an attempt is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// From the client to its balancer.
    ToBalancer,
    /// From the balancer to the server.
    ToServer,
    /// In the server's queue.
    Waiting,
    /// With one of the server's workers.
    InService,
    /// Back from the server to the balancer.
    ToBalancerAgain(Ending),
    /// Back from the balancer to the client.
    ToClient(Ending),
}

/// One sending of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The types say it.
pub struct Attempt {
    /// The request that it is of; gone once the request has ended.
    pub request: RequestKey,
    /// The request's number, which outlives it.
    pub id: RequestId,
    pub client: ClientId,
    /// How long a worker of speed 1 takes for it.
    pub work: SimDuration,
    pub costly: bool,
    pub balancer: BalancerId,
    /// None until the balancer has chosen one.
    pub server: Option<ServerId>,
    pub stage: Stage,
    /// When it entered this stage.
    pub since: SimTime,
    /// When this stage ends, where that is known: of a hop, and in service.
    pub ends: SimTime,
    /// When the balancer sent it on.
    pub sent: SimTime,
    /// When it came into the server's queue or to a worker.
    pub reached: SimTime,
    /// The client does not wait for it any more.
    pub abandoned: bool,
    /// The balancer counts it among its active ones.
    pub counted: bool,
    /// It goes to no server that its request was tried at, while another is in rotation.
    pub avoids_tried: bool,
}

impl Attempt {
    /// What it is doing at a server; nothing on its way.
    pub fn doing(&self) -> Option<Doing> {
        let phase = match self.stage {
            Stage::Waiting => WAITS,
            Stage::InService => IN_SERVICE,
            _ => return None,
        };
        Some(Doing { node: self.server?.into(), thing: self.id.0, phase, since: self.since })
    }
}

/// One that may go anywhere adds nothing for that to a digest.
impl Hash for Attempt {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            request,
            id,
            client,
            work,
            costly,
            balancer,
            server,
            stage,
            since,
            ends,
            sent,
            reached,
            abandoned,
            counted,
            avoids_tried,
        } = self;
        (request, id, client, work, costly, balancer, server).hash(state);
        (stage, since, ends, sent, reached, abandoned, counted).hash(state);
        if *avoids_tried {
            avoids_tried.hash(state);
        }
    }
}
