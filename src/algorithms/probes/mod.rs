//! Active health checks: somebody asks, at intervals, and counts answers in a row.
//!
//! | check | of | failure | source |
//! |---|---|---|---|
//! | startup | a container | restarts it; until success no other probe is made | kubelet, prober/worker.go |
//! | liveness | a container | restarts it | kubelet |
//! | readiness | a container | no requests; restarts nothing | kubelet |
//! | [`haproxy`] | a server | no requests from this balancer | HAProxy, check.c |
//!
//! [`Container`] keeps the three probes of one container; its caller makes the ticks, the probes and the restarts.
//! [`Detection`] says how long after a fault a probe notices it.
//!
//! ```
//! use faultyard::algorithms::probes::{Act, Answer, Container, Kind, Probe, Probes};
//! use faultyard::process::SimTime;
//!
//! let mut container = Container::new(&Probes { liveness: Some(Probe::default()), ..Probes::default() });
//! container.runs(SimTime::ZERO);
//! let acts = [10, 20, 30].map(|second| {
//!     let now = SimTime::from_ms(second * 1_000);
//!     assert!(container.is_due(Kind::Liveness, now));
//!     container.answered(Kind::Liveness, Answer::Failure, now)
//! });
//! assert_eq!(acts, [None, None, Some(Act::Restart(Kind::Liveness))]);
//! ```
//!
//! Left out of the kubelet: the random pause before the first probe after the kubelet's own start, the three tries of a
//! prober that fails itself, and the readiness probe that is made at once when a container has started.

mod container;
mod detection;
pub mod haproxy;
mod probe;
mod worker;

pub use container::{Act, Container, Probes};
pub use detection::Detection;
pub use probe::{Answer, Kind, Probe};
pub use worker::{Verdict, Worker};
