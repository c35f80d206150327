//! Everything that traffic is set up with.

use super::clients::{Pattern, Spread};
use super::service::{Discipline, ServiceTime, Spec, Work};
use crate::algorithms::balancing::{self as policies, Kind};
use crate::process::SimDuration;

/// Where requests come from.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // The types say it.
pub enum Source {
    /// From outside, whatever happens to those before.
    Open(Pattern, Spread),
    /// From so many clients, each of which waits for its answer, then thinks for an exponential time with this mean.
    Closed {
        clients: u32,
        /// The mean time between an answer and the client's next request.
        think: SimDuration,
    },
}

/// How clients behave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Patience {
    /// An attempt is given up after this; zero for never.
    pub timeout: SimDuration,
    /// Attempts after the first, at most.
    pub retries: u32,
    /// Before the n-th retry a client waits for this times 2^(n-1).
    pub backoff: SimDuration,
    /// That wait is drawn evenly between zero and its full length (full jitter: Brooker 2015).
    pub jitter: bool,
    /// Retries are limited to so many for each hundred requests; none for no limit.
    pub budget_percent: Option<u32>,
    /// A second attempt goes out beside the first after this (a hedged request: Dean & Barroso 2013); zero for never. It
    /// goes to no server that its request was tried at while another is in rotation.
    pub hedge: SimDuration,
    /// The same holds for retries.
    pub avoids_tried: bool,
}

/// What it is set up with. All of it can change while a run goes on, but for the servers and the sessions.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // The types say it.
pub struct Settings {
    pub source: Source,
    pub service: ServiceTime,
    /// Clients with sessions, and the exponent of their popularity (Zipf), 0 for all alike.
    pub sessions: (u32, f64),
    pub patience: Patience,
    /// The servers at the start.
    pub servers: Vec<Spec>,
    /// Those who may wait at a server; none for no limit.
    pub queue_limit: Option<u32>,
    /// Which of the waiting attempts is served next.
    pub discipline: Discipline,
    /// A server drops requests from its queue for which nobody waits any more.
    pub drops_expired: bool,
    /// How long a server takes to start.
    pub start_up: SimDuration,
    /// How long it then takes to its full speed.
    pub warm_up: SimDuration,
    pub balancers: u16,
    pub policy: Kind,
    /// What can be set of the policies.
    pub policies: policies::Settings,
    /// How long it takes until the balancers hear that a server is up or down.
    pub detection: SimDuration,
    /// The time from one report of the servers' loads to the next; zero for a report of every change.
    pub report_every: SimDuration,
    /// A server that came in has its weight raised to its full value over this time.
    pub slow_start: SimDuration,
    /// How long each of the four ways takes: client, balancer, server, and back.
    pub hop: SimDuration,
}

impl Settings {
    /// The textbook's queue: Poisson arrivals, exponential service, one server with `workers` workers, and nothing
    /// else: no hop, no time-out, no limit.
    pub fn textbook(rate: f64, mean: SimDuration, workers: u32) -> Settings {
        Settings {
            source: Source::Open(Pattern::Steady { rate }, Spread::Poisson),
            service: ServiceTime { work: Work::Exponential, mean, costly_per_mille: 0, costly_factor: 1 },
            sessions: (100, 0.0),
            patience: Patience {
                timeout: SimDuration::ZERO,
                retries: 0,
                backoff: SimDuration::ZERO,
                jitter: false,
                budget_percent: None,
                hedge: SimDuration::ZERO,
                avoids_tried: false,
            },
            servers: vec![Spec { workers, weight: 1, speed_per_mille: 1_000 }],
            queue_limit: None,
            discipline: Discipline::Fifo,
            drops_expired: false,
            start_up: SimDuration::ZERO,
            warm_up: SimDuration::ZERO,
            balancers: 1,
            policy: Kind::RoundRobin,
            policies: policies::Settings::default(),
            detection: SimDuration::ZERO,
            report_every: SimDuration::ZERO,
            slow_start: SimDuration::ZERO,
            hop: SimDuration::ZERO,
        }
    }
}
