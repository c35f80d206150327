//! How many machines there should be: autoscalers as pure policies, from what is seen to what is wanted.
//!
//! A controller never acts and never waits: the caller asks it at even times, shows it an [`Observation`], and does
//! what its [`Decision`] says. Each decision explains itself: its [`Working`] is the formula with this moment's numbers.

pub mod clairvoyant;
pub mod forecast;
mod observation;
pub mod predictive;

pub use observation::{Decision, Machine, Observation, Signal, Working};
