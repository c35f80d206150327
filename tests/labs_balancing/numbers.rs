//! Numbers that are known beforehand, from arithmetic or from the curriculum: each lies in the interval that fixed seeds
//! give for it, at a confidence of 99.9 %.

use super::{BalancingWorld, many, world};
use faultyard::traffic::Ending;

const CONFIDENCE: f64 = 0.999;
const SEEDS: u64 = 30;
/// Five servers, one of them four times slower, 30 requests a second, 100 ms: 2.5 and 4 times 10 can be done.
const ONE_SLOW: &str = "balancing speeds=one-slow hop=0";

fn waiting_at_n1(world: &BalancingWorld) -> f64 {
    world.traffic().service().servers()[0].queue.len() as f64
}

/// The interval around `expected` in which the mean of the runs has to be for sure.
fn about(what: &str, number: impl Fn(u64) -> f64, expected: f64, off: f64) {
    let runs = many(SEEDS, number);
    let half = runs.half_width(CONFIDENCE);
    println!("{what}: {:.4} +- {half:.4}, expected {expected} +- {off}", runs.mean);
    assert!((runs.mean - expected).abs() + half <= off, "{what}: {} +- {half}", runs.mean);
}

/// The interval of the runs contains `formula` and is no wider than a part of it.
fn is(what: &str, number: impl Fn(u64) -> f64, formula: f64, widest: f64) {
    let runs = many(SEEDS, number);
    let half = runs.half_width(CONFIDENCE);
    println!("{what}: {:.5} +- {half:.5}, formula {formula}", runs.mean);
    assert!(runs.contains(formula, CONFIDENCE), "{what}: {} +- {half}, not {formula}", runs.mean);
    assert!(half < widest * formula, "{what}: +- {half} shows nothing");
}

#[test]
fn round_robins_slow_server_falls_behind_by_3_and_a_half_requests_a_second_without_end() {
    // It gets a fifth of 30 and does 2.5; the fifth and sixth minute are as the second and third.
    let at = |minute: u64, seed| {
        waiting_at_n1(&world(&format!("{ONE_SLOW} policy=round-robin\nuntil {}s", 60 * minute), seed))
    };
    for minutes in [1, 4] {
        let growth = |seed| (at(minutes + 2, seed) - at(minutes, seed)) / 120.0;
        is(&format!("growth after minute {minutes}"), growth, 3.5, 0.05);
    }
}

#[test]
fn with_one_slow_server_two_choices_have_a_p95_of_about_800_ms_and_least_connections_of_about_600() {
    for (policy, expected) in [("power-of-choices d=2", 0.8), ("least-connections", 0.6)] {
        let p95 = |seed| {
            let world = world(&format!("{ONE_SLOW} policy={policy}\nuntil 200s"), seed);
            world.traffic().metrics().percentile(0.95).expect("some were served")
        };
        about(policy, p95, expected, 0.05);
    }
}

#[test]
fn none_of_the_policies_that_look_at_load_lets_the_slow_server_fall_behind() {
    let by_load = [
        "least-connections",
        "least-connections-heap",
        "power-of-choices",
        "peak-ewma",
        "join-shortest-queue",
    ];
    for policy in by_load.into_iter().chain(["least-response-time", "smooth-weighted weights=speed"]) {
        let after = |seed| waiting_at_n1(&world(&format!("{ONE_SLOW} policy={policy}\nuntil 300s"), seed));
        // Round robin has a thousand waiting by then.
        let worst = (1..=10).map(after).fold(0.0, f64::max);
        assert!(worst < 40.0, "{policy}: {worst} wait");
    }
}

/// Every server fails so many of a hundred requests.
fn failing(percent: u32, settings: &str) -> String {
    let fail: String = (1..=5).map(|n| format!("at 0s do fail n{n} {percent}\n")).collect();
    format!("balancing rate=40 hop=0 {settings}\n{fail}until 200s")
}

#[test]
fn tries_for_a_request_are_the_partial_sums_of_a_geometric_series() {
    // 1 + p + p^2 .. up to the last try: 1.75 for p = 1/2 and three tries, 3.439 for 9/10 and four.
    for (percent, retries, tries) in [(50, 2, 1.75), (90, 3, 3.439), (100, 2, 3.0)] {
        let script = failing(percent, &format!("retries={retries} backoff=0"));
        let for_each = |seed| {
            let world = world(&script, seed);
            world.traffic().metrics().attempts as f64 / world.traffic().metrics().arrived as f64
        };
        match percent {
            100 => assert_eq!(for_each(1), tries, "a try that always fails is made as often as allowed"),
            _ => is(&format!("tries at {percent}% failures"), for_each, tries, 0.01),
        }
    }
}

#[test]
fn a_budget_of_a_tenth_is_used_up_and_never_passed_however_much_fails() {
    for percent in [50, 100] {
        for seed in 1..=10 {
            let world = world(&failing(percent, "retries=5 backoff=0 budget=10"), seed);
            let metrics = world.traffic().metrics();
            let part = metrics.retries as f64 / metrics.arrived as f64;
            assert!((0.095..=0.1).contains(&part), "{percent}% with seed {seed}: {part}");
        }
    }
}

#[test]
fn an_error_of_every_request_is_told_as_a_refusal_of_every_request() {
    let world = world(&failing(100, "retries=2 backoff=0"), 1);
    let metrics = world.traffic().metrics();
    assert!(
        metrics.arrived > 7_000 && metrics.completed[Ending::Refused as usize] == metrics.arrived,
        "{metrics:?}"
    );
    assert_eq!(metrics.failed_part(), 1.0);
}
