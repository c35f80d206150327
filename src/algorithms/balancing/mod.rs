//! Which server gets a request: sixteen load-balancing policies behind one face, [`Policy`].

mod chance;
mod choices;
mod kind;
mod least_connections;
mod policy;
mod rota;
mod server;
mod settings;

pub use kind::Kind;
pub use policy::Policy;
pub use server::{Choice, MAX_WEIGHT, Request, Server, Signal};
pub use settings::{MAX_CHOICES, Settings};
