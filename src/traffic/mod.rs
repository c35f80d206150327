//! Simulated surroundings that labs share: requests that come at a rate, clients that wait and try again, balancers
//! that choose, servers with workers and queues, and what is counted of it all.
//!
//! ```text
//! pattern, arrivals, recorded    when requests come
//! service, request, sessions     what they are
//! server, balancer, budget       what they meet
//! floor, path, faults, orders    what happens to them, event by event
//! seen                           what an outsider sees of an event
//! tally, note                    what is counted, and told
//! workload                       the loops that are measured
//! ```

mod arrivals;
mod balancer;
mod budget;
mod faults;
mod floor;
#[cfg(test)]
mod mutants;
mod note;
mod orders;
mod path;
mod pattern;
pub mod recorded;
mod request;
mod seen;
mod server;
mod service;
mod sessions;
mod settings;
mod tally;
pub mod workload;

pub use arrivals::{Arrivals, Spread};
pub use balancer::Balancer;
pub use budget::Budget;
pub use floor::Floor;
pub use note::{Refusal, Told, length, moment, name};
pub use pattern::Pattern;
pub use request::{Ending, Request, RequestKey, Stage, Try, TryKey};
pub use seen::{Chosen, Ended, Followed};
pub use server::{Discipline, MOST_WORKERS, Server, Spec, State};
pub use service::{PARETO_CAP, Service, Work};
pub use sessions::Sessions;
pub use settings::{Patience, Settings, Source};
pub use tally::{Tally, WINDOW};
