//! What happens in a graph, in words.

use super::call::Outcome;
use super::ids::RequestNumber;
use crate::algorithms::breaker::{State, Transition};
use crate::process::words::length;
use crate::process::{NodeId, Note, Salience, SimDuration};
use std::convert::Infallible;
use std::rc::Rc;

/// Something that happened. Names are those of the graph's services and sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GraphEvent {
    /// A request comes from outside.
    Asked(RequestNumber, Rc<str>),
    /// A caller sends a call: for the how many-eth time.
    Sent(RequestNumber, Rc<str>, Rc<str>, u32),
    /// It waits for a worker, behind so many.
    Waits(RequestNumber, Rc<str>, u32),
    /// A worker takes it up, or goes on with it.
    Begins(RequestNumber, Rc<str>, SimDuration),
    /// A service is done with it, in whatever way; whether anybody still waits for that.
    Ends(RequestNumber, Rc<str>, Outcome, bool),
    /// A caller stops waiting.
    TimedOut(RequestNumber, Rc<str>, Rc<str>, SimDuration),
    /// A caller tries again after so long.
    Retry(RequestNumber, Rc<str>, Rc<str>, SimDuration),
    /// A caller would try again, and its budget is spent.
    NoBudget(RequestNumber, Rc<str>, Rc<str>),
    /// A call did not leave its caller.
    Held(RequestNumber, Rc<str>, Rc<str>, Outcome),
    /// A breaker of a caller changed.
    Breaker(Rc<str>, Rc<str>, Transition),
    /// A request ended.
    Ended(RequestNumber, Outcome, SimDuration),
    /// A server is up again, or down.
    Server(Rc<str>, bool),
}

impl GraphEvent {
    /// The request that it is about.
    pub fn request(&self) -> Option<RequestNumber> {
        match self {
            GraphEvent::Asked(request, ..)
            | GraphEvent::Sent(request, ..)
            | GraphEvent::Waits(request, ..)
            | GraphEvent::Begins(request, ..)
            | GraphEvent::Ends(request, ..)
            | GraphEvent::TimedOut(request, ..)
            | GraphEvent::Retry(request, ..)
            | GraphEvent::NoBudget(request, ..)
            | GraphEvent::Held(request, ..)
            | GraphEvent::Ended(request, ..) => Some(*request),
            GraphEvent::Breaker(..) | GraphEvent::Server(..) => None,
        }
    }
}

impl Note for GraphEvent {
    type Summary = Infallible;

    fn kind(&self) -> &'static str {
        match self {
            GraphEvent::Asked(..) => "asked",
            GraphEvent::Sent(..) => "sent",
            GraphEvent::Waits(..) => "waits",
            GraphEvent::Begins(..) => "begins",
            GraphEvent::Ends(_, _, outcome, _) if outcome.is_answer() => "done",
            GraphEvent::Ends(..) => "refused",
            GraphEvent::TimedOut(..) => "timed-out",
            GraphEvent::Retry(..) => "retry",
            GraphEvent::NoBudget(..) => "no-budget",
            GraphEvent::Held(..) => "held",
            GraphEvent::Breaker(..) => "breaker",
            GraphEvent::Ended(..) => "ended",
            GraphEvent::Server(..) => "server",
        }
    }

    fn text(&self, node: NodeId) -> String {
        match self {
            GraphEvent::Asked(request, source) => format!("{source} ask: {request}"),
            GraphEvent::Sent(request, from, to, 1) => format!("{from} asks {to} for {request}"),
            GraphEvent::Sent(request, from, to, time) => {
                format!("{from} asks {to} for {request} again, the {time}{} time", ordinal(*time))
            }
            GraphEvent::Waits(request, at, before) => {
                format!("{request} waits at {at} ({node}) behind {before}")
            }
            GraphEvent::Begins(request, at, SimDuration::ZERO) => {
                format!("{at} ({node}) takes up {request} at once")
            }
            GraphEvent::Begins(request, at, waited) => {
                format!("{at} ({node}) takes up {request} after {}", length(*waited))
            }
            GraphEvent::Ends(request, at, outcome, true) if outcome.is_answer() => {
                format!("{at} ({node}) answers {request}")
            }
            GraphEvent::Ends(request, at, outcome, true) => {
                format!("{at} turns {request} down: {}", outcome.word())
            }
            GraphEvent::Ends(request, at, ..) => {
                format!("{at} ({node}) is done with {request}, and nobody waits for it any more")
            }
            GraphEvent::TimedOut(request, from, to, after) => {
                format!("{from} stops waiting for {to} after {} ({request})", length(*after))
            }
            GraphEvent::Retry(request, from, to, after) => {
                format!("{from} will ask {to} for {request} again in {}", length(*after))
            }
            GraphEvent::NoBudget(request, from, to) => {
                format!("{from} does not ask {to} for {request} again: its retry budget is spent")
            }
            GraphEvent::Held(request, from, to, outcome) => {
                format!("{from} does not ask {to} for {request}: {}", outcome.word())
            }
            GraphEvent::Breaker(from, to, transition) => {
                let does = match transition.to {
                    State::Open => format!("opens its breaker to {to}"),
                    State::HalfOpen => format!("tries whether {to} is well again"),
                    State::Closed => format!("closes its breaker to {to}"),
                };
                format!("{from} ({node}) {does}: {}", transition.cause)
            }
            GraphEvent::Ended(request, outcome, took) => {
                format!("{request} ends: {}, after {}", outcome.word(), length(*took))
            }
            GraphEvent::Server(at, true) => format!("{at} ({node}) is up"),
            GraphEvent::Server(at, false) => format!("{at} ({node}) is down"),
        }
    }

    fn salience(&self) -> Salience {
        match self {
            GraphEvent::Breaker(..) | GraphEvent::Server(..) => Salience::Milestone,
            GraphEvent::Ended(_, outcome, _) if !outcome.is_answer() => Salience::Objective,
            GraphEvent::TimedOut(..) | GraphEvent::NoBudget(..) | GraphEvent::Held(..) => Salience::Objective,
            GraphEvent::Ends(_, _, outcome, awaited) if !outcome.is_answer() || !awaited => {
                Salience::Objective
            }
            _ => Salience::Routine,
        }
    }
}

fn ordinal(number: u32) -> &'static str {
    match (number % 10, number % 100) {
        (1, tens) if tens != 11 => "st",
        (2, tens) if tens != 12 => "nd",
        (3, tens) if tens != 13 => "rd",
        _ => "th",
    }
}
