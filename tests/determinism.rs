//! One scenario, one run: on every machine, in every browser, for ever.
//!
//! `determinism/scenarios.txt` holds the scripts, `determinism/digests.txt` their fingerprints, written with
//! `FAULTYARD_BLESS=1`. The page plays the same scripts with the same function, [`faultyard::lab::digests`].

mod support;

use faultyard::lab::digests;
use support::golden::{compare, folder};

const SCRIPTS: &str = include_str!("determinism/scenarios.txt");

#[test]
fn every_scenario_has_the_fingerprint_that_it_had_when_it_was_written() {
    let now = digests(&support::find, SCRIPTS);
    assert!(now.lines().count() >= 10, "only {} scenarios", now.lines().count());
    assert!(!now.contains("failed:"), "\n{now}");
    compare(&folder("determinism").join("digests.txt"), &now).unwrap_or_else(|why| panic!("{why}"));
}

#[test]
fn no_two_scenarios_have_the_same_fingerprint() {
    let now = digests(&support::find, SCRIPTS);
    let mut states: Vec<&str> = now.lines().filter_map(|line| line.split("state=").nth(1)).collect();
    let all = states.len();
    states.sort();
    states.dedup();
    assert_eq!(states.len(), all, "\n{now}");
}

#[test]
fn a_thousandth_of_a_second_makes_another_fingerprint() {
    let of = |at: &str| {
        digests(&support::find, &format!("== x\ntoken-ring seed=9\nat {at} pause n2 90ms\nuntil 5s\n"))
    };
    assert_eq!(of("1s"), of("1s"));
    assert_ne!(of("1s"), of("1001ms"));
}
