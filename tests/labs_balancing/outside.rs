//! What people reported of real balancers, in the lab: servers that fail fast, hedges, slow start by hash, passive checks.

use super::{play, watched, world};
use faultyard::algorithms::balancing::Kind;
use faultyard::lab::Run;
use faultyard::process::SimTime;
use faultyard::traffic::{RequestId, ServerId};
use std::collections::BTreeMap;

/// The part of all tries that n3 of four servers gets while it fails at once, in the mean of 20 seeds.
fn part_of_a_failing_server(policy: &str, rate: u32) -> f64 {
    let text = format!(
        "balancing policy={policy} n=4 rate={rate} service=100 detect=60000\nat 10s do fail n3 100\nuntil 70s"
    );
    let part = |seed| {
        let world = world(&text, seed);
        let servers = world.traffic().service().servers();
        servers[2].taken as f64 / servers.iter().map(|server| server.taken).sum::<u64>() as f64
    };
    (1..=20).map(part).sum::<f64>() / 20.0
}

#[test]
fn a_server_that_fails_fast_draws_requests_by_join_idle_queue_as_by_least_connections() {
    for rate in [12, 20] {
        let idle = part_of_a_failing_server("join-idle-queue", rate);
        let least = part_of_a_failing_server("least-connections", rate);
        // A failing server is put at the end of the queue at once; by turns it waits for all that are idle.
        let times = idle / least;
        assert!((0.9..1.25).contains(&times) && idle > 0.25, "at {rate} a second {idle} and {least}");
    }
}

#[test]
fn a_server_that_crashes_and_is_back_before_anybody_hears_of_it_says_that_it_is_idle() {
    for boot in [0, 200] {
        let text = format!(
            "balancing policy=join-idle-queue n=2 rate=1 service=1 spread=even boot={boot} detect=60000 seed=1\n\
             at 100ms crash n1\nat 3s restart n1\nuntil 30s"
        );
        let run = play(&text);
        let places = run.inspect("b1")["servers"][0]["score"].as_f64().expect("a place in the queue");
        assert!(places > 0.0, "n1 is not in the queue of idle servers: {}", run.inspect("b1"));
    }
}

/// No two tries of a request are at the same server, while more servers are in; how many requests had two.
fn tries_go_elsewhere(text: &str, seed: u64) -> usize {
    let mut several: BTreeMap<RequestId, Vec<ServerId>> = BTreeMap::new();
    watched(text, seed, |world| {
        let Some(chosen) = world.traffic().chosen() else { return };
        let sent = world.traffic().attempts().filter(|attempt| attempt.server.is_some());
        // Only what was sent by the latest event: it is on its way, or began, since now.
        let mut newest =
            sent.filter(|attempt| attempt.sent == world.traffic().now() && attempt.server == chosen.server);
        if let (Some(attempt), Some(server)) = (newest.next(), chosen.server) {
            several.entry(attempt.id).or_default().push(server);
        }
    });
    several.retain(|_, servers| servers.len() > 1);
    for (request, servers) in &several {
        let mut apart = servers.clone();
        apart.sort_unstable();
        apart.dedup();
        assert_eq!(apart.len(), servers.len(), "{request} was tried at {servers:?}\n{text}");
    }
    several.len()
}

#[test]
fn a_hedge_goes_to_another_server_by_every_policy() {
    for kind in Kind::ALL {
        let text = format!(
            "balancing policy={} n=4 rate=10 service=100 speeds=one-slow hedge=200 sessions=200\nuntil 30s",
            kind.key()
        );
        assert!(tries_go_elsewhere(&text, 7) > 5, "{kind:?}: no hedges");
    }
}

#[test]
fn retries_go_elsewhere_by_every_policy_where_they_are_told_to() {
    for kind in Kind::ALL {
        let text = format!(
            "balancing policy={} n=4 rate=10 service=20 retries=2 backoff=50 avoid=on detect=60000\n\
             at 1ms do fail n1 100\nat 1ms do fail n2 100\nuntil 30s",
            kind.key()
        );
        assert!(tries_go_elsewhere(&text, 7) > 20, "{kind:?}: no retries");
    }
}

