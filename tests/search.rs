//! The search for a run that breaks a promise.

use faultyard::lab::Scenario;
use faultyard::lab::search::{FaultKind, Search};
use faultyard::labs;

const PROPERTY: &str = "Leader Completeness";

fn raft(params: &[(&str, &str)]) -> Scenario {
    params.iter().fold(Scenario::new("raft", 1), |scenario, (key, text)| scenario.with(key, text))
}

fn search(scenario: Scenario, property: &str, kinds: &[FaultKind]) -> Search {
    Search::new(labs::find("raft").unwrap(), scenario, property, kinds.to_vec()).unwrap()
}

#[test]
fn a_cluster_that_elects_without_comparing_logs_is_broken_and_the_run_found_needs_each_of_its_faults() {
    let mut search = search(raft(&[("compare-logs", "off")]), PROPERTY, &FaultKind::ALL);
    let found = (0..400).find_map(|_| search.attempt()).expect("a run that breaks the promise");
    let mut run = (labs::find("raft").unwrap().open)(&found.scenario);
    run.seek(found.t);
    let broken = run.verdicts().into_iter().find(|verdict| verdict.name == PROPERTY).unwrap();
    assert!(broken.broken && broken.text == found.text, "{:?}", found);
    assert!(!found.scenario.inputs.is_empty(), "it breaks without a fault");
    for at in 0..found.scenario.inputs.len() {
        let mut fewer = found.scenario.clone();
        fewer.inputs.remove(at);
        let mut run = (labs::find("raft").unwrap().open)(&fewer);
        run.seek(found.t);
        let verdicts = run.verdicts();
        let whole = verdicts.iter().all(|verdict| verdict.name != PROPERTY || !verdict.broken);
        assert!(whole, "input {at} is not needed: {}", found.scenario);
    }
}

#[test]
fn with_all_its_rules_no_leader_is_found_that_lacks_what_was_committed() {
    let mut search = search(raft(&[]), PROPERTY, &FaultKind::ALL);
    assert_eq!((0..60).find_map(|_| search.attempt()), None);
    assert_eq!(search.tried(), 60);
}

#[test]
fn the_same_search_finds_the_same_run() {
    let found = || {
        let mut search =
            search(raft(&[("compare-logs", "off")]), PROPERTY, &[FaultKind::Crash, FaultKind::Cut]);
        (0..400).find_map(|_| search.attempt())
    };
    assert_eq!(found(), found());
}

#[test]
fn a_property_that_the_lab_does_not_have_is_answered_with_those_that_it_has() {
    let answer = Search::new(labs::find("raft").unwrap(), raft(&[]), "Beauty", Vec::new());
    assert!(answer.err().unwrap().contains(PROPERTY));
}

/// In how many attempts a search finds a run that breaks a promise without a rule.
fn attempts(rule: &str, property: &str, most: u64) -> Option<u64> {
    let mut search = search(raft(&[(rule, "off")]), property, &FaultKind::ALL);
    (0..most).find_map(|_| search.attempt().map(|_| search.tried()))
}

#[test]
fn a_voter_that_is_counted_twice_is_found_since_messages_are_doubled() {
    let tried = attempts("voter-once", "Election Safety", 400);
    assert!(tried.is_some(), "nothing in 400 runs");
}
