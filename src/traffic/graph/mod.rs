//! A graph of services: who calls whom, how callers behave, what services do when too much comes. One tier with one
//! balancer is its smallest case; that has a home of its own in `service`, with all policies of balancers.
//!
//! ```text
//! plan      the graph as plain data          text    the same as lines of text     check   what is wrong with it
//! mesh      the graph that runs              calling what callers do               serving what services do
//! call      calls and sendings under way     pool    servers, workers, queues      guard   breakers and budgets
//! faults    what befalls servers             counts  what is counted               event   what is told
//! recent    what went over an edge of late
//! ```

mod call;
mod calling;
mod check;
mod counts;
mod event;
mod faults;
mod guard;
mod ids;
mod mesh;
mod plan;
mod pool;
mod recent;
mod serving;
#[cfg(test)]
mod tests;
mod text;
pub mod workload;

pub use call::{Call, OUTCOMES, Outcome, Sending, Stage};
pub use check::Doubt;
pub use counts::{Counts, EdgeCounts, ServiceCounts};
pub use event::GraphEvent;
pub use guard::Guard;
pub use ids::{CallKey, RequestNumber, SendingKey};
pub use mesh::Mesh;
pub use plan::{
    Call as Edge, Graph, Limit, MOST_SERVERS, MOST_SERVICES, MOST_STEPS, Service, Source, Step, Trip, Waits,
};
pub use pool::{Pool, Server};
pub use recent::{Flow, Recent};
