//! A busy graph, to measure how fast it runs: three tiers, everything counted that a lab counts.

use super::{Graph, Mesh};
use crate::process::Seed;
use crate::sim::Trace;

/// A front, a service and a store at 80 %, 75 % and 62 %, with a call each, time-outs and a retry.
pub const THREE_TIERS: &str = "\
source users rate=1000 to=front timeout=1s
service front servers=4 workers=4 wait=async
  work 12800us exp
  call service timeout=500ms retries=1 backoff=20ms jitter budget=20%
service service servers=4 workers=4 wait=async
  work 12ms exp
  call store timeout=250ms retries=1 backoff=10ms jitter budget=20%
service store servers=2 workers=8
  work 10ms exp
";

/// Runs the three tiers until so many requests have ended, and says how many.
pub fn three_tiers(requests: u64) -> u64 {
    let graph = Graph::parse(THREE_TIERS).expect("it is written as graphs are");
    let mut mesh = Mesh::new(graph, Seed(1)).expect("nothing is wrong with it");
    let mut trace = Trace::new(0);
    while mesh.counts().requests.completed_all() < requests {
        mesh.step(&mut trace);
    }
    mesh.counts().requests.completed_all()
}
