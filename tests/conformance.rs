//! Each algorithm against published vectors and closed forms: a module a family, with a line here.

#[path = "conformance/autoscaling.rs"]
mod autoscaling;
#[path = "conformance/autoscaling_claims.rs"]
mod autoscaling_claims;
#[path = "conformance/autoscaling_limits.rs"]
mod autoscaling_limits;
#[path = "conformance/autoscaling_policies.rs"]
mod autoscaling_policies;
#[path = "conformance/autoscaling_reasons.rs"]
mod autoscaling_reasons;
#[path = "conformance/balancing.rs"]
mod balancing;
#[path = "conformance/balancing_again.rs"]
mod balancing_again;
#[path = "conformance/balancing_claims.rs"]
mod balancing_claims;
#[path = "conformance/forecast.rs"]
mod forecast;
#[path = "conformance/hashing.rs"]
mod hashing;
#[path = "conformance/hashing_claims.rs"]
mod hashing_claims;
#[path = "conformance/raft.rs"]
mod raft;
#[path = "conformance/rollout.rs"]
mod rollout;
#[path = "conformance/theory.rs"]
mod theory;
#[path = "conformance/theory_scaling.rs"]
mod theory_scaling;
