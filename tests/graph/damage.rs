//! A million damaged graphs: none panics, each is read or refused with a sentence, and what is read runs.

use crate::support::damage::damaged;
use crate::support::nightly::share;
use faultyard::process::Seed;
use faultyard::sim::Trace;
use faultyard::traffic::graph::{Graph, Mesh};

const GRAPHS: &[&str] = &[
    "source users rate=200 to=front timeout=1s retries=1\nservice front servers=3 workers=8 queue=20\n  work 5ms exp\n  call auth timeout=100ms retries=2 backoff=20ms jitter budget=20% & stock fallback\nservice auth wait=async\n  work 6ms\n  call stock deadline hop=1ms\nservice stock lifo limit=180/20\n  work 20ms cv=2",
    "source users rate=10 even to=a\nservice a drop-expired\n  work 5ms\n  call b breaker=50%/20/5s bulkhead=10\nservice b\n  work 1s exp",
    "service a\n  call b\nservice b\n  call a\nsource u rate=1 to=b",
];

#[test]
fn a_million_damaged_graphs_are_read_or_refused_and_what_is_read_runs() {
    let mut random = Seed(4).stream("graphs", 0);
    let (mut read, mut refused, mut wrong) = (0, 0, 0);
    for number in 0..share(1_000_000, 1_000_000) {
        let text = damaged(&mut random, GRAPHS);
        let graph = match Graph::parse(&text) {
            Err(why) => {
                assert!(why.len() > 5 && why.len() < 400 && !why.contains('\n'), "{text:?}: {why}");
                refused += 1;
                continue;
            }
            Ok(graph) => graph,
        };
        assert_eq!(Graph::parse(&graph.to_string()).as_ref(), Ok(&graph), "{text:?}");
        let (faults, _) = (graph.faults(), graph.doubts());
        match Mesh::new(graph, Seed(number)) {
            Err(why) => {
                assert_eq!(why, faults.join(" "));
                wrong += 1;
            }
            Ok(mut mesh) => {
                assert_eq!(faults, [""; 0]);
                let mut trace = Trace::new(0);
                (0..20).for_each(|_| mesh.step(&mut trace));
                read += 1;
            }
        }
    }
    assert!(
        read > 20_000 && refused > 100_000 && wrong > 10_000,
        "{read} run, {refused} refused, {wrong} are wrong"
    );
}
