//! Where a formula exists, the mean over thirty runs is on it.

use super::played;
use faultyard::theory::confidence::Runs;
use faultyard::theory::queues::{Load, MMc, m_m_c_k};
use faultyard::traffic::graph::{Mesh, Outcome};

const RUNS: u64 = 30;
const CONFIDENCE: f64 = 0.999;

/// Three tiers whose handlers give their worker back while they wait.
const TIERS: &str = "
source users rate=100 to=front
service front workers=4 wait=async
  work 20ms exp
  call middle
service middle workers=3 wait=async
  work 15ms exp
  call store
service store workers=8
  work 50ms exp
";

fn over_runs(text: &str, seconds: f64, measure: impl Fn(&Mesh) -> f64) -> Runs {
    let results: Vec<f64> = (1..=RUNS).map(|seed| measure(&played(text, seed, seconds))).collect();
    Runs::of(&results).expect("thirty results")
}

fn in_system(servers: u32, service_s: f64) -> f64 {
    MMc::new(Load::new(100.0, service_s, servers).unwrap()).unwrap().steady().in_system_s()
}

#[test]
fn three_tiers_are_an_open_jackson_network() {
    // Each tier is an M/M/c of its own (Jackson 1957); a tier's stay holds those of the tiers behind it.
    let each = [in_system(4, 0.020), in_system(3, 0.015), in_system(8, 0.050)];
    for service in 0..3 {
        let expected: f64 = each[service..].iter().sum();
        let runs = over_runs(TIERS, 200.0, |mesh| mesh.counts().services[service].mean_stay().unwrap());
        // The runs begin empty, which takes a few requests in thousands off.
        assert!(runs.contains(expected, CONFIDENCE), "{service}: {runs:?}, theory {expected}");
    }
}

#[test]
fn a_full_queue_turns_away_what_erlang_says() {
    let text = "source users rate=100 to=store\nservice store workers=2 queue=3\n  work 25ms exp";
    let load = Load::new(100.0, 0.025, 2).unwrap();
    let refused = m_m_c_k(load, 5).unwrap().lost;
    let runs = over_runs(text, 200.0, |mesh| {
        let edge = &mesh.counts().edges[0];
        edge.ended[Outcome::Full as usize] as f64 / edge.ended_all() as f64
    });
    assert!(runs.contains(refused, CONFIDENCE), "{runs:?}, theory {refused}");
}
