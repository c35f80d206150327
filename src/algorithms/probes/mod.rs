//! Probes: who asks a server now and then how it is, and what is made of the answers.
//!
//! ```text
//! kubelet    Kubernetes' three probes of a container: startup, liveness, readiness
//! rise_fall  HAProxy's checks of a server
//! bounds     how long it takes until a dead server is known to be dead
//! ```

mod bounds;
mod kubelet;
mod rise_fall;

pub use bounds::{detection, startup_budget};
pub use kubelet::{Kind, Probe, ProbeSettings, Reply};
pub use rise_fall::RiseFall;