#[test]
fn slow_start_does_not_deal_sessions_anew_where_they_are_dealt_by_hash() {
    for policy in ["ip-hash", "consistent-hash", "maglev"] {
        let missed = |ramp: u32| {
            let run = play(&format!(
                "balancing policy={policy} n=5 rate=200 service=1 ramp={ramp} detect=0 boot=0 sessions=1000 \
                 spread=even seed=1\nat 30s crash n2\nat 40s restart n2\nuntil 62s"
            ));
            assert_eq!(
                run.advice()
                    .iter()
                    .any(|sentence| sentence.contains("does not work with policies that hash")),
                ramp > 0
            );
            run.inspect("")["sessionsMissedFraction"].clone()
        };
        assert_eq!(missed(20_000), missed(0), "{policy}");
    }
}

#[test]
fn slow_start_set_while_the_run_goes_on_gives_a_server_no_more_than_its_share() {
    // The servers that were there before are told their weights in the same parts as the one that comes back.
    let run = play(
        "balancing policy=smooth-weighted n=4 rate=100 service=1 detect=0 boot=0 spread=even seed=1\n\
         at 1s set ramp=2000\nat 2s crash n2\nat 3s restart n2\nuntil 30s",
    );
    let weights: Vec<_> = (0..4).map(|n| run.inspect("b1")["servers"][n]["weight"].clone()).collect();
    assert!(weights.iter().all(|weight| *weight == weights[0]), "{weights:?}");
}

#[test]
fn with_max_fails_a_failing_server_is_tried_once_each_fail_timeout_as_by_nginx() {
    for policy in
        ["smooth-weighted", "weighted-least-connections", "ip-hash", "random", "least-response-time"]
    {
        let text = format!(
            "balancing policy={policy} n=4 rate=20 service=20 detect=60000 hop=0 max_fails=1 fail_timeout=10\n\
             at 0s do fail n3 100\nuntil 40s"
        );
        for seed in 1..=5 {
            let world = world(&text, seed);
            let tried = world.traffic().service().servers()[2].taken;
            // At 0 s and then each 11 s: four times, or five.
            assert!((3..=5).contains(&tried), "{policy}, seed {seed}: {tried}");
        }
    }
    let alone = world("balancing n=1 rate=20 service=20 max_fails=1\nat 0s do fail n1 100\nuntil 10s", 1);
    assert!(alone.traffic().service().servers()[0].taken > 150, "a single server is never out");
}

#[test]
fn where_all_servers_have_failed_requests_are_refused_until_one_is_tried_again() {
    let text = "balancing policy=smooth-weighted n=2 rate=20 service=1 detect=60000 hop=0 max_fails=1 \
                fail_timeout=5\nat 0s do fail n1 100\nat 0s do fail n2 100\nat 3s do fail n1 0\nat 3s do fail n2 0\n\
                until 20s";
    let mut first = SimTime::ZERO;
    watched(text, 1, |world| {
        let served = world.traffic().service().servers().iter().any(|server| server.finished > 0);
        if served && first == SimTime::ZERO {
            first = world.traffic().now();
        }
    });
    assert!((SimTime::from_ms(6_000)..SimTime::from_ms(8_000)).contains(&first), "{first}");
}

#[test]
fn recorded_traffic_goes_on_when_something_else_is_set() {
    let arrived = |set: &str| {
        let text = format!("balancing seed=1\nat 1s do traffic 2s 10,60.5,25\n{set}until 20s");
        play(&text).inspect("")["requests"]["arrived"].clone()
    };
    assert_eq!(arrived("at 5s set retries=2\n"), arrived(""));
    assert_ne!(arrived("at 5s set rate=90\n"), arrived(""));
}
