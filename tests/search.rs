//! The search for a run that breaks a promise.

#[path = "support/nightly.rs"]
mod nightly;
#[path = "support/sought.rs"]
mod sought;

use faultyard::lab::Scenario;
use faultyard::lab::search::{FaultKind, Found, Search};
use faultyard::labs;
use faultyard::process::SimDuration;
use nightly::share;
use sought::{LIVENESS, SAFETY, Sought, search, without};

const PROPERTY: &str = "Leader Completeness";
/// A rule that is taken out is found within so many runs.
const MOST: u64 = 2_000;

fn found(search: &mut Search, most: u64) -> Option<Found> {
    (0..most).find_map(|_| search.attempt())
}

/// Whether a run breaks the promise up to the moment that was found.
fn breaks(scenario: &Scenario, found: &Found) -> Option<String> {
    let mut run = (labs::find("raft").unwrap().open)(scenario);
    run.seek(found.t);
    let verdict = run.verdicts().into_iter().find(|verdict| verdict.name == found.property).unwrap();
    verdict.broken.then_some(verdict.text)
}

/// Rules that are not found within the runs, with these seeds.
fn unfound(rows: &[Sought], seeds: u64) -> Vec<(&str, u64)> {
    let pairs = rows.iter().flat_map(|row| (1..=seeds).map(move |seed| (row, seed)));
    let lost = pairs.filter(|(row, seed)| found(&mut without(row, *seed), MOST).is_none());
    lost.map(|(row, seed)| (row.0, seed)).collect()
}

#[test]
fn without_any_one_rule_of_safety_a_broken_promise_is_found() {
    assert_eq!(unfound(SAFETY, share(1, 10)), []);
}

#[test]
fn without_a_rule_of_progress_a_broken_promise_is_found() {
    assert_eq!(unfound(LIVENESS, share(1, 10)), []);
}

#[test]
fn with_all_rules_no_promise_of_safety_is_found_broken() {
    let mut search = search(1, &[], "");
    let most = share(300, 10 * MOST);
    assert_eq!(found(&mut search, most), None);
    assert_eq!(search.tried(), most);
    assert!(search.states() > 100, "{} states", search.states());
}

#[test]
fn the_run_found_needs_each_of_its_faults() {
    let mut search = search(1, &[("compare-logs", "off")], PROPERTY);
    let found = found(&mut search, MOST).expect("a run that breaks the promise");
    assert_eq!(breaks(&found.scenario, &found).as_ref(), Some(&found.text));
    assert!(!found.scenario.inputs.is_empty(), "it breaks without a fault");
    for at in 0..found.scenario.inputs.len() {
        let mut fewer = found.scenario.clone();
        fewer.inputs.remove(at);
        assert_eq!(breaks(&fewer, &found), None, "input {at} is not needed: {}", found.scenario);
    }
}

#[test]
fn the_same_search_finds_the_same_run() {
    let once = || found(&mut search(1, &[("persist-vote", "off")], "Election Safety"), MOST);
    assert!(once().is_some());
    assert_eq!(once(), once());
}

#[test]
fn searches_beside_each_other_try_different_runs() {
    let lane = |lane| found(&mut search(1, &[("compare-logs", "off")], PROPERTY).lane(lane), MOST);
    assert_ne!(lane(0), lane(1));
}

#[test]
fn a_search_uses_only_the_kinds_of_faults_that_it_may() {
    let base = Scenario::new("raft", 1).with("compare-logs", "off");
    let entry = labs::find("raft").unwrap();
    let mut search = Search::new(entry, base, PROPERTY, vec![FaultKind::Cut]).unwrap();
    let found = found(&mut search, MOST).expect("a run that breaks the promise");
    for input in &found.scenario.inputs {
        let text = input.input.to_string();
        assert!(text.starts_with("cut") || text.starts_with("join"), "{text}");
    }
}

#[test]
fn a_property_that_the_lab_does_not_have_is_answered_with_those_that_it_has() {
    let answer = Search::new(labs::find("raft").unwrap(), Scenario::new("raft", 1), "Beauty", Vec::new());
    assert!(answer.err().unwrap().contains(PROPERTY));
}

#[test]
fn a_search_says_what_it_tried_and_that_finding_nothing_proves_nothing() {
    let mut search = search(1, &[], PROPERTY);
    assert_eq!(found(&mut search, 5), None);
    let account = search.account(Some(SimDuration::from_ms(1_500)), false);
    for part in
        ["5 runs of up to 12 s", "in 1.5 s", "doubled messages", "figure 8", "states", "proves nothing"]
    {
        assert!(account.contains(part), "no \"{part}\": {account}");
    }
    assert!(!search.account(None, true).contains("proves nothing"));
}

#[test]
fn a_lab_that_gives_no_guidance_is_searched_too() {
    let entry = labs::find("hashing").unwrap();
    let run = (entry.open)(&Scenario::new("hashing", 1));
    let name = run.verdicts()[0].name;
    let mut search = Search::new(entry, Scenario::new("hashing", 1), name, Vec::new()).unwrap();
    assert_eq!(found(&mut search, 3), None);
    assert!(!search.account(None, false).contains("literature"));
}
