//! One scenario, one run: on every machine, in every browser, for ever.
//!
//! `determinism/scenarios.txt` holds scripts of the registry's labs, `determinism/digests.txt` their fingerprints,
//! written with `FAULTYARD_BLESS_DETERMINISM=1`. The page plays the same scripts with the same function,
//! [`faultyard::lab::digests`]. `determinism/toys.txt` holds scripts of the tests' own labs, which no page knows.

mod support;

use faultyard::lab::{Command, FieldKind, Find, Lab, Params, digests};
use faultyard::labs::balancing::{Balancing, BalancingParams};
use faultyard::labs::hashing::HashingParams;
use support::golden::{compare, folder};

const SCRIPTS: &str = include_str!("determinism/scenarios.txt");
const TOYS: &str = include_str!("determinism/toys.txt");

/// Only what a page knows.
const REGISTRY: Find = &|slug| faultyard::labs::find(slug).copied();

fn now() -> [(&'static str, String); 2] {
    [("digests.txt", digests(REGISTRY, SCRIPTS)), ("toys_digests.txt", digests(&support::find, TOYS))]
}

#[test]
fn every_scenario_has_the_fingerprint_that_it_had_when_it_was_written() {
    for (file, now) in now() {
        assert!(now.lines().count() >= 10, "{file}: only {} scenarios", now.lines().count());
        assert!(!now.contains("failed:"), "\n{now}");
        compare("DETERMINISM", &folder("determinism").join(file), &now).unwrap_or_else(|why| panic!("{why}"));
    }
}

#[test]
fn no_two_scenarios_have_the_same_fingerprint() {
    let all: String = now().into_iter().map(|(_, digests)| digests).collect();
    let mut states: Vec<&str> = all.lines().filter_map(|line| line.split("state=").nth(1)).collect();
    let count = states.len();
    states.sort();
    states.dedup();
    assert_eq!(states.len(), count, "\n{all}");
}

#[test]
fn the_scenarios_that_a_page_plays_know_every_fault_strategy_and_hash_function() {
    let every_word = "crash restart lose-disk pause slow skew drift cut join partition heal latency loss duplicate \
        reorder drop delay copy honest silent set do";
    for word in every_word.split_whitespace() {
        let there = SCRIPTS
            .lines()
            .filter_map(|line| line.strip_prefix("at "))
            .any(|line| line.split(' ').nth(1) == Some(word));
        assert!(there, "no scenario has {word}");
    }
    every_option_is_there::<HashingParams>(&["strategy", "hash", "skew"]);
}

#[test]
fn the_scenarios_that_a_page_plays_know_every_policy_pattern_distribution_and_command_of_balancing() {
    every_option_is_there::<BalancingParams>(&[
        "policy", "signal", "pattern", "spread", "work", "speeds", "weights",
    ]);
    for Command { spec, .. } in Balancing::COMMANDS {
        assert!(SCRIPTS.contains(&format!(" do {} ", spec.name)), "no scenario has {}", spec.name);
    }
}

/// Every word that these parameters can have, but for the one that stands when nothing is said.
fn every_option_is_there<P: Params>(keys: &[&str]) {
    for row in P::TABLE.iter().filter(|row| keys.contains(&row.field.key)) {
        let (key, default) = (row.field.key, row.field.text((row.get)(&P::default())));
        let FieldKind::Choice(options) = row.field.kind else { panic!("{key} is a choice") };
        for (option, _) in options.iter().filter(|(option, _)| *option != default) {
            assert!(SCRIPTS.contains(&format!("{key}={option}")), "no scenario has {key} {option}");
        }
    }
}

#[test]
fn a_thousandth_of_a_second_makes_another_fingerprint() {
    let of = |at: &str| digests(REGISTRY, &format!("== x\nraft seed=9\nat {at} pause n2 90ms\nuntil 3s\n"));
    assert_eq!(of("1s"), of("1s"));
    assert_ne!(of("1s"), of("1001ms"));
}
