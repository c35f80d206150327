//! Busy services, to measure how fast they run: the same loops for the benchmark and for a page. Everything is counted
//! that a lab counts: ends, percentiles, sessions, the two sides of Little's law.

use super::{Settings, Spec, Traffic};
use crate::algorithms::balancing::Kind;
use crate::process::{Seed, SimDuration};
use crate::sim::Trace;

const MEAN: SimDuration = SimDuration::from_ms(100);
/// 80 % of what ten workers do.
const RATE: f64 = 80.0;

/// Runs M/M/10 at 80 % until so many requests have ended, and says how many.
pub fn one_queue(requests: u64) -> u64 {
    run(Settings::textbook(RATE, MEAN, 10), requests)
}

/// The same requests through ten servers of one worker each, by two choices.
pub fn two_choices(requests: u64) -> u64 {
    let servers = vec![Spec { workers: 1, weight: 1, speed_per_mille: 1_000 }; 10];
    run(Settings { servers, policy: Kind::PowerOfChoices, ..Settings::textbook(RATE, MEAN, 1) }, requests)
}

fn run(settings: Settings, requests: u64) -> u64 {
    let mut traffic = Traffic::new(settings, Seed(1));
    let mut trace = Trace::new(0);
    while traffic.metrics().completed_all() < requests {
        traffic.step(&mut trace);
    }
    traffic.metrics().completed_all()
}
