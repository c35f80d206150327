//! The policy changes where requests go and nothing else: with one seed all sixteen see the same requests at the same
//! moments, from the same clients, with the same work, whatever befalls the servers.

use super::{Run, play, watched};
use faultyard::algorithms::balancing::Kind;
use faultyard::process::{SimDuration, SimTime};
use faultyard::traffic::{ClientId, RequestId};
use std::collections::BTreeMap;

/// Of each request, by its number: when it was born, its work, its client, and whether it is costly.
type Arrivals = BTreeMap<RequestId, (SimTime, SimDuration, ClientId, bool)>;

/// What comes in a run. With a hop no request ends in the event in which it is born, so that each is seen.
fn arrivals(policy: Kind, settings: &str, seed: u64) -> Arrivals {
    let mut seen = Arrivals::new();
    let script = format!("balancing policy={} hop=1 {settings}\nuntil 12s", policy.key());
    let world = watched(&script, seed, |world| {
        if world.traffic().metrics().arrived as usize > seen.len() {
            for one in world.traffic().requests() {
                seen.entry(one.id).or_insert((one.arrived, one.work, one.client, one.costly));
            }
        }
    });
    assert_eq!(seen.len() as u64, world.traffic().metrics().arrived, "each request was seen");
    seen
}

/// Traffic and work of every kind, with everything that could draw on the same chance.
const RUNS: [&str; 7] = [
    "",
    "spread=even work=constant zipf=1",
    "spread=bursty work=pareto timeout=300 retries=3 budget=20",
    "pattern=day period=5 work=lognormal costly=10 hedge=150 balancers=7",
    "pattern=flash period=2 rate=15 work=bimodal limit=3 retries=2 stale=300",
    "pattern=recorded period=9 workers=2 lifo=on expired=on timeout=200",
    "pattern=step period=3 factor=1.5 sessions=7\nat 1s crash n1\nat 2s do spike 3 2s\nat 3s restart n1\nat 4s do fail n2 60\n\
     at 5s do add 2\nat 6s pause n3 800ms\nat 7s do remove n4\nat 8s set rate=12\nat 9s set work=constant",
];

#[test]
fn all_sixteen_policies_meet_the_same_requests() {
    for settings in RUNS {
        let first = arrivals(Kind::ALL[0], settings, 3);
        assert!(first.len() > 150, "{settings}: only {} requests", first.len());
        for policy in &Kind::ALL[1..] {
            assert!(arrivals(*policy, settings, 3) == first, "{}: {settings}", policy.key());
        }
        assert!(arrivals(Kind::ALL[0], settings, 4) != first, "another seed is another run: {settings}");
    }
}

#[test]
fn a_policy_that_changes_while_the_run_goes_on_changes_nothing_of_what_comes() {
    let plain = arrivals(Kind::Random, "", 5);
    let switched =
        arrivals(Kind::Random, "\nat 3s set policy=maglev\nat 6s set balancers=5\nat 7s set d=4", 5);
    assert!(plain == switched);
}

#[test]
fn in_a_closed_loop_the_policy_does_change_what_comes() {
    // Each client waits for its answer: this is the difference that an open stream of arrivals does not have.
    let closed = "pattern=closed loop=30 think=200 speeds=one-slow";
    let [turns, least] = [Kind::RoundRobin, Kind::LeastConnections].map(|kind| arrivals(kind, closed, 3));
    assert!(least.len() > turns.len(), "{} and {}", least.len(), turns.len());
}

#[test]
fn the_page_s_plot_of_arrivals_is_the_same_for_every_policy() {
    let plot = |policy: Kind| {
        let run = play(&format!("balancing policy={} rate=40 spread=bursty seed=8\nuntil 6s", policy.key()));
        run.series().into_iter().find(|series| series.key == "arrivals").expect("a measure").values
    };
    let first = plot(Kind::ALL[0]);
    assert!(first.iter().any(|rate| *rate > 0.0));
    Kind::ALL.into_iter().for_each(|policy| assert_eq!(plot(policy), first, "{}", policy.key()));
}
