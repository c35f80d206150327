//! What happens to the traffic, in words.

use super::ids::{BalancerId, ClientId, RequestId, ServerId};
use super::request::Ending;
use crate::process::words::length;
use crate::process::{Change, NodeId, Note, Phase, PhaseKind, Salience, SimDuration, SimTime};
use std::cmp::Ordering;
use std::convert::Infallible;

/// Why a request is turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// The server's queue is full.
    Full,
    /// The server answers at once with an error.
    Failing,
    /// No server is in.
    NobodyIn,
}

/// A request waits in a server's queue.
pub const WAITS: Phase = Phase::new("waits", PhaseKind::Waiting);
/// A worker has it.
pub const IN_SERVICE: Phase = Phase::new("in service", PhaseKind::Working);

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // Ids are of what their types say.
pub enum TrafficEvent {
    /// A balancer sent a request to a server.
    Sent {
        request: RequestId,
        balancer: BalancerId,
        server: ServerId,
        /// How many servers it compared.
        compared: u32,
    },
    /// A request waits in a server's queue.
    Waits {
        request: RequestId,
        server: ServerId,
        /// How many wait before it and are being served.
        before: u32,
    },
    /// A worker takes a request up.
    Begins { request: RequestId, server: ServerId, waited: SimDuration },
    /// A server finished a request.
    Finished {
        request: RequestId,
        server: ServerId,
        /// How long it was there.
        took: SimDuration,
        /// Nobody waits for it any more.
        wasted: bool,
    },
    /// An attempt was turned away.
    Refused {
        request: RequestId,
        /// The server; none if there was none to send it to.
        server: Option<ServerId>,
        why: Refusal,
    },
    /// An attempt is lost with its server, or there was nobody at the server's address.
    Lost { request: RequestId, server: ServerId },
    /// A client stopped waiting for an attempt.
    TimedOut { request: RequestId, after: SimDuration },
    /// A client tries again.
    Retry {
        request: RequestId,
        /// Which attempt this is, from 2.
        number: u32,
        /// The one before is still on its way.
        hedge: bool,
    },
    /// A request ended.
    Ended {
        request: RequestId,
        client: ClientId,
        ending: Ending,
        /// How long it took altogether.
        took: SimDuration,
    },
    /// A server is up.
    Ready(ServerId),
    /// The balancers hear that a server is in rotation, or out of it.
    Rotation(ServerId, bool),
    /// A server has left.
    Left(ServerId),
    /// Something else, in words.
    Said(String),
}

impl TrafficEvent {
    /// The request that it is about.
    pub fn request(&self) -> Option<RequestId> {
        match self {
            TrafficEvent::Sent { request, .. }
            | TrafficEvent::Waits { request, .. }
            | TrafficEvent::Begins { request, .. }
            | TrafficEvent::Finished { request, .. }
            | TrafficEvent::Refused { request, .. }
            | TrafficEvent::Lost { request, .. }
            | TrafficEvent::TimedOut { request, .. }
            | TrafficEvent::Retry { request, .. }
            | TrafficEvent::Ended { request, .. } => Some(*request),
            TrafficEvent::Ready(_)
            | TrafficEvent::Rotation(..)
            | TrafficEvent::Left(_)
            | TrafficEvent::Said(_) => None,
        }
    }
}

/// A moment for people: `5.777 s`.
pub fn moment(at: SimTime) -> String {
    format!("{}.{:03} s", at.0 / 1_000_000, at.0 / 1_000 % 1_000)
}

impl Note for TrafficEvent {
    type Summary = Infallible;

