//! Requests and their attempts: what is on its way, waits, is served.

use super::ids::{BalancerId, ClientId, RequestId, ServerId};
use crate::process::{SimDuration, SimTime};
use crate::sim::RecordId;
use slotmap::new_key_type;

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
    /// The client will try again by itself.
    pub backing_off: bool,
    /// The latest record about it.
    pub record: Option<RecordId>,
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
}
