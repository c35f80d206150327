//! Pure algorithms, a folder each, after their papers. They know [`crate::process`] and nothing else.

pub mod autoscaling;
pub mod balancing;
pub mod breaker;
pub mod hashing;
pub mod outlier;
pub mod probes;
pub mod raft;
