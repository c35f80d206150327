//! Which server gets a request: sixteen load-balancing policies behind one face, [`Policy`].
//!
//! | policy | looks at | a choice | remembers | source |
//! |---|---|---|---|---|
//! | `rota` | nothing | O(1) | whose turn it is | folklore |
//! | `smooth` | weights | O(n) | a number a server | nginx |
//! | `interleaved` | weights | O(n) | a place and a bar | Linux Virtual Server |
//! | `chance`, also weighted | nothing, weights | O(1), O(log n) | nothing, sums | nginx |
//! | `least_connections`, also weighted | load | O(n) | whose turn it is | nginx |
//! | `heap` | load | O(log n) | the servers by load | Williams 1964, HAProxy |
//! | `response_time` | latency, load | O(n) | a mean a server | nginx |
//! | `choices` | load of d | O(1) | nothing | Azar et al. 1994, Mitzenmacher 2001 |
//! | `peak_ewma` | latency, load of two | O(1) | a cost a server | Finagle |
//! | `queues`: join the shortest queue | load of all balancers | O(n) | nothing | Winston 1977 |
//! | `queues`: join idle queue | who said "idle" | O(1) | a queue of servers | Lu et al. 2011 |
//! | [`ip_hash`] | address | O(1) | a table of remainders | nginx |
//! | `sessions`: consistent hash | session | O(log n) | a ring | Karger et al. 1997 |
//! | `sessions`: Maglev | session | O(1) | a table | Eisenbud et al. 2016 |
//!
//! A request that was tried before goes to another server while one is usable ([`Policy::choose_again`]): rules that scan
//! pass the tried ones over, rules that draw draw among the others, rules that hash go on from there.
//!
//! Servers are named by their [`Position`] in a list that the caller keeps; the caller also counts requests, measures
//! latencies, tells reports, and says who is usable. A policy never acts. Deviations from the sources are stated in
//! the files where they are.
//!
//! ```
//! use faultyard::algorithms::balancing::{Kind, Policy, Position, Request, Server, Settings};
//! use faultyard::process::{Seed, SimTime};
//!
//! let mut servers = vec![Server::new(5), Server::new(1), Server::new(1)];
//! let mut policy = Policy::new(Kind::SmoothWeighted, &Settings::default(), &servers);
//! let (request, mut random) = (Request { session: 7, address: [10, 0, 0, 1] }, Seed(1).stream("balancer", 0));
//! for expected in [0, 0, 1, 0, 2, 0, 0].map(Position) {
//!     let choice = policy.choose(&request, &servers, SimTime::ZERO, &mut random);
//!     assert_eq!(choice.server, Some(expected));
//!     servers[expected.index()].active += 1;
//! }
//! ```

mod chance;
mod choices;
mod contract;
mod heap;
mod interleaved;
pub mod ip_hash;
mod kind;
mod least_connections;
mod passive;
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
pub use contract::{Choice, Drawn, Request};
pub use kind::Kind;
pub use passive::PassiveHealth;
pub use policy::Policy;
pub use server::{MAX_WEIGHT, Position, Server, Signal};
pub use settings::{MAX_CHOICES, Settings};