    fn kind(&self) -> &'static str {
        match self {
            TrafficEvent::Sent { .. } => "routed",
            TrafficEvent::Waits { .. } => "waits",
            TrafficEvent::Begins { .. } => "begins",
            TrafficEvent::Finished { .. } => "finished",
            TrafficEvent::Refused { .. } => "refused",
            TrafficEvent::Lost { .. } => "lost-request",
            TrafficEvent::TimedOut { .. } => "timed-out",
            TrafficEvent::Retry { .. } => "tried-again",
            TrafficEvent::Ended { .. } => "ended",
            TrafficEvent::Ready(_) => "ready",
            TrafficEvent::Rotation(_, true) => "joined-rotation",
            TrafficEvent::Rotation(_, false) => "left-rotation",
            TrafficEvent::Left(_) => "left",
            TrafficEvent::Said(_) => "changed",
        }
    }

    fn text(&self, _: NodeId) -> String {
        match self {
            TrafficEvent::Sent { request, balancer, server, compared: 0 | 1 } => {
                format!("{balancer} sends {request} to {server}")
            }
            TrafficEvent::Sent { request, balancer, server, compared } => {
                format!("{balancer} compares {compared} servers and sends {request} to {server}")
            }
            TrafficEvent::Waits { request, server, before } => {
                format!("{request} queues at {server} behind {before}")
            }
            TrafficEvent::Begins { request, server, waited: SimDuration::ZERO } => {
                format!("{server} starts {request} immediately")
            }
            TrafficEvent::Begins { request, server, waited } => {
                format!("{server} starts {request} after {} in the queue", length(*waited))
            }
            TrafficEvent::Finished { request, server, took, wasted: false } => {
                format!("{server} finishes {request} after {}", length(*took))
            }
            TrafficEvent::Finished { request, server, took, wasted: true } => {
                format!("{server} finishes {request} after {}; its client has given up", length(*took))
            }
            TrafficEvent::Refused { request, server, why } => refused(*request, *server, *why),
            TrafficEvent::Lost { request, server } => format!("{server} is down and loses {request}"),
            TrafficEvent::TimedOut { request, after } => {
                format!("the client of {request} times out after {}", length(*after))
            }
            TrafficEvent::Retry { request, number, hedge: false } => {
                format!("the client retries {request}, attempt {number}")
            }
            TrafficEvent::Retry { request, hedge: true, .. } => {
                format!("the client hedges {request}: a second attempt, the first still open")
            }
            TrafficEvent::Ended { request, client, ending, took } => {
                ended(*request, *client, *ending, &length(*took))
            }
            TrafficEvent::Ready(server) => format!("{server} is up"),
            TrafficEvent::Rotation(server, true) => format!("{server} joins the rotation"),
            TrafficEvent::Rotation(server, false) => format!("{server} leaves the rotation"),
            TrafficEvent::Left(server) => format!("{server} has finished its requests and is removed"),
            TrafficEvent::Said(words) => words.clone(),
        }
    }

    fn salience(&self) -> Salience {
        match self {
            TrafficEvent::Sent { .. } | TrafficEvent::Begins { .. } | TrafficEvent::Waits { .. } => {
                Salience::Routine
            }
            TrafficEvent::Ended { ending: Ending::Served, .. } | TrafficEvent::Finished { .. } => {
                Salience::Routine
            }
            TrafficEvent::Retry { .. } | TrafficEvent::TimedOut { .. } => Salience::Ordinary,
            TrafficEvent::Refused { .. } | TrafficEvent::Lost { .. } | TrafficEvent::Ended { .. } => {
                Salience::Objective
            }
            TrafficEvent::Ready(_)
            | TrafficEvent::Rotation(..)
            | TrafficEvent::Left(_)
            | TrafficEvent::Said(_) => Salience::Milestone,
        }
    }

    fn change(&self) -> Option<Change> {
        let (request, server, ends, begins) = match *self {
            TrafficEvent::Waits { request, server, .. } => (request, server, None, Some(WAITS)),
            TrafficEvent::Begins { request, server, waited } => {
                let queued = (waited > SimDuration::ZERO).then_some((WAITS, Some(waited)));
                (request, server, queued, Some(IN_SERVICE))
            }
            TrafficEvent::Finished { request, server, .. } => {
                (request, server, Some((IN_SERVICE, None)), None)
            }
            TrafficEvent::Lost { request, server } => (request, server, None, None),
            _ => return None,
        };
        Some(Change { node: server.into(), thing: request.0, ends, begins })
    }

    fn trend(&self) -> Ordering {
        match self {
            TrafficEvent::Ready(_) | TrafficEvent::Rotation(_, true) => Ordering::Greater,
            TrafficEvent::Left(_) | TrafficEvent::Rotation(_, false) => Ordering::Less,
            _ => Ordering::Equal,
        }
    }
}

fn refused(request: RequestId, server: Option<ServerId>, why: Refusal) -> String {
    match (server, why) {
        (Some(server), Refusal::Full) => format!("{server} rejects {request}: its queue is full"),
        (Some(server), _) => format!("{server} fails {request} immediately"),
        (None, _) => format!("the balancer rejects {request}: no server is in rotation"),
    }
}

fn ended(request: RequestId, client: ClientId, ending: Ending, took: &str) -> String {
    match ending {
        Ending::Served => format!("{client} gets its answer to {request} after {took}"),
        Ending::Refused => format!("{client} gets an error for {request} after {took}"),
        Ending::TimedOut => format!("{client} gives up on {request} after {took}"),
        Ending::Lost => format!("{client} loses {request} after {took}"),
    }
}
