//! Simulated surroundings that labs share: clients that ask, wait and try again, a service of balancers and servers that
//! answers them, and what is counted of it all.
//!
//! ```text
//! clients/      who asks, when, and what becomes of it: arrivals, pattern, source, sessions, patience, budget
//! service/      who answers: balancer, server, work; rotation, reports, faults, changes
//! graph/        services that call services: handlers, retries, breakers, queues; what eleven labs will stand on
//! metrics       what is counted
//! event_loop    which event is next, who gets it, and the hops between clients and service
//! flow          what all of them share: time, queue, requests and attempts under way, telling
//! request, ids  what is under way, and how it is named
//! note, seen    what is told, and what onlookers see of the latest event
//! faults, orders, settings    what is done to it from outside
//! recorded/     traffic that somebody recorded
//! workload      the loops that are measured
//! ```

mod clients;
mod event;
mod event_loop;
mod faults;
mod flow;
pub mod graph;
mod ids;
mod metrics;
#[cfg(test)]
mod mutants;
mod orders;
pub mod recorded;
mod request;
mod seen;
mod service;
mod settings;
pub mod workload;

pub use clients::{Arrivals, Budget, Clients, Pattern, Sessions, Spread};
pub use event::{Refusal, TrafficEvent, moment};
pub use event_loop::Traffic;
pub use ids::{BalancerId, ClientId, RequestId, ServerId};
pub use metrics::{Metrics, WINDOW};
pub use orders::Order;
pub use request::{Attempt, AttemptKey, Ending, Request, RequestKey, Stage};
pub use seen::{Chosen, Ended, Followed};
pub use service::{
    Balancer, Discipline, MOST_WORKERS, PARETO_CAP, Server, Service, ServiceTime, Spec, State, Work,
};
pub use settings::{Patience, Settings, Source};
