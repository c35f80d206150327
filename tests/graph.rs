//! A graph of services holds what theory says of it, and what people know of retries, fan-out and full queues.

#[path = "graph/damage.rs"]
mod damage;
#[path = "graph/storm.rs"]
mod storm;
#[path = "graph/theory.rs"]
mod theory;
#[path = "graph/ways.rs"]
mod ways;

mod support;

use faultyard::process::{Seed, SimTime};
use faultyard::sim::Trace;
use faultyard::traffic::graph::{Graph, Mesh};

/// A graph at the start of a run.
fn mesh(text: &str, seed: u64) -> Mesh {
    let graph = Graph::parse(text).unwrap_or_else(|why| panic!("{why}\n{text}"));
    Mesh::new(graph, Seed(seed)).unwrap_or_else(|why| panic!("{why}\n{text}"))
}

/// Lets it run until a time.
fn run(mesh: &mut Mesh, seconds: f64) {
    let (mut trace, until) = (Trace::new(0), SimTime::from_seconds(seconds));
    while mesh.next_at().is_some_and(|at| at <= until) {
        mesh.step(&mut trace);
    }
}

/// A run that has come so far.
fn played(text: &str, seed: u64, seconds: f64) -> Mesh {
    let mut mesh = mesh(text, seed);
    run(&mut mesh, seconds);
    mesh
}
