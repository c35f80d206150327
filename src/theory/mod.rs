//! Closed forms that runs are held against: what the theory of queues, choices and scaling says without a simulation.
//!
//! It names nothing else of the crate: numbers in, numbers out. Where there is no answer (a queue that grows without
//! end, a law that fits no point) a function returns `None`, never NaN. The functions of real numbers come from
//! `libm`, so a line that is drawn from a formula has the same bits everywhere.

pub mod choices;
pub mod confidence;
pub mod fairness;
pub mod queues;
mod root;
pub mod scaling;
