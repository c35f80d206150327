//! What happens on the traffic floor, in words.

use super::request::Ending;
use crate::process::words::length;
use crate::process::{NodeId, Note, SimDuration, SimTime, Weight};
use std::cmp::Ordering;

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

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// A balancer sent a request to a server.
    Sent {
        /// The request.
        request: u64,
        /// The balancer, from 0.
        balancer: u16,
        /// The server, from 0.
        server: u16,
        /// How many servers it looked at.
        looked: u32,
    },
    /// A request waits in a server's queue.
    Waits {
        /// The request.
        request: u64,
        /// The server, from 0.
        server: u16,
        /// How many wait before it and are being served.
        before: u32,
    },
    /// A worker takes a request up.
    Begins {
        /// The request.
        request: u64,
        /// The server, from 0.
        server: u16,
        /// How long it waited.
        waited: SimDuration,
    },
    /// A server finished a request.
    Finished {
        /// The request.
        request: u64,
        /// The server, from 0.
        server: u16,
        /// How long it was there.
        took: SimDuration,
        /// Nobody waits for it any more.
        wasted: bool,
    },
    /// A try was turned away.
    Refused {
        /// The request.
        request: u64,
        /// The server, from 0; none if there was none to send it to.
        server: Option<u16>,
        /// Why.
        why: Refusal,
    },
    /// A try is lost with its server, or there was nobody at the server's address.
    Lost {
        /// The request.
        request: u64,
        /// The server, from 0.
        server: u16,
    },
    /// A client stopped waiting for a try.
    TimedOut {
        /// The request.
        request: u64,
        /// After how long.
        after: SimDuration,
    },
    /// A client tries again.
    Again {
        /// The request.
        request: u64,
        /// Which try this is, from 2.
        number: u32,
        /// The one before is still on its way.
        hedge: bool,
    },
    /// A request ended.
    Ended {
        /// The request.
        request: u64,
        /// The client, from 0.
        session: u32,
        /// How.
        ending: Ending,
        /// How long it took altogether.
        took: SimDuration,
    },
    /// A server is up.
    Ready(u16),
    /// The balancers are told that a server is in, or out.
    ToldIn(u16, bool),
    /// A server has left.
    Left(u16),
    /// Something else, in words.
    Said(String),
}

impl Told {
    /// The request that it is about.
    pub fn request(&self) -> Option<u64> {
        match self {
            Told::Sent { request, .. }
            | Told::Waits { request, .. }
            | Told::Begins { request, .. }
            | Told::Finished { request, .. }
            | Told::Refused { request, .. }
            | Told::Lost { request, .. }
            | Told::TimedOut { request, .. }
            | Told::Again { request, .. }
            | Told::Ended { request, .. } => Some(*request),
            Told::Ready(_) | Told::ToldIn(..) | Told::Left(_) | Told::Said(_) => None,
        }
    }
}

/// A server's name.
pub fn name(server: u16) -> NodeId {
    NodeId(server)
}

/// A moment for people: `5.777 s`.
pub fn moment(at: SimTime) -> String {
    format!("{}.{:03} s", at.0 / 1_000_000, at.0 / 1_000 % 1_000)
}

impl Note for Told {
    fn kind(&self) -> &'static str {
        match self {
            Told::Sent { .. } => "routed",
            Told::Waits { .. } => "waits",
            Told::Begins { .. } => "begins",
            Told::Finished { .. } => "finished",
            Told::Refused { .. } => "refused",
            Told::Lost { .. } => "lost-request",
            Told::TimedOut { .. } => "timed-out",
            Told::Again { .. } => "tried-again",
            Told::Ended { .. } => "ended",
            Told::Ready(_) => "ready",
            Told::ToldIn(_, true) => "told-in",
            Told::ToldIn(_, false) => "told-out",
            Told::Left(_) => "left",
            Told::Said(_) => "changed",
        }
    }

    fn text(&self, _: NodeId, _: Option<NodeId>) -> String {
        match self {
            Told::Sent { request, balancer, server, looked: 0 | 1 } => {
                format!("b{} sends m{request} to {}", balancer + 1, name(*server))
            }
            Told::Sent { request, balancer, server, looked } => {
                let name = name(*server);
                format!("b{} sends m{request} to {name}, having looked at {looked} servers", balancer + 1)
            }
            Told::Waits { request, server, before } => {
                format!("m{request} waits at {} behind {before}", name(*server))
            }
            Told::Begins { request, server, waited: SimDuration::ZERO } => {
                format!("{} takes m{request} up at once", name(*server))
            }
            Told::Begins { request, server, waited } => {
                format!("{} takes m{request} up after {}", name(*server), length(*waited))
            }
            Told::Finished { request, server, took, wasted: false } => {
                format!("{} finishes m{request} after {}", name(*server), length(*took))
            }
            Told::Finished { request, server, took, wasted: true } => {
                format!("{} finishes m{request} after {} for nobody", name(*server), length(*took))
            }
            Told::Refused { request, server, why } => refused(*request, *server, *why),
            Told::Lost { request, server } => format!("{} is down and loses m{request}", name(*server)),
            Told::TimedOut { request, after } => {
                format!("the client of m{request} stops waiting after {}", length(*after))
            }
            Told::Again { request, number, hedge: false } => {
                format!("the client tries m{request} again, try {number}")
            }
            Told::Again { request, hedge: true, .. } => {
                format!("the client sends m{request} a second time beside the first")
            }
            Told::Ended { request, session, ending, took } => {
                ended(*request, session + 1, *ending, &length(*took))
            }
            Told::Ready(server) => format!("{} is up", name(*server)),
            Told::ToldIn(server, true) => format!("the balancers hear that {} is in", name(*server)),
            Told::ToldIn(server, false) => format!("the balancers hear that {} is out", name(*server)),
            Told::Left(server) => format!("{} has finished its work and leaves", name(*server)),
            Told::Said(words) => words.clone(),
        }
    }

    fn weight(&self) -> Weight {
        match self {
            Told::Sent { .. } | Told::Begins { .. } | Told::Waits { .. } => Weight::Routine,
            Told::Ended { ending: Ending::Served, .. } | Told::Finished { .. } => Weight::Routine,
            Told::Again { .. } | Told::TimedOut { .. } => Weight::Ordinary,
            Told::Refused { .. } | Told::Lost { .. } | Told::Ended { .. } => Weight::Objective,
            Told::Ready(_) | Told::ToldIn(..) | Told::Left(_) | Told::Said(_) => Weight::Milestone,
        }
    }

    fn trend(&self) -> Ordering {
        match self {
            Told::Ready(_) | Told::ToldIn(_, true) => Ordering::Greater,
            Told::Left(_) | Told::ToldIn(_, false) => Ordering::Less,
            _ => Ordering::Equal,
        }
    }
}

fn refused(request: u64, server: Option<u16>, why: Refusal) -> String {
    match (server, why) {
        (Some(server), Refusal::Full) => format!("{} refuses m{request}: its queue is full", name(server)),
        (Some(server), _) => format!("{} answers m{request} at once with an error", name(server)),
        (None, _) => format!("the balancer refuses m{request}: no server is in"),
    }
}

fn ended(request: u64, client: u32, ending: Ending, took: &str) -> String {
    match ending {
        Ending::Served => format!("client {client} has its answer to m{request} after {took}"),
        Ending::Refused => format!("client {client} is refused m{request} after {took}"),
        Ending::TimedOut => format!("client {client} gives m{request} up after {took}"),
        Ending::Lost => format!("client {client} loses m{request} after {took}"),
    }
}
