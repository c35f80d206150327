//! Which server gets a request: sixteen load-balancing policies behind one face, [`Policy`].

mod chance;
mod choices;
mod heap;
mod interleaved;
pub mod ip_hash;
mod kind;
mod least_connections;
mod peak_ewma;
mod policy;
mod queues;
mod response_time;
mod rota;
mod server;
mod sessions;
mod settings;
mod smooth;
mod table;
mod usable;

pub use choices::envoy_weight;
pub use kind::Kind;
pub use policy::Policy;
pub use server::{Choice, MAX_WEIGHT, Request, Server, Signal};
pub use settings::{MAX_CHOICES, Settings};
