//! Simulated surroundings that labs share: what comes at a system from outside, and when.

pub mod recorded;
