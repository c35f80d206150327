//! How many machines there should be: autoscalers as pure policies, from what is seen to what is wanted.
//!
//! A controller never acts and never waits: the caller asks it at even times, shows it an [`Observation`], and does
//! what its [`Decision`] says. Each decision explains itself: its [`Working`] is the formula with this moment's numbers.

mod bounds;
pub mod hpa;
mod observation;
mod words;

pub use bounds::Bounds;
pub use observation::{Decision, Machine, Observation, Signal, Working};
